"""The catalogue is one list: in the code, in the page for authors, in what authors may silence."""

import os
import re
from pathlib import Path

from competency_xblock.authoring.catalogue import BY_ID, GROUPS, Code, catalogue_page
from competency_xblock.authoring.diagnostics import Severity

PAGE = Path(__file__).parents[2] / "docs" / "authors" / "diagnostics.md"


def test_codes_are_distinct_and_in_order() -> None:
    ids = [code.id for code in Code]
    assert len(BY_ID) == len(Code.__members__)
    assert ids == sorted(set(ids))


def test_codes_belong_to_a_group() -> None:
    assert all(re.fullmatch(r"CX[1-6]\d\d", code.id) and code.id[:3] in GROUPS for code in Code)


def test_titles_and_explanations_are_sentences_of_an_author() -> None:
    for code in Code:
        assert not code.title.endswith(".")
        assert code.explanation.endswith(".")


def test_only_judgements_about_answers_and_texts_may_be_allowed() -> None:
    allowed = [code for code in Code if code.may_be_allowed]
    judgements = [code for code in Code if code.severity is Severity.WARNING and code.id[2] in "34"]
    assert allowed == [code for code in judgements if code is not Code.LEVEL_GAP]  # a rule, loosened for corrected keys
    assert {Code.LONGEST_IS_BEST, Code.NOT_STEADY, Code.LONG_OPTION} < set(allowed)


def test_only_judgements_about_the_course_may_be_allowed_in_the_outline() -> None:
    allowed = [code for code in Code if code.may_be_allowed_by_outline]
    assert allowed == [Code.LARGE_PICTURE, Code.SELDOM_OFFERED, Code.SELDOM_IN_CORE, Code.NAME_AGAIN]
    assert all(code.severity is Severity.WARNING and not code.may_be_allowed for code in allowed)


def test_the_page_for_authors_is_current() -> None:
    """``REGENERATE=1`` writes it."""
    if "REGENERATE" in os.environ:
        PAGE.write_text(catalogue_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == catalogue_page()
