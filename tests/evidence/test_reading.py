"""Pages of evidence and standings: nothing is left out or shown twice, whatever the filter, at the same cost."""

from fractions import Fraction
from importlib import import_module

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from competency_xblock.domain.evidence import MENTOR, Evidence
from competency_xblock.evidence import api, models, reading
from tests.blocks.situations import CLARITY, COURSE_KEY, READING, RELATION, compiled, play, situation

pytestmark = pytest.mark.django_db

OTHER_COURSE = "course-v1:Org+Other+Run"
BOTH = compiled(situation("both", READING, CLARITY))
ONE = compiled(situation("one", RELATION))
MIGRATIONS = "competency_xblock.evidence.migrations"
LATER = "2026-10-01T12:00:00+00:00"


@pytest.fixture
def noor() -> int:
    return get_user_model().objects.create_user("noor").pk


@pytest.fixture
def ilse() -> int:
    return get_user_model().objects.create_user("ilse").pk


def all_pages(read, *first, **wanted):
    """The rows of every page, and how many pages there were."""
    rows, after, pages = [], None, 0
    while pages == 0 or after:
        page = read(*first, api.Wanted(after=after, **wanted))
        rows += page.rows
        after, pages = page.after, pages + 1
    return rows, pages


def judge_again(learner: int, level: int, *, at: str = LATER) -> None:
    """What a corrected key adds: another level for the first answer of the newest attempt."""
    attempt = api.bare_attempts(learner, COURSE_KEY)[-1]
    fact = Evidence(0, "t1", READING, level, 4, Fraction(1, 3), reason="options", args={"options": ["o1"]})
    api.store_result(attempt.row, version=attempt.version, grade=None, judged=[{"n": level}], at=at, evidence=[fact])


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_put_together_are_all_evidence_of_the_course_by_time(noor, ilse, limit):
    play(noor, BOTH, 2, 3)
    play(ilse, BOTH, 4, 4, day=1)
    play(noor, ONE, 1, 1, day=2)
    play(ilse, BOTH, 1, 1, course_key=OTHER_COURSE)

    rows, _pages = all_pages(api.course_evidence, COURSE_KEY, limit=limit)

    assert [row.learner_name for row in rows] == ["noor"] * 4 + ["ilse"] * 4 + ["noor"] * 2
    assert len({row.row for row in rows}) == 10
    assert {row.course_key for row in rows} == {COURSE_KEY}
    assert [row.stored.at for row in rows] == sorted(row.stored.at for row in rows)


@pytest.mark.parametrize("limit", [1, 2, 50])
@pytest.mark.parametrize("examined", [1, 3, 5000])
def test_a_filter_makes_pages_short_and_leaves_nothing_out(noor, ilse, limit, examined, monkeypatch):
    monkeypatch.setattr(reading, "EXAMINED", examined)
    for day in range(3):
        play(noor, BOTH, 2, 3, day=day, n=day + 1)
        play(ilse, ONE, 2, 3, day=day, n=day + 1)

    found, _pages = all_pages(api.course_evidence, COURSE_KEY, limit=limit, criterion=CLARITY)
    late, _pages = all_pages(
        api.course_evidence, COURSE_KEY, limit=limit, criterion=CLARITY, since="2026-09-02T00:00:00+00:00"
    )

    assert [(row.learner_name, row.stored.fact.criterion) for row in found] == [("noor", CLARITY)] * 6
    assert [row.row for row in late] == [row.row for row in found[2:]]


def test_a_course_nobody_played_has_empty_pages_and_is_not_known(noor):
    play(noor, BOTH, 2, 3)
    for read in (api.course_evidence, api.course_standings):
        assert read(OTHER_COURSE, api.Wanted(10)) == api.Page((), None)
    assert api.is_known(COURSE_KEY)
    assert not api.is_known(OTHER_COURSE)


def test_of_a_fact_the_newest_revision_is_read_and_all_where_asked(noor):
    play(noor, BOTH, 2, 3)
    judge_again(noor, 4)

    newest, _ = all_pages(api.course_evidence, COURSE_KEY, limit=2)
    everything, _ = all_pages(api.course_evidence, COURSE_KEY, limit=2, revisions=True)

    def of_first_answer(rows):
        facts = [row.stored for row in rows if (row.stored.fact.seq, row.stored.fact.criterion) == (0, READING)]
        return [(each.revision, each.fact.level) for each in facts]

    assert of_first_answer(newest) == [(1, 4)]
    assert of_first_answer(everything) == [(0, 2), (1, 4)]
    assert len(everything) == len(newest) + 1


def test_what_is_judged_later_is_found_by_its_time(noor):
    play(noor, BOTH, 2, 3)
    judge_again(noor, 4)

    (row,), _ = all_pages(api.course_evidence, COURSE_KEY, limit=5, since=LATER)

    assert (row.stored.fact.level, row.stored.fact.credit, row.stored.at) == (4, Fraction(1, 3), LATER)


def test_own_evidence_is_that_of_the_named_attempts_of_this_learner(noor, ilse):
    play(noor, BOTH, 2, 3)
    play(noor, ONE, 2, 3, day=1)
    play(ilse, BOTH, 4, 4, day=2)
    first, second = (each.row for each in api.bare_attempts(noor, COURSE_KEY))
    (theirs,) = (each.row for each in api.bare_attempts(ilse, COURSE_KEY))

    rows, _ = all_pages(lambda wanted: api.own_evidence(noor, [first, theirs], wanted), limit=3)

    assert {(row.learner_name, row.scenario) for row in rows} == {("noor", BOTH.scenario.id)}
    assert len(rows) == 4
    assert api.own_evidence(noor, [], api.Wanted(5)) == api.Page((), None)
    assert len(all_pages(lambda wanted: api.own_evidence(noor, {first, second}, wanted), limit=4)[0]) == 6


