"""Sample contexts for the templates of a scenario: every channel, kind, phase and edge that the page must bear.

Shapes only, as the blocks hand them to the templates. No rendering and no server here.
"""

import json
from typing import Any

from django.utils.safestring import SafeString

Context = dict[str, Any]

DOM = "cx-sample"
LEVELS = ("Off target", "Sound start", "Skilled", "Exemplary")
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def html(text: str) -> SafeString:
    """Paragraphs, as the sanitiser hands them out."""
    return SafeString("".join(f"<p>{part}</p>" for part in text.split("\n\n")))


def message(name: str, text: str, **more: Any) -> Context:
    mine = name == "You"
    letters = "".join(word[0] for word in name.split()[:2]).upper()
    tone = sum(name.encode()) % 6
    return {
        "from": name,
        "initials": letters,
        "tone": tone,
        "role": "",
        "at": "",
        "html": html(text),
        "mine": mine,
        "first": True,
    } | more


def scene(channel: str, *messages: Context, task: Context | None = None, ask: str = "", **more: Any) -> Context:
    return {
        "channel": channel,
        "channel_label": channel.capitalize(),
        "subject": "",
        "messages": list(messages),
        "ask_html": SafeString(ask),
        "media": [],
        "hint": False,
        "hint_html": "",
        "paced": False,
        "end": False,
        "task": task,
    } | more


def stage(shown: Context | None, *, seen: int = 1, **more: Any) -> Context:
    return {
        "dom": DOM,
        "uid": "attempt-1",
        "seen": seen,
        "draft": f"visit-{seen}",
        "finished": False,
        "progress": {"percent": min(100, seen * 17), "label": f"Step {seen + 1} of about 6"},
        "notice": "",
        "before": None,
        "can_undo": False,
        "scene": shown,
        "report": None,
    } | more


def page(current: Context | None, **more: Any) -> Context:
    return {
        "dom": DOM,
        "title": "Five questions before midnight",
        "summary_html": html(
            "A long mail arrives at 23:40. The deadline is tomorrow, and Noor asks five things at once. "
            "You have the evening shift, and ten minutes."
        ),
        "minutes": 10,
        "language": "en",
        "dir": "ltr",
        "use_label": "One-to-one",
        "area_title": "Online writing",
        "criteria": ["Reading the enquiry", "Relationship in text", "Direction"],
        "version": "0.1.0",
        "notice": "",
        "staff": None,
        "attempt": current,
        "attempts": {"used": 0, "allowed": 3},
        "can_start": True,
        "can_retake": False,
        "stage": current,
    } | more


def options(*texts: str) -> list[Context]:
    return [{"token": f"t{n}", "html": html(text)} for n, text in enumerate(texts, 1)]


CHOICES = options(
    "Here are the five links you need. Good luck tomorrow.",
    "Dear Noor, five questions the night before: no wonder you cannot sleep. Let us take the deadline tonight. The "
    "form closes at 12:00, and one sentence about your reasons is enough for now. The other four questions can wait "
    "until Thursday; I have put them on my list.",
    "Dear Noor, thank you for your message. I answer all five questions below, in the order in which you asked them.",
    "The office opens at nine. Please call then.",
)
CHOOSE: Context = {"kind": "choose", "options": CHOICES}
SELECT: Context = {
    "kind": "select",
    "pick": 2,
    "options": options("Who sees the numbers.", "When the group closes.", "Which signs to use.", "Who may invite."),
}
RANK: Context = {
    "kind": "rank",
    "options": options(
        "Report the slip to the data officer.",
        "Tell the client what happened and what you have done about it since then.",
        "Change the routine.",
        "Delete the list.",
    ),
}
REFLECT: Context = {"kind": "reflect", "words": {"min": 0, "max": 300}, "text": ""}
REPLIES = options(
    "Dear applicant, all you need is behind this link.",
    "Five questions the night before: let us take the deadline first, and the rest on Thursday.\n\nIs that all right?",
    "Good question! Have you looked at our page?",
)
ITEM_LEVELS = [{"level": level, "title": title} for level, title in enumerate(LEVELS, 1)]
RATE_ITEMS: Context = {"kind": "rate", "items": REPLIES, "levels": ITEM_LEVELS}


def phrases(prefix: str, *texts: str) -> list[Context]:
    """Short texts with their tokens: bins, switches, values, actions."""
    return [{"token": f"{prefix}{n}", "html": SafeString(text)} for n, text in enumerate(texts, 1)]


