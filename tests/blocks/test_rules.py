"""Whose word counts on how a block is played."""

from datetime import UTC, datetime, timedelta

import pytest

from competency_xblock.blocks.rules import BlockSettings, feedback_is_due, rules_for
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
    assert feedback_is_due(feedback, finished=finished, due=due, now=NOW) is shown
