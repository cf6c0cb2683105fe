"""The commands of whoever runs the player: tables, course package, server, backup. Argument handling only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def player() -> Iterator[None]:
    """Django with the player's settings. What the operator has to know becomes one clean line, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competency_xblock.player.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.db import DatabaseError

        import competency_xblock.player.environment
        import competency_xblock.player.serving  # noqa: F401
    except ImportError as error:
        raise click.ClickException(
            f"The player needs {error.name}, which is not installed. "
            "Install it: pip install 'competency-xblock[player]'"
        ) from error
    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(f"The database does not do what it is asked: {str(error).strip()}") from error


@click.command()
def migrate() -> None:
    """Make the tables of the database, or bring them up to date.

    Safe to run again. Stop the server first, and make a backup.
    """
    with player():
        _migrate()
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

        from competency_xblock.player.readiness import require_package, require_ready_to_serve

        if not _is_loopback(host) and len(settings.ALLOWED_HOSTS) == _loopback_names():
            raise click.ClickException(
                f"On {host} others can reach this server, but it would answer no name of theirs. "
                "Set COMPETENCY_ALLOWED_HOSTS to the names people type, with commas between."
            )
        if with_migrate and not settings.COMPETENCY_DEMO:
            require_package()
            _migrate()
        require_ready_to_serve()
        _serve(host, port, threads)


@click.command()
@click.argument("package", type=EXISTING_FILE)
def install(package: Path) -> None:
    """Put a course package (course.tar.gz) in place.

    The server takes it up by itself, also while learners are in the middle of the course.
    """
    with player():
        from django.conf import settings

        from competency_xblock.olx.refused import PackageRefused
        from competency_xblock.player.installation import install_package

        try:
            installed = install_package(package, settings.COMPETENCY_PACKAGE)
        except PackageRefused as error:
            raise click.ClickException(f"{package} cannot be used: {error}. The course is as it was.") from error
        except OSError as error:
            raise click.ClickException(f"{package} could not be put in place: {error}") from error
        units = sum(1 for _ in installed.verticals())
        click.echo(f"Installed {installed.display_name} ({units} units) at {settings.COMPETENCY_PACKAGE}.")


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


@click.command(hidden=True)
@click.option("--port", default=8000, envvar="PORT", type=click.IntRange(0, 65535))
def demo(port: int) -> None:
    """Serve the course on this machine alone, with accounts whose passwords are printed."""
    os.environ["COMPETENCY_DEMO"] = "1"
    with player():
        from django.conf import settings

        from competency_xblock.player.demo import DEMO_PASSWORDS, make_demo_accounts, open_demo_accounts
        from competency_xblock.player.readiness import require_package
        from competency_xblock.player.secret_key import get_or_make_secret_key

        require_package()
        _migrate()
        make_demo_accounts()
        settings.SECRET_KEY = get_or_make_secret_key(settings.COMPETENCY_HOME)
        still_open = open_demo_accounts()
        click.echo("\n  account   password")
        for name, password in DEMO_PASSWORDS.items():
            click.echo(f"  {name:<9} {password if name in still_open else '(changed)'}")
        click.echo("")
        _serve("127.0.0.1", port, threads=8)


def _migrate() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.COMPETENCY_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def _serve(host: str, port: int, threads: int) -> None:
    from django.conf import settings

    from competency_xblock.player.serving import serve as serve_until_stopped

    try:
        serve_until_stopped(
            host,
            port,
            threads,
            trust_proxy=settings.COMPETENCY_TRUST_PROXY,
            announce=lambda address: click.echo(f"Serving at {address} (Ctrl-C stops)"),
        )
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} cannot be listened on: {error.strerror}. Choose another with --port, or stop what is there."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _loopback_names() -> int:
    from competency_xblock.player.environment import LOOPBACK_HOSTS

    return len(LOOPBACK_HOSTS)
