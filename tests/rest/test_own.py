"""What somebody reads of themselves: all that may be shown to them, nothing that may not, and nobody else's."""

import json

import pytest

from competency_xblock.domain.mastery_rules import mastery_rule
from competency_xblock.evidence import api
from tests.blocks.situations import CLARITY, COURSE_KEY, READING, block, compiled, play, situation, usage_key
from tests.player.people import Person
from tests.rest.conftest import CASES, COURSE, put

STANDINGS, EVIDENCE = f"/courses/{COURSE}/standings/me", f"/courses/{COURSE}/evidence/me"
BOTH = [STANDINGS, EVIDENCE]
AT_END = situation("at-end", READING, play="{feedback: at-end}")
WHEN_DUE = situation("when-due", READING, play="{feedback: after-due}")


def play_all(asking, *levels: int) -> None:
    for day, case in enumerate(CASES):
        play(asking.user.pk, case, *levels, day=day, own={READING: 4})


def test_own_standings_are_those_of_the_profile(noor):
    play_all(noor, 2, 3)

    rows = {row["criterion"]: row for row in noor.rows(STANDINGS)}
    profile = json.loads(noor.client.get("/profile/profile.json").content)

    assert rows.keys() == {READING, CLARITY}
    for each in profile["areas"][0]["criteria"]:
        row = rows[each["id"]]
        assert (row["level"], row["of"], row["breach"]) == (each["choices"]["level"], "choices", False)
        assert (row["situations"], row["observations"]) == (4, 8)
        assert row["learner"]["name"] == "noor"
        assert row["value"] is None


def test_not_enough_yet_is_no_level(noor):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})
    assert {row["level"] for row in noor.rows(STANDINGS)} == {None}


def test_own_standings_follow_the_mastery_rule_of_the_course(noor):
    play_all(noor, 2, 3)
    api.choose_mastery_rule(COURSE_KEY, mastery_rule("latest"))
    assert {(row["level"], row["value"]) for row in noor.rows(STANDINGS)} == {(2, 2.0)}


def test_own_evidence_has_every_word_of_a_fact(noor):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})
    text = compiled(CASES[0])

    first, *_rest = noor.rows(EVIDENCE)
    rating = next(row for row in noor.rows(EVIDENCE) if row["source"] == "self")

    assert first == first | {
        "course": COURSE,
        "usage": usage_key(text),
        "scenario": text.scenario.id,
        "version": text.version,
        "framework": text.framework_name,
        "scene": "t1",
        "n": 1,
        "seq": 0,
        "level": 2,
        "offered": 4,
        "breach": False,
        "source": "key",
        "rater": None,
        "revision": 0,
        "reason": "options",
        "args": {"options": ["o2"]},
        "at": "2026-09-01T18:01:00+00:00",
    }
    assert first["criterion"] in (READING, CLARITY)
    assert first["learner"]["name"] == "noor"
    assert (rating["criterion"], rating["level"], rating["credit"], rating["credit_number"]) == (READING, 4, None, None)


def test_credit_is_an_exact_fraction_and_a_number(noor):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})
    credits = {row["level"]: (row["credit"], row["credit_number"]) for row in noor.rows(EVIDENCE, criterion=CLARITY)}
    stored = api.evidenced_attempts(noor.user.pk)[0].evidence
    assert credits == {
        each.fact.level: (str(each.fact.credit), float(each.fact.credit))
        for each in stored
        if each.fact.criterion == CLARITY
    }


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_own_evidence_comes_page_by_page(noor, limit):
    play_all(noor, 2, 3)
    rows = noor.rows(EVIDENCE, limit=limit)
    assert len({row["id"] for row in rows}) == len(rows) == 4 * 5
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


def test_own_evidence_of_one_criterion_from_a_time_on(noor):
    play_all(noor, 2, 3)
    rows = noor.rows(EVIDENCE, criterion=CLARITY, since="2026-09-03T20:00:00+02:00", limit=2)
    assert [row["at"] for row in rows] == [
        *("2026-09-03T18:01:00+00:00", "2026-09-03T18:02:00+00:00"),
        *("2026-09-04T18:01:00+00:00", "2026-09-04T18:02:00+00:00"),
    ]


