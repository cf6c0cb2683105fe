import pytest

from competency_xblock.player.courseware.progress import Summary
from competency_xblock.player.pages.outline import standing


@pytest.mark.parametrize(
    ("completion", "percent", "state"),
    [(0, 0, "new"), (0.001, 1, "begun"), (0.5, 50, "begun"), (0.999, 99, "begun"), (1, 100, "done")],
)
def test_what_is_begun_never_reads_as_nothing_and_what_is_open_never_as_all(completion, percent, state):
    found = standing(Summary(completion=completion, earned=0, possible=0, graded=0, gradable=0))

    assert (found.percent, found.state, found.score, found.gradable) == (percent, state, None, False)


def test_a_score_of_nothing_is_a_score():
    assert standing(Summary(completion=1, earned=0, possible=2, graded=1, gradable=1)).score == 0
