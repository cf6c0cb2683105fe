"""Cases written as Markdown: a title, a text, and what the checker says of it.

    CX201 fails: a misspelt key
    .
    titel: Case
    .
    case.yaml:1:1 CX201 ...
    .

A ``fails`` case must give its code, a ``passes`` case must give nothing. A title may end with ``[bare]`` (the text is
the whole file) or ``[without KEY, KEY]``; otherwise keys that a
file of its kind needs and the text does not have are added below it, so that line numbers stay those of the text.
Signs that cannot be seen stand in the text by name; see SIGNS, ENDS and LONG.

``python -m tests.authoring.case_files`` writes the diagnostics anew; review them as a diff.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from competency_xblock.authoring.checking import check_path
from competency_xblock.authoring.diagnostics import Diagnostic
from competency_xblock.authoring.framework import load_framework
from competency_xblock.authoring.lessons import load_lesson
from competency_xblock.authoring.loader import load_scenario
from competency_xblock.authoring.local import load_local
from competency_xblock.authoring.outline import Parts, load_outline
from tests.sample import SAMPLE_SCENARIO, sample_framework

FOLDER = Path(__file__).parent / "cases"
LOCAL_NAMES = frozenset({"helpline"})
STATIC_NAMES = frozenset({"case-list.svg", "case-call.mp3", "case-hall.mp4", "case-hall.vtt", "other-list.svg"})
SIGNS = {
    "␍": "\r",
    "␉": "\t",
    "␀": "\0",
    "⟨BOM⟩": "\ufeff",
    "⟨U+2028⟩": "\u2028",
    "⟨U+00A0⟩": "\u00a0",
    "⟨sample⟩\n": SAMPLE_SCENARIO,
}
_RATED = "levels: {{online-writing/reading: {0}, online-writing/direction: {0}}}"
_FEEDBACK = "feedback: {attracts: A., overlooks: B., moves-up: C.}"
_OPTIONS = "".join(
    f"      - {{id: {text.lower()}, text: {text}, {_RATED.format(level)}, {_FEEDBACK}}}\n"
    for level, text in enumerate(("Wait", "Call", "Ask", "Go"), 1)
)
_TASK = f"    ask: What should you answer?\n    choose:\n{_OPTIONS}"
SIGNS["⟨four levels twice⟩\n"] = (
    f"start: a\nscenes:\n  a:\n{_TASK}    goto: b\n  b:\n{_TASK}    goto: close\n"
    "  close: {end: true, messages: [{from: me, text: Thanks.}]}\n"
)
ENDS = {"⟨no newline⟩": "", "⟨empty lines⟩": "\n\n"}
LONG = {
    "⟨2 MB⟩": "# " + "x" * (2 * 1024 * 1024),
    "⟨50 brackets⟩": "[" * 50,
    "⟨120 words⟩": " ".join(["word."] * 120),
    "⟨121 words⟩": " ".join(["word."] * 121),
    "⟨300 KB⟩": "x" * 300 * 1024,
    "⟨300 unknown keys⟩": "\n".join(f"colour-{number}: blue" for number in range(300)),
}
MANY = 50
_END = "  close: {end: true, messages: [{from: Noor, text: Thanks.}]}\n"
SCENARIO = {
    "format": "1\n",
    "id": "online-writing/case\n",
    "title": "Case\n",
    "area": "online-writing\n",
    "language": "en\n",
    "summary": "A case.\n",
    "minutes": "5\n",
    "use": "one-to-one\n",
    "key": "{by: author, status: provisional}\n",
    "start": "first\n",
    "scenes": "\n  first: {messages: [{from: me, text: Hello.}], goto: close}\n" + _END,
}
FRAMEWORK = {
    "format": "1\n",
    "id": "sample\n",
    "version": "1\n",
    "title": "Sample\n",
    "language": "en\n",
    "levels": "\n" + "".join(f"  - {{level: {n}, title: T, summary: S.}}\n" for n in range(1, 5)),
    "areas": """
  - id: online-writing
    title: Online writing
    summary: Writing.
    criteria:
      - {id: reading, title: Reading, asks: What., levels: {1: A., 2: B., 3: C., 4: D.}}
      - {id: direction, title: Direction, asks: What., levels: {1: A., 2: B., 3: C., 4: D.}}
""",
}
OUTLINE = {
    "format": "1\n",
    "org": "Quayside\n",
    "course": "SMCG101\n",
    "run": "2025\n",
    "title": "A course\n",
    "language": "en\n",
    "start": "2025-01-01T00:00:00Z\n",
    "end": "2030-01-01T00:00:00Z\n",
    "image": "/static/course-image.png\n",
    "short_description": "A course.\n",
    "overview": "A course.\n",
    "modules": """
  - id: start
    title: Start
    summary: Begin here.
    minutes: 10
    sections:
      - id: begin
        title: Begin
        graded: true
        units:
          - {id: welcome, title: Welcome, blocks: [{lesson: start/welcome}, {scenario: online-writing/sample}]}
