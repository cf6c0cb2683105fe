"""Whose word counts on how a block is played."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from competency_xblock.blocks.rules import BlockSettings, feedback_is_due, policies_of, rules_for
from competency_xblock.domain.scenario import PlayRules

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (BlockSettings(), PlayRules("at-end", True, 3, "mean")),
        (BlockSettings(attempts_allowed="unlimited"), PlayRules("at-end", True, None, "mean")),
        (BlockSettings(attempts_allowed=" 5 "), PlayRules("at-end", True, 5, "mean")),
        (BlockSettings(attempts_allowed="0"), PlayRules("at-end", True, 3, "mean")),
        (BlockSettings(attempts_allowed="\N{SUPERSCRIPT TWO}"), PlayRules("at-end", True, 3, "mean")),
        (BlockSettings(attempt_counts="latest"), PlayRules("at-end", True, 3, "latest")),
        (BlockSettings(feedback_when="after-due"), PlayRules("after-due", True, 3, "mean")),
        (BlockSettings(feedback_when="at-once"), PlayRules("at-once", False, 3, "mean")),
        (BlockSettings(undo_allowed="false"), PlayRules("at-end", False, 3, "mean")),
        (BlockSettings("many", "all", "soon", "maybe"), PlayRules("at-end", True, 3, "mean")),
    ],
)
def test_settings_win_where_they_are_set_and_make_sense(settings, expected):
    assert rules_for(PlayRules("at-end", True, 3, "mean"), settings) == expected


@pytest.mark.parametrize(
    ("feedback", "finished", "due", "shown"),
    [
        ("at-once", False, None, True),
        ("at-end", False, None, False),
        ("at-end", True, None, True),
        ("after-due", True, None, True),
        ("after-due", True, NOW + timedelta(days=1), False),
        ("after-due", True, NOW - timedelta(days=1), True),
        ("after-due", False, NOW - timedelta(days=1), False),
        ("after-due", True, (NOW - timedelta(days=1)).replace(tzinfo=None), True),
    ],
)
def test_feedback_comes_when_the_author_said(feedback, finished, due, shown):
    policies = policies_of(SimpleNamespace(due=due))
    assert feedback_is_due(feedback, policies, finished=finished, staff=False, now=NOW) is shown


LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("policy", "due", "staff", "shown"),
    [
        ("always", None, False, True),
        ("", None, False, True),
        ("never", None, True, False),
        ("never_but_include_grade", EARLIER, True, False),
        ("past_due", LATER, False, False),
        ("past_due", LATER, True, True),
        ("past_due", EARLIER, False, True),
        ("past_due", None, False, True),
    ],
)
def test_show_correctness_means_what_it_means_on_the_platform(policy, due, staff, shown):
    policies = policies_of(SimpleNamespace(show_correctness=policy, due=due))
    assert policies.correctness_may_be_shown(NOW, staff=staff) is shown
    assert feedback_is_due("at-once", policies, finished=False, staff=staff, now=NOW) is shown


@pytest.mark.parametrize(
    ("policy", "shown_for"),
    [
        ("always", {"nothing", "one finished", "full marks", "none left", "past due"}),
        ("never", set()),
        ("answered", {"full marks"}),
        ("attempted", {"one finished", "full marks", "none left"}),
        ("attempted_no_past_due", {"one finished", "full marks", "none left"}),
        ("closed", {"none left", "past due"}),
        ("finished", {"full marks", "none left", "past due"}),
        ("", {"full marks", "none left", "past due"}),
        ("unheard of", {"full marks", "none left", "past due"}),
        ("correct_or_past_due", {"full marks", "past due"}),
        ("past_due", {"past due"}),
        ("after_all_attempts", {"none left"}),
        ("after_all_attempts_or_correct", {"full marks", "none left"}),
        ("after_attempts", {"one finished", "full marks", "none left"}),
    ],
)
def test_showanswer_means_what_it_means_on_the_platform(policy, shown_for):
    cases = {
        "nothing": {},
        "one finished": {"finished": True},
        "full marks": {"finished": True, "full_marks": True},
        "none left": {"finished": True, "attempts_left": False},
        "past due": {"due": EARLIER},
    }
    found = set()
    for name, case in cases.items():
        facts = {"finished": False, "attempts_left": True, "full_marks": False} | case
        policies = policies_of(SimpleNamespace(showanswer=policy, due=facts.pop("due", None)))
        if policies.answers_are_shown(NOW, **facts):
            found.add(name)
    assert found == shown_for


@pytest.mark.parametrize(
    ("inherited", "late"),
    [
        ({}, False),
        ({"due": EARLIER}, False),
        ({"due": EARLIER, "graded": True}, True),
        ({"due": EARLIER, "graded": True, "graceperiod": timedelta(days=2)}, False),
        ({"due": EARLIER.replace(tzinfo=None), "graded": True, "graceperiod": 0}, True),
        ({"due": "tomorrow", "graded": True}, False),
        ({"due": EARLIER, "graded": True, "self_paced": True}, False),
    ],
)
def test_only_graded_work_past_due_and_grace_comes_too_late(inherited, late):
    assert policies_of(SimpleNamespace(**inherited)).counts_no_more(NOW) is late
