"""How the texts of a scenario are worded: hard to read, long sentences, real names, links without words, years.

Judgements, so warnings. Texts are looked at together first, for most have nothing; where something is, its place is
looked for.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from .brands import BRANDS, STOCK_NAMES
from .catalogue import Code
from .english import EMPTY_LINKS, is_english
from .reading_level import school_year, sentences_of, words_of
from .report import Report
from .tree import At, Place, TextNode

HIGHEST_YEAR = 9  # of school
MOST_WORDS = 50
_YEAR = re.compile(r"\b20[2-9]\d\b")
_LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\([^)\n]*\)")
_BARE = re.compile(r"(?<![\w(\[/])(?:https?://|www\.)[^\s<>)]+|<https?:[^>\s]+>")


def check_wording(nodes: Collection[TextNode], language: str, report: Report) -> None:
    """Note what is to be said of the texts of one scenario, each place once."""
    texts = [node.text for node in nodes]
    joined = "\n".join(texts)
    words = words_of(joined)
    _check_reading_level(texts, words, language, report)
    _check_sentences(nodes, report)
    different = set(words)
    _check_brands(nodes, different & BRANDS, report)
    if "20" in joined and _YEAR.search(joined):
        _check_years(nodes, report)
    for name in (name for surname in different & STOCK_NAMES.keys() for name in STOCK_NAMES[surname]):
        if name in joined:
            place = _first(nodes, name)
            report.add(Code.STOCK_NAME, place, f'"{name}" is nobody.', "Give the person a name of their own.")
    if "](" in joined or "http" in joined or "www." in joined:
        for node in nodes:
            check_links(node.text, node.place, language, report)


def check_links(text: str, place: Place, language: str, report: Report) -> None:
    """Note links whose text says nothing of where they lead, and addresses that stand open."""
    vague = [found[1] for found in _LINK.finditer(text) if _is_vague(found[1], language)]
    for shown in [*vague, *(found[0] for found in _BARE.finditer(_LINK.sub("", text)))]:
        what = f'The link "{shown[:60]}" does not say where it leads.' if shown else "A link has no text."
        report.add(Code.LINK_TEXT, place, what, "Write [what is there](address).")


def _is_vague(shown: str, language: str) -> bool:
    words = shown.strip(" *_`.,:;!?").casefold()
    return not words or bool(_BARE.match(words)) or (is_english(language) and words in EMPTY_LINKS)


def _check_reading_level(texts: Collection[str], words: Collection[str], language: str, report: Report) -> None:
    year = school_year(language, texts, words, limit=HIGHEST_YEAR)
    if year is not None:
        message = f"The texts need {year:.0f} years of school to be read with ease."
        report.add(Code.HARD_TO_READ, At(0), message, f"Shorten sentences and words, to {HIGHEST_YEAR} at most.")


def _check_sentences(nodes: Iterable[TextNode], report: Report) -> None:
    for node in nodes:
        if node.text.count(" ") < MOST_WORDS:
            continue
        for sentence in sentences_of(node.text):
            words = len(sentence.split())
            if words > MOST_WORDS:
                message = f'The sentence that begins "{" ".join(sentence.split()[:5])}" has {words} words.'
                report.add(Code.LONG_SENTENCE, node.place, message, f"Use at most {MOST_WORDS}.")


def _check_brands(nodes: Iterable[TextNode], found: set[str], report: Report) -> None:
    for word, node in _where(nodes, found):
        report.add(Code.BRAND, node.place, f'"{word}" is a real name.', "Invent one.")


def _check_years(nodes: Iterable[TextNode], report: Report) -> None:
    found = [(node, year) for node in nodes for year in _YEAR.findall(node.text)]
    years = sorted({year for _, year in found})
    message = f"The texts name {'the year' if len(years) == 1 else 'the years'} {', '.join(years)}."
    report.add(Code.YEAR, found[0][0].place, message, "Leave it out." if len(years) == 1 else "Leave them out.")


def _where(nodes: Iterable[TextNode], words: set[str]) -> Iterator[tuple[str, TextNode]]:
    if words:
        for node in nodes:
            yield from ((word, node) for word in sorted(words.intersection(words_of(node.text))))


def _first(nodes: Iterable[TextNode], text: str) -> Place:
    return next(node.place for node in nodes if text in node.text)
