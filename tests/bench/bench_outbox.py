"""The outbox beside raw SQLite with the same promise, and beside persist-queue if installed.

The same work for each: one 2 KB message, one commit that survives a power cut; then taking it
and marking it done. Peers run in turns with the outbox on the same disk in the same process.
"""

import datetime as dt
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from offline_queue import outbox, schema
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope
from offline_queue.moment import Moment
from offline_queue.receipts import Receipt
from offline_queue.sealing import KeySet, PublicKey

BODY = os.urandom(1024).hex().encode()  # 2 KB
RUNS = 5
COUNT = 100  # operations in a run
BACKLOG = 100_000
AT = Moment(0, "boot", 0)


class Queue(Protocol):
    """What each of them must do."""

    def put(self) -> None:
        """Store one message durably."""
        ...

    def take_and_ack(self) -> None:
        """Take the oldest message and mark it done durably."""
        ...


class Outbox:
    """Ours: the lease on a NORMAL connection, the receipt on a FULL one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "outbox.db"
        self.full = open_database(self.path)
        self.leases = open_database(self.path, synchronous="NORMAL")
        schema.migrate(self.full)
        self.number = 0

    def put(self) -> None:
        self.number += 1
        key = f"d{self.number}"
        with immediate(self.full):
            outbox.enqueue(self.full, Envelope(key, BODY, key), at=AT)

    def take_and_ack(self) -> None:
        taken = outbox.take(self.leases, at=AT)
        if taken is None:
            raise LookupError("the queue is empty")
        sent = taken.envelope
        outbox.ack(self.full, Receipt(sent.key, sent.body_sha256, "1", "2026-11-25", "{}"))

    def fill(self, count: int) -> None:
        with immediate(self.full):
            for _ in range(count):
                self.number += 1
                key = f"d{self.number}"
                outbox.enqueue(self.full, Envelope(key, BODY, key), at=AT)


class RawSqlite:
    """The least that keeps the promise: one table, WAL, FULL, no lease, no order, no dedup."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(folder / "raw.db")
        self.database.execute("CREATE TABLE m (seq INTEGER PRIMARY KEY, body BLOB) STRICT")

    def put(self) -> None:
        with immediate(self.database):
            self.database.execute("INSERT INTO m (body) VALUES (?)", (BODY,))

    def take_and_ack(self) -> None:
        with immediate(self.database):
            row = self.database.execute("SELECT seq, body FROM m ORDER BY seq LIMIT 1").fetchone()
            self.database.execute("DELETE FROM m WHERE seq = ?", (row[0],))


class PersistQueue:
    """persist-queue's durable queue with acknowledgement."""

    def __init__(self, folder: Path) -> None:
        import persistqueue

        self.queue: Any = persistqueue.SQLiteAckQueue(str(folder / "pq"), multithreading=True)

    def put(self) -> None:
        self.queue.put(BODY)

    def take_and_ack(self) -> None:
        self.queue.ack(self.queue.get())


