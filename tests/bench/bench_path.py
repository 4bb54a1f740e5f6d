"""What a person feels: first frame, tap to number, call to kiosk, and the memory of each program.

``python -m tests.bench.bench_path [--taps 30] [--starts 5]`` prints one JSON row a line. The app
is the real one on a screen in memory, the hub its own process, the printer simulated in bytes;
the peer of tap-to-number is one durable SQLite commit on the same disk in the same run.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QSG_RENDER_LOOP", "basic")

from kiosk.settings import Limits, Settings
from offline_queue.database import open_database
from tests.bench.first_frame import first_frame_ms
from ui.bootstrap import ports
from ui.demo.office import DemoOffice
from ui.stage import Stage, run_for

STARTED_MS = 3000  # nobody walks up sooner after the first frame


def row(name: str, value: float, unit: str, peer: str = "", peer_value: float = 0.0) -> None:
    """Print one row; the ratio is ours over the peer's."""
    print(
        json.dumps(
            {
                "id": name,
                "value": round(value, 2),
                "unit": unit,
                "peer": peer,
                "peer_value": round(peer_value, 3),
                "ratio": round(value / peer_value, 2) if peer_value else None,
            }
        ),
        flush=True,
    )


def pss_mb(pid: int) -> float:
    """Proportional set size of one process, in MB (proc(5), smaps_rollup)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss of {pid}")


def commit_ms(folder: Path, count: int) -> float:
    """Median of one small durable commit."""
    database = open_database(folder / "raw.db")
    database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body TEXT) STRICT")
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO t (body) VALUES (?)", ("x" * 200,))
        database.execute("COMMIT")
        times.append((time.perf_counter() - begin) * 1000)
    database.close()
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--taps", type=int, default=30)
    parser.add_argument("--starts", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = [first_frame_ms() for _ in range(arguments.starts)]
        row("process start to first frame, median", statistics.median(frames), "ms")
        floor = commit_ms(folder, 200)
        settings = Settings(limits=Limits(idle_s=600))
        with DemoOffice(folder, settings) as office:
            assert office.machine is not None
            with Stage(ports(office.machine), office.settings) as stage:
                _measure(office, stage, arguments.taps, floor)


def _measure(office: DemoOffice, stage: Stage, taps: int, floor: float) -> None:
    view = stage.kiosk.ticket
    run_for(STARTED_MS)
    stage.wait_until(lambda: stage.kiosk.office.view.counted)
    clerk = office.clerk("1")
    to_number, to_call = [], []
    for _ in range(taps):
        stage.tap("attract.begin")
        stage.tap("tile.number")
        stage.wait_until(lambda: stage.shows("service.ho-tich"))
        begin = time.perf_counter()
        stage.tap("service.ho-tich")
        stage.wait_until(lambda: view.view.ticket is not None)
        stage.image()
        to_number.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        called = clerk.call_next()
        stage.wait_until(lambda: view.view.desk is not None)
        to_call.append((time.perf_counter() - begin) * 1000)
        clerk.act(called.ticket_id, "start")
        clerk.act(called.ticket_id, "finish")
        stage.tap("done.close")
        stage.tap("rating.close")
        stage.wait_until(lambda: stage.kiosk.session.view.page == "attract")
    number = statistics.median(to_number)
    row("tap to number drawn, median", number, "ms", "one durable SQLite commit", floor)
    row("tap to number drawn, slowest", max(to_number), "ms")
    row("clerk's call to kiosk, median", statistics.median(to_call), "ms")
    row("clerk's call to kiosk, slowest", max(to_call), "ms")
    row("memory of the hub (PSS)", pss_mb(office.hub.pid), "MB")
    row("memory of app, printer simulator and this program (PSS)", pss_mb(os.getpid()), "MB")
    clerk.close()


if __name__ == "__main__":
    main()
