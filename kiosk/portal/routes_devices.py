"""Kiosks: ping, enrolment, keys, what came of their dossiers, heartbeats."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from kiosk.contract.portal import (
    Enrolled,
    EnrolRequest,
    Heartbeat,
    KeySet,
    PingAnswer,
    StatusFeed,
    Token,
    Tracked,
    TrackRequest,
)
from kiosk.portal.context import PortalOf
from kiosk.portal.described import body_of
from kiosk.portal.problems import ProblemError, problems
from kiosk.portal.store import stamp

router: Final = APIRouter(prefix="/v1", tags=["kiosks"])

_SMALL: Final = 16 * 1024  # bytes; each of these messages has some hundred


@router.get("/ping", response_model=PingAnswer, responses=problems())
async def ping(nonce: Annotated[Token, Query()], portal: PortalOf) -> Response:
    """Prove that this is the portal: signs the caller's nonce and tells the time."""
    text = portal.signer.sign_text("ping", {"nonce": nonce, "now": stamp(portal.clock())})
    return Response(text, media_type="application/json")


@router.post(
    "/devices",
    status_code=201,
    responses=problems("enrolment-code", "key-taken", "signature"),
    openapi_extra=body_of(EnrolRequest),
)
async def enrol(request: Request, portal: PortalOf) -> Enrolled:
    """Trade an enrolment code for a place. The request is signed with the new key."""
    body = await portal.gate.body(request, limit=_SMALL)
    try:
        wanted = EnrolRequest.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError("invalid", "not an enrolment") from error
    portal.gate.check_with(request, body, wanted.public_key)
    now = portal.clock()
    device = await run_in_threadpool(
        portal.registry.enrol,
        wanted.device_id,
        wanted.enrolment_code,
        wanted.public_key,
        now=now,
    )
    return Enrolled(device_id=device.id, office_id=device.office_id, at=now)


@router.get("/key-set", response_model=KeySet, responses=problems())
async def key_set(portal: PortalOf) -> Response:
    """The offices and the keys to seal to, signed."""
    text = await run_in_threadpool(portal.registry.key_set, now=portal.clock())
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/changes", responses=problems("bad-request"))
async def changes(
    request: Request, portal: PortalOf, since: Annotated[str, Query(max_length=64)] = ""
) -> StatusFeed:
    """What came of this kiosk's dossiers after the cursor `since`."""
    device, _ = await portal.gate.admit(request, limit=0)
    return await run_in_threadpool(portal.registry.feed, device, since)


@router.post("/heartbeats", status_code=204, responses=problems(), openapi_extra=body_of(Heartbeat))
async def heartbeat(request: Request, portal: PortalOf) -> None:
    """How a kiosk is."""
    device, body = await portal.gate.admit(request, limit=_SMALL)
    try:
        beat = Heartbeat.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError("invalid", "not a heartbeat") from error
    await run_in_threadpool(portal.registry.note_heartbeat, device, beat, now=portal.clock())


@router.post(
    "/track",
    responses=problems("not-found", "too-many-attempts"),
    openapi_extra=body_of(TrackRequest),
)
async def track(request: Request, portal: PortalOf) -> Tracked:
    """Follow a dossier by code and secret, for a kiosk. Counts wrong tries for each kiosk."""
    device, body = await portal.gate.admit(request, limit=_SMALL)
    try:
        asked = TrackRequest.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError("invalid", "code and secret") from error
    return await run_in_threadpool(
        portal.tracking.track, asked.code, asked.secret, address=f"device:{device.id}"
    )
