"""Scenarios for the tests of the checker: what ``tests/sample.py`` leaves out, clean under every check."""

OTHER_KINDS = """\
format: 1
id: online-writing/other-kinds
title: A group by tonight
area: online-writing
language: en
summary: A teacher wants a group, and three people already argue in it.
minutes: 25
use: exploration
key: {by: author, status: provisional}
allow: [{code: CX323, because: A sample has one task of each kind.}]
start: judge
scenes:
  judge:
    channel: mail
    subject: Four replies
    messages:
      - {from: Marika, role: teacher, text: Which of these would you send?}
    media:
      - {image: "/static/other-kinds-list.svg", alt: A sign-up sheet with names.}
      - {audio: "/static/other-kinds-call.mp3", transcript: "Marika: It is urgent."}
      - {video: "/static/other-kinds-hall.mp4", captions: "/static/other-kinds-hall.vtt"}
    ask: How good is each reply?
    criteria: [online-writing/relationship]
    offers: 4
    rate:
      - id: formal
        text: "Dear applicant, see the link."
        key: 1
        feedback: {attracts: It is quick., overlooks: The worry., moves-up: Name it.}
      - id: named
        text: "Five questions the night before: let us take the deadline."
        key: 3
        feedback: {attracts: It sees the person., overlooks: No choice., moves-up: Offer one.}
      - id: open
        text: Which of the five keeps you awake?
        key: 4
        feedback: {attracts: She chooses., overlooks: The hour., moves-up: Say when you are back.}
    routes:
      - {when: {credit: judge = 1}, goto: triage}
    goto: triage
  triage:
    ask: Where does each post belong?
    criteria: [online-writing/substance]
    bins: [{id: share, text: Share}, {id: verify, text: Verify first}, {id: leave, text: Do not share}]
    neighbours: half
    sort:
      - id: eighty
        text: 80 % of jobs are never advertised.
        bin: leave
        feedback: {attracts: A good hook., overlooks: No source., moves-up: Trace it.}
      - id: names
        text: A list of clients.
        bin: leave
        breach-in: {share: It names clients., verify: It still names clients.}
        feedback: {attracts: Proof., overlooks: Consent., moves-up: Ask.}
      - id: fair
        text: "A fair on 12 May, says its own page."
        bin: share
        feedback: {attracts: It is useful., overlooks: It ends soon., moves-up: Add the hour.}
    routes:
      - {when: {breach: triage}, goto: look}
    goto: panel
  panel:
    channel: settings
    ask: Set up the page for the group.
    settings:
      service: Harbour
      switches:
        - id: phone
          text: Who sees phone numbers
          first: members
          values:
            - id: members
              text: All members
              levels: {online-writing/reading: 1}
              breach: Strangers read numbers that were given for something else.
              feedback: {attracts: It is easy., overlooks: Strangers., moves-up: Hide them.}
            - id: hosts
              text: The hosts
              levels: {online-writing/reading: 2}
              feedback: {attracts: It is safe., overlooks: Calls., moves-up: Let each choose.}
            - id: own-choice
              text: Whom each member chooses
              levels: {online-writing/reading: 3}
              feedback: {attracts: It is theirs., overlooks: Some never choose.}
        - id: joining
          text: Joining
          first: invited
          values:
            - id: invited
              text: By own choice
              levels: {online-writing/reading: 2, online-writing/clarity: 2}
              feedback: {attracts: It is free., overlooks: It is slow.}
            - id: added
              text: Added by the host
              levels: {online-writing/reading: 1, online-writing/clarity: 1}
              feedback: {attracts: It is fast., overlooks: Choice., moves-up: Invite.}
      whole:
        - when: {all: [{set: panel/phone = hosts}, {not: {set: panel/joining = invited}}]}
          breach: Numbers go to people who never agreed.
        - {when: {set: panel/joining = added}, cap: 2}
      preview:
        - {who: A pupil's parent, sees: The pupil's number, when: {set: panel/phone = members}}
        - {who: A stranger, sees: The name of the group}
    goto: discussion
  discussion:
    channel: group
    messages:
      - {from: Marika, text: They can all see it., when: {set: panel/phone = members}}
    ask: Where do you step in, and how?
    thread:
      posts:
        - {id: p1, from: Ilse, role: pupil, at: "09:02", text: That degree is useless.}
        - {id: p2, from: Tomas, at: "09:05", reply-to: p1, text: I am in my third year of it.}
      actions: [{id: reply, text: Reply}, {id: private, text: Write privately}, {id: wait, text: Wait}]
      answers:
        - id: name-it
          post: p1
          action: reply
          text: "Let us hear what it opened for you, Tomas."
          levels: {online-writing/relationship: 3}
          feedback: {attracts: It turns it., overlooks: Ilse needs a word too.}
          goto: look
        - id: scold
          post: p1
          action: reply
          text: Mind your tone.
          levels: {online-writing/relationship: 1}
          breach: It shames her in front of all.
          feedback: {attracts: It is firm., overlooks: Shame., moves-up: Name the impact.}
        - id: check-in
          post: p2
          action: private
          free: true
          words: 80
          levels: {online-writing/relationship: 2}
          feedback: {attracts: Care., overlooks: The group., moves-up: Also speak there.}
      otherwise:
        levels: {online-writing/relationship: 1}
        feedback: {attracts: It may pass., overlooks: Somebody is hurt., moves-up: Step in early.}
    routes:
      - {when: {any: [{chose: discussion/scold}, {breach: discussion}, {breach: panel}]}, goto: look}
    goto: look
  look:
    ask: Where do you see yourself?
    self-assess: {criteria: [online-writing/reading, online-writing/clarity]}
    goto: area
  area:
    ask: And in writing as a whole?
    self-assess: {area: online-writing}
    goto: everything
  everything:
    ask: And in all?
    self-assess: {area: all}
    goto: close
  close:
    end: true
    media:
      - {image: "/static/other-kinds-group.png", alt: Twenty-five pupils.}
    messages:
      - {from: Marika, text: Thank you. See you Monday.}
"""

