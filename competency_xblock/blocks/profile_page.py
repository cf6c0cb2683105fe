"""A learner's profile put together: where each criterion stands, by what, how they see it themselves, and what is next.

Pure: evidence, the rubric and the course's scenarios go in, values for any host's page or file come out. Levels are
those of ``domain.mastery``, never worked out here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from competency_xblock import markup
from competency_xblock.domain import mastery
from competency_xblock.domain.evidence import SELF, Evidence
from competency_xblock.domain.mastery_evidence import CHOICES, WRITING, AttemptEvidence
from competency_xblock.domain.mastery_evidence import Situation as FoundSituation
from competency_xblock.domain.mastery_rules import mastery_rule
from competency_xblock.domain.rubric import Criterion, Framework
from competency_xblock.domain.scenario import USES, Scenario
from competency_xblock.domain.tasks import BEST_LEVEL

from . import profile_words as words
from .ports import EvidencedAttempt
from .rendering import Texts
from .report import Related
from .why import why

FORM = 1  # version of the JSON form
MOST_MOMENTS = 24  # of a criterion's history; the newest are shown
MOST_TO_PLAY = 3
_BY_KEY = {CHOICES: "key", WRITING: "mentor"}

MayShow = Callable[[EvidencedAttempt], bool]


@dataclass(frozen=True, slots=True)
class Observation:
    """One answer, what it showed, and why."""

    asked: str
    asked_html: SafeString
    why: str
    why_html: SafeString
    level: int
    level_title: str
    offered: int
    breach: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """One scenario by the attempt at it that counts. ``level`` 0: it offered none, having one task alone for this."""

    scenario: str
    title: str
    href: str
    attempt: int
    use: str
    use_title: str
    finished: datetime
    level: int
    level_title: str
    offered: int
    breach: bool
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """How the criterion stood once an attempt was finished."""

    at: datetime
    title: str
    level: int
    level_title: str
    situations: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing by choices or by own writing. ``level`` 0 is no level: there is not enough yet.

    ``value`` is the number that the course's mastery rule makes of it; empty for ours, which makes none.
    """

    of: str
    level: int
    value: str
    level_title: str
    observations: int
    spread: tuple[tuple[str, int], ...]
    breach: bool
    situations: tuple[Situation, ...]
    uses: tuple[tuple[str, int, str], ...]
    missing: tuple[str, ...]
    history: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """Where the learner saw themselves, and how the criterion stood by then."""

    at: datetime
    title: str
    level: int
    level_title: str
    stood: int
    stood_title: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario to play, and why that one."""

    title: str
    href: str
    because: str


@dataclass(frozen=True, slots=True)
class CriterionProfile:
    """One criterion. ``known``: the rubric of now has it."""

    id: str
    title: str
    asks: str
    known: bool
    choices: Shown
    writing: Shown | None
    own: tuple[OwnLevel, ...]
    calibration: str
    descriptor: str
    next_descriptor: str
    play: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One area of the rubric."""

    id: str
    title: str
    criteria: tuple[CriterionProfile, ...]


@dataclass(frozen=True, slots=True)
class UseShown:
    """What was shown in one use, whatever its levels: criteria by title with the number of situations."""

    use: str
    title: str
    situations: int
    criteria: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All criteria of the rubric, then those it has no more. ``later``: exercises whose levels are shown later."""

    framework: str
    levels: tuple[str, ...]
    areas: tuple[AreaProfile, ...]
    dropped: tuple[CriterionProfile, ...]
    uses: tuple[UseShown, ...]
    play: tuple[Suggestion, ...]
    later: tuple[str, ...]
    situations: int
    standing: int = field(init=False)
    count: int = field(init=False)

    def __post_init__(self) -> None:
        known = [criterion for area in self.areas for criterion in area.criteria]
        object.__setattr__(self, "count", len(known))
        object.__setattr__(self, "standing", sum(bool(each.choices.level) for each in known))

    def criteria(self) -> Iterator[tuple[str, CriterionProfile]]:
        """Every criterion with the title of its area, in the order of the page."""
        for area in self.areas:
            for criterion in area.criteria:
                yield area.title, criterion
        for criterion in self.dropped:
            yield "", criterion

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe form of all of it."""
        return {"v": FORM} | _plain(asdict(self))


