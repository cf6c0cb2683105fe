"""Which scenarios of a course offer what, in all and in the core of each module; and names that come again."""

from dataclasses import replace

from competency_xblock.domain.course import BlockRef, Course, Module, Outline, ScenarioFile, Section, Unit
from competency_xblock.domain.course_coverage import course_coverage, names_again
from competency_xblock.domain.scenario import Message, Scene
from competency_xblock.domain.tasks import Thread
from tests.builders import READING, a_choice, a_scenario, a_thread
from tests.domain.simulation.test_scenario import in_a_row
from tests.sample import sample_framework

FULL = in_a_row(*[a_choice(1, 2, 3, 4)] * 2)


def a_course(*sections: Section, area: str = "online-writing", **scenarios) -> Course:
    files = {f"online-writing/{name}": ScenarioFile("", scenario) for name, scenario in scenarios.items()}
    modules = (Module("m", "Module", "", 10, sections, area),)
    outline = Outline("o", "c", "r", "T", "en", "", "", "", "", "", modules)
    return Course(outline, sample_framework(), {}, files, {}, {})


def a_section(*names: str, graded: bool = True, practice: bool = False) -> Section:
    blocks = tuple(BlockRef("scenario", f"online-writing/{name}") for name in names)
    return Section("s" + "".join(names), "S", graded, (Unit("u", "U", (*blocks, BlockRef("lesson", "x/y"))),), practice)


def test_practice_offers_too_and_is_no_core():
    course = a_course(a_section("a"), a_section("b", graded=False, practice=True), a=FULL, b=FULL, c=FULL)
    found = course_coverage(course)
    (module,) = course.outline.modules
    assert found.offering_all(READING) == ("online-writing/a", "online-writing/b")
    assert found.offering(READING, 2) == ("online-writing/a", "online-writing/b")
    assert found.observing(READING, module) == ("online-writing/a",)
    assert READING in found.criteria_of(module)
    assert found.offering_all("privacy/consent") == found.observing("privacy/consent", module) == ()


def test_a_module_of_no_area_has_no_criteria_of_its_own():
    course = a_course(area="")
    assert course_coverage(course).criteria_of(course.outline.modules[0]) == ()


def says(*people: tuple[str, str]):
    return a_scenario(Scene("s", messages=tuple(Message(name, "Hello.", role) for name, role in people), goto="end"))


def again(*people: tuple[str, str], scenarios: int = 5) -> set[str]:
    return set(names_again(a_course(**{f"s{number}": says(*people) for number in range(scenarios)})))


def test_a_first_name_in_more_than_four_scenarios_comes_again():
    assert again(("Noor Haddad", "student"), ("me", "")) == {"Noor"}
    assert again(("Noor Haddad", "student"), scenarios=4) == set()


def test_services_and_notes_are_no_people():
    assert again(("Harbour", "notice"), ("Harbour", ""), ("Your notes", ""), ("a bus driver", "")) == set()


def test_who_writes_in_a_discussion_is_there_as_well():
    thread = a_thread()
    assert isinstance(thread, Thread)
    scenario = a_scenario(Scene("s", task=thread, goto="end"))
    assert scenario.people() == (("Ilse", ""), ("Tomas", ""))
    assert set(names_again(a_course(**{f"s{n}": replace(scenario) for n in range(5)}))) == {"Ilse", "Tomas"}
