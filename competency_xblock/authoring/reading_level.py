"""How hard a text is to read, by a formula for its language; languages without one are not judged."""

import re
from collections.abc import Callable, Collection, Mapping

_SENTENCE_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]*_]*\s+")
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(
    map(ord, "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00ab\u00bb"), " "
)
Formula = Callable[[float, float], float]
"""From letters per word and words per sentence to a school year."""


def automated_readability_index(letters: float, words: float) -> float:
    """The school year that reads an English text with ease.

    Smith and Senter, *Automated Readability Index*, AMRL-TR-66-220, 1967.
    """
    return 4.71 * letters + 0.5 * words - 21.43


FORMULAS: Mapping[str, Formula] = {"en": automated_readability_index}


def school_year(language: str, texts: Collection[str], words: Collection[str], *, limit: float) -> float | None:
    """The school year that some texts need together, if it is above ``limit``; None where no formula says so.

    ``words`` are those of all texts. Sentences are counted only where they decide: each text has one at least.
    """
    formula = FORMULAS.get(language.partition("-")[0])
    if formula is None or not words:
        return None
    letters = sum(map(len, words)) / len(words)
    if formula(letters, len(words) / len(texts)) <= limit:
        return None
    year = formula(letters, len(words) / sum(len(sentences_of(text)) for text in texts))
    return year if year > limit else None


def words_of(text: str) -> list[str]:
    """The words of a text, without the signs around and within them."""
    return text.translate(_NO_LETTERS).split()


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence for sentence in _SENTENCE_END.split(f"{text}\n") if sentence.strip()]
