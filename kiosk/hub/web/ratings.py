"""The page of ratings: how visits were, for a signed-in clerk, without saying whose."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from kiosk.domain.rating import Occasion
from kiosk.hub import ratings
from kiosk.hub.context import Hub, HubOf, MaybeSession
from kiosk.hub.web.pages import office_language, page, words_in
from kiosk.services.catalogue import load_catalogue
from kiosk.texts import text

router = APIRouter(include_in_schema=False)

SPANS: Final = (7, 30, 90)  # days a reader may choose from
SEE_OTHER: Final = 303


@router.get("/ratings")
async def rating_page(
    request: Request,
    hub: HubOf,
    session: MaybeSession,
    days: Annotated[int, Query(ge=1, le=366)] = SPANS[0],
) -> Response:
    """Counts for each day and each service of the `days` days that ended with yesterday."""
    if session is None:
        return RedirectResponse("/sign-in?next=/ratings", SEE_OTHER)
    language = office_language(request)
    now = hub.clock()
    found = await hub.reader.read(
        lambda connection: ratings.before_today(connection, now, days=days)
    )
    return page(
        request,
        "ratings.html",
        language=language,
        values={
            "office": hub.office_name,
            "session": session,
            "found": found,
            "span": days,
            "spans": SPANS,
            "days": [(f"{day:%d/%m/%Y}", count) for day, count in found.days.items()],
            "services": [
                (_subject(hub, occasion, service, language), count)
                for (occasion, service), count in found.services.items()
            ],
        },
    )


def _subject(hub: Hub, occasion: str, service: str, language: str) -> str:
    """What was rated, in words: ``Lấy số: Khai sinh, kết hôn, khai tử``."""
    name = service
    if occasion == Occasion.NUMBER:
        known = hub.office.service(service)
        name = words_in(known.name, language) if known else service
    else:
        procedure = load_catalogue().procedures.get(service)
        name = procedure.short_name.in_language(language) if procedure else service
    return text(f"web_ratings.{occasion}", language, name=name)
