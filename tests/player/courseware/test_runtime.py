"""Blocks are found, shown and heard; one that fails takes nothing with it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from webob import Request, Response
from xblock.exceptions import NoSuchHandlerError, NoSuchServiceError, NoSuchUsage

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.models import BlockProgress, FieldValue
from competency_xblock.player.courseware.parsing import parse_course
from competency_xblock.player.courseware.runtime import PlayerRuntime

from .packages import a_package

Handle = Callable[..., Response]


def _course(blocks: str) -> LoadedCourse:
    return parse_course(a_package({"unit": blocks}))


def _page(course: LoadedCourse, user: Any) -> Any:
    """The unit as an element."""
    runtime = PlayerRuntime(course, user)
    unit = runtime.get_block(course.vertical_usage(course.vertical("unit")))
    return html.fragment_fromstring(runtime.render(unit, "student_view").content)


def _handle(course: LoadedCourse, user: Any, block_type: str, handler: str, data: Any, suffix: str = "") -> Response:
    runtime = PlayerRuntime(course, user)
    block = runtime.get_block(usage_key(course.key, block_type, "a"))
    return runtime.handle(block, handler, Request.blank("/", method="POST", body=json.dumps(data).encode()), suffix)


def _progress() -> list[tuple[Any, ...]]:
    return list(BlockProgress.objects.values_list("earned", "possible", "completion"))


# Finding blocks.


def test_a_block_knows_where_it_is(learner: Any):
    course = _course('<box url_name="b"><counter url_name="in"/></box>')
    runtime = PlayerRuntime(course, learner)
    box = runtime.get_block(usage_key(course.key, "box", "b"))
    [child] = box.get_children()
    assert child.location == child.scope_ids.usage_id == usage_key(course.key, "counter", "in")
    assert child.url_name == "in"
    assert child.get_parent() is box
    assert box.get_parent().display_name == "Unit unit"
    assert runtime.get_block(child.location).get_parent().location == box.location
    assert runtime.course_id == course.key
    assert (child.scope_ids.user_id, runtime.user_id) == (learner.pk, learner.pk)


def test_containers_are_known_by_their_types(learner: Any):
    runtime = PlayerRuntime(_course(""), learner)
    assert runtime.load_block_type("vertical") is runtime.load_block_type("chapter")


def test_an_unknown_block_is_not_found(learner: Any):
    course = _course("")
    with pytest.raises(NoSuchUsage):
        PlayerRuntime(course, learner).get_block(usage_key(course.key, "counter", "x"))


# Showing them.


def test_the_element_of_a_block_says_how_to_start_it(learner: Any):
    [block] = _page(_course('<counter url_name="a" name="Anna &amp; Co" label="Clicks"/>'), learner)
    usage = "block-v1:Org+Course+Run+type@counter+block@a"
    assert dict(block.attrib) == {
        "class": "xblock-v1 xblock-v1-student_view xblock xblock-student_view xblock-student_view-counter",
        "data-usage": usage,
        "data-usage-id": usage,
        "data-block-type": "counter",
        "data-handlers": f"/xblock/{usage}/handler/",
        "data-name": "Anna & Co",
        "data-init": "Counter",
        "data-runtime-version": "1",
    }
    assert block.findtext("p") == "Clicks: 0"


def test_arguments_of_a_block_cannot_leave_their_element(learner: Any):
    [block] = _page(_course('<counter url_name="a"/>'), learner)
    [script] = block.findall("script")
    assert script.get("type") == "json/xblock-args"
    assert json.loads(script.text) == {"count": 0, "text": "</script><!--&"}


def test_scripts_and_styles_of_nested_blocks_reach_the_page(learner: Any):
    course = _course('<box url_name="b"><counter url_name="a"/></box>')
    runtime = PlayerRuntime(course, learner)
    fragment = runtime.render(runtime.get_block(course.vertical_usage(course.vertical("unit"))), "student_view")
    assert [resource.data for resource in fragment.resources] == ["/counter.js"]


@pytest.mark.parametrize(("broken", "sentence"), [("nothing", "lacks the kind of block"), ("unparsable", "be read")])
def test_a_block_that_is_not_there_shows_a_sentence_and_the_rest_is_shown(learner: Any, broken: str, sentence: str):
    first, second = _page(_course(f'<{broken} url_name="a"/><counter url_name="b"/>'), learner)
    assert sentence in first.text_content()
    assert "none: 0" in second.text_content()


def test_a_block_that_fails_shows_a_card_and_the_rest_is_shown(learner: Any, caplog: pytest.LogCaptureFixture):
    first, second = _page(_course('<failing url_name="a"/><counter url_name="b"/>'), learner)
    assert "This part of the page could not be shown." in first.text_content()
    assert "no view today" not in first.text_content()
    assert "none: 0" in second.text_content()
    assert "RuntimeError: no view today" in caplog.text
    assert "The student_view of block-v1:Org+Course+Run+type@failing+block@a failed." in caplog.text


def test_a_block_that_fails_inside_another_leaves_the_other_whole(learner: Any):
    [box] = _page(_course('<box url_name="b"><failing url_name="a"/><counter url_name="c"/></box>'), learner)
    assert box.findtext("h3") == "Box"
    assert "could not be shown" in box.text_content()
    assert "none: 0" in box.text_content()


def test_what_a_failing_view_published_is_forgotten(learner: Any):
    _page(_course('<failing url_name="a"/>'), learner)
    assert _progress() == []


def test_a_view_that_does_not_exist_shows_a_card(learner: Any):
    course = _course('<counter url_name="a"/>')
    runtime = PlayerRuntime(course, learner)
    fragment = runtime.render(runtime.get_block(usage_key(course.key, "counter", "a")), "author_view")
    assert "could not be shown" in fragment.content


# Handlers.


def test_a_handler_changes_fields_and_answers(learner: Any):
    course = _course('<counter url_name="a"/>')
    assert _handle(course, learner, "counter", "add", {"by": 2}, "end").json == {"count": 2}
    assert _handle(course, learner, "counter", "add", {"by": 3}).json == {"count": 5}
    assert _handle(course, learner, "counter", "forget", None).json == {"count": 0}
    assert _handle(course, learner, "counter", "add", {"by": 1}).json == {"count": 1}


@pytest.mark.parametrize("handler", ["nothing", "student_view", "save", "_dirty_fields"])
def test_what_is_no_handler_cannot_be_called(learner: Any, handler: str):
    with pytest.raises(NoSuchHandlerError):
        _handle(_course('<counter url_name="a"/>'), learner, "counter", handler, {})


def test_a_stand_in_has_no_handlers(learner: Any):
    with pytest.raises(NoSuchHandlerError):
        _handle(_course('<unparsable url_name="a"/>'), learner, "unparsable", "add", {})


@pytest.mark.django_db(transaction=True)
def test_a_handler_costs_one_query_to_read_and_one_to_write(learner: Any):
    """Two fields of a learner; a grade and a completion in the same handler cost one more together."""
    course = _course('<exercise url_name="a"/>')
    results = [["grade", {"value": 1, "max_value": 2}], ["completion", {"completion": 1.0}]]
    for handler, data, expected in (
        ("add", {"by": 1}, ["SELECT", "INSERT"]),
        ("publish_all", results, ["SELECT", "INSERT", "INSERT"]),
    ):
        with CaptureQueriesContext(connection) as queries:
            _handle(course, learner, "exercise", handler, data)
        statements = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))]
        assert [each.split()[0] for each in statements] == expected
        assert all("courseware_fieldvalue" in each for each in statements[:2])
        assert all("courseware_blockprogress" in each for each in statements[2:])
    assert sorted(FieldValue.objects.values_list("field", "value")) == [("count", "2"), ("last", '""')]


# What blocks publish.


def test_a_grade_is_stored_and_completes_the_block(learner: Any):
    _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "submit", {"value": 1, "max_value": 4})
    row = BlockProgress.objects.get()
    assert (row.user_id, row.usage) == (learner.pk, "block-v1:Org+Course+Run+type@exercise+block@a")
    assert (row.earned, row.possible, row.completion) == (1.0, 4.0, 1.0)
    assert row.graded_at is not None
    assert str(row) == f"{row.usage} of learner {learner.pk}"


def test_the_last_grade_counts_unless_the_higher_one_is_asked_for(learner: Any):
    course = _course('<exercise url_name="a"/>')
    for value, options, stored in (
        (3, {}, 3),
        (1, {}, 1),
        (2, {"only_if_higher": True}, 2),
        (1, {"only_if_higher": True}, 2),
    ):
        _handle(course, learner, "exercise", "submit", {"value": value, "max_value": 4, **options})
        assert _progress() == [(stored, 4.0, 1.0)]


def test_a_deleted_grade_is_gone_and_so_is_its_completion(learner: Any):
    course = _course('<exercise url_name="a"/>')
    _handle(course, learner, "exercise", "submit", {"value": 3, "max_value": 4})
    _handle(course, learner, "exercise", "submit", {"score_deleted": True})
    assert _progress() == [(None, None, 0.0)]
    _handle(course, learner, "exercise", "submit", {"value": 1, "max_value": 4, "only_if_higher": True})
    assert _progress() == [(1.0, 4.0, 1.0)]


def test_a_graders_answer_completes_nothing(learner: Any):
    data = {"value": 3, "max_value": 4, "grader_response": True}
    _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "submit", data)
    assert _progress() == [(3.0, 4.0, None)]


def test_a_block_that_says_itself_when_it_is_complete_is_not_completed_by_a_grade(learner: Any):
    course = _course('<own url_name="a"/>')
    _handle(course, learner, "own", "submit", {"value": 1, "max_value": 1})
    assert _progress() == [(1.0, 1.0, None)]
    _handle(course, learner, "own", "publish_all", [["completion", {"completion": 0.5}]])
    assert _progress() == [(1.0, 1.0, 0.5)]
    _handle(course, learner, "own", "publish_all", [["progress", {}]])
    assert _progress() == [(1.0, 1.0, 0.5)]


def test_the_older_word_progress_completes_a_block(learner: Any):
    _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "publish_all", [["progress", {}]])
    assert _progress() == [(None, None, 1.0)]


def test_grades_of_two_learners_do_not_mix(learner: Any, other_learner: Any):
    course = _course('<exercise url_name="a"/>')
    _handle(course, learner, "exercise", "submit", {"value": 1, "max_value": 1})
    _handle(course, other_learner, "exercise", "submit", {"value": 0, "max_value": 1})
    assert dict(BlockProgress.objects.values_list("user_id", "earned")) == {learner.pk: 1.0, other_learner.pk: 0.0}


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("grade", {"value": 1}),
        ("grade", {"value": "1", "max_value": 1}),
        ("grade", {"value": True, "max_value": 1}),
        ("grade", {"value": 1, "max_value": 0}),
        ("grade", {"value": float("nan"), "max_value": 1}),
        ("completion", {}),
        ("completion", {"completion": 1.5}),
        ("completion", {"completion": None}),
    ],
)
def test_results_that_are_no_numbers_are_refused(learner: Any, event: str, data: Any):
    with pytest.raises(ValueError, match="A published"):
        _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "publish_all", [[event, data]])
    assert _progress() == []


def test_nothing_of_a_handler_that_raises_is_stored(learner: Any):
    with pytest.raises(RuntimeError, match="after publishing"):
        _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "publish_and_fail", {})
    assert _progress() == []
    assert FieldValue.objects.count() == 0


def test_a_result_published_outside_of_a_handler_is_stored_at_once(learner: Any):
    course = _course('<exercise url_name="a"/>')
    runtime = PlayerRuntime(course, learner)
    runtime.publish(runtime.get_block(usage_key(course.key, "exercise", "a")), "grade", {"value": 1, "max_value": 1})
    assert _progress() == [(1.0, 1.0, 1.0)]


def test_other_events_go_to_the_log_by_name_without_their_data(learner: Any, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", "competency_xblock.events")
    events = [["edx.thing.done\n", {"who": "Ann"}]]
    _handle(_course('<exercise url_name="a"/>'), learner, "exercise", "publish_all", events)
    assert caplog.messages[-1:] == [r"'edx.thing.done\n' from block-v1:Org+Course+Run+type@exercise+block@a"]


def test_a_visitor_without_account_has_no_results(db: None):
    course = _course('<exercise url_name="a"/>')
    _handle(course, AnonymousUser(), "exercise", "submit", {"value": 1, "max_value": 1})
    assert _progress() == []


# Addresses.


def test_a_handler_has_an_address(learner: Any):
    course = _course('<counter url_name="a"/>')
    runtime = PlayerRuntime(course, learner)
    block = runtime.get_block(usage_key(course.key, "counter", "a"))
    start = "/xblock/block-v1:Org+Course+Run+type@counter+block@a/handler/add"
    assert runtime.handler_url(block, "add") == start
    assert runtime.handler_url(block, "add", "some/suffix", "q=1&r=2") == f"{start}/some/suffix?q=1&r=2"
    with pytest.raises(ValueError, match="'student_view' is not a handler of"):
        runtime.handler_url(block, "student_view")
    with pytest.raises(NotImplementedError):
        runtime.handler_url(block, "add", thirdparty=True)


def test_a_file_of_a_block_has_an_address(learner: Any):
    course = _course('<counter url_name="a"/>')
    runtime = PlayerRuntime(course, learner)
    block = runtime.get_block(usage_key(course.key, "counter", "a"))
    assert runtime.local_resource_url(block, "public/data.json") == "/xblock/resource/counter/public/data.json"
    with pytest.raises(NotImplementedError):
        runtime.resource_url("public/data.json")


# Asides.


def test_asides_are_off_unless_the_settings_name_them(learner: Any, settings: Any):
    course = _course('<counter url_name="a"/>')
    assert "Note" not in _page(course, learner).text_content()
    settings.COMPETENCY_ASIDES = ["note"]
    block, aside = _page(course, learner)
    assert aside.text_content() == "Note 1"
    assert aside.get("class") == "xblock_asides-v1 xblock_asides-v1-student_view"
    assert aside.get("data-block-id") == block.get("data-usage")
    assert aside.get("data-usage") == "aside-usage-v2:block-v1$:Org+Course+Run+type@counter+block@a::note"
    assert _page(course, learner)[1].text_content() == "Note 2"


def test_an_aside_that_fails_leaves_the_block_whole(learner: Any, settings: Any, caplog: pytest.LogCaptureFixture):
    settings.COMPETENCY_ASIDES = ["failing_note"]
    [block] = _page(_course('<counter url_name="a"/>'), learner)
    assert "none: 0" in block.text_content()
    assert "An aside of block-v1:Org+Course+Run+type@counter+block@a failed." in caplog.text


def test_stand_ins_have_no_asides(learner: Any, settings: Any):
    settings.COMPETENCY_ASIDES = ["note"]
    assert "Note" not in _page(_course('<nothing url_name="a"/>'), learner).text_content()


# Services.


def test_services_have_to_be_asked_for(learner: Any):
    course = _course('<counter url_name="a"/><asking url_name="b"/><needy url_name="c"/>')
    runtime = PlayerRuntime(course, learner)
    counter, asking, needy = (
        runtime.get_block(usage_key(course.key, *each)) for each in (("counter", "a"), ("asking", "b"), ("needy", "c"))
    )
    with pytest.raises(NoSuchServiceError, match="was not requested"):
        runtime.service(counter, "user")
    assert runtime.service(asking, "no-such-service") is None
    with pytest.raises(NoSuchServiceError, match="is not available"):
        runtime.service(needy, "no-such-service")


def test_completion_is_told_to_learners_only(learner: Any):
    course = _course('<asking url_name="a"/>')
    for user, expected in ((learner, True), (AnonymousUser(), None)):
        runtime = PlayerRuntime(course, user)
        service = runtime.service(runtime.get_block(usage_key(course.key, "asking", "a")), "completion")
        assert (service and service.completion_tracking_enabled()) == expected
