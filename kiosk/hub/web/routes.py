"""Page routes of the hub: sign-in, desk, board, and the page behind the QR of a slip."""

import re
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from kiosk.contract.hub import BoardState, Ticket
from kiosk.domain.services import Desk, Office, Service
from kiosk.hub.context import Hub, HubOf, MaybeSession
from kiosk.hub.rows import desk_words
from kiosk.hub.web.messages import not_found, said
from kiosk.hub.web.pages import (
    office_language,
    office_time,
    page,
    reader_language,
    section,
    words_in,
)
from kiosk.texts import text
from kiosk.web import static

router = APIRouter(include_in_schema=False)

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
SEE_OTHER: Final = 303
#: The follow page opens a ticket, so no search engine may keep it and no cache either.
_PRIVATE: Final = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}


@router.get("/")
async def start(session: MaybeSession) -> Response:
    """A clerk goes to the desks, everybody else signs in."""
    return RedirectResponse("/desk" if session else "/sign-in", SEE_OTHER)


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """A file under the address that a page was given."""
    found = static.answer(name, request.headers.get("accept-encoding", ""))
    return found or not_found(request)


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Browsers ask here unasked; the mark is a drawing of our own."""
    return RedirectResponse(static.address("mark.svg"), 302)


@router.get("/alive")
async def alive(hub: HubOf) -> Response:
    """Whether the hub can be reached: asked every few seconds by live pages.

    A browser does not tell a script about the comments that keep a stream open, so a pulled
    cable would otherwise be noticed only much later.
    """
    return JSONResponse({"epoch": hub.epoch}, headers={"cache-control": "no-store"})


# --- sign-in and desks ---------------------------------------------------------------------


@router.get("/sign-in")
async def sign_in(request: Request, hub: HubOf) -> Response:
    """The form; the script sends it to ``POST /v1/session``."""
    language = office_language(request)
    return page(
        request,
        "sign-in.html",
        language=language,
        values={"office": hub.office_name, "words": section("web_sign_in", language)},
    )


def _to_sign_in(request: Request) -> Response:
    return RedirectResponse(f"/sign-in?next={request.url.path}", SEE_OTHER)


@router.get("/desk")
async def choose_desk(request: Request, hub: HubOf, session: MaybeSession) -> Response:
    """Which desk the clerk works at today."""
    if session is None:
        return _to_sign_in(request)
    board = await hub.board_state(0)
    there = {call.desk: call.number for call in board.serving}
    return page(
        request,
        "desks.html",
        language=office_language(request),
        values={
            "office": hub.office_name,
            "session": session,
            "desks": [
                {
                    "id": desk.id,
                    "name": desk.name,
                    "services": [each.name for each in _services_of(hub.office, desk)],
                    "waiting": sum(board.waiting.get(service, 0) for service in desk.services),
                    "number": there.get(desk.id),
                }
                for desk in hub.office.desks
            ],
        },
    )


def _services_of(office: Office, *desks: Desk) -> list[Service]:
    wanted = {service for desk in desks for service in desk.services}
    return [service for service in office.services if service.id in wanted]


@router.get("/desk/{desk_id}")
async def desk_console(
    desk_id: str, request: Request, hub: HubOf, session: MaybeSession
) -> Response:
    """The console of one desk; its script reads and changes the state through ``/v1``."""
    if session is None:
        return _to_sign_in(request)
    desk = hub.office.desk(desk_id)
    if desk is None:
        return not_found(request)
    language = office_language(request)
    return page(
        request,
        "desk.html",
        language=language,
        values={
            "office": hub.office_name,
            "session": session,
            "desk": desk,
            "facts": {
                "desk": desk.id,
                "deskName": words_in(desk.name, language),
                "language": language,
                "epoch": hub.epoch,
                "portal": hub.settings.portal.url.rstrip("/"),
                "services": [
                    {
                        "id": service.id,
                        "name": words_in(service.name, language),
                        "here": service.id in desk.services,
                    }
                    for service in hub.office.services
                ],
                "words": section("web_desk", language) | section("web_common", language),
            },
        },
    )


# --- board ---------------------------------------------------------------------------------


def _zone(request: Request, office: Office) -> list[Desk] | None:
    """Desks of ``?zone=1,2`` (all without it); None if one of them does not exist."""
    asked = [part for part in request.query_params.get("zone", "").split(",") if part]
    desks = [office.desk(part) for part in asked] if asked else list(office.desks)
    known = [desk for desk in desks if desk is not None]
    return known if len(known) == len(desks) else None


@router.get("/board")
async def board(request: Request, hub: HubOf) -> Response:
    """The waiting room's board, for all desks or those of ``?zone=``."""
    language = office_language(request)
    desks = _zone(request, hub.office)
    if desks is None:
        return said(request, "web_board.title", "web_board.no_zone", status=404)
    return page(
        request,
        "board.html",
        language=language,
        values={
            "office": hub.office_name,
            "services": _services_of(hub.office, *desks),
            "facts": {
                "desks": [desk.id for desk in desks],
                "language": language,
                "epoch": hub.epoch,
                "sound": request.query_params.get("sound") != "0",
                "voice": {"languages": hub.announcer.languages, "times": hub.announcer.times},
                "words": section("web_board", language),
            },
        },
    )


@router.get("/board.json")
async def board_json(hub: HubOf) -> BoardState:
    """The state for boards whose browser or network cannot keep a stream open."""
    return await hub.board_state(0)


# --- follow page ---------------------------------------------------------------------------


def follow_facts(hub: Hub, ticket: Ticket, language: str) -> dict[str, object]:
    """What a phone may know of a ticket, in words; no id, nothing about other people."""
    desk = words_in(desk_words(hub.office, ticket.desk), language) if ticket.desk else ""
    state = "next" if ticket.state == "waiting" and not ticket.ahead else str(ticket.state)
    key = "ahead" if state == "waiting" else state
    return {
        "number": ticket.number,
        "state": state,
        "headline": text(f"web_follow.{key}", language, n=ticket.ahead, desk=desk),
        "hint": text(f"web_follow.{key}_hint", language),
        "time": office_time(hub.clock()),
    }


async def _ticket(token: str, hub: Hub) -> Ticket | None:
    return await hub.ticket_by_token(token) if TOKEN.fullmatch(token) else None


@router.get("/t/{token}.json")
async def follow_json(token: str, request: Request, hub: HubOf) -> Response:
    """The state of one ticket, for its follow page."""
    ticket = await _ticket(token, hub)
    if ticket is None:
        return JSONResponse({}, status_code=404, headers=_PRIVATE)
    return JSONResponse(follow_facts(hub, ticket, reader_language(request)), headers=_PRIVATE)


@router.get("/t/{token}")
async def follow(token: str, request: Request, hub: HubOf) -> Response:
    """The page behind the QR of a slip: how many are ahead, and where to go when called."""
    language = reader_language(request)
    ticket = await _ticket(token, hub)
    if ticket is None:
        response = said(request, "web_follow.unknown_title", "web_follow.unknown", status=404)
    else:
        response = page(
            request,
            "follow.html",
            language=language,
            values={
                "office": hub.office_name,
                "ticket": ticket,
                "facts": follow_facts(hub, ticket, language),
                "words": section("web_follow", language),
            },
        )
    response.headers.update(_PRIVATE)
    return response
