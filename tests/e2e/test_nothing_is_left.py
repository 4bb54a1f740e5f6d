"""A kiosk that dies in the middle of a form: nothing of its person is on the machine."""

import base64
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.clock import utc_now
from kiosk.services.enrolment import enrol, read_provision
from kiosk.services.own_dossiers import SEALED
from tests.portal.world import RunningPortal
from tests.support.canary import PERSON, Canary, spellings

START_S = 60  # a busy shared machine; alone it takes two seconds


def test_the_search_finds_a_word_however_it_is_written(tmp_path: Path) -> None:
    written = spellings(PERSON["name"])
    for number, word in enumerate(written.values()):
        (tmp_path / str(number)).write_bytes(b"\0x" + word + b"x")
    found = {(hit.place, hit.spelling) for hit in Canary().in_folders([tmp_path])}
    assert found >= {(str(tmp_path / str(number)), name) for number, name in enumerate(written)}


def test_base64_is_found_wherever_in_the_text_the_word_stands(tmp_path: Path) -> None:
    for before in range(3):
        plain = b"?" * before + PERSON["comment"].encode() + b"??"
        (tmp_path / "file").write_bytes(base64.b64encode(plain))
        assert {hit.word for hit in Canary().in_folders([tmp_path])} == {"comment"}


def test_the_search_sees_arguments_and_environment(tmp_path: Path) -> None:
    waiting = "import sys; print('there', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting, PERSON["phone"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"SOMEBODY": PERSON["name"]},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # until then it still has the arguments of this process
        found = {hit.word for hit in Canary().in_process(process.pid)}
        process.communicate(b"")
    assert found == {"phone", "name"}


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """An enrolled kiosk whose every folder lies below `tmp_path`; its environment."""
    portal = RunningPortal(tmp_path / "portal")
    data = tmp_path / "kiosk"
    portal.start()
    text = portal.provision()
    enrol(read_provision(text), text, data, clock=utc_now)
    portal.stop()
    folders = {name: tmp_path / name for name in ("home", "tmp", "cache", "run")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    return os.environ | {
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["tmp"]),
        "XDG_CACHE_HOME": str(folders["cache"]),
        "XDG_RUNTIME_DIR": str(folders["run"]),
        "QT_QPA_PLATFORM": "offscreen",
        "KIOSK_PATHS__DATA": str(data),
        "KIOSK_SITE__FILING": "portal",
    }


def _in_a_form(log: Path, place: dict[str, str]) -> "subprocess.Popen[str]":
    with log.open("w") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.support.canary_child"],
            stdout=subprocess.PIPE,
            stderr=told,
            env=place,
            text=True,
        )


def test_a_kiosk_killed_in_the_middle_of_a_form_forgets_its_person(
    tmp_path: Path, place: dict[str, str]
) -> None:
    sealed = tmp_path / "kiosk" / SEALED
    first = _in_a_form(tmp_path / "first.log", place)
    assert first.stdout is not None
    ready, *secret = first.stdout.readline().split()
    assert ready == "ready", (tmp_path / "first.log").read_text()
    canary = Canary({**PERSON, "secret of the draft": secret[0]})
    assert len(list(sealed.iterdir())) == 2  # pages of the form, which nobody here can open
    assert canary.in_process(first.pid) == []
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert canary.in_folders([tmp_path]) == []
    assert "form.refused" in (tmp_path / "first.log").read_text()

    (sealed / ("0" * 64 + ".part")).write_bytes(b"a page that the power cut tore")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(START_S)
        with (tmp_path / "second.log").open("w") as log:
            second = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "run"],
                stdout=log,
                stderr=log,
                env=place | {"NOTIFY_SOCKET": str(tmp_path / "notify")},
            )
        assert manager.recv(64) == b"READY=1"  # the first frame, and it is the attract screen
        assert list(sealed.iterdir()) == []
        assert canary.in_process(second.pid) == []
        second.send_signal(signal.SIGTERM)
        assert second.wait(START_S) == 0
    assert '"unfinished_pages_removed": 3' in (tmp_path / "second.log").read_text()
    assert canary.in_folders([tmp_path]) == []
