"""Reading a list of people (CSV) into accounts to be made, with everything wrong in it reported at once."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .names import TRAINEE, clean_name
from .register import NewAccount, generate_password

COLUMNS = ("name", "email", "role")


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """Something wrong in a line; the first line of the file is 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file holds. Accounts may be made of it only where there are no problems."""

    accounts: tuple[NewAccount, ...]
    problems: tuple[RosterProblem, ...]


def read_roster(content: bytes, taken: Callable[[list[str]], set[str]]) -> Roster:
    """Read a CSV file with the columns name, email and role; the last two may be left out.

    ``taken`` says which of some names accounts already have. Every account gets a generated password.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _refused(line, "this is not UTF-8 text; save the file as CSV in UTF-8")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        if problem := _header_problem(header):
            return _refused(1, problem)
        lines = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return _refused(rows.line_num, f"this line cannot be read as CSV ({error})")
    return _checked(header, lines, taken)


def _refused(line: int, text: str) -> Roster:
    return Roster((), (RosterProblem(line, text),))


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons."""
    header = text.partition("\n")[0]
    return next((sign for sign in (",", ";", "\t") if sign in header), ",")


def _header_problem(header: list[str]) -> str:
    if "name" not in header:
        return "the first line has to name the columns: name,email,role (the last two may be left out)"
    if unknown := [cell for cell in header if cell not in COLUMNS]:
        return f'the column "{unknown[0]}" is not known; the columns are {", ".join(COLUMNS)}'
    if len(set(header)) != len(header):
        return "a column is named twice"
    return ""


def _checked(header: list[str], lines: list[tuple[int, list[str]]], taken: Callable[[list[str]], set[str]]) -> Roster:
    accounts = [(line, _account(header, row)) for line, row in lines]
    already = taken([account.name for _, account in accounts])
    first_seen: dict[str, int] = {}
    problems = [
        RosterProblem(line, f"this line has {len(row)} values, the first line has {len(header)}")
        for line, row in lines
        if len(row) > len(header)
    ]
    for line, account in accounts:
        problems.extend(RosterProblem(line, text) for text in _problems(line, account, already, first_seen))
    if not lines:
        problems.append(RosterProblem(1, "there is nobody in this file"))
    return Roster(tuple(account for _, account in accounts), tuple(sorted(problems, key=lambda problem: problem.line)))


def _account(header: list[str], row: list[str]) -> NewAccount:
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    return NewAccount(
        name=clean_name(cells.get("name", "")),
        role=cells.get("role", "").lower() or TRAINEE,
        email=cells.get("email", ""),
        password=generate_password(),
    )


def _problems(line: int, account: NewAccount, already: set[str], first_seen: dict[str, int]) -> Iterator[str]:
    yield from account.problems()
    if account.name in already:
        yield f'there already is an account "{account.name}"'
    if not account.name:
        return
    first = first_seen.setdefault(account.name, line)
    if first != line:
        yield f'the name "{account.name}" is already in line {first}'
