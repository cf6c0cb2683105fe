"""What an operator is told about a package that cannot be taken in."""


class PackageRefused(ValueError):
    """A course package that is damaged, dangerous or no course. ``str()`` is a sentence naming the file and the reason.

    ``file`` is the path inside the package, or empty where the archive as a whole is meant.
    """

    def __init__(self, why: str, *, file: str = "") -> None:
        self.file = file
        super().__init__(f"{file}: {why}" if file else why)
