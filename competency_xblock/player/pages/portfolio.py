"""The portfolio of whoever is logged in, and the two files it can be taken away as. Nobody else's, by any address."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils import timezone
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey

from competency_xblock.blocks.compiled import Compiled, Unplayable, compile_scenario
from competency_xblock.blocks.portfolio import Placed, Portfolio, compose
from competency_xblock.evidence import api

from ..courseware.content import CourseUnavailable, current_course
from ..courseware.runtime import PlayerRuntime

_SOURCES = ("source", "framework", "local")


def portfolio_of(user: Any) -> Portfolio:
    """Everything this user wrote, in whatever course it was, also where the course is gone."""
    attempts = (Placed(usage_key, stored.attempt) for _, usage_key, stored in api.attempts_of(user.pk))
    return compose(attempts, version_of=cache(_version), present_of=_present(user), drafts=api.drafts_of(user.pk))


def portfolio_json(user: Any, portfolio: Portfolio) -> str:
    """The portfolio as a file for other programs."""
    about = {"learner": user.get_username(), "made": timezone.now().isoformat(timespec="seconds")}
    return json.dumps(about | portfolio.to_json(), ensure_ascii=False, indent=1)


def _version(sha256: str) -> Compiled | None:
    texts = api.version_texts(sha256)
    return _compiled(texts.source, texts.framework, texts.local) if texts else None


def _present(user: Any) -> Callable[[str], Compiled | None]:
    """What a block says by now; None where the course, the block or its text is not there."""

    @cache
    def present(place: str) -> Compiled | None:
        try:
            runtime = PlayerRuntime(current_course(), user)
            usage = UsageKey.from_string(place)
        except (CourseUnavailable, InvalidKeyError):
            return None
        block = runtime.get_block(usage) if usage in runtime.course.definitions else None
        texts = [text for name in _SOURCES if isinstance(text := getattr(block, name, None), str)]
        return _compiled(*texts) if len(texts) == len(_SOURCES) else None

    return present


def _compiled(source: str, framework: str, local: str) -> Compiled | None:
    compiled = compile_scenario(source, framework, local)
    return None if isinstance(compiled, Unplayable) else compiled
