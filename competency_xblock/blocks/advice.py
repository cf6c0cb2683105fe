"""The advice panel beside a text: plain rules, each with its reason. It never grades and nothing of it is kept."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TITLES = {
    "greeting": gettext_lazy("A greeting"),
    "close": gettext_lazy("A close"),
    "sentence-length": gettext_lazy("Sentences for a phone"),
    "question-back": gettext_lazy("A question back"),
    "dates": gettext_lazy("Dates and sources"),
    "personal-data": gettext_lazy("Personal details"),
    "blame": gettext_lazy("Words that blame"),
}
REASONS = {
    "greeting": gettext_lazy("A name at the top shows that one person writes to another."),
    "close": gettext_lazy("A close with your name says who is there, and that the message is complete."),
    "sentence-length": gettext_lazy("On a phone a sentence of more than 25 words fills the screen before it ends."),
    "question-back": gettext_lazy("One question keeps the conversation open and checks what you have assumed."),
    "dates": gettext_lazy("Rules and figures change: a date and a source let the reader check them."),
    "personal-data": gettext_lazy("What stands in a public place can be copied by anybody, and stays."),
    "blame": gettext_lazy("These words are often read as a reproach, most of all where no voice softens them."),
}


def advice_context(text: str, rules: Iterable[str], *, language: str, public: bool) -> list[dict[str, Any]]:
    """What each rule says of ``text``: ``state`` is ``seen``, ``look`` (worth a look) or empty."""
    from competency_xblock.domain.advice import advise  # its patterns take a while to make, and few scenes want them

    return [
        {
            "rule": remark.rule,
            "title": str(TITLES[remark.rule]),
            "why_html": str(REASONS[remark.rule]),
            "state": remark.state,
            "found": list(remark.found),
        }
        for remark in advise(text, rules, language=language, public=public)
    ]


def advice_note() -> str:
    """What the panel says of itself."""
    return _("Plain rules that look at words alone. They never count, and you may know better.")
