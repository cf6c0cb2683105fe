"""Two attempts of one learner that end at the same moment: the standings rest on both."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from competency_xblock.domain.engine import make_move, replay, start
from competency_xblock.domain.evidence import evidence_of
from competency_xblock.evidence import api
from competency_xblock.evidence.models import Standing
from tests.blocks.situations import COURSE_KEY, FIRST, READING, compiled, situation, usage_key

pytestmark = pytest.mark.django_db(transaction=True)

AT = FIRST.isoformat()
SECONDS = 30


def about_to_end(learner: int, n: int) -> Callable[[], None]:
    """An attempt at a scenario of its own, and the answer that ends it."""
    text = compiled(situation(f"s{n}", READING, tasks=1))
    names = {"version": text.version, "framework": text.framework_name}
    attempt = start(text.scenario, uid=f"u{n}", n=1, seed="s", at=AT, **names)
    version = api.VersionTexts(text.version, text.scenario.id, text.source, text.framework_text, text.local_text)
    place = {"learner_id": learner, "course_key": COURSE_KEY, "usage_key": usage_key(text)}
    row = api.open_attempt(attempt, version=version, now=FIRST, **place).row
    before = replay(text.scenario, attempt)
    attempt, after = make_move(text.scenario, attempt, "answer", "o3", request=f"r{n}", at=AT, undo_allowed=False)
    facts = evidence_of(before, after, attempt.moves[-1])
    return lambda: api.append_move(row, attempt.moves[-1], finishes=True, evidence=facts, stands=(learner, COURSE_KEY))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes for one at a time")
def test_the_later_of_two_waits_for_the_earlier_and_counts_both():
    learner = get_user_model().objects.create_user("noor").pk
    earlier, later = about_to_end(learner, 1), about_to_end(learner, 2)
    under_way = threading.Event()

    def end_the_other() -> None:
        try:
            under_way.set()
            later()
        finally:
            connection.close()

    thread = threading.Thread(target=end_the_other)
    with transaction.atomic():
        earlier()
        thread.start()
        under_way.wait(SECONDS)
        thread.join(1)  # it must not get through by then: the lock is held
        assert thread.is_alive()
    thread.join(SECONDS)

    assert Standing.objects.get(criterion=READING).observations == 2
