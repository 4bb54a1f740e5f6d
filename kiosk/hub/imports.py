"""Numbers that a cut-off kiosk gave out from its own range, handed in when the line is back.

What is printed stays true for ever: the label and the secret of the slip are kept, and people
are ordered by the (corrected) moment they came, never by their number.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AwareDatetime, Field, ValidationError

from kiosk.contract.hub import ImportResult, Message, OfflineTicket
from kiosk.domain.services import Office
from kiosk.domain.ticket import OFFICE_ZONE, TicketNumber, TicketState, business_day, slot_range
from kiosk.hub.rows import TicketRow, find, record, set_fields
from kiosk.hub.store import like_label
from kiosk.hub.tickets import insert, open_day
from kiosk.web.moments import to_us
from offline_queue.database import sqlite3

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
#: A kiosk keeps numbers at most this long; older ones tell of a wrong clock.
OLDEST: Final = dt.timedelta(days=31)
#: A kiosk whose clock is further off than this does not know what day it is either: a machine
#: without a battery starts with the evening it was switched off, or with 1970.
CLOCK_HOLDS: Final = dt.timedelta(minutes=10)


class RefusedError(Exception):
    """One ticket of an import cannot be kept; the text goes back to the kiosk."""


class _Key(Message):
    ticket_id: UUID


class Envelope(Message):
    """An `ImportRequest` whose tickets are read one by one, so that one cannot block others."""

    kiosk_id: Annotated[str, Field(max_length=40)]
    slot: Annotated[int, Field(ge=1, le=25)]
    sent_at: AwareDatetime
    tickets: Annotated[tuple[Any, ...], Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one import says about itself, and when it came."""

    request: Envelope
    office: Office
    now: dt.datetime


def import_one(connection: sqlite3.Connection, item: OfflineTicket, batch: Batch) -> ImportResult:
    """Keep one offline number; its own savepoint makes a bad one harmless to the others."""
    connection.execute("SAVEPOINT item")
    try:
        result = _keep(connection, item, batch)
    except (RefusedError, sqlite3.IntegrityError) as error:
        connection.execute("ROLLBACK TO item")
        why = str(error) if isinstance(error, RefusedError) else "number or token already used"
        return ImportResult(ticket_id=item.ticket_id, result="refused", why=why)
    finally:
        connection.execute("RELEASE item")
    return ImportResult(ticket_id=item.ticket_id, result=result)


def _keep(connection: sqlite3.Connection, item: OfflineTicket, batch: Batch) -> str:
    today = open_day(connection, batch.now)
    number = _checked_number(item, batch)
    known = find(connection, "ticket_id", str(item.ticket_id))
    if known is not None:
        return _known(connection, known, item, number, batch)
    day, arrived = _arrival(item, batch)
    if day.isoformat() > today:
        raise RefusedError("the day is still to come")
    if business_day(batch.now) - day > OLDEST:
        raise RefusedError(f"older than {OLDEST.days} days")
    past = day.isoformat() < today
    row = TicketRow(
        ticket_id=str(item.ticket_id),
        day=day.isoformat(),
        series=number.series,
        serial=number.serial,
        service=item.service_id,
        priority=int(item.priority),
        kiosk=item.kiosk_id,
        language=item.language,
        token=item.token,
        # Nobody of an earlier day is still in the room: it is history, not a person to call.
        state=TicketState.CLOSED if past else TicketState.WAITING,
        place=_free_place(connection, day.isoformat(), to_us(arrived)),
        arrived_at=to_us(arrived),
        called_at=None,
        times=0,
        desk=None,
        print_state=item.print_state,
        dossier=item.dossier,
    )
    insert(connection, row)
    record(connection, "imported", row, at=to_us(batch.now), detail=f"slot {batch.request.slot}")
    if past:
        record(connection, "closed", row, at=to_us(batch.now), detail="came after its day")
    return "imported"


