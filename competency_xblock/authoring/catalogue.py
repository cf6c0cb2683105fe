"""Every code a check can give, with its severity, its title and its explanation. The only place where codes live.

Codes are stable: authors name them in ``allow``. A code that goes is never used again for something else.
``docs/authors/diagnostics.md`` is generated from here.
"""

from enum import Enum

from .diagnostics import Severity

GROUPS = {
    "CX1": "Text and YAML",
    "CX2": "Structure and references",
    "CX3": "Scoring",
    "CX4": "Texts",
    "CX5": "Framework, outline, lessons and files",
    "CX6": "The course as a whole",
}
_E, _W = Severity.ERROR, Severity.WARNING


class Code(Enum):
    """One kind of mistake. Members are used by name; ``id`` is what authors see."""

    NOT_UTF8 = "CX101", _E, "The file is not UTF-8"
    BYTE_ORDER_MARK = "CX102", _E, "The file begins with a byte order mark"
    CARRIAGE_RETURN = "CX103", _E, "The file has Windows line endings"
    CONTROL_CHARACTER = "CX104", _E, "The file holds a tab or another character that cannot be seen"
    FINAL_NEWLINE = "CX105", _E, "The file does not end with exactly one newline"
    TOO_LARGE = "CX106", _E, "The file is too large"
    SYNTAX = "CX107", _E, "The file is not readable as YAML"
    TAG = "CX108", _E, "A YAML tag"
    ALIAS = "CX109", _E, "A YAML anchor or alias"
    DUPLICATE_KEY = "CX110", _E, "The same key twice"
    SEVERAL_DOCUMENTS = "CX111", _E, "More than one YAML document"
    TOO_DEEP = "CX112", _E, "Too many levels inside each other"
    EMPTY_FILE = "CX113", _E, "The file is empty"
    UNREADABLE = "CX114", _E, "The file cannot be read"
    KEY_NOT_TEXT = "CX115", _E, "A key that is not a text"
    TOO_MANY = "CX116", _E, "Too many problems to show"

    UNKNOWN_KEY = "CX201", _E, "A key the format does not have"
    MISSING_KEY = "CX202", _E, "A key is missing"
    WRONG_SHAPE = "CX203", _E, "A text, a list or a block of keys stands where another is needed"
    EMPTY = "CX204", _E, "Nothing is written here"
    UNKNOWN_WORD = "CX205", _E, "Not one of the words allowed here"
    BAD_NUMBER = "CX206", _E, "Not a number that is allowed here"
    BAD_ID = "CX207", _E, "An id of the wrong form"
    DUPLICATE_ID = "CX208", _E, "An id used twice"
    TELLING_ID = "CX209", _E, "An id that tells how good an answer is"
    ID_AND_PATH = "CX210", _E, "Id, area and file name do not agree"
    SEVERAL_TASKS = "CX212", _E, "A scene with more than one task"
    UNKNOWN_SCENE = "CX213", _E, "A way on to a scene that does not exist"
    NO_WAY_ON = "CX214", _E, "A scene that cannot be left"
    END_GOES_ON = "CX215", _E, "An end that goes on"
    UNREACHABLE_SCENE = "CX216", _E, "A scene nobody can reach"
    NO_END = "CX217", _E, "A scene from which no end can be reached"
    BAD_CONDITION = "CX218", _E, "A condition of the wrong form"
    EMPTY_CONDITION = "CX219", _E, "A condition on something that never happens"
    OPTION_COUNT = "CX220", _E, "Too few or too many options"
    UNKNOWN_CRITERION = "CX221", _E, "A criterion that the framework does not have"
    MISPLACED_KEY = "CX222", _E, "A key that has no meaning here"
    UNDO_SHOWS_KEY = "CX223", _E, "Undo with feedback at once"
    BAD_ALLOW = "CX224", _E, "A code that cannot be allowed"
    IDLE_ALLOW = "CX225", _W, "An exception that is no longer needed"
    UNKNOWN_FORMAT = "CX226", _E, "A format this version does not know"
    CRITERIA_COUNT = "CX227", _E, "Too few or too many criteria"
    BAD_FORM = "CX228", _E, "A text of the wrong form"
    UNKNOWN_PART = "CX229", _E, "A name of something the task does not have"
    UNKNOWN_VARIANT = "CX230", _E, "A variant that the head does not name"
    PANEL_CONDITION = "CX231", _E, "A condition within a panel that looks elsewhere"
    FREE_PAIR = "CX232", _E, "A free answer beside another"

    BAD_LEVEL = "CX301", _E, "Not a level"
    DIFFERENT_CRITERIA = "CX302", _E, "Options of one task rate different criteria"
    BEST_TOO_LOW = "CX303", _E, "No answer is good"
    LEVEL_GAP = "CX304", _W, "A level is missing among the options"
    BREACH_LEVEL = "CX305", _E, "A breach above level 1"
    MOVES_UP = "CX306", _E, "Feedback that does not say what moves the answer up"
    PICK_ALL = "CX307", _E, "Nothing is left to decide"
    RANK_KEY = "CX308", _E, "The key of a ranking is not complete"
    LONGEST_IS_BEST = "CX310", _W, "The longest answer is the best one too often"
    ANCHOR_LEVELS = "CX311", _E, "Sample answers that show one level only"
    ANCHOR_CRITERIA = "CX312", _E, "A sample answer rated on a criterion its task does not rate"
    WORD_LIMITS = "CX313", _E, "More words at least than at most"
    RIGHT_IS_BREACH = "CX314", _E, "The right place is called a breach"
    NOT_STEADY = "CX315", _W, "A level that nobody can show in a selection"
    LEVEL_OFF_WAY = "CX316", _W, "A level that some ways do not offer"
    SAME_LEVELS = "CX317", _W, "Options that are all of one level"
    BEST_IN_PLACE = "CX318", _W, "The best answer always stands in one place"
    ABSOLUTE_WORDS = "CX319", _W, "Words such as always and never mark the weakest answers"
    LEVEL_NAMED = "CX320", _W, "A text that names its level"
    SAID_IN_FULL = "CX321", _W, "An option that says what another says, and more"
    SAME_FEEDBACK = "CX322", _W, "The same feedback twice"
    NEVER_SHOWN = "CX323", _W, "A criterion that one task alone is about"

    HTML = "CX401", _E, "HTML in a text"
    IMAGE = "CX402", _E, "An image in a text of a scenario"
    LINK = "CX403", _E, "A link that is not safe"
    PLACEHOLDER = "CX404", _E, "A placeholder that is not known"
    LONG_OPTION = "CX405", _W, "A long option"
    HARD_TO_READ = "CX406", _W, "Hard to read"
    LONG_SENTENCE = "CX407", _W, "A long sentence"
    BRAND = "CX408", _W, "A real brand"
    STOCK_NAME = "CX409", _W, "A name from the stock"
    LINK_TEXT = "CX410", _W, "A link that does not say where it leads"
    YEAR = "CX411", _W, "A year that will age"
    EMPTY_ALT = "CX412", _W, "Words for a picture that say nothing of it"

    FRAMEWORK_LEVELS = "CX501", _E, "Not exactly the levels 1, 2, 3 and 4"
    BLOCK_KIND = "CX502", _E, "A block that is neither lesson nor scenario"
    UNKNOWN_BLOCK = "CX503", _E, "A block that has no file"
    PLACED_TWICE = "CX504", _E, "A lesson or scenario placed twice"
    END_BEFORE_START = "CX505", _E, "The course ends before it starts"
    UNKNOWN_AREA = "CX506", _E, "An area that the framework does not have"
    MISSING_FILE = "CX507", _E, "A file that is not there"
    LESSON_TITLE = "CX508", _E, "A lesson without its title, or with two"
    FOOTNOTE = "CX509", _E, "A footnote without its other half"
    IMAGE_ALT = "CX510", _E, "A picture without words for it"
    STATIC_NAME = "CX511", _E, "A static file of the wrong name or place"
    STATIC_KIND = "CX512", _E, "A static file of a kind that is not allowed"
    SVG_ACTIVE = "CX513", _E, "An SVG picture that does more than draw"
    SVG_UNREADABLE = "CX514", _E, "An SVG picture that cannot be read"
    LOCAL_NAME = "CX515", _E, "A local name of the wrong form"
    LOCAL_UNSET = "CX516", _W, "A local value that is not set"
    MEDIA_NAME = "CX517", _E, "A picture, sound or film that is not named after its scenario"
    MEDIA_QUOTES = "CX518", _E, "A path that does not stand in double quotes"
    LARGE_PICTURE = "CX519", _W, "A large picture"
    GRADED_PRACTICE = "CX520", _E, "Practice that counts"

    SELDOM_OFFERED = "CX601", _W, "A criterion that the course offers too seldom"
    SELDOM_IN_CORE = "CX602", _W, "A criterion that the core of its module is about too seldom"
    NAME_AGAIN = "CX603", _W, "A name that comes again and again"

    def __init__(self, id: str, severity: Severity, title: str) -> None:
        self.id = id
        self.severity = severity
        self.title = title

    @property
    def may_be_allowed(self) -> bool:
        """Whether a scenario may silence it under ``allow``: only judgements about its own answers and texts.

        A missing level is a warning for another reason: a key corrected after it was played must stay playable.
        """
        return self.severity is Severity.WARNING and self.id[:3] in ("CX3", "CX4") and self is not Code.LEVEL_GAP

    @property
    def may_be_allowed_by_outline(self) -> bool:
        """Whether the outline may silence it under ``allow``: only judgements about the course as a whole."""
        return self.id[:3] == "CX6" or self is Code.LARGE_PICTURE

    @property
    def explanation(self) -> str:
        """Why it is checked, or what to do, in a sentence or three."""
        return _EXPLANATIONS[self.id]


