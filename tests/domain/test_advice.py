"""What the plain rules say of a text."""

import time

import pytest

from competency_xblock.domain.advice import ADVICE, Remark, advise

ANCHOR = """\
Hello Duc, good that you asked before Friday.

**Please do not pay the translator yet.** The fund can pay, but you must ask first: fund.example/start, until 28 March.

Can you open the form on your phone? If not, come on Thursday after 17:00.

Best wishes, Ana"""


def of(rule: str, text: str, *, language: str = "en", public: bool = True) -> tuple[str, tuple[str, ...]]:
    (remark,) = advise(text, [rule], language=language, public=public)
    assert remark.rule == rule
    return remark.state, remark.found


def test_every_rule_says_its_own_and_in_the_order_asked_for():
    assert [remark.rule for remark in advise(ANCHOR, ADVICE, language="en", public=True)] == [
        "greeting", "close", "sentence-length", "question-back", "dates", "personal-data", "blame",
    ]  # fmt: skip
    assert [remark.rule for remark in advise(ANCHOR, ["blame", "close"], language="en", public=True)] == [
        "blame",
        "close",
    ]


def test_a_good_message_has_what_is_asked_for_and_nothing_to_watch_for():
    said = {remark.rule: remark.state for remark in advise(ANCHOR, ADVICE, language="en-GB", public=True)}
    assert said == {
        "greeting": "seen", "close": "seen", "question-back": "seen", "dates": "seen",
        "sentence-length": "", "personal-data": "", "blame": "",
    }  # fmt: skip


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n"])
def test_of_an_empty_text_there_is_nothing_to_say(nothing):
    said = advise(nothing, ADVICE, language="en", public=True)
    assert said == tuple(Remark(rule, "") for rule in ADVICE)


def test_a_rule_of_a_later_release_is_left_out():
    assert advise("Hello", ["emoji", "greeting"], language="en", public=True) == (
        Remark("greeting", "seen", ("Hello",)),
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Dear Noor,\nthe deadline first.", "seen"),
        ("Good evening, Noor. The deadline first.", "seen"),
        ("**Hi Noor** - five questions!", "seen"),
        ("Five links below.", "look"),
        ("This is high. " + "It goes on. " * 9 + "Hello", "look"),  # a greeting comes first
    ],
)
def test_a_greeting_is_looked_for_at_the_beginning(text, state):
    assert of("greeting", text)[0] == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The deadline is first. Best wishes, Ana", "seen"),
        ("I write again on Monday. Take care! Ana", "seen"),
        ("Thank you for writing. The deadline comes first, and it is tomorrow.", "look"),
        ("Kind regards to all. " + "The deadline comes first. " * 12, "look"),
        ("Hi", "look"),
        ("x", "look"),
    ],
)
def test_a_close_is_looked_for_at_the_end(text, state):
    assert of("close", text)[0] == state


def test_a_sentence_that_fills_a_phone_is_quoted_by_its_beginning():
    short = "word " * 24 + "end."
    long = "First " + "word " * 25 + "end."
    assert of("sentence-length", short) == ("", ())
    assert of("sentence-length", f"{short} {long}") == (
        "look",
        ("First word word word word word word word word word word …",),
    )


