"""A played attempt judged again by a corrected key."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.conditions import MeanLevel
from competency_xblock.domain.rescoring import rescored
from competency_xblock.domain.scenario import Route, Scenario, Scene
from competency_xblock.domain.scoring import grade, results
from competency_xblock.domain.tasks import Choose, Reflect, Select, Task
from tests.builders import (
    CLARITY,
    HINT,
    READING,
    UNDO,
    WHOLE_PATH,
    a_choice,
    a_panel,
    a_rank,
    a_rating,
    a_scenario,
    a_sorting,
    a_text,
    a_thread,
    an_attempt,
    an_option,
    answered,
    every_kind,
    in_two_variants,
)

PLAYED = answered(every_kind(), HINT, *WHOLE_PATH)


def corrected(scene: str, task: Task | None) -> Scenario:
    scenario = every_kind()
    return replace(scenario, scenes={**scenario.scenes, scene: replace(scenario.scenes[scene], task=task)})


def credits(play) -> dict[str, Fraction | None]:
    return {visit.scene.id: visit.judgement.credit for visit in play.answers()}


def test_the_same_scenario_changes_nothing():
    again = rescored(PLAYED, every_kind())
    assert again.path == PLAYED.path
    assert grade(again) == grade(PLAYED) and results(again) == results(PLAYED)


@pytest.mark.parametrize(
    ("scene", "task", "credit"),
    [
        ("question", a_choice(4, 3, 1, 2), 0),
        ("question", a_choice(1, 2, 3), 1),  # "d" is gone, and "c" the best now
        ("pick", Select(tuple(map(an_option, "pqrs", (1, 2, 3, 4))), 2), Fraction(1, 5)),
        ("order", a_rank("zyx"), 0),
        ("rate", a_rating(k=1, l=4, m=4), 1),
        ("sort", a_sorting("uvw", e="u", f="v", g="v"), 1),
        ("sort", a_sorting("uvw", breaches={"g": {"v": "It names clients."}}, e="u", f="v", g="v"), 0),
        ("panel", a_panel(phone_breach="It shows numbers."), 1),  # of a value that was not set
        ("group", a_thread(otherwise=an_option("", 4)), Fraction(2, 3)),
    ],
)
def test_a_corrected_key_changes_its_own_answer_and_no_other(scene, task, credit):
    again = rescored(PLAYED, corrected(scene, task))
    assert credits(again) == credits(PLAYED) | {scene: credit}
    assert grade(again) == sum(each for each in credits(again).values() if each is not None) / Fraction(7)
    assert [(visit.answer, visit.seq, visit.nth, visit.hinted) for visit in again.path] == [
        (visit.answer, visit.seq, visit.nth, visit.hinted) for visit in PLAYED.path
    ]


def test_the_play_handed_in_stays_as_it_is():
    before = answered(every_kind(), *WHOLE_PATH)
    rescored(before, corrected("question", a_choice(4, 3, 1, 2)))
    assert before.path == answered(every_kind(), *WHOLE_PATH).path


@pytest.mark.parametrize(
    ("scene", "task"),
    [
        ("question", None),
        ("question", a_rank("abcd")),  # another kind
        ("question", Reflect()),  # an id is a text too
        ("question", a_choice(4, 4)),  # "c" is gone
        ("pick", Select((an_option("p", 1), an_option("r", 4)), 2)),
        ("pick", Select(tuple(map(an_option, "pqrs", (1, 2, 3, 4))), 1)),  # two were picked
        ("order", a_rank("zyxw")),
        ("rate", a_rating(k=4, l=1)),
        ("sort", a_sorting("uw", e="w", f="u", g="u")),
        ("panel", replace(a_panel(), switches=a_panel().switches[:1])),
        ("group", replace(a_thread(), answers=a_thread().answers[:2])),
        ("group", replace(a_thread(), posts=a_thread().posts[:1])),
    ],
)
def test_an_answer_that_is_no_longer_one_keeps_what_it_had_earned(scene, task):
    again = rescored(PLAYED, corrected(scene, task))
    assert again.path == PLAYED.path


def test_an_answer_in_a_scene_that_is_gone_keeps_what_it_had_earned():
    scenario = corrected("order", a_rank("zyx"))
    again = rescored(PLAYED, replace(scenario, scenes={n: s for n, s in scenario.scenes.items() if n != "question"}))
    assert credits(again) == credits(PLAYED) | {"order": 0}


def test_where_a_trainee_went_stays_where_they_went():
    def scenario(level: int) -> Scenario:
        route = Route(MeanLevel(READING, ">=", Fraction(3)), "thanks")
        return a_scenario(
            Scene("s", task=Choose((an_option("a", level), an_option("b", 4))), routes=(route,), goto="sorry"),
            *(Scene(name, end=True) for name in ("thanks", "sorry")),
        )

    played = answered(scenario(1), "a")
    again = rescored(played, scenario(4))
    assert [visit.scene.id for visit in again.path] == ["s", "sorry"]
    assert (grade(played), grade(again)) == (0, 1)
    assert again.finished and again.visits("sorry") == 1 and again.was_chosen("s", "a")
    assert again.mean_level(READING) == 4


def test_a_breach_that_was_none_is_taken_off_and_one_that_is_put_on():
    def scenario(breach: str) -> Scenario:
        task = Choose((an_option("a", 1, breach=breach), an_option("b", 3)))
        return a_scenario(Scene("s", task=task, goto="end"), Scene("end", end=True))

    played = answered(scenario("It tells."), "a")
    again = rescored(played, scenario(""))
    assert played.is_breach("s") and not again.is_breach("s")
    assert rescored(again, scenario("It does tell.")).path[0].judgement.breach == "It does tell."


def test_a_criterion_that_came_with_the_correction_is_among_the_results():
    wider = Choose(tuple(an_option(name, {READING: level, CLARITY: 4}) for level, name in enumerate("abcd", 1)))
    played = answered(a_scenario(Scene("s", task=a_choice(1, 2, 3, 4), goto="end"), Scene("end", end=True)), "c")
    again = rescored(played, a_scenario(Scene("s", task=wider, goto="end"), Scene("end", end=True)))
    assert [(each.criterion, each.shown) for each in results(again)] == [(READING, 3), (CLARITY, 4)]


def test_in_a_loop_every_visit_is_judged_again_and_the_first_still_counts():
    def scenario(*levels: int) -> Scenario:
        options = (an_option("a", levels[0], goto="s"), an_option("b", levels[1]))
        return a_scenario(Scene("s", task=Choose(options), goto="end"), Scene("end", end=True))

    again = rescored(answered(scenario(1, 3), "a", "b"), scenario(3, 1))
    assert [visit.judgement.credit for visit in again.answers()] == [1, 0]
    assert grade(again) == 1


def test_what_was_taken_back_is_judged_by_nothing():
    played = answered(every_kind(), "c", None, UNDO)
    assert rescored(played, corrected("question", a_choice(4, 3, 1, 2))).path == played.path


def test_a_text_and_its_own_rating_are_kept():
    again = rescored(PLAYED, corrected("write", a_text(revise=0)))
    (visit,) = (each for each in again.path if each.scene.id == "write")
    assert visit.rating == {READING: 3} and visit.revisions == ["Dear Noor, tell me more."]


def test_each_variant_is_judged_by_its_own_key():
    scenario = in_two_variants()
    played = answered(scenario, "b", attempt=an_attempt(scenario, variant="one"))
    scenes = scenario.scenes | {"s": replace(scenario.scenes["s"], task=a_choice(1, 4, 2))}
    other = replace(scenario, scenes=scenes, variants=scenario.variants | {"many": replace(scenario, scenes=scenes)})
    assert rescored(played, other).path == played.path
    easier = replace(scenario.variants["one"], scenes=scenes)
    corrected = replace(scenario, variants=scenario.variants | {"one": easier})
    assert [each.criterion for each in results(rescored(played, corrected))] == [READING]


@pytest.mark.parametrize(
    "corrected",
    [
        replace(in_two_variants(), variants={"many": in_two_variants().variants["many"]}),
        replace(in_two_variants(), variants={}),
    ],
)
def test_an_attempt_in_a_variant_that_is_gone_keeps_what_it_had_earned(corrected):
    scenario = in_two_variants()
    played = answered(scenario, "b", attempt=an_attempt(scenario, variant="one"))
    assert rescored(played, corrected).path == played.path


def test_an_attempt_from_before_there_were_variants_keeps_what_it_had_earned():
    plain = replace(in_two_variants(), variants={})
    played = answered(plain, "c")
    assert rescored(played, in_two_variants()).path == played.path
