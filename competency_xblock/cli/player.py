"""The commands of whoever runs the player: tables, course package, server, backup. Argument handling only."""

from pathlib import Path

import click

from competency_xblock.player.console import make_tables, player, serve_here
from competency_xblock.player.demo import demo

from .wording import counted

__all__ = ["backup", "demo", "install", "migrate", "restore", "serve"]

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
def migrate() -> None:
    """Make the tables of the database, or bring them up to date.

    Safe to run again. Stop the server first, and make a backup.
    """
    with player():
        make_tables()
    click.echo("The tables of the database are up to date.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 200), help="Requests served at a time.")
@click.option("--migrate", "with_migrate", is_flag=True, help="Bring the tables of the database up to date first.")
def serve(host: str, port: int, threads: int, with_migrate: bool) -> None:
    """Serve the course to learners, until stopped with Ctrl-C or SIGTERM.

    Refuses to start where something is not ready, and says what to do about it.
    """
    with player():
        from django.conf import settings

        from competency_xblock.player.readiness import require_names_for, require_package, require_ready_to_serve

        require_names_for(host)
        if with_migrate and not settings.COMPETENCY_DEMO:
            require_package()
            make_tables()
        require_ready_to_serve()
        serve_here(host, port, threads)


@click.command()
@click.argument("package", type=EXISTING_FILE)
def install(package: Path) -> None:
    """Put a course package (course.tar.gz) in place.

    The server takes it up by itself, also while learners are in the middle of the course.
    """
    with player():
        from django.conf import settings

        from competency_xblock.olx.refused import PackageRefused
        from competency_xblock.player.installation import install_package, unplayable_scenarios

        try:
            installed = install_package(package.read_bytes(), settings.COMPETENCY_PACKAGE)
        except PackageRefused as error:
            raise click.ClickException(f"{package} cannot be used: {error} The course is as it was.") from error
        except OSError as error:
            raise click.ClickException(f"{package} could not be put in place: {error}") from error
        units = sum(1 for _ in installed.verticals())
        click.echo(f"Installed {installed.display_name} ({counted(units, 'unit')}) at {settings.COMPETENCY_PACKAGE}.")
        for title, why in unplayable_scenarios(installed):
            click.echo(f"Warning: learners cannot play {title}: {why}", err=True)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write all there is to FILE, a tar.gz; the server may go on running.

    The file holds names, password hashes and the secret key: keep it where only you can read it.
    """
    with player():
        from competency_xblock.player.archive import ArchiveError
        from competency_xblock.player.backup import make_backup
        from competency_xblock.player.readiness import require_database

        require_database()
        try:
            report = make_backup(file)
        except ArchiveError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Wrote {report.rows:,} rows of {report.tables} tables to {file} ({report.size:,} bytes).")


@click.command()
@click.argument("file", type=EXISTING_FILE)
@click.option("--force", is_flag=True, help="Replace what is there.")
def restore(file: Path, force: bool) -> None:
    """Put back what `competency backup` wrote to FILE, into this or another kind of database.

    The file is checked from end to end before anything is changed. Everybody has to log in again.
    """
    with player():
        from competency_xblock.player.archive import ArchiveError
        from competency_xblock.player.restore import restore_backup

        try:
            manifest = restore_backup(file, force=force)
        except ArchiveError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Restored what version {manifest.version} backed up at {manifest.made}.")
