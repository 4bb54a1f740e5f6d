"""Kiosks: their notices, the pictures of these, and how often they were shown."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from kiosk.contract.notices import NoticeCounts, NoticeSet
from kiosk.portal.context import PortalOf
from kiosk.portal.described import body_of
from kiosk.portal.problems import ProblemError, problems

router: Final = APIRouter(prefix="/v1", tags=["notices"])

_COUNTS: Final = 32 * 1024  # bytes; two hundred notices have some 20 KB


@router.get(
    "/notices",
    response_model=NoticeSet,
    responses={204: {"description": "The set of serial `since` still holds."}, **problems()},
)
async def notices(
    request: Request, portal: PortalOf, since: Annotated[int, Query(ge=0, lt=2**53)] = 0
) -> Response:
    """This kiosk's notices, signed, if they changed since the serial it has."""
    device, _ = await portal.gate.admit(request, limit=0)
    text = await run_in_threadpool(portal.notice_feed.newer, device, since)
    if text is None:
        return Response(status_code=204)
    return Response(text, media_type="application/json")


@router.get(
    "/notices/pictures/{sha256}",
    response_class=Response,
    responses={
        200: {"content": {"image/png": {}, "image/jpeg": {}}, "description": "The picture."},
        **problems("not-found"),
    },
)
async def picture(
    request: Request,
    portal: PortalOf,
    sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
) -> Response:
    """A picture of this kiosk's notices."""
    device, _ = await portal.gate.admit(request, limit=0)
    content, media = await run_in_threadpool(portal.notice_feed.picture, device, sha256)
    return Response(content, media_type=media)


@router.post(
    "/notices/counts",
    status_code=204,
    responses=problems(),
    openapi_extra=body_of(NoticeCounts),
)
async def counts(request: Request, portal: PortalOf) -> None:
    """How often notices were shown and opened on this kiosk, in all; may be repeated."""
    device, body = await portal.gate.admit(request, limit=_COUNTS)
    try:
        told = NoticeCounts.model_validate_json(body)
    except ValidationError as error:
        raise ProblemError("invalid", "not counts") from error
    await run_in_threadpool(portal.notice_feed.count, device, told)
