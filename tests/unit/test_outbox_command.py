"""``kiosk outbox``, as support reads it over the phone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from kiosk import cli
from offline_queue import outbox, schema
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope
from offline_queue.moment import Moment

AT = Moment(1_790_000_000_000, "boot-1", 1_000_000)


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PATHS__DATA", str(tmp_path))
    monkeypatch.delenv("KIOSK_CONFIG", raising=False)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "outbox.db")
    schema.migrate(opened)
    yield opened
    opened.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.build(), ["outbox", *arguments])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def hand_in(database: Database, folder: Path, key: str) -> Envelope:
    blob = BlobStore(folder / "sealed").put(f"sealed {key}".encode())
    envelope = Envelope(key, b"{}", key, blobs=(blob,))
    with immediate(database):
        outbox.enqueue(database, envelope, at=AT)
    return envelope


def set_first_aside(database: Database) -> None:
    taken = outbox.take(database, at=AT)
    assert taken is not None
    outbox.quarantine(database, taken, at=AT, reason="key-conflict", http_status=409)


@pytest.mark.parametrize("what", ["status", "list", "verify"])
def test_a_kiosk_without_an_outbox_yet_has_an_empty_one(tmp_path: Path, what: str) -> None:
    for arguments, said in (((what,), "The outbox is empty.\n"), ((what, "--json"), "")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (0, said)
    assert list(tmp_path.iterdir()) == []  # looking makes nothing


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\x00" + b"\xff" * 5000, b"not a database" * 99]
)
@pytest.mark.parametrize("what", ["status", "list", "verify", "requeue d1"])
def test_a_broken_outbox_is_told_with_its_path(tmp_path: Path, what: str, content: bytes) -> None:
    (tmp_path / "outbox.db").write_bytes(content)
    result = run(*what.split())
    assert result.exit_code == 1
    assert f"outbox: {tmp_path / 'outbox.db'}: " in result.stderr
    assert "Traceback" not in result.stderr


def test_an_outbox_of_a_newer_version_is_not_touched(database: Database) -> None:
    database.execute("PRAGMA user_version = 99")
    result = run("status")
    assert result.exit_code == 1
    assert "99" in result.stderr


def test_status_counts_each_state(database: Database, tmp_path: Path) -> None:
    hand_in(database, tmp_path, "d1")
    hand_in(database, tmp_path, "d2")
    set_first_aside(database)
    found = lines(run("status", "--json"))
    assert [(row["lane"], row["state"], row["count"], row["bytes"]) for row in found] == [
        ("dossiers", "quarantined", 1, 11),
        ("dossiers", "ready", 1, 11),
    ]
    assert all(row["oldest_s"] >= 0 and len(row) == 5 for row in found)
    assert "quarantined" in run("status").stdout


def test_list_says_why_something_was_set_aside(database: Database, tmp_path: Path) -> None:
    hand_in(database, tmp_path, "d1")
    set_first_aside(database)
    (row,) = lines(run("list", "--json", "--state", "quarantined"))
    assert (row["key"], row["reason"], row["http_status"]) == ("d1", "key-conflict", 409)
    assert lines(run("list", "--json", "--state", "ready")) == []
    assert "key-conflict" in run("list").stdout


def test_requeue_lets_it_try_again_and_refuses_what_is_not_set_aside(
    database: Database, tmp_path: Path
) -> None:
    hand_in(database, tmp_path, "d1")
    refused = run("requeue", "d1")
    assert refused.exit_code == 2
    assert "not set aside" in refused.stderr
    set_first_aside(database)
    assert lines(run("requeue", "d1", "--json")) == [{"key": "d1", "requeued": True}]
    assert outbox.take(database, at=AT) is not None
    assert run("requeue", "nobody").exit_code == 2


def test_verify_finds_a_file_that_is_missing_or_rotted(database: Database, tmp_path: Path) -> None:
    first, second = (hand_in(database, tmp_path, key) for key in ("d1", "d2"))
    assert run("verify").exit_code == 0
    store = BlobStore(tmp_path / "sealed")
    store.path(first.blobs[0].sha256).unlink()
    store.path(second.blobs[0].sha256).write_bytes(b"rot")
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert [(row["key"], row["ok"]) for row in lines(result)] == [
        (None, True),
        ("d1", False),
        ("d2", False),
    ]
