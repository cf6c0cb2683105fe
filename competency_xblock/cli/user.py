"""The commands about accounts; they need no mail. Argument handling only: see `player.accounts`."""

import csv
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from competency_xblock.player.console import player

from .player import EXISTING_FILE, FILE
from .wording import counted

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_ROLES = ("trainee", "mentor", "author")
_password_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
_link = click.option("--link", is_flag=True, help="Print a link to set the password, instead of a password.")


@click.group()
def user() -> None:
    """Accounts of learners and staff."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="trainee", show_default=True)
@click.option("--email", default="", help="Kept with the account; nothing is sent.")
@_password_stdin
@_link
def add(name: str, role: str, email: str, password_stdin: bool, link: bool) -> None:
    """Make an account, and print its password once."""
    with player():
        from competency_xblock.player.accounts.names import clean_name
        from competency_xblock.player.accounts.register import AccountError, NewAccount, add_account
        from competency_xblock.player.readiness import require_database

        require_database()
        account_name = clean_name(name)
        password = _password(account_name, email, password_stdin=password_stdin, link=link)
        try:
            made = add_account(NewAccount(name=account_name, role=role, email=email, password=password))
        except AccountError as error:
            raise click.ClickException(f"{error}.") from error
        click.echo(f"Made the account {made.username} ({role}).")
        _say_how_to_log_in(made, password, told=password_stdin)


@user.command()
@click.argument("name")
@_password_stdin
@_link
def password(name: str, password_stdin: bool, link: bool) -> None:
    """Give an account a new password, and print it once. Whoever is logged in with the old one is logged out."""
    with player():
        from competency_xblock.player.accounts.register import AccountError, get_account, set_password
        from competency_xblock.player.readiness import require_database

        require_database()
        try:
            account = get_account(name)
        except AccountError as error:
            raise click.ClickException(f"{error}.") from error
        new_password = _password(account.username, account.email, password_stdin=password_stdin, link=link)
        set_password(account, new_password)
        click.echo(f"{account.username} has a new password.")
        _say_how_to_log_in(account, new_password, told=password_stdin)


@user.command()
@click.argument("name")
@click.option("--keep-account", is_flag=True, help="Remove what the person did, and leave name and password.")
def erase(name: str, keep_account: bool) -> None:
    """Remove everything a person did, and the account. This cannot be taken back.

    Says what was removed. Backups made before still hold it.
    """
    with player():
        from competency_xblock.player import own_data
        from competency_xblock.player.accounts.register import AccountError, get_account
        from competency_xblock.player.readiness import require_database

        require_database()
        try:
            account = get_account(name)
        except AccountError as error:
            raise click.ClickException(f"{error}.") from error
        username = account.username
        erased = own_data.erase(account, account=not keep_account)
        for words, count in erased.named:
            click.echo(f"{count:>8,}  {words}")
        if erased.account:
            click.echo(f"The account {username} is gone, and all that was stored about it.")
        else:
            click.echo(f"All that {username} did is gone; the account stays.")
        click.echo("Backups made before now still hold it, and the log may hold addresses that were opened.")


@user.command("import")
@click.argument("file", type=EXISTING_FILE)
@click.option("--passwords", type=FILE, help="Where to write the passwords, instead of printing them.")
def import_(file: Path, passwords: Path | None) -> None:
    """Make accounts from FILE, a CSV with the columns name, email and role (the last two may be left out).

    All problems are listed first; accounts are made only if there are none. Prints name and password of each.
    """
    with player():
        from competency_xblock.player.accounts.register import add_accounts, taken_names
        from competency_xblock.player.accounts.roster import read_roster
        from competency_xblock.player.readiness import require_database

        require_database()
        roster = read_roster(file.read_bytes(), taken=taken_names)
        if roster.problems:
            for problem in roster.problems:
                click.echo(f"{file}:{problem.line} {problem.text}", err=True)
            problems = counted(len(roster.problems), "problem")
            raise click.ClickException(f"{problems} in {file}. No account was made.")
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerows([("name", "password"), *((account.name, account.password) for account in roster.accounts)])
        # Written before the accounts are made: without their passwords they would be of no use.
        if passwords is not None:
            _write_for_owner_only(passwords, table.getvalue())
        with click.progressbar(roster.accounts, label="Hashing passwords", file=sys.stderr) as bar:
            made = add_accounts(bar)
        click.echo(f"Made {counted(len(made), 'account')}.", err=passwords is None)
        if passwords is None:
            click.echo(table.getvalue(), nl=False)


def _password(name: str, email: str, *, password_stdin: bool, link: bool) -> str:
    """The password to be set; empty where a link is to be given instead, which can be made from here on."""
    from competency_xblock.player.accounts.register import generate_password, password_problems
    from competency_xblock.player.readiness import require_secret_key

    if password_stdin and link:
        raise click.UsageError("Use --password-stdin or --link, not both.")
    if link:
        require_secret_key()
        return ""
    if not password_stdin:
        return generate_password()
    given = sys.stdin.readline().rstrip("\r\n")
    if problems := password_problems(given, name, email):
        raise click.ClickException("This password cannot be used. " + " ".join(problems))
    return given


def _say_how_to_log_in(account: "User", password: str, *, told: bool) -> None:
    from competency_xblock.player.accounts.register import password_link

    if told:
        return
    if password:
        click.echo(f"Password, shown this once: {password}")
    else:
        click.echo("Add this to the address of your server, and send it. It works once, within three days:")
        click.echo(password_link(account))


def _write_for_owner_only(file: Path, text: str) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise click.ClickException(f"{file} exists already. Choose another file for the passwords.") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
