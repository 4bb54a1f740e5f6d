"""The outbox's tables, as numbered migrations.

They share a file with the tables of whoever hands things in, because an envelope is stored in
the same transaction as the deed it tells of; hence the prefix ``outbox_``. ``PRAGMA
user_version`` of the file counts these migrations.
"""

from typing import Final

from sqlite_utils import Database

from offline_queue.database import immediate

_OUTBOX: Final = (
    # seq orders everything: it only rises, also past deleted rows, and knows no wall clock.
    """
    CREATE TABLE outbox_envelope (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        lane TEXT NOT NULL,
        stream TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('staged', 'ready', 'sending', 'uploaded', 'committed', 'purged', 'quarantined')),
        attempts INTEGER NOT NULL DEFAULT 0,    -- takes so far; the fencing token of a lease
        unanswered INTEGER NOT NULL DEFAULT 0,  -- takes in a row that ended without any word
        failures INTEGER NOT NULL DEFAULT 0,    -- tries in a row to be repeated later
        wait_boot TEXT,                         -- not before wait_up_ms of this boot
        wait_up_ms INTEGER,
        lease_boot TEXT,
        lease_up_ms INTEGER,
        made_wall_ms INTEGER NOT NULL,
        made_boot TEXT NOT NULL,
        made_up_ms INTEGER NOT NULL,
        schema INTEGER NOT NULL,
        size INTEGER NOT NULL,                  -- bytes of body and files
        body_sha256 TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT
    """,
    # What keeps taking flat with 100,000 waiting and 100,000 done: only live rows are indexed.
    "CREATE INDEX outbox_ready ON outbox_envelope (lane, seq) WHERE state = 'ready'",
    """
    CREATE INDEX outbox_leased ON outbox_envelope (lease_up_ms)
        WHERE state IN ('sending', 'uploaded')
    """,
    """
    CREATE INDEX outbox_open ON outbox_envelope (stream, seq)
        WHERE state IN ('staged', 'ready', 'sending', 'uploaded', 'quarantined')
    """,
    "CREATE INDEX outbox_to_purge ON outbox_envelope (seq) WHERE state = 'committed'",
    """
    CREATE TABLE outbox_blob (
        seq INTEGER NOT NULL REFERENCES outbox_envelope (seq),
        place INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (seq, place)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX outbox_blob_name ON outbox_blob (sha256)",
    """
    CREATE TABLE outbox_receipt (
        seq INTEGER PRIMARY KEY REFERENCES outbox_envelope (seq),
        receipt_no TEXT NOT NULL,
        received_at TEXT NOT NULL,              -- the portal's clock, RFC 3339
        document TEXT NOT NULL                  -- the signed JSON as it came
    ) STRICT
    """,
    """
    CREATE TABLE outbox_quarantine (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        seq INTEGER NOT NULL REFERENCES outbox_envelope (seq),
        at_wall_ms INTEGER NOT NULL,
        reason TEXT NOT NULL,                   -- a slug, never words of the other side
        http_status INTEGER,
        ended_wall_ms INTEGER                   -- when it was let go again
    ) STRICT
    """,
    "CREATE INDEX outbox_quarantine_of ON outbox_quarantine (seq)",
)

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (_OUTBOX,)


class SchemaError(Exception):
    """The file's tables are not the ones this version works with."""


def version(database: Database) -> int:
    """Number of migrations the file has seen."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def migrate(database: Database) -> int:
    """Bring the file to this version's tables, each step in a transaction of its own.

    Returns:
        How many steps were done.

    Raises:
        SchemaError: the file was written by a newer version; it is left alone.
    """
    done = 0
    while True:
        with immediate(database):  # two processes may start at once: look under the lock
            have = version(database)
            if have > len(MIGRATIONS):
                raise SchemaError(f"the file has version {have}, known are {len(MIGRATIONS)}")
            if have == len(MIGRATIONS):
                return done
            for statement in MIGRATIONS[have]:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {have + 1}")
        done += 1


def require_current(database: Database) -> None:
    """Refuse a file whose migrations were not all done, or that is newer.

    Raises:
        SchemaError: naming both versions.
    """
    have = version(database)
    if have != len(MIGRATIONS):
        raise SchemaError(f"the file has version {have}, needed is {len(MIGRATIONS)}")
