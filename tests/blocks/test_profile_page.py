"""A profile put together from stored evidence: the right levels, every answer with its reason, and what is next."""

import csv
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from competency_xblock.blocks.ports import learner_evidence
from competency_xblock.blocks.profile_files import as_csv
from competency_xblock.blocks.profile_html import body
from competency_xblock.blocks.profile_page import Profile, compose
from competency_xblock.blocks.report import Related
from competency_xblock.domain.evidence import MENTOR
from competency_xblock.domain.mastery_rules import mastery_rule
from competency_xblock.evidence import api
from tests.blocks.situations import CLARITY, COURSE_KEY, FIRST, READING, RELATION, play, situation
from tests.sample import sample_framework

NOW = FIRST + timedelta(days=400)
OWN = situation("look-back", READING, own=(READING, CLARITY))


@pytest.fixture
def learner(django_user_model, db) -> int:
    return django_user_model.objects.create_user("noor").pk


def profile_of(learner: int, *related: Related, may_show=lambda _: True, framework=None, now=NOW) -> Profile:
    return compose(
        learner_evidence(learner, COURSE_KEY) or (),
        framework=framework or sample_framework(),
        related=related,
        may_show=may_show,
        now=now,
    )


def on(profile: Profile, name: str):
    return next(each for _, each in profile.criteria() if each.id == name)


def test_before_anything_was_played_every_criterion_says_not_enough_yet(learner):
    profile = profile_of(learner)
    assert [each.choices.level_title for _, each in profile.criteria()] == ["Not enough yet"] * 5
    assert (profile.standing, profile.count, profile.situations) == (0, 5, 0)
    assert on(profile, READING).choices.missing == (
        "3 more situations are needed before there is a level.",
        "0 of 3 count so far: each is another scenario with at least two tasks on this.",
    )


def test_only_the_third_situation_makes_a_level(learner):
    titles = []
    for day in range(3):
        play(learner, situation(f"case-{day}", READING), 3, 4, day=day)
        shown = on(profile_of(learner), READING).choices
        titles.append((shown.level, shown.level_title, shown.missing[0]))
    assert titles == [
        (0, "Not enough yet", "2 more situations are needed before there is a level."),
        (0, "Not enough yet", "One more situation is needed before there is a level."),
        (3, "Skilled", "For level 4, Exemplary, 4 more situations that show it are enough."),
    ]


def test_the_levels_follow_the_rule_of_the_course(learner):
    for day in range(2):
        play(learner, situation(f"case-{day}", READING), 2 + day, 2 + day, day=day)
    api.choose_mastery_rule(COURSE_KEY, mastery_rule("decaying_average 65"))
    shown = on(profile_of(learner), READING).choices
    assert (shown.level, shown.value) == (2, "2.65")
    assert shown.missing == (
        "This course reads levels as Canvas does, by “decaying average 65”, from the level each situation shows.",
        "It comes to 2.65. Level 3, Skilled, is reached at 3.",
    )
    assert [moment.level for moment in shown.history] == [2, 2]
    api.choose_mastery_rule(COURSE_KEY, mastery_rule("n_mastery 2"))
    assert on(profile_of(learner), READING).choices.missing[1] == "It makes no number of the situations so far."
    api.choose_mastery_rule(COURSE_KEY, mastery_rule(""))
    assert on(profile_of(learner), READING).choices.level_title == "Not enough yet"


def test_every_observation_is_there_with_the_sentence_why_and_a_link(learner):
    play(learner, situation("case", READING, title="A *late* case"), 2, 4)
    shown = on(profile_of(learner), READING).choices
    (found,) = shown.situations
    assert (found.title, found.href) == ("A late case", "/jump_to_id/online-writing_case")
    assert (found.level, found.offered, found.use_title) == (2, 4, "One-to-one")
    assert [(each.level, each.asked, each.why) for each in found.observations] == [
        (2, "What do you do, number 1?", "It leaves out what level 3 sees."),
        (4, "What do you do, number 2?", "It helps, as level 4 does."),
    ]
    assert shown.spread == (("Off target", 0), ("Sound start", 1), ("Skilled", 0), ("Exemplary", 1))
    assert shown.observations == 2


