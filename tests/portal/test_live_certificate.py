"""A portal that runs for years answers with a certificate that is good."""

import datetime as dt
import json
import shutil
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import uvicorn
from click.testing import CliRunner
from cryptography import x509
from fastapi import FastAPI
from structlog.testing import capture_logs

from devices.health import State
from kiosk.cli import build
from kiosk.clock import utc_now
from kiosk.portal import setup
from kiosk.services.readiness import Level
from kiosk.texts import text
from kiosk.web import certificate, server
from kiosk.web.certificate import CertificateNote, LiveCertificate, Look, noted
from tests.portal.world import wait_until

YEAR = dt.timedelta(days=365)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portal's folder that was made 300 days ago."""
    setup.init(tmp_path / "portal", host="127.0.0.1", now=utc_now() - dt.timedelta(days=300))
    return tmp_path / "portal"


class Shown:
    """A server's context, and what it shows to who connects."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.pair = (folder / setup.TLS_CERT, folder / setup.TLS_KEY)
        self.context.load_cert_chain(*self.pair)

    def live(self, now: dt.datetime) -> LiveCertificate:
        return live(self.folder, self, lambda: setup.renew(self.folder, now=now))

    def end(self) -> dt.datetime:
        """When the certificate ends that a kiosk is shown, and believes."""
        kiosk = ssl.create_default_context(cafile=self.folder / setup.CA_CERT)
        here, there = socket.socketpair()
        answering = threading.Thread(target=self._answer, args=(there,))
        answering.start()
        with kiosk.wrap_socket(here, server_hostname="127.0.0.1") as line:
            shown = line.getpeercert(binary_form=True)
        answering.join(5)
        assert shown is not None
        return x509.load_der_x509_certificate(shown).not_valid_after_utc

    def _answer(self, line: socket.socket) -> None:
        with (
            suppress(ssl.SSLError),  # who does not believe the certificate says so
            self.context.wrap_socket(line, server_side=True) as answered,
        ):
            answered.recv(1)


def live(folder: Path, shown: Shown, renew: Callable[[], object]) -> LiveCertificate:
    return LiveCertificate(
        shown.context,
        *shown.pair,
        renew=renew,
        tell=CertificateNote(folder, clock=utc_now).told,
    )


def test_a_certificate_near_its_end_is_replaced_in_the_running_server(folder: Path) -> None:
    shown = Shown(folder)
    running = shown.live(utc_now())
    assert shown.end() < utc_now() + setup.RENEW_BEFORE
    assert running.look()
    assert shown.end() > utc_now() + YEAR
    assert not running.look()


def test_a_certificate_that_somebody_puts_there_is_taken(folder: Path, tmp_path: Path) -> None:
    shown = Shown(folder)
    running = live(folder, shown, lambda: None)
    setup.init(tmp_path / "other", host="127.0.0.1", now=utc_now())
    for name in (setup.TLS_CERT, setup.TLS_KEY, setup.CA_CERT):
        shutil.copy(tmp_path / "other" / name, folder / name)
    assert running.look()
    assert shown.end() > utc_now() + YEAR


def test_half_a_new_pair_harms_nobody_and_is_taken_once_whole(folder: Path, tmp_path: Path) -> None:
    shown = Shown(folder)
    running = live(folder, shown, lambda: None)
    before = shown.end()
    setup.init(tmp_path / "other", host="127.0.0.1", now=utc_now())
    shutil.copy(tmp_path / "other" / setup.TLS_CERT, folder / setup.TLS_CERT)
    with capture_logs() as logs:
        assert not running.look()
    assert [line["event"] for line in logs] == ["certificate.not_taken"]
    assert shown.end() == before
    (folder / setup.TLS_CERT).unlink()
    assert not running.look()
    assert shown.end() == before
    for name in (setup.TLS_CERT, setup.TLS_KEY, setup.CA_CERT):
        shutil.copy(tmp_path / "other" / name, folder / name)
    assert running.look()
    assert shown.end() > before


def test_a_folder_that_cannot_renew_serves_on_and_says_so(folder: Path) -> None:
    shown = Shown(folder)
    running = shown.live(utc_now())
    before = shown.end()
    (folder / setup.CA_KEY).write_text("no key", encoding="utf-8")
    with capture_logs() as logs:
        assert not running.look()
    assert [line["event"] for line in logs] == ["certificate.not_renewed"]
    assert shown.end() == before


def test_a_certificate_of_a_clock_that_was_ahead_is_made_anew(folder: Path) -> None:
    shown = Shown(folder)
    assert shown.live(utc_now() + 3 * YEAR).look()
    with pytest.raises(ssl.SSLCertVerificationError, match="not yet valid"):
        shown.end()
    assert shown.live(utc_now()).look()
    assert shown.end() > utc_now() + YEAR


def test_the_server_looks_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[uvicorn.Server] = []

    class Noted(server.StoppableServer):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            running.append(self)

    monkeypatch.setattr(server, "StoppableServer", Noted)
    monkeypatch.setattr(certificate, "LOOK_EVERY_S", 0.05)
    on = server.bound("127.0.0.1:0")
    port, ends = on.getsockname()[1], []

    def visit() -> None:
        def good() -> bool:
            shown = ssl.get_server_certificate(
                ("127.0.0.1", port), ca_certs=str(folder / setup.CA_CERT)
            )
            ends.append(x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc)
            return ends[-1] > utc_now() + YEAR

        try:
            wait_until(good)
            assert (
                requests.get(
                    f"https://127.0.0.1:{port}/nowhere",
                    verify=str(folder / setup.CA_CERT),
                    timeout=5,
                ).status_code
                == 404
            )
        finally:
            running[0].should_exit = True

    visiting = threading.Thread(target=visit)
    server.serve(
        FastAPI(),
        on,
        store=folder / setup.STORE,
        ready=visiting.start,
        tls=(folder / setup.TLS_CERT, folder / setup.TLS_KEY),
        renew=lambda: setup.renew(folder, now=utc_now()),
    )
    visiting.join(5)
    assert ends[-1] > utc_now() + YEAR


def refuse() -> None:
    raise OSError("the disk is read-only")


@pytest.mark.parametrize(("age", "level"), [(300, Level.ATTENTION), (380, Level.FAILED)])
def test_a_certificate_that_is_not_renewed_is_a_fault_with_its_remedy_and_the_days_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: int, level: Level
) -> None:
    monkeypatch.setenv("KIOSK_PATHS__DATA", str(tmp_path))
    monkeypatch.setenv("KIOSK_HUB__URL", "http://127.0.0.1:9")
    folder = tmp_path / "portal"
    setup.init(folder, host="127.0.0.1", now=utc_now() - dt.timedelta(days=age))
    with capture_logs() as logs:
        live(folder, Shown(folder), refuse).look()
    (line,) = logs
    assert (line["event"], line["code"]) == ("certificate.not_renewed", "TLS-01")
    left = (Shown(folder).end() - utc_now()).days
    assert line["days_left"] == left
    assert line["do"] == text("remedy.TLS-01", "vi")
    done = CliRunner().invoke(build(), ["check", "--json"])
    (row,) = (one for one in map(json.loads, done.output.splitlines()) if one["code"] == "TLS-01")
    assert (row["part"], row["level"]) == ("certificate", level.value)
    assert row["evidence"] == f"{left} days left; the disk is read-only"
    assert row["remedy"] == text("remedy.TLS-01", "en")


def test_once_it_is_renewed_nobody_is_told_any_more(folder: Path) -> None:
    shown = Shown(folder)
    live(folder, shown, refuse).look()
    assert noted(folder, now=utc_now()).code == "TLS-01"  # type: ignore[union-attr]  # it is there
    live(folder, shown, lambda: setup.renew(folder, now=utc_now())).look()
    found = noted(folder, now=utc_now())
    assert found is not None
    assert (found.state, found.code) == (State.READY, None)
    tomorrow = noted(folder, now=utc_now() + dt.timedelta(days=1))
    assert tomorrow is not None
    assert tomorrow.state is State.UNKNOWN  # that portal looks no more


def test_one_of_another_authority_is_told_of_a_fortnight_before_its_end(folder: Path) -> None:
    note, now = CertificateNote(folder, clock=utc_now), utc_now()
    for days, code in ((90, None), (15, None), (13, "TLS-01"), (-1, "TLS-01")):
        note.told(Look(now + dt.timedelta(days=days), ""))
        found = noted(folder, now=now)
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize("note", [None, "", "{", "[]", '{"until": "x", "at": "y"}'])
def test_where_no_portal_has_looked_there_is_no_row(tmp_path: Path, note: str | None) -> None:
    if note is not None:
        (tmp_path / "certificate.json").write_text(note, encoding="utf-8")
    assert noted(tmp_path, now=utc_now()) is None
