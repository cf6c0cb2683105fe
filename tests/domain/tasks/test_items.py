"""Tasks whose key says something of each item: ranking, rating, sorting."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.tasks import AnswerRefused, Rank, Rate, Sort
from tests.builders import CLARITY, READING, a_rank, a_rating, a_sorting, an_item

from .showing import credits, levels

HALF = Fraction(1, 2)
BOTH = (READING, CLARITY)
RATING = a_rating(a=1, b=2, c=3, d=4)
SORTING = a_sorting("xyz", neighbours=HALF, a="x", b="y", c="z")


# Ranking.


def test_ranking_agrees_with_the_published_vector():
    # Five items, key CABED, answer ACBED: the distance is 2 of 12.
    assert credits(a_rank("cabed"), list("acbed")) == {READING: Fraction(10, 12)}


@pytest.mark.parametrize(
    ("order", "credit"),
    [("abcd", 1), ("abdc", Fraction(3, 4)), ("badc", HALF), ("dcba", 0), ("cdab", 0), ("bcda", Fraction(1, 4))],
)
def test_ranking_four_items_loses_the_distance_of_eight(order, credit):
    assert credits(a_rank("abcd"), list(order)) == {READING: credit}


@pytest.mark.parametrize(("order", "credit"), [("ab", 1), ("ba", 0)])
def test_two_items_are_ranked_right_or_wrong(order, credit):
    assert credits(a_rank("ab"), list(order)) == {READING: credit}


@pytest.mark.parametrize(
    ("order", "offers", "level"),
    [("abc", 3, 3), ("abc", 4, 4), ("bac", 3, 2), ("cba", 3, 1), ("bac", 4, 2), ("abc", 2, 2), ("bac", 2, 1)],
)
def test_a_rank_shows_the_level_its_credit_reaches(order, offers, level):
    assert levels(a_rank("abc", offers=offers), list(order)) == {READING: (level, offers)}


@pytest.mark.parametrize(
    "answer",
    [
        ["a", "b"],  # a gap
        ["a", "b", "b"],  # a tie
        ["a", "b", "q"],
        ["a", "b", "c", "a"],
        ["a", "b", None],
        ["a", ["b", "c"]],
        {"a": 1, "b": 2, "c": 3},
        "abc",
        [],
        None,
    ],
)
def test_ties_gaps_and_strangers_are_no_ranking(answer):
    with pytest.raises(AnswerRefused, match=r"^Put every item in order, each of them once\.$"):
        a_rank("abc").accept(answer)


# Rating.


@pytest.mark.parametrize(
    ("given", "credit"),
    [
        ((1, 2, 3, 4), 1),
        ((2, 3, 4, 3), HALF),  # each one off
        ((4, 4, 1, 1), 0),  # each two or three off
        ((1, 2, 3, 3), Fraction(7, 8)),
        ((1, 3, 1, 4), Fraction(5, 8)),  # 1 + 1/2 + 0 + 1
    ],
)
def test_a_rating_earns_all_where_exact_and_half_where_one_off(given, credit):
    assert credits(RATING, dict(zip("abcd", given, strict=True))) == {READING: credit}


@pytest.mark.parametrize(
    ("given", "offers", "level"),
    [
        ((1, 2, 3, 4), 3, 3),
        ((1, 2, 3, 3), 3, 2),  # floor(1 + 2 x 7/8)
        ((1, 2, 3, 3), 4, 3),  # floor(1 + 3 x 7/8)
        ((2, 3, 4, 3), 4, 2),  # floor(1 + 3 x 1/2)
        ((2, 3, 4, 3), 3, 2),  # 1 + 2 x 1/2
        ((4, 4, 1, 1), 4, 1),
    ],
)
def test_a_rating_shows_the_level_its_credit_reaches(given, offers, level):
    assert levels(replace(RATING, offers=offers), dict(zip("abcd", given, strict=True))) == {READING: (level, offers)}


@pytest.mark.parametrize("broken", [0, 5, -1, True, 2.0, "2", None, [2]])
def test_a_rating_is_a_whole_number_from_1_to_4(broken):
    with pytest.raises(AnswerRefused, match=r"^Rate every item, from 1 to 4\.$"):
        RATING.accept({"a": 1, "b": 2, "c": 3, "d": broken})


@pytest.mark.parametrize(
    "answer",
    [{}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2, "c": 3, "d": 4, "e": 1}, {"a": 1, "b": 2, "c": 3, "e": 4}, [1], 3],
)
def test_every_item_is_rated_and_nothing_else(answer):
    with pytest.raises(AnswerRefused, match="Rate every item"):
        RATING.accept(answer)


# Sorting.


@pytest.mark.parametrize(
    ("bins", "credit"),
    [("xyz", 1), ("yyz", Fraction(5, 6)), ("zyx", Fraction(1, 3)), ("zzz", HALF), ("zxx", Fraction(1, 6))],
)
def test_the_bin_next_to_the_right_one_earns_half_where_neighbours_do(bins, credit):
    assert credits(SORTING, dict(zip("abc", bins, strict=True))) == {READING: credit}


@pytest.mark.parametrize(("bins", "credit"), [("xyz", 1), ("yyz", Fraction(2, 3)), ("zzy", 0)])
def test_without_neighbours_only_the_right_bin_earns(bins, credit):
    assert credits(replace(SORTING, neighbours=Fraction(0)), dict(zip("abc", bins, strict=True))) == {READING: credit}


@pytest.mark.parametrize(("bins", "offers", "level"), [("xyz", 4, 4), ("yyz", 4, 3), ("zyx", 4, 2), ("zxx", 3, 1)])
def test_a_sorting_shows_the_level_its_credit_reaches(bins, offers, level):
    task = replace(SORTING, offers=offers)
    assert levels(task, dict(zip("abc", bins, strict=True))) == {READING: (level, offers)}


def test_one_item_in_a_bin_where_it_is_a_breach_spoils_the_whole():
    task = replace(SORTING, rated=BOTH, breaches={"c": {"x": "It names clients."}, "b": {"z": "It is a trap."}})
    spoilt = task.judge({"a": "x", "b": "y", "c": "x"})
    assert spoilt.breach == "It names clients." and spoilt.credit == 0
    assert [(each.criterion, each.level, each.offered) for each in spoilt.observations] == [
        (READING, 1, 3),
        (CLARITY, 1, 3),
    ]
    assert task.judge({"a": "x", "b": "y", "c": "y"}).breach == ""
    assert task.judge(task.accept({"c": "x", "b": "z", "a": "x"})).breach == "It is a trap.", "the first as written"
    assert task.may_breach and not SORTING.may_breach


@pytest.mark.parametrize("broken", ["w", "", None, 1, ["x"], "a"])
def test_an_item_goes_into_a_bin_of_the_task(broken):
    with pytest.raises(AnswerRefused, match=r"^Put every item in one of the groups\.$"):
        SORTING.accept({"a": "x", "b": "y", "c": broken})


@pytest.mark.parametrize("answer", [{}, {"a": "x", "b": "y"}, {"a": "x", "b": "y", "c": "z", "d": "x"}, ["x"], None])
def test_every_item_is_sorted_and_nothing_else(answer):
    with pytest.raises(AnswerRefused, match="Put every item"):
        SORTING.accept(answer)


# All three.


@pytest.mark.parametrize("task", [a_rank("abc"), a_rating(a=1, b=3, c=4), SORTING])
def test_the_credit_counts_on_every_criterion_of_the_task(task):
    wide = replace(task, rated=BOTH)
    right = list(wide.key) if wide.kind == "rank" else dict(wide.key)
    assert credits(wide, right) == {READING: 1, CLARITY: 1}
    assert wide.criteria == BOTH


@pytest.mark.parametrize("task", [RATING, SORTING])
def test_a_mapping_is_stored_in_the_order_of_the_items(task):
    right = dict(task.key)
    turned = dict(reversed(right.items()))
    assert list(task.accept(turned)) == list(right) and task.accept(turned) == right


def test_what_may_be_named_are_items_and_bins():
    assert SORTING.names == ("a", "b", "c", "x", "y", "z")
    assert RATING.names == ("a", "b", "c", "d", READING)


@pytest.mark.parametrize("task", [a_rank("abc"), RATING, SORTING])
def test_the_key_may_change_under_an_attempt_and_the_criteria_and_items_may_not(task):
    names = [item.id for item in task.choices]
    other_key = tuple(reversed(names)) if task.kind == "rank" else dict.fromkeys(names, next(iter(task.key.values())))
    assert replace(task, key=other_key, offers=2).form == task.form
    assert replace(task, rated=BOTH).form != task.form
    more = (*task.key, "q") if task.kind == "rank" else {**task.key, "q": next(iter(task.key.values()))}
    assert replace(task, choices=(*task.choices, an_item("q")), key=more).form != task.form


@pytest.mark.parametrize("task", [a_rank("abc"), RATING, SORTING])
def test_the_order_in_which_items_and_criteria_are_written_does_not_change_the_form(task):
    wide = replace(task, rated=BOTH)
    key = tuple(reversed(task.key)) if task.kind == "rank" else dict(reversed(task.key.items()))
    assert replace(wide, choices=tuple(reversed(task.choices)), key=key, rated=BOTH[::-1]).form == wide.form


def test_unless_the_author_says_otherwise_neighbours_earn_nothing_and_full_credit_shows_level_3():
    plain = Sort(SORTING.choices, SORTING.bins, SORTING.key, (READING,))
    assert credits(plain, {"a": "y", "b": "y", "c": "z"}) == {READING: Fraction(2, 3)}
    assert not plain.may_breach
    assert levels(plain, dict(plain.key)) == {READING: (3, 3)}
    assert levels(Rate(RATING.choices, RATING.key, (READING,)), dict(RATING.key)) == {READING: (3, 3)}
    assert levels(Rank(SORTING.choices, ("a", "b", "c"), (READING,)), ["a", "b", "c"]) == {READING: (3, 3)}


def test_other_bins_are_another_form():
    assert replace(SORTING, bins=SORTING.bins[:2]).form != SORTING.form
    assert replace(SORTING, neighbours=Fraction(0)).form == SORTING.form