""",
}


def framed(text: str, frame: dict[str, str], without: set[str] = frozenset()) -> str:
    """``text`` with the keys of ``frame`` it lacks added below, and an end where it has scenes and no ``close``."""
    if re.search("^scenes:$", text, re.MULTILINE) and "\n  close:" not in text:
        text += _END
    missing = [key for key in frame if key not in without and not re.search(rf"^(\? )?{key}\b", text, re.MULTILINE)]
    return text + "".join(f"{key}: {frame[key]}" for key in missing)


def course_files() -> dict[str, str]:
    """The files of a small course without a mistake."""
    return {
        "course/rubric.yaml": framed("", FRAMEWORK),
        "course/outline.yaml": framed("", OUTLINE) + "allow: [{code: CX601, because: A sample has one scenario.}]\n",
        "course/local.yaml": "helpline: your helpline\n",
        "course/lessons/start/welcome.md": "# Welcome\n\nRing {{local.helpline}}.\n",
        "course/static/course-image.png": "PNG",
        "scenarios/online-writing/sample.yaml": SAMPLE_SCENARIO,
    }


def write_files(root: Path, files: dict[str, str]) -> None:
    """Write files below ``root``, making folders as needed."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Case:
    file: str
    title: str
    text: str
    expected: str

    @property
    def code(self) -> str:
        return self.title[:5]

    @property
    def fails(self) -> bool:
        return self.title[5:].startswith(" fails: ")

    @property
    def passes(self) -> bool:
        return self.title[5:].startswith(" passes: ")

    @property
    def without(self) -> set[str]:
        found = re.search(r"\[without (.*)\]$", self.title)
        return set(found[1].split(", ")) if found else set()

    def source(self, frame: dict[str, str] | None) -> bytes:
        """The file the case stands for."""
        bare = frame is None or self.title.endswith("[bare]")
        text = self.text if bare else framed(self.text, frame, self.without)
        for name, sign in (SIGNS | LONG).items():
            text = text.replace(name, sign)
        for name, end in ENDS.items():
            if name in text:
                text = text.replace(name, "").rstrip("\n") + end
        parts = re.split("⟨byte ([0-9A-F]{2})⟩", text)
        return b"".join(bytes.fromhex(part) if place % 2 else part.encode() for place, part in enumerate(parts))

    def diagnostics(self, folder: Path) -> tuple[Diagnostic, ...]:
        """What the checker says. ``folder`` is empty; a case of a whole course is written there."""
        return _RUN[self.file](self, folder)

    def said(self, folder: Path) -> str:
        """The same as text, each in a line, with file names below ``folder`` made relative."""
        lines = [str(each).replace(f"{folder}/", "") for each in self.diagnostics(folder)]
        if len(lines) > MANY:
            lines[2:-2] = [f"({len(lines) - 4} more)"]
        return "".join(f"{line}\n" for line in lines)


def _scenario(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    return load_scenario(
        case.source(SCENARIO),
        sample_framework(),
        path="case.yaml",
        expected_id="online-writing/case",
        local_names=LOCAL_NAMES,
        static_names=STATIC_NAMES,
    ).diagnostics


def _framework(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    return load_framework(case.source(FRAMEWORK), path="rubric.yaml").diagnostics


def _outline(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    parts = Parts(["online-writing/sample"], ["start/welcome"], ["online-writing"], ["course-image.png"])
    return load_outline(case.source(OUTLINE), path="outline.yaml", parts=parts).diagnostics


def _local(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    return load_local(case.source(None), path="local.yaml").diagnostics


def _lesson(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    return load_lesson(
        case.source(None), id="start/case", path="case.md", local_names=LOCAL_NAMES, static_names=["map.svg"]
    ).diagnostics


def _course(case: Case, folder: Path) -> tuple[Diagnostic, ...]:
    files = course_files()
    links = []
    for part in re.split("^=== ", case.source(None).decode(), flags=re.MULTILINE)[1:]:
        name, _, text = part.partition("\n")
        if name.startswith("-"):
            del files[name[1:]]
        elif " -> " in name:
            links.append(name.split(" -> "))
        else:
            files[name] = _framed_file(name, text)
    write_files(folder, files)
    for name, target in links:
        (folder / name).symlink_to(target)
    return check_path(folder)


def _framed_file(name: str, text: str) -> str:
    """A scenario without its head, or the middle of an outline, made whole; anything else as it is."""
    if name.startswith("scenarios/") and not text.startswith("format"):
        return framed(text, SCENARIO | {"id": name.removeprefix("scenarios/").removesuffix(".yaml") + "\n"})
    return framed(text, OUTLINE) if text.startswith(("modules:", "allow:")) else text


_RUN: dict[str, Callable[[Case, Path], tuple[Diagnostic, ...]]] = {
    "text.md": _scenario,
    "structure.md": _scenario,
    "ways.md": _scenario,
    "scoring.md": _scenario,
    "kinds.md": _scenario,
    "media.md": _scenario,
    "variants.md": _scenario,
    "prose.md": _scenario,
    "framework.md": _framework,
    "outline.md": _outline,
    "local.md": _local,
    "lessons.md": _lesson,
    "course.md": _course,
    "whole.md": _course,
}
SCENARIO_FILES = tuple(name for name, run in _RUN.items() if run is _scenario)


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of one file."""
    lines = iter(path.read_text(encoding="utf-8").split("\n"))
    for title in lines:
        if not title:
            continue
        parts: list[list[str]] = [[]]
        for line in lines:
            if line == ".":
                if len(parts) == 3:
                    break
                parts.append([])
            else:
                parts[-1].append(line)
        text, expected = ("".join(f"{line}\n" for line in part) for part in parts[1:])
        yield Case(path.name, title, text, expected)


def all_cases() -> list[Case]:
    """Every case of every file."""
    return [case for name in _RUN for case in read_cases(FOLDER / name)]


def regenerate() -> None:
    """Write what the checker says now into every file of cases."""
    for name in _RUN:
        blocks = []
        for case in read_cases(FOLDER / name):
            with TemporaryDirectory() as folder:
                blocks.append(f"{case.title}\n.\n{case.text}.\n{case.said(Path(folder))}.\n")
        (FOLDER / name).write_text("\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