def test_one_task_is_an_observation_and_no_level(learner):
    play(learner, situation("single", READING, tasks=1), 4)
    (found,) = on(profile_of(learner), READING).choices.situations
    assert found.level == 0
    assert found.level_title == "counts for no level: it has only one task on this"


def test_a_breach_in_the_latest_situation_stands_beside_the_level_with_its_reason(learner):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING), 3, 3, day=day)
    assert not on(profile_of(learner), READING).choices.breach
    play(learner, situation("breach", READING, breach="Her name went out."), 1, 3, day=9)
    shown = on(profile_of(learner), READING).choices
    assert (shown.level, shown.breach) == (3, True)
    assert shown.situations[0].observations[0].why == "Her name went out."


def test_an_attempt_under_way_shows_nothing_yet(learner):
    play(learner, situation("case", READING), 3)
    assert on(profile_of(learner, now=FIRST + timedelta(days=1)), READING).choices.situations == ()


def test_own_ratings_stand_beside_the_level_over_time_and_never_count(learner):
    play(learner, OWN, 2, 2, own={READING: 4, CLARITY: 3})
    for day in (1, 2):
        play(learner, situation(f"case-{day}", READING, own=(READING,)), 3, 3, day=day, own={READING: 3 - day % 2})
    reading, clarity = on(profile_of(learner), READING), on(profile_of(learner), CLARITY)
    assert [(each.level, each.stood) for each in reading.own] == [(4, 0), (2, 0), (3, 2)]
    assert reading.choices.level == 2
    assert reading.calibration == "You see yourself one level above what your answers show."
    assert (clarity.choices.level, clarity.choices.situations) == (0, ())
    assert clarity.calibration == "There is no level to compare it with yet."


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (1, "You see yourself one level below what your answers show."),
        (2, "You see yourself where your answers show you."),
        (4, "You see yourself 2 levels above what your answers show."),
    ],
)
def test_calibration_in_words(learner, own, sentence):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING, own=(READING,)), 2, 2, day=day, own={READING: own})
    assert on(profile_of(learner), READING).calibration == sentence


def test_history_says_how_it_stood_after_each_attempt(learner):
    for day, level in enumerate((2, 2, 3, 3, 3)):
        play(learner, situation(f"case-{day}", READING), level, level, day=day)
    history = on(profile_of(learner), READING).choices.history
    assert [(each.title, each.level) for each in history] == [
        ("Case 0", 0),
        ("Case 1", 0),
        ("Case 2", 2),
        ("Case 3", 2),
        ("Case 4", 2),
    ]
    assert history[0].level_title == "Not enough yet"


def test_what_fell_short_is_named(learner):
    for day, level in enumerate((2, 3, 3)):
        play(learner, situation(f"case-{day}", READING), level, level, day=day)
    shown = on(profile_of(learner), READING).choices
    assert shown.level == 2
    assert shown.missing == (
        "For level 3, Skilled, one more situation that shows it is enough.",
        "2 situations show it so far.",
        "An answer fell short of it in “Case 0”.",
    )


def test_the_highest_level_has_nothing_above_it(learner):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING), 4, 4, day=day)
    shown = on(profile_of(learner), READING)
    assert shown.choices.level == 4
    assert shown.next_descriptor == ""
    assert shown.choices.missing[0].startswith("This is the highest level.")


def test_uses_stand_apart_from_levels(learner):
    play(learner, situation("case-0", READING, use="co-careering"), 2, 2)
    play(learner, situation("case-1", READING, CLARITY), 3, 3, day=1)
    profile = profile_of(learner)
    assert [(each.title, each.situations, each.criteria) for each in profile.uses] == [
        ("Delivering information", 0, ()),
        ("One-to-one", 1, (("Reading the enquiry", 1), ("Clarity and structure", 1))),
        ("Exploring together", 0, ()),
        ("Co-careering", 1, (("Reading the enquiry", 1),)),
    ]
    assert on(profile, READING).choices.uses == (("One-to-one", 3, "Skilled"), ("Co-careering", 2, "Sound start"))


