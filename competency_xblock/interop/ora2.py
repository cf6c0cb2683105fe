"""Written tasks as an open response assessment of Open edX, for programmes that prefer its peer and staff review.

The format is what edx-ora2 7 reads (``openassessment/xblock/utils/xml.py``): an ``openassessment`` with prompts, a
rubric of criteria with options and points, and the steps of assessment.
"""

from collections.abc import Mapping

from lxml import etree

from competency_xblock import markup
from competency_xblock.domain.rubric import Criterion, Framework
from competency_xblock.domain.scenario import Scenario, Scene
from competency_xblock.domain.tasks import Write


class NothingWritten(ValueError):
    """The scenario has no task in which something is written."""


def ora2(scenario: Scenario, framework: Framework, /, *, local: Mapping[str, str] = markup.NO_LOCAL) -> bytes:
    """One assessment of all written tasks of a scenario, by the criteria they are rated on, in UTF-8.

    Each task is a prompt with what is said before it; each criterion has the four levels as options of 1 to 4 points.
    Learners assess themselves, and staff may. :class:`NothingWritten` where there is no such task.
    """
    scenes = [scene for scene in scenario.scenes.values() if isinstance(scene.task, Write)]
    if not scenes:
        raise NothingWritten(f"{scenario.id} has no task in which something is written.")
    root = etree.Element(
        "openassessment",
        url_name=scenario.id.replace("/", "_"),
        text_response="required",
        text_response_editor="text",
        prompts_type="html",
        show_rubric_during_response="true",
        allow_learner_resubmissions="true",
    )
    _text(root, "title", markup.plain(scenario.title, local=local))
    assessments = etree.SubElement(root, "assessments")
    etree.SubElement(assessments, "assessment", name="self-assessment")
    etree.SubElement(assessments, "assessment", name="staff-assessment", required="False")
    prompts = etree.SubElement(root, "prompts")
    for scene in scenes:
        _text(etree.SubElement(prompts, "prompt"), "description", _prompt(scene, local))
    rubric = etree.SubElement(root, "rubric")
    for name in dict.fromkeys(name for scene in scenes if scene.task for name in scene.task.criteria):
        _criterion(rubric, framework.criterion(name), framework)
    _text(rubric, "feedbackprompt", "What would move it one level up?")
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8") + b"\n"


def _prompt(scene: Scene, local: Mapping[str, str]) -> str:
    said = [markup.render(f"**{each.sender}:** {each.text}", local=local) for each in scene.messages if not each.when]
    return "".join([*said, markup.render(scene.ask, local=local)])


def _criterion(rubric: etree._Element, criterion: Criterion, framework: Framework) -> None:
    node = etree.SubElement(rubric, "criterion", feedback="optional")
    _text(node, "name", criterion.id)
    _text(node, "label", criterion.title)
    _text(node, "prompt", criterion.asks)
    for level in framework.levels:
        option = etree.SubElement(node, "option", points=str(level.level))
        _text(option, "name", str(level.level))
        _text(option, "label", level.title)
        _text(option, "explanation", criterion.descriptor(level.level))


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