SORT: Context = {
    "kind": "sort",
    "items": options(
        "Lower Vale Statistics: open posts in the region by trade, last quarter. A grey table with four footnotes.",
        "From a follower: a screenshot of what care workers earn, in five coloured bars. No year, no office.",
        "A list of last year's clients who found work, with their first names.",
    ),
    "bins": phrases("b", "Share it today", "Look into it first", "Leave it"),
}


def switch(token: str, text: str, first: int, *values: str) -> Context:
    given = phrases(f"{token}v", *values)
    return {"token": token, "html": SafeString(text), "first": given[first]["token"], "values": given}


def preview(who: str, sees: str, *, shown: bool) -> Context:
    return {"who": SafeString(who), "sees": SafeString(sees), "shown": shown}


SETTINGS_TASK: Context = {
    "kind": "settings",
    "service": "Harbour",
    "switches": [
        switch("s1", "Who sees phone numbers", 0, "All members", "Hosts only", "Nobody"),
        switch("s2", "Joining", 1, "By own choice, with the link", "Added by a host"),
        switch("s3", "When the group ends", 0, "It stays open", "It closes on 30 June and is deleted"),
    ],
    "preview": [
        preview("Another pupil", "Everybody's phone number", shown=True),
        preview("Amir's mother", "That Amir was added, and his number", shown=True),
        preview("A new member", "What was said before she came", shown=True),
        preview("Somebody who finds the link", "The name of the group", shown=False),
    ],
    "rules": json.dumps(
        [
            {"when": {"set": ["s1", "s1v1"]}},
            {"when": {"all": [{"set": ["s1", "s1v1"]}, {"not": {"set": ["s2", "s2v1"]}}]}},
            {"when": None},
            {"when": {"any": [{"set": ["s2", "s2v1"]}]}},
        ]
    ),
}


def post(token: str, name: str, text: str, **more: Any) -> Context:
    return message(name, text) | {"token": token, "reply_to": "", "depth": 0} | more


def said(token: str, post: str, action: str, text: str = "", words: int = 0) -> Context:
    return {"token": token, "post": post, "action": action, "html": html(text) if text else "", "free": not text} | {
        "words": words
    }


THREAD: Context = {
    "kind": "thread",
    "posts": [
        post("p1", "Ilse Brandt", "That degree is useless. Everybody knows it.", role="member", at="09:02"),
        post("p2", "Tomasz Lind", "I am in my third year of it.", at="09:05", reply_to="Ilse Brandt", depth=1),
        post("p3", "Ilse Brandt", "Then you know.", role="member", at="09:06", reply_to="Tomasz Lind", depth=2),
        post("p4", "Ji-ho Baek", "Does anybody have the date of the open day?", at="09:20"),
    ],
    "actions": phrases("a", "Reply in the group", "Write privately", "Wait"),
    "answers": [
        said("w1", "p1", "a1", "Let us hear what it opened for you, Tomasz, and what you miss in it, Ilse."),
        said("w2", "p1", "a1", "Mind your tone, please."),
        said("w3", "p2", "a2", words=80),
    ],
    "text": "",
}
OWN_TEXT = (
    "Dear Noor,\n\nfive questions at midnight: that sounds like a long day. The deadline first. The form closes "
    "tomorrow at 12:00, and one sentence on your reasons is enough.\n\nThe rest can wait until Thursday. Would a call "
    "suit you, or do you prefer to write?\n\nKind regards"
)
TITLES = ("Clarity and structure", "Direction")
DESCRIPTORS = (
    "The reader has to work out what matters; the order is that of the writer's notes.",
    "Every question has an answer. Which of them comes first is left to the reader.",
    "The line that is needed most comes first, in plain words, and can be found again on a phone.",
    "The writer leaves out good material so that the one thing needed tonight stands alone, and says so.",
)
CRITERIA = [
    {
        "token": f"c{n}",
        "title": title,
        "asks": "Can a tired reader use it?" if n == 1 else "Is there a next step, and whose is it?",
        "descriptors": [
            {"level": level, "title": LEVELS[level - 1], "text": text} for level, text in enumerate(DESCRIPTORS, 1)
        ],
    }
    for n, title in enumerate(TITLES, 1)
]
WORDS = {"min": 60, "max": 250}
SELF_ASSESS: Context = {"kind": "self-assess", "criteria": CRITERIA}


