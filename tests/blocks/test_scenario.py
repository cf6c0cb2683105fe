"""The scenario block as a host drives it: every request a new block, content read-only, fields as JSON."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from competency_xblock.blocks.requests import BODY_LIMIT
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND, SAMPLE_SCENARIO

READING = "online-writing/reading"
TO_THE_TEXT = ("continue", "deadline-first", "pick", "order")


@pytest.fixture
def trainee():
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO)))
    trainee.begin()
    return trainee


@pytest.fixture
def long_trainee():
    trainee = Trainee(Host(scenario_xml(EVERY_KIND)))
    trainee.begin()
    return trainee


def play_to_the_text(trainee):
    trainee.move()
    trainee.choose("deadline-first")
    trainee.move([trainee.token("date"), trainee.token("next-step")])
    trainee.move([trainee.token(item) for item in ("tell", "check", "note")])


def play_to_the_end(trainee):
    play_to_the_text(trainee)
    trainee.move({"text": "Dear Noor, the deadline first. What worries you most?"})
    levels = {"online-writing/clarity": 3, "online-writing/direction": 2}
    trainee.move({trainee.token(name): level for name, level in levels.items()}, do="rate")
    trainee.move({"text": "Dear Noor, tell me what worries you most."}, do="revise")
    trainee.move()
    return trainee.move("I would ask first.")


def test_before_the_first_play_the_page_offers_to_start():
    fragment = Host(scenario_xml(SAMPLE_SCENARIO)).view()
    assert "<h2>Sample</h2>" in fragment.content, "the course says what the exercise is called"
    assert "Which course is easiest" not in fragment.content
    assert 'data-do="begin"' in fragment.content
    assert fragment.js_init_fn == "CompetencyScenario"
    assert all(resource.kind == "url" for resource in fragment.resources), "nothing inline: strict content policies"


def test_starting_shows_the_first_scene(trainee):
    assert "Which course is easiest to get into?" in trainee.page["html"]
    assert trainee.host.block().attempts == 1


def test_an_answer_leads_on_and_the_end_publishes_grade_and_completion_once(trainee):
    page = trainee.choose("ask-easy")
    assert page["finished"] and "Thank you, that helps." in page["html"]
    assert trainee.host.published == [("grade", {"value": 1.0, "max_value": 1.0}), ("completion", {"completion": 1.0})]
    (entry,) = trainee.host.block().grades
    assert (entry["n"], entry["grade"]) == (1, 1.0)


def test_the_report_says_what_was_shown_at_which_level_and_why(trainee):
    report = trainee.choose("name-course")["html"]
    assert "Reading the enquiry" in report and "Off target" in report
    assert "Why she asks." in report


def test_a_whole_path_through_every_kind_of_task(long_trainee):
    page = play_to_the_end(long_trainee)
    assert page["finished"]
    assert "tell me what worries you most" in page["html"], "the own text, as revised, is in the report"
    (grade, completion) = long_trainee.host.published
    assert grade == ("grade", {"value": 1.0, "max_value": 1.0})
    assert completion == ("completion", {"completion": 1.0})


def test_a_new_request_finds_the_place_again(long_trainee):
    play_to_the_text(long_trainee)
    page = long_trainee.host.view().content
    assert "Answer Noor." in page and "Which course" not in page


def test_the_same_request_sent_twice_counts_once_and_gets_the_same_answer(long_trainee):
    first = long_trainee.send(request="request-same")
    again = long_trainee.send(request="request-same")
    assert again.status_int == 200 and again.json["html"] == first.json["html"]
    assert len(long_trainee.host.block().attempt["moves"]) == 1


def test_a_request_repeated_much_later_still_gets_its_own_answer(long_trainee):
    first = long_trainee.send(request="request-same")
    long_trainee.seen = 1
    long_trainee.choose("deadline-first")
    again = long_trainee.send(request="request-same")
    assert again.json["html"] == first.json["html"]


def test_a_page_that_has_not_seen_the_last_move_gets_the_present_scene(long_trainee):
    long_trainee.move()
    long_trainee.seen = 0
    reply = long_trainee.send()
    assert reply.status_int == 409
    assert "already" in reply.json["error"] and "Which one matters most?" in reply.json["html"]
    assert reply.json["seen"] == 1


def test_a_page_of_another_attempt_gets_the_present_scene(trainee):
    trainee.uid = "0" * 32
    assert trainee.send(trainee.token("ask-easy")).status_int == 409


def test_starting_twice_by_the_same_request_makes_one_attempt():
    host = Host(scenario_xml(SAMPLE_SCENARIO))
    replies = [host.post("begin", {"request": "request-same"}) for _ in range(2)]
    assert replies[0].json == replies[1].json
    assert host.block().attempts == 1


def test_attempts_are_counted_and_refused_when_used_up():
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO, attempts_allowed="2")))
    for _ in range(2):
        trainee.begin()
        trainee.choose("name-course")
    refused = trainee.host.post("begin", {"request": "request-third"})
    assert refused.status_int == 403 and "all your attempts" in refused.json["error"]
    assert 'data-do="begin"' not in trainee.host.view().content


def test_the_best_grade_counts_unless_the_settings_say_otherwise():
    for counts, value in (("best", 1.0), ("latest", 0.25), ("mean", 0.625)):
        trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO, attempt_counts=counts)))
        for option in ("ask-easy", "send-figures"):
            trainee.begin()
            trainee.choose(option)
        grades = [data["value"] for event, data in trainee.host.published if event == "grade"]
        assert grades[-1] == value


def test_undo_takes_an_answer_back_where_the_author_allows_it(long_trainee):
    long_trainee.move()
    long_trainee.choose("links")
    page = long_trainee.move(do="undo")
    assert "Which one matters most?" in page["html"]


def test_feedback_waits_for_the_end_where_the_author_says_so(long_trainee):
    long_trainee.move()
    page = long_trainee.choose("deadline-first")
    assert "It helps tonight." not in page["html"]
    play = Trainee(Host(scenario_xml(EVERY_KIND, feedback_when="at-once")))
    play.begin()
    play.move()
    assert "It helps tonight." in play.choose("deadline-first")["html"]


def test_feedback_at_once_never_comes_with_undo():
    trainee = Trainee(Host(scenario_xml(EVERY_KIND, feedback_when="at-once", undo_allowed="true")))
    trainee.begin()
    trainee.move()
    page = trainee.choose("links")
    assert 'data-do="undo"' not in page["html"]
    assert trainee.send(do="undo").status_int == 400


def test_the_hint_comes_only_when_asked_for(trainee):
    assert "stand for" not in trainee.page["html"]
    assert "stand for" in trainee.ask_for_hint()["html"]


def test_anchors_come_only_after_the_own_rating(long_trainee):
    play_to_the_text(long_trainee)
    page = long_trainee.move({"text": "Dear Noor, the deadline first, the rest tomorrow."})
    assert "Complete but long." not in page["html"]
    levels = {"online-writing/clarity": 3, "online-writing/direction": 2}
    page = long_trainee.move({long_trainee.token(name): level for name, level in levels.items()}, do="rate")
    assert "Complete but long." in page["html"]


FORGED = [
    {},
    {"attempt": 5},
    {"seen": -1},
    {"seen": True},
    {"seen": "0"},
    {"request": "x"},
    {"request": "<script>alert(1)</script>"},
    {"do": "fly"},
    {"do": "undo"},
    {"do": "rate", "answer": {READING: 4}},
    {"do": "revise", "answer": {"text": "x"}},
    {"answer": "ask-easy"},
    {"answer": None},
    {"answer": ["a"]},
    {"answer": {"text": "x"}},
    {"answer": 3.5},
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_move_is_a_4xx_with_a_plain_sentence_and_changes_nothing(trainee, forged):
    before = trainee.host.block().attempt
    body = {"attempt": trainee.uid, "seen": 0, "request": "request-forged", "do": "answer", "answer": "0" * 16}
    reply = trainee.host.post("move", body | forged)
    assert 400 <= reply.status_int < 500
    assert reply.json["error"].endswith(".") and "Traceback" not in reply.json["error"]
    assert trainee.host.block().attempt == before


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"5",
        b'{"seen": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"x" * (BODY_LIMIT + 1),
    ],
)
def test_a_body_that_is_no_small_json_object_is_refused(trainee, raw):
    for handler in ("begin", "move", "hint"):
        reply = trainee.host.post(handler, None, raw=raw)
        assert reply.status_int in (400, 413) and reply.json["error"].endswith(".")


def test_only_posts_are_taken(trainee):
    assert trainee.host.post("move", None, method="GET").status_int == 405


def test_over_long_text_is_refused_with_the_limit_and_keeps_the_place(long_trainee):
    play_to_the_text(long_trainee)
    reply = long_trainee.send({"text": "x" * 20_001})
    assert reply.status_int == 400 and "20,000" in reply.json["error"]
    assert long_trainee.scene == "answer"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    body=st.dictionaries(st.sampled_from(["attempt", "seen", "request", "do", "answer", "more"]), JSON_VALUES),
    partly_true=st.booleans(),
)
def test_no_forged_body_is_ever_a_server_error_or_a_change(trainee, body, partly_true):
    before = trainee.host.block().attempt
    if partly_true:
        body = {"attempt": trainee.uid, "seen": 0, "request": "request-forged", "do": "answer"} | body
    reply = trainee.host.post("move", body)
    assert 400 <= reply.status_int < 500
    assert trainee.host.block().attempt == before


def test_script_in_a_trainees_text_is_shown_as_text(long_trainee):
    play_to_the_text(long_trainee)
    page = long_trainee.move({"text": "<script>alert(1)</script><img src=x onerror=alert(2)> dear Noor"})
    assert "<script" not in page["html"] and "<img" not in page["html"]
    assert "&lt;script&gt;" in page["html"]


@pytest.mark.parametrize(
    "evil", ["[go](javascript:alert(1))", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"]
)
def test_script_in_an_authors_text_never_becomes_markup(evil):
    source = SAMPLE_SCENARIO.replace("Which course is easiest to get into?", json.dumps(evil))
    host = Host(scenario_xml(source))
    delivered = host.view().content + host.post("begin", {"request": "request-0001"}).text
    assert "<script" not in delivered and "<img" not in delivered and "javascript:" not in delivered


def test_nothing_of_the_key_reaches_the_browser(long_trainee):
    """Read every byte of a whole play: no level, no other answer's feedback, no later scene, before its time."""
    delivered = [long_trainee.host.view().content]
    secrets_before_the_end = [
        "I sent it in time",
        "Let us talk about tonight",
        "It helps tonight",
        "Look for what cannot wait",
        "Her story goes to people",
        "deadline-first",
        "pick-two",
        "apology",
    ]
    long_trainee.move()
    delivered.append(long_trainee.page["html"])
    long_trainee.choose("links")
    delivered.append(json.dumps(long_trainee.page))
    for secret in secrets_before_the_end:
        assert not any(secret in each for each in delivered), secret


