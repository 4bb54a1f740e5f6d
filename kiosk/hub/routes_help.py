"""Routes of calls for help."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from kiosk.contract.hub import HelpCall, HelpCalls, HelpCallState
from kiosk.hub import help_calls
from kiosk.hub.answers import problems
from kiosk.hub.context import ClerkSession, HubOf, SignedIn, kiosk_only

router = APIRouter(prefix="/v1", tags=["help"])


@router.post(
    "/help-calls",
    status_code=201,
    dependencies=[Depends(kiosk_only)],
    responses={
        **problems("kiosk-not-allowed", "busy"),
        200: {"model": HelpCallState, "description": "The call of this kiosk that is still open"},
    },
)
async def call_for_help(call: HelpCall, response: Response, hub: HubOf) -> HelpCallState:
    """Somebody at a kiosk asks for help; asking twice rings once."""
    now = hub.clock()
    state, new = await hub.writer.write(
        lambda connection: help_calls.call_for_help(connection, call, now=now)
    )
    if not new:
        response.status_code = 200
    return state


@router.get("/help-calls", responses=problems("not-signed-in"))
async def open_calls(hub: HubOf, _session: SignedIn) -> HelpCalls:
    """Calls nobody has taken yet, oldest first."""
    return await hub.reader.read(help_calls.open_calls)


@router.post(
    "/help-calls/{call_id}/acknowledge",
    responses=problems("not-signed-in", "csrf", "not-found", "busy"),
)
async def acknowledge(
    call_id: Annotated[int, Path(ge=1, le=2**53)], hub: HubOf, session: ClerkSession
) -> HelpCallState:
    """A clerk goes to help."""
    now = hub.clock()
    return await hub.writer.write(
        lambda connection: help_calls.take_call(connection, call_id, session.user, now=now)
    )
