"""A small exercise and a small lesson for the XBlock workbench and for demonstrations of a single block."""

import json
from html import escape

SCENARIO = """\
format: 1
id: online-writing/a-late-question
title: A late question
area: online-writing
language: en
summary: Noor writes shortly before midnight. The deadline is tomorrow.
minutes: 3
use: one-to-one
key: {by: author, status: provisional}
start: question
scenes:
  question:
    channel: chat
    messages:
      - {from: Noor, role: student, at: "Tue 23:40", text: Which course is easiest to get into?}
    ask: What should you answer?
    choose:
      - id: name-course
        text: The evening course in logistics. It took everybody last year.
        levels: {online-writing/reading: 1}
        feedback:
          attracts: It answers at once, in the words that were asked.
          overlooks: What is easy to enter may be hard to stay in, and her reason is not known.
          moves-up: Ask what easy stands for before you name a course.
      - id: ask-easy
        text: I can look that up with you. What would make a course easy for you?
        levels: {online-writing/reading: 3}
        feedback:
          attracts: It takes the question seriously and opens the one behind it.
          overlooks: The deadline is tomorrow, and one question costs her the night.
      - id: figures
        text: Here are last year's entry figures for all nine courses.
        levels: {online-writing/reading: 2}
        feedback:
          attracts: Facts, and she can judge for herself.
          overlooks: Nine rows say nothing about what she can do by tomorrow.
          moves-up: Find out what she needs the figures for.
    goto: reply
  reply:
    channel: chat
    messages:
      - {from: Noor, at: "Tue 23:43", text: I mean one where I would not fail again.}
    ask: Two sentences to Noor.
    criteria: [online-writing/reading]
    write:
      words: {min: 10, max: 60}
      review: self
      revise: 1
      anchors:
        - levels: {online-writing/reading: 2}
          text: Do not worry, most people pass.
          comment: Kind, and it goes past what happened to her.
        - levels: {online-writing/reading: 3}
          text: "Failing once stays with you. What went wrong the last time: the subject, or the way it was taught?"
          comment: It names the fear and asks what it rests on.
    goto: thanks
  thanks:
    end: true
    channel: chat
    messages:
      - {from: Noor, at: "Tue 23:51", text: Thank you. I will sleep now and call tomorrow.}
"""

FRAMEWORK = {
    "format": 1,
    "id": "sample",
    "version": "1.0",
    "title": "Sample",
    "language": "en",
    "levels": [
        {"level": 1, "title": "Off target", "summary": "Goes past what is needed."},
        {"level": 2, "title": "Sound start", "summary": "Does the visible part."},
        {"level": 3, "title": "Skilled", "summary": "Meets the need."},
        {"level": 4, "title": "Exemplary", "summary": "Pays a price for what matters most."},
    ],
    "areas": [
        {
            "id": "online-writing",
            "title": "Online writing",
            "summary": "Answering people in writing.",
            "criteria": [
                {
                    "id": "online-writing/reading",
                    "title": "Reading the enquiry",
                    "asks": "What did the writer hear in the enquiry?",
                    "levels": [
                        "The reply takes up the first words it can act on.",
                        "The reply deals with the question as it was put.",
                        "The reply names the need behind the question and checks one assumption.",
                        "The reply puts its reading to the person to correct before it builds on it.",
                    ],
                }
            ],
        }
    ],
}

LESSON_XML = """\
<vertical_demo>
  <competency_lesson url_name="sample_lesson" display_name="Answering on a phone screen">
    <source># Answering on a phone screen

Most enquiries are read on a phone. Put the answer **first**, then the reason, then one next step.
</source>
  </competency_lesson>
</vertical_demo>
"""


def workbench_xml() -> str:
    """The sample exercise as the workbench takes it."""
    framework = json.dumps(FRAMEWORK, ensure_ascii=False)
    return (
        "<vertical_demo>"
        '<competency_scenario url_name="sample_scenario" display_name="A late question">'
        f"<source>{escape(SCENARIO)}</source>"
        f'<framework id="sample" version="1.0">{escape(framework)}</framework>'
        "</competency_scenario>"
        "</vertical_demo>"
    )


def profile_xml() -> str:
    """A profile block as the workbench takes it."""
    framework = json.dumps(FRAMEWORK, ensure_ascii=False)
    return (
        "<vertical_demo>"
        '<competency_profile url_name="sample_profile" display_name="Your profile">'
        f'<framework id="sample" version="1.0">{escape(framework)}</framework>'
        "</competency_profile>"
        "</vertical_demo>"
    )
