"""A scenario with variants becomes one scenario for each, read from the differences where they stand."""

from competency_xblock.authoring.loader import load_scenario
from competency_xblock.domain.scenario import Message, Scenario
from competency_xblock.domain.tasks import Choose, Rank, Settings, Switch, Thread
from tests.sample import ITEM_KINDS, sample_framework

from .samples import OTHER_KINDS, VARIANTS

READING = "online-writing/reading"


def loaded(text: str) -> Scenario:
    result = load_scenario(text, sample_framework(), path="a.yaml")
    assert [str(each) for each in result.diagnostics] == []
    assert result.value is not None
    return result.value


def choice(scenario: Scenario) -> Choose:
    task = scenario.scenes["request"].task
    assert isinstance(task, Choose)
    return task


def test_each_variant_is_a_scenario_of_its_own() -> None:
    scenario = loaded(VARIANTS)
    assert list(scenario.variants) == ["pupils", "one-pupil"]
    assert [each.variant for each in scenario.variants.values()] == ["pupils", "one-pupil"]
    assert all(each.id == scenario.id and not each.variants for each in scenario.variants.values())


def test_the_outer_scenario_has_the_head_as_written_and_the_scenes_of_the_first_variant() -> None:
    scenario = loaded(VARIANTS)
    assert (scenario.variant, scenario.title, scenario.use, scenario.minutes, scenario.start) == (
        "",
        "A group chat by tonight",
        "exploration",
        10,
        "request",
    )
    assert scenario.scenes == scenario.variants["pupils"].scenes


def test_a_variant_has_its_own_head() -> None:
    own = loaded(VARIANTS).variants["one-pupil"]
    assert (own.title, own.summary, own.use, own.minutes, own.start) == (
        "One pupil by tonight",
        "One pupil.",
        "one-to-one",
        8,
        "order",
    )


def test_the_variant_without_differences_is_the_text_as_written() -> None:
    pupils = loaded(VARIANTS).variants["pupils"]
    assert [option.id for option in choice(pupils).choices] == ["sheet", "tool", "later"]
    assert choice(pupils).choices[1].levels == {READING: 3}


def test_only_the_keys_given_change() -> None:
    own = loaded(VARIANTS).variants["one-pupil"]
    assert own.scenes["request"].messages == (Message("Marika", "Can you write to one pupil?", "teacher"),)
    assert own.scenes["request"].ask == "What should you answer?"
    tool, later = choice(own).choices
    assert (tool.text, tool.levels) == ("Write to the pupil there.", {READING: 2})
    assert (tool.feedback.attracts, later.text, later.levels) == ("It is safe.", "Do it tomorrow.", {READING: 1})


def test_an_omitted_item_leaves_the_key_of_a_ranking() -> None:
    task = loaded(VARIANTS).variants["one-pupil"].scenes["order"].task
    assert isinstance(task, Rank)
    assert task.key == ("ask", "tell")


def test_a_scenario_without_variants_has_none() -> None:
    scenario = loaded(OTHER_KINDS)
    assert scenario.variants == {}
    assert scenario.in_variant("") is scenario


def test_items_of_rate_change_by_their_ids() -> None:
    many, one = loaded(ITEM_KINDS).variants.values()
    texts = [[option.text for option in played.scenes["replies"].task.options] for played in (many, one)]  # type: ignore[union-attr]
    assert texts[0][0] == texts[1][0]
    assert (texts[0][1], texts[1][1]) == ("Monday, ten o'clock, room four.", "Monday at ten, Noor?")


WITH_PARTS = (
    OTHER_KINDS.replace("start: judge", "variants: {many: {}, one: {}}\nstart: judge")
    .replace(
        "    goto: discussion\n",
        "    in: {one: {settings: {service: Quay}, options: {phone: {first: hosts}}, omit: [joining]}}\n"
        "    goto: discussion\n",
    )
    .replace(
        "    goto: look\n  look:",
        "    in:\n"
        "      one:\n"
        "        thread: {actions: [{id: reply, text: Say}, {id: private, text: Write privately}]}\n"
        "        options: {name-it: {text: Tell us more.}}\n"
        "        omit: [scold]\n"
        "    goto: look\n  look:",
    )
    .replace(
        "    routes:\n      - {when: {breach: triage}, goto: look}\n    goto: panel",
        "    in: {one: {options: {names: {bin: verify, breach-in: {share: Why.}}}, omit: [eighty]}}\n    goto: panel",
    )
)


def test_switches_and_the_panel_around_them() -> None:
    many, one = loaded(WITH_PARTS).variants.values()
    before, after = many.scenes["panel"].task, one.scenes["panel"].task
    assert isinstance(before, Settings)
    assert isinstance(after, Settings)
    assert (before.service, after.service) == ("Harbour", "Quay")
    phone = before.switches[0]
    assert after.switches == (Switch(phone.id, phone.text, "hosts", phone.values),)
    assert after.whole == before.whole


def test_answers_and_the_thread_around_them() -> None:
    many, one = loaded(WITH_PARTS).variants.values()
    before, after = many.scenes["discussion"].task, one.scenes["discussion"].task
    assert isinstance(before, Thread)
    assert isinstance(after, Thread)
    assert [action.text for action in after.actions] == ["Say", "Write privately"]
    assert [answer.option.id for answer in after.answers] == ["name-it", "check-in"]
    assert after.answers[0].option.text == "Tell us more."
    assert (after.posts, after.otherwise) == (before.posts, before.otherwise)


def test_a_mistake_of_every_variant_is_said_once_and_one_of_a_single_variant_with_its_name() -> None:
    text = VARIANTS.replace("ask: What comes first?", "ask: <b>").replace(
        "text: Write to the pupil there.", "text: <i>"
    )
    found = load_scenario(text, sample_framework(), path="a.yaml").diagnostics
    lines = text.split("\n")
    assert [(each.code, lines[each.span.line - 1].strip()[:9]) for each in found] == [
        ("CX401", "tool: {le"),
        ("CX401", "ask: <b>"),
    ]
    assert found[0].hint.endswith('Found in the variant "one-pupil".')
    assert "variant" not in found[1].hint


def test_too_many_mistakes_are_too_many_with_variants_as_well() -> None:
    keys = "".join(f"    colour-{number}: blue\n" for number in range(150))
    text = VARIANTS.replace("  order:\n", f"  order:\n{keys}").replace(
        "    in:\n      one-pupil:\n", "    in:\n      one-pupil:\n" + keys.replace("    colour", "        shade")
    )
    found = load_scenario(text, sample_framework(), path="a.yaml").diagnostics
    assert len(found) == 201
    assert [each.code for each in found].count("CX116") == 1
