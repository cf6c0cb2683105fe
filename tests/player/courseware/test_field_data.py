"""Fields are read and written with one statement, and kept apart by learner, block and scope."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from xblock.exceptions import InvalidScopeError

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.models import FieldValue
from competency_xblock.player.courseware.parsing import parse_course
from competency_xblock.player.courseware.runtime import PlayerRuntime

from .packages import a_package


def _block(course: LoadedCourse, user: Any, name: str = "one", block_type: str = "counter") -> Any:
    """The block as a new request sees it."""
    return PlayerRuntime(course, user).get_block(usage_key(course.key, block_type, name))


def _save(block: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(block, name, value)
    block.save()


def test_content_and_settings_come_from_the_package(small_course: LoadedCourse, learner: Any):
    block = _block(small_course, learner)
    assert (block.text, block.label) == ("Words", "Clicks")
    assert _block(small_course, learner, "two").label == "none"
    assert block.fields["label"].is_set_on(block)
    assert not block.fields["label"].is_set_on(_block(small_course, learner, "two"))


def test_what_a_learner_does_is_there_in_the_next_request(small_course: LoadedCourse, learner: Any):
    _save(_block(small_course, learner), count=3, last="x")
    block = _block(small_course, learner)
    assert (block.count, block.last) == (3, "x")


def test_user_state_belongs_to_one_learner_and_one_block(small_course: LoadedCourse, learner: Any, other_learner: Any):
    _save(_block(small_course, learner), count=3)
    assert _block(small_course, other_learner).count == 0
    assert _block(small_course, learner, "two").count == 0


def test_preferences_belong_to_one_learner_and_one_type(small_course: LoadedCourse, learner: Any, other_learner: Any):
    _save(_block(small_course, learner), favourite="blue")
    assert _block(small_course, learner, "two").favourite == "blue"
    assert _block(small_course, other_learner).favourite == ""
    assert _block(small_course, learner, "task", "exercise").favourite == ""


def test_user_info_belongs_to_one_learner_everywhere(small_course: LoadedCourse, learner: Any, other_learner: Any):
    _save(_block(small_course, learner), motto="onward")
    assert _block(small_course, learner, "task", "exercise").motto == "onward"
    assert _block(small_course, other_learner).motto == ""


def test_a_summary_belongs_to_one_block_and_all_learners(small_course: LoadedCourse, learner: Any, other_learner: Any):
    _save(_block(small_course, learner), tally={"a": 1})
    assert _block(small_course, other_learner).tally == {"a": 1}
    assert _block(small_course, other_learner, "two").tally == {}


def test_names_that_differ_only_in_case_are_two_names(learner: Any):
    course = parse_course(a_package({"unit": '<counter url_name="Same"/><counter url_name="same"/>'}))
    _save(_block(course, learner, "Same"), count=1)
    assert _block(course, learner, "same").count == 0
    _save(_block(course, learner, "same"), count=2)
    assert _block(course, learner, "Same").count == 1


@pytest.mark.parametrize("text", ["", "öåäß 学習 🎓", "line\nbreak\ttab", "x" * 100_000])
def test_every_text_comes_back_as_it_was(small_course: LoadedCourse, learner: Any, text: str):
    _save(_block(small_course, learner), last=text, tally={text[:1000]: [text, None, True, 1.5]})
    block = _block(small_course, learner)
    assert block.last == text
    assert block.tally == {text[:1000]: [text, None, True, 1.5]}


def test_characters_databases_refuse_come_back(small_course: LoadedCourse, learner: Any):
    odd = {"nul \0": "\0", "half a character": "\ud83d"}
    _save(_block(small_course, learner), tally=odd)
    assert _block(small_course, learner).tally == odd


def test_changing_what_was_read_changes_nothing_until_it_is_saved(small_course: LoadedCourse, learner: Any):
    _save(_block(small_course, learner), tally={"a": {"b": 1}})
    runtime = PlayerRuntime(small_course, learner)
    usage = usage_key(small_course.key, "counter", "one")
    runtime.get_block(usage).tally["a"]["b"] = 2
    assert runtime.get_block(usage).tally == {"a": {"b": 1}}


def test_a_block_of_the_same_request_sees_what_another_saved(small_course: LoadedCourse, learner: Any):
    runtime = PlayerRuntime(small_course, learner)
    usage = usage_key(small_course.key, "counter", "one")
    assert runtime.get_block(usage).count == 0
    _save(runtime.get_block(usage), count=5)
    assert runtime.get_block(usage).count == 5


def test_all_fields_of_a_scope_are_read_with_one_query_once(
    small_course: LoadedCourse, learner: Any, django_assert_num_queries: Any
):
    _save(_block(small_course, learner), count=1, last="x", tally={"a": 1})
    block = _block(small_course, learner)
    with django_assert_num_queries(1):
        assert (block.count, block.last) == (1, "x")
    with django_assert_num_queries(1):
        assert block.tally == {"a": 1}
    with django_assert_num_queries(0):
        assert block.runtime.get_block(block.location).last == "x"
        assert block.text == "Words"


def test_all_changes_are_written_with_one_query_whatever_their_scopes(
    small_course: LoadedCourse, learner: Any, django_assert_num_queries: Any
):
    for _ in ("insert", "update"):
        block = _block(small_course, learner)
        with django_assert_num_queries(1):
            block._field_data.set_many(block, {"count": 1, "last": "x", "motto": "onward", "tally": {"a": 1}})
    assert FieldValue.objects.count() == 4


def test_one_value_can_be_set_without_saving_the_block(small_course: LoadedCourse, learner: Any):
    block = _block(small_course, learner)
    block._field_data.set(block, "count", 7)
    assert _block(small_course, learner).count == 7


def test_what_did_not_change_is_not_written(small_course: LoadedCourse, learner: Any, django_assert_num_queries: Any):
    _save(_block(small_course, learner), tally={"a": 1})
    block = _block(small_course, learner)
    assert block.tally == {"a": 1}
    with django_assert_num_queries(0):
        block.save()


def test_a_deleted_value_is_the_default_again(small_course: LoadedCourse, learner: Any):
    _save(_block(small_course, learner), count=3, last="x")
    block = _block(small_course, learner)
    del block.count
    assert block.count == 0
    again = _block(small_course, learner)
    assert (again.count, again.last) == (0, "x")


def test_deleting_what_was_never_set_is_no_error(small_course: LoadedCourse, learner: Any):
    block = _block(small_course, learner)
    del block.count
    assert block.count == 0


def test_content_cannot_be_written_and_nothing_else_of_that_save_is(small_course: LoadedCourse, learner: Any):
    block = _block(small_course, learner)
    with pytest.raises(InvalidScopeError):
        _save(block, count=1, text="other")
    assert FieldValue.objects.count() == 0
    assert _block(small_course, learner).text == "Words"


@pytest.mark.parametrize("field", ["text", "label", "parent"])
def test_content_cannot_be_deleted(small_course: LoadedCourse, learner: Any, field: str):
    block = _block(small_course, learner)
    with pytest.raises(InvalidScopeError):
        delattr(block, field)


def test_a_visitor_without_account_leaves_nothing_of_their_own(small_course: LoadedCourse, db: None):
    runtime = PlayerRuntime(small_course, AnonymousUser())
    usage = usage_key(small_course.key, "counter", "one")
    _save(runtime.get_block(usage), count=3)
    block = runtime.get_block(usage)
    assert block.count == 3
    del block.count
    assert runtime.get_block(usage).count == 0
    assert FieldValue.objects.count() == 0


def test_rows_say_in_plain_text_what_they_are(small_course: LoadedCourse, learner: Any):
    _save(_block(small_course, learner), count=3, favourite="blue", motto="onward", tally={"a": 1})
    rows = set(FieldValue.objects.values_list("user", "scope", "place", "field", "value"))
    usage = "block-v1:Org+Course+Run+type@counter+block@one"
    assert rows == {
        (learner.pk, "user_state", usage, "count", "3"),
        (learner.pk, "preferences", "xblock.v1:counter", "favourite", '"blue"'),
        (learner.pk, "user_info", "", "motto", '"onward"'),
        (None, "user_state_summary", usage, "tally", '{"a":1}'),
    }
    assert str(FieldValue.objects.get(field="count")) == f"count of {usage}"
    assert str(FieldValue.objects.get(field="motto")) == "motto of the learner"


def test_what_a_learner_did_goes_with_the_account(small_course: LoadedCourse, learner: Any, other_learner: Any):
    _save(_block(small_course, learner), count=3, tally={"a": 1})
    _save(_block(small_course, other_learner), count=4)
    get_user_model().objects.get(pk=learner.pk).delete()
    assert set(FieldValue.objects.values_list("field", "user")) == {("count", other_learner.pk), ("tally", None)}


def test_two_requests_that_write_at_once_leave_one_row(small_course: LoadedCourse, learner: Any):
    first, second = _block(small_course, learner), _block(small_course, learner)
    assert first.count == second.count == 0
    _save(first, count=1)
    _save(second, count=2)
    assert _block(small_course, learner).count == 2
    assert FieldValue.objects.count() == 1
