"""How long from the start of the process to the first frame a person sees.

The child does what ``kiosk run`` does after its settings are read: a kiosk whose hub is away.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_S = 30
CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from kiosk.settings import Paths, Settings
from ui.app import run
from ui.bootstrap import Machine, ports
settings = Settings(paths=Paths(data=Path(sys.argv[1])))
machine = Machine(settings)
def ready(kiosk):
    print("frame", flush=True)
    QTimer.singleShot(0, kiosk.application.quit)  # the first frame may precede the event loop
try:
    status = run(ports(machine), settings, windowed=True, on_ready=ready)
finally:
    machine.stop()
raise SystemExit(status)
"""


def first_frame_ms() -> float:
    """One start."""
    with tempfile.TemporaryDirectory() as data:
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, data], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as child:
            assert child.stdout is not None
            lines = iter(child.stdout.readline, "")
            line = next((each for each in lines if each == "frame\n"), "")
            took = (time.perf_counter() - began) * 1000
            status = child.wait(LIMIT_S)
    if line.strip() != "frame" or status != 0:
        raise RuntimeError(f"no first frame: {line!r}, exit {status}")
    return took
