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
from kiosk.portal.problems import ProblemError, problems

router: Final = APIRouter(prefix="/v1", tags=["uplink"])

Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
JSON: Final = "application/json"
PARTIAL: Final = "application/partial-upload"  # IETF draft-ietf-httpbis-resumable-upload


def _body(schema: type[Any], media: str = JSON) -> dict[str, Any]:
    """How a body that is read raw (its bytes are signed) stands in the description."""
    return {
        "requestBody": {
            "required": True,
            "content": {media: {"schema": schema.model_json_schema(ref_template=_REF)}},
        }
    }


_REF: Final = "#/components/schemas/{model}"
_BYTES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {PARTIAL: {"schema": {"type": "string", "format": "binary"}}},
    }
}


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
    openapi_extra=_body(Manifest),
)
async def announce(delivery_id: UUID, request: Request, portal: PortalOf) -> ManifestAnswer:
    """Say what a delivery consists of; answers which parts are wanted. May be repeated."""
    device = await portal.gate.who(request)
    body = await portal.gate.body(request, limit=MAX_MANIFEST_BYTES)
    return await run_in_threadpool(portal.intake.announce, device, delivery_id, body)


@router.get("/blobs/{sha256}", responses=problems("not-found"))
async def part_offset(sha256: Sha256, request: Request, portal: PortalOf) -> PartOffset:
    """How much of a part is on the portal's disk. Disarms older requests for this part."""
    device = await portal.gate.who(request)
    portal.fence.leave(sha256, portal.fence.enter(sha256))
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
    device = await portal.gate.who(request)
    ticket = portal.fence.enter(sha256)
    try:
        body = await portal.gate.body(request, limit=PART_BYTES)
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
    openapi_extra=_body(Commit),
)
async def commit(delivery_id: UUID, request: Request, portal: PortalOf) -> Response:
    """File the delivery under its office; answers the signed receipt, the same to every replay."""
    device = await portal.gate.who(request)
    body = await portal.gate.body(request, limit=PART_BYTES)
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
    device = await portal.gate.who(request)
    text = await run_in_threadpool(portal.intake.receipt, device, delivery_id)
    return Response(text, media_type=JSON)
