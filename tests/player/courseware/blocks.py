"""Blocks that tests put on a page, each to show one thing of the runtime."""

from typing import Any

from django.db import OperationalError
from web_fragments.fragment import Fragment
from webob import Response
from xblock.completable import CompletableXBlockMixin, XBlockCompletionMode
from xblock.core import XBlock, XBlockAside
from xblock.exceptions import JsonHandlerError, NotFoundError, ProcessingError
from xblock.fields import Dict, Float, Integer, Scope, String


class Counter(XBlock):
    """Two fields of a learner, written together."""

    text = String(default="", scope=Scope.content)
    label = String(default="none", scope=Scope.settings)
    count = Integer(default=0, scope=Scope.user_state)
    last = String(default="", scope=Scope.user_state)
    favourite = String(default="", scope=Scope.preferences)
    motto = String(default="", scope=Scope.user_info)
    tally = Dict(default={}, scope=Scope.user_state_summary)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        fragment = Fragment(f"<p>{self.label}: {self.count}</p>")
        fragment.add_javascript_url("/counter.js")
        fragment.initialize_js("Counter", {"count": self.count, "text": "</script><!--&"})
        return fragment

    @XBlock.json_handler
    def add(self, data: Any, suffix: str = "") -> dict[str, Any]:
        self.count += data["by"]
        self.last = suffix
        return {"count": self.count}

    @XBlock.json_handler
    def forget(self, data: Any, suffix: str = "") -> dict[str, Any]:
        del self.count
        return {"count": self.count}

    @XBlock.json_handler
    def rewrite(self, data: Any, suffix: str = "") -> dict[str, Any]:
        self.count = 99
        self.text = "changed"
        return {}

    @XBlock.handler
    def show(self, request: Any, suffix: str = "") -> Response:
        return Response(json={"method": request.method, "query": request.GET.get("q"), "suffix": suffix})

    @XBlock.handler
    def form(self, request: Any, suffix: str = "") -> Response:
        file = request.POST.get("file")
        return Response(json={"word": request.POST.get("word"), "file": file.file.read().decode() if file else None})


class Exercise(Counter):
    """A graded block."""

    has_score = True
    weight = Float(default=None, scope=Scope.settings)

    @XBlock.json_handler
    def submit(self, data: Any, suffix: str = "") -> dict[str, Any]:
        self.count += 1
        self.runtime.publish(self, "grade", data)
        return {}

    @XBlock.json_handler
    def publish_all(self, data: Any, suffix: str = "") -> dict[str, Any]:
        self.count += 1
        for event, payload in data:
            self.runtime.publish(self, event, payload)
        return {}

    @XBlock.json_handler
    def publish_and_fail(self, data: Any, suffix: str = "") -> dict[str, Any]:
        self.count += 1
        self.runtime.publish(self, "grade", {"value": 1, "max_value": 1})
        raise RuntimeError("after publishing")


class OwnCompletion(CompletableXBlockMixin, Exercise):
    """Says itself when it is complete."""


class Uncounted(Counter):
    completion_mode = XBlockCompletionMode.EXCLUDED


class Failing(XBlock):
    """Fails in whatever way it is asked to."""

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        self.runtime.publish(self, "completion", {"completion": 1.0})
        raise RuntimeError("no view today")

    @XBlock.json_handler
    def fail(self, data: Any, suffix: str = "") -> dict[str, Any]:
        errors: dict[str, Exception] = {
            "json": JsonHandlerError(418, "teapot"),
            "missing": NotFoundError("gone"),
            "processing": ProcessingError("wrong input"),
            "any": RuntimeError("secret detail"),
        }
        raise errors[data["how"]]


class Unparsable(XBlock):
    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        raise ValueError("cannot be read")


class Box(XBlock):
    """Holds other blocks."""

    has_children = True
    size = Integer(default=0, scope=Scope.settings)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        box = Fragment("<h3>Box</h3>")
        for child in self.runtime.render_children(self, "student_view", context):
            box.add_content(child.content)
            box.add_fragment_resources(child)
        return box


@XBlock.needs("user", "i18n")
@XBlock.wants("replace_urls", "settings", "completion", "no-such-service")
class Asking(XBlock):
    """Asks for services."""

    block_settings_key = "asking"


@XBlock.needs("no-such-service")
class Needy(XBlock):
    """Needs what nobody has."""


class Note(XBlockAside):
    """Stands beside every block."""

    seen = Integer(default=0, scope=Scope.user_state)

    @XBlockAside.aside_for("student_view")
    def beside(self, block: XBlock, context: dict[str, Any] | None = None) -> Fragment:
        self.seen += 1
        fragment = Fragment(f"<p>Note {self.seen}</p>")
        fragment.initialize_js("Note")
        return fragment

    @XBlockAside.json_handler
    def look(self, data: Any, suffix: str = "") -> dict[str, Any]:
        return {"seen": self.seen}


class FailingNote(XBlockAside):
    @XBlockAside.aside_for("student_view")
    def beside(self, block: XBlock, context: dict[str, Any] | None = None) -> Fragment:
        raise RuntimeError("no note today")


class _Early(XBlock):
    """Asks its runtime, while it is read, for what is not there yet."""

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        block = super().parse_xml(node, runtime, keys)
        block.ask()
        return block


class AsksHandler(_Early):
    def ask(self) -> None:
        self.runtime.handler_url(self, "add")


class AsksFile(_Early):
    def ask(self) -> None:
        self.runtime.local_resource_url(self, "public/data.json")


class AsksResource(_Early):
    def ask(self) -> None:
        self.runtime.resource_url("data.json")


class Publishes(_Early):
    def ask(self) -> None:
        self.runtime.publish(self, "grade", {"value": 1, "max_value": 1})


class OwnDue(Exercise):
    """Has a field of its own that is called like a policy."""

    due = String(default="never", scope=Scope.settings)


class Locked(XBlock):
    """Meets a database that is busy."""

    @XBlock.json_handler
    def wait(self, data: Any, suffix: str = "") -> None:
        raise OperationalError("database is locked")


class SecondThoughts(Counter):
    """Saves while it is read, and takes back a part of it."""

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        block = super().parse_xml(node, runtime, keys)
        block.save()
        if block._field_data.get(block, "label") == "no":
            del block.label
        return block
