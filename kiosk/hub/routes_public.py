"""Routes for everybody in the waiting room: services, live state, health."""

from fastapi import APIRouter, Response

from kiosk import VERSION
from kiosk.contract.hub import Health, Services
from kiosk.domain.ticket import business_day
from kiosk.hub import board
from kiosk.hub.answers import problems
from kiosk.hub.bus import EventStream, TooManyListenersError
from kiosk.hub.context import HubOf
from kiosk.hub.problems import ProblemError
from offline_queue.database import sqlite3

router = APIRouter(prefix="/v1", tags=["public"])


@router.get("/services", responses=problems())
async def services(hub: HubOf) -> Services:
    """What the office offers now."""
    now = hub.clock()
    return await hub.reader.read(
        lambda connection: board.services_now(
            connection, hub.office, now, name=hub.office_name, waits=hub.waits
        )
    )


@router.get(
    "/stream",
    response_class=Response,
    responses={
        **problems("busy"),
        200: {
            "description": "Events `state`, each with a whole BoardState",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
    },
)
async def stream(hub: HubOf) -> Response:
    """Live state: an event `state` with a whole BoardState at connect and after each change."""
    try:
        return EventStream(hub.bus, await hub.bus.listen())
    except TooManyListenersError as error:
        raise ProblemError("busy", "too many live pages") from error


@router.get("/health", responses={**problems(), 503: {"model": Health, "description": "Not ready"}})
async def health(hub: HubOf, response: Response) -> Health:
    """Whether numbers can be given out now."""
    day = business_day(hub.clock())
    try:
        waiting = await hub.reader.read(
            lambda connection: board.waiting_counts(connection, hub.office, day.isoformat())
        )
    except sqlite3.Error:
        waiting, readable = {}, False
    else:
        readable = True
    ok = readable and hub.writer.alive
    if not ok:
        response.status_code = 503
    return Health(ok=ok, version=VERSION, db=readable, day=day, waiting=waiting)
