"""Calls for help from kiosks: one open call for each kiosk, until a clerk takes it."""

import datetime as dt
from typing import Any

from kiosk.contract.hub import HelpCall, HelpCalls, HelpCallState
from kiosk.hub.problems import ProblemError
from kiosk.web.moments import from_us, to_us
from offline_queue.database import sqlite3

_COLUMNS = "id, kiosk, screen, at, seen_at, seen_by"


def _state(row: tuple[Any, ...]) -> HelpCallState:
    return HelpCallState(
        id=row[0],
        kiosk_id=row[1],
        screen=row[2],
        at=from_us(row[3]),
        seen_at=from_us(row[4]) if row[4] is not None else None,
        seen_by=row[5],
    )


def _one(connection: sqlite3.Connection, call_id: int) -> HelpCallState:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM help_call WHERE id = ?",  # noqa: S608 - constant
        (call_id,),
    ).fetchone()
    if row is None:
        raise ProblemError("not-found", "help call")
    return _state(row)


def call_for_help(
    connection: sqlite3.Connection, call: HelpCall, *, now: dt.datetime
) -> tuple[HelpCallState, bool]:
    """Open a call; a kiosk whose call is still open gets that one again (and False)."""
    made = connection.execute(
        "INSERT INTO help_call (kiosk, screen, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (call.kiosk_id, call.screen, to_us(now)),
    )
    call_id = connection.execute(
        "SELECT id FROM help_call WHERE kiosk = ? AND seen_at IS NULL", (call.kiosk_id,)
    ).fetchone()[0]
    return _one(connection, call_id), bool(made.rowcount)


def of_kiosk(connection: sqlite3.Connection, kiosk_id: str) -> HelpCallState:
    """The kiosk's newest call, with how many older ones nobody has taken yet.

    Raises:
        ProblemError: it never called.
    """
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM help_call WHERE kiosk = ? ORDER BY id DESC LIMIT 1",  # noqa: S608 - constant
        (kiosk_id,),
    ).fetchone()
    if row is None:
        raise ProblemError("not-found", "help call")
    ahead = connection.execute(
        "SELECT count(*) FROM help_call WHERE seen_at IS NULL AND id < ?", (row[0],)
    ).fetchone()[0]
    return _state(row).model_copy(update={"ahead": ahead})


def withdraw(connection: sqlite3.Connection, kiosk_id: str, *, now: dt.datetime) -> None:
    """Nobody at this kiosk needs help any more; a call that was taken stays taken."""
    connection.execute(
        "UPDATE help_call SET seen_at = ? WHERE kiosk = ? AND seen_at IS NULL",
        (to_us(now), kiosk_id),
    )


def open_calls(connection: sqlite3.Connection) -> HelpCalls:
    """Calls nobody has taken yet, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM help_call WHERE seen_at IS NULL ORDER BY id LIMIT 100"  # noqa: S608
    )
    return HelpCalls(calls=tuple(_state(row) for row in rows))


def take_call(
    connection: sqlite3.Connection, call_id: int, clerk: str, *, now: dt.datetime
) -> HelpCallState:
    """A clerk goes to help; the first who says so is kept.

    Raises:
        ProblemError: no such call.
    """
    connection.execute(
        "UPDATE help_call SET seen_at = ?, seen_by = ? WHERE id = ? AND seen_at IS NULL",
        (to_us(now), clerk, call_id),
    )
    return _one(connection, call_id)
