"""What commands need to work with the player: Django set up, and refusals as one clean line. Prints nothing itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def player() -> Iterator[None]:
    """Django with the player's settings. What the operator has to know becomes one clean line, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competency_xblock.player.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.db import DatabaseError

        import competency_xblock.player.environment
        import competency_xblock.player.serving  # noqa: F401  (the extra "player" is there)
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
    except BrokenPipeError:
        raise  # whoever reads what is printed has left, and click ends quietly
    except OSError as error:
        raise click.ClickException(f"The system does not do what it is asked: {error}") from error


def make_tables() -> None:
    """Make the tables of the database, or bring them up to date, and the data folder if there is none."""
    from django.conf import settings
    from django.core.management import call_command

    from .environment import make_data_folder

    make_data_folder(settings.COMPETENCY_HOME)
    call_command("migrate", verbosity=0)


def serve_here(host: str, port: int, threads: int) -> None:
    """Serve until stopped, and say where."""
    from django.conf import settings

    from .serving import serve

    try:
        serve(
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
