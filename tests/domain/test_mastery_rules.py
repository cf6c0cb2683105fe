"""The rule a course has chosen: ours by default, or one of Canvas's over the same situations."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.mastery import NOT_ENOUGH, standing
from competency_xblock.domain.mastery_evidence import AttemptEvidence, Shown
from competency_xblock.domain.mastery_rules import RULES, SITUATIONS, MasteryRule, mastery_rule

NOW = datetime(2026, 11, 27, tzinfo=UTC)
CRITERION = "online-writing/reading"


def stands(*levels: int):
    """A standing by situations that each offered level 4 and showed these, the most recent last."""
    attempts = [
        AttemptEvidence(
            scenario=f"s{n}",
            n=n,
            moved=(at := NOW - timedelta(days=len(levels) - n)),
            finished=at,
            shown=tuple(Shown(CRITERION, scene, seq, level, 4) for seq, scene in enumerate(("one", "two"))),
        )
        for n, level in enumerate(levels)
    ]
    return standing(attempts, CRITERION, now=NOW)


def test_without_a_choice_the_rule_is_ours():
    assert mastery_rule("") == mastery_rule(SITUATIONS) == MasteryRule()
    assert MasteryRule().level(stands(3, 3, 3)) == stands(3, 3, 3).status == 3
    assert MasteryRule().level(stands(3, 3)) == NOT_ENOUGH
    assert MasteryRule().value(stands(3, 3, 3)) is None


@pytest.mark.parametrize(
    ("text", "levels", "value", "level"),
    [
        ("highest", (1, 4, 2), "4.00", 4),
        ("latest", (4, 4, 2), "2.00", 2),
        ("average", (2, 3, 3), "2.67", 2),
        ("n_mastery 3", (3, 4, 1, 3), "3.33", 3),
        ("decaying_average 65", (2, 4), "3.30", 3),
        ("standard_decaying_average 65", (2, 4, 4), "3.76", 3),
    ],
)
def test_canvas_rules_read_one_level_for_each_situation(text, levels, value, level):
    rule = mastery_rule(text)
    assert (rule.value(stands(*levels)), rule.level(stands(*levels))) == (Decimal(value), level)


def test_where_a_rule_makes_no_number_there_is_not_enough_yet():
    assert mastery_rule("n_mastery 3").level(stands(3, 1, 3)) == NOT_ENOUGH
    assert mastery_rule("highest").level(stands()) == NOT_ENOUGH


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("best", "There is no mastery rule 'best'"),
        ("situations 3", "takes no number"),
        ("average 4", "takes no number"),
        ("n_mastery 11", "a number from 1 to 10"),
        ("n_mastery many", "not a whole number"),
        ("decaying_average -1", "not a whole number"),
    ],
)
def test_what_is_no_rule_is_refused_with_a_sentence(text, said):
    with pytest.raises(ValueError, match=said):
        mastery_rule(text)


@given(st.sampled_from([name for name in RULES if name != SITUATIONS]), st.lists(st.integers(1, 4), min_size=10))
def test_every_rule_gives_a_level_and_reads_its_own_text(name, levels):
    rule = mastery_rule(name)
    assert mastery_rule(rule.text) == rule
    assert rule.level(stands(*levels)) in range(5)
