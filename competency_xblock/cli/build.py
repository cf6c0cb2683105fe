"""The command that turns the sources of a course into its package. Argument handling only."""

import os
from pathlib import Path

import click

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.course import Course
from competency_xblock.olx.archive import pack
from competency_xblock.olx.writer import write_course

from .wording import counted

PACKAGE = "course.tar.gz"


@click.command()
@click.option(
    "--out",
    default="build",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.",
)
def build(out: Path) -> None:
    """Write the course in this folder as one package, OUT/course.tar.gz.

    Open edX imports it and the player plays it. The same sources give the same bytes. Where `check` finds an error,
    nothing is written.
    """
    if not Path("course").is_dir():
        raise click.UsageError('There is no folder "course" here. Run this in the folder that holds it.')
    loaded = load_course(Path())
    for diagnostic in loaded.diagnostics:
        click.echo(str(diagnostic), err=True)
    if loaded.value is None:
        click.echo("Nothing was built. Mend the errors above first.", err=True)
        raise SystemExit(1)
    package = pack(write_course(loaded.value))
    try:
        _write_in_one_step(package, out / PACKAGE)
    except OSError as error:
        raise click.ClickException(f"{out / PACKAGE} cannot be written: {error.strerror}.") from error
    click.echo(f"{out / PACKAGE}  {len(package):,} bytes  {_counts(loaded.value)}")


def _write_in_one_step(content: bytes, target: Path) -> None:
    """Whoever reads ``target`` meanwhile finds the old package or the new one, never a part of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _counts(course: Course) -> str:
    sections = [section for module in course.outline.modules for section in module.sections]
    counts = {
        "module": len(course.outline.modules),
        "unit": sum(len(section.units) for section in sections),
        "scenario": len(course.scenarios),
        "lesson": len(course.lessons),
        "file": len(course.static),
    }
    return ", ".join(counted(number, noun) for noun, number in counts.items())
