"""Rows of the store as values of the contract."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from kiosk.contract.hub import PrintState, Ticket, Waiting, Words
from kiosk.domain import words as domain
from kiosk.domain.calling import people_ahead
from kiosk.domain.services import Office
from kiosk.domain.ticket import TicketNumber, TicketState
from kiosk.web.moments import from_us
from offline_queue.database import sqlite3

#: Columns of `TicketRow`, in its order.
COLUMNS: Final = (
    "ticket_id, day, series, serial, service, priority, kiosk, language, token, state, place, "
    "arrived_at, called_at, times, desk, print_state, dossier"
)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket as stored; `arrived_at` and `called_at` in microseconds since 1970 UTC."""

    ticket_id: str
    day: str
    series: str
    serial: int
    service: str
    priority: int
    kiosk: str
    language: str
    token: str
    state: str
    place: int
    arrived_at: int
    called_at: int | None
    times: int
    desk: str | None
    print_state: str
    dossier: str | None = None

    @property
    def number(self) -> str:
        """What is printed and called, e.g. ``A001``."""
        return str(TicketNumber(self.series, self.serial))


def words(value: domain.Words) -> Words:
    """Domain words as contract words."""
    return Words(vi=value.vi, en=value.en)


def service_words(office: Office, service_id: str) -> Words:
    """A service's name; its id if the office no longer offers it."""
    service = office.service(service_id)
    return words(service.name) if service else Words(vi=service_id, en=service_id)


def desk_words(office: Office, desk_id: str) -> Words:
    """A desk's name; its id if the office no longer has it."""
    desk = office.desk(desk_id)
    return words(desk.name) if desk else Words(vi=desk_id, en=desk_id)


def find(connection: sqlite3.Connection, column: str, value: str) -> TicketRow | None:
    """The ticket with this ``ticket_id`` or ``token``."""
    if column not in {"ticket_id", "token"}:
        raise ValueError(column)
    row = connection.execute(
        f"SELECT {COLUMNS} FROM ticket WHERE {column} = ?",  # noqa: S608 - one of two names
        (value,),
    ).fetchone()
    return TicketRow(*row) if row else None


def ahead(connection: sqlite3.Connection, row: TicketRow, interleave: int) -> int:
    """People who wait for the same service and are called before this one; 0 once called."""
    if row.state != TicketState.WAITING:
        return 0
    count = "SELECT count(*) FROM ticket WHERE state = 'waiting' AND day = ? AND service = ?"
    before = connection.execute(
        f"{count} AND priority = ? AND place < ?",
        (row.day, row.service, row.priority, row.place),
    ).fetchone()[0]
    others = connection.execute(
        f"{count} AND priority = ?", (row.day, row.service, 1 - row.priority)
    ).fetchone()[0]
    return people_ahead(
        priority=bool(row.priority), same_before=before, other_line=others, interleave=interleave
    )


def ticket(row: TicketRow, *, office: Office, ahead: int, follow_base: str) -> Ticket:
    """The ticket as kiosk, desk and slip know it."""
    return Ticket(
        ticket_id=UUID(row.ticket_id),
        number=row.number,
        service_id=row.service,
        service=service_words(office, row.service),
        priority=bool(row.priority),
        state=TicketState(row.state),
        day=dt.date.fromisoformat(row.day),
        arrived_at=from_us(row.arrived_at),
        ahead=ahead,
        token=row.token,
        follow_url=f"{follow_base}/t/{row.token}",
        desk=row.desk,
        print_state=cast("PrintState", row.print_state),
        dossier=row.dossier,
    )


def waiting(row: TicketRow) -> Waiting:
    """One person in the line, as the desk page shows it."""
    return Waiting(
        ticket_id=UUID(row.ticket_id),
        number=row.number,
        service_id=row.service,
        priority=bool(row.priority),
        arrived_at=from_us(row.arrived_at),
        state=TicketState(row.state),
        print_state=cast("PrintState", row.print_state),
    )


def record(
    connection: sqlite3.Connection,
    kind: str,
    row: TicketRow,
    *,
    at: int,
    desk: str | None = None,
    clerk: str | None = None,
    detail: str | None = None,
) -> None:
    """Append what happened to a ticket; events are never changed (audit and statistics)."""
    connection.execute(
        "INSERT INTO event (at, day, ticket_id, kind, desk, clerk, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, row.day, row.ticket_id, kind, desk, clerk, detail),
    )


def set_fields(connection: sqlite3.Connection, row: TicketRow, **fields: Any) -> None:  # noqa: ANN401
    """Change some columns of one ticket; names are ours, never from a request."""
    assignments = ", ".join(f"{name} = ?" for name in fields)
    connection.execute(
        f"UPDATE ticket SET {assignments} WHERE ticket_id = ?",  # noqa: S608 - names are ours
        (*fields.values(), row.ticket_id),
    )
