"""What every page shows, whatever its view: the title of the course, if there is a course."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ..courseware.content import CourseUnavailable, current_course


def course_title(request: HttpRequest) -> dict[str, object]:
    """The title is asked for only by pages that show it, and never keeps a page from being shown."""
    return {"course_title": SimpleLazyObject(_title)}


def _title() -> str:
    try:
        return current_course().package.display_name
    except CourseUnavailable:
        return ""
