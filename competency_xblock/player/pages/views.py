"""The pages of a course: outline, unit, results, profile, portfolio, objections; and the notice on privacy."""

from itertools import pairwise
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from competency_xblock.blocks import profile_html
from competency_xblock.blocks.disputes import Dispute
from competency_xblock.olx.package import Vertical

from ..courseware.content import current_course
from ..courseware.progress import learner_progress, visited
from ..courseware.runtime import PlayerRuntime
from . import objections as objected
from .about import read_overview
from .outline import UnitLine, module_cards, standing
from .portfolio import portfolio_json, portfolio_of
from .profile import profile_csv, profile_json, profile_of
from .resources import page_resources
from .results import module_results


@require_safe
def outline(request: HttpRequest) -> HttpResponse:
    """All modules, and the way back to where the learner was."""
    course = current_course()
    progress = learner_progress(request.user, course)
    modules = module_cards(course, progress, current=progress.resume_vertical)
    units = [(module, unit) for module in modules for unit in module.units]
    resume = next((place for place in units if place[1].current), None)
    context = {
        "place": "outline",
        "course": course.package,
        "introduction": read_overview(course.package.about.get("overview", "")).course.paragraphs,
        "modules": modules,
        "standing": standing(progress.course),
        "resume": resume,
        "begun": progress.course.completion > 0 or resume not in units[:1],
        "unit_count": len(units),
        "done_count": sum(module.done for module in modules),
    }
    return render(request, "pages/outline.html", context)


@require_safe
@ensure_csrf_cookie
def unit(request: HttpRequest, url_name: str) -> HttpResponse:
    """One unit with its blocks. Notes the place, so that the outline leads back to it."""
    course = current_course()
    try:
        vertical = course.vertical(url_name)
    except KeyError as error:
        raise Http404(f"There is no unit {url_name}.") from error
    visited(request.user, course, vertical)
    runtime = PlayerRuntime(course, request.user, request)
    fragment = runtime.render(runtime.get_block(course.vertical_usage(vertical)), "student_view", {})
    modules = module_cards(course, learner_progress(request.user, course), current=url_name)
    before, after = _neighbours([unit for module in modules for unit in module.units], url_name)
    language = course.package.language
    context = {
        "course": course.package,
        "title": vertical.display_name,
        "block_says_title": _titles(vertical) == {vertical.display_name},
        "module": next(module for module in modules if module.current),
        "content": fragment.content,
        "resources": page_resources(fragment),
        "page_scripts": settings.COMPETENCY_PAGE_SCRIPTS,
        "language": language,
        "direction": _direction(language),
        "before": before,
        "after": after,
        "next_module": next((module for module in modules if after in module.units and not module.current), None),
    }
    return render(request, "pages/unit.html", context)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was reached so far, module by module and exercise by exercise."""
    course = current_course()
    progress = learner_progress(request.user, course)
    return render(request, "pages/results.html", {"place": "results", "modules": module_results(course, progress)})


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """What the learner wrote so far, for nobody else."""
    return render(request, "pages/portfolio.html", {"place": "portfolio", "portfolio": portfolio_of(request.user)})


@require_safe
def portfolio_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file to keep: ``portfolio.html`` to read, ``portfolio.json`` for other programs."""
    found = portfolio_of(request.user)
    if form == "portfolio.json":
        response = HttpResponse(portfolio_json(request.user, found), content_type="application/json")
    elif form == "portfolio.html":
        context = {"portfolio": found, "made": timezone.now(), "as_file": True}
        response = render(request, "pages/portfolio_file.html", context)
    else:
        raise Http404(form)
    response["Content-Disposition"] = content_disposition_header(True, form) or "attachment"
    return response


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Where the learner stands on each criterion and why, for nobody else."""
    found = profile_of(request.user)
    body = profile_html.body(found, "profile") if found else ""
    return render(request, "pages/profile.html", {"place": "profile", "profile": found, "body": body})


@require_safe
def profile_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file to keep: ``profile.csv`` for a spreadsheet, ``profile.json`` for other programs."""
    files = {"profile.json": ("application/json", profile_json), "profile.csv": ("text/csv", profile_csv)}
    if form not in files:
        raise Http404(form)
    found = profile_of(request.user)
    if found is None:
        raise Http404(form)
    content_type, written = files[form]
    response = HttpResponse(written(request.user, found), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, form) or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest) -> HttpResponse:
    """What the learner sees differently; for staff, what everybody does, and a way to answer and correct the key."""
    staff = objected.may_answer(request.user)
    if request.method == "POST" and not staff:
        raise PermissionDenied
    context: dict[str, Any] = {"place": "objections", "staff": staff, "limit": objected.TEXT_LIMIT}
    if not staff:
        return render(request, "pages/objections.html", context | {"own": objected.own_objections(request.user)})
    disputes = objected.disputes(request.user)
    if request.method != "POST":
        return render(request, "pages/objections.html", context | {"disputes": disputes})
    wanted = tuple(request.POST.get(name, "") for name in ("usage", "variant", "scene", "option"))
    found = next((each for each in disputes if _place(each) == wanted), None)
    if found is None:
        raise Http404("Nobody objects to that.")
    try:
        done = objected.answer(request.user, found, request.POST)
    except objected.NotAnswered as refused:
        context |= {"disputes": disputes, "refused": found, "why": str(refused), "sent": request.POST}
        return render(request, "pages/objections.html", context, status=400)
    messages.success(request, _said(done))
    return redirect("pages:objections")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about learners, and where to ask."""
    return render(request, "pages/privacy.html", {"retention_days": settings.COMPETENCY_RETENTION_DAYS})


def _place(disputed: Dispute) -> tuple[str, ...]:
    place = disputed.place
    return place.usage_key, place.variant, place.scene, place.option


def _said(done: objected.Answered) -> str:
    if not done.corrected:
        return _("Your answer is there for those who objected.")
    return ngettext(
        "The key is corrected, and finished attempts were judged again: %(count)s score changed.",
        "The key is corrected, and finished attempts were judged again: %(count)s scores changed.",
        done.changed,
    ) % {"count": done.changed}


def _neighbours(units: list[UnitLine], url_name: str) -> tuple[UnitLine | None, UnitLine | None]:
    """The units before and after one, across modules."""
    places = {after.url_name: before for before, after in pairwise(units)}
    following = {before.url_name: after for before, after in pairwise(units)}
    return places.get(url_name), following.get(url_name)


def _titles(vertical: Vertical) -> set[str | None]:
    return {block.xml.get("display_name") for block in vertical.blocks}


def _direction(language: str) -> str:
    """``rtl`` or ``ltr``; of a language Django does not know, and of none, what the letters say."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"
