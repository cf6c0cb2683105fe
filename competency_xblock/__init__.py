"""Training in social media for career practitioners, as XBlocks."""

__version__ = "0.1.0"
