"""How long from the start of the process to the first frame a person sees.

The child does what ``kiosk run`` does after its settings are read; its office is a still one.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_S = 30
CHILD = """
from PySide6.QtCore import QTimer
from kiosk.settings import Settings
from ui.gallery import SampleOffice, from_hub, services
from ui.ports import Ports
from ui.app import run
office = SampleOffice(from_hub)
ports = Ports(tickets=office, feed=office, help=office, known=services(), slips=office)
def ready(kiosk):
    print("frame", flush=True)
    QTimer.singleShot(0, kiosk.application.quit)  # the first frame may precede the event loop
raise SystemExit(run(ports, Settings(), windowed=True, on_ready=ready))
"""


def first_frame_ms() -> float:
    """One start."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        took = (time.perf_counter() - began) * 1000
        status = child.wait(LIMIT_S)
    if line.strip() != "frame" or status != 0:
        raise RuntimeError(f"no first frame: {line!r}, exit {status}")
    return took
