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
allow: [{code: CX315, because: A short sample has few options.}]
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

ITEM_KINDS = """\
format: 1
id: online-writing/item-kinds
title: A group for the new ones
area: online-writing
language: en
summary: One morning with a feed, a panel and a discussion.
minutes: 15
use: exploration
key: {by: author, status: provisional}
play: {feedback: at-once, undo: never, attempts: unlimited, counts: best}
variants:
  many: {}
  one: {use: one-to-one, summary: One morning with one person.}
allow: [{code: CX323, because: A sample has one task of each kind.}]
start: feed
scenes:
  feed:
    channel: feed
    messages:
      - {from: Harbour Careers, at: "08:55", text: Three posts wait for your word.}
    media:
      - {image: "/static/item-kinds-chart.svg", alt: A chart without a source.}
      - {audio: "/static/item-kinds-call.mp3", transcript: "Ilse: please look at these."}
      - {video: "/static/item-kinds-hall.mp4", captions: "/static/item-kinds-hall.vtt"}
    ask: Where does each post belong?
    criteria: [online-writing/substance]
    bins: [{id: share, text: Share now}, {id: verify, text: Look into it}, {id: leave, text: Leave it}]
    neighbours: half
    sort:
      - {id: chart, text: A chart of pay., bin: verify,
         feedback: {attracts: Clear., overlooks: Its source., moves-up: Trace it.}}
      - {id: fair, text: A job fair on Monday., bin: share,
         feedback: {attracts: Near., overlooks: Seats., moves-up: Say so.}}
      - id: names
        text: A list of former clients.
        bin: leave
        breach-in: {share: It names people who were never asked.}
        feedback: {attracts: Proof., overlooks: Consent., moves-up: Ask them.}
    goto: replies
  replies:
    channel: mail
    subject: Two drafts
    ask: How good is each reply?
    hint: Read them on a phone.
    criteria: [online-writing/clarity]
    rate:
      - {id: long, text: "Dear all, see the nine attachments.", key: 1,
         feedback: {attracts: Whole., overlooks: The reader., moves-up: Begin with one.}}
      - {id: short, text: "Monday, ten o'clock, room four.", key: 3,
         feedback: {attracts: Ready to use., overlooks: Why., moves-up: Add a line.}}
    goto: panel
    in:
      one:
        options: {short: {text: "Monday at ten, Noor?"}}
  panel:
    channel: settings
    ask: Set up the page.
    settings:
      service: Harbour
      switches:
        - id: phone
          text: Who sees phone numbers
          first: members
          values:
            - {id: members, text: All members, levels: {online-writing/relationship: 1},
               feedback: {attracts: Easy., overlooks: Strangers., moves-up: Hide.}}
            - {id: hosts, text: The hosts, levels: {online-writing/relationship: 2},
               feedback: {attracts: Handy., overlooks: Need., moves-up: Drop it.}}
            - {id: nobody, text: Nobody, levels: {online-writing/relationship: 3},
               feedback: {attracts: Safe., overlooks: Calls.}}
        - id: joining
          text: Joining
          first: added
          values:
            - {id: added, text: Added by the host, levels: {online-writing/relationship: 1},
               feedback: {attracts: Fast., overlooks: Choice., moves-up: Invite.}}
            - {id: invited, text: By own choice, levels: {online-writing/relationship: 2},
               feedback: {attracts: Free., overlooks: Slow.}}
      whole:
        - when: {all: [{set: panel/phone = members}, {set: panel/joining = added}]}
          breach: Numbers go to people who never agreed.
        - {when: {set: panel/joining = added}, cap: 2}
      preview:
        - {who: A member, sees: The numbers of all, when: {set: panel/phone = members}}
        - {who: A visitor, sees: The name of the group}
    routes:
      - {when: {set: panel/joining = added}, goto: discussion}
    goto: discussion
  discussion:
    channel: group
    messages:
      - {from: Tomas, text: I was put in here without a word., when: {set: panel/joining = added}}
    ask: Where do you step in, and how?
    thread:
      posts:
        - {id: p1, from: Ilse, at: "09:02", text: That course is useless.}
        - {id: p2, from: Tomas, at: "09:05", reply-to: p1, text: I am in its third year.}
      actions: [{id: reply, text: Reply}, {id: private, text: Write privately}, {id: wait, text: Wait}]
      answers:
        - {id: name-it, post: p1, action: reply, text: "What did it open for you, Tomas?",
           levels: {online-writing/reading: 3},
           feedback: {attracts: Turns it., overlooks: Ilse.}}
        - {id: scold, post: p1, action: reply, text: Mind your tone., levels: {online-writing/reading: 2},
           feedback: {attracts: Firm., overlooks: Shame., moves-up: Name it.}}
        - {id: check-in, post: p2, action: private, free: true, words: 60, levels: {online-writing/reading: 2},
           feedback: {attracts: Care., overlooks: The group., moves-up: Speak there.}}
      otherwise: {levels: {online-writing/reading: 1},
         feedback: {attracts: It may pass., overlooks: Hurt., moves-up: Step in.}}
    goto: where-am-i
  where-am-i:
    ask: Where do you see yourself?
    self-assess: {criteria: [online-writing/reading, online-writing/clarity]}
    goto: close
  close: {end: true, channel: group, messages: [{from: Ilse, text: Thank you for this morning.}]}
"""
