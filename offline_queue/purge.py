"""Forgetting what the other side has receipted: files first, then the row says so."""

import datetime as dt
from typing import Final

from sqlite_utils import Database

from offline_queue import steps
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate

#: One call deletes the files of so many envelopes at most, to give the sender its turn back.
BATCH: Final = 100


def purge(database: Database, store: BlobStore) -> int:
    """Delete the files of envelopes whose receipt is stored; row and receipt stay.

    A crash in between leaves rows in state ``committed``; the next call does the rest. A file
    that an envelope without receipt names too is kept.

    Returns:
        How many envelopes were purged.
    """
    rows = database.execute(
        "SELECT seq FROM outbox_envelope WHERE state = 'committed' ORDER BY seq LIMIT ?", (BATCH,)
    ).fetchall()
    for (seq,) in rows:
        names = database.execute(
            "SELECT sha256 FROM outbox_blob AS mine WHERE seq = ? AND NOT EXISTS ("
            " SELECT 1 FROM outbox_blob AS b JOIN outbox_envelope AS e ON e.seq = b.seq"
            " WHERE b.sha256 = mine.sha256 AND e.state NOT IN ('committed', 'purged'))",
            (seq,),
        ).fetchall()
        store.remove([name for (name,) in names])
        steps.reached("blobs.removed")
        with immediate(database):
            database.execute(
                "UPDATE outbox_envelope SET state = 'purged', body = x''"
                " WHERE seq = ? AND state = 'committed'",
                (seq,),
            )
        steps.reached("purged")
    return len(rows)


def forget(database: Database, *, received_before: dt.datetime) -> tuple[str, ...]:
    """Delete the rows of envelopes whose receipt is older and whose files are gone already.

    Does not commit: the caller forgets what it knows of them in the same transaction, or it would
    take what has arrived for something that still waits.

    Args:
        received_before: aware; compared with the portal's moment on the receipt.

    Returns:
        The keys of what was deleted.
    """
    rows = database.execute(
        "SELECT e.seq, e.key, r.received_at FROM outbox_envelope AS e"
        " JOIN outbox_receipt AS r ON r.seq = e.seq WHERE e.state = 'purged'"
    ).fetchall()
    old = [
        (seq, key)
        for seq, key, received in rows
        if dt.datetime.fromisoformat(received) < received_before
    ]
    for table in ("outbox_receipt", "outbox_blob", "outbox_quarantine", "outbox_envelope"):
        for seq, _ in old:
            database.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608 - ours
    return tuple(key for _, key in old)
