"""``competency simulate``."""

import json
from pathlib import Path

import click

from competency_xblock.authoring.places import NoCourse
from competency_xblock.authoring.selecting import Selected, select_scenarios
from competency_xblock.domain.simulation.course import SimulatedCourse, course_findings, simulate_course
from competency_xblock.domain.simulation.findings import findings
from competency_xblock.domain.simulation.scenario import simulate as simulate_scenario

from .simulated import Results, as_json, as_text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[SCENARIO]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Equal seeds give equal figures.")
@click.pass_context
def simulate(ctx: click.Context, paths: tuple[Path, ...], form: str, seed: int) -> None:
    """Play scenarios by trainees who guess, who have a trick, and who are steady at a level.

    Without SCENARIO, and for the folder of a course, the whole course is played and put together as well. Ends with
    0 if nothing is wrong, 1 if something is.
    """
    try:
        selected = select_scenarios(paths or (Path(),))
    except NoCourse as error:
        raise click.UsageError(str(error)) from error
    results = _results(selected, seed)
    click.echo(json.dumps(as_json(results), indent=2) if form == "json" else as_text(results))
    ctx.exit(1 if results.problems or results.errors else 0)


def _results(selected: Selected, seed: int) -> Results:
    played = {name: simulate_scenario(scenario, seed) for name, scenario in selected.scenarios.items()}
    problems = [found for variants in played.values() for each in variants for found in findings(each)]
    course: SimulatedCourse | None = None
    if selected.whole and selected.framework:
        course = simulate_course(played, [criterion.id for criterion in selected.framework.criteria()], seed)
        problems = [*course_findings(course), *problems]
    return Results(seed, played, course, tuple(problems), selected.errors)
