"""The form of everything that is sent, as JSON Schema: what `rows.py` makes, for those who read it."""

from typing import Any

from competency_xblock.domain.evidence import KEY, MENTOR, PEER, SELF
from competency_xblock.domain.mastery_evidence import CHOICES, WRITING
from competency_xblock.domain.tasks import BEST_LEVEL

from .asked import CRITERION

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
TIME: Json = {"type": "string", "format": "date-time"}
_FLAG: Json = {"type": "boolean"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_LEVEL: Json = {"type": "integer", "minimum": 1, "maximum": BEST_LEVEL}
_CRITERION: Json = {"type": "string", "pattern": f"^{CRITERION}$"}


def _said(schema: Json, description: str) -> Json:
    return {**schema, "description": description}


def _or_null(schema: Json) -> Json:
    return {**schema, "type": [schema["type"], "null"]}


def _object(about: str, **properties: Json) -> Json:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _page(row: str, **more: Json) -> Json:
    return _object(
        "One page.",
        results={"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}},
        next=_said(
            _or_null({"type": "string", "format": "uri"}),
            "The address of the next page; null where there is none by now.",
        ),
        **more,
    )


_PERSON = _said({"type": "string", "pattern": "^[0-9a-f]{16}$"}, "The same in every answer about this course.")
_HELD_BACK = _said(
    {"type": "array", "items": TEXT},
    "Usage keys of finished exercises whose levels are shown to you later, by their own rule or the course's. "
    "Nothing here counts them.",
)

SCHEMAS: dict[str, Json] = {
    "Learner": _object(
        "A learner in a course.",
        id=_PERSON,
        name=_said(_or_null(TEXT), "The account's name; null for those who write exercises and do not teach."),
    ),
    "Standing": _object(
        "Where a learner stands on one criterion.",
        learner={"$ref": "#/components/schemas/Learner"},
        course=_said(TEXT, "The key of the course."),
        criterion=_CRITERION,
        of={"enum": [CHOICES, WRITING], "description": "What it was shown by."},
        level=_said(
            _or_null(_LEVEL), "By the mastery rule of the course; null is “not enough yet”, which is no level."
        ),
        value=_said(_or_null({"type": "number"}), "The number the course's rule makes, where it makes one."),
        situations=_said(_COUNT, "In how many different scenarios."),
        observations=_said(_COUNT, "By how many answers."),
        breach=_said(_FLAG, "Whether there was a breach in the most recent one."),
        at=_said(TIME, "When this was worked out."),
    ),
    "Evidence": _object(
        "One fact: what one answer showed on one criterion, in whose judgement. It never changes; a later revision of "
        "the same fact replaces it.",
        id=_said(_COUNT, "Of this row; of two revisions of a fact each has its own."),
        learner={"$ref": "#/components/schemas/Learner"},
        course=_said(TEXT, "The key of the course."),
        usage=_said(TEXT, "The usage key of the exercise."),
        scenario=_said(TEXT, "The id of the scenario."),
        version=_said({"type": "string", "pattern": "^[0-9a-f]{64}$"}, "The sha256 of the version that was begun."),
        framework=_said(TEXT, "The rubric, with its version."),
        attempt=_said(TEXT, "The uid of the attempt."),
        n=_said(_COUNT, "Which attempt of this learner at this exercise, from 1 on."),
        seq=_said(_COUNT, "The number of the move in the attempt."),
        scene=TEXT,
        criterion=_CRITERION,
        level=_said(_LEVEL, "The level the answer shows."),
        offered=_said(_LEVEL, "The highest level the task could show."),
        credit=_said(
            {"type": ["string", "null"], "pattern": "^[0-9]+(/[0-9]+)?$"},
            "From 0 to 1, as an exact fraction; null where nothing was earned by it.",
        ),
        credit_number=_said(
            {"type": ["number", "null"], "minimum": 0, "maximum": 1}, "The same, rounded by the machine."
        ),
        written=_said(_FLAG, "Shown by own writing rather than by choices."),
        breach=_FLAG,
        source={"enum": [KEY, SELF, MENTOR, PEER], "description": "Who judged."},
        rater=_said(
            _or_null(_PERSON), "The person who judged, told to staff alone; null where it was the key or the learner."
        ),
        revision=_said(_COUNT, "0, and more each time the same answer was judged anew or taken back."),
        reason=_said(TEXT, "Why, as a code; “undone” is an answer taken back, which shows nothing any more."),
        args={"type": "object", "description": "What the reason speaks of: ids of options, counts, settings."},
        at=TIME,
    ),
    "Standings": _page("Standing"),
    "EvidencePage": _page("Evidence"),
    "OwnStandings": _page("Standing", held_back=_HELD_BACK),
    "OwnEvidence": _page("Evidence", held_back=_HELD_BACK),
    "Refusal": _object("Why not, and what to do.", error=_said(TEXT, "A sentence for people.")),
    "Description": {"type": "object", "required": ["openapi", "info", "paths", "components"]},
}