def test_what_to_play_is_not_finished_yet_rates_the_criterion_and_says_why(learner):
    play(learner, situation("done", READING), 3, 3)
    related = (
        Related("online-writing/done", "Done", (READING,), "one-to-one"),
        Related("online-writing/same", "Same use", (READING,), "one-to-one"),
        Related("online-writing/other", "Other use", (READING, CLARITY), "exploration"),
    )
    profile = profile_of(learner, *related)
    (reading,), (clarity,) = on(profile, READING).play, on(profile, CLARITY).play
    assert (reading.title, reading.href) == ("Other use", "/jump_to_id/online-writing_other")
    assert reading.because == (
        "It counts towards your first level here, and you have not finished it yet. "
        "Its use is new to you on this: Exploring together."
    )
    assert clarity.because == "It counts towards your first level here, and you have not finished it yet."
    assert on(profile, RELATION).play == ()
    assert [each.title for each in profile.play] == ["Other use", "Same use"]
    assert profile.play[0].because == (
        "You have not finished it yet, and it rates “Reading the enquiry” and “Clarity and structure”, "
        "2 of them without a level so far."
    )
    assert profile.play[1].because == (
        "You have not finished it yet, and it rates “Reading the enquiry”, which has no level so far."
    )


def test_evidence_of_a_dropped_criterion_stays_under_its_old_name(learner):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING, CLARITY), 3, 3, day=day)
    now = sample_framework()
    area = now.areas[0]
    shorter = replace(now, areas=(replace(area, criteria=tuple(c for c in area.criteria if c.id != CLARITY)),))
    profile = profile_of(learner, Related("online-writing/next", "Next", (CLARITY,)), framework=shorter)
    (dropped,) = profile.dropped
    assert (dropped.id, dropped.title, dropped.known, dropped.choices.level) == (
        CLARITY,
        "Clarity and structure",
        False,
        3,
    )
    assert dropped.play == profile.play == ()


def test_what_may_not_be_shown_yet_shows_nowhere_but_by_its_title(learner):
    play(learner, situation("secret", READING), 3, 3)
    profile = profile_of(learner, Related("online-writing/secret", "Secret", (READING,)), may_show=lambda _: False)
    assert profile.later == ("Secret",)
    assert on(profile, READING).choices.situations == ()
    assert profile.play == ()


def test_where_the_text_is_gone_the_levels_are_still_there(learner):
    play(learner, situation("gone", READING), 3, 3)
    attempts = [replace(each, text=None) for each in learner_evidence(learner, COURSE_KEY)]
    profile = compose(attempts, framework=sample_framework(), related=(), may_show=lambda _: True, now=NOW)
    (found,) = on(profile, READING).choices.situations
    assert (found.title, found.level, found.use) == ("online-writing/gone", 3, "")
    assert found.observations[0].why == "The exercise this came from can no longer be read."


def test_all_of_it_is_json(learner):
    play(learner, OWN, 2, 2, own={READING: 4, CLARITY: 3})
    exported = profile_of(learner).to_json()
    assert json.loads(json.dumps(exported)) == exported
    assert "_html" not in json.dumps(exported)
    assert exported["areas"][0]["criteria"][0]["choices"]["situations"][0]["observations"][0]["level"] == 2


def test_what_others_did_and_other_courses_are_not_in_it(learner, django_user_model):
    other = django_user_model.objects.create_user("ilse").pk
    play(other, situation("theirs", READING), 3, 3)
    play(learner, situation("elsewhere", READING), 3, 3, course_key="course-v1:Org+Other+Run")
    assert on(profile_of(learner), READING).choices.situations == ()


def test_own_writing_rated_by_a_mentor_is_a_standing_of_its_own(learner):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING), 3, 3, day=day)

    def as_written(each):
        shown = tuple(replace(one, source=MENTOR, written=True) for one in each.mastery.shown)
        facts = tuple((replace(fact, source=MENTOR, written=True), at) for fact, at in each.facts)
        return replace(each, mastery=replace(each.mastery, shown=shown), facts=facts)

    attempts = [as_written(each) for each in learner_evidence(learner, COURSE_KEY)]
    profile = compose(attempts, framework=sample_framework(), related=(), may_show=lambda _: True, now=NOW)
    reading = on(profile, READING)
    assert (reading.choices.level_title, reading.writing.level_title) == ("Not enough yet", "Skilled")
    assert len(reading.writing.situations) == 3
    assert "rated by a mentor" in body(profile, "x")
    assert [row["of"] for row in csv.DictReader(as_csv(profile).splitlines())].count("writing") == 10
