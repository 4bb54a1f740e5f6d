"""Whether the time of a refusal tells a guesser of a dossier's code anything.

The real portal over HTTP on loopback, the page that phones use: a wrong secret of a real code, a
code that nobody has, and what is no code at all, in turn. Goal: the 95th of 100 differ by less
than 5 ms. Clock: the portal's own is set past each pause; the time measured is real.
"""

import datetime as dt
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

from kiosk.clock import utc_now
from kiosk.portal import tables
from kiosk.portal.tracking import PAUSE
from tests.portal.conftest import OTHER_CODE
from tests.portal.world import Kiosk, RunningPortal, declaration, new_ids, wait_until

RUNS: Final = 100
NO_CODE: Final = "no code"


@dataclass
class Clock:
    """The time of day, and how far it was set on."""

    ahead: dt.timedelta = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return utc_now() + self.ahead


def delivered(folder: Path, portal: RunningPortal) -> str:
    """Hand in one dossier; its code."""
    kiosk, ids = Kiosk.enrolled(folder, portal.provision()), new_ids()
    kiosk.submitting.submit(ids, declaration(), (), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    return str(portal.rows(tables.dossier)[0]["code"])


def refused(line: requests.Session, url: str, code: str) -> float:
    """Milliseconds until the page says no."""
    started = time.perf_counter()
    answer = line.post(url, {"code": code, "secret": "AAAA"}, timeout=30)
    took = 1000 * (time.perf_counter() - started)
    if answer.status_code != requests.codes.not_found:
        raise SystemExit(f"asked for {code!r}: {answer.status_code}")
    return took


def row(name: str, value: float) -> None:
    """Print one figure."""
    shown = {"id": f"tracking.{name}", "value": round(value, 1), "unit": "ms", "runs": RUNS}
    print(json.dumps({**shown, "peer": None, "peer_value": None, "ratio": None}), flush=True)


def main() -> None:
    """Ask in turn, and print what each kind took and how far they are apart."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, requests.Session() as line:
        portal = RunningPortal(Path(folder) / "portal", clock=clock)
        portal.start()
        try:
            known = delivered(Path(folder) / "kiosk", portal)
            kinds = {"wrong_secret": known, "nobodys_code": str(OTHER_CODE), "no_code": NO_CODE}
            took: dict[str, list[float]] = {kind: [] for kind in kinds}
            for _ in range(RUNS):
                for kind, code in kinds.items():
                    took[kind].append(refused(line, f"{portal.url}/d", code))
                clock.ahead += PAUSE
        finally:
            portal.stop()
    late = {kind: statistics.quantiles(times, n=20)[-1] for kind, times in took.items()}
    for kind, times in took.items():
        row(f"{kind}.p50", statistics.median(times))
        row(f"{kind}.p95", late[kind])
    row("apart.p50", spread([statistics.median(times) for times in took.values()]))
    row("apart.p95", spread(list(late.values())))


def spread(values: list[float]) -> float:
    """How far the largest is from the smallest."""
    return max(values) - min(values)


if __name__ == "__main__":
    main()
