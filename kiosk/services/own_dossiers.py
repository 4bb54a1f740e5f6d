"""The dossiers handed in at this kiosk: in the outbox's file, in the outbox's transactions.

Holds no personal data: code, a check of the secret, what the portal said last.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from kiosk.contract.portal import StatusChange
from offline_queue import purge, schema
from offline_queue.database import immediate, open_database

OUTBOX: Final = "outbox.db"
SEALED: Final = "sealed"  # folder of the sealed parts
#: Long enough to settle a dispute about a hand-in; a code then still opens the portal's answer.
KEPT: Final = dt.timedelta(days=90)

_TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS own_dossier (
        dossier_id TEXT PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        secret_check TEXT NOT NULL,
        procedure TEXT NOT NULL,
        office_id TEXT NOT NULL,
        stored_at TEXT NOT NULL,           -- the kiosk's clock, RFC 3339
        status TEXT                        -- a contract.StatusChange, JSON; NULL until one came
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS portal_feed (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        cursor TEXT NOT NULL
    ) STRICT
    """,
)


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """A dossier handed in here. `delivered`: the portal's receipt lies in the outbox."""

    dossier_id: str
    code: str
    secret_check: str
    procedure: str
    office_id: str
    stored_at: str
    status: StatusChange | None
    delivered: bool


def prepare(data: Path) -> None:
    """Bring the file to this version's tables (the agent does, at its start)."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_database(data / OUTBOX)
    try:
        schema.migrate(database)
        with immediate(database):
            for statement in _TABLES:
                database.execute(statement)
    finally:
        database.close()


def insert(
    database: Database,
    *,
    dossier_id: str,
    code: str,
    secret_check: str,
    procedure: str,
    office_id: str,
    stored_at: str,
) -> bool:
    """Add a dossier in the caller's transaction; False if it was handed in already."""
    row = database.execute(
        "INSERT INTO own_dossier (dossier_id, code, secret_check, procedure, office_id, stored_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (dossier_id) DO NOTHING RETURNING 1",
        (dossier_id, code, secret_check, procedure, office_id, stored_at),
    ).fetchone()
    return row is not None


def find(database: Database, *, code: str = "", dossier_id: str = "") -> OwnDossier | None:
    """A dossier of this kiosk by its code or id."""
    row = database.execute(
        "SELECT d.dossier_id, code, secret_check, procedure, office_id, stored_at, status,"
        " EXISTS (SELECT 1 FROM outbox_envelope AS e WHERE e.key = d.dossier_id"
        "   AND e.state IN ('committed', 'purged'))"
        " FROM own_dossier AS d WHERE code = ? OR dossier_id = ?",
        (code, dossier_id),
    ).fetchone()
    if row is None:
        return None
    dossier_id, code, check, procedure, office_id, stored_at, status, delivered = row
    return OwnDossier(
        dossier_id=dossier_id,
        code=code,
        secret_check=check,
        procedure=procedure,
        office_id=office_id,
        stored_at=stored_at,
        status=StatusChange.model_validate_json(status) if status else None,
        delivered=bool(delivered),
    )


def count(database: Database, procedure: str, *, since: str, until: str, without: str) -> int:
    """How many of `procedure` were handed in here from `since` to `until`, but one.

    The moments are RFC 3339 with the same offset as `stored_at`.
    """
    (found,) = database.execute(
        "SELECT count(*) FROM own_dossier WHERE procedure = ? AND stored_at BETWEEN ? AND ?"
        " AND dossier_id <> ?",
        (procedure, since, until, without),
    ).fetchone()
    return int(found)


def cursor(database: Database) -> str:
    """Where the status feed was read to; '' at the start."""
    row = database.execute("SELECT cursor FROM portal_feed").fetchone()
    return str(row[0]) if row else ""


def keep_changes(database: Database, changes: tuple[StatusChange, ...], *, new_cursor: str) -> None:
    """Keep what the portal said and how far it was read, in one commit."""
    with immediate(database):
        for change in changes:
            database.execute(
                "UPDATE own_dossier SET status = ? WHERE dossier_id = ?",
                (change.model_dump_json(), str(change.dossier_id)),
            )
        database.execute(
            "INSERT INTO portal_feed VALUES (1, ?)"
            " ON CONFLICT (only) DO UPDATE SET cursor = excluded.cursor",
            (new_cursor,),
        )


def forget_old(database: Database, now: dt.datetime) -> int:
    """Forget dossiers whose receipt has been here for `KEPT`; the portal answers for them.

    Returns:
        How many envelopes were forgotten.
    """
    with immediate(database):
        keys = purge.forget(database, received_before=now - KEPT)
        for key in keys:
            database.execute("DELETE FROM own_dossier WHERE dossier_id = ?", (key,))
    return len(keys)
