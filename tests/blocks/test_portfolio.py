"""A portfolio put together from moves: own texts with what belongs to them, nothing unseen, and an honest time."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.portfolio import (
    MOST_SECONDS,
    RAW,
    REFLECTION,
    UNSENT,
    WRITING,
    Level,
    Placed,
    Spent,
    compose,
    seconds_spent,
)
from competency_xblock.blocks.stage import draft_name
from competency_xblock.blocks.standing import Standing
from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.domain.engine import make_move, replay, start
from competency_xblock.olx.block_xml import framework_json
from tests.sample import sample_framework

PLACE = "block-v1:O+C+R+type@competency_scenario+block@diary"
FIRST = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
DIARY = """\
format: 1
id: online-writing/diary
title: A *long* evening
area: online-writing
language: en
summary: Noor writes late.
minutes: 5
use: one-to-one
key: {by: author, status: provisional}
play: {undo: allowed, feedback: at-end}
start: question
scenes:
  question:
    messages: [{from: Noor, text: Which course is easiest to get into?}]
    ask: What should you answer?
    choose:
      - id: name-course
        text: Name the course with the lowest entry marks.
        levels: {online-writing/reading: 1}
        feedback: {attracts: It answers., overlooks: Why she asks., moves-up: Ask.}
      - id: figures
        text: Give the entry figures of three courses.
        levels: {online-writing/reading: 2}
        feedback: {attracts: Facts., overlooks: Her worry., moves-up: Ask.}
      - id: ask-easy
        text: Ask what easy would mean for her.
        levels: {online-writing/reading: 3}
        feedback: {attracts: It opens., overlooks: She waits.}
    goto: answer
  answer:
    ask: Write **two** sentences to Noor.
    criteria: [online-writing/clarity]
    write:
      words: {min: 1, max: 60}
      review: self
      revise: 1
      anchors:
        - levels: {online-writing/clarity: 2}
          text: "Hello,\\n\\nhere is everything. Call {{local.helpline}}."
          comment: Complete *but* long.
        - levels: {online-writing/clarity: 3}
          text: "Hello Noor, the date first."
          comment: It helps tonight.
    goto: corridor
  corridor:
    ask: Where do you step in?
    thread:
      posts: [{id: p1, from: Ilse, at: "09:02", text: That course is useless.}]
      actions: [{id: reply, text: Reply}, {id: wait, text: Wait}]
      answers:
        - id: free
          post: p1
          action: reply
          free: true
          words: 60
          levels: {online-writing/reading: 3}
          feedback: {attracts: Care., overlooks: Time.}
        - id: later
          post: p1
          action: wait
          text: Wait.
          levels: {online-writing/reading: 2}
          feedback: {attracts: Calm., overlooks: Hurt., moves-up: Reply.}
      otherwise: {levels: {online-writing/reading: 1}, feedback: {attracts: Easy., overlooks: All., moves-up: Step in.}}
    goto: note
  note:
    ask: What will you do differently?
    reflect: {words: {min: 1, max: 80}}
    goto: close
  close: {end: true, messages: [{from: Noor, text: Thank you.}]}
