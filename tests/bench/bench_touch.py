"""What a finger feels: touch to pressed look, and touch to the next page, on the real app.

``python -m tests.bench.bench_touch [--rounds 22]`` prints one JSON row a line, for a quiet
machine, one that sends 5 MB of papers and looks for codes in the camera's picture all the time,
and (needs strace) the same with every fsync and fdatasync of the app, hub, agent and portal
30 ms later. The office's programs are the real ones; the screen is in memory.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.services.submit_dossier import Declaration, DossierIds
from kiosk.settings import Limits, Settings
from ui.bootstrap import Machine, ports
from ui.demo.office import DemoOffice
from ui.stage import Stage

PRESSED_MS: Final = 100.0  # p99
PAGE_MS: Final = 300.0  # p95
SYNC_MS: Final = 30
PAPERS: Final = (4, 1_250_000)  # pages and bytes of each: 5 MB
LIMIT_S: Final = 20.0  # a page that takes longer is a failure, not a figure
#: What is touched, and what must be there then. One round is a walk through all kinds of pages.
ROUND: Final = (
    ("attract.begin", "tile.number"),
    ("key.help", "sheet.close"),
    ("sheet.close", "tile.file"),
    ("key.look", "sheet.close"),
    ("sheet.close", "tile.track"),
    ("tile.track", "back"),
    ("back", "tile.file"),
    ("tile.file", "option.2.000635"),
    ("option.2.000635", "option.self"),
    ("option.self", "reply.0.yes"),
    ("key.end", "attract.begin"),
    ("attract.begin", "tile.number"),
    ("tile.number", "service.ho-tich"),
    ("service.ho-tich", "done.number"),
    ("key.end", "attract.begin"),
)


@dataclass
class Felt:
    """Milliseconds of every touch."""

    pressed: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)


class Finger:
    """Touches, and waits for the frame in which the answer is drawn."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.window = stage, stage.kiosk.window
        self.frames = 0
        self.window.frameSwapped.connect(self._drawn)

    def _drawn(self) -> None:
        self.frames += 1

    def touch(self, name: str, then: str, felt: Felt) -> None:
        """Press, wait for the pressed look, release, wait for the page with `then`."""
        stage, left, none = self.stage, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        stage.wait_until(lambda: self._ready(name), LIMIT_S)
        item, at = stage.find(name), stage.centre(name)
        assert item is not None
        frames, begin = self.frames, time.perf_counter()
        QTest.mousePress(self.window, left, none, at)
        assert item.property("pressed"), name
        stage.wait_until(lambda: self.frames > frames, LIMIT_S)
        felt.pressed.append(1000 * (time.perf_counter() - begin))
        begin = time.perf_counter()
        QTest.mouseRelease(self.window, left, none, at)
        stage.wait_until(lambda: stage.shows(then), LIMIT_S)
        frames = self.frames
        stage.kiosk.window.update()
        stage.wait_until(lambda: self.frames > frames, LIMIT_S)
        felt.page.append(1000 * (time.perf_counter() - begin))

    def _ready(self, name: str) -> bool:
        item = self.stage.find(name)
        return item is not None and item.isEnabled() and item.width() > 0


@contextmanager
def busy(machine: Machine) -> Iterator[list[int]]:
    """Dossiers of 5 MB handed in one after another, and a camera in which codes are sought.

    Yields the list to which each hand-in's bytes are added.
    """
    assert machine.dossiers is not None
    desk, sent, stop = machine.dossiers, [0], threading.Event()
    procedure = machine.catalogue.procedures["2.000635"]
    count, size = PAPERS

    def work() -> None:
        while not stop.is_set():
            pages = tuple(
                desk.capture(
                    procedure.receiving_office, os.urandom(size), requirement="ho_tich", page=page
                )
                for page in range(1, count + 1)
            )
            ids = DossierIds.mint()
            desk.submit(procedure.receiving_office, ids, _declaration(), pages)
            sent.append(count * size)
            stop.wait(1.0)  # the agent seals and sends meanwhile

    thread = threading.Thread(target=work, daemon=True)
    forget = machine.capture.watch_codes(lambda _scan: None)
    thread.start()
    try:
        yield sent
    finally:
        stop.set()
        forget()
        thread.join(LIMIT_S)


def _declaration() -> Declaration:
    return Declaration(
        procedure="2.000635",
        catalogue_version="bench",
        form_version="bench",
        owner=None,
        identity="QR_CCCD",
        consent_version="bench",
        consented_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC),
        answers={},
        not_scanned={},
    )


def walk(stage: Stage, rounds: int) -> Felt:
    """Every touch of `rounds` rounds; the first round, in which pages are compiled, is not kept."""
    finger = Finger(stage)
    felt = Felt()
    for turn in range(rounds + 1):
        felt = Felt() if turn == 1 else felt
        for name, then in ROUND:
            finger.touch(name, then, felt)
    return felt


def share(values: list[float], percent: int) -> float:
    """A percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _row(name: str, value: float, goal: float, runs: int) -> None:
    row = {"id": name, "value": round(value, 1), "unit": "ms", "peer": "goal", "peer_value": goal}
    print(json.dumps(row | {"ratio": round(value / goal, 3), "runs": runs}), flush=True)


def tell(felt: Felt, where: str) -> None:
    """Print the rows of one machine."""
    runs = len(felt.pressed)
    _row(f"touch to pressed look, p50, {where}", share(felt.pressed, 50), PRESSED_MS, runs)
    _row(f"touch to pressed look, p99, {where}", share(felt.pressed, 99), PRESSED_MS, runs)
    _row(f"touch to next page, p50, {where}", share(felt.page, 50), PAGE_MS, runs)
    _row(f"touch to next page, p95, {where}", share(felt.page, 95), PAGE_MS, runs)
    _row(f"touch to next page, slowest, {where}", max(felt.page), PAGE_MS, runs)


def measure(rounds: int, *, quiet: bool, where: str) -> None:
    """One office, one app; `quiet` first, then busy."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(limits=Limits(idle_s=600))
        with DemoOffice(Path(folder), settings) as office:
            office.dossiers.wait_ready()
            machine = office.machine
            assert machine is not None
            with Stage(ports(machine), office.settings) as stage:
                stage.wait_until(lambda: stage.kiosk.office.view.counted, LIMIT_S)
                if quiet:
                    tell(walk(stage, rounds), "quiet")
                with busy(machine) as sent:
                    felt = walk(stage, rounds)
                    print(f"{sum(sent) / 1e6:.0f} MB handed in meanwhile", file=sys.stderr)
                tell(felt, where)


def slow_disk(rounds: int) -> None:
    """The same in a process tree whose syncs are delayed by the kernel's tracer."""
    if shutil.which("strace") is None:
        print("no strace: syncs were not slowed", file=sys.stderr)
        return
    calls = "fsync,fdatasync"
    slowed = f"inject={calls}:delay_exit={SYNC_MS * 1000}"
    tracer = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", os.devnull]
    filters = ["-e", f"trace={calls}", "-e", slowed]
    command = [sys.executable, "-m", "tests.bench.bench_touch", "--slowed", "--rounds", str(rounds)]
    subprocess.run([*tracer, *filters, *command], check=True, timeout=280)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=22)
    parser.add_argument("--slowed", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.slowed:
        measure(arguments.rounds, quiet=False, where=f"busy, syncs {SYNC_MS} ms later")
        return
    measure(arguments.rounds, quiet=True, where="busy")
    slow_disk(arguments.rounds)


if __name__ == "__main__":
    main()
