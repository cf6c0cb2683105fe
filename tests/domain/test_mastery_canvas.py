"""The mastery rules of Canvas, with its own check values (standards.md 1.1)."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.mastery_canvas import RULES, rule_for

SCORES = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("name", "number", "value"),
    [
        ("highest", None, "5.00"),
        ("latest", None, "5.00"),
        ("average", None, "3.00"),
        ("n_mastery", 3, "4.00"),
        ("decaying_average", 65, "4.13"),  # 4.125
        ("weighted_average", 65, "4.13"),
        ("standard_decaying_average", 65, "4.47"),  # 4.46961875
    ],
)
def test_the_check_values_come_out(name, number, value):
    assert rule_for(name, number)(SCORES) == Decimal(value)
    assert str(rule_for(name, number)(SCORES)) == value


def test_there_is_a_check_value_for_every_rule():
    assert RULES == (
        "highest", "latest", "average", "n_mastery", "decaying_average", "weighted_average",
        "standard_decaying_average",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "number", "scores", "value"),
    [
        ("highest", None, [2, 4, 3], "4"),
        ("latest", None, [2, 4, 3], "3"),
        ("average", None, [1, 1, 2], "1.33"),
        ("average", None, [2, 2, 1], "1.67"),
        ("average", None, [*[2] * 5, *[3] * 3], "2.38"),  # 2.375, a half: up
        ("n_mastery", 2, [3, 1, 4, 1], "3.50"),  # the mean of those that reach 3 alone
        ("n_mastery", 3, [3, 1, 4, 1], None),
        ("n_mastery", None, [3, 3, 3, 3], None),  # Canvas asks for five
        ("n_mastery", None, [3, 3, 3, 3, 4], "3.20"),
        ("decaying_average", None, [2, 4], "3.30"),
        ("decaying_average", 1, [1, 3, 4], "2.02"),
        ("decaying_average", 99, [1, 3, 4], "3.98"),
        ("decaying_average", 65, [*[0] * 13, 29, 0], "0.73"),  # 0.725, met on the way by 29/14
        ("standard_decaying_average", None, [2, 4], "3.30"),
        ("standard_decaying_average", 50, [1, 3, 4], "3.00"),
        ("standard_decaying_average", 99, [1, 3, 4], "3.99"),
    ],
)
def test_the_methods_are_those_of_canvas(name, number, scores, value):
    assert rule_for(name, number)(scores) == (value and Decimal(value))


@pytest.mark.parametrize(("mastery", "value"), [(3, "3.50"), (Decimal("3.5"), "3.75"), (4, "4.00"), (5, None)])
def test_from_which_score_on_it_is_mastery_can_be_said(mastery, value):
    rule = rule_for("n_mastery", 1, mastery=mastery)
    assert rule([2, 3, Decimal("3.5"), 4]) == (value and Decimal(value))


@pytest.mark.parametrize("name", RULES)
def test_of_nothing_there_is_no_value_and_of_one_score_it_is_that_score(name):
    rule = rule_for(name, 1 if name == "n_mastery" else None)
    assert rule([]) is None
    assert rule([3]) == Decimal("3.00")


def test_an_unknown_rule_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match=r"^There is no mastery rule 'newest'\. The rules are highest, .+average\.$"):
        rule_for("newest")


@pytest.mark.parametrize(
    ("name", "number", "allowed"),
    [
        ("n_mastery", 0, "a number from 1 to 10"),
        ("n_mastery", 11, "a number from 1 to 10"),
        ("decaying_average", 0, "a number from 1 to 99"),
        ("decaying_average", 100, "a number from 1 to 99"),
        ("standard_decaying_average", 49, "a number from 50 to 99"),
        ("highest", 65, "no number"),
    ],
)
def test_a_number_that_the_rule_does_not_take_is_refused(name, number, allowed):
    with pytest.raises(ValueError, match=rf"^The mastery rule '{name}' takes {allowed}, not {number}\.$"):
        rule_for(name, number)


levels = st.lists(st.integers(1, 4), min_size=1, max_size=30)


@given(st.sampled_from(RULES), levels)
def test_a_value_lies_among_the_scores_it_was_made_of(name, scores):
    value = rule_for(name)(scores)
    assert (value is None and name == "n_mastery") or min(scores) <= value <= max(scores)


@given(levels, st.integers(1, 99))
def test_rounding_is_to_two_decimals_and_half_up(scores, weight):
    *earlier, latest = map(Fraction, scores)
    exact = Fraction(weight, 100) * latest + Fraction(100 - weight, 100) * sum(earlier) / (len(earlier) or 1)
    with localcontext(prec=200):
        wanted = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if earlier:
        assert rule_for("decaying_average", weight)(scores) == wanted
