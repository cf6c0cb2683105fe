"""A learner's own work put together: what they wrote, the samples they compared it with, and the time it took.

Pure: attempts and the scenarios they were played in go in, values for any host's page or file come out. Nothing here
is graded, and nothing is shown that the learner has not seen before.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, pairwise
from typing import Any

from competency_xblock import markup
from competency_xblock.domain.attempt import ANSWER, REVISE, Attempt, Move
from competency_xblock.domain.engine import Play, PlayBroken, Visit, replay
from competency_xblock.domain.tasks import Reflect, Task, Thread, Write
from competency_xblock.domain.tasks.base import OWN_WORDS

from .compiled import Compiled
from .stage import draft_name
from .standing import Standing

FORM = 1  # version of the JSON form
MOST_SECONDS = 15 * 60  # between two answers; whoever was away longer was not at it

WRITING, REFLECTION, UNSENT, RAW = "writing", "reflection", "unsent", "raw"

_ID = re.compile(r"[a-z0-9_-]+")  # of an option, where an answer is no text

Draft = tuple[str, str]  # the name of the place it belongs to, and the text


@dataclass(frozen=True, slots=True)
class Placed:
    """An attempt, and the usage key of the block it was made at."""

    place: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Level:
    """A level on a criterion, in words."""

    criterion: str
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample answer that the learner compared an own text with."""

    text: str
    comment: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something written. ``texts`` are the first version and its revisions; ``at`` is when it was sent, or empty.

    ``kind`` is ``writing``, ``reflection``, ``unsent`` (begun), or ``raw`` where what was asked is no longer known.
    """

    kind: str
    asked: str
    texts: tuple[str, ...]
    at: str
    rating: tuple[Level, ...] = ()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt; ``finished`` is empty while it is under way. ``seconds`` were spent on it."""

    scenario: str
    title: str
    place: str
    n: int
    started: str
    finished: str
    seconds: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """The time one exercise took, all attempts together."""

    title: str
    attempts: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All attempts of a learner, newest first."""

    entries: tuple[Entry, ...]

    @property
    def seconds(self) -> int:
        return sum(entry.seconds for entry in self.entries)

    @property
    def written(self) -> tuple[Entry, ...]:
        """The attempts in which something was written."""
        return tuple(entry for entry in self.entries if entry.pieces)

    @property
    def spent(self) -> tuple[Spent, ...]:
        """The time by exercise, the latest first."""
        places: dict[str, list[Entry]] = {}
        for entry in self.entries:
            places.setdefault(entry.place, []).append(entry)
        return tuple(
            Spent(entries[0].title, len(entries), sum(entry.seconds for entry in entries))
            for entries in places.values()
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe form of all of it."""
        return {"v": FORM, "seconds": self.seconds, **asdict(self)}


def compose(
    attempts: Iterable[Placed],
    *,
    version_of: Callable[[str], Compiled | None],
    present_of: Callable[[str], Compiled | None],
    drafts: Mapping[str, Draft],
) -> Portfolio:
    """The portfolio of these attempts.

    ``version_of`` gives the text that a version was played with, ``present_of`` that of a usage key by now. ``drafts``
    are texts begun and not sent, by usage key.
    """
    found = [_entry(each, version_of, present_of, drafts) for each in attempts]
    return Portfolio(tuple(sorted(found, key=lambda entry: (entry.started, entry.n), reverse=True)))


def seconds_spent(attempt: Attempt) -> int:
    """The time between one answer and the next, from the start on; of each pause only :data:`MOST_SECONDS`."""
    times = [datetime.fromisoformat(at) for at in (attempt.started, *(move.at for move in attempt.moves))]
    gaps = (int((after - before).total_seconds()) for before, after in pairwise(times))
    return sum(min(max(gap, 0), MOST_SECONDS) for gap in gaps)