def test_lines_and_marks_of_a_list_make_no_long_sentence():
    steps = "\n".join(f"- {number}. open the form, fill it in and send it" for number in range(9))
    assert of("sentence-length", steps) == ("", ())
    assert of("sentence-length", "- " * 40 + "done") == ("", ())


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("I see. What keeps you awake? Tell me.", "seen", ("What keeps you awake?",)),
        ('"Which one?" Ana', "seen", ('"Which one?"',)),
        ("Really?!", "seen", ("Really?!",)),
        ("ما رأيك\u061f", "seen", ("ما رأيك\u061f",)),
        ("Here is the page: https://office.example/list?year=2026", "look", ()),
        ("Tell me more.", "look", ()),
    ],
)
def test_a_question_back_is_one_that_ends_a_sentence(text, state, found):
    assert of("question-back", text) == (state, found)


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("Come on Thursday at 17:00.", "seen", ("17:00", "Thursday")),
        ("Come by 2026-03-28 or 28.3.", "seen", ("2026-03-28", "28.3.")),
        ("By the 28th of March.", "seen", ("28th of March",)),
        ("It is 95, by March 28.", "look", ("95",)),
        ("It is 95 since 1 March, says their page: board.example/charges", "seen", ("1 March",)),
        ("It is 95 since 1 March according to the Trade Board.", "seen", ("1 March",)),
        ("40 % pass. You must apply tomorrow.", "look", ("40 %", "must")),
        ("You must apply, see www.board.example", "look", ()),  # a source, but no date
        ("Come whenever you like.", "look", ()),
        ("Call 020 555 1234 on Monday.", "seen", ("Monday",)),  # a number to call is no figure
    ],
)
def test_dates_are_asked_for_and_a_source_where_a_figure_or_rule_is_named(text, state, found):
    assert of("dates", text) == (state, found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to noor.k+jobs@school.example please", ("noor.k+jobs@school.example",)),
        ("Call +358 40 123 4567 or (020) 555-1234.", ("+358 40 123 4567", "(020) 555-1234")),
        ("File 1234567 is open.", ("1234567",)),
        ("It is " + "1" * 25, ("1" * 25,)),
        ("She was born on 3.5.1999.", ("3.5.1999",)),
        ("She was born on 2008-05-03.", ("2008-05-03",)),
    ],
)
def test_personal_details_are_worth_a_look_where_strangers_read(text, found):
    assert of("personal-data", text) == ("look", found)
    assert of("personal-data", text, public=False) == ("seen", found)


@pytest.mark.parametrize(
    "text",
    [
        "The deadline is 28.3.2026, 17:00.",
        "From 2025-2026 on, 09:00 - 16:30, 3.5 points, 120 places.",
        "See https://office.example/2026/1234567",
        "a@b, and @noor",
    ],
)
def test_times_figures_and_links_are_no_personal_details(text):
    assert of("personal-data", text) == ("", ())


def test_words_that_blame_are_quoted_once_each():
    text = "You should have asked. As I said, you didn\u2019t read it. You should have asked."
    assert of("blame", text) == ("look", ("You should have", "As I said", "you didn't"))
    assert of("blame", "You should have a look at this. What you said helps.") == ("", ())


def test_no_more_than_a_handful_is_quoted_and_each_is_short():
    state, found = of("question-back", " ".join(f"And what of number {number} {'x' * 90}?" for number in range(40)))
    assert state == "seen" and len(found) == 5
    assert all(len(each) <= 62 for each in found)


def test_where_the_language_has_no_word_list_words_are_left_alone():
    text = "Hello! You should have asked. Best wishes"
    for rule in ("greeting", "close", "blame"):
        assert of(rule, text, language="xx") == ("", ())


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Tule 28.3. klo 17:00.", "seen"),
        ("Hinta on 95 euroa 28.3. alkaen.", ""),  # the source may stand there in words
        ("Hinta on 95 euroa 28.3. alkaen: www.board.example", "seen"),
        ("Tule huomenna.", ""),
    ],
)
def test_without_a_word_list_dates_trusts_numbers_and_links_alone(text, state):
    assert of("dates", text, language="fi")[0] == state


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "a@", "a.", "-a", ".", " ", "\n", "?!", "www.", "1.1.", "(", "you ", "@a.", "a.b/", "may "],
)
def test_a_long_text_of_anything_takes_no_time(piece):
    for text in ((piece * 20_000)[:20_000], "a@" + (piece * 20_000)[:20_000] + "x"):
        before = time.process_time()
        advise(text, ADVICE, language="en", public=True)
        assert time.process_time() - before < 1
