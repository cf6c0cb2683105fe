"""Where a learner stands in an attempt: played with one text, and judged by one key.

The two differ only for a finished attempt: it stays judged by the key it was finished under until it is rescored, and
a rescored one by the corrected key, along the path that was taken.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.domain.engine import Play, PlayBroken, replay
from competency_xblock.domain.rescoring import rescored
from competency_xblock.domain.rubric import Criterion

from .compiled import Compiled

VersionOf = Callable[[str], Compiled | None]


@dataclass(frozen=True)
class Standing:
    """An attempt, the text it is played with, the play derived from both, and the text it is judged by."""

    attempt: Attempt
    compiled: Compiled
    play: Play
    key: Compiled

    @property
    def tasks_left(self) -> int:
        """The least number of tasks from here to an end."""
        return self.compiled.tasks_to_end[self.attempt.variant].get(self.play.current.scene.id, 1)

    def criterion(self, criterion_id: str) -> Criterion | None:
        """A criterion of the key's rubric, or else of the played text's."""
        for framework in (self.key.framework, self.compiled.framework):
            if criterion_id in framework:
                return framework.criterion(criterion_id)
        return None

    def right_after(self, move: Move) -> "Standing":
        """The standing as it was right after ``move``, as the first answer to it showed it."""
        attempt = self.attempt.up_to(move)
        play = self.play if attempt is self.attempt else replay(self.compiled.scenario, attempt)
        return Standing(attempt, self.compiled, play, self.key)


def find_standing(attempt: Attempt, present: Compiled, version_of: VersionOf, judged_by: str = "") -> Standing:
    """The attempt with the text it fits: the present one while its shape is the same, else the one it began with.

    ``judged_by`` is the version that a finished attempt is judged by, unless it is the one it began with.
    :class:`PlayBroken` where no text fits.
    """
    played, play = _play(attempt, present, version_of)
    wanted = judged_by or attempt.version
    if not play.finished or wanted == played.version:
        return Standing(attempt, played, play, played)
    key = present if wanted == present.version else version_of(wanted)
    if key is None:
        return Standing(attempt, played, play, played)
    return Standing(attempt, played, rescored(play, key.scenario), key)


def _play(attempt: Attempt, present: Compiled, version_of: VersionOf) -> tuple[Compiled, Play]:
    began_with = present if attempt.version == present.version else version_of(attempt.version)
    if began_with is None:
        return present, replay(present.scenario, attempt)
    variant = attempt.variant
    if began_with is not present and began_with.shapes.get(variant) == present.shapes.get(variant):
        with suppress(PlayBroken):  # its levels may lead another way than the trainee went
            return present, replay(present.scenario, attempt)
    return began_with, replay(began_with.scenario, attempt)
