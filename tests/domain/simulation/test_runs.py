"""One play by one trainee, through the real engine and the real scoring."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xblock.domain.conditions import Chose
from competency_xblock.domain.mastery_evidence import CHOICES
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.simulation.runs import LONGEST_RUN, run, stage
from competency_xblock.domain.simulation.trainees import BY_NAME, guessing, steady
from tests.builders import CLARITY, READING, a_choice, a_scenario, every_kind
from tests.domain.strategies import scenarios


def played(scenario, trainee, seed=1):
    rng = random.Random(seed)  # noqa: S311
    return run(scenario, stage(scenario, rng), trainee, rng)


def test_the_best_trainee_goes_through_every_kind_of_task():
    best = played(every_kind(), steady(4))
    assert best.finished
    assert best.grade == 1
    assert best.scenes[0] == "question"
    assert best.scenes[-1] == "thanks"
    assert {each.criterion for each in best.shown} == {READING, CLARITY}
    assert [scene for scene, _ in best.judged] == ["question", "pick", "order", "rate", "sort", "panel", "group"]


def test_who_goes_in_a_circle_is_stopped_and_has_no_grade():
    scene = Scene("s", task=a_choice(1, 2), routes=(Route(Chose("s", "a"), "s"),), goto="end")
    lost = played(a_scenario(scene, Scene("end", end=True)), steady(1))
    assert not lost.finished
    assert lost.grade is None
    assert len(lost.scenes) == LONGEST_RUN + 1
    assert len(lost.judged) == 1
    assert len(lost.evidence("x").observed(READING, CHOICES)) == 1


def test_the_same_dice_give_the_same_play():
    assert played(every_kind(), guessing, 3) == played(every_kind(), guessing, 3)


@given(scenarios(), st.sampled_from([*BY_NAME.values(), *map(steady, range(1, 5))]), st.integers())
@settings(deadline=None)
def test_every_trainee_plays_every_scenario(scenario, trainee, seed):
    result = played(scenario, trainee, seed)
    assert result.finished == scenario.scenes[result.scenes[-1]].end
    assert result.grade is None or 0 <= result.grade <= 1
