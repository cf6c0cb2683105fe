"""What a third party's checker says of our packages: nothing, not even a warning."""

from pathlib import Path

import olxcleaner

from competency_xblock.authoring.course import load_course
from competency_xblock.olx.archive import pack, unpack
from competency_xblock.olx.block_xml import BLOCK_TAGS, PROFILE_TAG
from competency_xblock.olx.writer import write_course

from .courses import sample_course

ROOT = Path(__file__).parents[2]


def complaints(files: dict[str, bytes], folder: Path) -> list[str]:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    _, found, _ = olxcleaner.validate(
        str(folder / "course" / "course.xml"), steps=8, allowed_xblocks=[*BLOCK_TAGS, PROFILE_TAG]
    )
    return [f"{each.level} {each.name}: {each.description}" for each in found.errors]


def test_sample_course_is_clean(tmp_path):
    assert complaints(unpack(pack(write_course(sample_course()))), tmp_path) == []


def test_shipped_course_is_clean(tmp_path):
    loaded = load_course(ROOT)
    assert loaded.value is not None, "\n".join(map(str, loaded.diagnostics))
    assert complaints(unpack(pack(write_course(loaded.value))), tmp_path) == []


def test_checker_would_have_complained(tmp_path):
    files = write_course(sample_course())
    del files["course/vertical/u-end.xml"]
    assert [each.partition(":")[0] for each in complaints(files, tmp_path)] == ["ERROR FileDoesNotExist"]
