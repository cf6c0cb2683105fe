"""The addresses: a learner's own standings and evidence, a course's for its staff, and the description of all this.

Every setting of REST framework that matters is made here, so that a host's own defaults open nothing.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from competency_xblock.domain.mastery_rules import mastery_rule
from competency_xblock.evidence import api

from . import asked, rows
from .description import describe
from .host import Reads, host
from .refusals import answer_for

PAGES = frozenset({"limit", "after", "since", "criterion"})
Own = tuple[list[api.EvidencedAttempt], list[str], datetime]


class AlwaysJson(BaseContentNegotiation):
    """JSON, whatever a program says it would rather have."""

    def select_parser(self, request: Request, parsers: Any) -> None:
        return None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class ReadsEverybody(BasePermission):
    """Lets those in who may read everybody's facts in the course. Asked before anybody learns whether there is one."""

    def has_permission(self, request: Request, view: "CourseView") -> bool:
        view.reads = host().reads(request.user, view.kwargs["course_key"])
        return view.reads in (Reads.NAMES, Reads.NUMBERS)


class ReadingView(APIView):
    """An address that can be read and nothing else, by those whom the host knows."""

    authentication_classes = classproperty(lambda _cls: tuple(host().authentication_classes))
    permission_classes = classproperty(lambda cls: (*host().permission_classes, IsAuthenticated, *cls.conditions))
    conditions: tuple[type[BasePermission], ...] = ()
    content_negotiation_class = AlwaysJson
    renderer_classes = (JSONRenderer,)
    parser_classes = ()
    throttle_classes = ()
    metadata_class = None
    versioning_class = None
    schema = None
    http_method_names = ("get", "head", "options")
    parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if str(request.method).lower() not in self.http_method_names:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        return answer_for

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def wanted(self) -> api.Wanted:
        """What the parameters ask for."""
        return asked.read(self.request.query_params, self.parameters)

    def page(self, found: Iterable[Any], after: api.Position | None = None, **more: Any) -> Response:
        """One page, with the address of the next."""
        here = self.request.build_absolute_uri()
        following = replace_query_param(here, "after", asked.position_text(after)) if after else None
        return Response({"results": list(found), "next": following, **more})


class CourseView(ReadingView):
    """An address below a course. ``reads``: what the user may read of everybody; set where that is asked for."""

    reads = Reads.NOTHING

    def course_key(self) -> str:
        """The course of the address, if there is one."""
        course_key: str = self.kwargs["course_key"]
        if not host().has_course(course_key):
            raise NotFound(_("There is no such course here. Look at the key in the address."))
        return course_key

    def own_attempts(self, course_key: str, attempts: Iterable[api.EvidencedAttempt]) -> Own:
        """Of a learner's attempts those whose levels they may be told, the places of those held back, and the time."""
        now = datetime.now(UTC)
        may_show = host().may_show(self.request.user, course_key, now)
        finished = [each for each in attempts if each.for_mastery().finished_by(now)]
        shown = [each for each in finished if may_show(each)]
        told = {each.row for each in shown}
        return shown, sorted({each.usage_key for each in finished if each.row not in told}), now


class OwnStandings(CourseView):
    """Where whoever asks stands in the course, by what may be shown to them by now."""

    def get(self, request: Request, course_key: str) -> Response:
        self.wanted()
        course_key = self.course_key()
        attempts = api.evidenced_attempts(request.user.pk, course_key)
        shown, held_back, now = self.own_attempts(course_key, attempts)
        at = now.isoformat(timespec="seconds")
        rule = mastery_rule(attempts[0].rule if attempts else "")
        derived = api.derive(shown, now=now)
        found = (rows.own_standing(each, rule, request.user, course_key, at=at) for each in derived)
        return self.page(found, held_back=held_back)


class OwnEvidence(CourseView):
    """What whoever asks showed in the course, as far as it may be shown to them by now."""

    parameters = PAGES | {"revisions"}

    def get(self, request: Request, course_key: str) -> Response:
        wanted = self.wanted()
        course_key = self.course_key()
        shown, held_back, _now = self.own_attempts(course_key, api.bare_attempts(request.user.pk, course_key))
        page = api.own_evidence(request.user.pk, [each.row for each in shown], wanted)
        found = (rows.evidence(each, named=True, raters=False) for each in page.rows)
        return self.page(found, page.after, held_back=held_back)


class CourseStandings(CourseView):
    """Where everybody stands in the course, for its staff."""

    conditions = (ReadsEverybody,)
    parameters = PAGES

    def get(self, request: Request, course_key: str) -> Response:
        page = api.course_standings(self.course_key(), self.wanted())
        return self.page((rows.standing(each, named=self.reads is Reads.NAMES) for each in page.rows), page.after)


class CourseEvidence(CourseView):
    """What everybody showed in the course, for its staff."""

    conditions = (ReadsEverybody,)
    parameters = PAGES | {"revisions"}

    def get(self, request: Request, course_key: str) -> Response:
        page = api.course_evidence(self.course_key(), self.wanted())
        named = self.reads is Reads.NAMES
        return self.page((rows.evidence(each, named=named, raters=True) for each in page.rows), page.after)


class Description(ReadingView):
    """What the interface offers, in OpenAPI; nothing in it is about anybody."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:
        self.wanted()
        return Response(describe(request.path.removesuffix("/openapi.json")))


class Nothing(ReadingView):
    """Every other address."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:
        raise NotFound(_("There is nothing at this address. openapi.json describes those there are."))