def rule(name: str, title: str, why: str, state: str = "", *found: str) -> Context:
    return {"rule": name, "title": title, "why_html": SafeString(why), "state": state, "found": list(found)}


ADVICE = [
    rule("greeting", "A greeting", "A name at the top shows that one person writes to another.", "seen"),
    rule(
        "sentence-length",
        "Sentences for a phone",
        "On a phone a sentence of more than 25 words fills the screen before it ends.",
        "look",
        "The form closes tomorrow at 12:00, and one sentence on your reasons is …",
    ),
    rule("question-back", "A question back", "One question keeps the conversation open and checks what you assumed."),
]


def graded(*levels: int) -> list[Context]:
    return [
        {"title": title, "level": level, "level_title": LEVELS[level - 1]}
        for title, level in zip(TITLES, levels, strict=True)
    ]


WRITE: Context = {
    "kind": "write",
    "phase": "answer",
    "words": WORDS,
    "criteria": CRITERIA,
    "text": "",
    "advice": ADVICE,
    "advice_note": "Plain rules that look at words alone. They never count, and you may know better.",
}
RATE: Context = {"kind": "write", "phase": "rate", "text": OWN_TEXT, "criteria": CRITERIA}
COMPARE: Context = {
    "kind": "write",
    "phase": "compare",
    "text": OWN_TEXT,
    "begun": "",
    "words": WORDS,
    "rating": graded(3, 2),
    "may_revise": True,
    "mentor": True,
    "anchors": [
        {
            "html": html("Hello,\n\nhere is everything on our site about all five of your questions."),
            "comment_html": SafeString("Complete, but long: she has to find the deadline herself."),
            "levels": graded(2, 1),
        },
        {
            "html": html("Dear Noor,\n\nthe deadline first: tomorrow, 12:00. One sentence is enough."),
            "comment_html": SafeString("Ordered, and there is a next step."),
            "levels": graded(3, 3),
        },
    ],
}
FEEDBACK = {
    "attracts_html": SafeString("It answers everything that was asked, and nobody can say you were careless."),
    "overlooks_html": SafeString(
        "At 23:40 five answers are five more things to read. The one that cannot wait stands third."
    ),
    "moves_up_html": SafeString("Take the deadline first, and give the other questions a date."),
}


def answered(option: Context, **more: Any) -> Context:
    return {
        "html": option["html"],
        "place": None,
        "given_html": "",
        "keyed_html": "",
        "same": False,
        "breach_html": "",
        "feedback": FEEDBACK,
    } | more


def judged(option: Context, given: str, keyed: str, **more: Any) -> Context:
    """An item that was rated or sorted, beside what the key says."""
    return answered(option, given_html=given, keyed_html=keyed, same=given == keyed, **more)


def before(kind: str, *answers: Context, text: str = "", **more: Any) -> Context:
    return {
        "ask_html": SafeString("What do you send tonight?"),
        "kind": kind,
        "answer": list(answers),
        "whole_html": "",
        "text": text,
        "channel": "chat",
    } | more


