from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from competency_xblock.player.environment import SettingsError
from competency_xblock.player.secret_key import exposure, get_or_make_secret_key, read_secret_key


def test_there_is_none_before_the_first_start_and_reading_makes_none(tmp_path):
    assert read_secret_key(tmp_path / "home") == ""
    assert not (tmp_path / "home").exists()


def test_it_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    key = get_or_make_secret_key(tmp_path / "home")

    assert len(key) > 50
    assert get_or_make_secret_key(tmp_path / "home") == key
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["secret_key"]
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_servers_starting_at_once_agree_on_one_key(tmp_path):
    barrier = Barrier(4)

    def start(_: int) -> str:
        barrier.wait()
        return get_or_make_secret_key(tmp_path)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff" * 40, b"short", b" " * 40 + b"x" * 31])
def test_a_damaged_key_is_refused_with_the_remedy(tmp_path, content):
    (tmp_path / "secret_key").write_bytes(content)

    with pytest.raises(SettingsError, match="Put the file back from a backup, or delete it"):
        read_secret_key(tmp_path)


def test_a_link_to_no_file_is_refused_where_a_key_is_needed(tmp_path):
    (tmp_path / "secret_key").symlink_to(tmp_path / "nowhere")

    with pytest.raises(SettingsError, match="is a link to a file that is not there"):
        get_or_make_secret_key(tmp_path)


def test_a_key_of_a_length_that_cannot_be_guessed_is_taken_without_the_space_around_it(tmp_path):
    (tmp_path / "secret_key").write_text(f" {'x' * 32}\n")

    assert read_secret_key(tmp_path) == "x" * 32


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_key_others_can_read_is_named_with_the_remedy(tmp_path, mode, warned):
    get_or_make_secret_key(tmp_path)
    (tmp_path / "secret_key").chmod(mode)

    assert (f"chmod 600 {tmp_path}/secret_key" in exposure(tmp_path)) == warned


def test_without_a_key_nothing_is_exposed(tmp_path):
    assert exposure(tmp_path) == ""
