"""The files of an unpacked package, seen from the folder its course lies in."""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname

from lxml import etree

from .parsing import decode, parse_json_object, parse_xml
from .refused import PackageRefused

COURSE = "course.xml"
_LEFT_BEHIND = re.compile(r"\._.*|.*~|\.DS_Store")  # by the systems of people who pack by hand; Open edX skips the same


class CourseFiles:
    """Files by their path below the course's folder; errors name the path in the archive."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """``files`` are those of the archive; the course is the topmost folder that has a ``course.xml``."""
        roots = sorted((path.count("/"), path) for path in files if basename(path) == COURSE)
        if not roots:
            raise PackageRefused("The package has no course.xml, so it is no course.")
        self._files = files
        self._folder = dirname(roots[0][1])

    def name(self, path: str) -> str:
        """The path in the archive."""
        return f"{self._folder}/{path}" if self._folder else path

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.name(path) in self._files

    def xml(self, path: str) -> etree._Element:
        """The root element of the file; refused where there is no such file."""
        name = self.name(path)
        if name not in self._files:
            raise PackageRefused("This file is missing; another file of the package points to it.", file=name)
        return parse_xml(self._files[name], name)

    def json(self, path: str) -> dict[str, object]:
        """The JSON object in the file; empty where there is no such file."""
        return parse_json_object(self._files[self.name(path)], self.name(path)) if path in self else {}

    def text(self, path: str) -> str:
        """The text of a file that is there."""
        return decode(self._files[self.name(path)], self.name(path))

    def below(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Path below ``folder`` and content of every file in it, by path, without those systems leave behind."""
        start = self.name(folder) + "/"
        for path in sorted(self._files):
            if path.startswith(start) and not _LEFT_BEHIND.fullmatch(basename(path)):
                yield path[len(start) :], self._files[path]
