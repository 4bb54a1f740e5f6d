"""The outbox: what was handed in and has not arrived yet, in one SQLite file.

Every function takes an open `Database` (`offline_queue.database.open_database`). `enqueue` runs
inside the caller's transaction; the others make their own, each a few statements long, so that
the process at the screen never waits behind the one at the network.

Order is by ``seq`` (AUTOINCREMENT), waiting by uptime and boot id; the wall clock decides
nothing.
"""

from collections.abc import Iterator
from typing import Final

from sqlite_utils import Database

from offline_queue import steps
from offline_queue.database import immediate
from offline_queue.envelope import Blob, Envelope, State, Taken
from offline_queue.moment import Moment
from offline_queue.receipts import Receipt

#: A lease outlives the longest silence of one request (read timeout 30 s) four times; it is
#: renewed with every part that arrived.
LEASE_MS: Final = 120_000

#: No wait is longer: a server's Retry-After is cut to it, and a stored wait beyond it is damage.
MAX_WAIT_MS: Final = 3_600_000

#: Tries in a row that ended with the sender's death. The fifth is no coincidence: the envelope
#: itself ends the process, and is set aside. A power cut mid-upload is forgiven at the first
#: part that arrives.
MAX_UNANSWERED: Final = 5

SENDER_DIED: Final = "sender-died"

#: Ready, and the oldest of its stream that has not arrived.
_FIRST_READY: Final = """
    FROM outbox_envelope AS e INDEXED BY outbox_ready
    WHERE e.state = 'ready' AND e.lane = :lane
      AND NOT EXISTS (
        SELECT 1 FROM outbox_envelope AS b INDEXED BY outbox_open
        WHERE b.stream = e.stream AND b.seq < e.seq
          AND b.state IN ('staged', 'ready', 'sending', 'uploaded', 'quarantined'))
"""

_DUE: Final = """(e.wait_boot IS NULL OR e.wait_boot <> :boot
    OR e.wait_up_ms <= :up_ms OR e.wait_up_ms > :up_ms + :max_wait)"""

_NEXT: Final = f"SELECT e.seq {_FIRST_READY} AND {_DUE} ORDER BY e.seq LIMIT 1"

_NEXT_DUE: Final = (
    f"SELECT min(CASE WHEN {_DUE} THEN 0 ELSE e.wait_up_ms - :up_ms END) {_FIRST_READY}"
)

_EXPIRED: Final = """
    SELECT seq, unanswered FROM outbox_envelope INDEXED BY outbox_leased
    WHERE state IN ('sending', 'uploaded')
      AND (:all OR lease_boot <> :boot OR lease_up_ms <= :up_ms
           OR lease_up_ms > :up_ms + :lease)
"""


class NoTransactionError(Exception):
    """`enqueue` was called outside a transaction: the deed and its envelope would be two."""


def enqueue(
    database: Database, envelope: Envelope, *, at: Moment, state: State = State.READY
) -> bool:
    """Store `envelope` inside the caller's transaction; it is due at once.

    Does not commit: the caller saves its own rows (the dossier, the ticket) in the same
    transaction, so that a power cut leaves either both or neither. The files it names are on
    the disk before (`BlobStore.put`).

    Args:
        state: `STAGED` holds it back until `let_go`.

    Returns:
        Whether it was new. A second tap on "Submit" has the same key and returns False.

    Raises:
        NoTransactionError: no transaction is open.
    """
    if not database.conn.in_transaction:
        raise NoTransactionError(envelope.key)
    if state not in {State.READY, State.STAGED}:
        raise ValueError(f"an envelope starts ready or staged, not {state}")
    seq = _insert(database, envelope, at, state)
    if seq is None:
        return False
    for place, blob in enumerate(envelope.blobs):
        database.execute(
            "INSERT INTO outbox_blob VALUES (?, ?, ?, ?)", (seq, place, blob.sha256, blob.size)
        )
    steps.reached("envelope.inserted")
    return True


def _insert(database: Database, envelope: Envelope, at: Moment, state: State) -> int | None:
    row = database.execute(
        "INSERT INTO outbox_envelope (key, lane, stream, state, made_wall_ms, made_boot,"
        " made_up_ms, schema, size, body_sha256, body) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (key) DO NOTHING RETURNING seq",
        (
            envelope.key,
            envelope.lane,
            envelope.stream,
            state,
            at.wall_ms,
            at.boot,
            at.up_ms,
            envelope.schema,
            envelope.size,
            envelope.body_sha256,
            envelope.body,
        ),
    ).fetchone()
    return None if row is None else int(row[0])


