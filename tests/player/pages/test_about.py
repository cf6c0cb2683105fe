import pytest

from competency_xblock.player.pages.about import About, read_overview


def test_each_module_has_what_stands_below_its_heading():
    overview = read_overview(
        "<section><p>All of <em>it</em>.</p><h3>Start here</h3><p>How it\n works.</p><p>More.</p>"
        "<h3>Writing</h3><ul><li>answer</li><li><p>ask</p></li></ul></section>"
    )

    assert overview.course == About(("All of it.",))
    assert overview.modules == {
        "Start here": About(("How it works.", "More.")),
        "Writing": About((), ("answer", "ask")),
    }


def test_markup_of_a_foreign_page_does_not_get_through():
    overview = read_overview(
        "<p onclick='x()'>Text <b>&lt;script&gt;</b></p><script>alert(1)</script><style>p{}</style>"
    )

    assert overview.course == About(("Text <script>",))


@pytest.mark.parametrize("page", ["", "  \n", "<!-- nothing -->", "<p></p>", "<", "\x00"])
def test_a_page_that_says_nothing(page):
    assert read_overview(page).course in (About(), About(("<",)))
