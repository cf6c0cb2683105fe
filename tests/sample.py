"""Scenarios and a framework that any test may use: small, clean under every check, and never part of the course."""

from competency_xblock.domain.rubric import Area, Criterion, Framework, Level

LEVEL_TITLES = ("Off target", "Sound start", "Skilled", "Exemplary")
CRITERION_TITLES = {
    "reading": "Reading the enquiry",
    "relationship": "Relationship in text",
    "clarity": "Clarity and structure",
    "substance": "Substance",
    "direction": "Direction",
}


def sample_framework() -> Framework:
    """One area, online-writing, with its five criteria."""
    return Framework(
        id="sample",
        version="1.0",
        title="Sample framework",
        language="en",
        levels=tuple(
            Level(number, title, f"What {title.lower()} means.") for number, title in enumerate(LEVEL_TITLES, 1)
        ),
        areas=(
            Area(
                id="online-writing",
                title="Online writing",
                summary="Answering people in writing.",
                criteria=tuple(_criterion(name, title) for name, title in CRITERION_TITLES.items()),
            ),
        ),
    )


def _criterion(name: str, title: str) -> Criterion:
    one, two, three, four = (f"{title}: what level {level} looks like." for level in range(1, 5))
    return Criterion(f"online-writing/{name}", title, f"What does {title.lower()} ask?", (one, two, three, four))


SAMPLE_SCENARIO = """\
format: 1
id: online-writing/sample
title: A late question
area: online-writing
language: en
summary: Noor writes at night, one day before a deadline.
minutes: 5
use: one-to-one
key: {by: author, status: provisional}
start: question
scenes:
  question:
    channel: chat
    messages:
      - {from: Noor, role: student, at: "Tue 23:40", text: "Which course is easiest to get into?"}
    ask: What should you answer?
    hint: What might "easy" stand for?
    choose:
      - id: name-course
        text: Name the course with the lowest entry marks, and wish her luck for the deadline tomorrow.
        levels: {online-writing/reading: 1, online-writing/direction: 2}
        feedback:
          attracts: It answers at once.
          overlooks: Why she asks.
          moves-up: Find out what she is looking for.
      - id: send-figures
        text: Give the entry figures of three courses and ask whether she needs anything else.
        levels: {online-writing/reading: 2, online-writing/direction: 1}
        feedback:
          attracts: It is correct and complete.
          overlooks: The worry behind the word.
          moves-up: Ask what "easy" means to her.
      - id: ask-easy
        text: Ask what "easy" would mean for her.
        levels: {online-writing/reading: 3, online-writing/direction: 2}
        feedback:
          attracts: It opens the question.
          overlooks: She has to wait for facts.
    goto: close
  close:
    end: true
    channel: chat
    messages:
      - {from: Noor, text: "Thank you, that helps."}
"""

EVERY_KIND = """\
format: 1
id: online-writing/every-kind
title: Five questions before midnight
area: online-writing
language: en
summary: One long evening with every kind of task.
minutes: 20
use: one-to-one
orientation: educational
key: {by: author, status: provisional}
play: {feedback: at-end, undo: allowed, attempts: unlimited, counts: latest}
start: opening
scenes:
  opening:
    channel: mail
    subject: Help
    messages:
      - {from: Noor, role: applicant, at: "Tue 23:40", text: I have five questions and one day.}
      - {from: me, at: "Tue 23:45", text: Let me read.}
      - {from: Noor, at: "Tue 23:59", text: "Are you still there?", when: {visits: opening >= 2}}
    goto: first-reply
  first-reply:
    channel: chat
    messages:
      - {from: Noor, text: "Which one matters most?"}
    ask: What should you do?
    hint: Which question has a date in it?
    order: as-written
    choose:
      - id: wait
        text: Wait until the morning and read it all again with fresh eyes and a coffee.
        levels: {online-writing/reading: 1}
        feedback: {attracts: You are tired., overlooks: The date., moves-up: Look for what cannot wait.}
        goto: opening
      - id: forward
        text: Forward her mail, with her name and her story, to everybody in the service.
        levels: {online-writing/reading: 1}
        breach: Her story goes to people who have no part in it.
        feedback: {attracts: Somebody may know., overlooks: She wrote to you., moves-up: Ask her first.}
      - id: links
        text: Send one link for each of the five questions, in the order in which she asked them.
        levels: {online-writing/reading: 2}
        feedback: {attracts: All is answered., overlooks: The worry., moves-up: Name what you heard.}
      - id: deadline-first
        text: Name the worry and answer the dated question.
        levels: {online-writing/reading: 3}
        feedback: {attracts: It helps tonight., overlooks: Four questions wait.}
    routes:
      - {when: {breach: first-reply}, goto: apology}
    goto: pick-two
  pick-two:
    ask: Pick the two things to tell her first.
    pick: 2
    select:
      - id: date
        text: The date.
        levels: {online-writing/clarity: 3, online-writing/substance: 4}
        feedback: {attracts: It decides., overlooks: Her other questions., moves-up: Say where it stands.}
      - id: next-step
        text: The next step.
        levels: {online-writing/clarity: 4, online-writing/substance: 3}
        feedback: {attracts: She can act., overlooks: Why., moves-up: Add the source.}
      - id: history
        text: How the rule came about over the years, and which office to thank for it.
        levels: {online-writing/clarity: 2, online-writing/substance: 2}
        feedback: {attracts: It is interesting., overlooks: The hour., moves-up: Leave it for later.}
      - id: greeting
        text: That everybody in the service hopes that she is having a good evening.
        levels: {online-writing/clarity: 1, online-writing/substance: 1}
        feedback: {attracts: It is friendly., overlooks: Her question., moves-up: Begin with the date.}
    goto: order
  order:
    ask: What comes first?
    criteria: [online-writing/direction]
    offers: 4
    rank:
      - id: check
        text: Check the date.
        feedback: {attracts: It is quick., overlooks: She is waiting., moves-up: Tell her that you are checking.}
      - id: tell
        text: Tell her what you know.
        feedback: {attracts: She is not alone., overlooks: The rest.}
      - id: note
        text: Write a note for the team.
        feedback: {attracts: Others learn., overlooks: It is late., moves-up: Answer her first.}
    key: [tell, check, note]
    routes:
      - when:
          all:
            - {credit: order < 0.5}
            - not: {visits: order >= 2}
        goto: order
      - when:
          any:
            - {level: online-writing/reading >= 3}
            - {chose: pick-two/date}
        goto: answer
    goto: apology
  answer:
    channel: mail
    subject: "Re: Help"
    ask: Answer Noor.
    criteria: [online-writing/clarity, online-writing/direction]
    write:
      words: {min: 5, max: 120}
      advice: [greeting, question-back]
      review: self
      revise: 1
      anchors:
        - levels: {online-writing/clarity: 2, online-writing/direction: 1}
          text: "Hello, here is everything."
          comment: Complete but long.
        - levels: {online-writing/clarity: 3, online-writing/direction: 3}
          text: "Dear Noor, the deadline first."
          comment: Ordered, with a next step.
    goto: look-back
  look-back:
    ask: What would you do differently at work?
    reflect: {words: {max: 300}}
    goto: thanks
  thanks:
    end: true
    channel: mail
    subject: Thank you
    messages:
      - {from: Noor, text: I sent it in time.}
  apology:
    end: true
    messages:
      - {from: Tomasz, role: senior adviser, text: Let us talk about tonight.}
"""
