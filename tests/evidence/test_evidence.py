"""Evidence rows and standings, stored with real moves and made anew from the rows."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competency_xblock.domain.evidence import SELF
from competency_xblock.domain.mastery import NOT_ENOUGH
from competency_xblock.evidence import api
from competency_xblock.evidence.models import Course, Evidence, Standing
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND, ITEM_KINDS, SAMPLE_SCENARIO

pytestmark = pytest.mark.django_db

LATER = "2027-06-01T00:00:00+00:00"
READING, DIRECTION = "online-writing/reading", "online-writing/direction"
# Two tasks on the same criteria, so that one scenario is a situation that offers level 3.
TWICE = SAMPLE_SCENARIO.replace("    goto: close\n", "    goto: again\n", 1).replace(
    "  close:\n",
    "  again:\n"
    + SAMPLE_SCENARIO[SAMPLE_SCENARIO.index("    channel: chat\n") : SAMPLE_SCENARIO.index("  close:\n")]
    + "  close:\n",
)


@pytest.fixture
def learner():
    return get_user_model().objects.create_user("noor").pk


def begun(learner, source=SAMPLE_SCENARIO, name="sample"):
    xml = scenario_xml(source.replace("online-writing/sample", f"online-writing/{name}"))
    trainee = Trainee(Host(xml.replace('url_name="sample"', f'url_name="{name}"'), learner=learner))
    trainee.begin()
    return trainee


def play_twice(learner, name, *options):
    trainee = begun(learner, TWICE, name)
    for option in options:
        trainee.choose(option)
    return trainee


def facts(learner):
    return [each.fact for attempt in api.evidenced_attempts(learner) for each in attempt.evidence]


def levels(learner):
    rows = Standing.objects.filter(learner=learner).values_list("criterion", "written", "level")
    return {(name, written): level for name, written, level in rows}


def test_an_answer_is_stored_with_what_it_showed_and_why(learner):
    begun(learner).choose("send-figures")
    found = {fact.criterion: fact for fact in facts(learner)}
    assert set(found) == {READING, DIRECTION}
    assert (found[READING].level, found[READING].offered, str(found[READING].credit)) == (2, 3, "1/2")
    assert (found[READING].reason, found[READING].args) == ("options", {"options": ["send-figures"]})


def test_a_repeated_request_adds_nothing(learner):
    trainee = begun(learner, TWICE)
    trainee.send(trainee.token("ask-easy"), request="request-once")
    count = Evidence.objects.count()
    assert trainee.send(trainee.token("ask-easy"), request="request-once").status_int == 200
    assert Evidence.objects.count() == count > 0


def test_a_request_that_lost_the_race_adds_nothing(learner):
    trainee = begun(learner, TWICE)
    before = dict(trainee.host.store.db_dict)
    trainee.send(trainee.token("ask-easy"), request="request-one-tab")
    count = Evidence.objects.count()
    trainee.host.store.db_dict.clear()
    trainee.host.store.db_dict.update(before)
    assert trainee.send(trainee.token("name-course"), request="request-other-tab").status_int == 409
    assert Evidence.objects.count() == count


def test_own_ratings_are_evidence_of_their_own_source_and_never_a_standing(learner):
    trainee = begun(learner, ITEM_KINDS, "item-kinds")
    from tests.blocks.test_item_kinds import play

    play(trainee)
    own = [fact for fact in facts(learner) if fact.source == SELF]
    assert {(fact.criterion, fact.level) for fact in own} == {(READING, 2), ("online-writing/clarity", 3)}
    assert all(fact.credit is None and fact.reason == "own-rating" for fact in own)


def test_an_answer_taken_back_stays_on_record_and_counts_no_more(learner):
    trainee = begun(learner, EVERY_KIND, "every-kind")
    trainee.move()
    trainee.choose("links")
    trainee.move(do="undo")
    ((attempt),) = api.evidenced_attempts(learner)
    assert [each.is_undone for each in attempt.evidence] == [True]
    assert Evidence.objects.count() == 2, "the answer, and that it was taken back"
    trainee.choose("deadline-first")
    (attempt,) = api.evidenced_attempts(learner)
    assert [(each.fact.level, each.is_undone) for each in attempt.evidence] == [(2, True), (3, False)]


def test_not_enough_yet_turns_into_a_level_with_the_third_situation(learner):
    seen = []
    for name in ("one", "two", "three"):
        play_twice(learner, name, "ask-easy", "ask-easy")
        seen.append(levels(learner)[READING, False])
    assert seen == [NOT_ENOUGH, NOT_ENOUGH, 3]


def test_a_standing_is_kept_up_to_date_by_the_move_that_finishes(learner):
    trainee = play_twice(learner, "one", "ask-easy")
    assert not Standing.objects.exists(), "nothing stands before the end"
    trainee.choose("ask-easy")
    row = Standing.objects.get(criterion=READING)
    assert (row.situations, row.observations, row.breach, row.level) == (1, 2, False, NOT_ENOUGH)


def test_rescoring_adds_rows_under_a_new_revision_and_moves_the_standing(learner):
    hosts = [play_twice(learner, name, "send-figures", "send-figures").host for name in ("one", "two", "three")]
    assert levels(learner)[READING, False] == 2
    before = Evidence.objects.count()
    keyed = "{online-writing/reading: 2, online-writing/direction: 1}"
    better = "{online-writing/reading: 3, online-writing/direction: 2}"
    lower = "{online-writing/reading: 1, online-writing/direction: 2}"
    for host, name in zip(hosts, ("one", "two", "three"), strict=True):
        corrected = TWICE.replace(keyed, better).replace(lower, lower.replace("1", "2", 1))
        xml = scenario_xml(corrected.replace("online-writing/sample", f"online-writing/{name}"))
        host.replace(xml.replace('url_name="sample"', f'url_name="{name}"'))
        block = host.block()
        assert block.rescore()
        block.save()
    assert Evidence.objects.count() == 2 * before, "nothing is edited"
    assert {each.revision for attempt in api.evidenced_attempts(learner) for each in attempt.evidence} == {1}
    assert levels(learner)[READING, False] == 3


def test_standings_made_anew_are_the_standings_that_were_kept(learner):
    other = get_user_model().objects.create_user("ilse").pk
    for who in (learner, other):
        for name in ("one", "two", "three"):
            play_twice(who, name, "ask-easy", "send-figures" if who == other else "ask-easy")
    kept = {who: levels(who) for who in (learner, other)}
    Standing.objects.filter(learner=other).update(level=4)
    stale = Standing.objects.filter(learner=learner).first()
    Standing.objects.filter(pk=stale.pk).update(criterion="online-writing/forgotten", criterion_hash=7)
    assert list(api.rebuild_standings(at=LATER)) == [(1, 2), (2, 2)]
    assert {who: levels(who) for who in (learner, other)} == kept


def test_a_learners_evidence_takes_two_queries_whatever_there_is(learner):
    for name in ("one", "two", "three"):
        play_twice(learner, name, "ask-easy", "ask-easy")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(api.evidenced_attempts(learner)) == 3
    assert len(queries) == 2


def test_an_answer_that_does_not_finish_costs_one_statement_more_than_its_move(learner):
    trainee = begun(learner, TWICE)
    with CaptureQueriesContext(connection) as queries:
        trainee.choose("ask-easy")
    statements = [each["sql"].split()[0] for each in queries]
    assert statements.count("INSERT") == 2
    assert len([each for each in statements if each not in ("SAVEPOINT", "RELEASE")]) == 2


def test_evidence_of_another_learner_or_course_is_left_out(learner):
    begun(learner).choose("ask-easy")
    other = get_user_model().objects.create_user("ilse").pk
    assert api.evidenced_attempts(other) == ()
    assert api.evidenced_attempts(learner, "course-v1:Other+C+R") == ()
    (attempt,) = api.evidenced_attempts(learner)
    assert api.evidenced_attempts(learner, attempt.course_key) == (attempt,)


def test_an_attempt_says_when_it_moved_and_when_it_was_finished(learner):
    trainee = begun(learner, TWICE)
    (attempt,) = api.evidenced_attempts(learner)
    assert attempt.moved == attempt.started and attempt.finished == ""
    trainee.choose("ask-easy")
    trainee.choose("ask-easy")
    (attempt,) = api.evidenced_attempts(learner)
    assert attempt.finished == attempt.moved and len(attempt.for_mastery().shown) == 4
    assert replace(attempt, evidence=()).for_mastery().shown == ()


def test_the_platform_makes_standings_anew_by_its_own_command(learner, capsys):
    begun(learner).choose("ask-easy")
    Standing.objects.all().delete()
    call_command("competency_evidence", "rebuild")
    assert "standings of 1 learners" in capsys.readouterr().out
    assert levels(learner)


def test_without_learners_nothing_is_made_anew(capsys):
    call_command("competency_evidence", "rebuild")
    assert "standings of 0 learners" in capsys.readouterr().out


def test_a_course_reads_standings_by_the_rule_it_has_chosen(learner, capsys):
    play_twice(learner, "one", "ask-easy", "ask-easy")
    assert levels(learner)[READING, False] == NOT_ENOUGH
    course = Course.objects.get().key

    call_command("competency_evidence", "rule", course, "highest")

    assert "reads standings by the rule 'highest'" in capsys.readouterr().out
    assert levels(learner)[READING, False] == 3
    assert Standing.objects.get(criterion=READING).value == "3.00"
    play_twice(learner, "two", "name-course", "name-course")
    assert levels(learner)[READING, False] == 3
    call_command("competency_evidence", "rule", course, "latest")
    assert levels(learner)[READING, False] == 1
    call_command("competency_evidence", "rule", course, "situations")
    assert (levels(learner)[READING, False], Standing.objects.get(criterion=READING).value) == (NOT_ENOUGH, "")


def test_the_rule_of_a_course_is_ours_until_one_is_chosen(capsys):
    call_command("competency_evidence", "rule", "course-v1:Org+New+Run")
    assert "by the rule 'situations'" in capsys.readouterr().out


def test_a_rule_that_is_none_is_refused_and_changes_nothing(learner):
    with pytest.raises(CommandError, match="no mastery rule 'best'"):
        call_command("competency_evidence", "rule", "course-v1:Org+New+Run", "best")
    assert not Course.objects.exists()
