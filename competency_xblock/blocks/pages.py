"""The pages of the blocks as fragments and HTML: contexts put into templates, scripts and styles attached."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from web_fragments.fragment import Fragment

from competency_xblock import __version__
from competency_xblock.domain.scenario import PlayRules

from . import host, rendering
from .attempts import Attempts
from .compiled import Compiled, Unplayable
from .objections import Objections
from .report import Related, Shown, report
from .stage import stage
from .standing import Standing
from .uses import USE_LABELS

if TYPE_CHECKING:
    from .profile_page import Profile

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def scenario(
    block: Any,
    compiled: Compiled,
    attempts: Attempts,
    stage_shown: dict[str, Any] | None,
    notice: str,
    staff: dict[str, Any] | None = None,
) -> Fragment:
    """The whole page of a scenario: where it stands, or the card that starts it."""
    played, rules = compiled.scenario, attempts.rules
    texts = rendering.Texts(compiled.local)
    page = {
        "dom": host.page_prefix(block),
        "title": block.display_name or played.title,
        "summary_html": texts.html(played.summary),
        "minutes": played.minutes,
        "language": played.language,
        "dir": "rtl" if played.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        "use_label": USE_LABELS[played.use],
        "area_title": next(
            (area.title for area in compiled.framework.areas if area.id == played.area),
            "",
        ),
        "criteria": [compiled.framework.criterion(name).title for name in played.practised()],
        "version": __version__,
        "notice": notice,
        "attempts": {"used": 0 if stage_shown else block.attempts, "allowed": rules.attempts},
        "can_start": stage_shown is None and host.has_learner(block) and attempts.may_begin,
        "can_retake": bool(stage_shown and stage_shown["can_retake"]),
        "attempt": stage_shown,
        "stage": stage_shown,
        "staff": staff,
        "privacy": host.privacy(block),
    }
    html = host.with_asset_urls(block, rendering.page("scenario.html", page=page, stage=stage_shown))
    return _fragment(block, "scenario", html, "CompetencyScenario", learner=host.browser_name(block))


def lesson(block: Any, source: str, local: dict[str, str], *, minutes: int, read: bool) -> Fragment:
    """A lesson's page."""
    dom = host.page_prefix(block)
    html = host.with_asset_urls(block, rendering.Texts(local).page(_without_title(source), dom))
    context = {
        "title": block.display_name,
        "html": rendering.safe(html),
        "dom": dom,
        "minutes": minutes,
        "read": read,
    }
    page = rendering.page("lesson.html", lesson=context | {"version": __version__})
    return _fragment(block, "lesson", page, "CompetencyLesson")


def profile(block: Any, found: "Profile | str") -> Fragment:
    """A learner's profile, or the sentence that stands in its place."""
    dom = host.page_prefix(block)
    language = get_language() or "en"
    page = {
        "dom": dom,
        "title": block.display_name,
        "sentence": found if isinstance(found, str) else "",
        "language": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "version": __version__,
    }
    from . import profile_html  # the pages of a scenario start without it

    shown = None if isinstance(found, str) else profile_html.context(found, dom)
    fragment = Fragment(host.with_asset_urls(block, rendering.page("profile.html", page=page, profile=shown)))
    fragment.add_css_url(_resource(block, "profile.css"))
    return fragment


def without_rubric() -> str:
    """What a profile says that has no rubric."""
    return _("This profile came without its rubric. Build and import the course again.")


def without_evidence() -> str:
    """What a profile says where nothing is kept of what is played, or nobody is there."""
    return _("There is no profile here: this site keeps no record of what you show, or does not know who you are.")


def unplayable(block: Any, problem: Unplayable) -> Fragment:
    """What a block shows whose source cannot be played."""
    details = [str(diagnostic) for diagnostic in problem.diagnostics] if host.is_staff(block) else []
    html = rendering.page("unplayable.html", problem={"sentence": problem.sentence, "details": details})
    fragment = Fragment(html)
    fragment.add_css_url(_resource(block, "scenario.css"))
    return fragment


def stage_context(
    standing: Standing,
    *,
    dom: str,
    rules: PlayRules,
    shown: Shown,
    can_retake: bool,
    related: tuple[Related, ...],
    notice: str = "",
    draft: str = "",
    arrived: bool = False,
    objections: Objections | None = None,
) -> dict[str, Any]:
    """The present stage, with the report once the attempt is finished."""
    context = stage(
        standing,
        dom=dom,
        feedback=shown.reasons,
        undo_allowed=rules.undo,
        can_retake=can_retake,
        notice=notice,
        draft=draft,
        arrived=arrived,
        objections=objections,
    )
    if standing.play.finished:
        context["report"] = report(standing, shown=shown, can_retake=can_retake, related=related, objections=objections)
    return context


def stage_html(shown: dict[str, Any]) -> str:
    """The stage as HTML, as a move sends it back."""
    return rendering.page("stage.html", stage=shown)


def hint(standing: Standing) -> str:
    """The present scene's hint as HTML."""
    return rendering.Texts(standing.compiled.local).html(standing.play.current.scene.hint)


def objected(about: dict[str, Any]) -> str:
    """An objection that was made, in place of the form it was sent by."""
    return rendering.page("feedback/objected.html", made=about["made"], sent=True)


def advice_html(advice: list[dict[str, Any]], dom: str) -> str:
    """The advice panel beside a text."""
    return rendering.page("scene/advice.html", advice=advice, stage={"dom": dom})


def late() -> str:
    """What a trainee reads who plays after the due date."""
    return _("The due date has passed. You can play this for practice; it does not count for your grade.")


def begun() -> str:
    """What a screen reader says after the start."""
    return _("The exercise has started.")


def changed() -> str:
    """What a trainee reads whose attempt fits the exercise no more."""
    return _(
        "This exercise was changed since you last played it. Your earlier attempt stays on record and does not "
        "count; you can start again."
    )


def announcement(standing: Standing) -> str:
    """What a screen reader says after a move."""
    if standing.play.finished:
        return _("Sent. You have reached the end; your report follows.")
    visit = standing.play.current
    if visit.hinted and not visit.answered and standing.attempt.moves and standing.attempt.moves[-1].do == "hint":
        return _("A hint is shown.")
    if visit.answered and not visit.rating:
        return _("Sent. Now rate your own text.")
    if visit.answered:
        return _("Saved. Compare your text with the examples, then go on.")
    return _("Sent. The next scene follows.")


def _without_title(source: str) -> str:
    """A lesson's text without its first line, ``# title``, which the page shows as its heading."""
    first, _line, rest = source.partition("\n")
    return rest if first.startswith("# ") else source


def _fragment(block: Any, name: str, html: str, init: str, **args: Any) -> Fragment:
    fragment = Fragment(html)
    fragment.add_css_url(_resource(block, f"{name}.css"))
    fragment.add_javascript_url(_resource(block, f"{name}_loader.js"))
    fragment.initialize_js(
        init,
        args | {"module": _resource(block, f"{name}.js")},
    )
    return fragment


def _resource(block: Any, name: str) -> str:
    """The address of a public file, new with every release so that no browser runs an old one."""
    return f"{block.runtime.local_resource_url(block, f'public/{name}')}?v={__version__}"