def timed(works: list[Callable[[], None]], count: int = COUNT) -> list[float]:
    """Median milliseconds of one call of each; they take turns, so that noise hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(count):
        for work, mine in zip(works, times, strict=True):
            begun = time.perf_counter()
            work()
            mine.append(time.perf_counter() - begun)
    return [statistics.median(mine) * 1000 for mine in times]


def row(
    name: str, value: float, unit: str, peer: str = "", peer_value: float | None = None
) -> None:
    """Print one result."""
    ratio = None if peer_value is None else round(value / peer_value, 2)
    peer_rounded = None if peer_value is None else round(peer_value, 3)
    result = {
        "id": f"outbox.{name}",
        "value": round(value, 3),
        "unit": unit,
        "peer": peer or None,
        "peer_value": peer_rounded,
        "ratio": ratio,
        "runs": RUNS,
    }
    print(json.dumps(result))


def compare(folder: Path) -> None:
    """Put, then take and acknowledge, each queue in turn, five times over."""
    queues: dict[str, Queue] = {"outbox": Outbox(folder), "raw SQLite WAL FULL": RawSqlite(folder)}
    if importlib.util.find_spec("persistqueue"):
        queues["persist-queue SQLiteAckQueue"] = PersistQueue(folder)
    runs = [
        (
            timed([queue.put for queue in queues.values()]),
            timed([queue.take_and_ack for queue in queues.values()]),
        )
        for _ in range(RUNS)
    ]
    for place, name in enumerate(queues):
        if not place:
            continue
        for what, index in (("put", 0), ("take_ack", 1)):
            mine = statistics.median(run[index][0] for run in runs)
            theirs = statistics.median(run[index][place] for run in runs)
            row(f"{what}_ms.{name.split()[0]}", mine, "ms", name, theirs)


def backlog(folder: Path) -> None:
    """The same with 100,000 waiting and 50,000 done, in turns with an empty one."""
    for name in ("empty", "full"):
        (folder / name).mkdir()
    empty, full = Outbox(folder / "empty"), Outbox(folder / "full")
    full.fill(BACKLOG + 50_000)
    with immediate(full.full):
        full.full.execute("UPDATE outbox_envelope SET state = 'purged' WHERE seq <= 50000")
    size = full.path.stat().st_size
    runs = [
        (timed([empty.put, full.put]), timed([empty.take_and_ack, full.take_and_ack]))
        for _ in range(RUNS)
    ]
    for what, index in (("put", 0), ("take_ack", 1)):
        alone = statistics.median(run[index][0] for run in runs)
        crowded = statistics.median(run[index][1] for run in runs)
        row(f"{what}_ms.backlog", crowded, "ms", "the same when empty", alone)
    row("bytes_per_message", size / (BACKLOG + 50_000), "B", "2 KB body", len(BODY))


def syncs(folder: Path) -> None:
    """Count the syncs of 100 operations with strace, where there is one."""
    if not shutil.which("strace"):
        return
    for what, operation in (("put", "put"), ("take_ack", "take_and_ack")):
        counted = []
        for count in (0, 100):
            trace = folder / f"{what}.trace"
            place = folder / f"{what}{count}"
            place.mkdir()
            strace = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace))
            this = (sys.executable, __file__, "--child", str(place), operation, str(count))
            subprocess.run(
                [*strace, *this],
                check=True,
                timeout=120,
            )
            counted.append(len(trace.read_text().splitlines()))
        row(f"syncs_per_{what}", (counted[1] - counted[0]) / 100, "syncs")


def child(folder: Path, operation: str, count: int) -> None:
    """The traced process: everything but `count` operations is the same at any count."""
    queue = Outbox(folder)
    queue.fill(100)
    for _ in range(count):
        getattr(queue, operation)()


def sealing() -> None:
    """One scanned page of 2 MB, sealed to two keys; beside the bare cipher it is made of."""
    now = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    keys = KeySet(
        PublicKey(name, str(pyrage.x25519.Identity.generate().to_public()), now)
        for name in ("office", "escrow")
    )
    page, cipher = os.urandom(2_000_000), ChaCha20Poly1305(os.urandom(32))
    age, bare = timed(
        [
            lambda: void(keys.seal(page, now=now)),
            lambda: void(cipher.encrypt(os.urandom(12), page, None)),
        ],
        20,
    )
    peer = "ChaCha20-Poly1305 of OpenSSL"
    row("sealing_mb_per_s", 2 / (age / 1000), "MB/s", peer, 2 / (bare / 1000))


def void(_result: object) -> None:
    """Drop a result."""


def main() -> None:
    """Run all on one scratch folder."""
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        for work in (compare, backlog, syncs):
            folder = Path(scratch) / work.__name__
            folder.mkdir()
            work(folder)
    sealing()


if __name__ == "__main__":
    main()
