"""The lesson block: a page to read, complete once its end was on the screen."""

from typing import Any

from web_fragments.fragment import Fragment
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Boolean, Scope, String

from . import host, pages, requests
from .compiled import local_values
from .fields import LongText

WORDS_A_MINUTE = 180


@XBlock.wants("user", "replace_urls", "i18n")
class CompetencyLessonBlock(CompletableXBlockMixin, XBlock):
    """A page to read, written in Markdown."""

    icon_class = "other"

    display_name = String(default="Lesson", scope=Scope.settings, help="The name shown in the course.")
    source = LongText(
        default="",
        scope=Scope.content,
        help="The lesson as its author wrote it, in Markdown.",
    )
    local = LongText(
        default="",
        scope=Scope.content,
        help="Facts of the country or service, as JSON.",
    )
    extra = String(
        default="",
        scope=Scope.settings,
        help="What an import held besides, kept for the next export.",
    )

    was_read = Boolean(default=False, scope=Scope.user_state, help="Whether its end was on the screen.")

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> "CompetencyLessonBlock":
        from . import olx_fields  # most processes never parse a course

        block = runtime.construct_xblock_from_class(cls, keys)
        olx_fields.read_lesson(block, node)
        return block

    def add_xml_to_node(self, node: Any) -> None:
        from . import olx_fields

        olx_fields.write_lesson(self, node)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        minutes = max(1, round(len(self.source.split()) / WORDS_A_MINUTE))
        return pages.lesson(self, self.source, local_values(self.local), minutes=minutes, read=self.was_read)

    @requests.json_handler
    def read(self, data: requests.JsonBody) -> requests.JsonBody:
        """The end of the lesson was on the screen."""
        if host.has_learner(self):
            self.was_read = True
            self.save()
            self.emit_completion(1.0)
        return {"read": self.was_read}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What the XBlock workbench offers to read."""
        from .sample import LESSON_XML

        return [("A lesson", LESSON_XML)]
