"""The operator's and the technician's commands, as processes: from nothing to a tracked dossier."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import build
from kiosk.remote.agent_client import AgentAwayError, AgentClient
from kiosk.services.enrolment import Enrolment
from kiosk.services.submit_dossier import DossierIds
from tests.portal.world import Kiosk, declaration, new_ids, wait_until

PASSPHRASE = "một cụm mật khẩu đủ dài\n"


def kiosk(*arguments: str, data: Path, stdin: str = "") -> Result:
    """A command that ends by itself, in this process."""
    env = {"KIOSK_PATHS__DATA": str(data)}
    return CliRunner().invoke(build(), arguments, input=stdin, env=env)


@contextmanager
def running(*arguments: str, data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"KIOSK_PATHS__DATA": str(data)},
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=20)
        assert process.returncode == 0, output


def test_from_an_empty_folder_to_a_dossier_on_an_encrypted_portal(tmp_path: Path) -> None:
    folder, data, ready = tmp_path / "portal", tmp_path / "kiosk", tmp_path / "ready"
    there = ("--dir", str(folder))
    assert kiosk("agent", "run", data=data).exit_code == 3
    _set_up(folder, data)
    serve = ("portal", "run", *there, "--port", "0", "--tls", "--ready-file", str(ready))
    with running(*serve, data=data):
        wait_until(ready.exists)
        url = ready.read_text().strip()
        assert url.startswith("https://127.0.0.1:")
        _enrol(url, tmp_path / "provision.json", data, there)
        with running("agent", "run", data=data) as agent:
            assert agent.stdout is not None
            assert agent.stdout.readline() == "The agent works.\n"
            ids = _hand_in(data)
            status = kiosk("agent", "status", "--json", data=data)
            assert json.loads(status.output)["link"] == "up"
            found = AgentClient(data / "agent.sock").track(str(ids.code), ids.secret)
            assert found.tracked is not None
            assert found.tracked.office.vi == "Phường Sông Mây"
        assert kiosk("agent", "status", data=data).exit_code == 3
    with pytest.raises(AgentAwayError):
        AgentClient(data / "agent.sock").poke()


def _set_up(folder: Path, data: Path) -> None:
    """A portal with one office and one clerk; what is wrong is refused on the way."""
    there = ("--dir", str(folder))
    assert kiosk("portal", "run", *there, data=data).exit_code == 3
    assert kiosk("portal", "init", str(folder), data=data).exit_code == 0
    assert kiosk("portal", "init", str(folder), data=data).exit_code == 3
    for secret in ("receipt.key", "ca.key", "tls.key"):
        assert (folder / secret).stat().st_mode & 0o077 == 0
    named = ("song-may", "--name", "Phường Sông Mây", "--passphrase-stdin")
    office = ("portal", "office", "add", *named, *there)
    assert kiosk(*office, data=data, stdin="short\n").exit_code == 2
    assert kiosk(*office, data=data, stdin=PASSPHRASE).exit_code == 0
    user = ("portal", "user", "add", "lan", "--office", "song-may", "--password-stdin", *there)
    assert kiosk(*user, data=data, stdin="mat-khau-dai\n").exit_code == 0


def _enrol(url: str, file: Path, data: Path, there: tuple[str, str]) -> None:
    device = ("portal", "device", "add", "lobby-1", "--office", "song-may")
    added = kiosk(*device, "--url", url, "--out", str(file), *there, data=data)
    assert added.exit_code == 0, added.output
    enrolled = kiosk("enrol", "--file", str(file), data=data)
    assert enrolled.exit_code == 0, enrolled.output
    assert (data / "portal-link" / "device.key").stat().st_mode & 0o077 == 0


def _hand_in(data: Path) -> DossierIds:
    kiosk_there, ids = Kiosk(data, Enrolment.load(data)), new_ids()
    pages = (kiosk_there.scan(b"page"),)
    kiosk_there.submitting.submit(ids, declaration(), pages, office_id="song-may")
    kiosk_there.poke()
    wait_until(lambda: kiosk_there.states()[str(ids.dossier_id)] == "purged")
    kiosk_there.close()
    return ids
