"""Written tasks as an open response assessment: what edx-ora2 asks of the XML, held here rule by rule."""

from pathlib import Path

import pytest
from lxml import etree

from competency_xblock.authoring.course import load_course
from competency_xblock.authoring.loader import load_scenario
from competency_xblock.interop.ora2 import NothingWritten, ora2
from tests.sample import EVERY_KIND, SAMPLE_SCENARIO, sample_framework

ROOT = Path(__file__).parents[2]


def element(source: str = EVERY_KIND) -> etree._Element:
    framework = sample_framework()
    scenario = load_scenario(source, framework, path="s.yaml").value
    assert scenario is not None
    return etree.fromstring(ora2(scenario, framework))


def check_as_ora2_does(root: etree._Element) -> None:
    """What ``parse_from_xml`` of edx-ora2 7.1 refuses."""
    assert root.tag == "openassessment"
    assert root.findtext("title")
    steps = [each.get("name") for each in root.findall("assessments/assessment")]
    assert steps == ["self-assessment", "staff-assessment"]
    assert all(each.findtext("description") for each in root.findall("prompts/prompt"))
    criteria = root.findall("rubric/criterion")
    assert len({each.findtext("name") for each in criteria}) == len(criteria) > 0
    for criterion in criteria:
        assert criterion.findtext("prompt") and criterion.get("feedback") in ("optional", "required", "disabled")
        options = criterion.findall("option")
        assert [int(each.get("points", "")) for each in options] == [1, 2, 3, 4]
        assert all(each.findtext("name") and each.findtext("explanation") for each in options)


def test_every_written_task_is_a_prompt_and_its_criteria_the_rubric():
    root = element()
    check_as_ora2_does(root)
    levels = sample_framework().levels
    labels = [each.findtext("label") for each in root.findall("rubric/criterion[1]/option")]
    assert labels == [level.title for level in levels]


def test_text_is_safe_html_with_local_values_filled_in():
    root = element(EVERY_KIND.replace("ask: ", "ask: Hello & ", 1))
    prompt = root.findtext("prompts/prompt/description")
    assert prompt is not None and prompt.startswith("<p>") and "<script" not in prompt


def test_a_scenario_without_a_written_task_is_refused():
    with pytest.raises(NothingWritten, match="no task in which something is written"):
        element(SAMPLE_SCENARIO)


def test_every_shipped_scenario_with_a_written_task_can_go_there():
    course = load_course(ROOT).value
    assert course is not None
    written = 0
    for file in course.scenarios.values():
        try:
            check_as_ora2_does(etree.fromstring(ora2(file.scenario, course.framework, local=course.local)))
            written += 1
        except NothingWritten:
            continue
    assert written >= 2
