"""The profile block: where the learner stands on every criterion of the rubric, from all they played in the course."""

from datetime import UTC, datetime
from typing import Any

from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Scope, String

from . import host, pages
from .compiled import read_framework
from .fields import LongText
from .ports import EvidencedAttempt, learner_evidence
from .profile_page import Profile, compose
from .report import related_from
from .showing import levels_may_be_shown


@XBlock.wants("user", "replace_urls", "i18n")
class CompetencyProfileBlock(XBlock):
    """A learner's competency profile in this course. Nothing is asked and nothing is stored."""

    has_score = False
    icon_class = "other"
    completion_mode = XBlockCompletionMode.EXCLUDED

    display_name = String(default="Your profile", scope=Scope.settings, help="The name shown in the course.")
    framework = LongText(default="", scope=Scope.content, help="The whole rubric, as JSON.")
    scenarios = LongText(default="", scope=Scope.content, help="The scenarios of the course, as JSON.")
    extra = String(default="", scope=Scope.settings, help="What an import held besides, kept for the next export.")

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> "CompetencyProfileBlock":
        from . import olx_fields  # most processes never parse a course

        block = runtime.construct_xblock_from_class(cls, keys)
        olx_fields.read_profile(block, node)
        return block

    def add_xml_to_node(self, node: Any) -> None:
        from . import olx_fields

        olx_fields.write_profile(self, node)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        return pages.profile(self, self._profile())

    def _profile(self) -> Profile | str:
        """The profile, or the sentence that stands in its place."""
        framework = read_framework(self.framework)
        if framework is None:
            return pages.without_rubric()
        attempts = learner_evidence(host.learner_id(self), host.course_key(self))
        if attempts is None:
            return pages.without_evidence()
        now = datetime.now(UTC)

        def may_show(attempt: EvidencedAttempt) -> bool:
            return levels_may_be_shown(host.block_at(self, attempt.usage_key), attempt, now)

        return compose(attempts, framework=framework, related=related_from(self.scenarios), may_show=may_show, now=now)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What the XBlock workbench offers to look at."""
        from .sample import profile_xml

        return [("A competency profile", profile_xml())]
