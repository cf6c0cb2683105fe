"""Valid text becomes the scenario it says; any other becomes diagnostics, never an exception."""

import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competency_xblock.authoring.diagnostics import Loaded, Severity
from competency_xblock.authoring.loader import load_scenario
from competency_xblock.domain.conditions import All, AnyOf, Breached, Chose, MeanLevel, Not, SceneCredit, Visits
from competency_xblock.domain.scenario import Key, Message, PlayRules, Route, Scenario
from competency_xblock.domain.tasks import Anchor, Choose, Feedback, Option, Rank, Reflect, Select, Words, Write
from tests.sample import EVERY_KIND, ITEM_KINDS, SAMPLE_SCENARIO, sample_framework

from .samples import OTHER_KINDS, VARIANTS

FRAMEWORK = sample_framework()
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load(text: str | bytes) -> Loaded[Scenario]:
    return load_scenario(text, FRAMEWORK, path="a.yaml", local_names=frozenset())


def loaded(text: str) -> Scenario:
    result = load(text)
    assert result.diagnostics == ()
    assert result.value is not None
    return result.value


@pytest.mark.parametrize("text", [SAMPLE_SCENARIO, EVERY_KIND])
def test_the_samples_are_clean(text: str) -> None:
    loaded(text)


def test_bytes_and_text_read_alike() -> None:
    assert load(SAMPLE_SCENARIO.encode()) == load(SAMPLE_SCENARIO)


def test_the_head() -> None:
    scenario = loaded(EVERY_KIND)
    assert scenario.id == "online-writing/every-kind"
    assert (scenario.area, scenario.language, scenario.minutes, scenario.use) == (
        "online-writing",
        "en",
        20,
        "one-to-one",
    )
    assert scenario.orientation == "educational"
    assert scenario.key == Key("author", "provisional")
    assert scenario.play == PlayRules("at-end", True, None, "latest")
    assert list(scenario.scenes)[:2] == ["opening", "first-reply"]


def test_a_head_without_optional_keys_has_the_defaults() -> None:
    scenario = loaded(SAMPLE_SCENARIO)
    assert scenario.play == PlayRules("at-once", False, 3, "best")
    assert (scenario.orientation, scenario.allow) == ("", {})


def test_messages_and_hint() -> None:
    scene = loaded(EVERY_KIND).scenes["opening"]
    assert (scene.channel, scene.subject, scene.goto) == ("mail", "Help", "first-reply")
    assert scene.messages == (
        Message("Noor", "I have five questions and one day.", "applicant", "Tue 23:40"),
        Message("me", "Let me read.", "", "Tue 23:45"),
        Message("Noor", "Are you still there?", "", "Tue 23:59", Visits("opening", ">=", Fraction(2))),
    )
    assert loaded(SAMPLE_SCENARIO).scenes["question"].hint == 'What might "easy" stand for?'


def test_choose() -> None:
    scene = loaded(EVERY_KIND).scenes["first-reply"]
    assert scene.as_written
    assert isinstance(scene.task, Choose)
    assert scene.task.choices[1] == Option(
        "forward",
        "Forward her mail, with her name and her story, to everybody in the service.",
        Feedback("Somebody may know.", "She wrote to you.", "Ask her first."),
        {"online-writing/reading": 1},
        "Her story goes to people who have no part in it.",
    )
    assert scene.task.choices[0].goto == "opening"
    assert scene.task.choices[3].feedback.moves_up == ""
    assert scene.routes == (Route(Breached("first-reply"), "apology"),)


def test_select_and_rank() -> None:
    scenes = loaded(EVERY_KIND).scenes
    select, rank = scenes["pick-two"].task, scenes["order"].task
    assert isinstance(select, Select)
    assert (select.pick, [option.id for option in select.choices]) == (2, ["date", "next-step", "history", "greeting"])
    assert isinstance(rank, Rank)
    assert (rank.key, rank.rated, rank.offers) == (("tell", "check", "note"), ("online-writing/direction",), 4)


def test_write_and_reflect() -> None:
    scenes = loaded(EVERY_KIND).scenes
    assert scenes["answer"].task == Write(
        ("online-writing/clarity", "online-writing/direction"),
        Words(5, 120),
        ("greeting", "question-back"),
        "self",
        1,
        (
            Anchor(
                {"online-writing/clarity": 2, "online-writing/direction": 1},
                "Hello, here is everything.",
                "Complete but long.",
            ),
            Anchor(
                {"online-writing/clarity": 3, "online-writing/direction": 3},
                "Dear Noor, the deadline first.",
                "Ordered, with a next step.",
            ),
        ),
    )
    assert scenes["look-back"].task == Reflect(Words(0, 300))


def test_conditions() -> None:
    first, second = loaded(EVERY_KIND).scenes["order"].routes
    assert first.when == All((SceneCredit("order", "<", Fraction(1, 2)), Not(Visits("order", ">=", Fraction(2)))))
    assert second.when == AnyOf((MeanLevel("online-writing/reading", ">=", Fraction(3)), Chose("pick-two", "date")))