def compose(
    attempts: Iterable[EvidencedAttempt],
    *,
    framework: Framework,
    related: tuple[Related, ...],
    may_show: MayShow,
    now: datetime,
) -> Profile:
    """The profile that these attempts give.

    ``related`` are the course's scenarios; ``may_show`` says whether the levels of an attempt may be shown by now.
    """
    return _Composer(tuple(attempts), framework, related, may_show, now).profile()


class _Composer:
    def __init__(
        self,
        attempts: tuple[EvidencedAttempt, ...],
        framework: Framework,
        related: tuple[Related, ...],
        may_show: MayShow,
        now: datetime,
    ) -> None:
        finished = [(each, each.mastery.finished_by(now)) for each in attempts]
        allowed = [(each, at, may_show(each)) for each, at in finished if at]
        self.now, self.framework, self.related = now, framework, related
        self.rule = mastery_rule(next((each.rule for each in attempts), ""))
        self.played = {each.mastery.n: (each, at) for each, at, shown in allowed if shown}
        self.later = tuple(dict.fromkeys(_title(each) for each, _, shown in allowed if not shown))
        self.finished = {each.scenario for each, _, _ in allowed}
        self.evidence: tuple[AttemptEvidence, ...] = tuple(each.mastery for each, _ in self.played.values())
        self.narrowed: dict[tuple[str, str], list[AttemptEvidence]] = {}
        self.earlier: dict[tuple[str, str, datetime], tuple[int, int]] = {}
        self.facts = {
            (row, fact.seq, fact.criterion, fact.source): (fact, at)
            for row, (each, _) in self.played.items()
            for fact, at in each.facts
        }
        self.use_of = {(each.scenario, each.mastery.variant): _use(each) for each, _ in self.played.values()}
        self.moments: dict[str, list[tuple[datetime, int]]] = {}
        for row, (each, finished_at) in self.played.items():
            for name in {fact.criterion for fact, _ in each.facts if fact.source != SELF}:
                self.moments.setdefault(name, []).append((finished_at, row))
        self.own: dict[str, list[tuple[int, Evidence, str]]] = {}
        for row, (each, _) in self.played.items():
            newest = {(fact.criterion, fact.scene): (row, fact, at) for fact, at in each.facts if fact.source == SELF}
            for (name, _), rated in newest.items():
                self.own.setdefault(name, []).append(rated)

    def profile(self) -> Profile:
        observed = dict.fromkeys([*self.moments, *self.own])
        areas = tuple(
            AreaProfile(area.id, area.title, tuple(self.criterion(each.id, each) for each in area.criteria))
            for area in self.framework.areas
        )
        dropped = tuple(self.criterion(name, None) for name in observed if name not in self.framework)
        shown = [criterion for area in areas for criterion in area.criteria] + list(dropped)
        return Profile(
            framework=f"{self.framework.id}@{self.framework.version}",
            levels=tuple(level.title for level in self.framework.levels),
            areas=areas,
            dropped=dropped,
            uses=tuple(_uses(shown)),
            play=tuple(self.to_play(shown)),
            later=self.later,
            situations=len({each.scenario for one in shown for of in _both(one) for each in of.situations}),
        )

    def criterion(self, name: str, criterion: Criterion | None) -> CriterionProfile:
        choices = self.shown(name, CHOICES)
        writing = self.shown(name, WRITING)
        own = tuple(self.own_levels(name))
        wrote = any(fact.written for _, fact, _ in self.own.get(name, ()))
        return CriterionProfile(
            id=name,
            title=criterion.title if criterion else self.old_title(name),
            asks=criterion.asks if criterion else "",
            known=criterion is not None,
            choices=choices,
            writing=writing if writing.situations or wrote else None,
            own=own,
            calibration=words.calibration(own[-1].level, choices.level) if own else "",
            descriptor=criterion.descriptor(choices.level) if criterion and choices.level else "",
            next_descriptor=(
                criterion.descriptor(choices.level + 1) if criterion and 0 < choices.level < BEST_LEVEL else ""
            ),
            play=self.for_criterion(name, choices) if criterion else (),
        )

    def level_title(self, level: int) -> str:
        return self.framework.level(level).title if level else words.not_enough()

    def old_title(self, name: str) -> str:
        """What a criterion was called in the newest version that still had it."""
        for each, _ in reversed(self.played.values()):
            if each.text and name in each.text.framework:
                return each.text.framework.criterion(name).title
        return name

    def standing(self, name: str, now: datetime, of: str) -> mastery.Standing:
        """The standing at ``now``, of each attempt only what it shows on this: a history asks many times."""
        if (name, of) not in self.narrowed:
            self.narrowed[name, of] = [replace(each, shown=each.observed(name, of)) for each in self.evidence]
        return mastery.standing(self.narrowed[name, of], name, now=now, of=of)

    def stood(self, name: str, then: datetime, of: str) -> tuple[int, int]:
        """The level and the number of situations back then."""
        key = (name, of, then)
        if key not in self.earlier:
            standing = self.standing(name, then, of)
            self.earlier[key] = self.rule.level(standing), len(standing.situations)
        return self.earlier[key]

    def shown(self, name: str, of: str) -> Shown:
        standing = self.standing(name, self.now, of)
        titles = {level.level: level.title for level in self.framework.levels}
        uses = mastery.levels_by_use(standing, self.use_of)
        level, value = self.rule.level(standing), self.rule.value(standing)
        return Shown(
            of=of,
            level=level,
            level_title=self.level_title(level),
            value="" if value is None else str(value),
            observations=standing.observations,
            spread=tuple((titles.get(n, str(n)), count) for n, count in enumerate(standing.spread, start=1)),
            breach=standing.breach,
            situations=tuple(self.situation(each, name, of) for each in reversed(standing.situations)),
            uses=tuple((words.use_title(use), level, titles.get(level, "")) for use, level in uses.items()),
            missing=self.missing(standing, level, value),
            history=self.history(name, of) if standing.situations else (),
        )

    def missing(self, standing: mastery.Standing, level: int, value: Decimal | None) -> tuple[str, ...]:
        """What would move a standing up, by the rule of the course."""
        if self.rule.is_ours:
            return words.missing(mastery.what_is_missing(standing), standing, self.level_title, self.title_of)
        return words.missing_by(self.rule, level, value, self.level_title)

    def situation(self, found: FoundSituation, name: str, of: str) -> Situation:
        attempt, _ = self.played[found.n]
        use = self.use_of.get((found.scenario, found.variant), "")
        facts = (self.facts[found.n, each.seq, name, _BY_KEY[of]] for each in found.observed)
        return Situation(
            scenario=found.scenario,
            title=_title(attempt),
            href=_href(found.scenario),
            attempt=attempt.n,
            use=use,
            use_title=words.use_title(use),
            finished=found.finished,
            level=found.level,
            level_title=self.level_title(found.level) if found.level else words.no_level(),
            offered=found.offered,
            breach=found.breach,
            observations=tuple(self.observation(attempt, fact, at) for fact, at in facts),
        )

    def observation(self, attempt: EvidencedAttempt, fact: Evidence, at: str) -> Observation:
        played = _played(attempt)
        scene = played.scenes.get(fact.scene) if played else None
        texts = Texts(attempt.text.local if attempt.text else {})
        sentence, asked = why(scene, fact) or words.no_reason(), scene.ask if scene else ""
        return Observation(
            asked=texts.plain(asked) if asked else "",
            asked_html=texts.inline(asked),
            why=texts.plain(sentence),
            why_html=texts.inline(sentence),
            level=fact.level,
            level_title=self.level_title(fact.level),
            offered=fact.offered,
            breach=fact.breach,
            at=datetime.fromisoformat(at),
        )

    def history(self, name: str, of: str) -> tuple[Moment, ...]:
        moments = sorted(self.moments[name])[-MOST_MOMENTS:]
        found = []
        for at, row in moments:
            level, situations = self.stood(name, at, of)
            title = _title(self.played[row][0])
            found.append(Moment(at, title, level, self.level_title(level), situations))
        return tuple(found)

    def own_levels(self, name: str) -> Iterator[OwnLevel]:
        for row, fact, at in sorted(self.own.get(name, ()), key=lambda rated: (rated[2], rated[0]))[-MOST_MOMENTS:]:
            attempt, finished = self.played[row]
            stood, _ = self.stood(name, finished, CHOICES)
            yield OwnLevel(
                at=datetime.fromisoformat(at),
                title=_title(attempt),
                level=fact.level,
                level_title=self.level_title(fact.level),
                stood=stood,
                stood_title=self.level_title(stood),
            )

    def for_criterion(self, name: str, shown: Shown) -> tuple[Suggestion, ...]:
        """The first of the course's scenarios not yet finished; one of a use not shown yet before others."""
        uses = {each.use for each in shown.situations}
        unplayed = [each for each in self.unplayed() if name in each.criteria]
        best = min(unplayed, key=lambda each: each.use in uses, default=None)
        if best is None:
            return ()
        is_new = bool(uses) and bool(best.use) and best.use not in uses
        return (Suggestion(best.title, best.href, words.because(shown.level, best.use if is_new else "")),)

    def to_play(self, shown: Iterable[CriterionProfile]) -> Iterator[Suggestion]:
        """Scenarios not yet finished: those first that help most of what stands lowest."""
        wanted = {each.id: each for each in shown if each.known and each.choices.level < BEST_LEVEL}
        found = []
        for other in self.unplayed():
            rated = [wanted[name] for name in other.criteria if name in wanted]
            if rated:
                found.append((sum(words.worth(each.choices) for each in rated), other, rated))
        found.sort(key=lambda each: -each[0])
        for _, other, rated in found[:MOST_TO_PLAY]:
            yield Suggestion(other.title, other.href, words.because_of([(each.title, each.choices) for each in rated]))

    def unplayed(self) -> list[Related]:
        return [each for each in self.related if each.id not in self.finished]

    def title_of(self, found: FoundSituation) -> str:
        return _title(self.played[found.n][0])


