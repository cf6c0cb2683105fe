"""The course of a checkout on this machine alone, with accounts whose passwords are printed: `make run`.

Builds the course where the folder has one. Never for real use: `competency serve` refuses the accounts made here.
"""

import os
from pathlib import Path

import click

from .console import make_tables, player, serve_here


@click.command(hidden=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
def demo(port: int) -> None:
    """Serve the course at 127.0.0.1 and nowhere else, with accounts whose passwords are printed."""
    os.environ["COMPETENCY_DEMO"] = "1"
    with player():
        from django.conf import settings

        from .readiness import require_package, require_secret_key

        if Path("course/outline.yaml").exists():
            _build(settings.COMPETENCY_PACKAGE)
        require_package()
        make_tables()
        require_secret_key()
        _print_accounts()
        serve_here("127.0.0.1", port, threads=8)


def _build(target: Path) -> None:
    """Build the course in this folder, as `competency build` does, and put it in place."""
    from competency_xblock.authoring.course import load_course
    from competency_xblock.olx.archive import pack
    from competency_xblock.olx.writer import write_course

    from .installation import install_package

    loaded = load_course(Path())
    if loaded.value is None:
        for diagnostic in loaded.diagnostics:
            click.echo(str(diagnostic), err=True)
        raise click.ClickException("The course has the errors above. Mend them, then start again.")
    install_package(pack(write_course(loaded.value)), target)


def _print_accounts() -> None:
    from .accounts.demo import DEMO_PASSWORDS, make_demo_accounts, open_demo_accounts

    make_demo_accounts()
    still_open = open_demo_accounts()
    click.echo("\n  account   password")
    for name, password in DEMO_PASSWORDS.items():
        click.echo(f"  {name:<9} {password if name in still_open else '(changed)'}")
    click.echo("")


if __name__ == "__main__":
    demo()