def _entry(
    placed: Placed,
    version_of: Callable[[str], Compiled | None],
    present_of: Callable[[str], Compiled | None],
    drafts: Mapping[str, Draft],
) -> Entry:
    attempt, title = placed.attempt, placed.attempt.scenario
    standing = _replayed(attempt, (lambda: version_of(attempt.version), lambda: present_of(placed.place)))
    if standing is None:
        pieces = tuple(_raw(attempt.moves))
    else:
        title = markup.plain(standing.compiled.scenario.title, local=standing.compiled.local)
        draft = drafts.get(placed.place, ("", ""))
        pieces = tuple(chain(_pieces(standing), _unsent(standing, draft)))
    return Entry(
        scenario=attempt.scenario,
        title=title,
        place=placed.place,
        n=attempt.n,
        started=attempt.started,
        finished=attempt.finished,
        seconds=seconds_spent(attempt),
        pieces=pieces,
    )


def _replayed(attempt: Attempt, texts: Iterable[Callable[[], Compiled | None]]) -> Standing | None:
    """The attempt with the first of the texts that its moves fit; None where they fit none."""
    for text in texts:
        compiled = text()
        if compiled is not None:
            try:
                play = replay(compiled.scenario, attempt)
            except PlayBroken:
                continue
            return Standing(attempt, compiled, play, compiled)
    return None


def _pieces(standing: Standing) -> Iterator[Piece]:
    for visit in standing.play.answers():
        texts = _own_words(visit)
        if texts:
            task = visit.scene.task
            yield Piece(
                kind=REFLECTION if isinstance(task, Reflect) else WRITING,
                asked=_plain(visit.scene.ask, standing),
                texts=texts,
                at=standing.attempt.moves[visit.seq].at,
                rating=_levels(visit.rating, standing),
                samples=_samples(visit, task, standing),
            )


def _own_words(visit: Visit) -> tuple[str, ...]:
    """What the learner typed in a visit, revisions included; nothing where options were picked."""
    task, answer = visit.scene.task, visit.answer
    if isinstance(task, Reflect):
        return (answer,)
    if isinstance(task, Write):
        return (answer[OWN_WORDS], *visit.revisions)
    if isinstance(task, Thread) and answer[OWN_WORDS]:
        return (answer[OWN_WORDS],)
    return ()


def _samples(visit: Visit, task: Task | None, standing: Standing) -> tuple[Sample, ...]:
    """The samples the learner has seen: they show once the own text is rated."""
    if not isinstance(task, Write) or not visit.rating:
        return ()
    return tuple(
        Sample(
            text=_filled(anchor.text, standing),
            comment=_plain(anchor.comment, standing),
            levels=_levels(anchor.levels, standing),
        )
        for anchor in task.anchors
    )


def _levels(levels: Mapping[str, int], standing: Standing) -> tuple[Level, ...]:
    framework = standing.compiled.framework
    return tuple(
        Level(framework.criterion(name).title if name in framework else name, level, framework.level(level).title)
        for name, level in levels.items()
    )


def _unsent(standing: Standing, draft: Draft) -> Iterator[Piece]:
    """The text begun where the learner stands; a draft of anywhere else was sent meanwhile."""
    name, text = draft
    play: Play = standing.play
    if text.strip() and not play.finished and name == draft_name(standing):
        yield Piece(kind=UNSENT, asked=_plain(play.current.scene.ask, standing), texts=(text,), at="")


def _raw(moves: Iterable[Move]) -> Iterator[Piece]:
    """Everything in the moves that reads like a text, where the scenario that would tell is gone."""
    for move in moves:
        text = move.answer.get(OWN_WORDS) if isinstance(move.answer, dict) else move.answer
        is_id = text is move.answer and isinstance(text, str) and _ID.fullmatch(text)
        if move.do in (ANSWER, REVISE) and isinstance(text, str) and not is_id:
            yield Piece(kind=RAW, asked="", texts=(text,), at=move.at)


def _plain(text: str, standing: Standing) -> str:
    return markup.plain(text, local=standing.compiled.local)


def _filled(text: str, standing: Standing) -> str:
    """A text with its line breaks, the values of the place filled in."""
    local = standing.compiled.local
    return markup.LOCAL.sub(lambda found: local.get(found[1], found[0]), text)
