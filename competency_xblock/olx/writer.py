"""A course as the files of an OLX package: the structure, and the blocks in it. Policies are in :mod:`.policies`.

Chapters, sequentials and verticals are files of their own, named by pointers; our blocks stand inside their vertical,
because Open edX follows no pointer to a block of a third party (contract O-4). Every text here is the same for the
same course, byte for byte.
"""

import json

from lxml import etree

from competency_xblock import markup
from competency_xblock.domain.course import DISCUSSION, PROFILE, SCENARIO, BlockRef, Course, Module, Section, Unit

from .block_xml import LessonXml, ProfileXml, ScenarioXml, framework_json, write_lesson, write_profile, write_scenario
from .policies import grading_policy, policy

TOP = "course"
RELATED = 6


def write_course(course: Course) -> dict[str, bytes]:
    """Every file of the package, by its path below one top folder.

    The course must have passed ``check``: what its outline places must be there.
    """
    outline = course.outline
    files = {
        "course.xml": _xml(_element("course", url_name=outline.run, org=outline.org, course=outline.course)),
        f"course/{outline.run}.xml": _xml(_parent("course", "chapter", [module.id for module in outline.modules])),
        f"policies/{outline.run}/policy.json": _json(policy(outline)),
        f"policies/{outline.run}/grading_policy.json": _json(grading_policy(outline)),
        "policies/assets.json": _json({}),
        "assets/assets.xml": _xml(_element("assets")),
        "about/overview.html": _overview(course).encode(),
        "about/short_description.html": markup.plain(outline.short_description, local=course.local).encode(),
    }
    for module in outline.modules:
        files[f"chapter/{module.id}.xml"] = _xml(_chapter(module))
        for section in module.sections:
            files[f"sequential/{section.id}.xml"] = _xml(_sequential(section, module))
            for unit in section.units:
                files[f"vertical/{unit.id}.xml"] = _xml(_vertical(unit, module, course))
    files |= {f"static/{name}": content for name, content in course.static.items()}
    return {f"{TOP}/{path}": files[path] for path in sorted(files)}


def _chapter(module: Module) -> etree._Element:
    return _parent("chapter", "sequential", [section.id for section in module.sections], display_name=module.title)


def _sequential(section: Section, module: Module) -> etree._Element:
    grading = {"graded": "true", "format": module.title} if section.graded else {}
    return _parent("sequential", "vertical", [unit.id for unit in section.units], display_name=section.title, **grading)


def _vertical(unit: Unit, module: Module, course: Course) -> etree._Element:
    vertical = _element("vertical", display_name=unit.title)
    for ref in unit.blocks:
        node = etree.SubElement(vertical, "block")
        if ref.kind == SCENARIO:
            write_scenario(_scenario(ref, course), node)
        elif ref.kind == PROFILE:
            write_profile(_profile(ref, unit, course), node)
        elif ref.kind == DISCUSSION:
            _write_discussion(ref, unit, module, node)
        else:
            write_lesson(_lesson(ref, course), node)
    return vertical


def _scenario(ref: BlockRef, course: Course) -> ScenarioXml:
    file = course.scenarios[ref.id]
    framework = framework_json(course.framework.excerpt(file.scenario.criteria()))
    return ScenarioXml(
        url_name=ref.url_name,
        display_name=file.scenario.title,
        source=file.source,
        framework_json=framework,
        local=_used(course, file.source, framework),
        related=_related(ref, course),
    )


def _lesson(ref: BlockRef, course: Course) -> LessonXml:
    lesson = course.lessons[ref.id]
    return LessonXml(ref.url_name, lesson.title, lesson.source, _used(course, lesson.source))


def _write_discussion(ref: BlockRef, unit: Unit, module: Module, node: etree._Element) -> None:
    """The platform's own block: found in its forum under the title of the module and of the unit."""
    node.tag = DISCUSSION
    names = {"url_name": ref.url_name, "display_name": unit.title, "discussion_id": ref.url_name}
    for name, value in (names | {"discussion_category": module.title, "discussion_target": unit.title}).items():
        node.set(name, value)


def _profile(ref: BlockRef, unit: Unit, course: Course) -> ProfileXml:
    """The profile, under the title of its unit: the whole rubric, and every scenario that may be played for it."""
    found = []
    for name in _scenarios(course):
        scenario = course.scenarios[name].scenario
        title = markup.plain(scenario.title, local=course.local)
        found.append({"id": name, "title": title, "criteria": list(scenario.practised()), "use": scenario.use})
    scenarios = json.dumps(found, ensure_ascii=False, indent=1) if found else ""
    return ProfileXml(ref.url_name, unit.title, framework_json(course.framework), scenarios)


def _scenarios(course: Course) -> list[str]:
    """The scenarios of the course by id, each once and in the order of the outline."""
    return list(dict.fromkeys(each.id for each in course.outline.blocks() if each.kind == SCENARIO))


def _used(course: Course, *texts: str) -> dict[str, str]:
    """The local values these texts name, so that a block stands alone in a library."""
    names = {name for text in texts for name in markup.LOCAL.findall(text)}
    return {name: course.local[name] for name in sorted(names) if name in course.local}


def _related(ref: BlockRef, course: Course) -> str:
    """What to play next, as JSON: scenarios that share criteria, those that follow in the outline first."""
    own = course.scenarios[ref.id].scenario.practised()
    order = _scenarios(course)
    place = order.index(ref.id)
    found = []
    for other in order[place + 1 :] + order[:place]:
        scenario = course.scenarios[other].scenario
        shared = [criterion for criterion in own if criterion in scenario.practised()]
        if shared:
            found.append({"id": other, "title": scenario.title, "criteria": shared})
    return json.dumps(found[:RELATED], ensure_ascii=False) if found else ""


def _overview(course: Course) -> str:
    """The page about the course: its overview, then what each module is for."""
    local = course.local
    parts = [markup.render(course.outline.overview, local=local, profile="page", prefix="about")]
    for module in course.outline.modules:
        outcomes = "".join(f"<li>{markup.render(each, local=local, inline=True)}</li>" for each in module.outcomes)
        parts.append(f"<h3>{markup.render(module.title, local=local, inline=True)}</h3>")
        parts.append(markup.render(module.summary, local=local))
        parts.append(f"<ul>{outcomes}</ul>" if outcomes else "")
    return '<section class="about">\n' + "\n".join(filter(None, parts)) + "\n</section>\n"


def _parent(tag: str, child_tag: str, names: list[str], **attributes: str) -> etree._Element:
    node = _element(tag, **attributes)
    for name in names:
        etree.SubElement(node, child_tag, url_name=name)
    return node


def _element(tag: str, **attributes: str) -> etree._Element:
    return etree.Element(tag, attributes)


def _xml(root: etree._Element) -> bytes:
    etree.indent(root)  # moves nothing inside an element that holds text
    return etree.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n"


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
