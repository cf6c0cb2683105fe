"""The runtime blocks live in while a learner is there: it finds them, renders them and takes what they publish.

One runtime serves one request of one learner. A block that fails takes nothing with it: an error card stands
in its place and the reason is in the log.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from opaque_keys.edx.keys import UsageKey
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.core import XBlock, XBlockAside
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from .containers import Container, PlaceMixin, Unavailable, problem_card
from .course import Completes, LoadedCourse
from .extensions import Extensions
from .keys import CourseIds, definition_key
from .parsing import block_class
from .policies import PolicyFieldData, PolicyMixin, course_end
from .results import Results, read_completion, read_grade
from .services import CompletionService, PlayerUserService, ReplaceUrlsService, SettingsService, TranslationService
from .wrapping import wrapped

log = logging.getLogger(__name__)
events = logging.getLogger("competency_xblock.events")

FAILED = gettext_noop(
    "This part of the page could not be shown. What you did before is kept. "
    "Load the page again; if that does not help, tell the people who run this course."
)


class PlayerRuntime(Runtime):
    """All blocks of a course for one learner."""

    def __init__(self, course: LoadedCourse, user: Any, request: HttpRequest | None = None) -> None:
        self.course = course
        self.course_id = course.key
        self.user = user
        self.request = request
        self.extensions = Extensions(user.pk)
        self._results = Results(user.pk)
        self._depth = 0
        ids = CourseIds(course.definitions)
        services = {
            "field-data": PolicyFieldData(course, self.extensions),
            "user": PlayerUserService(user, course.key),
            "i18n": TranslationService,
            "settings": SettingsService(),
            "replace_urls": ReplaceUrlsService(course),
            "completion": CompletionService() if user.is_authenticated else None,
        }
        super().__init__(id_reader=ids, id_generator=ids, mixins=(PlaceMixin, PolicyMixin), services=services)

    @property
    def user_id(self) -> int | None:
        """The learner's number. The library's own attribute of this name warns that it is deprecated, and reads it."""
        return self.user.pk

    @property
    def course_end(self) -> datetime | None:
        """When the course ends, or None."""
        return course_end(self.course)

    # Finding blocks and services.

    def get_block(self, usage_id: UsageKey, for_parent: XBlock | None = None) -> XBlock:
        """The block, or what stands in for one that cannot be shown. Raises NoSuchUsage where there is none."""
        problem = self.course.definition(usage_id).problem
        cls = Unavailable if problem else block_class(usage_id.block_type)
        keys = ScopeIds(self.user_id, usage_id.block_type, definition_key(usage_id), usage_id)
        block = self.construct_xblock_from_class(cls, keys, for_parent=for_parent)
        if problem:
            block.problem = gettext(problem)
        return block

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return block_class(block_type)

    def applicable_aside_types(self, block: XBlock) -> list[str]:
        if isinstance(block, Container | Unavailable):
            return []
        return list(getattr(settings, "COMPETENCY_ASIDES", ()))

    def service(self, block: XBlock, service_name: str) -> Any:
        """As in Open edX, a service that differs from block to block is made for the block that asks."""
        service = super().service(block, service_name)
        return service(block) if callable(service) else service

    # Letting blocks work.

    def render(self, block: XBlock, view_name: str, context: Mapping[str, Any] | None = None) -> Fragment:
        """The view of a block with its asides, or an error card. Stores what changed and what was published."""
        try:
            with self._storing_results():
                return super().render(block, view_name, dict(context or {}))
        except Exception:
            log.exception("The %s of %s failed.", view_name, block.scope_ids.usage_id)
            return problem_card(gettext(FAILED))

    def render_asides(self, block: XBlock, view_name: str, frag: Fragment, context: Mapping[str, Any]) -> Fragment:
        try:
            with self._storing_results():
                return super().render_asides(block, view_name, frag, context)
        except Exception:
            log.exception("An aside of %s failed.", block.scope_ids.usage_id)
            return frag

    def handle(self, block: XBlock, handler_name: str, request: Request, suffix: str = "") -> Response:
        """Run a handler, then store the fields it changed, then what it published; nothing of it if it raises."""
        with self._storing_results():
            return super().handle(block, handler_name, request, suffix)

    @contextmanager
    def _storing_results(self) -> Iterator[None]:
        mark = self._results.mark()
        self._depth += 1
        try:
            yield
        except BaseException:
            self._results.forget_since(mark)
            raise
        finally:
            self._depth -= 1
        self._store_results()

    def _store_results(self) -> None:
        if not self._depth:
            self._results.store()

    # What blocks publish.

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Take a ``grade`` or ``completion`` for the learner; any other event goes to the log by its name.

        Raises ValueError for a grade or completion without proper numbers.
        """
        if not self.user.is_authenticated:
            return
        usage = block.scope_ids.usage_id
        match event_type:
            case "grade":
                self._take_grade(usage, event_data)
            case "completion":
                self._results.add_completion(usage, read_completion(event_data))
            case "progress":  # what came before completion; blocks still send it
                self._complete_unless_custom(usage, 1.0)
            case _:
                events.info("%r from %s", event_type, usage)
        self._store_results()

    def _take_grade(self, usage: UsageKey, data: Mapping[str, Any]) -> None:
        if data.get("score_deleted"):
            self._results.add_grade(usage, None, None)
            self._complete_unless_custom(usage, 0.0)
            return
        earned, possible = read_grade(data)
        if not data.get("only_if_higher") or self._results.is_higher(usage, earned, possible):
            self._results.add_grade(usage, earned, possible)
        if not data.get("grader_response"):
            self._complete_unless_custom(usage, 1.0)

    def _complete_unless_custom(self, usage: UsageKey, completion: float) -> None:
        definition = self.course.definitions.get(usage)
        if definition and definition.completes in (Completes.ON_GRADE, Completes.ON_VIEW):
            self._results.add_completion(usage, completion)

    # Addresses.

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        """The address of a handler. ValueError where the block has none of this name, as in Open edX."""
        if thirdparty:
            raise NotImplementedError("Everything in this player needs an account: it has no third-party addresses.")
        if not getattr(getattr(type(block), handler_name, None), "_is_xblock_handler", False):
            raise ValueError(f"{handler_name!r} is not a handler of {type(block).__name__}.")
        place = {"usage_key": str(block.scope_ids.usage_id), "handler": handler_name}
        address = reverse("courseware:handler", kwargs=place | ({"suffix": suffix} if suffix else {}))
        return f"{address}?{query}" if query else address

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """The address of a file in the ``public`` folder of the block's package."""
        return reverse("courseware:resource", kwargs={"block_type": block.scope_ids.block_type, "path": uri})

    def resource_url(self, resource: str) -> str:
        raise NotImplementedError("Blocks here take local_resource_url, as they have to in Open edX.")

    # What surrounds a block on the page.

    def wrap_xblock(self, block: XBlock, view: str, frag: Fragment, context: Mapping[str, Any] | None) -> Fragment:
        return wrapped(block, view, frag, {"name": block.name} if block.name else {})

    def wrap_aside(
        self, block: XBlock, aside: XBlockAside, view: str, frag: Fragment, context: Mapping[str, Any] | None
    ) -> Fragment:
        return wrapped(aside, view, frag, {"block-id": str(block.scope_ids.usage_id)})
