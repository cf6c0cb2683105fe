"""Services answer as they do in Open edX."""

import struct
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from competency_xblock.player.accounts.register import NewAccount, add_account
from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.parsing import parse_course
from competency_xblock.player.courseware.runtime import PlayerRuntime
from competency_xblock.player.courseware.services import TranslationService
from tests.blocks.hosting import scenario_xml
from tests.sample import SAMPLE_SCENARIO

from .packages import a_package


@pytest.fixture
def asking_course() -> LoadedCourse:
    static = {"map.png": b"png", "a_b.svg": b"svg", "två & 3.txt": b"t"}
    return parse_course(a_package({"unit": '<asking url_name="a"/>'}, static=static))


def _service(course: LoadedCourse, user: Any, name: str) -> Any:
    runtime = PlayerRuntime(course, user)
    return runtime.service(runtime.get_block(usage_key(course.key, "asking", "a")), name)


def test_the_user_service_says_who_is_there(asking_course: LoadedCourse, learner: Any):
    user = _service(asking_course, learner, "user").get_current_user()
    attributes = dict(user.opt_attrs)
    assert len(attributes.pop("edx-platform.anonymous_user_id")) == 32
    assert attributes == {
        "edx-platform.is_authenticated": True,
        "edx-platform.user_id": learner.pk,
        "edx-platform.username": "ann",
        "edx-platform.user_is_global_staff": False,
        "edx-platform.user_is_staff": False,
        "edx-platform.user_role": "student",
        "edx-platform.user_preferences": {"pref-lang": "en", "time_zone": "UTC"},
    }
    assert (user.is_current_user, user.emails) == (True, ["ann@example.org"])


def test_staff_are_known_as_such(asking_course: LoadedCourse, learner: Any):
    learner.is_staff = True
    attributes = _service(asking_course, learner, "user").get_current_user().opt_attrs
    assert attributes["edx-platform.user_is_staff"] is True
    assert attributes["edx-platform.user_role"] == "staff"


@pytest.mark.parametrize(("role", "told"), [("mentor", "staff"), ("author", "author"), ("trainee", "student")])
def test_each_role_of_an_account_has_its_name_for_blocks(asking_course: LoadedCourse, db, role: str, told: str):
    user = add_account(NewAccount(name="petra", role=role, password="x"))
    attributes = _service(asking_course, user, "user").get_current_user().opt_attrs
    assert attributes["edx-platform.user_role"] == told


def test_a_visitor_without_account_is_nobody(asking_course: LoadedCourse):
    user = _service(asking_course, AnonymousUser(), "user").get_current_user()
    assert user.opt_attrs == {"edx-platform.is_authenticated": False}
    assert (user.full_name, user.emails) == (None, [])


def test_the_anonymous_id_is_the_same_each_time_and_differs_by_learner(
    asking_course: LoadedCourse, learner: Any, other_learner: Any
):
    key = "edx-platform.anonymous_user_id"
    first, again, other = (
        _service(asking_course, user, "user").get_current_user().opt_attrs[key]
        for user in (learner, learner, other_learner)
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<img src="/static/map.png">', '<img src="/asset/map.png?v=V">'),
        ("<img src='/static/map.png'>", "<img src='/asset/map.png?v=V'>"),
        ('"/static/map.png"', '"/asset/map.png?v=V"'),
        (r'{"html": "<img src=\"/static/map.png\">"}', r'{"html": "<img src=\"/asset/map.png?v=V\">"}'),
        ("url(&quot;/static/map.png&quot;)", "url(&quot;/asset/map.png?v=V&quot;)"),
        ('"/static/a/b.svg#icon"', '"/asset/a_b.svg?v=V#icon"'),
        ('"/static/map.png?raw"', '"/asset/map.png?raw"'),
        ('"/static/missing.png"', '"/static/missing.png"'),
        ('"/jump_to_id/unit"', '"/jump_to_id/unit"'),
        ("plain /static/map.png", "plain /static/map.png"),
        ("\"/static/map.png'", "\"/static/map.png'"),
    ],
)
def test_addresses_of_files_of_the_course_are_replaced(
    asking_course: LoadedCourse, learner: Any, text: str, expected: str
):
    version = asking_course.package.sha256[:12]
    assert _service(asking_course, learner, "replace_urls").replace_urls(text) == expected.replace(
        "v=V", f"v={version}"
    )


