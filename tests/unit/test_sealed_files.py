"""Sealed files are on the disk before any row names them, and readable by the office alone."""

import datetime as dt
import errno
import os
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_queue import quota, sealing
from offline_queue.blobs import BlobDamagedError, BlobNotStoredError, BlobStore, DiskFullError
from offline_queue.envelope import Blob

NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def key(
    key_id: str, identity: pyrage.x25519.Identity, *, start: int = -1, end: int | None = 1
) -> sealing.PublicKey:
    return sealing.PublicKey(
        key_id,
        str(identity.to_public()),
        NOW + start * DAY,
        None if end is None else NOW + end * DAY,
    )


def test_each_office_key_opens_what_was_sealed_and_no_other_does() -> None:
    office, escrow, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))
    keys = sealing.KeySet([key("office", office), key("escrow", escrow, end=None)])
    sealed = keys.seal("Nguyễn Thị Mẫu".encode(), now=NOW)
    assert sealed.key_ids == ("office", "escrow")
    for identity in (office, escrow):
        assert pyrage.decrypt(sealed.data, [identity]).decode() == "Nguyễn Thị Mẫu"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.data, [stranger])
    for broken in (sealed.data[:-1], sealed.data[:-20] + b"x" * 20):
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(broken, [office])


def test_nothing_is_sealed_when_no_key_is_valid() -> None:
    identity = pyrage.x25519.Identity.generate()
    past = key("old", identity, start=-9, end=0)  # not_after is no longer valid
    future = key("new", identity, start=1)
    with pytest.raises(sealing.NoValidKeyError, match="old, new"):
        sealing.KeySet([past, future]).seal(b"x", now=NOW)
    with pytest.raises(sealing.NoValidKeyError, match="none"):
        sealing.KeySet([]).valid(NOW)
    (used,) = sealing.KeySet([past, future, key("current", identity, start=0)]).valid(NOW)
    assert used.key_id == "current"


def test_a_key_that_is_none_is_refused_when_it_is_loaded() -> None:
    with pytest.raises(sealing.KeyRefusedError):
        sealing.PublicKey("k", "age1nonsense", NOW)
    with pytest.raises(ValueError, match="time zone"):
        sealing.PublicKey(
            "k", str(pyrage.x25519.Identity.generate().to_public()), NOW.replace(tzinfo=None)
        )


@given(plain=st.binary(max_size=200_000))
def test_sealing_keeps_every_byte(plain: bytes) -> None:
    identity = pyrage.x25519.Identity.generate()
    sealed = sealing.KeySet([key("k", identity)]).seal(plain, now=NOW)
    assert pyrage.decrypt(sealed.data, [identity]) == plain


def test_a_page_is_stored_once_under_the_hash_of_its_bytes(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "sealed")
    page = os.urandom(300_000)
    blob = store.put(page)
    assert store.put(page) == blob
    assert [path.name for path in store.folder.iterdir()] == [blob.sha256]
    assert store.path(blob.sha256).stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert store.read(blob, 262_144, 262_144) == page[262_144:]
    assert store.read(blob, 300_000, 10) == b""
    store.remove([blob.sha256])
    store.remove([blob.sha256])
    assert list(store.folder.iterdir()) == []


