"""Plain advice on a text while it is being written. It looks at words alone, never grades, and may be wrong.

``greeting``, ``close``, ``question-back`` and ``dates`` ask for something: ``seen`` where the text has it, else
``look``. ``sentence-length``, ``personal-data`` and ``blame`` watch for something: ``look`` where the text has it, else
empty. ``dates`` wants a date or a time and, where a figure or a rule is mentioned, a link or a source as well; it then
quotes the figures and rules that lack one. ``personal-data`` is ``look`` in public places alone; elsewhere it is
``seen``, since a client may have to read there.

Where no word list is known for the language, ``greeting``, ``close`` and ``blame`` stay empty, and ``dates`` says no
more than numbers and links can tell. Every pattern takes time linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["seen", "look", ""]
Finding = tuple[State, Iterable[str]]

LONGEST_SENTENCE = 25  # words
MOST_QUOTED = 5
QUOTED_LENGTH = 60  # characters
OPENING, CLOSING = 80, 200  # characters in which a greeting and a close are looked for


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule says of a text. ``state``: the text has it, it is worth a look, or there is nothing to say yet.

    ``found`` quotes what the rule looked at.
    """

    rule: str
    state: State
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said in one language."""

    greetings: re.Pattern[str]
    closes: re.Pattern[str]
    blame: re.Pattern[str]
    times: re.Pattern[str]
    sources: re.Pattern[str]
    rules: re.Pattern[str]


def _any_of(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


_MONTH = "(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{0,6})"
LANGUAGES = {
    "en": Phrases(
        greetings=_any_of("dear|hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|welcome"),
        closes=_any_of(
            "wishes|regards|sincerely|yours|all the best|take care|good luck|bye|cheers|thank you|thanks"
            "|see you|(?:talk|speak|write) (?:soon|to you)|until (?:then|soon)"
        ),
        blame=_any_of(
            r"you (?:should|ought to) have(?! an?\b)|you (?:failed|forgot|neglected|misunderstood|never|always)"
            "|you did(?:n't| not)|your (?:own )?(?:fault|mistake)|why did(?:n't| not) you|obviously"
            "|as (?:i )?(?:already )?(?:said|stated|mentioned)"
        ),
        times=_any_of(
            rf"\d{{1,2}}(?:st|[nr]d|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}|\d{{1,2}} ?(?:am|pm|o'clock)"
            "|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|yesterday|noon|midnight"
            "|(?:this|next|last) (?:week|month|year|spring|autumn)"
        ),
        sources=_any_of("sources?|according to|published|(?:web)?(?:page|site)s?|list of|statistics"),
        rules=_any_of("must|rules?|laws?|allowed|required|entitled|deadlines?|per cent|obliged"),
    ),
}

_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63})+/\S*", re.IGNORECASE)
_WHEN = re.compile(
    r"(?<!\w)(?:\d{4}-\d\d?-\d\d?|\d\d?([./-]) ?\d\d?\1 ?\d{4}|\d\d?\.\d\d?\.(?:\d\d)?|\d\d?/\d\d?|\d\d?:\d\d"
    r"|(?:19|20)\d\d(?: ?[-/] ?(?:20)?\d\d)?)(?!\w)"
)
_FIGURE = re.compile(r"(?<!\w)(?:[$€£] ?\d[\d.,]{0,15}|\d[\d.,]{0,15} ?[%$€£]|\d[\d.,]{0,15}\d)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BORN = re.compile(r"(?<!\w)(?:(?:19\d\d|20[01]\d)-\d\d?-\d\d?|\d\d?([./-]) ?\d\d?\1 ?(?:19\d\d|20[01]\d))(?!\w)")
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?(?:\d(?:[ ()/.-]{0,2}\d){6,18}|\d{20,})(?!\w)")  # of a phone, a person, a file
_SENTENCE_ENDS = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"')*\u201d]))\s+|\n+")
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e")


def advise(text: str, rules: Iterable[str], *, language: str, public: bool) -> tuple[Remark, ...]:
    """What each of ``rules`` says of ``text``, in their order; a rule this release does not know is left out.

    ``language`` is a tag such as ``en`` or ``en-GB``; ``public`` says whether strangers may read the text.
    """
    plain = text.replace("\u2019", "'").strip()
    phrases = LANGUAGES.get(language.partition("-")[0].lower())
    remarks = []
    for rule in rules:
        if rule in _LOOKS:
            state, found = _LOOKS[rule](plain, phrases, public) if plain else ("", ())
            quoted = tuple(dict.fromkeys(" ".join(each.split()) for each in found))
            remarks.append(Remark(rule, state, tuple(map(_shortened, quoted[:MOST_QUOTED]))))
    return tuple(remarks)


def _greeting(text: str, phrases: Phrases | None, public: bool) -> Finding:
    return _has(phrases.greetings, text[:OPENING]) if phrases else ("", ())


def _close(text: str, phrases: Phrases | None, public: bool) -> Finding:
    return _has(phrases.closes, text[-min(CLOSING, len(text) // 2) :]) if phrases else ("", ())


def _has(pattern: re.Pattern[str], text: str) -> Finding:
    found = pattern.search(text)
    return ("seen", [found.group()]) if found else ("look", ())


def _sentence_length(text: str, phrases: Phrases | None, public: bool) -> Finding:
    long = [each for each in _sentences(text) if sum(any(map(str.isalnum, w)) for w in each.split()) > LONGEST_SENTENCE]
    return ("look" if long else ""), long


def _question_back(text: str, phrases: Phrases | None, public: bool) -> Finding:
    asked = [each for each in _sentences(_LINK.sub(" ", text)) if each.rstrip(" !.)\"'*_").endswith(_QUESTION_MARKS)]
    return ("seen" if asked else "look"), asked


def _dates(text: str, phrases: Phrases | None, public: bool) -> Finding:
    rest = _LINK.sub(" ", text)
    times, undated = _matches(_WHEN, rest), _NUMBER.sub(" ", _WHEN.sub(" | ", rest))
    sourced = rest != text
    if phrases:
        times += _matches(phrases.times, rest)
        undated = phrases.times.sub(" ", undated)
        sourced = sourced or bool(phrases.sources.search(rest))
    claims = _matches(_FIGURE, undated) + (_matches(phrases.rules, undated) if phrases else [])
    if times and (sourced or not claims):
        return "seen", times
    return ("look", () if sourced else claims) if phrases else ("", ())


def _personal_data(text: str, phrases: Phrases | None, public: bool) -> Finding:
    rest = _LINK.sub(" ", text)
    found = _matches(_MAIL, rest) + _matches(_BORN, rest) + _matches(_NUMBER, _WHEN.sub(" | ", rest))
    return ("" if not found else "look" if public else "seen"), found


def _blame(text: str, phrases: Phrases | None, public: bool) -> Finding:
    found = _matches(phrases.blame, text) if phrases else []
    return ("look" if found else ""), found


_LOOKS: dict[str, Callable[[str, Phrases | None, bool], Finding]] = {
    "greeting": _greeting,
    "close": _close,
    "sentence-length": _sentence_length,
    "question-back": _question_back,
    "dates": _dates,
    "personal-data": _personal_data,
    "blame": _blame,
}
ADVICE = tuple(_LOOKS)


def _sentences(text: str) -> list[str]:
    return _SENTENCE_ENDS.split(text)


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group() for match in pattern.finditer(text)]


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH].rsplit(' ', 1)[0]} …"
