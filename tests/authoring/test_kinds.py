"""What the readers make of the kinds of task, of media and of conditions on them."""

from fractions import Fraction

from competency_xblock.authoring.loader import load_scenario
from competency_xblock.authoring.scene_reader import AnyCriterion
from competency_xblock.domain.conditions import All, AnyOf, Breached, Chose, Not, SceneCredit, SwitchSet
from competency_xblock.domain.scenario import Media, Scenario, Scene
from competency_xblock.domain.tasks import (
    Action,
    Bin,
    Feedback,
    Option,
    Post,
    PreviewLine,
    Rate,
    SelfAssess,
    Settings,
    Sort,
    Thread,
    Whole,
)
from tests.sample import ITEM_KINDS, sample_framework

from .samples import OTHER_KINDS

READING, CLARITY = "online-writing/reading", "online-writing/clarity"
PHONE = SwitchSet("panel", "phone", "members")


def other_kinds() -> Scenario:
    loaded = load_scenario(OTHER_KINDS, sample_framework(), path="a.yaml")
    assert loaded.diagnostics == ()
    assert loaded.value is not None
    return loaded.value


def scene(name: str) -> Scene:
    return other_kinds().scenes[name]


def test_the_sample_of_the_tests_is_clean_too() -> None:
    assert load_scenario(ITEM_KINDS, sample_framework(), path="a.yaml").diagnostics == ()


def test_rate() -> None:
    task = scene("judge").task
    assert isinstance(task, Rate)
    assert task.key == {"formal": 1, "named": 3, "open": 4}
    assert (task.rated, task.offers) == (("online-writing/relationship",), 4)
    assert task.choices[0] == Option(
        "formal", "Dear applicant, see the link.", Feedback("It is quick.", "The worry.", "Name it.")
    )


def test_sort() -> None:
    task = scene("triage").task
    assert isinstance(task, Sort)
    assert task.bins == (Bin("share", "Share"), Bin("verify", "Verify first"), Bin("leave", "Do not share"))
    assert task.key == {"eighty": "leave", "names": "leave", "fair": "share"}
    assert task.breaches == {"names": {"share": "It names clients.", "verify": "It still names clients."}}
    assert (task.neighbours, task.offers) == (Fraction(1, 2), 3)


def test_settings() -> None:
    task = scene("panel").task
    assert isinstance(task, Settings)
    assert [(switch.id, switch.text, switch.first) for switch in task.switches] == [
        ("phone", "Who sees phone numbers", "members"),
        ("joining", "Joining", "invited"),
    ]
    assert task.criteria == (READING, CLARITY)
    assert task.switches[0].values[0].breach == "Strangers read numbers that were given for something else."
    assert task.whole == (
        Whole(
            All((SwitchSet("panel", "phone", "hosts"), Not(SwitchSet("panel", "joining", "invited")))),
            "Numbers go to people who never agreed.",
        ),
        Whole(SwitchSet("panel", "joining", "added"), cap=2),
    )
    assert task.preview == (
        PreviewLine("A pupil's parent", "The pupil's number", PHONE),
        PreviewLine("A stranger", "The name of the group"),
    )


def test_thread() -> None:
    task = scene("discussion").task
    assert isinstance(task, Thread)
    assert task.posts == (
        Post("p1", "Ilse", "That degree is useless.", "pupil", "09:02"),
        Post("p2", "Tomas", "I am in my third year of it.", "", "09:05", "p1"),
    )
    assert task.actions[0] == Action("reply", "Reply")
    name_it, scold, check_in = task.answers
    assert (name_it.post, name_it.action, name_it.option.goto) == ("p1", "reply", "look")
    assert scold.option.breach == "It shames her in front of all."
    assert (check_in.free, check_in.words, check_in.option.text) == (True, 80, "")
    assert (task.otherwise.id, task.otherwise.levels) == ("", {"online-writing/relationship": 1})


def test_self_assess_by_criteria_by_area_and_by_all() -> None:
    every = tuple(criterion.id for criterion in sample_framework().criteria())
    assert scene("look").task == SelfAssess((READING, CLARITY))
    assert scene("area").task == SelfAssess(every)
    assert scene("everything").task == SelfAssess(every)


def test_an_area_of_a_framework_that_could_not_be_read_has_no_criteria_and_no_mistake() -> None:
    loaded = load_scenario(OTHER_KINDS, AnyCriterion(), path="a.yaml")
    assert loaded.diagnostics == ()
    assert loaded.value is not None
    assert loaded.value.scenes["area"].task == SelfAssess(())


def test_media_beside_messages_and_at_the_end() -> None:
    assert scene("judge").media == (
        Media("image", "/static/other-kinds-list.svg", alt="A sign-up sheet with names."),
        Media("audio", "/static/other-kinds-call.mp3", transcript="Marika: It is urgent."),
        Media("video", "/static/other-kinds-hall.mp4", captions="/static/other-kinds-hall.vtt"),
    )
    assert scene("close").media == (Media("image", "/static/other-kinds-group.png", alt="Twenty-five pupils."),)


def test_conditions_on_switches_credit_breaches_and_answers_of_a_thread() -> None:
    assert scene("discussion").messages[0].when == PHONE
    assert scene("judge").routes[0].when == SceneCredit("judge", "=", Fraction(1))
    assert scene("discussion").routes[0].when == AnyOf(
        (Chose("discussion", "scold"), Breached("discussion"), Breached("panel"))
    )


def test_media_are_looked_up_only_where_the_files_are_known() -> None:
    def codes(names: frozenset[str] | None) -> list[str]:
        found = load_scenario(OTHER_KINDS, sample_framework(), path="a.yaml", static_names=names).diagnostics
        return [each.code for each in found]

    assert codes(None) == []
    assert codes(frozenset({"other-kinds-list.svg"})) == ["CX507"] * 4
