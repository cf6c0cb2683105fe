"""Packing and unpacking: the same bytes on the way out, nothing dangerous on the way in."""

import gzip
import io
import os
import stat
import tarfile
import time
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xblock.olx.archive import PackageRefused, pack, unpack

FILES = {
    "course/course.xml": b"<course/>",
    "course/static/\u00e9.svg": b"",
    "course/about/" + "long" * 40: b"\0\xff" * 400,
}
MIB = 1024 * 1024


def a_tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def a_member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def a_zip(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return out.getvalue()


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z0-9.]{1,40}x){0,5}", fullmatch=True), st.binary(max_size=2000)))
def test_what_was_packed_is_unpacked(files):
    assert unpack(pack(files)) == files


def test_names_that_are_long_or_not_ascii_come_back():
    assert unpack(pack(FILES)) == FILES


def test_order_time_and_user_do_not_show(monkeypatch):
    first = pack(FILES)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    assert pack(dict(reversed(FILES.items()))) == first


def test_packed_files_belong_to_nobody_and_have_no_time():
    with tarfile.open(fileobj=io.BytesIO(pack(FILES))) as archive:
        facts = {(each.uid, each.gid, each.uname, each.gname, each.mtime, each.mode) for each in archive}
    assert facts == {(0, 0, "", "", 0, 0o644)}


def test_gzip_header_has_neither_name_nor_time_nor_system():
    assert pack(FILES)[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"


def test_zip_is_accepted():
    assert unpack(a_zip(("course/", b""), ("course/course.xml", b"<course/>"))) == {"course/course.xml": b"<course/>"}


def test_leading_dot_folders_and_directories_are_left_out():
    data = a_tar((a_member(".", tarfile.DIRTYPE), b""), (a_member("./course/course.xml"), b"x"))
    assert unpack(data) == {"course/course.xml": b"x"}


@pytest.mark.parametrize("name", ["../evil", "course/../../evil", "/etc/passwd", "C:/evil", "course\\..\\evil", "a/.."])
def test_path_that_leads_out_is_refused_by_its_name(name):
    for data in (a_tar((a_member(name), b"x")), a_zip((zipfile.ZipInfo(name), b"x"))):
        with pytest.raises(PackageRefused, match="leads out of the package") as refused:
            unpack(data)
        assert refused.value.file == repr(name)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_link_or_device_is_refused(kind):
    with pytest.raises(PackageRefused, match=r"^course/x: This is a link"):
        unpack(a_tar((a_member("course/x", kind, "/etc/passwd"), b"")))


def test_symlink_in_a_zip_is_refused():
    member = zipfile.ZipInfo("course/x")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(PackageRefused, match=r"^course/x: This is a link"):
        unpack(a_zip((member, b"/etc/passwd")))


def test_sparse_file_is_refused_however_large_it_claims_to_be():
    member = a_member("course/x")
    member.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.map": "0,1", "GNU.sparse.size": str(10**13)}
    with pytest.raises(PackageRefused, match="sparse"):
        unpack(a_tar((member, b"x")))


def test_path_that_comes_twice_is_refused():
    with pytest.raises(PackageRefused, match=r"^course/x: This path comes twice"):
        unpack(a_tar((a_member("course/x"), b"1"), (a_member("./course/x"), b"2")))


def test_too_many_files_are_refused():
    data = pack({f"course/{number}": b"" for number in range(6)})
    assert len(unpack(data, max_files=6)) == 6
    with pytest.raises(PackageRefused, match="more than 5 files"):
        unpack(data, max_files=5)


@pytest.mark.parametrize("make", [lambda content: pack({"x": content}), lambda content: a_zip(("x", content))])
def test_too_much_content_is_refused(make):
    data = make(bytes(3 * MIB))
    assert len(unpack(data, max_unpacked=4 * MIB)["x"]) == 3 * MIB
    with pytest.raises(PackageRefused, match="unpacks to more than 2 MiB"):
        unpack(data, max_unpacked=2 * MIB)


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_bomb_is_refused_before_it_is_inflated(kind):
    """4 GiB of nothing, compressed: as a file, and where tarfile itself would read it into memory as a long header."""
    import resource

    member = a_member("x", kind)
    member.size = 4 * 1024 * MIB
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [deflate.compress(member.tobuf(tarfile.GNU_FORMAT))]
    parts += [deflate.compress(bytes(16 * MIB)) for _ in range(4)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PackageRefused, match="unpacks to more than 8 MiB"):
        unpack(b"".join([*parts, deflate.flush()]), max_unpacked=8 * MIB)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


def test_archive_inside_the_archive_stays_closed():
    bomb = gzip.compress(bytes(64 * MIB))
    assert unpack(pack({"course/static/notes.gz": bomb}), max_unpacked=MIB) == {"course/static/notes.gz": bomb}


def test_zip_that_lies_about_a_size_is_refused():
    data = a_zip(("x", bytes(4 * MIB)))
    size = (4 * MIB).to_bytes(4, "little")
    with pytest.raises(PackageRefused):
        unpack(data.replace(size, (10).to_bytes(4, "little")), max_unpacked=MIB)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_with_another_compression_is_refused(method):
    with pytest.raises(PackageRefused, match=r"^x: .*other than deflate"):
        unpack(a_zip(("x", b"x" * 100), method=method))


def test_encrypted_zip_is_refused():
    data = bytearray(a_zip(("x", b"secret")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(PackageRefused, match=r"^x: This file is encrypted"):
        unpack(bytes(data))


@pytest.mark.parametrize("data", [b"", b"<course/>", b"BZh91AY", b"\x1f"])
def test_anything_else_is_refused(data):
    with pytest.raises(PackageRefused, match="neither"):
        unpack(data)


@pytest.mark.parametrize("make", [pack, lambda files: a_zip(*files.items())])
def test_truncated_archive_is_refused_wherever_it_was_cut(make):
    data = make({"course/course.xml": os.urandom(300), "course/x": os.urandom(3000)})
    for length in range(2, len(data), 7):
        with pytest.raises(PackageRefused):
            unpack(data[:length])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["tar", "zip"]), st.data())
def test_damaged_archive_is_refused_or_read_never_worse(form, data):
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in FILES.items():
            member = a_member(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    raw = bytearray(inner.getvalue() if form == "tar" else a_zip(*FILES.items()))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PackageRefused):
        unpack(gzip.compress(bytes(raw), 1) if form == "tar" else bytes(raw), max_unpacked=MIB)
