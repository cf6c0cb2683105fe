"""Reading a lesson: one Markdown file, its first line ``# Title``."""

import re
from collections.abc import Collection, Iterator

from competency_xblock.domain.course import Lesson

from .catalogue import Code
from .diagnostics import Loaded
from .prose import check_prose
from .report import Report
from .source import read_text
from .tree import At
from .wording import check_links

_TITLE = re.compile(r"# +(\S.*)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_CODE = re.compile(r"`[^`]*`")
_STATIC = re.compile(r"/static/([^\s)\"'>\]#?]*)")
_EMPTY_ALT = re.compile(r"!\[\s*\]")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\](:?)")


def load_lesson(
    text: str | bytes,
    *,
    id: str,
    path: str,
    local_names: frozenset[str] | None = None,
    static_names: Collection[str] | None = None,
) -> Loaded[Lesson]:
    """Read one lesson. Never raises. None for ``local_names`` or ``static_names`` leaves those names unchecked."""
    report = Report(path)
    source = read_text(text, report)
    if source is None:
        return Loaded(None, report.diagnostics())
    lines = source.split("\n")
    title = _TITLE.fullmatch(lines[0])
    if title is None:
        report.add(Code.LESSON_TITLE, At(0), "The first line is not a title.", 'Begin with "# " and the title.')
    prose = list(_outside_code(lines))
    for number, line in prose:
        _check_line(line, number, report, local_names, static_names)
    _check_footnotes(prose, report)
    lesson = Lesson(id, title[1].strip() if title else "", source)
    return Loaded(None if report.has_errors else lesson, report.diagnostics())


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without fenced blocks and code spans."""
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence = found[1]
        else:
            yield number, _CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line


def _check_line(
    line: str,
    number: int,
    report: Report,
    local_names: frozenset[str] | None,
    static_names: Collection[str] | None,
) -> None:
    if number > 0 and _TITLE.fullmatch(line):
        report.add(Code.LESSON_TITLE, At(number), "A second title stands here.", 'Use "##" for headings in the text.')
    if "<" in line or "[" in line or "{{" in line:
        check_prose(line, At(number), report, local_names, images=True)
    if ("](" in line or "://" in line) and not line.startswith("[^"):  # a source may show its address
        check_links(line, At(number), "en", report)
    for found in _EMPTY_ALT.finditer(line):
        hint = "Write what it shows between the square brackets."
        report.add(Code.IMAGE_ALT, At(number, found.start()), "The picture has no words for it.", hint)
    for found in _STATIC.finditer(line):
        if static_names is not None and found[1] not in static_names:
            message = f'There is no file "/static/{found[1][:60]}".'
            place = At(number, found.start())
            report.add(Code.MISSING_FILE, place, message, "Put it into course/static.", meant=(found[1], static_names))


def _check_footnotes(lines: list[tuple[int, str]], report: Report) -> None:
    used: dict[str, At] = {}
    defined: dict[str, At] = {}
    for number, line in lines:
        for found in _NOTE.finditer(line):
            place = At(number, found.start())
            if not (found[2] and line[: found.start()].strip() == ""):
                used.setdefault(found[1], place)
            elif found[1] in defined:
                report.add(Code.FOOTNOTE, place, f"The footnote [^{found[1]}] is written twice.", "Remove one of them.")
            else:
                defined[found[1]] = place
    for name in used.keys() - defined.keys():
        message = f"The footnote [^{name}] is not written."
        report.add(Code.FOOTNOTE, used[name], message, f"Add a line [^{name}]: below.", meant=(name, defined))
    for name in defined.keys() - used.keys():
        message = f"Nothing points to the footnote [^{name}]."
        report.add(Code.FOOTNOTE, defined[name], message, "Point to it, or remove it.", meant=(name, used))