def test_a_source_with_mistakes_is_said_to_be_so_and_staff_see_why():
    broken = SAMPLE_SCENARIO.replace("goto: close", "goto: nowhere")
    page = Host(scenario_xml(broken)).view().content
    assert "cannot be played" in page and "nowhere" not in page
    assert "nowhere" in Host(scenario_xml(broken), learner=1, staff=True).view().content
    assert Host(scenario_xml(broken)).post("begin", {"request": "request-0001"}).status_int == 409
    assert "no content" in Host(scenario_xml("")).view().content


def test_without_the_rubric_there_is_no_play():
    assert "rubric" in Host("<competency_scenario><source>id: x</source></competency_scenario>").view().content


def test_wording_may_change_under_a_trainee(trainee):
    trainee.host.replace(scenario_xml(SAMPLE_SCENARIO.replace("Which course is easiest", "What course is simplest")))
    assert "What course is simplest" in trainee.host.view().content
    assert trainee.choose("ask-easy")["finished"]


def test_a_changed_graph_without_stored_versions_lets_the_trainee_start_again_without_loss(trainee):
    trainee.host.replace(scenario_xml(SAMPLE_SCENARIO.replace("question", "enquiry").replace("ask-easy", "ask-back")))
    page = trainee.host.view().content
    assert 'data-do="begin"' in page or "easiest" in page
    trainee.begin()
    assert trainee.host.block().attempts == 1


