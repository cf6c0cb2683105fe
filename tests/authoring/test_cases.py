"""Every code of the catalogue, by example: see case_files for how the files are read."""

from pathlib import Path

import pytest

from competency_xblock.authoring.catalogue import Code

from .case_files import FOLDER, Case, all_cases

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_the_checker_says_what_the_case_expects(case: Case, tmp_path: Path) -> None:
    assert case.said(tmp_path) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_a_case_does_what_its_title_says(case: Case) -> None:
    if case.fails:
        assert f" {case.code} " in case.expected
    else:
        assert case.passes
        assert case.expected == ""


@pytest.mark.parametrize("code", Code, ids=lambda code: code.id)
def test_every_code_has_a_failing_case_and_a_passing_twin(code: Code) -> None:
    own = [case for case in CASES if case.code == code.id]
    assert any(case.fails for case in own)
    assert any(case.passes for case in own)


def test_every_file_of_cases_is_run() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {case.file for case in CASES}