CHAT = scene(
    "chat",
    message("Noor Rahimi", "Are you there? I know it is late.", role="student", at="Tue 23:40"),
    message(
        "Noor Rahimi",
        "I have five questions and the deadline is <strong>tomorrow</strong>.",
        at="Tue 23:41",
        first=False,
    ),
    message("You", "I am here until midnight. Take a breath, and tell me.", at="Tue 23:42"),
    message(
        "Noor Rahimi",
        "Which course is easiest to get into? And what if I fail again? And can I work nights beside it?",
        at="Tue 23:44",
    ),
    task=CHOOSE,
    ask="What do you send tonight?",
    hint=True,
)
MAIL = scene(
    "mail",
    message(
        "Noor Rahimi",
        "Dear adviser,\n\nI am sorry to write so late. The form closes tomorrow and I still do not know whether I may "
        "work nights beside the course, what it costs, whether my old marks count, who reads the letter, and what "
        "happens if I fail again.\n\nI have read <em>everything</em> on your page twice.\n\nNoor",
        role="applicant",
        at="Tuesday, 23:40",
    ),
    subject="Five questions, sorry",
    task=SELECT,
    ask="Pick the two things to tell her first.",
)
FEED = scene(
    "feed",
    message(
        "Quayside Guidance",
        "80 % of all jobs are never advertised. Ask us how to find them.",
        role="service page",
        at="2 h",
    ),
    message("Ilse Brandt", "Where does that number come from?", at="1 h"),
    message("Tomasz Lind", "I have seen it in every course since 1998.", role="senior adviser", at="40 min"),
    message("You", "I look for the source today and write here what I find.", at="12 min"),
    task=CHOOSE,
    ask="What do you do with the post?",
)
GROUP = scene(
    "group",
    message("Ilse Brandt", "That degree is useless.", role="member", at="09:02"),
    message("Tomasz Lind", "I am in my third year of it.", at="09:05"),
    message("Tomasz Lind", "Thanks a lot.", at="09:05", first=False),
    message("You", "Good morning, both of you.", at="09:11"),
    task=RANK,
    ask="A list of members went to the wrong address. What comes first?",
    people=[message("Ilse Brandt", ""), message("Tomasz Lind", ""), message("Ji-ho Baek", ""), message("You", "")],
)
PROFILE = scene(
    "profile",
    message(
        "Amina Yusuf",
        "I help people find their way into work by the sea. I answer on weekdays until five.\n\nAsk me about "
        "apprenticeships, night shifts and starting again.",
        role="Guidance practitioner, Porto Branco",
    ),
    message("Amina Yusuf", "Proud of our group: eleven of fourteen have found a place.", at="last Friday"),
    task=CHOOSE,
    ask="What would you change first?",
)
NOTE = scene(
    "note",
    message("", "On Thursday the phone rings before you have taken your coat off. It is her sister."),
    message("", "She wants to know what you wrote, and why it took Noor an hour to answer it."),
)
SETTINGS = scene("settings", message("", "The page of the group stands open before you."))
END = scene("note", message("Noor", "Thank you. See you on Thursday.", at="Wed 08:10"), end=True)


def _observation(level: int, **more: Any) -> Context:
    return {
        "ask_html": SafeString("What do you send tonight?"),
        "level": level,
        "level_title": LEVELS[level - 1],
        "offered": 4,
        "breach": False,
        "why_html": FEEDBACK["overlooks_html"],
        "answer_html": CHOICES[2]["html"],
        "given_html": "",
        "feedback": FEEDBACK,
        "parts": [],
    } | more


def _node(n: int | str, x: int, y: int, **more: Any) -> Context:
    return {"n": n, "x": x, "y": y, "label": "", "kind": "scene", "breach": False, "taken": bool(n)} | more


def _path(*labels: str, crossed: int = 3) -> Context:
    """A way down the middle of a graph, with a road to each side that was not taken."""
    last = len(labels)
    stops = [{"n": n, "label": label, "breach": n == crossed} for n, label in enumerate(labels, 1)]
    nodes = [_node(each["n"], 84, 60 * each["n"] - 32, label=each["label"], breach=each["breach"]) for each in stops]
    nodes[-1]["kind"] = "end"
    aside = [_node("", 28, 88), _node("", 140, 148, label="She asks for the manager."), _node("", 140, 208, kind="end")]
    roads = ["M84 28L28 88", "M28 88L84 148", "M84 88L140 148", "M140 148L140 208"]
    links = [{"d": road, "taken": False} for road in roads]
    links += [{"d": f"M84 {60 * n - 32}L84 {60 * n + 28}", "taken": True} for n in range(1, last)]
    return {
        "nodes": nodes + aside,
        "links": links,
        "width": 168,
        "height": 60 * last,
        "list": stops,
        "roads_named": True,
    }


REPORT: Context = {
    "criteria": [
        {
            "title": "Reading the enquiry",
            "area_title": "Online writing",
            "shown": 3,
            "shown_title": LEVELS[2],
            "descriptor": "The reply names the need and the feeling behind the question in terms the person would "
            "recognise, and checks the one assumption its advice rests on.",
            "self": {"level": 2, "title": LEVELS[1]},
            "observations": [
                _observation(2),
                _observation(
                    4,
                    answer_html="",
                    feedback=None,
                    parts=[
                        judged(SORT["items"][0], "Share it today", "Share it today"),
                        judged(SORT["items"][1], "Leave it", "Look into it first"),
                    ],
                ),
            ],
            "next": "The reply reads the message against its circumstances and puts that reading to the person.",
        },
        {
            "title": "Consent",
            "area_title": "Privacy",
            "shown": 1,
            "shown_title": LEVELS[0],
            "descriptor": "Data given for one purpose is used for another.",
            "observations": [_observation(1, breach=True), _observation(1, why_html="", answer_html="", feedback=None)],
            "next": "People are told before their data is used in a new way.",
        },
        {"title": "Direction", "area_title": "Online writing", "shown": None, "shown_title": "", "descriptor": ""},
    ],
    "own": graded(3, 2),
    "path": _path(
        "What do you send tonight?",
        "Pick the two things to tell her first.",
        "A list of members went to the wrong…",
        "Answer Noor.",
        "Thank you. See you on Thursday.",
    ),
    "texts": [{"ask_html": SafeString("Answer Noor."), "text": OWN_TEXT}],
    "grade": "83 %",
    "withheld": "",
    "history": [
        {"n": 1, "grade": "67 %", "counts": False, "rescored_from": "50 %"},
        {"n": 2, "grade": "83 %", "counts": True, "rescored_from": ""},
    ],
    "key_note": "The levels here were set by the author and are provisional. You may see an answer differently.",
    "related": [
        {"title": "Six minutes of silence", "href": "/next", "because": "It practises Reading the enquiry again."},
        {"title": "A group chat by tonight", "href": "/next", "because": "It practises Consent again."},
    ],
    "can_retake": True,
}

