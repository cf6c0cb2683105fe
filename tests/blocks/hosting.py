"""A host for block tests: fields kept as a platform keeps them, events recorded, one learner at a time.

Every request gets a new block object, as it does in a real host, so that nothing survives but what was saved.
"""

import json
from typing import Any

from lxml import etree
from opaque_keys.edx.locator import BlockUsageLocator, CourseLocator
from webob import Request, Response
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope, ScopeIds
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import DictKeyValueStore, KvsFieldData, Runtime

from competency_xblock.blocks.compiled import compile_scenario
from competency_xblock.blocks.scenario import CompetencyScenarioBlock
from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.engine import replay
from competency_xblock.domain.rubric import Framework
from competency_xblock.domain.shuffle import token
from competency_xblock.olx import block_xml
from tests.sample import sample_framework

COURSE = CourseLocator("Org", "Course", "Run")


def scenario_xml(source: str, framework: Framework | None = None, **attributes: str) -> str:
    """A scenario block's element as text."""
    node = etree.Element("competency_scenario")
    text = block_xml.framework_json(framework or sample_framework())
    xml = block_xml.ScenarioXml("sample", "Sample", source, text, settings=attributes)
    block_xml.write_scenario(xml, node)
    return etree.tostring(node, encoding="unicode")


class _ReadOnlyContent(DictKeyValueStore):
    """Content and settings may be written while a block is parsed and never after."""

    sealed = False

    def set_many(self, update_dict: dict[Any, Any]) -> None:
        if self.sealed:
            for key in update_dict:
                if key.scope in (Scope.content, Scope.settings):
                    raise InvalidScopeError(key)
        # As JSON, because that is what a platform keeps.
        super().set_many({key: json.loads(json.dumps(value)) for key, value in update_dict.items()})


class _Users(UserService):
    def __init__(self, user_id: int | None, *, staff: bool, role: str | None) -> None:
        super().__init__()
        self._user = XBlockUser(is_current_user=True)
        if user_id is not None:
            self._user.opt_attrs = {
                "edx-platform.user_id": user_id,
                "edx-platform.user_is_staff": staff,
            }
            if role is not None:
                self._user.opt_attrs["edx-platform.user_role"] = role

    def get_current_user(self) -> XBlockUser:
        return self._user


class _Runtime(Runtime):
    def __init__(self, host: "Host", **kwargs: Any) -> None:
        super().__init__(id_reader=None, id_generator=None, **kwargs)
        self.host = host

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{handler_name}"

    def local_resource_url(self, block: Any, uri: str) -> str:
        return f"/resource/{uri}"

    def resource_url(self, resource: str) -> str:
        raise NotImplementedError

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        self.host.published.append((event_type, dict(event_data)))


class Host:
    """One block as one learner meets it."""

    def __init__(
        self, xml: str, cls: type[XBlock] = CompetencyScenarioBlock, *, learner: int | None = None, staff: bool = False
    ) -> None:
        self.store = _ReadOnlyContent()
        self.published: list[tuple[str, dict[str, Any]]] = []
        self.cls, self.learner, self.staff = cls, learner, staff
        self.role: str | None = ""  # as staff or not says it; None = this host names no roles
        self.user_id: Any = learner or "anonymous-1"
        self.replace(xml)

    def replace(self, xml: str) -> None:
        """Put another version of the block in place."""
        self.store.sealed = False
        node = etree.fromstring(xml)
        self.usage = BlockUsageLocator(COURSE, node.tag, node.get("url_name", "block"))
        self.cls.parse_xml(node, self._runtime(), self._keys()).save()
        self.store.sealed = True

    def block(self) -> Any:
        """The block, as a new request finds it."""
        return self._runtime().construct_xblock_from_class(self.cls, self._keys())

    def view(self) -> Any:
        """The student view; its fields are saved as every host does after rendering."""
        block = self.block()
        fragment = block.student_view()
        block.save()
        return fragment

    def post(self, handler: str, body: Any, *, raw: bytes | None = None, method: str = "POST") -> Response:
        block = self.block()
        payload = raw if raw is not None else json.dumps(body).encode()
        request = Request.blank("/", method=method, body=payload if method == "POST" else b"")
        return block.runtime.handle(block, handler, request)

    def as_learner(self, learner: int) -> "Host":
        """The same block met by somebody else."""
        other = object.__new__(Host)
        other.__dict__.update(self.__dict__, learner=learner, user_id=learner, published=[])
        return other

    def _keys(self) -> ScopeIds:
        return ScopeIds(self.user_id, self.usage.block_type, self.usage, self.usage)

    def _runtime(self) -> _Runtime:
        role = ("staff" if self.staff else "student") if self.role == "" else self.role
        services: dict[str, Any] = {
            "field-data": KvsFieldData(self.store),
            "user": _Users(self.learner, staff=self.staff, role=role),
        }
        return _Runtime(self, services=services)


class Trainee:
    """A learner's browser: remembers attempt and number of moves, and makes up request ids."""

    def __init__(self, host: Host) -> None:
        self.host, self.uid, self.seen, self.count = host, "", 0, 0
        self.page: dict[str, Any] = {}

    def begin(self) -> dict[str, Any]:
        return self._took(self.host.post("begin", {"request": self._request()}))

    def move(self, answer: Any = None, do: str = "answer", **more: Any) -> dict[str, Any]:
        return self._took(self.send(answer, do, **more))

    def send(self, answer: Any = None, do: str = "answer", **more: Any) -> Response:
        body = {"attempt": self.uid, "seen": self.seen, "request": self._request(), "do": do, "answer": answer}
        return self.host.post("move", body | more)

    def ask_for_hint(self) -> dict[str, Any]:
        body = {"attempt": self.uid, "seen": self.seen, "request": self._request()}
        return self._took(self.host.post("hint", body))

    def choose(self, option: str) -> dict[str, Any]:
        """Answer with the option of this id."""
        return self.move(self.token(option))

    def token(self, name: str) -> str:
        return token(self.host.block().attempt["seed"], self.scene, name)

    @property
    def scene(self) -> str:
        """The scene the learner stands in, derived from what is stored."""
        block = self.host.block()
        compiled = compile_scenario(block.source, block.framework, block.local)
        return replay(compiled.scenario, Attempt.from_json(block.attempt)).current.scene.id

    def _took(self, response: Response) -> dict[str, Any]:
        assert response.status_int == 200, response.text
        self.page = response.json
        self.seen = self.page["seen"]
        self.uid = self.host.block().attempt["uid"]
        return self.page

    def _request(self) -> str:
        self.count += 1
        return f"request-{self.count:04d}"
