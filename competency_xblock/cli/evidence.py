"""The commands about evidence."""

from datetime import UTC, datetime

import click

from competency_xblock.player.console import player

from .wording import counted


@click.group()
def evidence() -> None:
    """Look after the evidence and what is derived from it."""


@evidence.command()
def rebuild() -> None:
    """Make the standings of all learners anew from their evidence.

    Safe to run while the server runs: each learner is one short transaction.
    """
    with player():
        from competency_xblock.player.readiness import require_database

        require_database()
        _rebuild()


@evidence.command()
@click.argument("name", required=False, default="")
@click.argument("number", required=False, type=int)
def rule(name: str, number: int | None) -> None:
    """Say by which rule the course reads a standing, or choose another one.

    NAME is "situations", which is ours, or one of Canvas's: highest, latest, average, n_mastery, decaying_average,
    weighted_average, standard_decaying_average. NUMBER is what Canvas calls calculation_int. The standings are made
    anew; the evidence stays as it is.
    """
    from competency_xblock.domain.mastery_rules import mastery_rule

    try:
        chosen = mastery_rule(name if number is None else f"{name} {number}")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with player():
        from competency_xblock.evidence import api
        from competency_xblock.player.courseware.content import current_course
        from competency_xblock.player.readiness import require_database

        require_database()
        course = str(current_course().key)
        if not name:
            click.echo(f"{course} reads standings by the rule {api.mastery_rule_of(course).text!r}.")
            return
        api.choose_mastery_rule(course, chosen)
        _rebuild()
        click.echo(f"{course} reads standings by the rule {chosen.text!r} from now on.")


def _rebuild() -> None:
    from competency_xblock.evidence import api

    steps = api.rebuild_standings(at=datetime.now(UTC).isoformat(timespec="seconds"))
    done, total = next(steps, (0, 0))
    with click.progressbar(length=total, label="Learners") as bar:
        bar.update(done)
        for _ in steps:
            bar.update(1)
    click.echo(f"The standings of {counted(total, 'learner')} are made anew.")
