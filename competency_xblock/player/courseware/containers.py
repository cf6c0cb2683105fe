"""The blocks that the player itself brings: the containers of a course, and the stand-in for a block it cannot show."""

from typing import Any

from django.template.loader import render_to_string
from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock, XBlockMixin
from xblock.fields import Scope, String

CONTAINER_TYPES = frozenset({"course", "chapter", "sequential", "vertical"})


class PlaceMixin(XBlockMixin):
    """What blocks in Open edX find on themselves about where they are."""

    @property
    def location(self) -> Any:
        """The usage key."""
        return self.scope_ids.usage_id

    @property
    def url_name(self) -> str:
        """The name of the block within its course."""
        return str(self.scope_ids.usage_id.block_id)


class Container(XBlock):
    """A course, chapter, sequential or vertical: shows its children one below the other."""

    has_children = True
    completion_mode = XBlockCompletionMode.AGGREGATOR
    display_name = String(default="", scope=Scope.settings)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        page = Fragment()
        for child in self.runtime.render_children(self, "student_view", context):
            page.add_content(child.content)
            page.add_fragment_resources(child)
        return page


class Unavailable(XBlock):
    """Stands where a block cannot. ``problem`` is the sentence the learner reads."""

    completion_mode = XBlockCompletionMode.EXCLUDED
    problem = ""

    def fallback_view(self, view_name: str, context: dict[str, Any] | None = None) -> Fragment:
        return problem_card(self.problem)


def problem_card(sentence: str) -> Fragment:
    """What is shown in the place of a block that cannot be shown."""
    return Fragment(render_to_string("courseware/problem.html", {"sentence": sentence}))