VARIANTS = """\
format: 1
id: online-writing/variants
title: A group chat by tonight
area: online-writing
language: en
summary: A teacher wants twenty-five pupils in one chat.
minutes: 10
use: exploration
key: {by: author, status: provisional}
variants:
  pupils: {}
  one-pupil: {use: one-to-one, title: One pupil by tonight, summary: One pupil., minutes: 8, start: order}
start: request
scenes:
  request:
    messages:
      - {from: Marika, role: teacher, text: "Can you put my 25 pupils in a chat?"}
    ask: What should you answer?
    choose:
      - id: sheet
        text: Create it now from the sheet.
        levels: {online-writing/reading: 1}
        breach: The numbers were given for something else.
        feedback: {attracts: It helps., overlooks: Nobody was asked., moves-up: Ask.}
      - id: tool
        text: Use the tool of the school.
        levels: {online-writing/reading: 3}
        feedback: {attracts: It is safe., overlooks: It takes a day.}
      - id: later
        text: Do it tomorrow.
        levels: {online-writing/reading: 2}
        feedback: {attracts: There is time., overlooks: The weekend., moves-up: Say who sees what.}
    in:
      one-pupil:
        messages: [{from: Marika, role: teacher, text: "Can you write to one pupil?"}]
        options:
          tool: {levels: {online-writing/reading: 2}, text: Write to the pupil there.}
          later: {levels: {online-writing/reading: 1}}
        omit: [sheet]
    goto: close
  order:
    ask: What comes first?
    criteria: [online-writing/direction]
    rank:
      - {id: ask, text: Ask., feedback: {attracts: A., overlooks: B.}}
      - {id: tell, text: Tell., feedback: {attracts: A., overlooks: B., moves-up: C.}}
      - {id: wait, text: Wait., feedback: {attracts: A., overlooks: B., moves-up: C.}}
    key: [ask, tell, wait]
    in:
      one-pupil: {omit: [wait]}
    goto: request
  close:
    end: true
    messages:
      - {from: Marika, text: Thank you.}
      - {from: Marika, text: They were angry., when: {chose: request/sheet}}
"""
