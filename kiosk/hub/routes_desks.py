"""Routes for clerks: call the next person and bring a number to its end."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path

from kiosk.contract.hub import DeskAction, DeskState
from kiosk.hub import desk as desks
from kiosk.hub.answers import problems
from kiosk.hub.context import ClerkSession, HubOf, SignedIn
from kiosk.hub.desk import Clerk, Deed

router = APIRouter(prefix="/v1", tags=["desks"])

DeskId = Annotated[str, Path(pattern="^[a-z0-9-]{1,40}$")]

_REFUSALS = ("not-signed-in", "csrf", "unknown-desk", "busy")


@router.get("/desks/{desk_id}/state", responses=problems("not-signed-in", "unknown-desk"))
async def desk_state(desk_id: DeskId, hub: HubOf, _session: SignedIn) -> DeskState:
    """What the desk's page shows."""
    return await hub.desk_state(desks.desk_of(hub.office, desk_id))


@router.post(
    "/desks/{desk_id}/call-next",
    responses=problems(*_REFUSALS, "desk-busy", "key-missing", "key-reused"),
)
async def call_next(
    desk_id: DeskId,
    hub: HubOf,
    session: ClerkSession,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=64)],
) -> DeskState:
    """Call the person who is due; `current` stays null if nobody waits for this desk."""
    desk = desks.desk_of(hub.office, desk_id)
    clerk = Clerk(session.user, desk, hub.clock())
    await hub.writer.write(
        lambda connection: desks.call_next(
            connection, clerk, key=idempotency_key, interleave=hub.interleave
        )
    )
    return await hub.desk_state(desk)


@router.post(
    "/tickets/{ticket_id}/{deed}",
    responses=problems(*_REFUSALS, "desk-busy", "wrong-state", "other-desk", "unknown-service"),
)
async def act(
    ticket_id: UUID, deed: Deed, action: DeskAction, hub: HubOf, session: ClerkSession
) -> DeskState:
    """Do one deed to one ticket; answers with the desk's new state."""
    desk = desks.desk_of(hub.office, action.desk)
    clerk = Clerk(session.user, desk, hub.clock())
    await hub.writer.write(
        lambda connection: desks.act(
            connection,
            str(ticket_id),
            deed,
            clerk,
            to_service=action.to_service,
            office=hub.office,
        )
    )
    return await hub.desk_state(desk)
