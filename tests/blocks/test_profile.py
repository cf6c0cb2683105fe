"""The profile block as a host runs it: one's own page, XML both ways, and a plain sentence where it has nothing."""

import pytest
from lxml import etree
from xblock.completable import XBlockCompletionMode

from competency_xblock.blocks.profile import CompetencyProfileBlock
from competency_xblock.olx import block_xml
from tests.blocks.hosting import Host
from tests.blocks.situations import READING, play, profile_block, situation

RELATED = {"id": "online-writing/next", "title": "The next one", "criteria": [READING], "use": "exploration"}


def a_host(*related, learner=None, xml="", **more) -> Host:
    return Host(xml or profile_block(*related), CompetencyProfileBlock, learner=learner, **more)


@pytest.fixture
def learner(django_user_model, db) -> int:
    return django_user_model.objects.create_user("noor").pk


def test_a_learner_sees_own_evidence_and_what_to_play(learner):
    for day in range(3):
        play(learner, situation(f"case-{day}", READING), 2, 3, day=day)
    fragment = a_host(RELATED, learner=learner).view()
    for words in (
        "1 of 5 criteria",
        "It leaves out what level 3 sees.",
        "Not enough yet",
        'href="/jump_to_id/online-writing_next"',
        'href="/jump_to_id/online-writing_case-1"',
        "<h2>Your profile</h2>",
    ):
        assert words in fragment.content, words
    assert [each.data.partition("?")[0] for each in fragment.resources] == ["/resource/public/profile.css"]
    assert fragment.js_init_fn is None


def test_another_learner_sees_nothing_of_it(learner):
    play(learner, situation("case", READING), 2, 3)
    other = a_host(learner=learner).as_learner(learner + 1)
    assert "It leaves out" not in other.view().content


def test_without_a_learner_or_an_evidence_app_it_says_so(learner, settings):
    sentence = "There is no profile here"
    assert sentence in a_host().view().content
    settings.INSTALLED_APPS = [each for each in settings.INSTALLED_APPS if each != "competency_xblock.evidence"]
    shown = a_host(learner=learner).view().content
    assert sentence in shown
    assert "criteria have" not in shown


@pytest.mark.parametrize("framework", ["", "{", "[]"])
def test_without_a_rubric_it_says_so(learner, framework):
    xml = f"<competency_profile><framework>{framework}</framework></competency_profile>"
    assert "came without its rubric" in a_host(learner=learner, xml=xml).view().content


@pytest.mark.parametrize("scenarios", ["{", "[1]", '[{"id": "x"}]', "null", "3"])
def test_odd_scenarios_are_none(learner, scenarios):
    xml = (
        profile_block()
        .replace("</block>", "")
        .replace("</competency_profile>", f"<scenarios>{scenarios}</scenarios></competency_profile>")
    )
    assert "What to play next" not in a_host(learner=learner, xml=xml).view().content


def test_it_is_never_graded_and_never_to_be_completed(learner):
    assert CompetencyProfileBlock.has_score is False
    assert XBlockCompletionMode.get_mode(CompetencyProfileBlock) == XBlockCompletionMode.EXCLUDED
    host = a_host(learner=learner)
    host.view()
    assert host.published == []


def test_xml_is_written_as_it_was_read():
    read = profile_block(RELATED).replace("<competency_profile ", '<competency_profile new="1" ')
    read = read.replace("</competency_profile>", "<other/></competency_profile>")
    block = a_host(xml=read).block()
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    before, after = block_xml.read_profile(etree.fromstring(read)), block_xml.read_profile(node)
    assert before == after
    assert (after.extra_attributes, after.extra_elements) == ({"new": "1"}, ("<other/>",))
    assert after.framework_json == block.framework
    assert node.tag == "competency_profile"


def test_the_workbench_has_one_to_look_at():
    ((_name, xml),) = CompetencyProfileBlock.workbench_scenarios()
    element = etree.fromstring(xml)[0]
    assert "no profile here" in a_host(xml=etree.tostring(element, encoding="unicode")).view().content
