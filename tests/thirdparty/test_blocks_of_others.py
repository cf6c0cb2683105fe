"""Blocks that others wrote for Open edX work in the player: proof that its runtime is a faithful one."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest

from .conftest import Server

if find_spec("acid") is None:
    pytest.skip(
        "THIRD-PARTY TESTS SKIPPED: acid-xblock and others are not installed here. Run them with: make thirdparty",
        allow_module_level=True,
    )
pytestmark = [pytest.mark.browser, pytest.mark.thirdparty]

Pages = Callable[..., Any]
# Of every mark: the usage of its block, what it is for, and how the check behind it went.
MARKS = """() => [...document.querySelectorAll("[data-usage] i.fa")].map((mark) => [
    mark.closest("[data-usage]").dataset.usage,
    mark.parentElement.className,
    mark.className.split(" ").at(-1),
])"""
BLOCK = "block-v1:Org+Course+Run+type@{0}+block@{1}"
ASIDE = "aside-usage-v2:block-v1$:Org+Course+Run+type@{0}+block@{1}::acid_aside"
# Each of four scopes is written and read through an address the server made and one the browser made.
STORAGE = [f"{side}-storage-test-{step}" for side in ("server", "client") for step in ("returned", "succeeded")] * 4
BASIC = sorted(["js-init-run", "local-resource-test", *STORAGE])


def _acid_marks(page: Any) -> dict[str, dict[str, list[str]]]:
    """For each block the checks by how they went, once all of them are through."""
    page.wait_for_function('() => !document.querySelector("i.fa.unknown")')
    found: dict[str, dict[str, list[str]]] = {}
    for usage, check, outcome in page.evaluate(MARKS):
        found.setdefault(usage, {}).setdefault(outcome, []).append(check)
    return {usage: {outcome: sorted(checks) for outcome, checks in each.items()} for usage, each in found.items()}


def test_a_block_and_its_aside_pass_every_check_of_acid(pages: Pages):
    assert _acid_marks(pages("/unit/alone/")) == {
        BLOCK.format("acid", "alone"): {"pass": BASIC},
        ASIDE.format("acid", "alone"): {"pass": sorted([*BASIC, "acid-dom"])},
    }


def test_a_parent_and_the_block_in_it_pass_every_check_of_acid(pages: Pages):
    marks = _acid_marks(pages("/unit/acid/"))
    # The one check no runtime can pass: this aside takes a parent for a block of the type acid (acid.py asks with
    # isinstance), and then finds its type to be acid_parent (acid.js compares the name).
    assert marks[ASIDE.format("acid_parent", "parent")].pop("fail") == ["acid-dom"]
    assert marks == {
        BLOCK.format("acid_parent", "parent"): {"pass": sorted([*BASIC, "child-counts-match", "child-values-match"])},
        BLOCK.format("acid", "a"): {"pass": BASIC},
        ASIDE.format("acid", "a"): {"pass": sorted([*BASIC, "acid-dom"])},
        ASIDE.format("acid_parent", "parent"): {"pass": BASIC},
    }


def test_what_acid_stored_is_found_on_the_next_page(pages: Pages, server: Server):
    for _ in range(2):
        assert _acid_marks(pages("/unit/alone/", "ben"))[BLOCK.format("acid", "alone")] == {"pass": BASIC}
    scopes = server.rows("SELECT DISTINCT scope FROM courseware_fieldvalue ORDER BY scope")
    assert {"preferences", "user_info", "user_state", "user_state_summary"} <= {scope for (scope,) in scopes}


def test_an_item_is_dropped_by_keyboard_and_its_grade_arrives(pages: Pages, server: Server):
    page = pages("/unit/drag/")
    page.locator(".option", has_text="Goes to the top").focus()
    page.keyboard.press("Enter")
    page.locator(".zone", has_text="The Top Zone").focus()
    with page.expect_response("**/handler/drop_item") as dropped:
        page.keyboard.press("Enter")
    assert dropped.value.json()["correct"] is True
    page.get_by_text("Correct! This one belongs to The Top Zone.").first.wait_for()

    # One item of four where it belongs, and the one that belongs nowhere left alone: two of five.
    usage = BLOCK.format("drag-and-drop-v2", "drag")
    [row] = server.rows(f"SELECT earned, possible, completion FROM courseware_blockprogress WHERE usage = '{usage}'")  # noqa: S608
    assert row == (0.4, 1.0, 1.0)
    page.reload()
    page.locator(".zone", has_text="The Top Zone").locator(".item-content", has_text="Goes to the top").wait_for()
    page.goto("/results/")
    page.get_by_text(re.compile(r"40\s?%")).first.wait_for()


def test_votes_of_two_learners_are_stored_and_counted(pages: Pages, server: Server):
    for learner, colour in (("ada", "Blue"), ("ben", "Red")):
        page = pages("/unit/poll/", learner)
        page.get_by_role("radio", name=colour).check()
        page.get_by_role("button", name="Submit").click()
        page.locator(".poll-results").wait_for()
    assert page.locator(".poll-results li", has_text="Blue").inner_text().split()[-1] == "50%"

    usage = BLOCK.format("poll", "poll")
    rows = server.rows(f"SELECT field, value FROM courseware_fieldvalue WHERE place = '{usage}'")  # noqa: S608
    assert sorted(rows) == [
        ("choice", '"B"'),
        ("choice", '"R"'),
        ("submissions_count", "1"),
        ("submissions_count", "1"),
        ("tally", '{"R":1,"B":1,"G":0,"O":0}'),
    ]
    completed = server.rows(f"SELECT completion FROM courseware_blockprogress WHERE usage = '{usage}'")  # noqa: S608
    assert completed == [(1.0,), (1.0,)]


def test_a_block_of_others_fails_in_its_own_place(pages: Pages):
    page = pages("/unit/broken/")
    page.get_by_text("This part of the page cannot be shown: it could not be read.").wait_for()
    page.get_by_role("radio", name="Green").wait_for()
