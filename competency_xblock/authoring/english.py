"""Words that checks of English texts look for. Other languages have no such lists yet and are not judged by them."""

ABSOLUTE = frozenset(
    "always never all every everyone everybody nobody none nothing anything must only completely totally".split()  # noqa: SIM905
)
LEVEL_HINTS = ("level", "target", "sound start", "exemplary")
"""One of these stands wherever LEVEL_WORDS match; looking for them is quicker."""
LEVEL_WORDS = r"\blevel\s?[1-4]\b|\boff[- ]target\b|\bsound start\b|\bexemplary\b"
EMPTY_LINKS = frozenset(
    ("here", "click here", "click", "link", "this link", "this", "this page", "more", "read more", "website", "page")
)
EMPTY_ALTS = ("image of", "picture of", "photo of", "a picture of", "an image of", "a photo of", "graphic of")


def is_english(language: str) -> bool:
    """Whether a language code means English of some kind."""
    return language.partition("-")[0] == "en"
