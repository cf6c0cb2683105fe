"""The kinds of task: what an answer looks like, what it shows, and where it leads.

Each kind is one frozen class below :class:`Task`; the engine, the scoring and the page know only
that base, so a further kind is a further class. Rules: scenario-format sections 3 and 4.
"""

from .base import (
    BEST_LEVEL,
    TEXT_LIMIT,
    Answer,
    AnswerRefused,
    Feedback,
    Judgement,
    Observation,
    Option,
    OptionTask,
    Task,
)
from .choices import Choose, Select
from .discussion import Action, Post, Thread, ThreadAnswer
from .items import Bin, Rank, Rate, Sort
from .panel import PreviewLine, Settings, Switch, Whole
from .texts import Anchor, Reflect, SelfAssess, Words, Write

__all__ = [
    "BEST_LEVEL",
    "TEXT_LIMIT",
    "Action",
    "Anchor",
    "Answer",
    "AnswerRefused",
    "Bin",
    "Choose",
    "Feedback",
    "Judgement",
    "Observation",
    "Option",
    "OptionTask",
    "Post",
    "PreviewLine",
    "Rank",
    "Rate",
    "Reflect",
    "Select",
    "SelfAssess",
    "Settings",
    "Sort",
    "Switch",
    "Task",
    "Thread",
    "ThreadAnswer",
    "Whole",
    "Words",
    "Write",
]
