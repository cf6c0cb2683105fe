import pytest
from web_fragments.fragment import Fragment

from competency_xblock.player.pages.resources import Resource, page_resources


@pytest.fixture
def fragment() -> Fragment:
    fragment = Fragment("")
    for _ in range(2):
        fragment.add_css_url("/a.css")
        fragment.add_javascript_url("/a.js")
    fragment.add_css("p { color: red }")
    fragment.add_javascript("alert(1)")
    fragment.add_resource("<template></template>", "text/html", "foot")
    return fragment


def test_files_are_loaded_once_each_styles_first_and_texts_are_left_out(fragment, caplog):
    resources = page_resources(fragment)

    assert resources.head == (Resource("css", url="/a.css"),)
    assert resources.foot == (Resource("script", url="/a.js"),)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3


def test_texts_are_kept_where_the_settings_allow_them(fragment, settings):
    settings.COMPETENCY_INLINE_RESOURCES = True

    resources = page_resources(fragment)

    assert [(one.kind, one.text) for one in resources.head] == [("css", ""), ("css", "p { color: red }")]
    assert [(one.kind, one.text) for one in resources.foot] == [
        ("script", ""),
        ("script", "alert(1)"),
        ("html", "<template></template>"),
    ]
