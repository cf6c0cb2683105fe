"""The interface in OpenAPI 3.1: addresses, parameters, statuses. Kept by hand, and held against the views by a test."""

from competency_xblock import __version__

from .asked import ALL, CRITERION, LIMIT, MOST, NEWEST
from .schemas import SCHEMAS, TEXT, TIME, Json


def describe(server: str) -> Json:
    """The description of the interface whose addresses begin with ``server``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Evidence and standings",
            "version": __version__,
            "summary": "What learners showed, and where they stand.",
            "description": _ABOUT,
        },
        "servers": [{"url": server}],
        "paths": {
            "/courses/{course_key}/standings/me": _own(
                "ownStandings", "Your own standings", "OwnStandings", "Worked out now from what may be shown to you."
            ),
            "/courses/{course_key}/evidence/me": _own(
                "ownEvidence", "Your own evidence, by time", "OwnEvidence", _NEWEST, *_PAGES, "revisions"
            ),
            "/courses/{course_key}/standings": _staff(
                "courseStandings", "The standings of all learners", "Standings", _STORED, *_PAGES
            ),
            "/courses/{course_key}/evidence": _staff(
                "courseEvidence", "The evidence of all learners, by time", "EvidencePage", _NEWEST, *_PAGES, "revisions"
            ),
            "/openapi.json": {
                "get": {
                    "operationId": "description",
                    "summary": "This description",
                    "security": [],
                    "responses": {"200": _json("OpenAPI 3.1.", "Description"), "400": _refused("400")},
                }
            },
        },
        "components": {
            "parameters": _PARAMETERS,
            "schemas": SCHEMAS,
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The session of the pages. The player calls the cookie competency_session.",
                },
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "In Open edX: JWT and the token, with a space between.",
                },
            },
        },
        "security": [{"session": []}, {"token": []}],
    }


_ABOUT = (
    "Read only, JSON only, never cached. Whoever is not logged in gets 401; whoever may not read an address 403, "
    "whether or not there is such a course. Texts that learners wrote are not here; they find theirs in the portfolio."
)
_NEWEST = "Of each fact the newest revision, unless all are asked for: an answer judged anew or taken back adds one."
_STORED = "As they were when the learner last finished an attempt."
_PAGES = ("limit", "after", "since", "criterion")

_PARAMETERS: dict[str, Json] = {
    "course_key": {
        "name": "course_key",
        "in": "path",
        "required": True,
        "description": "The key of a course.",
        "schema": TEXT,
        "example": "course-v1:Org+Course+Run",
    },
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "How many rows a page has at most. It may have fewer, and with a filter even none: go on until "
        "next is null.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    },
    "after": {
        "name": "after",
        "in": "query",
        "description": "Where the page begins. Follow next instead of making one.",
        "schema": TEXT,
    },
    "since": {
        "name": "since",
        "in": "query",
        "description": "Only rows of this time or later. To keep up with a course, ask from a minute before the newest "
        "row you have, and leave out those whose id you know.",
        "schema": TIME,
    },
    "criterion": {
        "name": "criterion",
        "in": "query",
        "description": "Only rows on this criterion.",
        "schema": {"type": "string", "pattern": f"^{CRITERION}$"},
        "example": "online-writing/clarity",
    },
    "revisions": {
        "name": "revisions",
        "in": "query",
        "description": "The newest of each fact, or all.",
        "schema": {"enum": [NEWEST, ALL], "default": NEWEST},
    },
}


def _own(*what: str) -> Json:
    return _reading(("400", "401", "404", "503"), *what)


def _staff(*what: str) -> Json:
    return _reading(("400", "401", "403", "404", "503"), *what)


def _reading(refusals: tuple[str, ...], name: str, summary: str, schema: str, about: str, *parameters: str) -> Json:
    return {
        "parameters": [{"$ref": "#/components/parameters/course_key"}],
        "get": {
            "operationId": name,
            "summary": summary,
            "description": about,
            "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
            "responses": {"200": _json(summary, schema)} | {status: _refused(status) for status in refusals},
        },
    }


def _refused(status: str) -> Json:
    return _json(_REFUSALS[status], "Refusal")


def _json(description: str, schema: str) -> Json:
    return {
        "description": description,
        "headers": {"Cache-Control": {"schema": {"const": "no-store"}}},
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


_REFUSALS = {
    "400": "A parameter is unknown, given twice, or makes no sense; the sentence says which.",
    "401": "Nobody is logged in.",
    "403": "You are not staff of such a course.",
    "404": "There is no such course.",
    "503": "No course can be read, or the database is busy.",
}
