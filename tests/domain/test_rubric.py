"""The framework and its excerpts."""

import json

import pytest

from competency_xblock.domain.rubric import Framework, FrameworkUnreadable
from tests.builders import CLARITY, READING
from tests.sample import sample_framework


def test_a_framework_comes_back_from_its_json_form():
    framework = sample_framework()
    assert Framework.from_json(json.loads(json.dumps(framework.to_json()))) == framework


def test_an_excerpt_holds_only_the_criteria_asked_for_and_keeps_their_order():
    excerpt = sample_framework().excerpt([CLARITY, READING, "ethics/unknown"])
    assert [criterion.id for criterion in excerpt.criteria()] == [READING, CLARITY]
    assert READING in excerpt and "online-writing/direction" not in excerpt
    assert sample_framework().excerpt([]).areas == ()


def test_criteria_and_levels_are_found_by_name_and_number():
    framework = sample_framework()
    assert framework.criterion(READING).descriptor(2) == framework.criterion(READING).descriptors[1]
    assert framework.level(3).title == "Skilled"
    with pytest.raises(KeyError):
        framework.criterion("online-writing/none")
    with pytest.raises(ValueError, match="1 to 4"):
        framework.criterion(READING).descriptor(5)


@pytest.mark.parametrize("raw", [None, [], {}, "text", sample_framework().to_json() | {"format": 2}, {"format": 1}])
def test_what_is_no_framework_is_refused(raw):
    with pytest.raises(FrameworkUnreadable, match="cannot be read"):
        Framework.from_json(raw)
