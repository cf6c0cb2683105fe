"""The two policies of a package: the settings of the course, and how its grade is made up."""

from collections import Counter
from datetime import UTC, datetime

from competency_xblock.domain.course import PROFILE, Outline

from .block_xml import BLOCK_TAGS, PROFILE_TAG

PASS = 0.5


def policy(outline: Outline) -> dict[str, object]:
    """``policy.json``: what Open edX calls advanced settings, keyed by the course."""
    has_profile = any(block.kind == PROFILE for block in outline.blocks())
    return {
        f"course/{outline.run}": {
            "advanced_modules": [*BLOCK_TAGS, *([PROFILE_TAG] if has_profile else [])],
            "cert_html_view_enabled": False,
            "course_image": outline.image.removeprefix("/static/"),
            "display_name": outline.title,
            "end": _date(outline.end),
            "language": outline.language,
            "self_paced": True,
            "start": _date(outline.start),
            "tabs": [
                {"course_staff_only": False, "name": "Course", "type": "courseware"},
                {"course_staff_only": False, "name": "Progress", "type": "progress"},
            ],
        }
    }


def grading_policy(outline: Outline) -> dict[str, object]:
    """``grading_policy.json``: one grader for each module with graded sections, all of the same weight.

    A sequential names its grader by ``format``, which is the module's title.
    """
    counts = Counter(module.title for module in outline.modules for section in module.sections if section.graded)
    # Open edX and its checkers want a grader even where nothing is graded.
    graders = dict(counts) or {outline.title: 1}
    return {
        "GRADER": [
            {"type": title, "short_label": _initials(title), "min_count": count, "drop_count": 0, "weight": weight}
            for (title, count), weight in zip(graders.items(), _weights(len(graders)), strict=True)
        ],
        "GRADE_CUTOFFS": {"Pass": PASS},
    }


def _weights(count: int) -> list[float]:
    """Whole hundredths that add up to 1: Studio shows weights in per cent and warns at 99."""
    share, left = divmod(100, count)
    return [(share + (place < left)) / 100 for place in range(count)]


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split()).upper()


def _date(text: str) -> str:
    """An ISO 8601 time as Open edX writes it; a time without a zone is in UTC."""
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
