import pytest

from competency_xblock.player.environment import SettingsError, make_data_folder, read_environment


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


@pytest.mark.parametrize(
    "host", ["guide.example.org", "GUIDE.example.org", ".example.org", "192.0.2.7", "[2001:db8::1]"]
)
def test_a_host_is_a_name_all_names_below_one_or_an_address(tmp_path, host):
    environment = read_environment({"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_ALLOWED_HOSTS": host})

    assert environment.hosts == (host,)


@pytest.mark.parametrize(
    "host",
    [
        "https://guide.example.org",
        "guide.example.org/course",
        "guide.example.org:8000",
        "guide.example.org www.example.org",
        "guide.example.org.",
        "*.example.org",
        "2001:db8::1",
        "[2001:db8::1]:8000",
        "gu\nide",
        "bücher.example.org",
    ],
)
def test_what_no_request_can_name_is_refused_as_a_host(tmp_path, host):
    with pytest.raises(SettingsError, match=r"Write guide\.example\.org, without https:// and port"):
        read_environment({"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_ALLOWED_HOSTS": f"www.example.org,{host}"})


def test_all_hosts_at_once_are_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"COMPETENCY_ALLOWED_HOSTS holds '\*'.*Write each name people type"):
        read_environment({"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_ALLOWED_HOSTS": "*"})


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path):
    make_data_folder(tmp_path / "deep" / "home")

    assert (tmp_path / "deep" / "home").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_refused_with_the_remedy(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match=r"cannot be made: .*\. Set COMPETENCY_HOME to another folder"):
        make_data_folder(tmp_path / "file" / "home")


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


@pytest.mark.parametrize(("value", "days"), [("", 0), (" 30 ", 30), ("36500", 36_500)])
def test_the_retention_period_is_a_number_of_days_or_not_said(tmp_path, value, days):
    environ = {"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_RETENTION_DAYS": value}
    assert read_environment(environ).retention_days == days


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "a year", "36501", "999999999999", "٣٠"])
def test_another_retention_period_is_refused(tmp_path, value):
    with pytest.raises(SettingsError, match="COMPETENCY_RETENTION_DAYS"):
        read_environment({"COMPETENCY_HOME": str(tmp_path), "COMPETENCY_RETENTION_DAYS": value})