def test_a_rater_is_read_with_the_fact(noor, ilse):
    play(noor, BOTH, 2, 3)
    models.Evidence.objects.filter(seq=1, criterion=CLARITY).update(rater=ilse, source=models.Evidence.MENTOR)

    rated = [row.stored for row in api.course_evidence(COURSE_KEY, api.Wanted(9)).rows if row.stored.rater]

    assert [(each.rater, each.fact.source) for each in rated] == [(ilse, MENTOR)]


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_standings_of_a_course_come_page_by_page(noor, ilse, limit):
    play(noor, BOTH, 2, 3)
    play(ilse, BOTH, 4, 4, day=1)
    play(ilse, ONE, 1, 1, course_key=OTHER_COURSE)

    rows, _ = all_pages(api.course_standings, COURSE_KEY, limit=limit)
    of_clarity, _ = all_pages(api.course_standings, COURSE_KEY, limit=limit, criterion=CLARITY)
    later, _ = all_pages(api.course_standings, COURSE_KEY, limit=limit, since="2026-09-02T00:00:00+00:00")

    assert sorted((row.learner_name, row.criterion) for row in rows) == [
        *(("ilse", CLARITY), ("ilse", READING), ("noor", CLARITY), ("noor", READING)),
    ]
    assert {(row.level, row.situations, row.observations, row.written) for row in rows} == {(0, 1, 2, False)}
    assert [row.learner_name for row in of_clarity] == ["noor", "ilse"]
    assert [row.learner_name for row in later] == ["ilse", "ilse"]


def test_a_page_costs_the_same_whatever_there_is(noor, ilse, django_assert_num_queries):
    """One query more where it begins after another page."""
    for day in range(20):
        play(noor, BOTH, 2, 3, day=day, n=day + 1)
        play(ilse, ONE, 2, 3, day=day, n=day + 1)
    attempts = [each.row for each in api.bare_attempts(noor, COURSE_KEY)]
    after = api.course_evidence(COURSE_KEY, api.Wanted(40)).after
    for wanted in (api.Wanted(10), api.Wanted(50, after=after), api.Wanted(10, criterion=CLARITY, revisions=True)):
        with django_assert_num_queries(3 + bool(wanted.after)):
            assert len(api.course_evidence(COURSE_KEY, wanted).rows) >= 10
        with django_assert_num_queries(2 + bool(wanted.after)):
            assert api.own_evidence(noor, attempts, wanted).rows
    with django_assert_num_queries(3):
        assert api.course_standings(COURSE_KEY, api.Wanted(2)).rows


@pytest.mark.django_db(transaction=True)
def test_evidence_from_before_is_given_its_course_by_the_migration(noor, monkeypatch):
    monkeypatch.setattr(import_module(f"{MIGRATIONS}.0006_evidence_by_course"), "CHUNK", 2)
    play(noor, BOTH, 2, 3)
    play(noor, ONE, 1, 1, course_key=OTHER_COURSE)
    before = dict(models.Evidence.objects.values_list("pk", "course__key"))
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes("competency_evidence")
    try:
        executor.migrate([("competency_evidence", "0005_objections")])
        executor.loader.build_graph()
        executor.loader.project_state([("competency_evidence", "0005_objections")]).apps.get_model(
            "competency_evidence", "Course"
        ).objects.exclude(standings__isnull=False).delete()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
    assert len(before) == 6
    assert dict(models.Evidence.objects.values_list("pk", "course__key")) == before
    assert {place.course.key for place in models.Place.objects.all()} == {COURSE_KEY, OTHER_COURSE}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_rows_of_one_time_are_neither_lost_nor_read_twice(noor, ilse, limit):
    for learner in (noor, ilse):
        play(learner, BOTH, 2, 3)
    models.Evidence.objects.update(at=LATER)
    play(noor, ONE, 1, 1, day=60)

    rows, _ = all_pages(api.course_evidence, COURSE_KEY, limit=limit)

    assert len({row.row for row in rows}) == len(rows) == 10
    assert len({row.stored.at for row in rows}) == 3


def plans(read, wanted: api.Wanted) -> list[str]:
    """How the database finds the places of the rows, statement by statement."""
    with CaptureQueriesContext(connection) as queries:
        read(COURSE_KEY, wanted)
    _course, *looked_at, _rows = (each["sql"] for each in queries.captured_queries)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads a small table as a whole
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
        found = []
        for sql in looked_at:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            found.append(str(cursor.fetchall()))
    return found


@pytest.mark.parametrize("more", [{}, {"since": LATER}, {"after": (LATER, 3)}, {"criterion": CLARITY}])
def test_a_page_is_found_by_an_index_in_the_order_in_which_it_is_sent(noor, more):
    if connection.vendor == "mysql":
        pytest.skip("MariaDB sorts a table as small as this one; docs/decisions/0016 has what ten million rows cost")
    for day in range(40):
        play(noor, BOTH, 2, 3, day=day, n=day + 1)
    for plan in plans(api.course_evidence, api.Wanted(5, **more)):
        assert "competency_evidence_by_time" in plan
        assert "sort" not in plan.lower().replace("disabled", "")
        assert "temp b-tree" not in plan.lower()
    for plan in plans(api.course_standings, api.Wanted(5, **more)):
        assert "temp b-tree" not in plan.lower()