ARABIC = scene(
    "chat",
    message("نور رحيمي", "هل أنت هنا؟ أعرف أن الوقت متأخر.", role="طالبة", at="23:40"),
    message("You", "نعم، أنا هنا حتى منتصف الليل.", at="23:42", **{"from": "أنت"}),
    message("نور رحيمي", "لدي خمسة أسئلة والموعد النهائي غدًا.", at="23:44"),
    task={"kind": "choose", "options": options("الموعد النهائي أولًا.", "إليك خمسة روابط. حظًا سعيدًا غدًا.")},
    ask="ماذا ترسل الليلة؟",
)
MANY = scene(
    "chat",
    *(
        message("You" if n % 3 == 2 else "Noor Rahimi", f"Message {n} of a long evening.", first=n % 3 != 1, at="23:40")
        for n in range(40)
    ),
    task=CHOOSE,
    ask="And now?",
)
LONG = scene(
    "mail",
    message(LONG_WORD, LONG_WORD, role=LONG_WORD, at=LONG_WORD),
    subject=LONG_WORD,
    ask=LONG_WORD,
    task={"kind": "choose", "options": options(LONG_WORD, "Short.")},
)

MEDIA = scene(
    "note",
    message("", "She has left a message, and a list lies on your desk."),
    media=[
        {"kind": "image", "src": "/sample.svg", "alt": "A sign-up sheet.", "transcript_html": "", "captions": ""},
        {
            "kind": "audio",
            "src": "/missing.mp3",
            "alt": "",
            "transcript_html": html("Marika: It is really urgent."),
            "captions": "",
        },
        {"kind": "video", "src": "/missing.mp4", "alt": "", "transcript_html": "", "captions": "/hall.vtt"},
    ],
)
PACED = CHAT | {"paced": True, "hint": False}
ITEMS = scene("note", message("", "Three replies lie in the folder."), task=RATE_ITEMS, ask="How good is each reply?")
POSTS = scene(
    "feed", message("Quayside Guidance", "Three things came in.", at="8:10"), task=SORT, ask="Where does each go?"
)
PANEL = scene(
    "settings",
    message("", "Marika has opened a group for her twenty-five pupils. It goes live tonight."),
    task=SETTINGS_TASK,
    ask="Set up the group before the pupils come.",
)
DISCUSSION = scene(
    "group",
    task=THREAD,
    ask="Where do you step in, and how?",
    people=[message("Ilse Brandt", ""), message("Tomasz Lind", "")],
)
WHERE_AM_I = scene("note", task=SELF_ASSESS, ask="Where do you see yourself?")
STAFF: Context = {
    "key": "block-v1:Quayside+OW+2026+type@competency_scenario+block@online-writing_five-questions",
    "note": "",
    "rows": [
        {
            "learner": "noor.rahimi",
            "n": 1,
            "state": "finished",
            "results": [
                {"revision": 0, "grade": "50 %", "at": "2026-03-02 09:10"},
                {"revision": 1, "grade": "67 %", "at": "2026-03-09 08:00"},
            ],
        },
        {"learner": "tomasz.lind", "n": 2, "state": "under way", "results": []},
    ],
}

PICKED = answered(CHOICES[2])
BREACHED = answered(CHOICES[0], breach_html=SafeString("The numbers were given for something else."))
FINISHED = {"finished": True, "progress": {"percent": 100, "label": "Finished"}, "report": REPORT}

