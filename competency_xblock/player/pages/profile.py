"""The profile of whoever is logged in, in the course that is played, and the files it can be taken away as."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from competency_xblock import markup
from competency_xblock.blocks.compiled import Compiled, compile_scenario, read_framework
from competency_xblock.blocks.ports import EvidencedAttempt, learner_evidence
from competency_xblock.blocks.profile_files import as_csv, as_json
from competency_xblock.blocks.profile_page import Profile, compose
from competency_xblock.blocks.report import Related, related_from
from competency_xblock.blocks.showing import levels_may_be_shown
from competency_xblock.domain.rubric import Area, Framework
from competency_xblock.olx.block_xml import PROFILE_TAG, SCENARIO_TAG

from ..courseware.content import LoadedCourse, current_course
from ..courseware.runtime import PlayerRuntime


def profile_of(user: Any) -> Profile | None:
    """The user's profile in the course; None where there is neither a rubric nor anything played."""
    course = current_course()
    runtime = PlayerRuntime(course, user)
    places = {str(usage): usage for usage in course.definitions}
    attempts = learner_evidence(user.pk, str(course.key)) or ()
    framework, related = _rubric_and_scenarios(course, runtime, attempts)
    if framework is None:
        return None
    now = timezone.now()

    def may_show(attempt: EvidencedAttempt) -> bool:
        usage = places.get(attempt.usage_key)
        block = runtime.get_block(usage) if usage and usage.block_type == SCENARIO_TAG else None
        return levels_may_be_shown(block, attempt, now)

    return compose(attempts, framework=framework, related=related, may_show=may_show, now=now)


def profile_json(user: Any, profile: Profile) -> str:
    """The profile as a file for other programs."""
    return as_json(profile, learner=user.get_username(), made=timezone.now().isoformat(timespec="seconds"))


def profile_csv(user: Any, profile: Profile) -> str:
    """The profile as a file for a spreadsheet, which by this mark reads it as UTF-8."""
    return "\ufeff" + as_csv(profile)


def _rubric_and_scenarios(
    course: LoadedCourse, runtime: PlayerRuntime, attempts: Iterable[EvidencedAttempt]
) -> tuple[Framework | None, tuple[Related, ...]]:
    """What the course's profile block says, and where it says nothing, what the scenarios say together."""
    scenarios: list[Compiled] = []
    framework, named = None, ""
    for usage, definition in course.definitions.items():
        if definition.problem or usage.block_type not in (PROFILE_TAG, SCENARIO_TAG):
            continue
        block: Any = runtime.get_block(usage)
        if usage.block_type == SCENARIO_TAG:
            compiled = compile_scenario(block.source, block.framework, block.local)
            scenarios += [compiled] if isinstance(compiled, Compiled) else []
        else:
            framework, named = framework or read_framework(block.framework), named or block.scenarios
    texts = scenarios or [each.text for each in attempts if each.text]
    related = {each.scenario.id: each for each in scenarios}
    return (
        framework or _together(text.framework for text in texts),
        related_from(named) or tuple(_related(name, text) for name, text in related.items()),
    )


def _related(name: str, text: Compiled) -> Related:
    title = markup.plain(text.scenario.title, local=text.local)
    return Related(name, title, text.scenario.practised(), text.scenario.use)


def _together(excerpts: Iterable[Framework]) -> Framework | None:
    """One framework of several excerpts, in the order in which they name their criteria."""
    whole: Framework | None = None
    areas: dict[str, Area] = {}
    for excerpt in excerpts:
        whole = whole or excerpt
        for area in excerpt.areas:
            before = areas.setdefault(area.id, replace(area, criteria=()))
            known = {each.id for each in before.criteria}
            more = tuple(each for each in area.criteria if each.id not in known)
            areas[area.id] = replace(before, criteria=before.criteria + more)
    return replace(whole, areas=tuple(areas.values())) if whole else None