"""


def compiled(source: str = DIARY) -> Compiled:
    text = framework_json(sample_framework().excerpt(["online-writing/reading", "online-writing/clarity"]))
    found = compile_scenario(source, text, json.dumps({"helpline": "0800 111"}))
    assert isinstance(found, Compiled), found.diagnostics
    return found


MOVES = [
    ("answer", "ask-easy"),
    ("answer", {"text": "Dear Noor,\n<b>first</b>"}),
    ("rate", {"online-writing/clarity": 2}),
    ("revise", {"text": "Dear Noor, second"}),
    ("answer", None),
    ("answer", {"post": "p1", "action": "reply", "answer": "free", "text": "What did it open for you?"}),
    ("answer", "I will ask first."),
]


def attempt_after(
    *moves, n: int = 1, begun: datetime = FIRST, seconds: int = 60, text: Compiled | None = None
) -> Attempt:
    text = text or compiled()
    attempt = start(
        text.scenario,
        uid=f"u{n}",
        n=n,
        seed="seed",
        version=text.version,
        framework="f@1",
        at=begun.isoformat(timespec="seconds"),
    )
    for number, (do, answer) in enumerate(moves, start=1):
        at = (begun + timedelta(seconds=number * seconds)).isoformat(timespec="seconds")
        attempt, _ = make_move(
            text.scenario, attempt, do, answer, request=f"request-{number}", at=at, undo_allowed=True
        )
    return attempt


def portfolio_of(*attempts: Attempt, versions=None, present=None, drafts=None):
    versions = {compiled().version: compiled()} if versions is None else versions
    return compose(
        [Placed(PLACE, attempt) for attempt in attempts],
        version_of=versions.get,
        present_of=lambda place: present,
        drafts=drafts or {},
    )


def test_all_own_texts_are_there_with_what_belongs_to_them():
    (entry,) = portfolio_of(attempt_after(*MOVES)).entries
    assert (entry.title, entry.n, entry.place, bool(entry.finished)) == ("A long evening", 1, PLACE, True)
    writing, reply, note = entry.pieces
    assert (writing.kind, writing.asked) == (WRITING, "Write two sentences to Noor.")
    assert writing.texts == ("Dear Noor,\n<b>first</b>", "Dear Noor, second")
    assert writing.rating == (Level("Clarity and structure", 2, "Sound start"),)
    assert writing.at == "2026-11-22T20:02:00+00:00"
    assert (reply.kind, reply.texts, reply.rating, reply.samples) == (WRITING, ("What did it open for you?",), (), ())
    assert (note.kind, note.asked, note.texts) == (
        REFLECTION,
        "What will you do differently?",
        ("I will ask first.",),
    )


def test_samples_are_those_the_text_was_compared_with():
    (entry,) = portfolio_of(attempt_after(*MOVES)).entries
    first, second = entry.pieces[0].samples
    assert first.text == "Hello,\n\nhere is everything. Call 0800 111."
    assert first.comment == "Complete but long."
    assert first.levels == (Level("Clarity and structure", 2, "Sound start"),)
    assert second.levels == (Level("Clarity and structure", 3, "Skilled"),)


def test_before_the_own_rating_no_sample_is_shown():
    (entry,) = portfolio_of(attempt_after(*MOVES[:2])).entries
    assert entry.pieces[0].samples == ()
    assert "here is everything" not in json.dumps(portfolio_of(attempt_after(*MOVES[:2])).to_json())


def test_what_the_key_says_is_nowhere_in_it():
    everything = json.dumps(portfolio_of(attempt_after(*MOVES)).to_json())
    assert "Why she asks" not in everything
    assert "ask-easy" not in everything


def test_a_text_taken_back_is_not_among_the_work():
    (entry,) = portfolio_of(attempt_after(*MOVES[:3], ("undo", None))).entries
    assert entry.pieces == ()


def test_an_attempt_under_way_is_there_too():
    (entry,) = portfolio_of(attempt_after(*MOVES[:4])).entries
    assert entry.finished == ""
    assert entry.pieces[0].texts == ("Dear Noor,\n<b>first</b>", "Dear Noor, second")


def test_a_text_begun_where_the_learner_stands_is_there():
    attempt = attempt_after(*MOVES[:1])
    text = compiled()
    name = draft_name(Standing(attempt, text, replay(text.scenario, attempt), text))
    (entry,) = portfolio_of(attempt, drafts={PLACE: (name, "Dear No")}).entries
    (piece,) = entry.pieces
    assert (piece.kind, piece.texts, piece.asked) == (UNSENT, ("Dear No",), "Write two sentences to Noor.")


@pytest.mark.parametrize("draft", [("other", "Dear No"), ("", "Dear No"), ("other", " ")])
def test_a_draft_of_somewhere_else_was_sent_meanwhile(draft):
    (entry,) = portfolio_of(attempt_after(*MOVES[:1]), drafts={PLACE: draft}).entries
    assert entry.pieces == ()


def test_it_is_read_with_the_text_it_was_played_in():
    played = compiled()
    changed = compiled(DIARY.replace("**two** sentences", "three sentences"))
    (entry,) = portfolio_of(attempt_after(*MOVES), versions={played.version: played}, present=changed).entries
    assert entry.pieces[0].asked == "Write two sentences to Noor."


def test_where_that_is_gone_the_present_text_serves_if_the_moves_fit():
    changed = compiled(DIARY.replace("**two** sentences", "three sentences"))
    (entry,) = portfolio_of(attempt_after(*MOVES), versions={}, present=changed).entries
    assert entry.pieces[0].asked == "Write three sentences to Noor."


@pytest.mark.parametrize("present", [None, "other"])
def test_where_no_text_fits_the_own_words_are_kept_as_they_are(present):
    other = compiled(DIARY.replace("answer:\n", "reply:\n").replace("goto: answer", "goto: reply")) if present else None
    (entry,) = portfolio_of(attempt_after(*MOVES), versions={}, present=other).entries
    assert entry.title == "online-writing/diary"
    assert {piece.kind for piece in entry.pieces} == {RAW}
    assert [piece.texts for piece in entry.pieces] == [
        ("Dear Noor,\n<b>first</b>",),
        ("Dear Noor, second",),
        ("What did it open for you?",),
        ("I will ask first.",),
    ]
    assert entry.seconds == 7 * 60


def test_attempts_come_newest_first_and_their_time_adds_up_by_exercise():
    first = attempt_after(*MOVES[:1])
    second = attempt_after(*MOVES, n=2, begun=FIRST + timedelta(days=1))
    portfolio = portfolio_of(first, second)
    assert [entry.n for entry in portfolio.entries] == [2, 1]
    assert portfolio.spent == (Spent("A long evening", 2, 8 * 60),)
    assert portfolio.seconds == 8 * 60
    assert [entry.n for entry in portfolio.written] == [2]


def test_the_export_says_all_of_it():
    portfolio = portfolio_of(attempt_after(*MOVES), replace(attempt_after(*MOVES), uid="gone", version="gone"))
    exported = json.loads(json.dumps(portfolio.to_json()))
    assert exported["v"] == 1
    assert exported["seconds"] == portfolio.seconds
    assert exported["entries"][0]["pieces"][0]["texts"] == list(portfolio.entries[0].pieces[0].texts)
    assert exported == json.loads(json.dumps(portfolio.to_json()))


def test_a_learner_who_has_done_nothing_has_an_empty_portfolio():
    portfolio = portfolio_of()
    assert (portfolio.entries, portfolio.seconds, portfolio.spent, portfolio.written) == ((), 0, (), ())


GAPS = st.lists(st.integers(min_value=0, max_value=3 * MOST_SECONDS), max_size=20)


def after(gaps: list[int]) -> Attempt:
    moments, now = [], FIRST
    for gap in gaps:
        now += timedelta(seconds=gap)
        moments.append(now.isoformat(timespec="seconds"))
    moves = tuple(Move(seq, f"r{seq}", at, "s", "answer") for seq, at in enumerate(moments))
    return Attempt("u", 1, "a/b", "v", "f@1", "seed", FIRST.isoformat(timespec="seconds"), moves=moves)


@given(GAPS)
def test_the_time_is_the_gaps_and_of_each_a_quarter_of_an_hour_at_most(gaps):
    spent = seconds_spent(after(gaps))
    assert spent == sum(min(gap, MOST_SECONDS) for gap in gaps)
    assert spent <= MOST_SECONDS * len(gaps)
    assert spent <= sum(gaps)


@given(GAPS, st.integers(min_value=0, max_value=10 * MOST_SECONDS))
def test_a_further_answer_never_takes_time_away(gaps, gap):
    more = seconds_spent(after([*gaps, gap])) - seconds_spent(after(gaps))
    assert more == min(gap, MOST_SECONDS)


@given(GAPS.filter(bool), st.integers(min_value=1, max_value=10_000))
def test_a_clock_set_back_takes_no_time_away(gaps, back):
    attempt = after(gaps)
    early = (FIRST - timedelta(seconds=back)).isoformat(timespec="seconds")
    last = replace(attempt.moves[-1], at=early)
    turned = replace(attempt, moves=(*attempt.moves[:-1], last))
    assert seconds_spent(turned) == seconds_spent(after(gaps[:-1]))
