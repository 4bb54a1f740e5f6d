"""Whatever the network or the power does, a dossier arrives once or stays where it is."""

import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.agent.following import Follow
from kiosk.agent.run import Agent
from kiosk.agent.uplink import Uplink
from kiosk.clock import utc_now
from kiosk.lock import AlreadyRunningError
from kiosk.portal import setup, tables
from kiosk.remote.portal_client import PortalClient
from kiosk.services import own_dossiers
from kiosk.services.enrolment import NotEnrolledError
from offline_queue.answers import Failure, decide
from offline_queue.database import sqlite3
from offline_queue.quota import Space
from tests.portal.world import Kiosk, RunningPortal, declaration, new_ids, wait_until
from tests.support.loopback import answering, say


@contextmanager
def impostor(
    status: int, headers: dict[str, str], body: bytes
) -> Iterator[tuple[str, list[bytes]]]:
    """Something else that answers in the portal's place; keeps what it was sent."""
    received: list[bytes] = []

    def answer(request: BaseHTTPRequestHandler, sent: bytes) -> None:
        received.append(sent)
        say(request, status, headers, body)

    with answering(answer) as url:
        yield url, received


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        (500, {}, b"", "http-500"),
        (503, {"Retry-After": "1"}, b"<html>", "http-503"),
        (200, {"Content-Type": "text/html"}, b"<html>Log in to the hotel</html>", "no-json"),
        (200, {"Content-Type": "application/json"}, b'{"ok": true}', "no-list"),
        (200, {"Content-Type": "application/json"}, b"[" * 100_000, "no-json"),
        (302, {"Location": "http://127.0.0.1:9/login"}, b"", "redirect"),
        (404, {"Content-Type": "text/html"}, b"<html>nothing here</html>", "http-404"),
    ],
)
def test_what_is_not_the_portal_gets_no_page_and_the_dossier_waits(
    kiosk: Kiosk, status: int, headers: dict[str, str], body: bytes, reason: str
) -> None:
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(),), office_id="song-may")
    files = sorted(path.name for path in (kiosk.data / "sealed").iterdir())
    with impostor(status, headers, body) as (url, received):
        kiosk.start_agent(portal_url=url)
        wait_until(lambda: kiosk.socket.status().link == "down")
        assert kiosk.socket.status().reason == reason
        kiosk.stop_agent()
        assert max(len(each) for each in received) < 4096  # manifests and heartbeats, no page
    assert kiosk.states()[str(ids.dossier_id)] == "ready"
    assert sorted(path.name for path in (kiosk.data / "sealed").iterdir()) == files


