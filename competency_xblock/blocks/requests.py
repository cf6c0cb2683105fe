"""What a page may send to a handler, read with distrust. Anything else is a 4xx with a plain sentence."""

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from webob import Response
from xblock.core import XBlock

BODY_LIMIT = 128 * 1024  # bytes: the longest text allowed, in any script, and its JSON escapes
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
NOT_UNDERSTOOD = "The page sent something this exercise does not understand. Load the page again."

JsonBody = dict[str, Any]


class Refused(Exception):
    """What was asked cannot be done. ``str()`` is a sentence for the trainee; ``more`` goes beside it."""

    def __init__(self, status: int, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.status, self.more = status, more


def json_handler(handler: Callable[[Any, JsonBody], JsonBody]) -> Any:
    """A handler that takes a JSON object and gives one, or says in one why not.

    Beyond ``XBlock.json_handler``: the body's size and depth are bounded, and nothing is cached.
    """

    @XBlock.handler
    @functools.wraps(handler)
    def handle(block: Any, request: Any, suffix: str = "") -> Response:
        try:
            return _response(handler(block, read_json(request)))
        except Refused as refused:
            return _response({"error": str(refused)} | refused.more, refused.status)

    return handle


def read_json(request: Any) -> JsonBody:
    """The JSON object in the body of a POST. :class:`Refused` 405, 413 or 400 where there is none."""
    if request.method != "POST":
        raise Refused(405, "This address takes POST requests only.")
    if (request.content_length or 0) > BODY_LIMIT:
        raise Refused(413, "Your text is too long to be sent. Shorten it and send it again.")
    body = request.body
    if len(body) > BODY_LIMIT:
        raise Refused(413, "Your text is too long to be sent. Shorten it and send it again.")
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (RecursionError, ValueError) as error:
        raise Refused(400, NOT_UNDERSTOOD) from error
    if not isinstance(data, dict):
        raise Refused(400, NOT_UNDERSTOOD)
    return data


def request_id(data: dict[str, Any]) -> str:
    """The page's own id of this request."""
    value = text(data, "request")
    if not REQUEST_ID.fullmatch(value):
        raise Refused(400, NOT_UNDERSTOOD)
    return value


def text(data: dict[str, Any], name: str) -> str:
    """A text value of the body."""
    value = data.get(name)
    if not isinstance(value, str):
        raise Refused(400, NOT_UNDERSTOOD)
    return value


def count(data: dict[str, Any], name: str) -> int:
    """A whole number of the body, 0 or more."""
    value = data.get(name)
    if type(value) is not int or value < 0:
        raise Refused(400, NOT_UNDERSTOOD)
    return value


def _response(body: JsonBody, status: int = 200) -> Response:
    response = Response(json.dumps(body), status=status, content_type="application/json", charset="UTF-8")
    response.cache_control = "no-store"
    return response


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
