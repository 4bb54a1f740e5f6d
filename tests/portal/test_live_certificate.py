"""A portal that runs for years answers with a certificate that is good."""

import datetime as dt
import shutil
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import uvicorn
from cryptography import x509
from fastapi import FastAPI
from structlog.testing import capture_logs

from kiosk.clock import utc_now
from kiosk.portal import setup
from kiosk.web import certificate, server
from kiosk.web.certificate import LiveCertificate
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
        return LiveCertificate(
            self.context, *self.pair, renew=lambda: setup.renew(self.folder, now=now)
        )

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


def test_a_certificate_near_its_end_is_replaced_in_the_running_server(folder: Path) -> None:
    shown = Shown(folder)
    live = shown.live(utc_now())
    assert shown.end() < utc_now() + setup.RENEW_BEFORE
    assert live.look()
    assert shown.end() > utc_now() + YEAR
    assert not live.look()


def test_a_certificate_that_somebody_puts_there_is_taken(folder: Path, tmp_path: Path) -> None:
    shown = Shown(folder)
    live = LiveCertificate(shown.context, *shown.pair, renew=lambda: None)
    setup.init(tmp_path / "other", host="127.0.0.1", now=utc_now())
    for name in (setup.TLS_CERT, setup.TLS_KEY, setup.CA_CERT):
        shutil.copy(tmp_path / "other" / name, folder / name)
    assert live.look()
    assert shown.end() > utc_now() + YEAR


def test_half_a_new_pair_harms_nobody_and_is_taken_once_whole(folder: Path, tmp_path: Path) -> None:
    shown = Shown(folder)
    live = LiveCertificate(shown.context, *shown.pair, renew=lambda: None)
    before = shown.end()
    setup.init(tmp_path / "other", host="127.0.0.1", now=utc_now())
    shutil.copy(tmp_path / "other" / setup.TLS_CERT, folder / setup.TLS_CERT)
    with capture_logs() as logs:
        assert not live.look()
    assert [line["event"] for line in logs] == ["certificate.not_taken"]
    assert shown.end() == before
    (folder / setup.TLS_CERT).unlink()
    assert not live.look()
    assert shown.end() == before
    for name in (setup.TLS_CERT, setup.TLS_KEY, setup.CA_CERT):
        shutil.copy(tmp_path / "other" / name, folder / name)
    assert live.look()
    assert shown.end() > before


def test_a_folder_that_cannot_renew_serves_on_and_says_so(folder: Path) -> None:
    shown = Shown(folder)
    live = shown.live(utc_now())
    before = shown.end()
    (folder / setup.CA_KEY).write_text("no key", encoding="utf-8")
    with capture_logs() as logs:
        assert not live.look()
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
