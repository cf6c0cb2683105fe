"""The commands about what learners did: more time, a corrected key. Argument handling only."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from competency_xblock.player.console import player

from .wording import counted

if TYPE_CHECKING:
    from competency_xblock.player.rescoring import Rescored


@click.command()
@click.argument("user")
@click.argument("place", metavar="BLOCK-OR-SEQUENCE")
@click.argument("date", required=False)
@click.option("--remove", is_flag=True, help="Let the date of all others hold again.")
def extend(user: str, place: str, date: str | None, remove: bool) -> None:
    """Give USER until DATE at a block, or at all inside a sequence.

    BLOCK-OR-SEQUENCE is a url_name, a scenario id or a whole usage key. DATE is 2026-12-24, which includes that day,
    or 2026-12-24T18:00; UTC unless it says otherwise.
    """
    if remove == (date is not None):
        raise click.UsageError("Give either a date or --remove.")
    with player():
        from competency_xblock.player.accounts.register import AccountError, get_account
        from competency_xblock.player.courseware.places import NoSuchPlace
        from competency_xblock.player.deadlines import ExtensionRefused, grant, withdraw
        from competency_xblock.player.readiness import require_database, require_package

        require_package()
        require_database()
        due = None if date is None else _moment(date)
        try:
            account = get_account(user)
            if due is None:
                usage = withdraw(account, place)
                click.echo(f"For {account.username} the date of all others holds again at {usage}.")
            else:
                here = grant(account, place, due)
                click.echo(f"{account.username} has until {due:%Y-%m-%d %H:%M} UTC at {here.usage}.")
                click.echo(f"{here.title}: for everybody else it is due at {here.due:%Y-%m-%d %H:%M} UTC.")
        except AccountError as error:
            raise click.ClickException(f"{error}.") from error
        except (NoSuchPlace, ExtensionRefused) as error:
            raise click.ClickException(str(error)) from error


@click.command()
@click.argument("names", nargs=-1, metavar="[SCENARIO-ID-OR-USAGE-KEY]...")
def rescore(names: tuple[str, ...]) -> None:
    """Judge finished attempts again by the course that is in place now, after a key was corrected.

    Without a name all exercises are judged. Nobody has to play anything again; the old results stay stored beside the
    new ones. Ends with 1 if something could not be judged.
    """
    with player():
        from competency_xblock.player.courseware.places import NoSuchPlace
        from competency_xblock.player.readiness import require_database, require_package
        from competency_xblock.player.rescoring import Outcome, rescore_block, scorable_blocks

        require_package()
        require_database()
        try:
            usages = scorable_blocks(names)
        except NoSuchPlace as error:
            raise click.ClickException(str(error)) from error
        failed = 0
        for usage in usages:
            done = rescore_block(usage)
            click.echo(f"{done.usage}  {_counted(done)}")
            failed += done.counts[Outcome.FAILED]
        if failed:
            raise click.ClickException(
                f"{failed} could not be judged again; their scores are as they were. See the log."
            )


@click.command()
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(1, 36_500),
    metavar="DAYS",
    help="Days without any answer; without it, as COMPETENCY_RETENTION_DAYS says.",
)
@click.option("--course", metavar="KEY", help="Of this course alone, such as course-v1:Org+Course+Run.")
def expire(days: int | None, course: str | None) -> None:
    """Remove attempts in which nothing was done for DAYS, with all that came from them. This cannot be taken back.

    Levels are derived anew from what is left; accounts stay. Let a timer run it once a day.
    """
    with player():
        from django.conf import settings
        from django.utils import timezone
        from opaque_keys import InvalidKeyError
        from opaque_keys.edx.keys import CourseKey

        from competency_xblock.player import own_data
        from competency_xblock.player.readiness import require_database

        days = days or settings.COMPETENCY_RETENTION_DAYS
        if not days:
            raise click.UsageError("Say how long attempts are kept: --older-than DAYS, or COMPETENCY_RETENTION_DAYS.")
        try:
            course_key = None if course is None else str(CourseKey.from_string(course))
        except InvalidKeyError as error:
            raise click.UsageError(f"{course!r} is no key of a course, such as course-v1:Org+Course+Run.") from error
        require_database()
        counts = own_data.expire(days, course_key=course_key, now=timezone.now())
        for kind, count in counts.items():
            click.echo(f"{count:>8,}  {own_data.NAMES[kind]}")
        click.echo(f"Attempts in which nothing was done for {counted(days, 'day')} are gone.")


def _counted(done: "Rescored") -> str:
    from competency_xblock.player.rescoring import Outcome

    changed, same = done.counts[Outcome.CHANGED], done.counts[Outcome.SAME]
    parts = [
        f"{changed + same} rescored ({changed} with another score)",
        f"{done.counts[Outcome.UNCHANGED]} unchanged",
        f"{done.counts[Outcome.KEPT]} kept",
    ]
    return ", ".join(parts + [f"{done.counts[Outcome.FAILED]} failed"] * bool(done.counts[Outcome.FAILED]))


def _moment(date: str) -> datetime:
    from competency_xblock.player.deadlines import read_moment

    try:
        return read_moment(date)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
