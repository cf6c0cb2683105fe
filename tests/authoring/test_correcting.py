"""The key corrected in an author's text: the digits change, and nothing else."""

from difflib import ndiff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.authoring.correcting import NotCorrected, correct_levels
from competency_xblock.authoring.loader import load_scenario
from tests.sample import SAMPLE_SCENARIO, sample_framework

READING, DIRECTION = "online-writing/reading", "online-writing/direction"
VARIANTS = SAMPLE_SCENARIO.replace("start: question", "variants:\n  tonight: {}\n  later: {}\nstart: question").replace(
    "    goto: close\n",
    "    goto: close\n"
    "    in:\n"
    "      later:\n"
    "        options:\n"
    "          send-figures:\n"
    f"            levels: {{{READING}: 3, {DIRECTION}: 2}}  # in May there is time\n",
    1,
)


def corrected(source: str = SAMPLE_SCENARIO, **change) -> str:
    wanted = {"scene": "question", "option": "send-figures", "levels": {READING: 3}} | change
    return correct_levels(source, sample_framework(), **wanted)


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_only_the_digits_of_the_levels_change():
    assert changed_lines(SAMPLE_SCENARIO, corrected(levels={READING: 3, DIRECTION: 2})) == [
        f"-         levels: {{{READING}: 2, {DIRECTION}: 1}}",
        f"+         levels: {{{READING}: 3, {DIRECTION}: 2}}",
    ]


def test_comments_quotes_and_characters_beyond_ascii_stay():
    source = SAMPLE_SCENARIO.replace("start: question", "# Für später: 日本 🙂\nstart: question  # begin")
    after = corrected(source)
    assert after.replace(f"{READING}: 3, {DIRECTION}: 1", f"{READING}: 2, {DIRECTION}: 1") == source


def test_a_variant_with_levels_of_its_own_is_corrected_there():
    after = corrected(VARIANTS, variant="later", levels={DIRECTION: 1})
    assert changed_lines(VARIANTS, after) == [
        f"-             levels: {{{READING}: 3, {DIRECTION}: 2}}  # in May there is time",
        f"+             levels: {{{READING}: 3, {DIRECTION}: 1}}  # in May there is time",
    ]


def test_a_variant_that_shares_the_levels_is_corrected_for_all():
    after = corrected(VARIANTS, variant="tonight", levels={READING: 1})
    assert f"{{{READING}: 1, {DIRECTION}: 1}}" in after and f"{{{READING}: 3, {DIRECTION}: 2}}  # in May" in after


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scene": "nowhere"}, "has no levels of its own"),
        ({"option": "nothing"}, "has no levels of its own"),
        ({"levels": {"online-writing/clarity": 2}}, "shows nothing on online-writing/clarity"),
    ],
)
def test_what_is_not_there_cannot_be_corrected(change, said):
    with pytest.raises(NotCorrected, match=said):
        corrected(**change)


def test_a_key_that_breaks_the_scenario_is_refused_with_the_reason():
    with pytest.raises(NotCorrected, match="could not be played") as refused:
        corrected(option="ask-easy", levels={READING: 1})  # below the best, and says not how to move up
    assert "moves-up" in str(refused.value.diagnostics[0])


@given(st.dictionaries(st.sampled_from([READING, DIRECTION]), st.integers(1, 2), min_size=1))
def test_what_comes_out_reads_as_what_was_asked_for(levels):
    after = corrected(option="send-figures", levels=levels)
    scenario = load_scenario(after, sample_framework(), path="s.yaml").value  # a gap is no reason not to play it
    option = next(each for each in scenario.scenes["question"].task.options if each.id == "send-figures")
    assert option.levels == {READING: 2, DIRECTION: 1} | levels
    assert len(after) == len(SAMPLE_SCENARIO)
