"""The order of options and their tokens."""

import hashlib
from dataclasses import replace

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.shuffle import in_order, names_by_token, token
from tests.builders import a_choice


def test_options_stand_in_the_order_of_their_seeded_hash():
    scene = Scene("s", task=a_choice(1, 2, 3, 4))
    expected = sorted("abcd", key=lambda option: hashlib.sha256(f"seed/s/{option}".encode()).hexdigest())
    assert [option.id for option in in_order(scene, "seed")] == expected
    assert any(in_order(scene, f"seed-{number}") != in_order(scene, "seed") for number in range(9))


def test_options_stand_as_written_where_the_author_says_so():
    scene = Scene("s", task=a_choice(1, 2, 3, 4), as_written=True)
    assert [option.id for option in in_order(scene, "seed")] == list("abcd")
    assert in_order(replace(scene, task=None), "seed") == ()


def test_a_token_says_nothing_and_leads_back_to_its_name():
    names = names_by_token("seed", "s", "abcd")
    assert sorted(names.values()) == list("abcd")
    assert names[token("seed", "s", "c")] == "c"
    assert token("other", "s", "c") not in names