def test_a_line_that_accepts_and_never_answers_counts_as_a_silent_portal(
    served: RunningPortal, kiosk: Kiosk
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hole:
        client = PortalClient(
            f"http://127.0.0.1:{hole.getsockname()[1]}",
            kiosk.enrolment.device_key(),
            server_keys=kiosk.enrolment.server_keys,
            ca=None,
            clock=utc_now,
            timeout_s=(0.2, 0.2),
        )
        assert client.ping().failure is Failure.TIMEOUT
        client.close()


def test_a_disk_too_full_for_news_does_not_stop_what_would_free_it(
    served: RunningPortal, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def full(*_: object) -> None:
        asked.set()
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("kiosk.agent.downlink.own_dossiers.forget_old", full)
    ids = new_ids()
    kiosk.start_agent()
    assert asked.wait(10)
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.stop_agent()


def nobody() -> PortalClient:
    raise AssertionError("nothing is sent")


def test_a_full_disk_gets_the_reserve_that_was_kept_for_it(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve, free = kiosk.data / "ballast", [10**12]
    monkeypatch.setattr("kiosk.agent.uplink.space", lambda _folder: Space(free[0], 10**12))
    uplink = Uplink(
        kiosk.data, nobody, {}, clock=utc_now, rng=random.Random(7), reserve_bytes=1 << 20
    )
    uplink.keep_room()
    assert reserve.stat().st_size == 1 << 20
    free[0] = 1_000_000
    uplink.keep_room()
    assert not reserve.exists()
    free[0] = 10**12
    uplink.keep_room()
    assert reserve.exists()


def test_keys_that_rotted_on_the_disk_are_fetched_again(kiosk: Kiosk) -> None:
    whole = kiosk.enrolment.key_set()
    file = kiosk.data / "portal-link" / "key-set.json"
    file.write_text('{"serial": 9')
    with pytest.raises(NotEnrolledError):
        kiosk.enrolment.key_set()
    kiosk.start_agent()
    wait_until(lambda: file.read_text().endswith("}"))
    assert kiosk.enrolment.key_set().serial >= whole.serial


def test_keys_of_an_older_set_are_not_taken_again(kiosk: Kiosk) -> None:
    kept = kiosk.enrolment.key_set()
    for serial in (kept.serial, kept.serial - 1):  # signed once, and replayed
        assert not kiosk.enrolment.keep_key_set(kept.model_copy(update={"serial": serial}), "{}")
    assert kiosk.enrolment.key_set() == kept


def test_only_the_portals_own_authority_is_believed(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    for folder in (right, wrong):
        setup.init(folder, host="127.0.0.1", now=utc_now())
    made = RunningPortal(tmp_path / "portal", tls=True)
    made.start()
    try:
        kiosk = Kiosk.enrolled(tmp_path / "kiosk", made.provision())
        ids = new_ids()
        kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
        for ca in (wrong / setup.CA_CERT, None):
            client = PortalClient(
                made.url,
                kiosk.enrolment.device_key(),
                server_keys=kiosk.enrolment.server_keys,
                ca=ca,
                clock=utc_now,
            )
            answer = client.ping()
            client.close()
            assert answer.failure is Failure.TLS
            assert decide(answer).reason == "tls"
        kiosk.start_agent()
        wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
        kiosk.close()
    finally:
        made.stop()


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    setup.init(tmp_path / "other", host="portal.example", now=utc_now())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "other" / setup.TLS_CERT, tmp_path / "other" / setup.TLS_KEY)
    served = RunningPortal(tmp_path / "portal")
    served.start()
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    served.stop()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            raw, _ = listening.accept()
            raw.settimeout(5)
            try:
                context.wrap_socket(raw, server_side=True).close()
            except OSError:
                raw.close()

        thread = threading.Thread(target=serve)
        thread.start()
        client = PortalClient(
            f"https://127.0.0.1:{listening.getsockname()[1]}",
            kiosk.enrolment.device_key(),
            server_keys=kiosk.enrolment.server_keys,
            ca=tmp_path / "other" / setup.CA_CERT,
            clock=utc_now,
        )
        assert client.ping().failure is Failure.TLS
        client.close()
        thread.join(5)
    kiosk.close()


def test_an_agent_killed_at_every_step_delivers_each_dossier_once(
    served: RunningPortal, kiosk: Kiosk
) -> None:
    deadly = (
        "taken",
        "manifest.answered",
        "part.sent",
        "uploaded",
        "commit.answered",
        "receipt.stored",
        "blobs.removed",
    )
    handed_in = []
    for step in deadly:
        ids = new_ids()
        kiosk.submitting.submit(
            ids, declaration(), (kiosk.scan(step.encode()),), office_id="song-may"
        )
        handed_in.append(str(ids.dossier_id))
        child = subprocess.run(
            [sys.executable, "-m", "tests.portal.agent_child", str(kiosk.data), step],
            timeout=30,
            capture_output=True,
            check=False,
        )
        assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    kiosk.start_agent()
    wait_until(lambda: set(kiosk.states().values()) == {"purged"})
    rows = served.rows(tables.dossier)
    assert sorted(str(row["id"]) for row in rows) == sorted(handed_in)
    assert list((kiosk.data / "sealed").iterdir()) == []
    receipts = [row["receipt_no"] for row in served.rows(tables.delivery)]
    assert sorted(receipts) == list(range(1, len(deadly) + 1))  # type: ignore[type-var]


def test_a_second_agent_ends_before_it_touches_anything(kiosk: Kiosk) -> None:
    kiosk.start_agent()
    second = Agent(kiosk.data, clock=utc_now, rng=random.Random(2))
    with pytest.raises(AlreadyRunningError):
        second.run()
    assert kiosk.socket.status().waiting == 0
    assert (kiosk.data / "agent.sock").stat().st_mode & 0o777 == 0o600


def test_a_kiosk_that_was_shut_out_keeps_its_queue_and_says_so(
    served: RunningPortal, kiosk: Kiosk
) -> None:
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
    from kiosk.portal.registry import Registry
    from kiosk.portal.store import Store

    store = Store(served.folder / setup.STORE)
    Registry(store, served.signer).revoke("lobby-1", now=utc_now())
    store.close()
    kiosk.start_agent()
    wait_until(lambda: kiosk.socket.status().link == "paused")
    assert kiosk.socket.status().reason == "unknown-device"
    assert kiosk.states()[str(ids.dossier_id)] == "ready"


def test_a_kiosk_whose_clock_is_a_year_behind_repairs_it_and_delivers(
    served: RunningPortal, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
    monkeypatch.setattr("tests.portal.world.utc_now", lambda: utc_now() - dt.timedelta(days=365))
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")


def test_a_clock_that_runs_a_year_ahead_forgets_no_receipt(
    served: RunningPortal, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.stop_agent()
    monkeypatch.setattr("tests.portal.world.utc_now", lambda: utc_now() + dt.timedelta(days=365))
    with capture_logs() as logs:
        kiosk.start_agent()
        wait_until(lambda: any(line["event"] == "downlink.forgotten" for line in logs))
    kiosk.stop_agent()
    assert kiosk.states() == {str(ids.dossier_id): "purged"}
    assert own_dossiers.find(kiosk.database, code=str(ids.code)) is not None


def test_who_asks_for_a_dossier_does_not_wait_for_somebody_elses_answer(kiosk: Kiosk) -> None:
    here, both = threading.Event(), threading.Barrier(2, timeout=10)

    def answer(request: BaseHTTPRequestHandler, _sent: bytes) -> None:
        both.wait()  # answers nobody before both have asked
        here.set()
        say(request, 503, {}, b"")

    key, keys = kiosk.enrolment.device_key(), kiosk.enrolment.server_keys
    asked = [new_ids(), new_ids()]
    with answering(answer) as url, ThreadPoolExecutor(2) as people:
        follow = Follow(
            kiosk.database,
            kiosk.enrolment,
            lambda: PortalClient(url, key, server_keys=keys, ca=None, clock=utc_now),
        )
        answers = list(people.map(lambda ids: follow.follow(str(ids.code), ids.secret), asked))
    assert here.is_set()
    assert [answer.where for answer in answers] == ["away", "away"]
