"""How fast the hub gives out numbers, beside what SQLite alone can do in the same run.

``python tests/bench/bench_hub.py [--seconds 3] [--runs 3]`` prints one JSON row a line:
``{id, value, unit, peer, peer_value, ratio, runs}``. The clients are processes of their own
that speak plain HTTP over kept connections, so that they cost as little as they can.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import uuid_utils.compat as uuid

from offline_queue.database import open_database

CLIENTS: Final = 8
SERIES: Final = ("ho-tich", "cu-tru", "chung-thuc", "dat-dai", "xa-hoi", "khac")
PER_SERIES: Final = 1498  # the hub's range of a day; a run stops there


def client(port: int, index: int, until: float, answers: "multiprocessing.Queue[Any]") -> None:
    """Take numbers until `until`; reports all numbers and milliseconds."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    numbers, times = list[str](), list[float]()
    while time.monotonic() < until:
        key = str(uuid.uuid7())
        service = SERIES[len(numbers) % len(SERIES)]
        body = json.dumps({"ticket_id": key, "service_id": service, "kiosk_id": f"k{index}"})
        started = time.perf_counter()
        line.request(
            "POST",
            "/v1/tickets",
            body,
            {"Idempotency-Key": key, "Content-Type": "application/json"},
        )
        answer = line.getresponse()
        content = answer.read()
        if answer.status == 503:  # out of numbers for the day
            break
        times.append((time.perf_counter() - started) * 1000)
        numbers.append(json.loads(content)["number"])
    line.close()
    answers.put((numbers, times))


def all_kiosks(port: int, seconds: float) -> tuple[list[tuple[list[str], list[float]]], float]:
    """What each kiosk took, numbers and milliseconds; and how many seconds all were at it."""
    answers: multiprocessing.Queue[Any] = multiprocessing.Queue()
    began = time.monotonic()
    kiosks = [
        multiprocessing.Process(target=client, args=(port, n, began + seconds, answers))
        for n in range(CLIENTS)
    ]
    for kiosk in kiosks:
        kiosk.start()
    results = [answers.get(timeout=seconds + 60) for _ in kiosks]
    took = time.monotonic() - began
    for kiosk in kiosks:
        kiosk.join()
    return results, took


def over_http(folder: Path, seconds: float) -> dict[str, float]:
    """Start a hub, let eight kiosks take numbers, and count what came out of it."""
    ready = folder / "ready"
    arguments = ["hub", "run", "--port", "0", "--db", str(folder / "h.db"), "--ready-file"]
    started = time.perf_counter()
    hub = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *arguments, str(ready)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert hub.stdout is not None
    hub.stdout.readline()
    start_s = time.perf_counter() - started
    port = int(ready.read_text().strip().rpartition(":")[2])
    idle = pss_mb(hub.pid)
    results, took = all_kiosks(port, seconds)
    loaded = pss_mb(hub.pid)
    hub.terminate()
    hub.wait(20)
    hub.stdout.close()
    numbers = [number for some, _ in results for number in some]
    times = sorted(ms for _, some in results for ms in some)
    assert len(set(numbers)) == len(numbers), "a number was given twice"
    return {
        "rate": len(numbers) / took,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "p99": times[int(len(times) * 0.99)],
        "max": times[-1],
        "idle": idle,
        "loaded": loaded,
        "start": start_s * 1000,
    }


def pss_mb(pid: int) -> float:
    """Proportional memory of a process, in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(text.split("\nPss:")[1].split()[0]) / 1024


def sqlite_alone(folder: Path, seconds: float, *, group: int) -> float:
    """Counter and ticket rows a second that one thread can commit, `group` to a commit."""
    database = open_database(folder / f"raw{group}.db")
    database.execute("CREATE TABLE counter (series TEXT PRIMARY KEY, n INTEGER) STRICT")
    database.execute("CREATE TABLE ticket (id TEXT PRIMARY KEY, n INTEGER, s TEXT) STRICT")
    connection, done = database.conn, 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(group):
            n = connection.execute(
                "INSERT INTO counter VALUES ('A', 1)"
                " ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n"
            ).fetchone()[0]
            connection.execute("INSERT INTO ticket VALUES (?, ?, 'A')", (str(uuid.uuid7()), n))
        connection.execute("COMMIT")
        done += group
    database.close()
    return done / seconds


def best(runs: int, measure: Callable[[Path], Any]) -> list[Any]:
    """`runs` measurements, each in a folder of its own."""
    results = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
            results.append(measure(Path(folder)))
    return results


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    hub = best(options.runs, lambda folder: over_http(folder, options.seconds))
    peers = {
        group: statistics.median(
            best(options.runs, partial(sqlite_alone, seconds=1.0, group=group))
        )
        for group in (1, 8)
    }

    def row(name: str, key: str, unit: str, peer: str | None = None, value: float = 0) -> None:
        mine = statistics.median(each[key] for each in hub)
        print(
            json.dumps(
                {
                    "id": name,
                    "value": round(mine, 2),
                    "unit": unit,
                    "peer": peer,
                    "peer_value": round(value, 2) if peer else None,
                    "ratio": round(mine / value, 4) if peer else None,
                    "runs": [round(each[key], 2) for each in hub],
                }
            )
        )

    row("hub.issue.rate", "rate", "1/s", "SQLite alone, one commit each", peers[1])
    row("hub.issue.rate.grouped", "rate", "1/s", "SQLite alone, 8 a commit", peers[8])
    for quantile in ("p50", "p95", "p99", "max"):
        row(f"hub.issue.{quantile}", quantile, "ms")
    row("hub.start", "start", "ms")
    row("hub.memory.idle", "idle", "MB PSS")
    row("hub.memory.loaded", "loaded", "MB PSS")


if __name__ == "__main__":
    main()
