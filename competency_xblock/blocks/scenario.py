"""The scenario block: fields, its page, and the handlers behind it. Each step is somebody else's work."""

import secrets
from datetime import UTC, datetime
from typing import Any

from web_fragments.fragment import Fragment
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Dict, Float, Integer, List, Scope, String
from xblock.scorable import ScorableXBlockMixin, Score

from competency_xblock.domain.engine import MoveRefused
from competency_xblock.domain.tasks import AnswerRefused

from . import host, pages, requests, staff
from .attempts import Attempts, MoveRequest, NoMoreAttempts, Stale
from .compiled import Compiled, Unplayable, compile_scenario
from .drafts import Drafts, draft_text
from .fields import LongText
from .objections import Objections, read_objection
from .ports import Store, store_for
from .report import related_from
from .rules import BlockSettings, policies_of, rules_for
from .showing import shown_by_now
from .standing import Standing
from .task_context import advice_for, decode


@XBlock.wants("user", "replace_urls", "i18n", "settings")
class CompetencyScenarioBlock(ScorableXBlockMixin, CompletableXBlockMixin, XBlock):
    """One scenario exercise, graded against the competency rubric."""

    has_score = True
    icon_class = "problem"
    block_settings_key = "competency_xblock"  # of XBLOCK_SETTINGS, where an operator says what ``host.privacy`` reads

    display_name = String(default="Scenario exercise", scope=Scope.settings, help="The name shown in the course.")
    source = LongText(default="", scope=Scope.content, help="The scenario as its author wrote it.")
    framework = LongText(default="", scope=Scope.content, help="The part of the rubric it is judged by, as JSON.")
    local = LongText(default="", scope=Scope.content, help="Facts of the country or service, as JSON.")
    related = LongText(default="", scope=Scope.settings, help="Other scenarios of the course, as JSON.")
    extra = String(default="", scope=Scope.settings, help="What an import held besides, kept for the next export.")
    weight = Float(default=None, scope=Scope.settings, help="What the exercise counts for in its section.")
    attempts_allowed = String(default="", scope=Scope.settings, help="A number or unlimited; empty = as the file says.")
    attempt_counts = String(default="", scope=Scope.settings, help="best, latest or mean; empty = as the file says.")
    feedback_when = String(default="", scope=Scope.settings, help="at-once, at-end or after-due; empty = as the file.")
    undo_allowed = String(default="", scope=Scope.settings, help="true or false; empty = as the file says.")

    attempt = Dict(default={}, scope=Scope.user_state, help="The present attempt: its list of moves.")
    attempt_row = Integer(default=0, scope=Scope.user_state, help="Where the evidence app keeps it; 0 = nowhere.")
    attempts = Integer(default=0, scope=Scope.user_state, help="Attempts begun.")
    grades = List(default=[], scope=Scope.user_state, help="The grades of finished attempts.")
    variants = List(default=[], scope=Scope.user_state, help="The variants drawn so far, oldest first.")
    unsent = Dict(default={}, scope=Scope.user_state, help="A text begun and not sent, where nothing else keeps it.")
    objected = String(default="", scope=Scope.user_state, help="The attempt in which an objection was made last.")
    score = Dict(default={}, scope=Scope.user_state, help="The score the host last knew.")
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
        from . import olx_fields  # most processes never parse a course

        block = runtime.construct_xblock_from_class(cls, keys)
        olx_fields.read_scenario(block, node)
        return block

    def add_xml_to_node(self, node: Any) -> None:
        from . import olx_fields

        olx_fields.write_scenario(self, node)

    # What staff do: rescore, override.

    def has_submitted_answer(self) -> bool:
        return bool(self.grades)

    def get_score(self) -> Score | None:
        return Score(**self.score) if self.score else self.calculate_score()

    def set_score(self, score: Score) -> None:
        self.score = {"raw_earned": score.raw_earned, "raw_possible": score.raw_possible}

    def calculate_score(self) -> Score | None:
        earned = self._attempts(self._playable()).grade_that_counts()
        return None if earned is None else Score(float(earned), self.max_score())

    def publish_grade(self, score: Score | None = None, only_if_higher: bool | None = None) -> None:
        score = score or self.get_score()
        if score is not None:
            self._publish_grade(score, only_if_higher)

    def allows_rescore(self) -> bool:
        return not isinstance(self._compiled(), Unplayable)

    def rescore(self, only_if_higher: bool = False) -> bool:
        """Judge this learner's finished attempts by the present key; whether any judgement was made anew."""
        compiled = self._compiled()
        if isinstance(compiled, Unplayable) or not host.has_learner(self):
            return False
        before, kept = self.calculate_score(), self.grades
        changed = self._attempts(compiled).rescore(_now())
        after = self.calculate_score()
        if only_if_higher and before and after and after.raw_earned < before.raw_earned:
            self.grades = kept
            return False
        if after:  # unchanged judgements may count anew, after an extension
            self.set_score(after)
            self.publish_grade(after, only_if_higher)
        self.save()
        return changed

    # Pages.

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        compiled = self._compiled()
        if isinstance(compiled, Unplayable):
            return pages.unplayable(self, compiled)
        attempts = self._attempts(compiled)
        standing = attempts.current() if host.has_learner(self) else None
        if standing and standing.play.finished and self.published < standing.attempt.n:
            self._publish(attempts)
            self.published = standing.attempt.n
        stage = self._stage(attempts, standing) if standing else None
        notice = pages.changed() if attempts.outdated else self._late_notice()
        panel = staff.panel(self, attempts) if host.is_staff(self) else None
        return pages.scenario(self, compiled, attempts, stage, notice, panel)

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
        arrived = not standing.attempt.moves
        return self._reply(attempts, standing, arrived=arrived) | {"announce": pages.begun()}

    @requests.json_handler
    def move(self, data: requests.JsonBody) -> requests.JsonBody:
        """Make one move in the present attempt."""
        attempts = self._attempts(self._playable())
        standing = self._move(attempts, data, requests.text(data, "do"), data.get("answer"))
        if standing.play.finished:
            self._publish(attempts)
        return self._reply(attempts, standing, arrived=True) | {"announce": pages.announcement(standing)}

    @requests.json_handler
    def hint(self, data: requests.JsonBody) -> requests.JsonBody:
        """The hint of the present scene; asking for it is a move."""
        standing = self._move(self._attempts(self._playable()), data, "hint", None)
        return {"html": pages.hint(standing), "seen": len(standing.attempt.moves)}

    @requests.json_handler
    def objection(self, data: requests.JsonBody) -> requests.JsonBody:
        """Take an objection to a piece of feedback that the present attempt shows."""
        token, reason = read_objection(data)
        attempts = self._attempts(self._playable())
        standing = attempts.current(heal=False)
        if standing is None or standing.attempt.uid != requests.text(data, "attempt"):
            raise self._stale(
                attempts, "This page belongs to an attempt that is no longer open. Here is where you are."
            )
        shown = shown_by_now(attempts, standing, policies_of(self), staff=host.is_staff(self), now=_now())
        objections = Objections(standing, {})
        found = objections.find(token) if shown.reasons and attempts.store.remembers else None
        if found is None:
            raise requests.Refused(400, requests.NOT_UNDERSTOOD)
        visit, option = found
        at = _now().isoformat(timespec="seconds")
        made = attempts.store.object_to(self.attempt_row, visit.seq, visit.scene.id, option, reason, at)
        self.objected = standing.attempt.uid
        self.save()
        return {"html": pages.objected(Objections(standing, {(visit.seq, option): made}).about(visit, option))}

    @requests.json_handler
    def draft(self, data: requests.JsonBody) -> requests.JsonBody:
        """Keep the text begun in the present scene, and say what the advice panel makes of it."""
        attempts = self._attempts(self._playable())
        standing = attempts.current(heal=False)
        if standing is None:
            raise requests.Refused(409, "Start the exercise first.")
        text = draft_text(data, standing)
        Drafts(self, attempts.store).keep(standing, text, _now())
        self.save()
        return {"saved": True, "html": pages.advice_html(advice_for(standing, text), host.page_prefix(self))}

    # Between the two.

    def _move(self, attempts: Attempts, data: requests.JsonBody, do: str, answer: object) -> Standing:
        wanted = MoveRequest(
            attempt=requests.text(data, "attempt"),
            seen=requests.count(data, "seen"),
            request=requests.request_id(data),
            do=do,
            answer=answer,
            decode=decode,
        )
        try:
            standing = attempts.move(wanted, _now())
        except Stale as stale:
            raise self._stale(attempts, str(stale)) from stale
        except (AnswerRefused, MoveRefused) as refused:
            raise requests.Refused(400, str(refused)) from refused
        self.save()
        return standing

    def _compiled(self) -> Compiled | Unplayable:
        """The scenario to play; where its present source has mistakes, the version the learner has begun."""
        compiled = compile_scenario(self.source, self.framework, self.local)
        if isinstance(compiled, Unplayable) and host.has_learner(self) and self.attempt:
            return self._store().version(self.attempt.get("version", "")) or compiled
        return compiled

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
        rules = rules_for(compiled.scenario.play, settings)
        return Attempts(
            self, self._store(), compiled, rules, lambda finished: policies_of(self).counts_no_more(finished)
        )

    def _store(self) -> Store:
        return store_for(host.learner_id(self), host.course_key(self), host.usage_key(self))

    def _late_notice(self) -> str:
        return pages.late() if policies_of(self).counts_no_more(_now()) else ""

    def _stage(
        self, attempts: Attempts, standing: Standing, notice: str = "", *, arrived: bool = False
    ) -> dict[str, Any]:
        finished = standing.play.finished
        made = attempts.store.objections(self.attempt_row) if self.objected == standing.attempt.uid else {}
        return pages.stage_context(
            standing,
            dom=host.page_prefix(self),
            rules=attempts.rules,
            shown=shown_by_now(attempts, standing, policies_of(self), staff=host.is_staff(self), now=_now()),
            can_retake=finished and attempts.may_begin,
            related=related_from(self.related) if finished else (),
            notice=notice,
            draft="" if arrived else Drafts(self, attempts.store).read(standing),
            arrived=arrived,
            objections=Objections(standing, made) if attempts.store.remembers else None,
        )

    def _reply(
        self, attempts: Attempts, standing: Standing, notice: str = "", *, arrived: bool = False
    ) -> requests.JsonBody:
        stage = self._stage(attempts, standing, notice, arrived=arrived)
        html = host.with_asset_urls(self, pages.stage_html(stage))
        return {"html": html, "seen": stage["seen"], "finished": stage["finished"]}

    def _stale(self, attempts: Attempts, sentence: str) -> requests.Refused:
        """The refusal of a page that is behind, with the present scene where there is one."""
        standing = attempts.current()
        if standing is None:
            return requests.Refused(409, pages.changed() if attempts.outdated else "Start the exercise first.")
        return requests.Refused(409, sentence, **self._reply(attempts, standing, sentence))

    def _publish(self, attempts: Attempts) -> None:
        """Send grade and completion to the host. Sending them again changes nothing."""
        earned = attempts.grade_that_counts()
        if earned is not None:
            self.runtime.publish(self, "grade", {"value": float(earned), "max_value": self.max_score()})
        self.emit_completion(1.0)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What the XBlock workbench offers to play."""
        from .sample import workbench_xml

        return [("A scenario exercise", workbench_xml())]


def _now() -> datetime:
    return datetime.now(UTC)
