import io
import json
import tarfile

import pytest

from competency_xblock.player.archive import ArchiveError, Manifest, list_parts, unpack_archive, write_archive


@pytest.fixture
def archive(tmp_path):
    """A small backup with two files."""
    folder = tmp_path / "scratch" / "parts"
    (folder / "rows").mkdir(parents=True)
    (folder / "secret_key").write_text("key")
    (folder / "rows" / "auth.user.jsonl").write_text("[]\n")
    manifest = Manifest("2026-03-01T12:00:00+00:00", "0.1.0", "sqlite", (("auth", "0001_initial"),), list_parts(folder))
    write_archive(tmp_path / "backup.tar.gz", manifest, folder)
    return tmp_path / "backup.tar.gz"


def contents(file) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def forge(file, members, **manifest_changes):
    """Write an archive from (name, content) pairs and links, with the first member's JSON changed."""
    first, *others = members
    document = json.loads(first[1]) | manifest_changes
    with tarfile.open(file, "w:gz") as tar:
        for name, content in [(first[0], json.dumps(document).encode()), *others]:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = tarfile.SYMTYPE, content
                tar.addfile(info)
    return file


def refusal(file, target) -> str:
    target.mkdir()
    with pytest.raises(ArchiveError) as refused:
        unpack_archive(file, target)
    return str(refused.value)


def test_what_is_packed_is_unpacked(archive, tmp_path):
    (tmp_path / "target").mkdir()

    manifest = unpack_archive(archive, tmp_path / "target")

    assert (manifest.database, manifest.migrations) == ("sqlite", (("auth", "0001_initial"),))
    assert (tmp_path / "target" / "secret_key").read_text() == "key"
    assert (tmp_path / "target" / "rows" / "auth.user.jsonl").read_text() == "[]\n"


def test_only_its_owner_may_read_a_backup_and_nothing_else_is_left_behind(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in archive.parent.iterdir()) == ["backup.tar.gz", "scratch"]


def test_a_backup_is_never_written_over_another(archive, tmp_path):
    manifest = Manifest("", "", "", (), {})

    with pytest.raises(ArchiveError, match="exists already"):
        write_archive(archive, manifest, tmp_path / "scratch" / "parts")

    assert "secret_key" in contents(archive)


@pytest.mark.parametrize(
    ("name", "why"), [("no/backup.tar.gz", "the folder .*/no does not exist."), ("x" * 250, "File name too long")]
)
def test_a_backup_that_cannot_be_written(tmp_path, name, why):
    with pytest.raises(ArchiveError, match=f"cannot be written: {why}") as refused:
        write_archive(tmp_path / name, Manifest("", "", "", (), {}), tmp_path)

    assert "Errno" not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "rows/../../evil", "C:evil", "rows\\..\\evil", "a//b", "./a", "", "."]
)
def test_names_that_lead_elsewhere_are_refused(archive, tmp_path, name):
    members = [*contents(archive).items(), (name, b"evil")]
    parts = json.loads(members[0][1])["parts"] | {name: {"sha256": "0", "size": 4}}

    assert "leads out of it" in refusal(forge(tmp_path / "forged.tar.gz", members, parts=parts), tmp_path / "target")
    assert not list((tmp_path / "target").iterdir())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda members: [*members, ("stranger", b"x")], "not in the manifest"),
        (lambda members: [*members, ("secret_key", b"key")], "not in the manifest"),
        (lambda members: [members[0], ("secret_key", b"longer"), *members[2:]], "not in the manifest"),
        (lambda members: [members[0], ("secret_key", "/etc/passwd"), *members[2:]], "not in the manifest"),
        (lambda members: members[:-1], "not complete: secret_key is missing"),
        (lambda members: [(name, b"kex" if content == b"key" else content) for name, content in members], "damaged"),
        (lambda members: [("other.json", members[0][1]), *members[1:]], "does not begin with a manifest"),
    ],
)
def test_anything_that_is_not_as_the_manifest_says_is_refused(archive, tmp_path, change, why):
    forged = forge(tmp_path / "forged.tar.gz", change(list(contents(archive).items())))

    assert why in refusal(forged, tmp_path / "target")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": 2}, "has the format 2, this version reads 1"),
        ({"parts": []}, "manifest of this backup cannot be read"),
        ({"parts": {"a": {}}}, "manifest of this backup cannot be read"),
        ({"migrations": [["only-one"]]}, "manifest of this backup cannot be read"),
    ],
)
def test_manifests_that_cannot_be_used(archive, tmp_path, changes, why):
    forged = forge(tmp_path / "forged.tar.gz", list(contents(archive).items()), **changes)

    assert why in refusal(forged, tmp_path / "target")


def test_half_a_file_is_refused(archive, tmp_path):
    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[:-40])

    assert "cannot be read as a backup" in refusal(half, tmp_path / "target")


def test_something_else_is_refused(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")

    assert "cannot be read as a backup" in refusal(tmp_path / "photo.jpg", tmp_path / "target")
