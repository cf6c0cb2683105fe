"""A corrected key: finished attempts keep their grade until they are rescored, and both results stay on record."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from xblock.scorable import Score

from competency_xblock.evidence import api
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import SAMPLE_SCENARIO

pytestmark = pytest.mark.django_db

KEYED = "{online-writing/reading: 2, online-writing/direction: 1}"
# The key was too hard on the figures: they are as good as the question back.
BETTER = "{online-writing/reading: 3, online-writing/direction: 2}"
CORRECTED = SAMPLE_SCENARIO.replace(KEYED, BETTER).replace(
    "{online-writing/reading: 1, online-writing/direction: 2}",
    "{online-writing/reading: 2, online-writing/direction: 2}",
)


@pytest.fixture(params=["fields", "evidence"])
def trainee(request):
    learner = get_user_model().objects.create_user("noor").pk if request.param == "evidence" else None
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    trainee.begin()
    trainee.choose("send-figures")
    return trainee


def rescore(host, **more):
    block = host.block()
    changed = block.rescore(**more)
    block.save()
    return changed


def grades(host):
    return [each["grade"] for each in host.block().grades]


def test_a_finished_attempt_keeps_its_grade_and_its_report_until_it_is_rescored():
    learner = get_user_model().objects.create_user("noor").pk
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    trainee.begin()
    trainee.choose("send-figures")
    before = trainee.host.view().content
    trainee.host.replace(scenario_xml(CORRECTED))
    after = trainee.host.view().content
    assert grades(trainee.host) == [0.25] and "25 %" in after
    assert ("level-2" in before, "level-2" in after, "level-3" in after) == (True, True, False)


def test_rescoring_publishes_the_corrected_grade(trainee):
    assert grades(trainee.host) == [0.25]
    trainee.host.replace(scenario_xml(CORRECTED))
    trainee.host.published.clear()
    assert rescore(trainee.host)
    assert grades(trainee.host) == [1.0]
    assert trainee.host.published[0][1]["value"] == 1.0
    assert "100 %" in trainee.host.view().content


def test_rescoring_twice_changes_nothing_more(trainee):
    trainee.host.replace(scenario_xml(CORRECTED))
    assert rescore(trainee.host) and not rescore(trainee.host)


def test_rescoring_under_the_same_key_changes_nothing(trainee):
    assert not rescore(trainee.host)


def test_only_if_higher_keeps_the_better_grade(trainee):
    worse = SAMPLE_SCENARIO.replace(KEYED, "{online-writing/reading: 1, online-writing/direction: 1}")
    worse = worse.replace("reading: 1, online-writing/direction: 2", "reading: 2, online-writing/direction: 2")
    trainee.host.replace(scenario_xml(worse))
    rescore(trainee.host, only_if_higher=True)
    assert grades(trainee.host) == [0.25]


def test_an_attempt_under_way_is_not_rescored():
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO)))
    trainee.begin()
    trainee.host.replace(scenario_xml(CORRECTED))
    assert not rescore(trainee.host) and not trainee.host.block().has_submitted_answer()


def test_an_answer_whose_option_is_gone_keeps_what_it_earned(trainee):
    trainee.host.replace(scenario_xml(CORRECTED.replace("id: send-figures", "id: all-figures")))
    rescore(trainee.host)
    assert grades(trainee.host) == [0.25]


def test_staff_see_old_and_new_result_and_trainees_do_not():
    noor, boss = (get_user_model().objects.create_user(name).pk for name in ("noor", "boss"))
    host = Host(scenario_xml(SAMPLE_SCENARIO), learner=noor)
    trainee = Trainee(host)
    trainee.begin()
    trainee.choose("send-figures")
    host.replace(scenario_xml(CORRECTED))
    rescore(host)
    seen_by_trainee = host.view().content
    staff = host.as_learner(boss)
    staff.staff = True
    page = staff.view().content
    assert "noor" in page and "25 %" in page and "100 %" in page and str(host.usage) in page
    assert "noor" not in seen_by_trainee and "25 %" not in seen_by_trainee
    (stored,) = api.finished_attempts(noor, str(host.usage))
    assert [str(each.grade) for each in api.results_of(stored.row)] == ["1"]


def test_the_score_the_host_tells_is_kept_and_published_again_on_request(trainee):
    block = trainee.host.block()
    block.set_score(Score(0.25, 1.0))
    block.save()
    assert trainee.host.block().get_score() == Score(0.25, 1.0)
    trainee.host.published.clear()
    trainee.host.block().publish_grade()
    assert trainee.host.published == [("grade", {"value": 0.25, "max_value": 1.0, "only_if_higher": None})]


def test_what_is_finished_after_the_due_date_is_practice_and_counts_after_an_extension(monkeypatch):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO)))
    cls = trainee.host.cls
    monkeypatch.setattr(cls, "graded", True, raising=False)
    monkeypatch.setattr(cls, "due", timezone.now() - timedelta(days=1), raising=False)
    assert "for practice" in trainee.host.view().content
    trainee.begin()
    assert trainee.choose("ask-easy")["finished"]
    assert [name for name, _ in trainee.host.published] == ["completion"]
    monkeypatch.setattr(cls, "due", timezone.now() + timedelta(days=1))
    rescore(trainee.host)
    assert trainee.host.published[-1][1]["value"] == 1.0


@pytest.mark.parametrize(("policy", "grade_shown"), [("never", False), ("never_but_include_grade", True)])
def test_levels_and_reasons_stay_hidden_where_the_course_hides_correctness(monkeypatch, policy, grade_shown):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO)))
    monkeypatch.setattr(trainee.host.cls, "show_correctness", policy, raising=False)
    trainee.begin()
    page = trainee.choose("send-figures")["html"]
    assert ("25 %" in page) is grade_shown
    assert "level-2" not in page and "shown later" in page and "What it misses" not in page