_EXPLANATIONS = {
    "CX101": "Save it as UTF-8. Most editors show the encoding in the status bar.",
    "CX102": 'Save it as "UTF-8" rather than "UTF-8 with BOM".',
    "CX103": "Lines end with LF alone. XML readers change CR, so the text would not come back from Open edX as it was.",
    "CX104": "XML cannot carry control characters, and YAML cannot be indented with tabs. Use spaces.",
    "CX105": "End the last line with one line break and leave no empty lines after it.",
    "CX106": "A source file has at most 2 MB. A scenario of that size is several scenarios.",
    "CX107": (
        'Most often a text needs quotes: one that holds ": " or " #", or begins with a special character, or '
        "stands inside { } and has a comma. Only the first such place can be found in one run."
    ),
    "CX108": 'Tags (!name) are not used. A text that begins with "!" needs quotes.',
    "CX109": 'Anchors (&name) and aliases (*name) are not used. A text that begins with "&" or "*" needs quotes.',
    "CX110": "The second would silently replace the first. Rename or remove one of them.",
    "CX111": 'A file holds one document. A line with "---" begins another: remove it.',
    "CX112": "No valid file nests this deep; most often a bracket is not closed.",
    "CX113": "A file that is not ready yet should not stand in the course.",
    "CX114": "It is missing, a broken link, no ordinary file, or you have no right to read it.",
    "CX115": "Keys are single words from the format, before a colon.",
    "CX116": "Mend those shown first; the others often have the same cause.",
    "CX201": "Every key means something. An unknown one is most often a slip of the pen, and would otherwise be lost.",
    "CX202": "The format asks for it here.",
    "CX203": (
        'A list has "- " before each item or stands in [ ]; a block of keys has "key: value" lines or stands in { }.'
    ),
    "CX204": "Write the text or the items, or remove the key if it is optional.",
    "CX205": "The message lists the words that are.",
    "CX206": "The message says from where to where it may go. Write it with digits.",
    "CX207": (
        "Ids have small letters a to z, digits and hyphens, at most 60 characters. Scenario and lesson ids are "
        "AREA/SLUG."
    ),
    "CX208": "Attempts and results point to ids, so each must mean one thing.",
    "CX209": "Ids can come to a trainee's eyes, and levels change when a panel rates them. Say what happens instead.",
    "CX210": "A scenario with the id AREA/SLUG has the area AREA and lies in scenarios/AREA/SLUG.yaml; "
    "a lesson lies in course/lessons/AREA/SLUG.md.",
    "CX212": "One scene asks one thing. Make two scenes of it.",
    "CX213": "Mend the name, or write the scene.",
    "CX214": (
        'Every scene that is no end needs "goto", unless every option of its choose task has its own. Routes do '
        "not count, because none of them may hold."
    ),
    "CX215": "Arriving at an end finishes the attempt, so an end has messages only: no task, no question, no way on.",
    "CX216": "No way leads here from the start. Lead to it or remove it.",
    "CX217": "A trainee who comes here could never finish. Lead one of its ways to an end.",
    "CX218": (
        "One key in each condition: all, any, not, chose, set, level, credit, breach or visits. Comparisons are "
        '"NAME >= NUMBER" with >=, >, <=, < or =.'
    ),
    "CX219": "It names a scene, option or criterion which this scenario does not have or never judges.",
    "CX220": (
        "A task has two to eight options; sort takes up to twelve items in two to five bins, a panel one to eight "
        "switches, a thread up to twelve posts, six actions and 24 answers. A scenario has at most eight variants."
    ),
    "CX221": "Criterion ids are AREA/NAME, as in rubric.yaml.",
    "CX222": (
        "The format has this key, and it does nothing beside what stands here. Most often something else is missing."
    ),
    "CX223": "Trainees could read the feedback of one answer after the other and go back each time.",
    "CX224": "Only warnings are matters of judgement. Errors leave nothing to play.",
    "CX225": "The check it silences finds nothing in this file. Remove it, so that it hides nothing later.",
    "CX226": "This version reads format 1.",
    "CX227": "A task rates one to four criteria. More cannot be seen in one answer.",
    "CX228": "A language is a code such as en or pt-BR; a time is ISO 8601 in UTC, such as 2025-09-01T00:00:00Z.",
    "CX229": (
        "A post, an action, a bin, a value, or an option under in or omit: mend the name, or write what it names. "
        "A post replies to an earlier one."
    ),
    "CX230": "Variants are named under variants in the head; in tells what is different in them.",
    "CX231": (
        "What is said of a finished panel, and what its preview shows, depends on its own switches alone: set, joined "
        "by all, any and not."
    ),
    "CX232": "A free text gets its level from the post and the action, so no other answer may stand there.",
    "CX301": "A level is 1, 2, 3 or 4.",
    "CX302": "Every option of a task rates the same criteria; otherwise they cannot be compared.",
    "CX303": "On each criterion the best option must have level 2 or more; credit is worked out from there.",
    "CX304": (
        "Between level 2 and the best no level may be missing, so that a trainee of any steady level finds an answer."
    ),
    "CX305": "A breach makes the whole task count 0: its levels are 1.",
    "CX306": (
        "Only an answer that is best on every criterion, or first in the key of a ranking, may leave it out. Items of "
        "rate and sort always have it."
    ),
    "CX307": "pick must be smaller than the number of options.",
    "CX308": "It lists every id once, best first.",
    "CX310": (
        "In more than half of the choose and select tasks the longest option is the best: length gives the key "
        "away. Looked at from three such tasks on."
    ),
    "CX311": "Trainees compare their text with samples of at least two different levels.",
    "CX312": "Samples are rated only on criteria of their task.",
    "CX313": "min must not be greater than max.",
    "CX314": "breach-in names bins in which the item must not be put, so never the one it belongs in.",
    "CX315": (
        "What is picked is compared with the best that can be picked. Where only one option has a trainee's level, the "
        "second must be a weaker one, and both together show less: give that level to a second option."
    ),
    "CX316": (
        "A scenario offers its best and its lowest level on a criterion to everybody who is judged on it. Where a "
        "detour has only weaker tasks, those who take it cannot show what they can do."
    ),
    "CX317": "Whatever is chosen, the same is shown on this criterion. Change a level, or leave the criterion out.",
    "CX318": (
        "Of options that are not shuffled (order: as-written, settings, thread) the best stands first, or last, or at "
        "some other place, in every task. Looked at from three such tasks on."
    ),
    "CX319": (
        "Every option with a word such as always, never or everybody is the weakest of its task, in three tasks or "
        "more. Let such words stand in good answers too, or nowhere. English scenarios only."
    ),
    "CX320": (
        "A trainee reads the level off the words, such as level 4, off target or exemplary. English scenarios only."
    ),
    "CX321": (
        "Who sees that one option is another with something added takes the longer one. A better answer is a different "
        "act with its own cost."
    ),
    "CX322": "Feedback says something about this answer. Where two options have the same, one is not thought through.",
    "CX323": (
        "A situation shows a level on a criterion only by two tasks or more. Add a second, or leave the criterion out "
        "of this scenario. Looked at from three tasks on."
    ),
    "CX401": "Texts are Markdown. HTML would be dropped before it is shown. A sign such as < needs a space after it.",
    "CX402": "Texts of scenarios hold no images, so that each can be shown in a chat bubble and read aloud.",
    "CX403": "Links begin with https:, http:, mailto: or tel:, or stay within the course.",
    "CX404": "Placeholders are written {{local.NAME}}, where NAME is a key of course/local.yaml.",
    "CX405": "An option of more than 120 words is hard to compare with others on a phone.",
    "CX406": (
        "All texts together need more than nine years of school, by the Automated Readability Index (Smith and Senter "
        "1967: 4.71 x letters per word + 0.5 x words per sentence - 21.43). English scenarios only."
    ),
    "CX407": (
        "A sentence of more than 50 words is lost on a phone. Where a text is meant to be hard to read, say so under "
        "allow."
    ),
    "CX408": (
        "Services and firms are invented: real ones change, and a course should recommend none. Names that are common "
        "words too are left to the eye."
    ),
    "CX409": "John Smith and Jane Doe are nobody. People in scenarios have names of their own, from many places.",
    "CX410": (
        "Screen readers list links by their texts alone. Write [what is there](https://...), not here, more, or the "
        "address. In a lesson a footnote may show the address of its source."
    ),
    "CX411": (
        "In a few years a date with this year makes the story old. Leave the year out, unless the age of something is "
        "the point."
    ),
    "CX412": (
        'Say in two words or more what can be seen, without "image of". Who cannot see it needs what it shows, not '
        "that it is there."
    ),
    "CX501": "The framework has four levels, and each criterion one text for each of them.",
    "CX502": "Each block of a unit is one of the two.",
    "CX503": "A scenario lies in scenarios/AREA/SLUG.yaml, a lesson in course/lessons/AREA/SLUG.md.",
    "CX504": "Progress and grades belong to one place each.",
    "CX505": "Mend one of the two times.",
    "CX506": "Areas are those of rubric.yaml.",
    "CX507": (
        "Pictures, sound and documents lie in course/static, without folders, and are named /static/NAME in texts."
    ),
    "CX508": 'The first line of a lesson is "# Title", and no other line is a heading of that size.',
    "CX509": "Each [^name] in the text has one line [^name]: below, and each such line is used.",
    "CX510": "Say in the square brackets what the picture shows, for those who cannot see it.",
    "CX511": (
        "Static files have names of small letters, digits and hyphens, one dot, and lie in no sub-folder; in texts and "
        "scenarios they are named /static/NAME."
    ),
    "CX512": (
        "Allowed are svg, png, jpg, webp, mp3, mp4, vtt and pdf. In a scenario a picture is svg, png, jpg or webp, a "
        "sound mp3, a film mp4, and captions are vtt."
    ),
    "CX513": (
        "Scripts, event handlers, foreign content and references to other files are refused: the picture runs in "
        "the learner's page."
    ),
    "CX514": "It must be well-formed XML without a DOCTYPE.",
    "CX515": "Small letters, digits and underscores.",
    "CX516": "Lessons and scenarios need a text here; an empty one leaves a hole in a sentence.",
    "CX517": "Files of all scenarios lie in one folder, so each begins with the scenario's own name: SLUG-something.",
    "CX518": "Studio looks for paths within double quotes when it copies a scenario, and leaves other files behind.",
    "CX519": "A picture of more than 300 KB takes seconds on a slow network. Save it smaller, or as SVG.",
    "CX520": "A section with practice: true never counts. Write graded: false.",
    "CX601": (
        "Every criterion is offered at all four levels, each in two tasks or more, in at least six scenarios, counted "
        "on the weakest way through each. Looked at when the whole course is checked."
    ),
    "CX602": (
        "The graded sections of a module are its core. They observe each criterion of its area in at least three "
        "scenarios, by two tasks or more on every way; the others are for practice."
    ),
    "CX603": (
        "The same first name in more than four scenarios: trainees look for a link where there is none, and a course "
        "of many people shows few."
    ),
}

BY_ID = {code.id: code for code in Code}


def catalogue_page() -> str:
    """The catalogue as a Markdown page for authors."""
    parts = [
        "# What `competency check` can say\n",
        "Generated from `competency_xblock/authoring/catalogue.py`; do not edit.\n",
        "Each line of `competency check` gives file, line and column, a code, what is wrong and what to do.\n"
        "An **error** leaves nothing to play. A **warning** is a matter of judgement: mend it, or name its code under\n"
        "`allow` in the scenario (CX519 and CX6: in the outline), with the reason. Both make `competency check` end\n"
        "with status 1.\n",
    ]
    for prefix, name in GROUPS.items():
        parts.append(f"## {name}\n")
        for code in Code:
            if code.id.startswith(prefix):
                parts.append(f"### {code.id} {code.title}\n\n*{code.severity.value.title()}.* {code.explanation}\n")
    return "\n".join(parts)