def test_what_is_written_to_olx_is_what_was_read():
    xml = scenario_xml(SAMPLE_SCENARIO, weight="2.5", attempts_allowed="2", undo_allowed="false")
    xml = xml.replace("<source>", "<source>", 1).replace('url_name="sample"', 'url_name="sample" future="kept"')
    block = Host(xml).block()
    node = etree.Element("x")
    block.add_xml_to_node(node)
    assert etree.canonicalize(etree.tostring(node).decode()) == etree.canonicalize(xml)


@pytest.mark.parametrize(
    "junk", ['weight="heavy"', 'attempts_allowed="-3"', 'undo_allowed="perhaps"', 'feedback_when="x"']
)
def test_odd_settings_neither_break_the_block_nor_get_lost(junk):
    name, value = junk.replace('"', "").split("=")
    host = Host(scenario_xml(SAMPLE_SCENARIO).replace("url_name", f"{junk} url_name", 1))
    assert 'data-do="begin"' in host.view().content
    node = etree.Element("x")
    host.block().add_xml_to_node(node)
    assert node.get(name) == value


def test_a_group_shows_who_is_in_it_once():
    source = SAMPLE_SCENARIO.replace("channel: chat", "channel: group").replace(
        "    ask: What should you answer?",
        "      - {from: Ilse, text: Me too.}\n      - {from: Noor, text: Well?}\n    ask: What now?",
    )
    trainee = Trainee(Host(scenario_xml(source)))
    people = trainee.begin()["html"].partition('class="people"')[2].partition("</p>")[0]
    assert people.count("Noor") == 1 and people.count("Ilse") == 1
