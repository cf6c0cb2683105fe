"""The commands that write the course, or parts of it, in other systems' formats."""

from pathlib import Path

import click

from competency_xblock.authoring.course import load_course


@click.group()
def export() -> None:
    """Write parts of the course in the formats of other systems."""


@export.command()
@click.argument("scenario")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; the screen if none.")
def ora2(scenario: str, out: Path | None) -> None:
    """Write the written tasks of SCENARIO (AREA/SLUG) as an open response assessment of Open edX, with our rubric.

    Put the element into a unit of a course export, or paste its parts into an Open Response block in Studio.
    """
    from competency_xblock.interop.ora2 import NothingWritten
    from competency_xblock.interop.ora2 import ora2 as written

    course = load_course(Path()).value
    if course is None:
        raise click.ClickException("The course has mistakes. `competency check` names them.")
    if scenario not in course.scenarios:
        raise click.UsageError(f'There is no scenario "{scenario}".')
    try:
        content = written(course.scenarios[scenario].scenario, course.framework, local=course.local)
    except NothingWritten as error:
        raise click.UsageError(str(error)) from error
    if out is None:
        click.echo(content.decode(), nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{out}  {len(content):,} bytes")
