"""The order of options and their tokens."""

import hashlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.shuffle import draw_variant, in_order, names_by_token, token
from tests.builders import a_choice, a_panel, a_rating, a_sorting, a_thread


def test_options_stand_in_the_order_of_their_seeded_hash():
    scene = Scene("s", task=a_choice(1, 2, 3, 4))
    expected = sorted("abcd", key=lambda option: hashlib.sha256(f"seed/s/{option}".encode()).hexdigest())
    assert [option.id for option in in_order(scene, "seed")] == expected
    assert any(in_order(scene, f"seed-{number}") != in_order(scene, "seed") for number in range(9))


def test_options_stand_as_written_where_the_author_says_so():
    scene = Scene("s", task=a_choice(1, 2, 3, 4), as_written=True)
    assert [option.id for option in in_order(scene, "seed")] == list("abcd")
    assert in_order(replace(scene, task=None), "seed") == ()


def test_panels_and_discussions_always_stand_as_written_and_items_do_not():
    for task in (a_panel(), a_thread()):
        assert in_order(Scene("s", task=task), "seed") == task.options
    for task in (a_rating(a=1, b=2, c=3, d=4), a_sorting("xy", a="x", b="y", c="x", d="y")):
        orders = {tuple(item.id for item in in_order(Scene("s", task=task), f"seed-{number}")) for number in range(40)}
        assert len(orders) > 5


def test_a_token_says_nothing_and_leads_back_to_its_name():
    names = names_by_token("seed", "s", "abcd")
    assert sorted(names.values()) == list("abcd")
    assert names[token("seed", "s", "c")] == "c"
    assert token("other", "s", "c") not in names


def test_without_variants_none_is_drawn():
    assert draw_variant((), (), "seed") == ""
    assert draw_variant((), ("gone",), "seed") == ""


def test_the_variant_of_an_attempt_is_the_same_on_every_machine():
    # The least of the sha256 of "seed/variant/NAME", so that a stored seed says which one it was.
    least = min(("a", "b", "c"), key=lambda name: hashlib.sha256(f"seed/variant/{name}".encode()).hexdigest())
    assert draw_variant(("a", "b", "c"), (), "seed") == least
    assert draw_variant(("c", "b", "a"), (), "seed") == least
    assert draw_variant({"b": 1, "c": 2, "a": 3}, (), "seed") == least


@pytest.mark.parametrize(
    ("played", "left"),
    [
        (["a"], {"b", "c"}),
        (["a", "b"], {"c"}),
        (["a", "b", "c"], {"a", "b", "c"}),  # then it starts over
        (["a", "b", "c", "b"], {"a", "c"}),
        (["a", "a", "b"], {"c"}),
        (["gone", "gone", "a"], {"b", "c"}),
    ],
)
def test_a_retake_gets_a_variant_played_least_often(played, left):
    assert {draw_variant("abc", played, f"seed-{number}") for number in range(60)} == left


def test_over_many_seeds_each_variant_is_drawn_about_as_often():
    drawn = Counter(draw_variant("abc", (), f"seed-{number}") for number in range(3000))
    assert all(900 < drawn[name] < 1100 for name in "abc")


@given(st.lists(st.text("abc-", min_size=1, max_size=4), min_size=1, max_size=6, unique=True), st.text(max_size=4))
def test_whatever_the_seeds_every_variant_comes_once_before_any_comes_again(names, seed):
    played: list[str] = []
    for number in range(2 * len(names)):
        played.append(draw_variant(names, played, f"{seed}{number}"))
    assert sorted(played[: len(names)]) == sorted(played[len(names) :]) == sorted(names)
