"""What a task offers, found without trying every answer, is what trying every answer finds."""

import random

from hypothesis import given

from competency_xblock.domain.offers import offers
from competency_xblock.domain.simulation.replies import replies_to
from competency_xblock.domain.tasks import Rank, Rate, Reflect, Select, Settings, Sort, Write
from tests.builders import READING, an_option
from tests.domain.strategies import tasks

RNG = random.Random(1)  # noqa: S311


@given(tasks())
def test_it_is_what_the_answers_show(task):
    found = offers(task)
    if not task.is_graded:
        assert isinstance(task, Write | Reflect) or found == {}
        return
    assert set(found) == set(task.criteria)
    for criterion, (lowest, highest) in found.items():
        shown = replies_to(task, RNG).levels(criterion)
        if isinstance(task, Settings):  # what is said of the panel as a whole may lower both
            assert max(shown) <= highest
        else:
            assert max(shown) == highest or task.may_breach
            assert min(shown) == lowest or isinstance(task, Rank | Rate | Sort) or task.may_breach


def test_written_tasks_offer_nothing():
    assert offers(Write((READING,))) == {}


def test_the_lowest_of_a_selection_is_what_its_weakest_option_shows():
    options = tuple(an_option(name, level) for name, level in zip("abc", (2, 3, 4), strict=True))
    assert offers(Select(options, 1)) == {READING: (2, 4)}
    assert offers(Select(options, 2)) == {READING: (1, 4)}, "one of two is half of it"
