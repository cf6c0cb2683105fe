import pytest

from competency_xblock.player.environment import SettingsError, read_environment


def test_everything_has_a_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    environment = read_environment({})

    assert environment.home == tmp_path / "var"
    assert environment.package == tmp_path / "var" / "course.tar.gz"
    assert (environment.hosts, environment.trust_proxy, environment.demo) == ((), False, False)


def test_all_settings_are_read(tmp_path):
    environment = read_environment(
        {
            "COMPETENCY_HOME": str(tmp_path / "data"),
            "COMPETENCY_PACKAGE": str(tmp_path / "other.tar.gz"),
            "COMPETENCY_ALLOWED_HOSTS": "learn.example.org, ,www.example.org",
            "COMPETENCY_TRUST_PROXY": "1",
            "DATABASE_URL": "postgres://localhost/x",
        }
    )

    assert environment.package == tmp_path / "other.tar.gz"
    assert environment.hosts == ("learn.example.org", "www.example.org")
    assert environment.trust_proxy
    assert environment.database_url == "postgres://localhost/x"


def test_reading_makes_no_folder(tmp_path):
    read_environment({"COMPETENCY_HOME": str(tmp_path / "not" / "yet")})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "/deeper/still"])
def test_a_file_in_the_place_of_the_data_folder_is_refused(tmp_path, below):
    file = tmp_path / "file"
    file.write_text("")

    with pytest.raises(SettingsError, match=r"file is a file\. Set COMPETENCY_HOME to a folder"):
        read_environment({"COMPETENCY_HOME": f"{file}{below}"})


def test_a_switch_that_is_neither_yes_nor_no_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"COMPETENCY_TRUST_PROXY is 'maybe'.*Set it to 1 or 0"):
        read_environment({"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_TRUST_PROXY": "maybe"})
