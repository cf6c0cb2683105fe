import pytest

from competency_xblock.player.databases import database_setting
from competency_xblock.player.environment import SettingsError


def test_sqlite_in_the_data_folder_is_the_default(tmp_path):
    setting = database_setting("", tmp_path)

    assert setting["NAME"] == str(tmp_path / "db.sqlite3")
    assert setting["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in setting["OPTIONS"]["init_command"]


def test_sqlite_elsewhere_gets_the_same_options(tmp_path):
    elsewhere = database_setting(f"sqlite:///{tmp_path}/other.sqlite3", tmp_path)

    assert elsewhere["NAME"] == f"{tmp_path}/other.sqlite3"
    assert elsewhere["OPTIONS"] == database_setting("", tmp_path)["OPTIONS"]


@pytest.mark.parametrize("scheme", ["mysql", "mariadb"])
def test_mariadb_is_strict_and_keeps_every_character(tmp_path, scheme):
    setting = database_setting(f"{scheme}://root@127.0.0.1:3306/learn", tmp_path)

    assert setting["ENGINE"] == "django.db.backends.mysql"
    assert (setting["NAME"], setting["HOST"]) == ("learn", "127.0.0.1")
    assert setting["OPTIONS"]["charset"] == "utf8mb4"
    assert setting["OPTIONS"]["isolation_level"] == "read committed"


def test_postgresql(tmp_path):
    setting = database_setting("postgres://me:secret@db/learn", tmp_path)

    assert setting["ENGINE"] == "django.db.backends.postgresql"
    assert setting["PASSWORD"] == "secret"


@pytest.mark.parametrize(
    "url",
    ["nonsense", "oracle://me:secret@db/learn", "postgres://me:secret@db/", "mysql://me:secret@db:port/learn"],
)
def test_what_cannot_be_used_is_refused_without_telling_the_password(tmp_path, url):
    with pytest.raises(SettingsError, match=r"DATABASE_URL.*It has to look like sqlite:") as refusal:
        database_setting(url, tmp_path)

    assert "secret" not in str(refusal.value)


def test_a_file_in_the_place_of_the_database_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="is a file, not a folder"):
        database_setting(f"sqlite:///{tmp_path}/file/db.sqlite3", tmp_path)
