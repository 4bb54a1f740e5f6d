"""A kiosk's outbox in a process of its own, to be killed, starved or traced.

usage: outbox_child.py FOLDER hand-in COUNT | send | both COUNT | hog SECONDS-of-lock

Says one line for each deed that a citizen or a clerk could have been told of: ``stored KEY``
after the commit, ``arrived KEY`` after the receipt was stored. ``KIOSK_TEST_DIE_AT=POINT:N``
kills it (SIGKILL) at the N-th passing of a step point.
"""

import datetime as dt
import os
import random
import signal
import sys
from functools import partial
from pathlib import Path

import pyrage

from offline_queue import outbox, schema, steps
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope
from offline_queue.moment import moment
from offline_queue.sealing import KeySet, PublicKey
from offline_queue.sender import Outcome, Sender
from tests.support.portal_in_a_file import VERIFY, PortalInAFile

NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
CANARY = "CANARY 079203012345 Nguyễn Thị Mẫu"


def say(text: str) -> None:
    os.write(1, text.encode() + b"\n")


def die_as_told() -> None:
    told = os.environ.get("KIOSK_TEST_DIE_AT")
    if not told:
        return
    point, _, count = told.partition(":")
    left = [int(count)]

    def listener(name: str) -> None:
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    steps.listen(listener)


def hand_in(folder: Path, count: int, prefix: str = "d") -> None:
    database = open_database(folder / "outbox.db")
    schema.migrate(database)
    database.execute("CREATE TABLE IF NOT EXISTS dossier (key TEXT PRIMARY KEY) STRICT")
    store = BlobStore(folder / "sealed")
    identity = pyrage.x25519.Identity.generate()
    keys = KeySet([PublicKey("office", str(identity.to_public()), NOW)])
    for number in range(count):
        key = f"{prefix}{number}"
        pages = [f"{CANARY} page {page} ".encode() * 40 for page in range(2)]
        blobs = tuple(store.put(keys.seal(page, now=NOW).data) for page in pages)
        envelope = Envelope(key, f'{{"id":"{key}"}}'.encode(), f"s{number % 3}", blobs=blobs)
        with immediate(database):
            database.execute("INSERT INTO dossier VALUES (?) ON CONFLICT DO NOTHING", (key,))
            outbox.enqueue(database, envelope, at=moment(NOW))
        steps.reached("envelope.committed")
        say(f"stored {key}")
    database.close()


def send(folder: Path, portal_folder: Path) -> None:
    database = open_database(folder / "outbox.db")
    leases = open_database(folder / "outbox.db", synchronous="NORMAL")
    schema.migrate(database)
    portal = PortalInAFile(portal_folder / "portal.db")
    sender = Sender(
        database=database,
        leases=leases,
        store=BlobStore(folder / "sealed"),
        transport=portal,
        verify=VERIFY,
        clock=partial(moment, NOW),
        rng=random.Random(1),
    )
    sender.start()
    while True:
        turn = sender.turn()
        if turn.outcome is not Outcome.DELIVERED:
            say(f"ended {turn.outcome.value} {turn.reason}")
            break
        say(f"arrived {turn.key}")
    portal.close()
    leases.close()
    database.close()


def main() -> None:
    folder, what, *rest = sys.argv[1:]
    base = Path(folder)
    kiosk = base / "kiosk"
    kiosk.mkdir(exist_ok=True)
    die_as_told()
    if what in {"hand-in", "both"}:
        hand_in(kiosk, int(rest[0]), *rest[1:])
    if what in {"send", "both"}:
        send(kiosk, base)


if __name__ == "__main__":
    main()
