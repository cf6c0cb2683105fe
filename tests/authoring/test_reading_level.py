"""The formula of each language, and what it counts."""

import pytest

from competency_xblock.authoring.reading_level import (
    automated_readability_index,
    school_year,
    sentences_of,
    words_of,
)

EASY = "He is late. She can wait."
HARD = "Institutional representatives communicate recommendations regarding international qualifications."


def year(language: str, *texts: str, limit: float = 9) -> float | None:
    return school_year(language, texts, words_of("\n".join(texts)), limit=limit)


def test_the_index_is_that_of_smith_and_senter() -> None:
    assert automated_readability_index(5, 20) == pytest.approx(12.12)


def test_only_what_is_above_the_limit_has_a_year() -> None:
    assert year("en", EASY, EASY) is None
    letters = len(HARD.replace(" ", "").rstrip("."))
    assert year("en-GB", HARD) == pytest.approx(4.71 * letters / 7 + 0.5 * 7 - 21.43)


def test_long_texts_of_short_sentences_are_counted_sentence_by_sentence() -> None:
    assert year("en", EASY * 20) is None


def test_languages_without_a_formula_and_texts_without_words_are_not_judged() -> None:
    assert year("fi", HARD) is None
    assert year("en", "...") is None


def test_words_are_without_signs() -> None:
    assert words_of('He said: "don\'t", \u2013 \u201c12:30\u201d!') == ["He", "said", "don", "t", "12", "30"]


def test_sentences_end_with_a_sign_and_a_space() -> None:
    assert sentences_of('At 12.30. "Really?" Yes! And then') == ["At 12.30", '"Really', "Yes", "And then\n"]
