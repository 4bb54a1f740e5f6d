"""What must be true of a kiosk's disk after any power cut, read as the next start reads it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from offline_queue import inspection, outbox, schema
from offline_queue.blobs import BlobDamagedError, BlobStore
from offline_queue.database import open_database, sqlite3
from offline_queue.envelope import Listed, State
from offline_queue.moment import Moment

_AFTER = Moment(0, "the next boot", 1)
_DONE = {State.COMMITTED, State.PURGED}


def broken_promises(kiosk: Path, said: tuple[str, ...]) -> list[str]:
    """What was said to people and does not hold; empty if all does."""
    stored = {line.split()[1] for line in said if line.startswith("stored")}
    arrived = {line.split()[1] for line in said if line.startswith("arrived")}
    try:
        database = open_database(kiosk / "outbox.db", synchronous="NORMAL")
    except sqlite3.Error as error:
        return [f"the database does not open: {error}"]
    try:
        schema.migrate(database)
        outbox.recover(database, at=_AFTER)
        problems = [
            f"integrity: {found}"
            for (found,) in database.execute("PRAGMA integrity_check").fetchall()
            if found != "ok"
        ]
        rows = {row.key: row for row in inspection.envelopes(database, at=_AFTER)}
        has_deeds = "dossier" in database.table_names()
        deeds = database.execute("SELECT key FROM dossier").fetchall() if has_deeds else []
        problems += [f"{key} was stored and is lost" for key in stored - rows.keys()]
        problems += [f"{key}: deed without envelope" for (key,) in deeds if key not in rows]
        problems += [f"{key}: envelope without deed" for key in rows if (key,) not in deeds]
        problems += _receipts_lost(rows, arrived)
        store = BlobStore(kiosk / "sealed")
        for key, blob in inspection.needed_blobs(database):
            try:
                store.check(blob)
            except BlobDamagedError as error:
                problems.append(f"{key} has no receipt and its file is gone: {error}")
    except sqlite3.Error as error:
        return [f"the database cannot be read: {error}"]
    finally:
        database.close()
    return problems


def _receipts_lost(rows: Mapping[str, Listed], arrived: set[str]) -> Iterator[str]:
    for key, row in rows.items():
        if row.state in _DONE and not row.receipt_no:
            yield f"{key} is {row.state} without a receipt"
    for key in arrived - rows.keys():
        yield f"{key} arrived and is forgotten"
    for key in arrived & rows.keys():
        if rows[key].state not in _DONE:
            yield f"{key} arrived and its receipt is lost"
