"""What a kiosk keeps of a dossier that has arrived, and for how long."""

import datetime as dt
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.services import own_dossiers
from offline_queue.database import immediate, open_database, sqlite3

NOW = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)


def hand_in(database: Database, key: str, state: str, received: dt.datetime | None) -> None:
    with immediate(database):
        own_dossiers.insert(
            database,
            dossier_id=key,
            code=f"CODE-{key}",
            secret_check="x",
            procedure="1.004873",
            office_id="song-may",
            stored_at=NOW.isoformat(),
        )
        database.execute(
            "INSERT INTO outbox_envelope (key, lane, stream, state, made_wall_ms, made_boot,"
            " made_up_ms, schema, size, body_sha256, body)"
            " VALUES (?, 'dossiers', ?, ?, 0, 'boot', 0, 1, 10, 'hash', x'')",
            (key, key, state),
        )
        (seq,) = database.execute(
            "SELECT seq FROM outbox_envelope WHERE key = ?", (key,)
        ).fetchone()
        database.execute("INSERT INTO outbox_blob VALUES (?, 0, 'hash', 10)", (seq,))
        if received is not None:
            database.execute(
                "INSERT INTO outbox_receipt VALUES (?, '1', ?, '{}')", (seq, received.isoformat())
            )


def test_a_receipt_is_kept_for_ninety_days_and_what_was_not_sent_for_ever(tmp_path: Path) -> None:
    own_dossiers.prepare(tmp_path)
    database = open_database(tmp_path / own_dossiers.OUTBOX)
    old, young = NOW - dt.timedelta(days=91), NOW - dt.timedelta(days=89)
    hand_in(database, "old", "purged", old)
    hand_in(database, "young", "purged", young)
    hand_in(database, "files-here", "committed", old)
    hand_in(database, "waiting", "ready", None)
    assert own_dossiers.forget_old(database, NOW) == 1
    assert own_dossiers.find(database, dossier_id="old") is None
    for key in ("young", "files-here", "waiting"):
        assert own_dossiers.find(database, dossier_id=key) is not None
    for table in ("outbox_envelope", "outbox_blob"):
        assert database[table].count == 3
    assert database["outbox_receipt"].count == 2
    assert own_dossiers.forget_old(database, NOW) == 0
    database.close()


def test_a_dossier_that_arrived_is_never_half_forgotten(tmp_path: Path) -> None:
    """Its envelope gone and its row left, the machine would say that it was not sent yet."""
    own_dossiers.prepare(tmp_path)
    database = open_database(tmp_path / own_dossiers.OUTBOX)
    hand_in(database, "old", "purged", NOW - dt.timedelta(days=91))
    database.execute(
        "CREATE TRIGGER cut BEFORE DELETE ON own_dossier BEGIN SELECT RAISE(ABORT, 'cut'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="cut"):
        own_dossiers.forget_old(database, NOW)
    found = own_dossiers.find(database, dossier_id="old")
    assert found is not None
    assert found.delivered
    database.close()