def test_settings_of_a_type_of_block_come_from_the_operator(asking_course: LoadedCourse, learner: Any, settings: Any):
    service = _service(asking_course, learner, "settings")
    block = PlayerRuntime(asking_course, learner).get_block(usage_key(asking_course.key, "asking", "a"))
    assert service.get_settings_bucket(block) == {}
    assert service.get_settings_bucket(block, default={"a": 1}) == {"a": 1}
    settings.XBLOCK_SETTINGS = {"asking": {"theme": "dark"}, "Counter": {"max": 3}}
    assert service.get_settings_bucket(block) == {"theme": "dark"}


def test_settings_are_found_by_the_name_of_the_class_too(small_course: LoadedCourse, learner: Any, settings: Any):
    settings.XBLOCK_SETTINGS = {"Counter": {"max": 3}}
    runtime = PlayerRuntime(small_course, learner)
    block = runtime.get_block(usage_key(small_course.key, "counter", "one"))
    assert runtime._services["settings"].get_settings_bucket(block) == {"max": 3}


def test_texts_stay_as_they_are_without_a_translation(asking_course: LoadedCourse, learner: Any):
    service = _service(asking_course, learner, "i18n")
    assert service.gettext("Poll") == service.ugettext("Poll") == "Poll"
    assert service.ngettext("one", "many", 2) == "many"
    assert service.get_javascript_i18n_catalog_url(None) is None


@pytest.mark.parametrize("folder", ["conf/locale/de/LC_MESSAGES/django.mo", "translations/de/LC_MESSAGES/text.mo"])
def test_translations_come_from_the_package_of_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str):
    package = "translated_" + folder[:4]
    catalogue = tmp_path / package / folder
    catalogue.parent.mkdir(parents=True)
    catalogue.write_bytes(_compiled({"": "Content-Type: text/plain; charset=UTF-8\n", "Poll": "Umfrage"}))
    (tmp_path / package / "__init__.py").touch()
    (tmp_path / package / "block.py").write_text("class Block: pass")
    monkeypatch.syspath_prepend(tmp_path)
    block = import_module(f"{package}.block").Block()
    with translation.override("de-at"):
        assert TranslationService(block).gettext("Poll") == "Umfrage"
    with translation.override("en"):
        assert TranslationService(block).gettext("Poll") == "Poll"


def _compiled(texts: dict[str, str]) -> bytes:
    """A catalogue as ``msgfmt`` would write it."""
    names, values = ([each.encode() for each in side] for side in (texts.keys(), texts.values()))
    at = 28 + 16 * len(texts)
    entries = b""
    for text in (*names, *values):
        entries += struct.pack("<II", len(text), at)
        at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 0)
    return head + entries + b"".join(text + b"\0" for text in (*names, *values))


def test_an_exercise_learns_from_the_settings_how_long_answers_are_kept(settings: Any, learner: Any):
    course = parse_course(a_package({"unit": scenario_xml(SAMPLE_SCENARIO)}))
    block = PlayerRuntime(course, learner).get_block(usage_key(course.key, "competency_scenario", "sample"))
    assert "As your programme has set it." in block.student_view().content
    settings.XBLOCK_SETTINGS = {"competency_xblock": {"retention_days": 30, "privacy_url": "/privacy/"}}
    page = block.student_view().content
    assert "Until nothing was done in an attempt for 30 days." in page
    assert '<a href="/privacy/">' in page


@pytest.mark.parametrize("said", [None, [], {"retention_days": "30", "privacy_url": "javascript:alert(1)"}])
def test_settings_that_say_nothing_of_use_are_as_none(settings: Any, learner: Any, said: Any):
    course = parse_course(a_package({"unit": scenario_xml(SAMPLE_SCENARIO)}))
    block = PlayerRuntime(course, learner).get_block(usage_key(course.key, "competency_scenario", "sample"))
    settings.XBLOCK_SETTINGS = {"competency_xblock": said}
    page = block.student_view().content
    assert "As your programme has set it." in page
    assert "All about what is stored" not in page
