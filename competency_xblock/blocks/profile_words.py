"""The sentences of the profile: what a standing lacks, how own ratings compare, why a scenario is worth playing."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competency_xblock.domain.mastery import SITUATIONS_TO_STAND, Missing, Standing
from competency_xblock.domain.mastery_evidence import Situation
from competency_xblock.domain.mastery_rules import MasteryRule
from competency_xblock.domain.tasks import BEST_LEVEL

from .uses import USE_LABELS

MOST_NAMED = 3  # situations or criteria in one sentence


class _Shown(Protocol):
    @property
    def level(self) -> int: ...
    @property
    def situations(self) -> Sequence[object]: ...


def not_enough() -> str:
    """The status that is no level."""
    return _("Not enough yet")


def no_level() -> str:
    """What is said of a situation that could show none."""
    return _("counts for no level: it has only one task on this")


def no_reason() -> str:
    """Where the text that was played is no longer there."""
    return _("The exercise this came from can no longer be read.")


def use_title(use: str) -> str:
    """A use in words; empty for none."""
    return str(USE_LABELS[use]) if use in USE_LABELS else use


def missing(
    lack: Missing | None, standing: Standing, level_title: Callable[[int], str], title_of: Callable[[Situation], str]
) -> tuple[str, ...]:
    """What would move a standing up, in sentences."""
    if lack is None:
        return (_("This is the highest level. It stands as long as two thirds of your latest six situations show it."),)
    if lack.until_any:
        return tuple(_until_any(lack.until_any, standing))
    level = {"level": lack.level, "title": level_title(lack.level)}
    sentences = [
        ngettext(
            "For level %(level)s, %(title)s, one more situation that shows it is enough.",
            "For level %(level)s, %(title)s, %(more)s more situations that show it are enough.",
            lack.situations,
        )
        % (level | {"more": lack.situations}),
        ngettext(
            "One situation shows it so far.",
            "%(showing)s situations show it so far.",
            lack.showing,
        )
        % {"showing": lack.showing}
        if lack.showing
        else _("No situation shows it so far."),
    ]
    if lack.fell_short:
        named = [f"“{title_of(each)}”" for each in reversed(lack.fell_short)][:MOST_NAMED]
        sentences.append(
            _("An answer fell short of it in %(situations)s.") % {"situations": get_text_list(named, _("and"))}
        )
    return tuple(sentences)


def missing_by(
    rule: MasteryRule, level: int, value: Decimal | None, level_title: Callable[[int], str]
) -> tuple[str, ...]:
    """The same where the course reads levels by a rule of another platform, and which that is."""
    chosen = _("This course reads levels as Canvas does, by “%(rule)s”, from the level each situation shows.")
    by = chosen % {"rule": rule.text.replace("_", " ")}
    if value is None:
        return (by, _("It makes no number of the situations so far."))
    if level == BEST_LEVEL:
        return (by, _("It comes to %(value)s, which is the highest level.") % {"value": value})
    reached = _("It comes to %(value)s. Level %(level)s, %(title)s, is reached at %(level)s.")
    return (by, reached % {"value": value, "level": level + 1, "title": level_title(level + 1)})


def _until_any(until_any: int, standing: Standing) -> list[str]:
    counted = SITUATIONS_TO_STAND - until_any
    sentences = [
        ngettext(
            "One more situation is needed before there is a level.",
            "%(more)s more situations are needed before there is a level.",
            until_any,
        )
        % {"more": until_any},
        ngettext(
            "%(counted)s of %(needed)s counts so far: each is another scenario with at least two tasks on this.",
            "%(counted)s of %(needed)s count so far: each is another scenario with at least two tasks on this.",
            counted,
        )
        % {"counted": counted, "needed": SITUATIONS_TO_STAND},
    ]
    return sentences


def calibration(own: int, shown: int) -> str:
    """The latest own level beside the level shown."""
    if not shown:
        return _("There is no level to compare it with yet.")
    apart = own - shown
    if not apart:
        return _("You see yourself where your answers show you.")
    steps = ngettext("one level", "%(count)s levels", abs(apart)) % {"count": abs(apart)}
    if apart > 0:
        return _("You see yourself %(steps)s above what your answers show.") % {"steps": steps}
    return _("You see yourself %(steps)s below what your answers show.") % {"steps": steps}


def because(level: int, new_use: str) -> str:
    """Why a scenario is worth playing for one criterion. ``new_use``: the use it would add, or empty."""
    sentence = (
        _("It gives you a further situation on this, and you have not finished it yet.")
        if level
        else _("It counts towards your first level here, and you have not finished it yet.")
    )
    if new_use:
        sentence += " " + _("Its use is new to you on this: %(use)s.") % {"use": use_title(new_use)}
    return sentence


def because_of(criteria: Sequence[tuple[str, _Shown]]) -> str:
    """Why a scenario is worth playing, by all that it rates."""
    lowest = sorted(criteria, key=lambda each: each[1].level)
    named = [f"“{title}”" for title, _shown in lowest[:MOST_NAMED]]
    sentence = _("You have not finished it yet, and it rates %(criteria)s") % {
        "criteria": get_text_list(named, _("and"))
    }
    without = sum(not shown.level for _title, shown in criteria)
    if without:
        return (
            sentence
            + ngettext(", one of them without a level so far.", ", %(count)s of them without a level so far.", without)
            % {"count": without}
            if len(criteria) > 1
            else sentence + _(", which has no level so far.")
        )
    return sentence + "."


def worth(shown: _Shown) -> int:
    """What a further situation on a criterion is worth, to order suggestions by: most where the first level is near."""
    return 2 + min(len(shown.situations), SITUATIONS_TO_STAND) if not shown.level else 1
