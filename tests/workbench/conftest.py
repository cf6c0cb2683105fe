"""Our blocks in the XBlock workbench, whose packages live in an environment of their own (`make thirdparty`)."""

import os
from importlib.util import find_spec

import pytest

if find_spec("workbench") is None:
    collect_ignore_glob = ["test_*.py"]

# Playwright runs an event loop in the thread of the test; Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def workbench(transactional_db: None) -> None:
    """The workbench with our samples, and no other block's.

    It would load the samples of every block installed, and some of those cannot be loaded; nor are the asides of
    others wanted on our page.
    """
    from workbench.runtime import ID_MANAGER, WorkbenchRuntime
    from workbench.scenarios import SCENARIOS, add_class_scenarios

    from competency_xblock.blocks.lesson import CompetencyLessonBlock
    from competency_xblock.blocks.profile import CompetencyProfileBlock
    from competency_xblock.blocks.scenario import CompetencyScenarioBlock

    SCENARIOS.clear()
    ID_MANAGER.clear()
    WorkbenchRuntime.applicable_aside_types = lambda self, block: []
    for block in (CompetencyScenarioBlock, CompetencyLessonBlock, CompetencyProfileBlock):
        add_class_scenarios(block.__name__, block, fail_silently=False)