def test_a_page_whose_bytes_rotted_is_found_and_can_be_stored_again(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = store.put(b"page one")
    store.path(blob.sha256).write_bytes(b"page 0ne")
    with pytest.raises(BlobDamagedError, match="other bytes"):
        store.check(blob)
    store.put(b"page one")
    store.check(blob)
    store.path(blob.sha256).write_bytes(b"page")
    with pytest.raises(BlobDamagedError, match="shorter"):
        store.read(blob, 0, 100)
    store.path(blob.sha256).unlink()
    for reading in (lambda: store.check(blob), lambda: store.read(blob, 0, 1)):
        with pytest.raises(BlobDamagedError, match="No such file"):
            reading()


def test_what_a_crash_left_unfinished_is_deleted_at_the_start(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    kept, orphan = store.put(b"kept"), store.put(b"never submitted")
    (tmp_path / ("b" * 64 + ".part")).write_bytes(b"half")
    assert store.clean([kept.sha256]) == 2
    assert [path.name for path in tmp_path.iterdir()] == [kept.sha256]
    assert store.clean([kept.sha256]) == 0
    assert not store.path(orphan.sha256).exists()


def test_after_a_failed_fsync_the_file_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, real, calls = BlobStore(tmp_path), os.fsync, []

    def failing(handle: int) -> None:
        calls.append(os.fstat(handle).st_ino)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    opened: list[Path] = []
    real_open = os.open

    def noting(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_EXCL:
            opened.append(path)
        return real_open(path, flags, mode)

    monkeypatch.setattr(os, "open", noting)
    store.check(store.put(b"page"))
    assert len(opened) == 2  # a new file, not a second fsync of the old one


def test_a_disk_that_cannot_sync_never_gets_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BlobStore(tmp_path)

    def failing(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(BlobNotStoredError, match="twice"):
        store.put(b"page")
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from offline_queue.blobs import BlobStore, DiskFullError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store = BlobStore(Path(sys.argv[1]))
store.put(b"x" * 90_000)
try:
    store.put(b"y" * 110_000)
except DiskFullError as error:
    print("full:", error)
"""


def test_a_full_disk_is_told_by_name_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert ran.stdout.startswith("full: ")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_a_disk_is_full_has_the_same_name(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BlobStore(tmp_path)

    def full(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        store.put(b"page")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_hash_never_becomes_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        BlobStore(tmp_path).path("../../etc/passwd")
    with pytest.raises(ValueError, match="sha256"):
        Blob("../x", 1)


MB = 1_000_000


@pytest.mark.parametrize(
    ("free", "total", "queued", "why"),
    [
        (200 * MB, 1_000 * MB, 0, None),
        (200 * MB - 1, 1_000 * MB, 0, quota.Refusal.DISK_LOW),
        (499 * MB, 10_000 * MB, 0, quota.Refusal.DISK_LOW),  # 5 % of a small disk
        (500 * MB, 10_000 * MB, 0, None),
        (999 * MB, 250_000 * MB, 0, quota.Refusal.DISK_LOW),  # ten dossiers of a large one
        (1_000 * MB, 250_000 * MB, 0, None),
        (5_000 * MB, 100_000 * MB, 4_000 * MB, None),
        (5_000 * MB, 100_000 * MB, 4_000 * MB + 1, quota.Refusal.QUEUE_FULL),
    ],
)
def test_a_citizen_is_told_before_starting_that_there_is_no_room(
    free: int, total: int, queued: int, why: quota.Refusal | None
) -> None:
    assert quota.refusal(quota.Space(free, total), queued_bytes=queued) is why


def test_ballast_takes_real_room_and_gives_it_back(tmp_path: Path) -> None:
    ballast = quota.Ballast(tmp_path / "ballast", size=1 << 20)
    assert not ballast.present()
    assert ballast.fill()
    assert ballast.present()
    assert ballast.release()
    assert not ballast.release()
    low, fine = quota.Space(200 * MB, 1_000 * MB), quota.Space(300 * MB, 1_000 * MB)
    assert not ballast.refill(low)
    assert ballast.refill(fine)
    assert ballast.present()


def test_a_sparse_ballast_is_no_ballast(tmp_path: Path) -> None:
    with (tmp_path / "ballast").open("wb") as file:
        file.truncate(1 << 20)
    ballast = quota.Ballast(tmp_path / "ballast", size=1 << 20)
    assert not ballast.present()
    assert ballast.fill()
    assert ballast.present()


def test_ballast_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    huge = quota.space(tmp_path).total * 4
    assert not quota.Ballast(tmp_path / "ballast", size=huge).fill()
    assert list(tmp_path.iterdir()) == []
