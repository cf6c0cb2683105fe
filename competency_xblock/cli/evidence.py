"""The commands about evidence."""

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
        from datetime import UTC, datetime

        from competency_xblock.evidence import api
        from competency_xblock.player.readiness import require_database

        require_database()
        steps = api.rebuild_standings(at=datetime.now(UTC).isoformat(timespec="seconds"))
        done, total = next(steps, (0, 0))
        with click.progressbar(length=total, label="Learners") as bar:
            bar.update(done)
            for _ in steps:
                bar.update(1)
    click.echo(f"The standings of {counted(total, 'learner')} are made anew.")
