"""What a clerk does at a desk: each function runs inside one transaction of the writer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.calling import priority_is_due
from kiosk.domain.services import Desk, Office
from kiosk.domain.ticket import TicketState
from kiosk.hub.problems import ProblemError
from kiosk.hub.rows import COLUMNS, TicketRow, find, record, set_fields
from kiosk.hub.tickets import open_day, service_of
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

Deed = Literal["recall", "start", "finish", "no-show", "park", "resume", "transfer"]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts, where and when."""

    name: str
    desk: Desk
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class _Step:
    """A deed's way: from which states, to which, and what the event is called."""

    sources: tuple[TicketState, ...]
    target: TicketState
    event: str


_OPEN: Final = (TicketState.CALLED, TicketState.SERVING)
STEPS: Final[Mapping[Deed, _Step]] = {
    "recall": _Step((TicketState.CALLED,), TicketState.CALLED, "recalled"),
    "start": _Step((TicketState.CALLED,), TicketState.SERVING, "started"),
    "finish": _Step(_OPEN, TicketState.FINISHED, "finished"),
    "no-show": _Step((TicketState.CALLED,), TicketState.NO_SHOW, "no_show"),
    "park": _Step(_OPEN, TicketState.PARKED, "parked"),
    # Somebody called in vain often comes a little later.
    "resume": _Step((TicketState.PARKED, TicketState.NO_SHOW), TicketState.CALLED, "called"),
    "transfer": _Step((*_OPEN, TicketState.PARKED), TicketState.WAITING, "transferred"),
}


def desk_of(office: Office, desk_id: str) -> Desk:
    """The desk that a request names.

    Raises:
        ProblemError: the office does not have it.
    """
    desk = office.desk(desk_id)
    if desk is None:
        raise ProblemError("unknown-desk", desk_id[:40])
    return desk


