import pytest
from click import ClickException
from click.testing import CliRunner, Result
from django.db import DatabaseError
from lxml import etree

from competency_xblock.cli import main
from competency_xblock.olx.block_xml import SCENARIO_TAG, ScenarioXml, framework_json, write_scenario
from competency_xblock.player.console import player
from competency_xblock.player.installation import install_package
from tests.player.courseware.packages import an_archive
from tests.sample import SAMPLE_SCENARIO, sample_framework


def competency(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_install_says_what_was_installed_and_where(home, settings, sample_package):
    done = competency("install", str(sample_package))

    assert done.stdout == f"Installed Social media & guidance (5 units) at {settings.COMPETENCY_PACKAGE}.\n"
    assert settings.COMPETENCY_PACKAGE.read_bytes() == sample_package.read_bytes()


def test_install_warns_of_each_scenario_nobody_can_play(home, sample_package):
    done = competency("install", str(sample_package))

    lines = done.stderr.splitlines()
    assert done.exit_code == 0
    assert len(lines) == 3
    assert lines[0].startswith("Warning: learners cannot play Title of late (online-writing_late): This exercise has")
    assert "scenario.yaml:" in lines[0]


def test_install_says_nothing_of_scenarios_that_can_be_played(home, tmp_path):
    node = etree.Element(SCENARIO_TAG)
    write_scenario(ScenarioXml("s1", source=SAMPLE_SCENARIO, framework_json=framework_json(sample_framework())), node)
    (tmp_path / "course.tar.gz").write_bytes(an_archive({"u1": etree.tostring(node, encoding="unicode")}))

    done = competency("install", str(tmp_path / "course.tar.gz"))

    assert (done.exit_code, done.stderr) == (0, "")
    assert "A course (1 unit)" in done.stdout


def test_install_refuses_what_is_no_course_and_leaves_the_old_one(home, settings, sample_package, tmp_path):
    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")

    done = competency("install", str(tmp_path / "photo.jpg"))

    assert done.exit_code == 1
    assert "photo.jpg cannot be used: The package is neither a .tar.gz nor a .zip archive." in done.stderr
    assert settings.COMPETENCY_PACKAGE.read_bytes() == sample_package.read_bytes()


def test_install_says_where_it_cannot_write(settings, sample_package, tmp_path):
    (tmp_path / "file").write_text("")
    settings.COMPETENCY_PACKAGE = tmp_path / "file" / "course.tar.gz"

    done = competency("install", str(sample_package))

    assert done.exit_code == 1
    assert "could not be put in place" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_backup_and_restore_say_what_they_did(home, settings, sample_package, tmp_path):
    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)
    file = tmp_path / "backup.tar.gz"

    made, again = competency("backup", str(file)), competency("backup", str(file))
    refused, restored = competency("restore", str(file)), competency("restore", str(file), "--force")

    assert f"tables to {file}" in made.output
    assert (again.exit_code, "exists already" in again.stderr) == (1, True)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert (restored.exit_code, "Restored what version" in restored.output) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_migrate_can_be_run_again(home):
    for _ in range(2):
        assert competency("migrate").output == "The tables of the database are up to date.\n"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "/srv/x"), DatabaseError("disk I/O error")])
def test_what_the_system_refuses_is_one_line(error):
    with (
        pytest.raises(ClickException, match=r"does not do what it is asked: .*(No space left.*/srv/x|disk I/O)"),
        player(),
    ):
        raise error


def test_where_nobody_reads_what_is_printed_nothing_more_is_said():
    with pytest.raises(BrokenPipeError), player():
        raise BrokenPipeError


@pytest.mark.parametrize("command", ["serve", "install", "migrate", "backup", "restore", "demo", "user"])
def test_each_command_explains_itself(command):
    done = competency(command, "--help")

    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 5
