"""Where the course is that a path belongs to."""

from pathlib import Path


class NoCourse(LookupError):
    """A path that belongs to no course. ``str()`` is a sentence for the author."""


def root_of(path: Path, *, expected: Path | None = None) -> Path:
    """The folder from ``path`` up that has both ``course/`` and ``scenarios/``.

    :class:`NoCourse` where there is none, or another than the expected one.
    """
    for folder in (path, *path.parents):
        if (folder / "course").is_dir() and (folder / "scenarios").is_dir():
            if expected not in (None, folder):
                raise NoCourse(f'"{path}" is in another course than what was named before it.')
            return folder
    raise NoCourse(f'"{path}" is in no course: no folder from there up has both "course" and "scenarios" in it.')


def shown(root: Path) -> Path:
    """The root as diagnostics name it: relative to the working folder where it lies in it."""
    here = Path.cwd()
    return root.relative_to(here) if root.is_relative_to(here) else root
