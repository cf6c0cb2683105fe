"""Reading values out of a located tree, with a diagnostic for everything that is not as it should be.

Every function returns something of the right type whatever it meets (an empty text, 0, no items), so that reading
goes on and all mistakes come out in one run; whether there is a value in the end is decided by the report.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from .catalogue import Code
from .diagnostics import listed, nearest
from .prose import check_prose
from .report import Report
from .tree import ListNode, MapNode, Node, Place, TextNode

FORMAT = "1"
ID_LIMIT = 60
_ID = re.compile(r"[a-z0-9-]+")
_FULL_ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_YES_NO = {"true": True, "false": False}
_SHAPES = {TextNode: "a text", ListNode: "a list", MapNode: "a block of keys"}
_NO_ENTRIES: dict[str, Node] = {}


def is_full_id(text: str) -> bool:
    """Whether ``text`` is AREA/SLUG with both parts of the right form and length."""
    return _has_form(text, _FULL_ID)


class Keys:
    """The keys a block may have. ``name`` is what the block is called in messages, such as ``a message``.

    ``elsewhere`` says where keys belong that have no meaning here.
    """

    __slots__ = ("elsewhere", "known", "name", "required")

    def __init__(
        self,
        name: str,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
        *,
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.required = frozenset(required)
        self.known = self.required | frozenset(optional)
        self.elsewhere = elsewhere or {}


class Reader:
    """Reads the nodes of one file. ``local_names`` None leaves the names of placeholders unchecked.

    ``written`` has every text that people read.
    """

    __slots__ = ("local_names", "report", "written")

    def __init__(self, report: Report, local_names: frozenset[str] | None = None) -> None:
        self.report = report
        self.local_names = local_names
        self.written: list[TextNode] = []

    def mapping(self, node: Node, keys: Keys) -> MapNode | None:
        """The node if it is a mapping, its keys checked; else None."""
        if type(node) is not MapNode:
            self._wrong_shape(node, keys.name.capitalize(), "a block of keys")
            return None
        present = node.entries.keys()
        if not (present >= keys.required and present <= keys.known):
            self._check_keys(node, keys)
        return node

    def _check_keys(self, node: MapNode, keys: Keys) -> None:
        missing = set(keys.required - node.entries.keys())
        for key, place, _ in node.located():
            if key in keys.known:
                continue
            if key in keys.elsewhere:
                message = f'"{key}" has no meaning in {keys.name}.'
                self.report.add(Code.MISPLACED_KEY, place, message, keys.elsewhere[key])
            else:
                missing.discard(self.unknown_key(key, place, keys.name, keys.known))  # a slip is one mistake
        for key in sorted(missing):
            self.report.add(Code.MISSING_KEY, node.place, f'{keys.name.capitalize()} needs "{key}".', "Add it.")

    def unknown_key(self, key: str, place: Place, name: str, known: Collection[str]) -> str:
        """Note a key that ``name`` does not have; returns the known key it may have been meant to be, or nothing."""
        guess = "" if self.report.is_full else nearest(key, known)
        hint = f'Did you mean "{guess}"?' if guess else ""
        self.report.add(Code.UNKNOWN_KEY, place, f'"{_short(key)}" is not a key of {name}.', hint)
        return guess

    def entries(self, node: Node, what: str) -> dict[str, Node]:
        """The entries of a mapping whose keys are the author's own; none if it is no mapping."""
        if type(node) is MapNode:
            if not node.entries:
                self._empty(node, what)
            return node.entries
        self._wrong_shape(node, what, "a block of keys")
        return _NO_ENTRIES

    def items(self, node: Node | None, what: str) -> list[Node]:
        """The items of a list that must not be empty. None, a key that is missing, has none."""
        if type(node) is ListNode:
            if not node.items:
                self._empty(node, what)
            return node.items
        if node is not None:
            self._wrong_shape(node, what, "a list")
        return []

    def line(self, node: Node | None, what: str) -> str:
        """A text as it stands, such as an id or a number; empty if the node is None, no text or empty."""
        if type(node) is TextNode:
            text = node.text
            if not text or text.isspace():
                self._empty(node, what)
                return ""
            return text
        if node is not None:
            self._wrong_shape(node, what, "a text")
        return ""

    def prose(self, node: Node | None, what: str) -> str:
        """A text that people read: Markdown without HTML and images, its links and placeholders checked."""
        if type(node) is not TextNode or not node.text or node.text.isspace():
            return self.line(node, what)
        text = node.text
        self.written.append(node)
        if "<" in text or "[" in text or "{{" in text:
            check_prose(text, node.place, self.report, self.local_names)
        return text

    def word(self, node: Node | None, what: str, allowed: Collection[str], default: str = "") -> str:
        """One of the allowed words; ``default`` where the node is None or something else."""
        if node is None:
            return default
        text = self.line(node, what)
        return text if text and self.allowed(text, node, what, allowed) else default

    def allowed(self, word: str, node: Node, what: str, words: Collection[str]) -> bool:
        """Whether ``word`` is one of ``words``; noted at ``node`` if not."""
        if word in words:
            return True
        message = f'{what} cannot be "{_short(word)}".'
        self.report.add(Code.UNKNOWN_WORD, node.place, message, f"Use {listed(words)}.", meant=(word, words))
        return False

    def yes_no(self, node: Node | None, what: str) -> bool:
        """``true`` or ``false``; False where the node is None or something else."""
        return _YES_NO[self.word(node, what, _YES_NO, "false")]

    def number(self, node: Node | None, what: str, low: int, high: int, default: int = 0) -> int:
        """A whole number from ``low`` to ``high``; ``default`` where the node is None or something else."""
        if node is None:
            return default
        text = self.line(node, what)
        if not text:
            return default
        if text.isascii() and text.isdigit() and len(text) < ID_LIMIT and low <= int(text) <= high:
            return int(text)
        message = f'{what} cannot be "{_short(text)}".'
        self.report.add(Code.BAD_NUMBER, node.place, message, f"Write a whole number from {low} to {high}.")
        return default

    def id(self, node: Node | None, what: str) -> str:
        """A short id; empty where there is none of the right form."""
        return self._matching(node, what, _ID, "small letters, digits and hyphens")

    def full_id(self, node: Node | None, what: str) -> str:
        """An id of the form AREA/SLUG; empty where there is none of the right form."""
        return self._matching(node, what, _FULL_ID, "AREA/SLUG, in small letters, digits and hyphens")

    def _matching(self, node: Node | None, what: str, pattern: re.Pattern[str], form: str) -> str:
        text = self.line(node, what)
        if not text or node is None:
            return ""
        if _has_form(text, pattern):
            return text
        self._bad_id(text, node.place, what, form)
        return ""

    def _bad_id(self, text: str, place: Place, what: str, form: str) -> None:
        hint = f"Use {form}, at most {ID_LIMIT} characters."
        self.report.add(Code.BAD_ID, place, f'{what} cannot be "{_short(text)}".', hint)

    def unique_id(self, node: Node | None, what: str, seen: set[str], prefix: str = "") -> str:
        """A short id that stands in ``seen`` (with ``prefix`` before it) only from now on."""
        text = self.id(node, what)
        if text and node is not None:
            if prefix + text in seen:
                message = f'{what} "{text}" is used twice.'
                self.report.add(Code.DUPLICATE_ID, node.place, message, "Give one of them another id.")
            seen.add(prefix + text)
        return text

    def checked_id(self, name: str, place: Place, what: str) -> bool:
        """Whether a key of the author's own is an id; noted if not."""
        if _has_form(name, _ID):
            return True
        self._bad_id(name, place, what, "small letters, digits and hyphens")
        return False

    def format(self, node: Node | None) -> None:
        """Refuse a format this version does not read."""
        text = self.line(node, '"format"')
        if text and text != FORMAT and node is not None:
            message = f'The format "{_short(text)}" is not known.'
            self.report.add(Code.UNKNOWN_FORMAT, node.place, message, f"Write format: {FORMAT}.")

    def language(self, node: Node | None) -> str:
        """A language code such as ``en`` or ``pt-BR``."""
        text = self.line(node, '"language"')
        if text and node is not None and not _LANGUAGE.fullmatch(text):
            message = f'"{_short(text)}" is not a language code.'
            self.report.add(Code.BAD_FORM, node.place, message, "Write one such as en or pt-BR.")
        return text

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of distinct single words."""
        return tuple(dict.fromkeys(self._distinct(self.items(node, what), what)))

    def _distinct(self, items: list[Node], what: str) -> Iterator[str]:
        seen: set[str] = set()
        for item in items:
            text = self.line(item, f"An item of {what}")
            if text in seen:
                message = f'"{_short(text)}" stands twice in {what}.'
                self.report.add(Code.DUPLICATE_ID, item.place, message, "Remove one of them.")
            elif text:
                seen.add(text)
                yield text

    def _wrong_shape(self, node: Node, what: str, wanted: str) -> None:
        found = _SHAPES[type(node)]
        if type(node) is TextNode and not node.text:
            self._empty(node, what)
            return
        self.report.add(Code.WRONG_SHAPE, node.place, f"{what} must be {wanted}, not {found}.")

    def _empty(self, node: Node, what: str) -> None:
        self.report.add(Code.EMPTY, node.place, f"{what} is empty.", "Write it, or remove the key if it is optional.")


def _has_form(text: str, pattern: re.Pattern[str]) -> bool:
    return max(map(len, text.split("/"))) <= ID_LIMIT and pattern.fullmatch(text) is not None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= ID_LIMIT else f"{flat[:ID_LIMIT]}..."
