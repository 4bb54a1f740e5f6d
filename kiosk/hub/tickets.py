"""Numbers given out: each function runs inside one transaction of the writer."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.contract.hub import PrintReport, TicketRequest
from kiosk.domain.services import Office, Service
from kiosk.domain.ticket import HUB_RANGE, OutOfNumbersError, TicketState, business_day
from kiosk.hub.problems import ProblemError
from kiosk.hub.rows import COLUMNS, TicketRow, find, record, set_fields
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

_LEFT: Final = "left "  # what the event of a closing says, and then the state before it
_LEFT_OPEN: Final = (
    f"SELECT {COLUMNS} FROM ticket"  # noqa: S608 - constants
    " WHERE state IN ('waiting', 'called', 'serving', 'parked') AND day < ?"
)
_CLOSED_TODAY: Final = f"SELECT {COLUMNS} FROM ticket WHERE state = 'closed' AND day = ?"  # noqa: S608
_CAUSE: Final = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_INSERT: Final = (
    f"INSERT INTO ticket ({COLUMNS}) VALUES ({', '.join('?' * len(TicketRow.__slots__))})"  # noqa: S608 - constants
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A ticket and whether this request made it (201) or an earlier one did (200)."""

    row: TicketRow
    new: bool


def open_day(connection: sqlite3.Connection, now: dt.datetime) -> str:
    """The business day at `now`; its first use closes what earlier days left unfinished.

    A clock that jumps back to an earlier day finds that day's counters where they were, so
    that no number is given twice; and one that jumped ahead past midnight and came back finds
    the people in the line whom that jump had closed.
    """
    day = business_day(now).isoformat()
    connection.execute(
        "INSERT INTO office_day (day, opened_at, last_place) VALUES (?, ?, 0)"
        " ON CONFLICT DO NOTHING",
        (day, to_us(now)),
    )
    for row in _rows(connection, _LEFT_OPEN, day):
        set_fields(connection, row, state=TicketState.CLOSED)
        record(connection, "closed", row, at=to_us(now), detail=f"{_LEFT}{row.state}")
    # Nothing else closes a ticket of the present day.
    for row in _rows(connection, _CLOSED_TODAY, day):
        before = connection.execute(
            "SELECT detail FROM event WHERE ticket_id = ? AND kind = 'closed'"
            " ORDER BY seq DESC LIMIT 1",
            (row.ticket_id,),
        ).fetchone()
        if before is not None and str(before[0]).startswith(_LEFT):
            set_fields(connection, row, state=TicketState(before[0].removeprefix(_LEFT)))
            record(connection, "reopened", row, at=to_us(now), detail="the clock came back")
    return day


def _rows(connection: sqlite3.Connection, query: str, day: str) -> list[TicketRow]:
    return [TicketRow(*each) for each in connection.execute(query, (day,)).fetchall()]


def next_place(connection: sqlite3.Connection, day: str, now: dt.datetime) -> int:
    """A place behind everybody who came before, also when the clock jumped back."""
    place: int = connection.execute(
        "UPDATE office_day SET last_place = max(last_place + 1, ?) WHERE day = ?"
        " RETURNING last_place",
        (to_us(now), day),
    ).fetchone()[0]
    return place


def _next_serial(connection: sqlite3.Connection, day: str, series: str) -> int:
    issued = connection.execute(
        "INSERT INTO counter (day, series, issued) VALUES (?, ?, 1)"
        " ON CONFLICT (day, series) DO UPDATE SET issued = issued + 1 RETURNING issued",
        (day, series),
    ).fetchone()[0]
    try:
        return HUB_RANGE.serial(issued - 1)
    except OutOfNumbersError as error:
        raise ProblemError("out-of-numbers", f"series {series}, {day}") from error


def insert(connection: sqlite3.Connection, row: TicketRow) -> None:
    """Store a new ticket."""
    connection.execute(_INSERT, tuple(getattr(row, name) for name in TicketRow.__slots__))


def service_of(office: Office, service_id: str) -> Service:
    """The service that a request names.

    Raises:
        ProblemError: the office does not have it.
    """
    service = office.service(service_id)
    if service is None:
        raise ProblemError("unknown-service", service_id[:40])
    return service


def same_request(row: TicketRow, request: TicketRequest, office: Office) -> bool:
    """Whether `request` is the one that made `row`, sent again.

    The series tells the service it was taken for; a transfer changes only `row.service`.
    """
    service = office.service(request.service_id)
    return (row.series, bool(row.priority), row.kiosk, row.language, row.dossier) == (
        service.series if service else None,
        request.priority,
        request.kiosk_id,
        request.language,
        request.dossier,
    )


def issue(
    connection: sqlite3.Connection,
    request: TicketRequest,
    *,
    office: Office,
    now: dt.datetime,
    new_token: Callable[[], str],
) -> Issued:
    """Give out the next number, or the same one again for the same key.

    Raises:
        ProblemError: unknown service, key used for another request, out of numbers.
    """
    known = find(connection, "ticket_id", str(request.ticket_id))
    if known is not None:
        if not same_request(known, request, office):
            raise ProblemError("key-reused", "ticket_id belongs to another request")
        return Issued(known, new=False)
    service = service_of(office, request.service_id)
    row = _new_row(connection, request, service, now=now, token=new_token())
    insert(connection, row)
    record(connection, "issued", row, at=to_us(now), detail=service.id)
    return Issued(row, new=True)


def _new_row(
    connection: sqlite3.Connection,
    request: TicketRequest,
    service: Service,
    *,
    now: dt.datetime,
    token: str,
) -> TicketRow:
    day = open_day(connection, now)
    return TicketRow(
        ticket_id=str(request.ticket_id),
        day=day,
        series=service.series,
        serial=_next_serial(connection, day, service.series),
        service=service.id,
        priority=int(request.priority),
        kiosk=request.kiosk_id,
        language=request.language,
        token=token,
        state=TicketState.WAITING,
        place=next_place(connection, day, now),
        arrived_at=to_us(now),
        called_at=None,
        times=0,
        desk=None,
        print_state="queued",
        dossier=request.dossier,
    )


def report_print(
    connection: sqlite3.Connection, ticket_id: str, report: PrintReport, *, now: dt.datetime
) -> TicketRow:
    """Keep what became of a slip. A slip once confirmed stays `printed`.

    Raises:
        ProblemError: no such ticket.
    """
    row = find(connection, "ticket_id", ticket_id)
    if row is None:
        raise ProblemError("not-found", "ticket")
    if row.print_state == report.result:
        return row
    # Causes are short codes of ours (PRN-02, no_answer); anything else is not kept.
    cause = report.cause if report.cause and _CAUSE.fullmatch(report.cause) else ""
    record(connection, "print", row, at=to_us(now), detail=f"{report.result} {cause}".strip())
    if row.print_state != "printed":
        set_fields(connection, row, print_state=report.result)
    return find(connection, "ticket_id", ticket_id) or row
