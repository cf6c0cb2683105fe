import pytest

from competency_xblock.player.accounts.roster import read_roster


def read(content: str | bytes, *taken: str):
    raw = content if isinstance(content, bytes) else content.encode()
    return read_roster(raw, taken=lambda names: set(taken) & set(names))


def problems(content: str | bytes, *taken: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in read(content, *taken).problems]


def test_people_are_read_with_roles_and_addresses():
    roster = read("name,email,role\nNoor,noor@example.org,trainee\npetra,,MENTOR\n\nji-ho,,\n")

    assert roster.problems == ()
    assert [(one.name, one.email, one.role) for one in roster.accounts] == [
        ("noor", "noor@example.org", "trainee"),
        ("petra", "", "mentor"),
        ("ji-ho", "", "trainee"),
    ]
    assert len({one.password for one in roster.accounts}) == 3


@pytest.mark.parametrize(
    "content",
    [
        "name\nnoor\n",
        "Name;E-mail\nnoor;\n".replace("E-mail", "Email"),
        "email\tname\n\tnoor\n",
        "\ufeffname,role\r\nnoor,trainee\r\n",
        'name,email\n"noor",""',
    ],
)
def test_forms_that_spreadsheets_write(content):
    roster = read(content)

    assert (roster.problems, [one.name for one in roster.accounts]) == ((), ["noor"])


def test_all_problems_are_told_with_their_lines():
    content = "name,email,role\nnoor,nowhere,boss\n,a@example.org,\nji ho,,\nnoor,,\ntaken,,\nlast,,,extra\n"

    assert problems(content, "taken") == [
        (2, '"nowhere" is not an e-mail address'),
        (2, '"boss" is not a role; the roles are trainee, mentor, author'),
        (3, "the name is missing"),
        (4, 'the name "ji ho" holds something else than letters, digits and @ . + - _'),
        (5, 'the name "noor" is already in line 2'),
        (6, 'there already is an account "taken"'),
        (7, "this line has 4 values, the first line has 3"),
    ]


def test_a_name_that_is_too_long():
    assert problems("name\n" + "a" * 151) == [(2, "the name has 151 characters; at most 150 are possible")]


@pytest.mark.parametrize(
    ("content", "line", "text"),
    [
        (b"", 1, "has to name the columns"),
        ("noor,noor@example.org\n", 1, "has to name the columns"),
        ("name,phone\nnoor,1\n", 1, '"phone" is not known'),
        ("name,name\nnoor,1\n", 1, "named twice"),
        ("name\n", 1, "nobody in this file"),
        ("name\nnoor\nJosé\n".encode("latin-1"), 3, "not UTF-8"),
        ('name,email\nnoor,"x\n', 2, "cannot be read as CSV"),
    ],
)
def test_files_that_cannot_be_used(content, line, text):
    ((found_line, found_text),) = problems(content)

    assert (found_line, text in found_text) == (line, True)
