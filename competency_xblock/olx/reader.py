"""A course archive to a :class:`Package`, from what ``build`` writes or Studio exports.

Blocks are handed on as they stand; which of them can be played is for the host to say.
"""

import hashlib
import json
import re
from collections.abc import Mapping

from lxml import etree

from .archive import unpack
from .files import COURSE, CourseFiles
from .package import BlockXml, Chapter, Package, Sequential, Vertical
from .refused import PackageRefused

__all__ = ["PackageRefused", "read_package"]

_KEY = re.compile(r"[\w.~-]+")  # what fits into the course key of Open edX
_NAME = re.compile(r"[\w.~:%-]+")  # and into a usage key
_HTML = "html"


def read_package(data: bytes) -> Package:
    """The course in a ``.tar.gz`` or ``.zip`` archive; :class:`PackageRefused` with file and reason otherwise."""
    return _Reader(CourseFiles(unpack(data))).package(hashlib.sha256(data).hexdigest())


class _Reader:
    """One reading of one package."""

    def __init__(self, files: CourseFiles) -> None:
        self._files = files
        self._policy_file = ""
        self._policy: Mapping[str, object] = {}
        self._seen: set[tuple[str, str]] = set()

    def package(self, sha256: str) -> Package:
        pointer = self._files.xml(COURSE)
        if pointer.tag != "course":
            raise self._refused(COURSE, f"This file must hold a <course>, not a <{pointer.tag}>.")
        org, course, run = (self._key(pointer, name) for name in ("org", "course", "url_name"))
        self._policy_file = f"policies/{run}/policy.json"
        self._policy = self._files.json(self._policy_file)
        node, file = self._resolve(pointer, COURSE)
        settings = self._settings(node, run)
        return Package(
            org=org,
            course=course,
            run=run,
            display_name=settings.get("display_name", course),
            language=settings.get("language", ""),
            start=settings.get("start", ""),
            end=settings.get("end", ""),
            chapters=tuple(self._chapter(child, file) for child in node if child.tag == "chapter"),
            grading=self._files.json(f"policies/{run}/grading_policy.json"),
            about=self._about(),
            static={path.replace("/", "_"): content for path, content in self._files.below("static")},
            sha256=sha256,
            settings=settings,
        )

    def _chapter(self, pointer: etree._Element, file: str) -> Chapter:
        node, file, name, settings = self._open(pointer, file)
        sequentials = tuple(self._sequential(child, file) for child in node)
        return Chapter(name, settings["display_name"], sequentials, settings)

    def _sequential(self, pointer: etree._Element, file: str) -> Sequential:
        if pointer.tag != "sequential":
            raise self._refused(file, f"A <chapter> holds sequentials, not a <{pointer.tag}>.")
        node, file, name, settings = self._open(pointer, file)
        return Sequential(
            url_name=name,
            display_name=settings["display_name"],
            graded=settings.get("graded", "").lower() == "true",
            format=settings.get("format", ""),
            verticals=tuple(self._vertical(child, file) for child in node),
            settings=settings,
        )

    def _vertical(self, pointer: etree._Element, file: str) -> Vertical:
        if pointer.tag != "vertical":  # Open edX shows a block that stands alone in a sequential as a unit of its own
            block = self._block(pointer, file)
            return Vertical(block.url_name, block.xml.get("display_name", block.url_name), (block,))
        node, file, name, settings = self._open(pointer, file)
        return Vertical(name, settings["display_name"], tuple(self._block(child, file) for child in node), settings)

    def _block(self, pointer: etree._Element, file: str) -> BlockXml:
        node, file = self._resolve(pointer, file)
        name = self._url_name(pointer, file)
        node.set("url_name", name)
        content = f"{_HTML}/{node.get('filename', '')}.html"
        if node.tag == _HTML and content in self._files:
            node.text = self._files.text(content)
            del node.attrib["filename"]
        return BlockXml(str(node.tag), name, node)

    def _open(self, pointer: etree._Element, file: str) -> tuple[etree._Element, str, str, dict[str, str]]:
        """What a part of the structure is, the file it is in, its name, and its settings."""
        name = self._url_name(pointer, file)
        node, file = self._resolve(pointer, file)
        settings = self._settings(node, name)
        return node, file, name, {"display_name": name, **settings}

    def _resolve(self, node: etree._Element, file: str) -> tuple[etree._Element, str]:
        """The element a pointer points to, and its file; the element itself where it is none."""
        extra = {"org", "course"} if node.tag == "course" else set()
        if len(node) or (node.text or "").strip() or set(node.attrib) - extra != {"url_name"}:
            return node, file
        target = f"{node.tag}/{node.get('url_name', '').replace(':', '/')}.xml"
        if target not in self._files and node.tag not in ("course", "chapter", "sequential", "vertical"):
            return node, file  # a block that simply has no content
        found = self._files.xml(target)
        if found.tag != node.tag:
            raise self._refused(target, f"This file must hold a <{node.tag}>, not a <{found.tag}>.")
        return found, target

    def _settings(self, node: etree._Element, name: str) -> dict[str, str]:
        """Attributes of the element, and above them what the policy says; empty values are left out."""
        policy = self._policy.get(f"{node.tag}/{name}", {})
        if not isinstance(policy, dict):
            raise self._refused(self._policy_file, f'The entry "{node.tag}/{name}" must be an object.')
        merged = {**{str(key): _unquoted(str(value)) for key, value in node.attrib.items()}, **policy}
        return {key: str(value) for key, value in merged.items() if value not in (None, "")}

    def _about(self) -> dict[str, str]:
        pages = [path for path, _ in self._files.below("about") if path.endswith(".html")]
        return {path.removesuffix(".html"): self._files.text(f"about/{path}") for path in pages}

    def _key(self, node: etree._Element, attribute: str) -> str:
        value = node.get(attribute, "")
        if not _KEY.fullmatch(value):
            raise self._refused(COURSE, f'The {attribute} of the <course> must be one word, not "{value}".')
        return value

    def _url_name(self, node: etree._Element, file: str) -> str:
        """The name of an element: what learners' work is stored under, so it must be there, and be one."""
        name, tag = node.get("url_name", ""), str(node.tag)
        if not _NAME.fullmatch(name):
            raise self._refused(file, f'A <{tag}> needs a url_name of letters, digits, "_", "-" and ".", not "{name}".')
        if (tag, name) in self._seen:
            raise self._refused(file, f'There are two <{tag}> with the url_name "{name}". Rename one of them.')
        self._seen.add((tag, name))
        return name

    def _refused(self, path: str, why: str) -> PackageRefused:
        return PackageRefused(why, file=self._files.name(path))


def _unquoted(value: str) -> str:
    """An attribute's text; Studio writes some as JSON, with quotes around it."""
    if not (value.startswith('"') and value.endswith('"')):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
