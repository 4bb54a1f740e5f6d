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
    assert kiosk("portal", "run", "--dir", str(folder), data=data).exit_code == 3
    assert kiosk("agent", "run", data=data).exit_code == 3
    assert kiosk("portal", "init", str(folder), data=data).exit_code == 0
    assert kiosk("portal", "init", str(folder), data=data).exit_code == 3
    for secret in ("receipt.key", "ca.key", "tls.key"):
        assert (folder / secret).stat().st_mode & 0o077 == 0
    office = (
        "portal",
        "office",
        "add",
        "song-may",
        "--name",
        "Phường Sông Mây",
        "--dir",
        str(folder),
        "--passphrase-stdin",
    )
    assert kiosk(*office, data=data, stdin="short\n").exit_code == 2
    assert kiosk(*office, data=data, stdin=PASSPHRASE).exit_code == 0
    user = (
        "portal",
        "user",
        "add",
        "lan",
        "--office",
        "song-may",
        "--dir",
        str(folder),
        "--password-stdin",
    )
    assert kiosk(*user, data=data, stdin="mat-khau-dai\n").exit_code == 0
    with running(
        "portal",
        "run",
        "--dir",
        str(folder),
        "--port",
        "0",
        "--tls",
        "--ready-file",
        str(ready),
        data=data,
    ):
        wait_until(ready.exists)
        url = ready.read_text().strip()
        assert url.startswith("https://127.0.0.1:")
        file = tmp_path / "provision.json"
        added = kiosk(
            "portal",
            "device",
            "add",
            "lobby-1",
            "--office",
            "song-may",
            "--url",
            url,
            "--out",
            str(file),
            "--dir",
            str(folder),
            data=data,
        )
        assert added.exit_code == 0, added.output
        enrolled = kiosk("enrol", "--file", str(file), data=data)
        assert enrolled.exit_code == 0, enrolled.output
        assert (data / "portal-link" / "device.key").stat().st_mode & 0o077 == 0
        with running("agent", "run", data=data) as agent:
            assert agent.stdout is not None
            assert agent.stdout.readline() == "The agent works.\n"
            handed_in = Kiosk(data, Enrolment.load(data))
            ids = new_ids()
            handed_in.submitting.submit(
                ids, declaration(), (handed_in.scan(b"page"),), office_id="song-may"
            )
            handed_in.poke()
            wait_until(lambda: handed_in.states()[str(ids.dossier_id)] == "purged")
            handed_in.close()
            status = kiosk("agent", "status", "--json", data=data)
            assert json.loads(status.output)["link"] == "up"
            found = AgentClient(data / "agent.sock").track(str(ids.code), ids.secret)
            assert found.tracked is not None
            assert found.tracked.office.vi == "Phường Sông Mây"
        assert kiosk("agent", "status", data=data).exit_code == 3
    with pytest.raises(AgentAwayError):
        AgentClient(data / "agent.sock").poke()
