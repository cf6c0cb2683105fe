"""Author's text -> located tree. All that can be wrong with a file before its meaning is looked at.

Parsing is PyYAML's C parser, told to leave every scalar a text; what is refused on top of its own errors is in
scenario-format's first paragraph. Nothing here knows what a key means.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from .catalogue import Code
from .report import Report
from .tree import At, ListNode, MapNode, Node, Place, TextNode

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40  # real files reach about 15; the C parser recurses, so this is also what keeps its stack safe

# C0 (tab included, LF not), DEL, C1, the line breaks YAML and XML disagree on, BOM, surrogates and non-characters.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NAMES = {"\t": "a tab", "\x00": "a NUL character", "\ufeff": "a byte order mark"}
# What begins a tag, an anchor or an alias, where the character before is not part of a word.
_SPECIAL = re.compile(r"[&*!](?<![\w.)][&*!])")
_OWN_TAGS = "tag:yaml.org,2002:"
_BEFORE_NODE = frozenset(":-?[{,\n")

# What libyaml says -> what the author should do.
_ADVICE = (
    ("mapping values are not allowed", 'A text that holds ": " must stand in quotes. Or is the line indented too far?'),
    (
        "expected ',' or",
        "Inside { } and [ ], put a text with a comma or a question mark in quotes; close every bracket.",
    ),
    ("unexpected end of stream", "A quotation mark that was opened earlier is not closed."),
    ("cannot start any token", "A text that begins with a special character must stand in quotes."),
    ("expected key", "Keys of one block begin in the same column. Check the indentation and the quotes above."),
    ("could not find expected ':'", 'A key ends with ": ". If this line goes on with a text, indent it further.'),
    ("block sequence entries are not allowed", 'A list begins on a line of its own, under its key, with "- ".'),
    ("alphabetic or numeric character", 'A text that begins with "*" or "&" must stand in quotes.'),
    ("escape character", 'In double quotes a backslash is special: write "\\\\", or use single quotes.'),
)


def read_tree(source: str | bytes, report: Report) -> Node | None:
    """The document as a tree, or None where its text or its YAML is broken; every mistake goes to ``report``."""
    text = read_text(source, report)
    if text is None:
        return None
    if not text.strip():
        report.add(Code.EMPTY_FILE, At(0), "The file is empty.")
        return None
    if _may_have_special_nodes(text) and not _only_plain_nodes(text, report):
        return None
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        _report_broken(error, report)
        return None
    finally:
        loader.dispose()
    if root is None:
        report.add(Code.EMPTY_FILE, At(0), "The file holds nothing but comments.")
        return None
    return _located(root, report)


def read_text(source: str | bytes, report: Report) -> str | None:
    """The text itself, with CR and BOM taken out so that reading can go on, or None where it cannot."""
    if len(source) > MAX_BYTES or (isinstance(source, str) and _utf8_length(source) > MAX_BYTES):
        report.add(Code.TOO_LARGE, At(0), "The file is larger than 2 MB.", "Split it into several files.")
        return None
    text = source if isinstance(source, str) else _decoded(source, report)
    if text is None:
        return None
    if text.startswith("\ufeff"):
        report.add(Code.BYTE_ORDER_MARK, At(0), "The file begins with a byte order mark.", 'Save it as plain "UTF-8".')
        text = text[1:]
    if "\r" in text:
        first = _place_of(text, text.index("\r"))
        report.add(Code.CARRIAGE_RETURN, first, "The file has Windows line endings.", "Save it with LF line endings.")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        what = "ends with empty lines" if text.endswith("\n") else "does not end with a newline"
        last = text.rstrip("\n")
        report.add(Code.FINAL_NEWLINE, _place_of(last, len(last)), f"The file {what}.", "End it with exactly one.")
    if text.replace("\n", "").isprintable() or not (unseen := list(_UNSEEN.finditer(text))):
        return text
    found, times = unseen[0], f" (and {len(unseen) - 1} more)" if len(unseen) > 1 else ""
    name = _NAMES.get(found[0], f"the invisible character U+{ord(found[0]):04X}")
    message = f"The file holds {name} here{times}."
    report.add(Code.CONTROL_CHARACTER, _place_of(text, found.start()), message, "Remove it, or use spaces.")
    return None


def _utf8_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _decoded(source: bytes, report: Report) -> str | None:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8", "replace")
        message = f"The byte 0x{source[error.start]:02X} is not UTF-8."
        report.add(Code.NOT_UTF8, _place_of(before, len(before)), message, "Save the file as UTF-8.")
        return None


def _place_of(text: str, index: int) -> At:
    return At(text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)


class _TooDeep(yaml.YAMLError):
    def __init__(self, mark: Place) -> None:
        super().__init__()
        self.problem_mark = mark


class _Loader(yaml.CSafeLoader):
    """Composes nodes, all of them texts, and stops at MAX_DEPTH."""

    _depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooDeep(current_node.start_mark)

    def ascend_resolver(self) -> None:
        self._depth -= 1


def _may_have_special_nodes(text: str) -> bool:
    """False only where the text surely has no tag, anchor or alias; a second pass of the parser then is not needed."""
    for found in _SPECIAL.finditer(text):
        before = found.start() - 1
        while before >= 0 and text[before] == " ":
            before -= 1
        if before < 0 or text[before] in _BEFORE_NODE:
            return True
    return False


def _only_plain_nodes(text: str, report: Report) -> bool:
    """Whether the document has neither tags nor anchors nor aliases; syntax errors are left for composing to find."""
    before = report.count
    try:
        for event in _events_of(text):
            place = event.start_mark
            if isinstance(event, yaml.AliasEvent):
                message = f'"*{event.anchor}" is a YAML alias, and aliases are not used.'
                report.add(Code.ALIAS, place, message, "If it begins a text, put the text in quotes.")
                continue
            if getattr(event, "anchor", None):
                message = f'"&{event.anchor}" is a YAML anchor, and anchors are not used.'
                report.add(Code.ALIAS, place, message, "If it begins a text, put the text in quotes.")
            if getattr(event, "tag", None):
                message = f'"{event.tag.replace(_OWN_TAGS, "!!")}" is a YAML tag, and tags are not used.'
                report.add(Code.TAG, place, message, "If it begins a text, put the text in quotes.")
    except yaml.YAMLError as error:
        if report.count > before:
            _report_broken(error, report)
    return report.count == before


def _events_of(text: str) -> Iterator[Any]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        yield event
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _TooDeep(event.start_mark or At(0))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _report_broken(error: yaml.YAMLError, report: Report) -> None:
    mark: Place = getattr(error, "problem_mark", None) or At(0)
    if isinstance(error, _TooDeep):
        message = f"More than {MAX_DEPTH} levels stand inside each other here."
        report.add(Code.TOO_DEEP, mark, message, "Is a bracket not closed?")
        return
    problem = getattr(error, "problem", None) or "it cannot be read"
    if problem == "but found another document":
        report.add(Code.SEVERAL_DOCUMENTS, mark, "A second YAML document begins here.", 'Remove the "---".')
        return
    hint = next((advice for part, advice in _ADVICE if part in problem), "Check quotes and indentation around here.")
    report.add(Code.SYNTAX, mark, f"This is not readable as YAML: {problem}.", hint)


def _located(node: Any, report: Report) -> Node:
    kind = type(node)
    if kind is yaml.ScalarNode:
        return TextNode(node.value, node.start_mark)
    if kind is yaml.SequenceNode:
        return ListNode([_located(item, report) for item in node.value], node.start_mark)
    pairs = node.value
    entries: dict[str, Node] = {}
    for key, value in pairs:
        if type(key) is not yaml.ScalarNode:
            report.add(Code.KEY_NOT_TEXT, key.start_mark, "A key must be a single word.")
        elif key.value in entries:
            message = f'The key "{key.value}" stands here a second time.'
            report.add(Code.DUPLICATE_KEY, key.start_mark, message, "Rename or remove one of them.")
        else:
            entries[key.value] = _located(value, report)
    return MapNode(entries, pairs, node.start_mark)