def let_go(database: Database, key: str) -> bool:
    """A staged envelope may be sent from now on; returns whether it was staged."""
    with immediate(database):
        done = database.execute(
            "UPDATE outbox_envelope SET state = 'ready' WHERE key = ? AND state = 'staged'", (key,)
        )
        return done.rowcount == 1


def take(database: Database, *, at: Moment, lane: str = "dossiers") -> Taken | None:
    """The next envelope that is due, under a lease; None if there is none.

    The attempt is counted before it is made. Leases that ran out are given back first. Losing
    this commit in a power cut only repeats an idempotent request: a connection with
    ``synchronous=NORMAL`` may be used.
    """
    with immediate(database):
        _give_back_expired(database, at, every=False)
        found = database.execute(_NEXT, _due(at, lane)).fetchone()
        if found is None:
            return None
        row = database.execute(
            "UPDATE outbox_envelope SET state = 'sending', attempts = attempts + 1,"
            " unanswered = unanswered + 1, lease_boot = ?, lease_up_ms = ? WHERE seq = ?"
            " RETURNING key, body, stream, lane, schema, attempts, failures",
            (at.boot, at.up_ms + LEASE_MS, found[0]),
        ).fetchone()
        blobs = tuple(blobs_of(database, found[0]))
    key, body, stream, its_lane, schema, attempts, failures = row
    steps.reached("taken")
    envelope = Envelope(key, bytes(body), stream, its_lane, blobs, schema)
    return Taken(found[0], attempts, failures, envelope)


def blobs_of(database: Database, seq: int) -> Iterator[Blob]:
    """The files of one envelope, in their order."""
    rows = database.execute(
        "SELECT sha256, size FROM outbox_blob WHERE seq = ? ORDER BY place", (seq,)
    )
    return (Blob(sha256, size) for sha256, size in rows.fetchall())


def renew(database: Database, taken: Taken, *, at: Moment) -> bool:
    """The other side took a part: prolong the lease and forgive earlier silence.

    Returns:
        False if the lease is lost (another process took the envelope); stop sending.
    """
    with immediate(database):
        done = database.execute(
            "UPDATE outbox_envelope SET lease_boot = ?, lease_up_ms = ?, unanswered = 0"
            " WHERE seq = ? AND attempts = ? AND state IN ('sending', 'uploaded')",
            (at.boot, at.up_ms + LEASE_MS, taken.seq, taken.attempt),
        )
        return done.rowcount == 1


def uploaded(database: Database, taken: Taken) -> bool:
    """Every part is at the other side; False if the lease is lost."""
    with immediate(database):
        done = database.execute(
            "UPDATE outbox_envelope SET state = 'uploaded'"
            " WHERE seq = ? AND attempts = ? AND state = 'sending'",
            (taken.seq, taken.attempt),
        )
    steps.reached("uploaded")
    return done.rowcount == 1


def give_back(
    database: Database, taken: Taken, *, at: Moment, delay_ms: int = 0, failed: bool = False
) -> bool:
    """End the lease without a receipt; the envelope is due again after `delay_ms` of uptime.

    Args:
        failed: counts towards the envelope's own back-off; False if the network is to blame.

    Returns:
        False if the lease was lost already; then nothing changes.
    """
    wait = max(0, min(delay_ms, MAX_WAIT_MS))
    with immediate(database):
        done = database.execute(
            "UPDATE outbox_envelope SET state = 'ready', unanswered = 0, lease_boot = NULL,"
            " lease_up_ms = NULL, failures = failures + ?, wait_boot = ?, wait_up_ms = ?"
            " WHERE seq = ? AND attempts = ? AND state IN ('sending', 'uploaded')",
            (int(failed), at.boot, at.up_ms + wait, taken.seq, taken.attempt),
        )
        return done.rowcount == 1


def ack(database: Database, receipt: Receipt) -> bool:
    """Store a verified receipt; from here on the envelope's files may go.

    A receipt counts whoever holds the lease, and even for a quarantined envelope: it says that
    the other side has every byte. Use a connection with ``synchronous=FULL``.

    Returns:
        Whether this was news; the same receipt again returns False.

    Raises:
        LookupError: no envelope has this key and these bytes.
    """
    with immediate(database):
        row = database.execute(
            "SELECT seq, state FROM outbox_envelope WHERE key = ? AND body_sha256 = ?",
            (receipt.key, receipt.body_sha256),
        ).fetchone()
        if row is None:
            raise LookupError(f"no envelope {receipt.key} with these bytes")
        seq, state = row
        if state in {State.COMMITTED, State.PURGED}:
            return False
        database.execute(
            "INSERT INTO outbox_receipt VALUES (?, ?, ?, ?)",
            (seq, receipt.number, receipt.received_at, receipt.document),
        )
        database.execute(
            "UPDATE outbox_envelope SET state = 'committed', unanswered = 0, failures = 0,"
            " lease_boot = NULL, lease_up_ms = NULL, wait_boot = NULL, wait_up_ms = NULL"
            " WHERE seq = ?",
            (seq,),
        )
    steps.reached("receipt.stored")
    return True


