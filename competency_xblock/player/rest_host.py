"""The player as the REST interface sees it: sessions, roles, and the course that is played."""

from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from rest_framework.authentication import SessionAuthentication

from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.ports import EvidencedAttempt
from competency_xblock.blocks.showing import levels_may_be_shown
from competency_xblock.evidence import api
from competency_xblock.olx.block_xml import SCENARIO_TAG
from competency_xblock.rest.host import Host, MayShow, Reads, Unavailable

from .accounts.names import AUTHOR, MENTOR, role_of
from .courseware.content import CourseUnavailable, LoadedCourse, current_course
from .courseware.runtime import PlayerRuntime

_READS = {MENTOR: Reads.NAMES, AUTHOR: Reads.NUMBERS}


class PlayerSession(SessionAuthentication):
    """The session of the pages. Without one the answer is 401, never a way to the login page."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"


class PlayerHost(Host):
    """Mentors read names, authors do not, trainees read what is theirs."""

    @property
    def authentication_classes(self) -> tuple[type[Any], ...]:
        return (PlayerSession,)

    def reads(self, user: Any, course_key: str, /) -> Reads:
        return _READS.get(role_of(user), Reads.NOTHING)

    def has_course(self, course_key: str, /) -> bool:
        return course_key == str(_course().key) or api.is_known(course_key)

    def may_show(self, user: Any, course_key: str, now: datetime, /) -> MayShow:
        return _Rules(user, _course(), now).may_show


class _Rules:
    """What the exercises of the present course let a learner see by now, each asked once for finished and left ones."""

    def __init__(self, user: Any, course: LoadedCourse, now: datetime) -> None:
        self.course, self.now = course, now
        self._runtime = PlayerRuntime(course, user)
        self._known: dict[tuple[str, str, bool], bool] = {}

    @cached_property
    def places(self) -> dict[str, Any]:
        return {str(usage): usage for usage in self.course.definitions}

    def may_show(self, attempt: api.EvidencedAttempt) -> bool:
        key = (attempt.usage_key, attempt.version, bool(attempt.finished))
        if key not in self._known:
            block = self._block(attempt.usage_key)
            self._known[key] = levels_may_be_shown(block, _played(attempt, block), self.now)
        return self._known[key]

    def _block(self, usage_key: str) -> Any:
        usage = self.places.get(usage_key)
        return self._runtime.get_block(usage) if usage and usage.block_type == SCENARIO_TAG else None


def _played(attempt: api.EvidencedAttempt, block: Any) -> EvidencedAttempt:
    """The attempt, with the text it was played in where the present one cannot say by which rules."""
    says = block is None or isinstance(compile_scenario(block.source, block.framework, block.local), Compiled)
    texts = None if says else api.version_texts(attempt.version)
    text = compile_scenario(texts.source, texts.framework, texts.local) if texts else None
    return EvidencedAttempt(
        usage_key=attempt.usage_key,
        scenario=attempt.scenario,
        n=attempt.n,
        text=text if isinstance(text, Compiled) else None,
        mastery=attempt.for_mastery(),
        facts=(),
    )


def _course() -> LoadedCourse:
    try:
        return current_course()
    except CourseUnavailable as error:
        raise Unavailable(str(error)) from error
