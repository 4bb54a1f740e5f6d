"""The uplink: manifest, parts, commit, receipt. Every request is signed by a kiosk."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from kiosk.contract.portal import (
    MAX_MANIFEST_BYTES,
    PART_BYTES,
    Commit,
    Manifest,
    ManifestAnswer,
    PartOffset,
    Receipt,
)
from kiosk.portal.context import PortalOf
from kiosk.portal.described import body_of
from kiosk.portal.problems import ProblemError, problems

router: Final = APIRouter(prefix="/v1", tags=["uplink"])

Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
JSON: Final = "application/json"
PARTIAL: Final = "application/partial-upload"  # IETF draft-ietf-httpbis-resumable-upload


_BYTES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {PARTIAL: {"schema": {"type": "string", "format": "binary"}}},
    }
}


_SMALL: Final = 4 * 1024  # bytes; a commit has a hundred


def _check_key(request: Request, delivery_id: UUID) -> None:
    """The signed idempotency key is the delivery's: nothing can be moved to another address."""
    if request.headers.get("idempotency-key") != str(delivery_id):
        raise ProblemError("key-missing", "Idempotency-Key is not the delivery's id")


@router.put(
    "/deliveries/{delivery_id}/manifest",
    responses=problems(
        "other-content",
        "code-taken",
        "unknown-office",
        "unknown-key",
        "unknown-dossier",
        "no-space",
    ),
    openapi_extra=body_of(Manifest),
)
async def announce(delivery_id: UUID, request: Request, portal: PortalOf) -> ManifestAnswer:
    """Say what a delivery consists of; answers which parts are wanted. May be repeated."""
    device, body = await portal.gate.admit(request, limit=MAX_MANIFEST_BYTES)
    _check_key(request, delivery_id)
    return await run_in_threadpool(portal.intake.announce, device, delivery_id, body)


@router.get("/blobs/{sha256}", responses=problems("not-found"))
async def part_offset(sha256: Sha256, request: Request, portal: PortalOf) -> PartOffset:
    """How much of a part is on the portal's disk. Disarms older requests for this part."""
    portal.fence.leave(sha256, portal.fence.enter(sha256))
    device, _ = await portal.gate.admit(request, limit=0)
    return await run_in_threadpool(portal.intake.offset, device, sha256)


@router.patch(
    "/blobs/{sha256}",
    responses=problems("not-found", "offset", "overtaken", "no-space"),
    openapi_extra=_BYTES,
)
async def append(
    sha256: Sha256,
    upload_offset: Annotated[int, Header(ge=0)],
    request: Request,
    portal: PortalOf,
) -> PartOffset:
    """Add at most 256 KB to a part; the answered offset survives a power cut."""
    # Before the signature is known to be right: whoever can name the hash of a sealed part has
    # sent it, and the older request must be disarmed before this one's body is here.
    ticket = portal.fence.enter(sha256)
    try:
        device, body = await portal.gate.admit(request, limit=PART_BYTES)
        if not portal.fence.holds(sha256, ticket):
            present = await run_in_threadpool(portal.intake.offset, device, sha256)
            raise ProblemError("overtaken", more={"offset": present.offset})
        return await run_in_threadpool(portal.intake.append, device, sha256, upload_offset, body)
    finally:
        portal.fence.leave(sha256, ticket)


@router.post(
    "/deliveries/{delivery_id}/commit",
    status_code=201,
    response_model=Receipt,
    responses=problems("not-found", "other-content", "parts-missing"),
    openapi_extra=body_of(Commit),
)
async def commit(delivery_id: UUID, request: Request, portal: PortalOf) -> Response:
    """File the delivery under its office; answers the signed receipt, the same to every replay."""
    device, body = await portal.gate.admit(request, limit=_SMALL)
    _check_key(request, delivery_id)
    try:
        wanted = Commit.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError("invalid", "manifest_sha256") from error
    receipt = await run_in_threadpool(
        portal.intake.commit, device, delivery_id, wanted.manifest_sha256
    )
    return Response(receipt, status_code=201, media_type=JSON)


@router.get(
    "/deliveries/{delivery_id}/receipt", response_model=Receipt, responses=problems("not-found")
)
async def receipt(delivery_id: UUID, request: Request, portal: PortalOf) -> Response:
    """The receipt that was given for a delivery."""
    device, _ = await portal.gate.admit(request, limit=0)
    text = await run_in_threadpool(portal.intake.receipt, device, delivery_id)
    return Response(text, media_type=JSON)
