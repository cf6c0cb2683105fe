"""The only way into the evidence tables, and out of them.

Attempts, moves and evidence go in as domain objects and come back as domain objects. Every function is one short
transaction; times are handed in. What stands behind it is nobody else's business.
"""

from .attempts import (
    MoveTaken,
    PlayedAttempt,
    StoredAttempt,
    StoredResult,
    VersionTexts,
    append_move,
    attempts_at,
    attempts_of,
    draft_of,
    drafts_of,
    finished_attempts,
    has_attempt,
    keep_draft,
    learners_at,
    load_attempt,
    newest_attempt,
    open_attempt,
    results_of,
    store_result,
    variants_drawn,
    version_texts,
    versions_texts,
)
from .facts import EvidencedAttempt, StoredEvidence, evidenced_attempts
from .privacy import erase, everything_about, expire
from .standings import derive, rebuild_standings, update_standings

__all__ = [
    "EvidencedAttempt",
    "MoveTaken",
    "PlayedAttempt",
    "StoredAttempt",
    "StoredEvidence",
    "StoredResult",
    "VersionTexts",
    "append_move",
    "attempts_at",
    "attempts_of",
    "derive",
    "draft_of",
    "drafts_of",
    "erase",
    "everything_about",
    "evidenced_attempts",
    "expire",
    "finished_attempts",
    "has_attempt",
    "keep_draft",
    "learners_at",
    "load_attempt",
    "newest_attempt",
    "open_attempt",
    "rebuild_standings",
    "results_of",
    "store_result",
    "update_standings",
    "variants_drawn",
    "version_texts",
    "versions_texts",
]