def _checked_number(item: OfflineTicket, batch: Batch) -> TicketNumber:
    if item.kiosk_id != batch.request.kiosk_id:
        raise RefusedError("the ticket is another kiosk's")
    service = batch.office.service(item.service_id)
    if service is None:
        raise RefusedError("the office has no such service")
    label = like_label(item.number)
    if label is None or label[1] != service.series:
        raise RefusedError("the number is not of the service's series")
    serial = int(label[2])
    if serial not in slot_range(batch.request.slot):
        raise RefusedError("the number is outside the range of this slot")
    number = TicketNumber(service.series, serial)
    if str(number) != item.number:
        raise RefusedError("the number is not written as it is printed")
    if not _TOKEN.fullmatch(item.token):
        raise RefusedError("the token must have 22 letters")
    return number


def _known(
    connection: sqlite3.Connection,
    known: TicketRow,
    item: OfflineTicket,
    number: TicketNumber,
    batch: Batch,
) -> str:
    if known.number == item.number and known.token == item.token:
        return "known"
    if known.kiosk != item.kiosk_id or known.series != number.series:
        raise RefusedError("the key belongs to another ticket")
    if known.serial in slot_range(batch.request.slot):
        raise RefusedError("the key was handed in with another number")
    # The hub had given a number, its answer never reached the kiosk, and the kiosk printed one
    # of its own: the person holds that one. Whoever was called in vain waits again.
    called_in_vain = known.state in {TicketState.CALLED, TicketState.NO_SHOW}
    fields: dict[str, object] = {
        "serial": number.serial,
        "token": item.token,
        "print_state": item.print_state,
    }
    today = open_day(connection, batch.now)
    if called_in_vain and known.day == today:
        fields |= {"state": TicketState.WAITING, "desk": None}
    set_fields(connection, known, **fields)
    record(
        connection,
        "relabelled",
        replace(known, serial=number.serial),
        at=to_us(batch.now),
        detail=f"was {known.number}",
    )
    return "imported"


def _arrival(item: OfflineTicket, batch: Batch) -> tuple[dt.date, dt.datetime]:
    """Day and moment of arrival, corrected by the error of the kiosk's clock.

    The moment lies within the day, and is never still to come.
    """
    off = batch.now - batch.request.sent_at
    try:
        corrected = item.arrived_at + off
        day = item.day if abs(off) <= CLOCK_HOLDS else business_day(min(corrected, batch.now))
        start = dt.datetime.combine(day, dt.time(), OFFICE_ZONE)
        end = start + dt.timedelta(days=1) - dt.timedelta(microseconds=1)
        return day, max(start, min(corrected, end, batch.now))
    except OverflowError as error:
        raise RefusedError("no calendar has its moment") from error


def _free_place(connection: sqlite3.Connection, day: str, wanted: int) -> int:
    """`wanted`, or the next place nobody has: places order the line and are unique."""
    place = wanted
    while connection.execute(
        "SELECT 1 FROM ticket WHERE day = ? AND place = ?", (day, place)
    ).fetchone():
        place += 1
    return place


def read_item(raw: object) -> OfflineTicket | ImportResult:
    """One ticket as it came; what is none is refused by its key, or by its place if it has none."""
    try:
        return OfflineTicket.model_validate(raw)
    except ValidationError as error:
        fields = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
    try:
        ticket_id = _Key.model_validate(raw).ticket_id
    except ValidationError:
        ticket_id = None
    why = f"cannot be read: {fields[:100] or 'no ticket'}"
    return ImportResult(ticket_id=ticket_id, result="refused", why=why)


def import_all(
    connection: sqlite3.Connection, items: tuple[OfflineTicket | ImportResult, ...], batch: Batch
) -> tuple[ImportResult, ...]:
    """Keep all that can be kept, in order of the request."""
    return tuple(
        item if isinstance(item, ImportResult) else import_one(connection, item, batch)
        for item in items
    )
