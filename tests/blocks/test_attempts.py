"""Attempts of one learner, when two requests get in each other's way between two statements."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.blocks.attempts import Attempts
from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.ports import EvidenceStore
from competency_xblock.evidence.models import Attempt
from competency_xblock.olx.block_xml import framework_json
from tests.sample import SAMPLE_SCENARIO, sample_framework

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


class OvertakenStore(EvidenceStore):
    """A store whose learner has another tab, which begins after this one has looked and before it stores."""

    def overtaken_by(self, other):
        self.other = other
        return self

    def knows(self, uid):
        self.other()
        return super().knows(uid)


def test_a_start_that_was_overtaken_takes_up_the_attempt_of_the_other():
    learner = get_user_model().objects.create_user("noor").pk
    compiled = compile_scenario(SAMPLE_SCENARIO, framework_json(sample_framework()), "")
    assert isinstance(compiled, Compiled)

    def tab(store):
        fields = SimpleNamespace(attempt={}, attempt_row=0, attempts=0, grades=[])
        return Attempts(fields, store, compiled, compiled.scenario.play)

    def begin(attempts, request):
        return attempts.begin(request=request, learner="noor", seed="seed", now=NOW).attempt

    place = (learner, "course", "usage")
    first = []
    store = OvertakenStore(*place).overtaken_by(lambda: first.append(begin(tab(EvidenceStore(*place)), "request-one")))
    assert begin(tab(store), "request-two") == first[0]
    assert Attempt.objects.count() == 1