def _both(criterion: CriterionProfile) -> Iterator[Shown]:
    yield criterion.choices
    if criterion.writing:
        yield criterion.writing


def _uses(shown: Iterable[CriterionProfile]) -> Iterator[UseShown]:
    found: dict[str, dict[str, set[str]]] = {use: {} for use in USES}
    for criterion in shown:
        for of in _both(criterion):
            for each in of.situations:
                if each.use in found:
                    found[each.use].setdefault(criterion.title, set()).add(each.scenario)
    for use, criteria in found.items():
        scenarios = set().union(*criteria.values()) if criteria else set()
        counts = tuple((title, len(each)) for title, each in criteria.items())
        yield UseShown(use, words.use_title(use), len(scenarios), counts)


def _played(attempt: EvidencedAttempt) -> Scenario | None:
    """The scenario in the variant the attempt drew; None where the text does not tell."""
    if attempt.text is None:
        return None
    try:
        return attempt.text.scenario.in_variant(attempt.mastery.variant)
    except KeyError:
        return None


def _use(attempt: EvidencedAttempt) -> str:
    played = _played(attempt)
    return played.use if played else ""


def _title(attempt: EvidencedAttempt) -> str:
    played = _played(attempt)
    return markup.plain(played.title, local=attempt.text.local) if played and attempt.text else attempt.scenario


def _href(scenario: str) -> str:
    return Related(scenario, "", ()).href


def _plain(value: Any) -> Any:
    """``value`` without what is there for pages alone, and with times as texts."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if not name.endswith("_html")}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
