"""Who sees what in the player: the one table of role, page and action. ``python -m tests.player.access_table`` writes
it into the documentation; test_access_table.py holds the player to every cell of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "operators" / "who-sees-what.md"
BEGIN, END = "<!-- made by tests/player/access_table.py -->", "<!-- end -->"
ROLES = ("visitor", "trainee", "other trainee", "mentor", "author")
RESOURCE = "/xblock/resource/competency_scenario"
REST = "/api/competency/v1"
COURSE = f"{REST}/courses/course-v1:Org+Course+Run"
USAGE = "block-v1:Org+Course+Run+type@competency_scenario+block@sample"


class Cell(StrEnum):
    """What somebody gets."""

    ALL = "the same for all"
    LOGIN = "the login"
    REFUSED = "refused"
    OWN = "own"
    NAMES = "own; results of all, with names"
    NUMBERS = "own; results of all, no names"
    FACTS_NAMED = "facts of all, with names"
    FACTS = "facts of all, no names"
    REASONS = "reasons of all, no names"
    ANSWERS = "answers, and may correct the key"


class Mark(StrEnum):
    """By what a test knows that a page is about the one who asked for it."""

    TEXT = "what they wrote"
    SCORE = "their score"
    NAME = "their name"
    NONE = "nothing"


@dataclass(frozen=True, slots=True)
class Row:
    """A page or an action. ``cells`` are those of the visitor, trainee, other trainee, mentor and author."""

    what: str
    view: str  # the name of its view, or what answers where there is no view
    address: str
    cells: tuple[Cell, Cell, Cell, Cell, Cell]
    mark: Mark = Mark.NONE
    post: str = ""  # what is sent, see test_access_table.py; empty = the page is read


_EVERYBODY = (Cell.ALL,) * 5
_OWN = (Cell.LOGIN, *(Cell.OWN,) * 4)
_MEMBERS = (Cell.LOGIN, *(Cell.ALL,) * 4)
_OWN_ANSWER = (Cell.REFUSED, *(Cell.OWN,) * 4)
_STAFF = (*(Cell.REFUSED,) * 3, Cell.FACTS_NAMED, Cell.FACTS)

TABLE = (
    Row("Course", "pages:outline", "/", _OWN, Mark.SCORE),
    Row(
        *("Unit with its exercises", "pages:unit", "/unit/unit/"),
        (Cell.LOGIN, Cell.OWN, Cell.OWN, Cell.NAMES, Cell.NUMBERS),
        Mark.TEXT,
    ),
    Row("Exercise: begin again", "courseware:handler", f"/xblock/{USAGE}/handler/begin", _OWN_ANSWER, post="begin"),
    Row("Exercise: answer", "courseware:handler", f"/xblock/{USAGE}/handler/move", _OWN_ANSWER, post="answer"),
    Row(
        *("Exercise: answer in the attempt of the trainee", "courseware:handler", f"/xblock/{USAGE}/handler/move"),
        (Cell.REFUSED, Cell.OWN, Cell.REFUSED, Cell.REFUSED, Cell.REFUSED),
        post="answer of the trainee",
    ),
    Row("Results", "pages:results", "/results/", _OWN, Mark.SCORE),
    Row("Profile", "pages:profile", "/profile/", _OWN),
    Row("Profile as data", "pages:profile_file", "/profile/profile.json", _OWN, Mark.NAME),
    Row("Profile as a table", "pages:profile_file", "/profile/profile.csv", _OWN),
    Row("Portfolio", "pages:portfolio", "/portfolio/", _OWN, Mark.TEXT),
    Row("Portfolio as a page to keep", "pages:portfolio_file", "/portfolio/portfolio.html", _OWN, Mark.TEXT),
    Row("Portfolio as data", "pages:portfolio_file", "/portfolio/portfolio.json", _OWN, Mark.TEXT),
    Row(
        *("Objections to feedback", "pages:objections", "/objections/"),
        (Cell.LOGIN, Cell.OWN, Cell.OWN, Cell.REASONS, Cell.REASONS),
        Mark.TEXT,
    ),
    Row(
        *("Exercise: object to feedback", "courseware:handler", f"/xblock/{USAGE}/handler/objection"),
        _OWN_ANSWER,
        post="objection",
    ),
    Row(
        *("Objections: answer them", "pages:objections", "/objections/"),
        (Cell.LOGIN, Cell.REFUSED, Cell.REFUSED, Cell.ANSWERS, Cell.ANSWERS),
        post="reply",
    ),
    Row("REST: own standings", "competency_rest:own_standings", f"{COURSE}/standings/me", _OWN_ANSWER, Mark.NAME),
    Row("REST: own evidence", "competency_rest:own_evidence", f"{COURSE}/evidence/me", _OWN_ANSWER, Mark.NAME),
    Row("REST: standings of a course", "competency_rest:course_standings", f"{COURSE}/standings", _STAFF),
    Row("REST: evidence of a course", "competency_rest:course_evidence", f"{COURSE}/evidence", _STAFF),
    Row("REST: its description", "competency_rest:description", f"{REST}/openapi.json", _EVERYBODY),
    Row("Account", "accounts:account", "/account/", _OWN, Mark.NAME),
    Row("Download of everything", "accounts:data", "/account/data.json", _OWN, Mark.TEXT),
    Row("Erasure: the page before it", "accounts:erase", "/account/erase/", _OWN),
    Row("Erasure", "accounts:erase", "/account/erase/", _OWN, post="erase"),
    Row("Change of the password", "accounts:change_password", "/account/password/", _OWN),
    Row("Login", "accounts:login", "/account/login/", _EVERYBODY),
    Row("Logging out", "accounts:logout", "/account/logout/", (Cell.LOGIN,) * 5, post="nothing"),
    Row("Link that sets a password", "accounts:set_password", "/account/password/MQ/bad-token/", _EVERYBODY),
    Row("What is stored about you", "pages:privacy", "/privacy/", _EVERYBODY),
    Row("Files of the course", "courseware:asset", "/asset/map.txt", _MEMBERS),
    Row("Links from text to text", "courseware:jump", "/jump_to_id/unit", _MEMBERS),
    Row("Scripts and styles of exercises", "courseware:resource", f"{RESOURCE}/public/scenario.css", _EVERYBODY),
    Row("Scripts and styles of pages", "static files", "/static/pages/player.css", _EVERYBODY),
    Row("Health of the server", "healthz", "/healthz", _EVERYBODY),
)  # fmt: skip


def as_markdown() -> str:
    """The table as it stands in the documentation."""
    lines = [f"| page or action | address | {' | '.join(ROLES)} |", "| --- " * (2 + len(ROLES)) + "|"]
    for row in TABLE:
        address = row.address.replace(USAGE, "...")
        lines.append(f"| {row.what} | `{'POST ' if row.post else ''}{address}` | {' | '.join(row.cells)} |")
    return "\n".join(lines)


def page_with_table(page: str) -> str:
    """The text of the page with the table of now between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{as_markdown()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
