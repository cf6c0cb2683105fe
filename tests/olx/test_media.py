"""A picture that a scenario shows travels with it, and is found by those who look for it in the package."""

from pathlib import Path

from competency_xblock.authoring.course import load_course
from competency_xblock.olx.archive import pack
from competency_xblock.olx.reader import read_package
from competency_xblock.olx.writer import write_course
from tests.authoring.case_files import course_files, write_files

PATH = '"/static/sample-list.svg"'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'


def files_with_media() -> dict[str, str]:
    files = course_files()
    name = "scenarios/online-writing/sample.yaml"
    media = f"    media:\n      - {{image: {PATH}, alt: A list of names.}}\n    ask: What should"
    files[name] = files[name].replace("    ask: What should", media, 1)
    return files | {"course/static/sample-list.svg": PICTURE}


def test_the_file_is_in_the_package_and_comes_back(tmp_path: Path) -> None:
    write_files(tmp_path, files_with_media())
    loaded = load_course(tmp_path)
    assert loaded.diagnostics == ()
    assert loaded.value is not None
    files = write_course(loaded.value)
    assert files["course/static/sample-list.svg"] == PICTURE.encode()
    assert read_package(pack(files)).static["sample-list.svg"] == PICTURE.encode()


def test_the_quoted_path_stands_literally_in_the_olx(tmp_path: Path) -> None:
    """Studio's copy looks for ``"/static/NAME"`` in the text of a block, quotes included."""
    write_files(tmp_path, files_with_media())
    course = load_course(tmp_path).value
    assert course is not None
    (unit,) = [content for name, content in write_course(course).items() if name.startswith("course/vertical/")]
    assert PATH.encode() in unit


def test_a_course_whose_picture_is_missing_is_not_built(tmp_path: Path) -> None:
    files = files_with_media()
    del files["course/static/sample-list.svg"]
    write_files(tmp_path, files)
    loaded = load_course(tmp_path)
    assert loaded.value is None
    assert [(each.code, each.span.line) for each in loaded.diagnostics] == [("CX507", 17)]
