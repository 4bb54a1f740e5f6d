"""Routes of calls for help."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from kiosk.contract.hub import HelpCall, HelpCalls, HelpCallState
from kiosk.hub import help_calls
from kiosk.hub.answers import problems
from kiosk.hub.context import ClerkSession, Hub, HubOf, SignedIn, kiosk_only

KioskId = Annotated[str, Path(min_length=1, max_length=40)]

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
    _state, new = await hub.writer.write(
        lambda connection: help_calls.call_for_help(connection, call, now=now)
    )
    if not new:
        response.status_code = 200
    return await _of_kiosk(hub, call.kiosk_id)


async def _of_kiosk(hub: Hub, kiosk_id: str) -> HelpCallState:
    found = await hub.reader.read(lambda connection: help_calls.of_kiosk(connection, kiosk_id))
    return found.model_copy(update={"attended": hub.attendance.anybody(hub.clock())})


@router.get(
    "/kiosks/{kiosk_id}/help-call",
    dependencies=[Depends(kiosk_only)],
    responses=problems("kiosk-not-allowed", "not-found"),
)
async def help_call(kiosk_id: KioskId, hub: HubOf) -> HelpCallState:
    """What became of the kiosk's newest call."""
    return await _of_kiosk(hub, kiosk_id)


@router.post(
    "/kiosks/{kiosk_id}/help-call/withdraw",
    dependencies=[Depends(kiosk_only)],
    responses=problems("kiosk-not-allowed", "not-found", "busy"),
)
async def withdraw(kiosk_id: KioskId, hub: HubOf) -> HelpCallState:
    """The person at the kiosk needs no help any more, or has gone."""
    now = hub.clock()
    await hub.writer.write(lambda connection: help_calls.withdraw(connection, kiosk_id, now=now))
    return await _of_kiosk(hub, kiosk_id)


@router.get("/help-calls", responses=problems("not-signed-in"))
async def open_calls(hub: HubOf, _session: SignedIn) -> HelpCalls:
    """Calls nobody has taken yet, oldest first; a desk's page that asks counts as attended."""
    hub.attendance.heard(hub.clock())
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
