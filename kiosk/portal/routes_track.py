"""The public page on which a person follows a dossier. No session, no cookie, no name."""

from math import ceil
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from kiosk.domain.dossier import Status, told
from kiosk.portal.context import Portal, PortalOf
from kiosk.portal.problems import ProblemError
from kiosk.portal.web.pages import page, reader_language
from kiosk.texts import text
from kiosk.web.forms import first, read_form
from kiosk.web.static import answer as file_answer

router: Final = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
def static(name: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """A file the pages load."""
    found = file_answer(name, accept_encoding)
    if found is None:
        raise ProblemError("not-found")
    return found


@router.get("/")
def start() -> Response:
    """Whoever types the portal's address alone follows a dossier."""
    return RedirectResponse("/d", status_code=303)


@router.get("/d")
@router.get("/d/{code}")
def ask(request: Request, code: str = "") -> Response:
    """The empty form; looks nothing up, so that a code alone tells nothing."""
    return page(request, "track.html", code=code[:40], problem="")


@router.post("/d")
async def look(request: Request, portal: PortalOf) -> Response:
    """The state of the dossier that code and secret open."""
    form = await read_form(request)
    address = request.client.host if request.client else ""
    return await run_in_threadpool(
        _look, request, portal, first(form, "code")[:40], first(form, "secret")[:16], address
    )


def _look(request: Request, portal: Portal, code: str, secret: str, address: str) -> Response:
    try:
        found = portal.tracking.track(code, secret, address=address)
    except ProblemError as error:
        if error.code not in {"not-found", "too-many-attempts"}:
            raise
        language = reader_language(request)
        words = text("portal_track.wrong", language)
        if error.code == "too-many-attempts":
            minutes = ceil((error.retry_after_s or 60) / 60)
            words = text("portal_track.paused", language, minutes=minutes)
        return page(
            request, "track.html", status=error.status, code=code, problem=words, may_switch=True
        )
    return page(
        request,
        "tracked.html",
        found=found,
        secret=secret,  # for the other language: the page is asked for by its form again
        facts=portal.procedures.facts(found.procedure, reader_language(request)),
        may=told(Status(found.status)),
    )
