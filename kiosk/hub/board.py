"""What board, kiosk and desk show: reads of one consistent state of the store."""

import datetime as dt
from typing import Final

from kiosk.contract.hub import BoardState, Call, DeskState, Service, Services, Words
from kiosk.domain.calling import Person, calling_order
from kiosk.domain.services import Desk, Office
from kiosk.domain.ticket import business_day
from kiosk.hub import desk as desks
from kiosk.hub.rows import COLUMNS, TicketRow, desk_words, find, ticket, waiting, words
from kiosk.hub.waits import Waits
from kiosk.web.moments import from_us
from offline_queue.database import sqlite3

LAST_CALLS: Final = 6  # what a board shows in letters that can be read across the room
LINE_SHOWN: Final = 200  # rows of a desk page, of each line; counts are always complete


def waiting_counts(connection: sqlite3.Connection, office: Office, day: str) -> dict[str, int]:
    """People waiting today by service; 0 where nobody waits."""
    counts = dict.fromkeys((service.id for service in office.services), 0)
    counts.update(
        connection.execute(
            "SELECT service, count(*) FROM ticket WHERE state = 'waiting' AND day = ?"
            " GROUP BY service",
            (day,),
        ).fetchall()
    )
    return counts


def _call(row: TicketRow, office: Office, desk: str, at: int) -> Call:
    return Call(
        number=row.number,
        desk=desk,
        desk_name=desk_words(office, desk),
        service_id=row.service,
        called_at=from_us(at),
        times=row.times,
    )


def _last_calls(connection: sqlite3.Connection, office: Office, day: str) -> tuple[Call, ...]:
    calls: dict[str, Call] = {}
    # Order is the order of events, never the clock's. One number recalled often must not push
    # the others out, so more events are read than calls are shown.
    for ticket_id, desk, at in connection.execute(
        "SELECT ticket_id, desk, at FROM event WHERE day = ? AND kind IN ('called', 'recalled')"
        " ORDER BY seq DESC LIMIT 60",
        (day,),
    ):
        if ticket_id in calls:
            continue
        row = find(connection, "ticket_id", ticket_id)
        if row is None or row.state == "waiting":  # transferred: it will be called again
            continue
        calls[ticket_id] = _call(row, office, desk, at)
        if len(calls) == LAST_CALLS:
            break
    return tuple(calls.values())


def board_state(
    connection: sqlite3.Connection,
    office: Office,
    now: dt.datetime,
    *,
    epoch: str,
    seq: int,
    waits: Waits,
) -> BoardState:
    """All that a board shows; holds no ticket id and no token."""
    today = business_day(now)
    day = today.isoformat()
    serving = [
        TicketRow(*row)
        for row in connection.execute(
            f"SELECT {COLUMNS} FROM ticket WHERE state IN ('called', 'serving')"  # noqa: S608
            " AND day = ?",
            (day,),
        )
    ]
    order = {desk.id: index for index, desk in enumerate(office.desks)}
    serving.sort(key=lambda row: (order.get(row.desk or "", len(order)), row.place))
    return BoardState(
        epoch=epoch,
        seq=seq,
        day=today,
        now=now,
        calls=_last_calls(connection, office, day),
        serving=tuple(
            _call(row, office, row.desk or "", row.called_at or row.arrived_at) for row in serving
        ),
        waiting=waiting_counts(connection, office, day),
        waits=waits.now(connection, now),
    )


def services_now(
    connection: sqlite3.Connection, office: Office, now: dt.datetime, *, name: Words, waits: Waits
) -> Services:
    """What the office offers at `now`, with the length of each line."""
    day = business_day(now)
    ranges = waits.now(connection, now)
    counts = waiting_counts(connection, office, day.isoformat())
    return Services(
        office=name,
        day=day,
        now=now,
        services=tuple(
            Service(
                id=service.id,
                series=service.series,
                name=words(service.name),
                hint=words(service.hint),
                waiting=counts[service.id],
                wait=ranges.get(service.id) if counts[service.id] else None,
            )
            for service in office.services
        ),
    )


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _line(connection: sqlite3.Connection, desk: Desk, day: str, interleave: int) -> list[TicketRow]:
    rows: dict[int, TicketRow] = {}
    for priority in (0, 1):
        for row in connection.execute(
            f"SELECT {COLUMNS} FROM ticket WHERE state = 'waiting' AND day = ?"  # noqa: S608
            f" AND service IN ({_marks(desk.services)}) AND priority = ?"
            " ORDER BY place LIMIT ?",
            (day, *desk.services, priority, LINE_SHOWN),
        ):
            found = TicketRow(*row)
            rows[found.place] = found
    people = (Person(place, bool(row.priority)) for place, row in rows.items())
    order = calling_order(
        people, streak=desks.streak(connection, day, desk.id), interleave=interleave
    )
    return [rows[person.place] for person in order]


def desk_state(
    connection: sqlite3.Connection,
    desk: Desk,
    now: dt.datetime,
    *,
    office: Office,
    interleave: int,
    follow_base: str,
) -> DeskState:
    """What one desk's page shows: its open ticket, who it may call, and who it set aside."""
    day = business_day(now).isoformat()
    open_ticket = desks.current(connection, day, desk.id)
    parked = connection.execute(
        f"SELECT {COLUMNS} FROM ticket WHERE state = 'parked' AND day = ?"  # noqa: S608
        f" AND service IN ({_marks(desk.services)}) ORDER BY place LIMIT ?",
        (day, *desk.services, LINE_SHOWN),
    ).fetchall()
    done = connection.execute(
        "SELECT count(*) FROM ticket WHERE day = ? AND desk = ? AND state = 'finished'",
        (day, desk.id),
    ).fetchone()[0]
    return DeskState(
        desk=desk.id,
        desk_name=words(desk.name),
        current=ticket(open_ticket, office=office, ahead=0, follow_base=follow_base)
        if open_ticket
        else None,
        waiting=tuple(waiting(row) for row in _line(connection, desk, day, interleave)),
        parked=tuple(waiting(TicketRow(*row)) for row in parked),
        done_today=done,
    )