def test_a_warning_comes_beside_the_scenario() -> None:
    text = SAMPLE_SCENARIO.replace("Name the course with", "Name " + "the course. " * 60 + "with")
    result = load(text)
    assert result.value is not None
    assert [(each.code, each.severity) for each in result.diagnostics] == [("CX405", Severity.WARNING)]


def test_an_allowed_warning_is_silent_and_its_reason_kept() -> None:
    text = SAMPLE_SCENARIO.replace("Name the course with", "Name " + "the course. " * 60 + "with")
    allow = "allow: [{code: CX405, because: It is a quotation.}]\nstart:"
    assert loaded(text.replace("start:", allow)).allow == {"CX405": "It is a quotation."}


def test_who_plays_it_is_not_told_what_an_author_might_change() -> None:
    text = SAMPLE_SCENARIO.replace("Noor writes at night", "John Smith writes at night")
    allow = "allow: [{code: CX411, because: The age is the point.}]\nstart:"
    judged = load_scenario(text.replace("start:", allow), sample_framework(), path="a.yaml")
    assert [each.code for each in judged.diagnostics] == ["CX409", "CX225"]
    played = load_scenario(text.replace("start:", allow), sample_framework(), path="a.yaml", judging=False)
    assert played.diagnostics == ()
    assert played.value == judged.value


def test_mistakes_of_every_part_come_out_in_one_run_in_reading_order() -> None:
    text = (
        EVERY_KIND.replace("minutes: 20", "minutes: long")
        .replace("{visits: opening >= 2}", "{visits: opening}")
        .replace("online-writing/reading: 3}", "online-writing/reading: 7}")
        .replace("key: [tell, check, note]", "key: [tell, check]")
        .replace("review: self", "review: nobody")
        .replace("goto: look-back", "goto: look-bcak")
    )
    found = load(text).diagnostics
    assert [each.code for each in found] == ["CX206", "CX218", "CX301", "CX308", "CX205", "CX213"]
    assert list(found) == sorted(found, key=lambda each: each.span)


def test_a_misspelt_key_is_one_mistake() -> None:
    found = load(SAMPLE_SCENARIO.replace("summary:", "sumary:")).diagnostics
    assert [str(each) for each in found] == [
        'a.yaml:6:1 CX201 "sumary" is not a key of a scenario. Did you mean "summary"?'
    ]


def test_without_local_names_placeholders_are_not_looked_up() -> None:
    text = SAMPLE_SCENARIO.replace("title: A late question", "title: Ring {{local.anybody}}")
    assert load_scenario(text, FRAMEWORK, path="a.yaml").diagnostics == ()
    assert [each.code for each in load(text).diagnostics] == ["CX404"]


@unhurried
@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    assert load(data).value is None


@unhurried
@given(st.text(alphabet=st.sampled_from(list("abc:-?[]{}&*!|>'\"#%@`,. \n\t\r0~<=\ufeff\u2028é")), max_size=200))
def test_no_text_raises(text: str) -> None:
    assert load(text).value is None


YAML_VALUES = st.recursive(
    st.sampled_from(
        ["", "1", "first", "close", "online-writing/reading", "true", "choose", "a.b", "{{local.x}}", "<b>"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "text", "levels", "feedback", "goto", "when", "all", "end"]), inner)
    ),
    max_leaves=12,
)


def _flow(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return f'"{value}"'


TEXTS = (EVERY_KIND, ITEM_KINDS, OTHER_KINDS, VARIANTS)
KEYS = sorted({line.strip().lstrip("- ").split(":")[0] for text in TEXTS for line in text.split("\n") if ": " in line})


@unhurried
@given(st.sampled_from(TEXTS), st.sampled_from(KEYS), YAML_VALUES, st.integers(0, 10**6))
def test_any_value_in_any_place_gives_a_scenario_or_an_error(text: str, key: str, value: object, seed: int) -> None:
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if line.strip().lstrip("- ").startswith(f"{key}:")]
    number = random.Random(seed).choice(places) if places else 0  # noqa: S311  not for secrets
    head, _, _ = lines[number].partition(f"{key}:")
    lines[number] = f"{head}{key}: {_flow(value)}"
    _is_one_or_the_other(load("\n".join(lines)))


CHANGES = st.tuples(st.sampled_from(["drop", "repeat", "swap", "cut"]), st.integers(0, 10**6))


@unhurried
@given(st.sampled_from(TEXTS), st.lists(CHANGES, min_size=1, max_size=4))
def test_any_mutilation_gives_a_scenario_or_an_error(text: str, changes: list[tuple[str, int]]) -> None:
    lines = text.split("\n")
    for change, seed in changes:
        place = seed % (len(lines) - 1)
        if change == "drop":
            del lines[place]
        elif change == "repeat":
            lines.insert(place, lines[place])
        elif change == "swap":
            lines[place], lines[place - 1] = lines[place - 1], lines[place]
        else:
            lines[place] = lines[place][: seed % (len(lines[place]) + 1)]
    _is_one_or_the_other(load("\n".join(lines)))


def _is_one_or_the_other(result: Loaded[Scenario]) -> None:
    has_errors = any(each.severity is Severity.ERROR for each in result.diagnostics)
    assert (result.value is None) == has_errors
