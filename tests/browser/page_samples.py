"""Sample contexts for the templates of a scenario: every channel, kind, phase and edge that the page must bear.

Shapes only, as the blocks hand them to the templates. No rendering and no server here.
"""

from itertools import pairwise
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
        "hint": False,
        "hint_html": "",
        "end": False,
        "task": task,
    } | more


def stage(shown: Context | None, *, seen: int = 1, **more: Any) -> Context:
    return {
        "dom": DOM,
        "uid": "attempt-1",
        "seen": seen,
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
REFLECT: Context = {"kind": "reflect", "words": {"min": 0, "max": 300}}
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


def graded(*levels: int) -> list[Context]:
    return [
        {"title": title, "level": level, "level_title": LEVELS[level - 1]}
        for title, level in zip(TITLES, levels, strict=True)
    ]


WRITE: Context = {"kind": "write", "phase": "answer", "words": WORDS, "criteria": CRITERIA, "text": ""}
RATE: Context = {"kind": "write", "phase": "rate", "text": OWN_TEXT, "criteria": CRITERIA}
COMPARE: Context = {
    "kind": "write",
    "phase": "compare",
    "text": OWN_TEXT,
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
    return {"html": option["html"], "place": None, "breach_html": "", "feedback": FEEDBACK} | more


def before(kind: str, *answers: Context, text: str = "") -> Context:
    return {
        "ask_html": SafeString("What do you send tonight?"),
        "kind": kind,
        "answer": list(answers),
        "text": text,
        "channel": "chat",
    }


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
        "feedback": FEEDBACK,
    } | more


def _path(*labels: str, crossed: int = 2) -> Context:
    nodes = [
        {
            "x": 28 + (0, 22, 44, 22)[n % 4],
            "y": 28 + 56 * n,
            "n": n + 1,
            "label": label,
            "kind": "end" if n == len(labels) - 1 else "scene",
            "breach": n == crossed,
        }
        for n, label in enumerate(labels)
    ]
    links = [{"x1": one["x"], "y1": one["y"], "x2": two["x"], "y2": two["y"]} for one, two in pairwise(nodes)]
    return {"nodes": nodes, "links": links, "width": 100, "height": 56 * len(nodes)}


REPORT: Context = {
    "criteria": [
        {
            "title": "Reading the enquiry",
            "area_title": "Online writing",
            "shown": 3,
            "shown_title": LEVELS[2],
            "descriptor": "The reply names the need and the feeling behind the question in terms the person would "
            "recognise, and checks the one assumption its advice rests on.",
            "observations": [_observation(2), _observation(4)],
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
