"""The way in: the text of a scenario becomes a :class:`Scenario` or a list of what is wrong with it."""

from competency_xblock.domain.scenario import Scenario

from .diagnostics import Loaded
from .report import Report
from .scenario import read_scenario
from .scene_reader import Criteria, SceneReader
from .source import read_tree


def load_scenario(
    text: str | bytes,
    framework: Criteria,
    /,
    *,
    path: str,
    expected_id: str | None = None,
    local_names: frozenset[str] | None = None,
    static_names: frozenset[str] | None = None,
    judging: bool = True,
) -> Loaded[Scenario]:
    """Read one scenario. Never raises, whatever the text.

    ``framework`` is a :class:`~competency_xblock.domain.rubric.Framework`, or anything that knows its criteria.
    ``path`` names the file in diagnostics. ``expected_id`` is the id its place under ``scenarios/`` asks for.
    ``local_names`` are the names ``{{local.NAME}}`` may use, ``static_names`` the files that ``/static/NAME`` may name;
    None leaves them unchecked.
    ``judging`` False leaves out what is a matter of judgement and takes time: who plays it cannot change it.
    There is a scenario exactly where no diagnostic is an error; warnings come beside it.
    """
    report = Report(path)
    root = read_tree(text, report)
    scenario = None
    if root is not None:
        reader = SceneReader(report, framework, local_names, static_names, judging=judging)
        scenario = read_scenario(reader, root, expected_id)
    return Loaded(None if report.has_errors else scenario, report.diagnostics())
