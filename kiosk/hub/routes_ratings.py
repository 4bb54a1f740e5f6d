"""Route of ratings: a kiosk hands in how a visit was."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response

from kiosk.contract.hub import Rating
from kiosk.hub import ratings
from kiosk.hub.answers import problems
from kiosk.hub.context import HubOf, kiosk_only
from kiosk.hub.problems import ProblemError

router = APIRouter(prefix="/v1", tags=["ratings"], dependencies=[Depends(kiosk_only)])

_KNOWN: dict[int | str, dict[str, Any]] = {
    200: {"model": Rating, "description": "The rating was handed in before; it counts once"}
}


@router.post(
    "/ratings",
    status_code=201,
    responses={**_KNOWN, **problems("key-missing", "key-reused", "busy")},
)
async def rate(
    rating: Rating, response: Response, hub: HubOf, idempotency_key: Annotated[UUID, Header()]
) -> Rating:
    """Keep how a visit was; the same id counts once."""
    if idempotency_key != rating.rating_id:
        raise ProblemError("key-missing", "Idempotency-Key must equal rating_id")
    if not await hub.writer.write(lambda connection: ratings.keep(connection, rating)):
        response.status_code = 200
    return rating
