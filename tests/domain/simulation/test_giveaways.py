"""Clues that lead to the best option without reading, and how likely chance gives as many."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.simulation.giveaways import FIRST, LONGEST, MOST, SHORTEST, at_least, clues, compared
from competency_xblock.domain.tasks import Choose
from tests.builders import a_panel, a_rank, a_thread, an_option

chances = st.lists(st.fractions(0, 1, max_denominator=6), max_size=6)


@given(chances, st.integers(0, 7))
def test_at_least_is_the_sum_over_all_outcomes(chances, times):
    outcomes = product([True, False], repeat=len(chances))
    expected = sum(
        prod((chance if happened else 1 - chance) for chance, happened in zip(chances, outcome, strict=True))
        for outcome in outcomes
        if sum(outcome) >= times
    )
    assert at_least(times, chances) == expected


def scene(*texts, best=-1, **more):
    options = [replace(an_option(name, 2), text=text) for name, text in zip("abcd", texts, strict=False)]
    options[best] = replace(options[best], levels={"online-writing/reading": 4})
    return Scene("s", task=Choose(tuple(options)), **more)


def test_the_best_may_be_the_longest_and_include_most():
    found = clues([scene("One.", "Two and three.", "Four, five and six.")] * 3)
    assert (found[LONGEST].times, found[LONGEST].of, found[LONGEST].chance) == (3, 3, Fraction(1, 27))
    assert (found[MOST].times, found[SHORTEST].times) == (3, 0)
    assert not found[LONGEST].gives_away
    assert clues([scene("One.", "Two and three.", "Four, five and six.")] * 4)[LONGEST].gives_away


def test_places_tell_only_where_options_are_not_shuffled():
    assert clues([scene("One.", "Two.", best=0)])[FIRST].of == 0
    first = clues([scene("One.", "Two.", best=0, as_written=True), Scene("t", task=a_thread())])[FIRST]
    assert (first.times, first.of) == (2, 2)


def test_only_texts_to_choose_among_are_compared():
    assert [option.id for option in compared(a_thread())] == ["name-it", "scold"]
    assert not any(map(compared, (a_panel(), a_rank("abc"), None)))
    assert clues([Scene("s", task=a_panel())])[LONGEST].of == 0
