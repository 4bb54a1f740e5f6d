"""Routes for kiosks: take a number, ask about it, tell what became of its slip."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response

from kiosk.contract.hub import PrintReport, Ticket, TicketRequest
from kiosk.hub import rows, tickets
from kiosk.hub.answers import problems
from kiosk.hub.context import HubOf, kiosk_only
from kiosk.hub.problems import ProblemError
from offline_queue.database import sqlite3

router = APIRouter(prefix="/v1", tags=["tickets"], dependencies=[Depends(kiosk_only)])

_MADE: dict[int | str, dict[str, Any]] = {
    200: {"model": Ticket, "description": "The ticket that an earlier request with this key made"}
}


@router.post(
    "/tickets",
    status_code=201,
    responses={**_MADE, **problems("key-missing", "key-reused", "unknown-service", "busy")},
)
async def take_number(
    request: TicketRequest,
    response: Response,
    hub: HubOf,
    idempotency_key: Annotated[UUID, Header()],
) -> Ticket:
    """Give out the next number; the same key always gets the same ticket."""
    if idempotency_key != request.ticket_id:
        raise ProblemError("key-missing", "Idempotency-Key must equal ticket_id")
    now = hub.clock()

    def write(connection: sqlite3.Connection) -> tuple[bool, Ticket]:
        issued = tickets.issue(
            connection, request, office=hub.office, now=now, new_token=hub.new_token
        )
        return issued.new, hub.ticket(connection, issued.row)

    new, ticket = await hub.writer.write(write)
    if not new:
        response.status_code = 200
    return ticket


@router.get("/tickets/{ticket_id}", responses=problems("not-found"))
async def ticket(ticket_id: UUID, hub: HubOf) -> Ticket:
    """One ticket with the people ahead of it now."""

    def read(connection: sqlite3.Connection) -> Ticket | None:
        row = rows.find(connection, "ticket_id", str(ticket_id))
        return hub.ticket(connection, row) if row else None

    found = await hub.reader.read(read)
    if found is None:
        raise ProblemError("not-found", "ticket")
    return found


@router.post("/tickets/{ticket_id}/print-results", responses=problems("not-found", "busy"))
async def print_result(ticket_id: UUID, report: PrintReport, hub: HubOf) -> Ticket:
    """Keep what became of a slip."""
    now = hub.clock()

    def write(connection: sqlite3.Connection) -> Ticket:
        row = tickets.report_print(connection, str(ticket_id), report, now=now)
        return hub.ticket(connection, row)

    return await hub.writer.write(write)
