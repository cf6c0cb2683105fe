"""What is refused before anything is understood, and what is left as it is."""

import pytest

from competency_xblock.authoring.report import Report
from competency_xblock.authoring.source import MAX_BYTES, read_tree
from competency_xblock.authoring.tree import ListNode, MapNode, Node, TextNode


def read(text: str | bytes) -> tuple[Node | None, list[str]]:
    report = Report("a.yaml")
    tree = read_tree(text, report)
    return tree, [each.code for each in report.diagnostics()]


@pytest.mark.parametrize("word", ["yes", "012", "1:30", "2025-01-01", "~", "null", "1e3", "=", "<<", "0x1F", ".inf"])
def test_every_scalar_is_text(word: str) -> None:
    tree, codes = read(f"a: {word}\nb: [{word}]\n")
    assert codes == []
    assert isinstance(tree, MapNode)
    assert isinstance(tree.entries["a"], TextNode)
    assert tree.entries["a"].text == word
    assert isinstance(tree.entries["b"], ListNode)
    assert [item.text for item in tree.entries["b"].items if isinstance(item, TextNode)] == [word]


def test_everything_knows_its_place() -> None:
    tree, _ = read("a: 1\nb:\n  - c: 2\n")
    assert isinstance(tree, MapNode)
    items = tree.entries["b"]
    assert isinstance(items, ListNode)
    inner = items.items[0]
    assert isinstance(inner, MapNode)
    value = inner.entries["c"].place
    key = inner.key_place("c")
    assert (value.line, value.column, key.line, key.column) == (2, 7, 2, 4)


@pytest.mark.parametrize("piece", ["[", "- ", "{a: ", "? ", "[{a: ", "!t [", "&a [", '"', "{", "a: [", "- !t - "])
def test_nesting_without_end_is_refused_and_not_followed(piece: str) -> None:
    tree, codes = read(piece * 100_000 + "\n")
    assert tree is None
    assert codes


def test_nesting_by_indentation_is_refused_too() -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(1_500))
    assert read(text) == (None, ["CX112"])


def test_aliases_that_would_grow_are_refused_and_not_followed() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    tree, codes = read("\n".join(lines) + "\n")
    assert tree is None
    assert set(codes) == {"CX109", "CX116"} or set(codes) == {"CX109"}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\n",
        "a: !x 1\n",
        "a: !!str 1\n",
        "a: ! 1\n",
        "a: [1, &x 2]\n",
        "a: {b: &x 1}\n",
        '{"a":!x 1}\n',
        "- &x 1\n",
        "? &x a\n: 1\n",
        "&x a: 1\n",
        "--- !x\na: 1\n",
        "a:\n  &x\n  b: 1\n",
        "a: # a comment\n  !x b\n",
        "!x\n",
        "a: &x !y b\n",
    ],
)
def test_no_tag_or_anchor_slips_past_the_quick_look(text: str) -> None:
    tree, codes = read(text)
    assert tree is None
    assert set(codes) <= {"CX108", "CX109"}
    assert codes


@pytest.mark.parametrize("text", ["a: b! &c *d*\n", "a: x, *so* it is\n", "a:\n  b\n  *c* d\n", "# *a &b !c\na: 1\n"])
def test_stars_ampersands_and_exclamation_marks_within_a_text_are_text(text: str) -> None:
    tree, codes = read(text)
    assert codes == []
    assert isinstance(tree, MapNode)


def test_a_file_of_exactly_the_limit_is_read() -> None:
    text = "a: b # " + "x" * (MAX_BYTES - 8) + "\n"
    assert len(text) == MAX_BYTES
    assert read(text)[1] == []
    assert read(text.replace("#", "##"))[1] == ["CX106"]


def test_the_limit_counts_bytes_also_where_text_is_given() -> None:
    assert read("# " + "é" * (MAX_BYTES // 2) + "\n")[1] == ["CX106"]


def test_reading_goes_on_behind_windows_line_endings() -> None:
    assert read("\ufeffa: 1\r\na: 2\r\n\r\n")[1] == ["CX102", "CX103", "CX110", "CX105"]


@pytest.mark.parametrize("text", ["a: \ud800\n", "a: \ufffe\n", "a: \x85\n", "a: \x1b\n"])
def test_what_xml_cannot_carry_is_refused(text: str) -> None:
    assert read(text) == (None, ["CX104"])
