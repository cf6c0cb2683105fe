"""Parts of a course by the names people type for them."""

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey

from .course import LoadedCourse


class NoSuchPlace(Exception):
    """Nothing has the name, or too much. ``str()`` is a sentence for whoever typed it."""


def find_places(course: LoadedCourse, name: str) -> tuple[UsageKey, ...]:
    """Everything of this name: a usage key, a url_name, or the id of a scenario or lesson. At least one."""
    try:
        key = UsageKey.from_string(name)
    except InvalidKeyError:
        url_name = name.replace("/", "_")
        found = tuple(usage for usage in course.definitions if usage.block_id == url_name)
    else:
        found = (key,) if key in course.definitions else ()
    if not found:
        raise NoSuchPlace(f"There is nothing named {name!r} in the course {course.key}.")
    return found


def find_place(course: LoadedCourse, name: str) -> UsageKey:
    """The one part of the course of this name."""
    found = find_places(course, name)
    if len(found) > 1:
        raise NoSuchPlace(f"{name!r} names several parts of the course. Say which: {', '.join(map(str, found))}")
    return found[0]
