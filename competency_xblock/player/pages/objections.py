"""What learners see differently: the learner's own objections with their answers, and for staff those of all.

Nobody is named to staff. An answer of theirs may correct the key; then the package changes, and what is finished is
judged again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from opaque_keys.edx.keys import UsageKey

from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.disputes import Dispute, dispute
from competency_xblock.domain.tasks.base import UNSTORABLE
from competency_xblock.evidence import api
from competency_xblock.olx.block_xml import SCENARIO_TAG
from competency_xblock.olx.refused import PackageRefused

from ..accounts.names import AUTHOR, MENTOR, role_of
from ..correcting import NotCorrected, correct_key
from ..courseware.content import LoadedCourse, current_course
from ..courseware.runtime import PlayerRuntime
from ..rescoring import Outcome, rescore_block

TEXT_LIMIT = 2000  # characters of an answer


class NotAnswered(Exception):
    """What staff sent cannot be taken. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer brought about: whether the key was corrected, and how many scores changed by it."""

    corrected: bool
    changed: int


@dataclass(frozen=True, slots=True)
class Own:
    """One objection of a learner's, as the learner reads it."""

    dispute: Dispute
    reason: str
    at: str


def may_answer(user: Any) -> bool:
    """Whether somebody is staff, who read and answer everybody's objections."""
    return role_of(user) in (MENTOR, AUTHOR)


def own_objections(user: Any) -> tuple[Own, ...]:
    """What a learner objected to in this course, the newest first."""
    read = _Reading(user)
    found = api.objections_of(user.pk, str(read.course.key))
    return tuple(Own(read.dispute(each, _nothing), each.reason, each.at) for each in reversed(found))


def disputes(user: Any) -> tuple[Dispute, ...]:
    """Every feedback of this course that somebody objects to: first those that wait for an answer, the most disputed
    before others."""
    read = _Reading(user)
    found = [
        read.dispute(each, partial(api.answers_given, each.usage_key, each.scene))
        for each in api.disputed(str(read.course.key))
    ]
    return tuple(sorted(found, key=lambda each: (-bool(each.place.waiting), -each.place.count)))


def answer(user: Any, disputed: Dispute, sent: Mapping[str, str]) -> Answered:
    """Answer the objections to one feedback, and correct its key where other levels were sent.

    :class:`NotAnswered` where that cannot be; nothing has changed then.
    """
    place = disputed.place
    text = UNSTORABLE.sub("", sent.get("text", "")).strip()
    if not text:
        raise NotAnswered(_("Write an answer first: those who objected will read it."))
    if len(text) > TEXT_LIMIT:
        raise NotAnswered(_("Your answer is longer than %(limit)s characters. Shorten it.") % {"limit": TEXT_LIMIT})
    change = disputed.corrected(_levels(disputed, sent))
    usage = UsageKey.from_string(place.usage_key)
    if change:
        _correct(usage, disputed, {name: after for name, (_before, after) in change.items()})
    at = timezone.now().isoformat(timespec="seconds")
    api.reply(
        place.usage_key,
        variant=place.variant,
        scene=place.scene,
        option=place.option,
        text=text,
        by=user.pk,
        at=at,
        change=change,
    )
    counts = rescore_block(usage).counts if change else {}
    return Answered(bool(change), counts.get(Outcome.CHANGED, 0))


def _levels(disputed: Dispute, sent: Mapping[str, str]) -> dict[str, int]:
    wanted = {}
    for each in disputed.key:
        known = {str(level): level for level, _title in each.levels}
        level = known.get(sent.get(f"level-{each.criterion}", str(each.level)))
        if level is None:
            raise NotAnswered(_("“%(criterion)s” needs one of the levels shown.") % {"criterion": each.title})
        wanted[each.criterion] = level
    return wanted


def _correct(usage: UsageKey, disputed: Dispute, levels: Mapping[str, int]) -> None:
    place = disputed.place
    try:
        correct_key(usage, variant=place.variant, scene=place.scene, option=place.option, levels=levels)
    except NotCorrected as refused:
        raise NotAnswered(" ".join([str(refused), *(str(each) for each in refused.diagnostics[:3])])) from refused
    except (LookupError, OSError, PackageRefused) as error:
        sentence = _("The course package could not be changed: %(why)s. Nothing was corrected.")
        raise NotAnswered(sentence % {"why": str(error).rstrip(".")}) from error


class _Reading:
    """The scenarios of the course, each compiled once, as the present package has them."""

    def __init__(self, user: Any) -> None:
        self.course: LoadedCourse = current_course()
        self._runtime = PlayerRuntime(self.course, user)
        self._usages = {str(usage): usage for usage in self.course.definitions}

    def dispute(self, found: Any, answers: Any) -> Dispute:
        return dispute(found, self._present(found.usage_key), self._played(found.version), answers)

    def _present(self, usage_key: str) -> Compiled | None:
        usage = self._usages.get(usage_key)
        if usage is None or usage.block_type != SCENARIO_TAG or self.course.definition(usage).problem:
            return None
        block: Any = self._runtime.get_block(usage)
        return _playable(compile_scenario(block.source, block.framework, block.local))

    @staticmethod
    def _played(version: str) -> Compiled | None:
        texts = api.version_texts(version)
        return _playable(compile_scenario(texts.source, texts.framework, texts.local)) if texts else None


def _playable(compiled: Any) -> Compiled | None:
    return compiled if isinstance(compiled, Compiled) else None


def _nothing() -> Iterator[tuple[str, object, int]]:
    return iter(())
