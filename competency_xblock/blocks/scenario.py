"""The scenario block: fields, its page, and the handlers behind it. Each step is somebody else's work."""

import secrets
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from web_fragments.fragment import Fragment
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Dict, Float, Integer, List, Scope, String

from competency_xblock.domain.engine import MoveRefused
from competency_xblock.domain.scenario import PlayRules
from competency_xblock.domain.scoring import grade_that_counts
from competency_xblock.domain.shuffle import names_by_token
from competency_xblock.domain.tasks import AnswerRefused

from . import host, olx_fields, pages, requests
from .attempts import Attempts, MoveRequest, NoMoreAttempts, Stale, Standing
from .compiled import Compiled, Unplayable, compile_scenario
from .fields import LongText
from .ports import store_for
from .report import related_from
from .rules import BlockSettings, feedback_is_due, rules_for


@XBlock.wants("user", "replace_urls", "i18n")
class CompetencyScenarioBlock(CompletableXBlockMixin, XBlock):
    """One scenario exercise, graded against the competency rubric."""

    has_score = True
    icon_class = "problem"

    display_name = String(
        default="Scenario exercise",
        scope=Scope.settings,
        help="The name shown in the course.",
    )
    source = LongText(default="", scope=Scope.content, help="The scenario as its author wrote it.")
    framework = LongText(
        default="",
        scope=Scope.content,
        help="The part of the rubric it is judged by, as JSON.",
    )
    local = LongText(
        default="",
        scope=Scope.content,
        help="Facts of the country or service, as JSON.",
    )
    related = LongText(default="", scope=Scope.settings, help="Other scenarios of the course, as JSON.")
    extra = String(
        default="",
        scope=Scope.settings,
        help="What an import held besides, kept for the next export.",
    )
    weight = Float(
        default=None,
        scope=Scope.settings,
        help="What the exercise counts for in its section.",
    )
    attempts_allowed = String(
        default="",
        scope=Scope.settings,
        help="A number or unlimited; empty = as the file says.",
    )
    attempt_counts = String(
        default="",
        scope=Scope.settings,
        help="best, latest or mean; empty = as the file says.",
    )
    feedback_when = String(
        default="",
        scope=Scope.settings,
        help="at-once, at-end or after-due; empty = as the file.",
    )
    undo_allowed = String(
        default="",
        scope=Scope.settings,
        help="true or false; empty = as the file says.",
    )

    attempt = Dict(
        default={},
        scope=Scope.user_state,
        help="The present attempt: its list of moves.",
    )
    attempt_row = Integer(
        default=0,
        scope=Scope.user_state,
        help="Where the evidence app keeps it; 0 = nowhere.",
    )
    attempts = Integer(default=0, scope=Scope.user_state, help="Attempts begun.")
    grades = List(default=[], scope=Scope.user_state, help="The grades of finished attempts.")
    published = Integer(
        default=0,
        scope=Scope.user_state,
        help="The last attempt whose grade is known to be published.",
    )

    # What the platform asks.

    def max_score(self) -> float:
        return 1.0

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> "CompetencyScenarioBlock":
        block = runtime.construct_xblock_from_class(cls, keys)
        olx_fields.read_scenario(block, node)
        return block

    def add_xml_to_node(self, node: Any) -> None:
        olx_fields.write_scenario(self, node)

    # Pages.

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        compiled = self._compiled()
        if isinstance(compiled, Unplayable):
            return pages.unplayable(self, compiled)
        attempts = self._attempts(compiled)
        standing = attempts.current() if host.has_learner(self) else None
        if standing and standing.play.finished and self.published < standing.attempt.n:
            self._publish(attempts.rules)
            self.published = standing.attempt.n
        stage = self._stage(attempts, standing) if standing else None
        notice = pages.changed() if attempts.outdated else ""
        return pages.scenario(self, compiled, attempts, stage, notice)

    # Handlers: validate, load, ask the domain, save, publish.

    @requests.json_handler
    def begin(self, data: requests.JsonBody) -> requests.JsonBody:
        """Start the first attempt, or another once one is finished."""
        attempts = self._attempts(self._playable())
        try:
            standing = attempts.begin(
                request=requests.request_id(data),
                learner=host.browser_name(self),
                seed=secrets.token_hex(8),
                now=_now(),
            )
        except NoMoreAttempts as refused:
            raise requests.Refused(403, str(refused)) from refused
        except Stale as stale:
            raise self._stale(attempts, str(stale)) from stale
        self.save()
        return self._reply(attempts, standing) | {"announce": pages.begun()}

    @requests.json_handler
    def move(self, data: requests.JsonBody) -> requests.JsonBody:
        """Make one move in the present attempt."""
        attempts = self._attempts(self._playable())
        wanted = MoveRequest(
            attempt=requests.text(data, "attempt"),
            seen=requests.count(data, "seen"),
            request=requests.request_id(data),
            do=requests.text(data, "do"),
            answer=data.get("answer"),
            decode=_decode,
        )
        try:
            standing = attempts.move(wanted, _now())
        except Stale as stale:
            raise self._stale(attempts, str(stale)) from stale
        except (AnswerRefused, MoveRefused) as refused:
            raise requests.Refused(400, str(refused)) from refused
        self.save()
        if standing.play.finished:
            self._publish(attempts.rules)
        return self._reply(attempts, standing) | {"announce": pages.announcement(standing)}

    @requests.json_handler
    def hint(self, data: requests.JsonBody) -> requests.JsonBody:
        """The hint of the present scene."""
        standing = self._attempts(self._playable()).current(heal=False)
        if standing is None or not standing.play.current.scene.hint:
            raise requests.Refused(404, "There is no hint here.")
        return {"html": pages.hint(standing)}

    # Between the two.

    def _compiled(self) -> Compiled | Unplayable:
        return compile_scenario(self.source, self.framework, self.local)

    def _playable(self) -> Compiled:
        compiled = self._compiled()
        if isinstance(compiled, Unplayable):
            raise requests.Refused(409, compiled.sentence)
        if not host.has_learner(self):
            raise requests.Refused(403, "Log in to play this exercise.")
        return compiled

    def _attempts(self, compiled: Compiled) -> Attempts:
        settings = BlockSettings(
            self.attempts_allowed,
            self.attempt_counts,
            self.feedback_when,
            self.undo_allowed,
        )
        store = store_for(host.learner_id(self), host.course_key(self), host.usage_key(self))
        return Attempts(self, store, compiled, rules_for(compiled.scenario.play, settings))

    def _stage(self, attempts: Attempts, standing: Standing, notice: str = "") -> dict[str, Any]:
        feedback = feedback_is_due(
            attempts.rules.feedback,
            finished=standing.play.finished,
            due=host.due(self),
            now=_now(),
        )
        return pages.stage_context(
            standing,
            dom=host.page_prefix(self),
            rules=attempts.rules,
            feedback=feedback,
            can_retake=standing.play.finished and attempts.may_begin,
            related=related_from(self.related) if standing.play.finished else (),
            notice=notice,
        )

    def _reply(self, attempts: Attempts, standing: Standing, notice: str = "") -> requests.JsonBody:
        stage = self._stage(attempts, standing, notice)
        html = host.with_asset_urls(self, pages.stage_html(stage))
        return {"html": html, "seen": stage["seen"], "finished": stage["finished"]}

    def _stale(self, attempts: Attempts, sentence: str) -> requests.Refused:
        """The refusal of a page that is behind, with the present scene where there is one."""
        standing = attempts.current()
        if standing is None:
            return requests.Refused(409, pages.changed() if attempts.outdated else "Start the exercise first.")
        return requests.Refused(409, sentence, **self._reply(attempts, standing, sentence))

    def _publish(self, rules: PlayRules) -> None:
        """Send grade and completion to the host. Sending them again changes nothing."""
        earned = grade_that_counts([Fraction(each["grade"]) for each in self.grades], rules.counts)
        if earned is not None:
            self.runtime.publish(self, "grade", {"value": float(earned), "max_value": self.max_score()})
        self.emit_completion(1.0)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What the XBlock workbench offers to play."""
        from .sample import workbench_xml

        return [("A scenario exercise", workbench_xml())]


def _decode(standing: Standing, answer: object) -> object:
    """The page's answer with option and criterion tokens turned into ids."""
    scene, task = standing.play.current.scene, standing.play.current.scene.task
    if task is None:
        return answer
    names = (*(option.id for option in task.options), *task.criteria)
    known = names_by_token(standing.attempt.seed, scene.id, names)
    if isinstance(answer, dict) and "text" not in answer:
        return {known.get(str(name), str(name)): value for name, value in answer.items()}
    return task.decode(answer, lambda token: known.get(token, ""))


def _now() -> datetime:
    return datetime.now(UTC)
