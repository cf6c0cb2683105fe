"""What an author says once for many blocks: whether they are graded, when they are due, when results may be seen.

A block that says nothing itself has what the nearest block around it says, as in Open edX
(``xmodule/modulestore/inheritance.py``); a learner's own due date comes before both (``extensions``).
"""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from xblock.core import XBlock, XBlockMixin
from xblock.fields import Boolean, DateTime, Field, JSONField, Scope, String
from xblock.runtime import KvsFieldData

from .course import LoadedCourse
from .extensions import Extensions
from .field_data import FieldStore

log = logging.getLogger(__name__)

DUE = "due"
DEFAULT_START = datetime(2030, 1, 1, tzinfo=UTC)  # Open edX's, for a block that says nothing of it
_PERIOD = re.compile(
    r"(?:(?P<days>\d+) days?)?\s*(?:(?P<hours>\d+) hours?)?\s*"
    r"(?:(?P<minutes>\d+) minutes?)?\s*(?:(?P<seconds>\d+) seconds?)?"
)


class Period(JSONField):
    """A span of time, written ``1 day 2 hours 30 minutes 5 seconds`` or a part of that."""

    MUTABLE = False

    def from_json(self, value: Any) -> timedelta | None:
        if value is None or isinstance(value, timedelta):
            return value
        found = _PERIOD.fullmatch(str(value).strip())
        if found is None or not any(found.groups()):
            raise ValueError(f"{value!r} is no span of time such as 2 hours 30 minutes")
        return timedelta(**{unit: int(number) for unit, number in found.groupdict(default="0").items()})

    def to_json(self, value: timedelta | None) -> str | None:
        return None if value is None else f"{value.days} days {value.seconds} seconds"

    enforce_type = from_json


class PolicyMixin(XBlockMixin):
    """The fields every block has beside its own, under the names and with the defaults of Open edX."""

    graded = Boolean(default=False, scope=Scope.settings)
    due = DateTime(default=None, scope=Scope.settings)
    graceperiod = Period(default=None, scope=Scope.settings)
    start = DateTime(default=DEFAULT_START, scope=Scope.settings)
    showanswer = String(default="finished", scope=Scope.settings)
    show_correctness = String(default="always", scope=Scope.settings)
    self_paced = Boolean(default=False, scope=Scope.settings)
    format = String(default=None, scope=Scope.settings)

    @property
    def close_date(self) -> datetime | None:
        """When answers are no longer taken: when they are due, else when the course ends, and the time of grace."""
        closes = self.due or self.course_end_date
        return closes + self.graceperiod if closes and self.graceperiod is not None else closes

    @property
    def course_end_date(self) -> datetime | None:
        """When the course ends, or None."""
        return self.runtime.course_end

    def is_past_due(self) -> bool:
        """Whether answers are no longer taken on time."""
        closes = self.close_date
        return closes is not None and timezone.now() > closes

    def has_deadline_passed(self) -> bool:
        """The same, but never in a course that everybody takes at their own pace."""
        return not self.self_paced and self.is_past_due()


POLICIES: Mapping[str, Field] = dict(PolicyMixin.fields)
INHERITED = frozenset(POLICIES) - {"format"}  # which stays with the block that has it


def read_policies(attributes: Mapping[str, str], cls: type[XBlock], owner: object) -> Iterator[tuple[str, Any]]:
    """The policies among ``attributes`` as JSON values by name, but for fields that ``cls`` has of its own.

    What cannot be read is left out and logged with ``owner``.
    """
    for name, field in POLICIES.items():
        if name in attributes and getattr(cls, name, field) is field:
            try:
                yield name, field.to_json(_read(field, attributes[name]))
            except (ValueError, TypeError, OverflowError) as error:
                log.warning("The %s of %s is left out, since it cannot be read: %s", name, owner, error)


def moment(value: Any) -> datetime | None:
    """A stored due date as a time, or None."""
    found = POLICIES[DUE].from_json(value)
    return found if isinstance(found, datetime) else None


def course_end(course: LoadedCourse) -> datetime | None:
    """When the course ends, or None; also where what its package says is no date."""
    try:
        return moment(course.package.end or None)
    except (ValueError, OverflowError):
        return None


def due_date(course: LoadedCourse, usage: Any, extensions: Extensions) -> datetime | None:
    """When a block is due for a learner, or None. Asks the database only where something is due there."""
    stated = course.inherited(usage, DUE)
    return None if stated is None else moment(extensions.due_at(course.lineage(usage)) or stated)


def _read(field: Field, text: str) -> Any:
    bare = text.strip().strip('"')  # Studio writes some values as JSON
    return field.from_json(None if bare in ("", "null") else bare)


class PolicyFieldData(KvsFieldData):
    """Fields of blocks for one learner: their own values, then policies from the blocks around them."""

    def __init__(self, course: LoadedCourse, extensions: Extensions) -> None:
        super().__init__(FieldStore(course, extensions))
        self._course = course
        self._extensions = extensions

    def has(self, block: XBlock, name: str) -> bool:
        return self._extended(block, name) is not None or bool(super().has(block, name))

    def get(self, block: XBlock, name: str) -> Any:
        extended = self._extended(block, name)
        return super().get(block, name) if extended is None else extended

    def default(self, block: XBlock, name: str) -> Any:
        """What the nearest block around this one says. KeyError where none does."""
        if name in INHERITED and getattr(type(block), name, None) is POLICIES[name]:
            value = self._course.inherited(block.scope_ids.usage_id, name)
            if value is not None:
                return value
        raise KeyError(name)

    def _extended(self, block: XBlock, name: str) -> str | None:
        if name != DUE or getattr(type(block), DUE, None) is not POLICIES[DUE]:
            return None
        usage = block.scope_ids.usage_id
        if self._course.inherited(usage, DUE) is None:
            return None
        return self._extensions.due_at(self._course.lineage(usage))
