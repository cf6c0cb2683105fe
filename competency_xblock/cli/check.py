"""``competency check``."""

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from competency_xblock.authoring.checking import check_path
from competency_xblock.authoring.diagnostics import Diagnostic, Severity, in_reading_order
from competency_xblock.authoring.places import NoCourse

from .wording import counted


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], form: str) -> None:
    """Look for mistakes in a course, in a folder of it or in single files.

    Without PATH the course in the working folder is checked. Ends with 0 if nothing is wrong, 1 if something is.
    """
    with _without_collector():
        found = _diagnostics_of(paths or (Path(),))
    click.echo(_as_json(found) if form == "json" else _as_text(found))
    ctx.exit(1 if found else 0)


def _diagnostics_of(paths: Iterable[Path]) -> tuple[Diagnostic, ...]:
    try:
        return in_reading_order({each for path in paths for each in check_path(path)})
    except NoCourse as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def _without_collector() -> Iterator[None]:
    """Reading makes millions of objects and no cycles worth collecting; looking for some takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _as_json(found: Iterable[Diagnostic]) -> str:
    return json.dumps([each.to_json() for each in found], indent=2)


def _as_text(found: tuple[Diagnostic, ...]) -> str:
    if not found:
        return "No problems found."
    errors = sum(each.severity is Severity.ERROR for each in found)
    files = len({each.span.path for each in found})
    numbers = {"error": errors, "warning": len(found) - errors}
    parts = [counted(number, noun) for noun, number in numbers.items() if number]
    total = f"{' and '.join(parts)} in {counted(files, 'file')}."
    text = "\n".join([*map(str, found), total])
    return text.encode("utf-8", "replace").decode("utf-8")  # file names may hold bytes that are no text