def current(connection: sqlite3.Connection, day: str, desk: str) -> TicketRow | None:
    """The one ticket that a desk has called or is serving."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM ticket WHERE day = ? AND desk = ?"  # noqa: S608 - constant
        " AND state IN ('called', 'serving')",
        (day, desk),
    ).fetchone()
    return TicketRow(*row) if row else None


def streak(connection: sqlite3.Connection, day: str, desk: str) -> int:
    """How many priority people this desk has called in a row."""
    row = connection.execute(
        "SELECT streak FROM desk_day WHERE day = ? AND desk = ?", (day, desk)
    ).fetchone()
    return row[0] if row else 0


def _first(
    connection: sqlite3.Connection, day: str, desk: Desk, *, priority: bool
) -> TicketRow | None:
    rows = [
        connection.execute(
            f"SELECT {COLUMNS} FROM ticket WHERE state = 'waiting' AND day = ?"  # noqa: S608
            " AND service = ? AND priority = ? ORDER BY place LIMIT 1",
            (day, service, int(priority)),
        ).fetchone()
        for service in desk.services
    ]
    return min(
        (TicketRow(*row) for row in rows if row), key=lambda found: found.place, default=None
    )


def _refuse_if_busy(connection: sqlite3.Connection, day: str, desk: Desk) -> None:
    open_ticket = current(connection, day, desk.id)
    if open_ticket is not None:
        raise ProblemError("desk-busy", f"{open_ticket.number} is {open_ticket.state}")


def call_next(
    connection: sqlite3.Connection, clerk: Clerk, *, key: str, interleave: int
) -> TicketRow | None:
    """Call the person who is due to `clerk.desk`; None if nobody waits for it.

    The same key again calls nobody else. One writer runs one job at a time, so two desks can
    never be given the same person.

    Raises:
        ProblemError: the desk still has a ticket open, or the key was used at another desk.
    """
    desk = clerk.desk
    done = connection.execute("SELECT desk, ticket_id FROM deed WHERE key = ?", (key,)).fetchone()
    if done is not None:
        if done[0] != desk.id:
            raise ProblemError("key-reused", "the key was used at another desk")
        return find(connection, "ticket_id", done[1])
    day = open_day(connection, clerk.now)
    _refuse_if_busy(connection, day, desk)
    due = _due(connection, day, desk, interleave)
    if due is None:
        return None
    _call(connection, due.row, clerk, event="called")
    connection.execute(
        "INSERT INTO desk_day (day, desk, streak) VALUES (?, ?, ?)"
        " ON CONFLICT (day, desk) DO UPDATE SET streak = excluded.streak",
        (day, desk.id, due.streak),
    )
    connection.execute(
        "INSERT INTO deed (key, desk, ticket_id, at) VALUES (?, ?, ?, ?)",
        (key, desk.id, due.row.ticket_id, to_us(clerk.now)),
    )
    return find(connection, "ticket_id", due.row.ticket_id)


@dataclass(frozen=True, slots=True)
class _Due:
    """Whose turn it is, and how many priority people the desk has then called in a row."""

    row: TicketRow
    streak: int


def _due(connection: sqlite3.Connection, day: str, desk: Desk, interleave: int) -> _Due | None:
    first_priority = _first(connection, day, desk, priority=True)
    first_other = _first(connection, day, desk, priority=False)
    called_in_a_row = streak(connection, day, desk.id)
    take_priority = priority_is_due(
        streak=called_in_a_row,
        others_wait=first_other is not None,
        priority_waits=first_priority is not None,
        interleave=interleave,
    )
    row = first_priority if take_priority else first_other
    if row is None:
        return None
    return _Due(row, called_in_a_row + 1 if take_priority else 0)


def _call(connection: sqlite3.Connection, row: TicketRow, clerk: Clerk, *, event: str) -> None:
    at = to_us(clerk.now)
    set_fields(
        connection,
        row,
        state=TicketState.CALLED,
        desk=clerk.desk.id,
        called_at=at,
        times=row.times + 1,
    )
    record(connection, event, row, at=at, desk=clerk.desk.id, clerk=clerk.name)


def act(
    connection: sqlite3.Connection,
    ticket_id: str,
    deed: Deed,
    clerk: Clerk,
    *,
    to_service: str | None,
    office: Office,
) -> TicketRow:
    """Do one deed to one ticket. Done already at this desk (a second click): no change.

    Raises:
        ProblemError: no such ticket, not of today, at another desk, not at a step where the
            deed makes sense, the desk is busy (resume), or the service is unknown (transfer).
    """
    day = open_day(connection, clerk.now)
    row = _found(
        connection, ticket_id
    )  # after `open_day`: an earlier day's ticket was perhaps closed just now
    step = STEPS[deed]
    if row.state in _OPEN and row.desk != clerk.desk.id:
        raise ProblemError("other-desk", f"{row.number} is at desk {row.desk}")
    here = row.state == step.target and row.desk == clerk.desk.id
    if here and deed not in {"recall", "transfer"}:
        return row
    if row.day != day or row.state not in step.sources:
        raise ProblemError("wrong-state", f"{row.number} is {row.state}")
    if deed == "resume":
        _refuse_if_busy(connection, day, clerk.desk)
    if step.target is TicketState.CALLED:
        _call(connection, row, clerk, event=step.event)
    elif deed == "transfer":
        service = service_of(office, to_service or "")
        set_fields(connection, row, state=step.target, service=service.id, desk=None)
        _note(connection, row, step, clerk, detail=f"{row.service} to {service.id}")
    else:
        set_fields(connection, row, state=step.target, desk=clerk.desk.id)
        _note(connection, row, step, clerk)
    return _found(connection, ticket_id)


def _found(connection: sqlite3.Connection, ticket_id: str) -> TicketRow:
    row = find(connection, "ticket_id", ticket_id)
    if row is None:  # never of today: old days alone are removed
        raise ProblemError("not-found", "ticket")
    return row


def _note(
    connection: sqlite3.Connection,
    row: TicketRow,
    step: _Step,
    clerk: Clerk,
    *,
    detail: str | None = None,
) -> None:
    record(
        connection,
        step.event,
        row,
        at=to_us(clerk.now),
        desk=clerk.desk.id,
        clerk=clerk.name,
        detail=detail,
    )
