"""One scenario of a package changed; the rest stays as it was."""

from dataclasses import replace

import pytest

from competency_xblock.olx.archive import pack, unpack
from competency_xblock.olx.block_xml import SCENARIO_TAG, read_scenario
from competency_xblock.olx.editing import edit_scenario
from competency_xblock.olx.reader import read_package
from competency_xblock.olx.writer import write_course

from .courses import sample_course

FILES = write_course(sample_course())


def scenarios(data: bytes) -> dict[str, str]:
    package = read_package(data)
    blocks = [block for unit in package.verticals() for block in unit.blocks if block.tag == SCENARIO_TAG]
    return {block.url_name: read_scenario(block.xml).source for block in blocks}


def test_the_source_of_one_scenario_changes_and_every_other_file_stays():
    data = pack(FILES)
    name, before = next(iter(scenarios(data).items()))

    after = edit_scenario(data, name, lambda xml: replace(xml, source=xml.source + "# é & <so> on\n"))

    assert scenarios(after) == scenarios(data) | {name: before + "# é & <so> on\n"}
    changed = [path for path, content in unpack(after).items() if content != FILES[path]]
    assert len(changed) == 1


def test_a_scenario_that_is_edited_to_itself_leaves_the_package_as_it_was():
    data = pack(FILES)
    name = next(iter(scenarios(data)))
    assert unpack(edit_scenario(data, name, lambda xml: xml)) == FILES


def test_a_scenario_that_is_not_there_is_a_lookup_error():
    with pytest.raises(LookupError, match="no scenario nowhere"):
        edit_scenario(pack(FILES), "nowhere", lambda xml: xml)
