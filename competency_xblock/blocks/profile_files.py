"""A profile as the files a learner takes away: JSON for other programs, CSV for a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from .profile_page import CriterionProfile, Profile, Shown

COLUMNS = (
    *("kind", "area", "criterion", "criterion_title", "in_rubric", "of", "level", "level_title", "offered", "breach"),
    *("scenario", "scenario_title", "attempt", "use", "at", "asked", "why"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would take a cell for

Row = dict[str, Any]


def as_json(profile: Profile, **about: str) -> str:
    """Everything the page shows; ``about`` says whose it is and when it was made."""
    return json.dumps(about | profile.to_json(), ensure_ascii=False, indent=1)


def as_csv(profile: Profile) -> str:
    """A row for each standing, each situation and each answer behind it, and each own rating."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    for area, criterion in profile.criteria():
        for row in _rows(criterion):
            writer.writerow({name: _harmless(value) for name, value in (_names(area, criterion) | row).items()})
    return file.getvalue()


def _names(area: str, criterion: CriterionProfile) -> Row:
    return {
        "area": area,
        "criterion": criterion.id,
        "criterion_title": criterion.title,
        "in_rubric": "yes" if criterion.known else "no",
    }


def _rows(criterion: CriterionProfile) -> Iterator[Row]:
    yield from _shown(criterion.choices)
    if criterion.writing:
        yield from _shown(criterion.writing)
    for own in criterion.own:
        yield {
            "kind": "own rating",
            "of": "self",
            "level": own.level,
            "level_title": own.level_title,
            "scenario_title": own.title,
            "at": own.at.isoformat(),
        }


def _shown(shown: Shown) -> Iterator[Row]:
    yield {
        "kind": "standing",
        "of": shown.of,
        "level": shown.level or "",
        "level_title": shown.level_title,
        "breach": _yes(shown.breach),
        "why": " ".join(shown.missing),
    }
    for each in shown.situations:
        place = {
            "of": shown.of,
            "scenario": each.scenario,
            "scenario_title": each.title,
            "attempt": each.attempt,
            "use": each.use,
        }
        yield place | {
            "kind": "situation",
            "level": each.level or "",
            "level_title": each.level_title,
            "offered": each.offered or "",
            "breach": _yes(each.breach),
            "at": each.finished.isoformat(),
        }
        for one in each.observations:
            yield place | {
                "kind": "answer",
                "level": one.level,
                "level_title": one.level_title,
                "offered": one.offered,
                "breach": _yes(one.breach),
                "at": one.at.isoformat(),
                "asked": one.asked,
                "why": one.why,
            }


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would calculate, made a text by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