STATES: dict[str, Context] = {
    "start": page(None),
    "start-closed": page(None, can_start=False, notice="This exercise was changed since you last played it."),
    "chat": page(stage(CHAT, seen=0)),
    "mail": page(stage(MAIL, before=before("choose", PICKED))),
    "feed": page(stage(FEED, can_undo=True)),
    "group": page(stage(GROUP, before=before("choose", BREACHED), seen=2)),
    "profile": page(stage(PROFILE, before=before("select", PICKED, answered(CHOICES[1])))),
    "note": page(stage(NOTE, before=before("rank", PICKED, PICKED | {"place": 2}, PICKED | {"place": 3}))),
    "settings": page(stage(SETTINGS, before=before("choose", answered(CHOICES[1], feedback=None)))),
    "write": page(stage(scene("note", message("", "Noor waits."), task=WRITE, ask="Answer Noor."), seen=3)),
    "rate": page(stage(scene("mail", MAIL["messages"][0], task=RATE, ask="Answer Noor."), seen=4)),
    "compare": page(stage(scene("note", message("", "Noor waits."), task=COMPARE, ask="Answer Noor."), seen=5)),
    "rate-items": page(stage(ITEMS)),
    "sort": page(
        stage(
            POSTS,
            before=before(
                "rate",
                judged(REPLIES[0], LEVELS[0], LEVELS[0]),
                judged(REPLIES[1], LEVELS[3], LEVELS[2]),
                judged(REPLIES[2], LEVELS[2], LEVELS[1]),
            ),
        )
    ),
    "panel": page(
        stage(
            PANEL,
            before=before(
                "sort",
                judged(SORT["items"][0], "Share it today", "Share it today"),
                judged(SORT["items"][2], "Share it today", "Leave it", breach_html=SafeString("It names clients.")),
            ),
        )
    ),
    "thread": page(
        stage(
            DISCUSSION,
            before=before(
                "settings",
                answered({"html": html("Who sees phone numbers")}, given_html="All members"),
                answered({"html": html("Joining")}, given_html="Added by a host"),
                whole_html=SafeString("Numbers go to people who never agreed."),
                whole_breach=True,
            ),
        )
    ),
    "self-assess": page(
        stage(
            WHERE_AM_I,
            before=before(
                "thread",
                answered({"html": html("Write privately")}, given_html="Write privately, at what Tomasz Lind wrote"),
                text="Are you all right?",
                whole_html=SafeString("Together they show no more than a sound start."),
            ),
        )
    ),
    "answers-withheld": page(
        stage(NOTE, before=before("sort", judged(SORT["items"][0], "Leave it", "", feedback=None)))
    ),
    "media": page(stage(MEDIA)),
    "paced": page(stage(PACED, seen=0)),
    "staff": page(stage(CHAT), staff=STAFF),
    "withheld": page(
        stage(
            END,
            seen=6,
            **FINISHED
            | {
                "report": REPORT
                | {"criteria": [], "grade": "", "withheld": "Levels and reasons are shown after 1 June."}
            },
        )
    ),
    "reflect": page(
        stage(scene("note", task=REFLECT, ask="What would you do differently?"), before=before("write", text=OWN_TEXT))
    ),
    "hint": page(stage(CHAT | {"hint_html": html("What might <em>easy</em> stand for?")}, notice="An older page.")),
    "report": page(stage(END, seen=6, before=before("choose", PICKED), **FINISHED)),
    "rtl": page(
        stage(ARABIC, before=before("choose", answered(ARABIC["task"]["options"][1]))),
        language="ar",
        dir="rtl",
        title="خمسة أسئلة قبل منتصف الليل",
        area_title="الكتابة عبر الإنترنت",
        use_label="شخص لشخص",
    ),
    "rtl-report": page(stage(END, seen=6, **FINISHED), language="ar", dir="rtl", title="خمسة أسئلة قبل منتصف الليل"),
    "many": page(stage(MANY)),
    "long": page(stage(LONG, before=before("choose", answered({"html": html(LONG_WORD)}))), title=LONG_WORD),
}

PROBLEMS: dict[str, Context] = {
    "unplayable": {"sentence": "This exercise has mistakes in its source and cannot be played.", "details": []},
    "unplayable-staff": {
        "sentence": "This exercise has mistakes in its source and cannot be played.",
        "details": ["scenario.yaml:14:5 CX120 The scene 'later' is not there.", "scenario.yaml:20:3 CX131 Dead end."],
    },
}
