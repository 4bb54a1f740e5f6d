"""The hub as a program: it starts, is killed, starts again, and nobody gets a second number."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import uuid_utils.compat as uuid
from sqlite_utils import Database

from offline_queue.database import open_database

START_S = 20  # a busy shared machine; alone it takes less than one second


def kiosk(*arguments: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "hub", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


@contextmanager
def running(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    ready = folder / "ready"
    ready.unlink(missing_ok=True)
    arguments = ["run", "--port", "0", "--db", str(folder / "h.db"), "--ready-file", str(ready)]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "hub", *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()  # ends when the process ends
        url = ready.read_text(encoding="utf-8").strip()
        assert line == f"The hub answers at {url}\n"
        yield process, url
    finally:
        process.kill()
        process.wait(START_S)
        process.stdout.close()


def take(url: str, key: str) -> requests.Response:
    body = {"ticket_id": key, "service_id": "ho-tich", "kiosk_id": "k1"}
    return requests.post(
        f"{url}/v1/tickets", json=body, headers={"Idempotency-Key": key}, timeout=10
    )


def test_killed_between_commit_and_answer_the_retry_gets_the_same_number(tmp_path: Path) -> None:
    """The process is frozen, asked, and killed once the ticket is on disk but not answered."""
    numbers: dict[str, Any] = {}
    for round_ in range(2):
        key = str(uuid.uuid7())
        with running(tmp_path) as (process, url):
            # Whoever holds the write lock holds the commit: the request waits in the hub.
            blocker = open_database(tmp_path / "h.db")
            blocker.execute("BEGIN IMMEDIATE")
            address = url.removeprefix("http://").split(":")
            with _asked(address, key):
                blocker.rollback()
                _wait_until_committed(blocker, key)
                process.send_signal(signal.SIGKILL)
                process.wait(START_S)
            blocker.close()
        with running(tmp_path) as (_, url):
            again = take(url, key)
            assert again.status_code == 200, "the deed was on disk, so this is a repetition"
            numbers[key] = again.json()["number"]
            assert take(url, str(uuid.uuid7())).json()["number"] == f"A{2 * round_ + 2:03d}"
    assert list(numbers.values()) == ["A001", "A003"]


@contextmanager
def _asked(address: list[str], key: str) -> Iterator[None]:
    """A request whose answer is never read."""
    import socket

    body = json.dumps({"ticket_id": key, "service_id": "ho-tich", "kiosk_id": "k1"})
    with socket.create_connection((address[0], int(address[1])), timeout=5) as line:
        line.sendall(
            f"POST /v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        yield


def _wait_until_committed(database: Database, key: str) -> None:
    for _ in range(200_000):
        query = "SELECT 1 FROM ticket WHERE ticket_id = ?"
        if database.execute(query, [key]).fetchone():
            return
    raise AssertionError("the ticket never reached the disk")


def test_a_second_hub_on_the_same_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with running(tmp_path):
        second = kiosk("run", "--port", "0", "--db", tmp_path / "h.db")
        assert second.returncode == 3
        assert "Another hub already works with" in second.stderr
        assert "Traceback" not in second.stderr


def test_a_taken_address_is_told(tmp_path: Path) -> None:
    with running(tmp_path) as (_, url):
        listen = url.removeprefix("http://")
        second = kiosk("run", "--listen", listen, "--db", tmp_path / "other.db")
        assert second.returncode == 3
        assert listen in second.stderr
    assert kiosk("run", "--listen", "nonsense").returncode == 2


def test_told_to_stop_the_hub_stops_cleanly_though_boards_are_connected(tmp_path: Path) -> None:
    with running(tmp_path) as (process, url):
        boards = [requests.get(f"{url}/v1/stream", stream=True, timeout=10) for _ in range(5)]
        take(url, str(uuid.uuid7()))
        process.send_signal(signal.SIGTERM)
        assert process.wait(START_S) == 0
        for board in boards:
            assert b"event: state" in board.raw.read(2000)
            board.close()
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_clerks_are_added_listed_and_may_sign_in(tmp_path: Path) -> None:
    db = tmp_path / "h.db"
    with running(tmp_path) as (_, url):
        added = kiosk("user", "add", "lan", "--password-stdin", "--db", db, stdin="mat-khau-dai\n")
        assert (added.returncode, added.stderr) == (0, "")
        body = {"name": "lan", "password": "mat-khau-dai"}
        assert requests.post(f"{url}/v1/session", json=body, timeout=10).status_code == 200
    assert json.loads(kiosk("user", "list", "--json", "--db", db).stdout) == {"name": "lan"}
    short = kiosk("user", "add", "lan", "--password-stdin", "--db", db, stdin="short\n")
    assert short.returncode == 2
    assert "8 to 200" in short.stderr


@pytest.mark.parametrize("name", ["nowhere", "{folder}/bad.toml"])
def test_a_mistake_in_the_list_of_services_is_told_before_anything_runs(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.toml").write_text("[[service]]\nid = 'X'\n", encoding="utf-8")
    monkeypatch.setitem(os.environ, "KIOSK_SITE__SERVICES", name.format(folder=tmp_path))
    told = kiosk("run", "--port", "0", "--db", tmp_path / "h.db")
    assert told.returncode == 2
    assert "service" in told.stderr
    assert "Traceback" not in told.stderr
