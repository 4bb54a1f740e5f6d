"""The programs tell the service manager the truth: ready, alive, stopping, or nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.settings import Settings
from kiosk.supervised import Supervisor
from ui.gallery_office import SampleOffice, from_hub, services
from ui.heartbeat import Heartbeat
from ui.ports import Ports
from ui.stage import Stage, run_for
from ui.wiring import Wiring

START_S = 20  # a busy shared machine; alone the programs take one second
LIMIT_USEC = 400_000  # as WatchdogSec=0.4 would set; so a beat is due every 0.2 s


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(START_S)
        yield channel


def told(manager: socket.socket) -> str:
    return manager.recv(256).decode()


def environment(manager: socket.socket, data: Path) -> dict[str, str]:
    return {
        "NOTIFY_SOCKET": manager.getsockname(),
        "WATCHDOG_USEC": str(LIMIT_USEC),
        "KIOSK_PATHS__DATA": str(data),
    }


@pytest.mark.parametrize(
    "arguments",
    [("hub", "run", "--port", "0"), ("run",)],
    ids=["hub", "touch app"],
)
def test_a_program_says_ready_then_alive_and_at_the_end_that_it_stops(
    manager: socket.socket, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *arguments],
            env=os.environ
            | environment(manager, tmp_path)
            | {"KIOSK_HUB__DB": str(tmp_path / "hub.db"), "QT_QPA_PLATFORM": "offscreen"},
            stdout=log,
            stderr=log,
        )
    try:
        assert told(manager) == "READY=1"
        assert [told(manager), told(manager)] == ["WATCHDOG=1", "WATCHDOG=1"]
        process.send_signal(signal.SIGTERM)
        last = told(manager)
        while last == "WATCHDOG=1":
            last = told(manager)
        assert last == "STOPPING=1"
        assert process.wait(START_S) == 0, (tmp_path / "log").read_text()
    finally:
        process.kill()
        process.wait(START_S)


def test_a_screen_that_stands_still_falls_silent_and_speaks_again(
    qtbot: QtBot, manager: socket.socket, tmp_path: Path
) -> None:
    office = SampleOffice(from_hub)
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    with Stage(ports, Settings(), wiring=Wiring(animated=False)) as stage:
        supervisor = Supervisor(environment(manager, tmp_path))
        heartbeat = Heartbeat(stage.kiosk.window, supervisor, stage.kiosk.window)
        stage.kiosk.window.update()
        run_for(900)
        manager.settimeout(0)
        assert told(manager) == "READY=1"
        beats = 0
        with pytest.raises(BlockingIOError):
            while told(manager) == "WATCHDOG=1":
                beats += 1
        assert beats >= 2
        until = time.monotonic() + 0.7
        while time.monotonic() < until:  # the GUI thread is busy and shows nothing
            pass
        with pytest.raises(BlockingIOError):
            told(manager)
        run_for(300)
        assert told(manager) == "WATCHDOG=1"
        heartbeat.stop()


def test_without_a_service_manager_nothing_is_said_and_nothing_breaks() -> None:
    supervisor = Supervisor({})
    supervisor.ready()
    supervisor.alive()
    assert supervisor.every_s is None


def test_a_manager_that_went_away_does_not_take_the_program_along(tmp_path: Path) -> None:
    supervisor = Supervisor({"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "30000000"})
    supervisor.alive()
    assert supervisor.every_s == 15
