"""A small portal in a SQLite file: the far end of `offline_queue.sender` in tests.

It keeps what it was given through the death of the process that holds it, counts every filing
(so that a doubled one shows), signs real receipts, and misbehaves on request.
"""

import base64
import hashlib
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from offline_queue.answers import Answer, Failure, Step
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Blob, Envelope
from offline_queue.moment import Moment
from offline_queue.receipts import SignedReceipts
from offline_queue.sender import Sender

KEY: Final = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"test portal").digest())
KEY_ID: Final = "portal-1"


def signed_bytes(message: Mapping[str, object]) -> bytes:
    body = {name: value for name, value in message.items() if name != "sig"}
    return b"receipt\n" + json.dumps(body, sort_keys=True).encode()


def sign(message: Mapping[str, object], key: Ed25519PrivateKey = KEY) -> dict[str, object]:
    sig = base64.b64encode(key.sign(signed_bytes(message))).decode()
    return {**message, "sig": sig}


VERIFY: Final = SignedReceipts(
    {KEY_ID: KEY.public_key().public_bytes_raw()}, signed_bytes=signed_bytes
)

#: Asked before each request; an answer it returns is given instead of serving.
Before = Callable[[Step], Answer | None]
#: Asked after each request was served; what it returns is what arrives.
After = Callable[[Answer], Answer]


class PortalInAFile:
    """A `Transport` that ends in a file."""

    def __init__(self, path: Path) -> None:
        self.database = open_database(path, synchronous="NORMAL")
        for statement in (
            "CREATE TABLE IF NOT EXISTS manifest (key TEXT PRIMARY KEY, body BLOB, blobs TEXT)",
            "CREATE TABLE IF NOT EXISTS part (sha256 TEXT PRIMARY KEY, data BLOB)",
            "CREATE TABLE IF NOT EXISTS filing (n INTEGER PRIMARY KEY, key TEXT, receipt TEXT)",
        ):
            self.database.execute(statement)
        self.before: Before = lambda _step: None
        self.after: After = lambda answer: answer
        self.requests: list[Step] = []
        self.clock_repairs = 0

    def _serve(self, step: Step, work: Callable[[], Answer]) -> Answer:
        self.requests.append(step)
        instead = self.before(step)
        return instead if instead is not None else self.after(work())

    def ping(self) -> Answer:
        return self._serve(Step.PING, lambda: Answer(Step.PING, 200, json={"nonce": "n"}))

    def put_manifest(self, envelope: Envelope) -> Answer:
        return self._serve(Step.MANIFEST, lambda: self._manifest(envelope))

    def _manifest(self, envelope: Envelope) -> Answer:
        names = [blob.sha256 for blob in envelope.blobs]
        with immediate(self.database) as database:
            database.execute(
                "INSERT INTO manifest VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (envelope.key, envelope.body, json.dumps(names)),
            )
        (body,) = self.database.execute(
            "SELECT body FROM manifest WHERE key = ?", (envelope.key,)
        ).fetchone()
        if body != envelope.body:
            return Answer(Step.MANIFEST, 409, json={"type": "/problems/key-conflict"})
        return Answer(Step.MANIFEST, 200, json={"missing": self._missing(names)})

    def _missing(self, names: list[str]) -> list[str]:
        return [name for name in names if hashlib.sha256(self._data(name)).hexdigest() != name]

    def _data(self, sha256: str) -> bytes:
        row = self.database.execute("SELECT data FROM part WHERE sha256 = ?", (sha256,)).fetchone()
        return bytes(row[0]) if row else b""

    def part_offset(self, envelope: Envelope, blob: Blob) -> Answer:
        return self._serve(
            Step.OFFSET, lambda: self._offset(Step.OFFSET, 204, len(self._data(blob.sha256)))
        )

    def _offset(self, step: Step, status: int, offset: int) -> Answer:
        return Answer(step, status, {"upload-offset": str(offset)})

    def append(self, envelope: Envelope, blob: Blob, offset: int, data: bytes) -> Answer:
        return self._serve(Step.APPEND, lambda: self._append(blob, offset, data))

    def _append(self, blob: Blob, offset: int, data: bytes) -> Answer:
        held = self._data(blob.sha256)
        if offset != len(held):
            return self._offset(Step.APPEND, 409, len(held))
        held += data
        if len(held) == blob.size and hashlib.sha256(held).hexdigest() != blob.sha256:
            held = b""
        with immediate(self.database) as database:
            database.execute(
                "INSERT INTO part VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
                (blob.sha256, held),
            )
        return self._offset(Step.APPEND, 204, len(held))

    def commit(self, envelope: Envelope) -> Answer:
        return self._serve(Step.COMMIT, lambda: self._commit(envelope))

    def _commit(self, envelope: Envelope) -> Answer:
        row = self.database.execute(
            "SELECT blobs FROM manifest WHERE key = ?", (envelope.key,)
        ).fetchone()
        if row is None:
            return Answer(Step.COMMIT, 404, json={"type": "/problems/unknown"})
        missing = self._missing(json.loads(row[0]))
        if missing:
            return Answer(Step.COMMIT, 422, json={"type": "/problems/parts", "missing": missing})
        with immediate(self.database) as database:
            done = database.execute(
                "SELECT receipt FROM filing WHERE key = ?", (envelope.key,)
            ).fetchone()
            if done is None:
                count = database.execute("SELECT count(*) FROM filing").fetchone()[0]
                receipt = json.dumps(sign(self.receipt(envelope, count + 1)))
                database.execute(
                    "INSERT INTO filing (key, receipt) VALUES (?, ?)", (envelope.key, receipt)
                )
                done = (receipt,)
        return Answer(Step.COMMIT, 201, json=json.loads(done[0]))

    def receipt(self, envelope: Envelope, number: int) -> dict[str, object]:
        return {
            "delivery_id": envelope.key,
            "manifest_sha256": envelope.body_sha256,
            "receipt_no": f"{number:08}",
            "received_at": "2026-11-25T08:00:00Z",
            "server_key_id": KEY_ID,
        }

    def repair_clock(self, answer: Answer) -> None:
        self.clock_repairs += 1

    def filed(self) -> list[str]:
        """Keys in the order they were filed; a key twice is a doubled dossier."""
        rows = self.database.execute("SELECT key FROM filing ORDER BY n").fetchall()
        return [key for (key,) in rows]

    def close(self) -> None:
        self.database.close()


def unreachable(step: Step) -> Answer:
    return Answer(step, failure=Failure.NO_CONNECTION)


def login_page(step: Step) -> Answer:
    return Answer(step, 200, {"content-type": "text/html"})


def sender_to(
    portal: PortalInAFile,
    database: Database,
    store: BlobStore,
    *,
    clock: Callable[[], Moment],
    rng: random.Random,
) -> Sender:
    """A kiosk's sender to this portal, as it stands after a start."""
    sender = Sender(
        database=database,
        leases=database,
        store=store,
        transport=portal,
        verify=VERIFY,
        clock=clock,
        rng=rng,
    )
    sender.start()
    return sender