@pytest.mark.parametrize("address", BOTH)
def test_nobody_reads_what_others_showed(noor, ilse, mentor, author, address):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})
    for other in (ilse, mentor, author):
        assert other.ok(address)["results"] == []


@pytest.mark.parametrize("address", BOTH)
def test_an_attempt_under_way_shows_nothing_yet(noor, address):
    play(noor.user.pk, CASES[0], 2, day=10_000)
    assert noor.ok(address) == {"results": [], "next": None, "held_back": []}


@pytest.mark.parametrize("address", BOTH)
def test_what_an_exercise_holds_back_until_it_is_due_is_held_back_here_too(home, settings, noor, address):
    put(settings, block(WHEN_DUE), section='due="2040-01-01T00:00:00Z"')
    play(noor.user.pk, WHEN_DUE, 2, 3)
    assert noor.ok(address) == {"results": [], "next": None, "held_back": [usage_key(compiled(WHEN_DUE))]}

    put(settings, block(WHEN_DUE), section='due="2026-10-01T00:00:00Z"')
    shown = noor.ok(address)
    assert shown["results"]
    assert shown["held_back"] == []


@pytest.mark.parametrize("address", BOTH)
def test_a_course_that_never_shows_levels_shows_none_here(home, settings, noor, address):
    put(settings, block(AT_END), section='show_correctness="never"')
    play(noor.user.pk, AT_END, 2, 3)
    assert noor.ok(address)["results"] == []
    assert noor.ok(address)["held_back"] == [usage_key(compiled(AT_END))]


@pytest.mark.parametrize("address", BOTH)
def test_where_the_present_text_cannot_be_played_the_rules_are_those_of_the_text_that_was(
    home, settings, noor, address
):
    put(settings, block(WHEN_DUE).replace("start:", "first:"), section='due="2040-01-01T00:00:00Z"')
    play(noor.user.pk, WHEN_DUE, 2, 3)
    assert noor.ok(address)["held_back"] == [usage_key(compiled(WHEN_DUE))]


def test_facts_from_a_course_that_is_played_no_more_can_still_be_read(noor):
    before = "course-v1:Org+Course+Before"
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4}, course_key=before)
    assert noor.rows(f"/courses/{before}/evidence/me")
    assert noor.rows(f"/courses/{before}/standings/me")
    assert noor.rows(EVIDENCE) == []


def test_an_answer_judged_again_is_told_by_its_newest_revision(noor):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})
    (attempt,) = api.evidenced_attempts(noor.user.pk)
    fact = next(each.fact for each in attempt.evidence if each.fact.source == "key")
    api.store_result(
        *(attempt.row,),
        **{"version": attempt.version, "grade": None, "judged": [], "at": "2026-10-01T00:00:00+00:00"},
        evidence=[fact],
    )

    def revisions(**parameters):
        rows = noor.rows(EVIDENCE, criterion=fact.criterion, **parameters)
        return [row["revision"] for row in rows if row["seq"] == fact.seq]

    assert revisions() == [1]
    assert revisions(revisions="newest") == [1]
    assert revisions(revisions="all") == [0, 1]


def test_texts_that_learners_wrote_are_not_in_it(home, settings, noor):
    from tests.blocks.hosting import scenario_xml
    from tests.blocks.test_portfolio import DIARY
    from tests.player.conftest import PASSWORD

    put(settings, scenario_xml(DIARY))
    Person(noor.user, PASSWORD).play_diary("zebra-quilt")

    rows = noor.rows(EVIDENCE)

    assert {row["source"] for row in rows} == {"key", "self"}
    assert "zebra-quilt" not in json.dumps(rows)


def test_it_costs_the_same_whatever_the_history(noor, home, settings, django_assert_max_num_queries):
    cases = [situation(f"long-{n}", READING, CLARITY, own=(READING,)) for n in range(40)]
    put(settings, *map(block, cases), section='due="2040-01-01T00:00:00Z"')
    for day, case in enumerate(cases):
        play(noor.user.pk, case, 2 + day % 3, 3, day=day, own={READING: 3})
    with django_assert_max_num_queries(2 + 3):  # session and user; attempts, evidence, extensions of due dates
        assert noor.ok(STANDINGS)["results"]
    with django_assert_max_num_queries(2 + 4):
        assert len(noor.ok(EVIDENCE, limit=100)["results"]) == 100
