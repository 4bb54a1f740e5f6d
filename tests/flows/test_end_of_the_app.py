"""Whoever supervises the app tells it to stop, and it does, also where its window never closes."""

import signal
import subprocess
import sys

import pytest

LIMIT_S = 20  # Qt's start on a machine that has other work

APP = """
import sys
from kiosk.settings import Settings
from ui import app
from ui.gallery_office import SampleOffice, from_hub, services
from ui.ports import Ports

office = SampleOffice(from_hub)
ports = Ports(tickets=office, feed=office, help=office, known=services())
windowed = sys.argv[1] == "windowed"
ready = lambda kiosk: print("shown", flush=True)
sys.exit(app.run(ports, Settings(), windowed=windowed, on_ready=ready))
"""


@pytest.mark.parametrize("how", ["full screen", "windowed"])
def test_the_app_ends_at_once_when_it_is_told_to(how: str) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", APP, how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "shown\n"
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=LIMIT_S)
    finally:
        program.kill()
    assert program.returncode == 0, said