def quarantine(
    database: Database, taken: Taken, *, at: Moment, reason: str, http_status: int | None = None
) -> bool:
    """Set an envelope aside until someone looks; its own stream waits, the others go on.

    Args:
        reason: a slug such as ``key-conflict``; never the other side's own words, which may
            quote a citizen.

    Returns:
        False if the lease was lost already; then nothing changes.
    """
    with immediate(database):
        held = database.execute(
            "SELECT 1 FROM outbox_envelope WHERE seq = ? AND attempts = ?"
            " AND state IN ('sending', 'uploaded')",
            (taken.seq, taken.attempt),
        ).fetchone()
        if held is not None:
            _quarantine(database, taken.seq, at, reason, http_status)
        return held is not None


def _quarantine(
    database: Database, seq: int, at: Moment, reason: str, http_status: int | None
) -> None:
    database.execute(
        "UPDATE outbox_envelope SET state = 'quarantined', unanswered = 0, lease_boot = NULL,"
        " lease_up_ms = NULL, wait_boot = NULL, wait_up_ms = NULL WHERE seq = ?",
        (seq,),
    )
    database.execute(
        "INSERT INTO outbox_quarantine (seq, at_wall_ms, reason, http_status) VALUES (?, ?, ?, ?)",
        (seq, at.wall_ms, reason, http_status),
    )


def requeue(database: Database, key: str, *, at: Moment) -> bool:
    """Let a quarantined envelope try again; returns False if it is not quarantined."""
    with immediate(database):
        row = database.execute(
            "UPDATE outbox_envelope SET state = 'ready', failures = 0"
            " WHERE key = ? AND state = 'quarantined' RETURNING seq",
            (key,),
        ).fetchone()
        if row is None:
            return False
        database.execute(
            "UPDATE outbox_quarantine SET ended_wall_ms = ?"
            " WHERE seq = ? AND ended_wall_ms IS NULL",
            (at.wall_ms, row[0]),
        )
        return True


def recover(database: Database, *, at: Moment) -> int:
    """At the start of the only sender: no lease can be alive, so all are given back.

    Returns:
        How many there were.
    """
    with immediate(database):
        return _give_back_expired(database, at, every=True)


def _give_back_expired(database: Database, at: Moment, *, every: bool) -> int:
    rows = database.execute(
        _EXPIRED, {"all": every, "boot": at.boot, "up_ms": at.up_ms, "lease": LEASE_MS}
    ).fetchall()
    for seq, unanswered in rows:
        if unanswered >= MAX_UNANSWERED:
            _quarantine(database, seq, at, SENDER_DIED, None)
        else:
            database.execute(
                "UPDATE outbox_envelope SET state = 'ready', lease_boot = NULL,"
                " lease_up_ms = NULL WHERE seq = ?",
                (seq,),
            )
    return len(rows)


def any_work(database: Database, *, lane: str = "dossiers") -> bool:
    """Whether any envelope is ready (due or not) or leased; costs the same at any backlog."""
    row = database.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox_envelope INDEXED BY outbox_ready"
        "  WHERE state = 'ready' AND lane = ?)"
        " OR EXISTS (SELECT 1 FROM outbox_envelope INDEXED BY outbox_leased"
        "  WHERE state IN ('sending', 'uploaded'))",
        (lane,),
    ).fetchone()
    return bool(row[0])


def next_due_ms(database: Database, *, at: Moment, lane: str = "dossiers") -> int | None:
    """Milliseconds until `take` would find an envelope (0: now); None if nothing it could take.

    What waits behind another of its stream does not count: who asked for it again and again would
    spin for as long as nobody looks at the one in front.
    """
    row = database.execute(_NEXT_DUE, _due(at, lane)).fetchone()
    return None if row[0] is None else int(row[0])


def _due(at: Moment, lane: str) -> dict[str, str | int]:
    return {"lane": lane, "boot": at.boot, "up_ms": at.up_ms, "max_wait": MAX_WAIT_MS}
