"""The offices' pages: sign in, unlock, inbox, one dossier and what can be done with it."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from kiosk.domain.dossier import Actor, Status, moves_from
from kiosk.domain.feedback import FEEDBACK
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.portal import feedback
from kiosk.portal.casework import REFUSAL_REASONS
from kiosk.portal.context import Portal, PortalOf
from kiosk.portal.export import as_text
from kiosk.portal.problems import ProblemError
from kiosk.portal.reading import OpenDossier
from kiosk.portal.roles import Deed
from kiosk.portal.staff import SignedIn
from kiosk.portal.web.pages import page
from kiosk.web.forms import first, read_form
from kiosk.web.problems import language_of

router: Final = APIRouter(prefix="/staff", include_in_schema=False)

COOKIE: Final = "kiosk_portal_session"
Form = dict[str, list[str]]

#: Deeds on a dossier's page by the status they lead to; comparing leads nowhere.
_DEED_OF: Final = {
    Status.RECEIVED: "accept",
    Status.NOT_RECEIVED: "refuse",
    Status.TO_COMPLETE: "ask",
    Status.IN_PROGRESS: "process",
    Status.SETTLED: "finish",
    Status.HANDED_OVER: "return",
}

_ENDED: Final = (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.HANDED_OVER)


async def maybe_me(request: Request, portal: PortalOf) -> SignedIn | None:
    """Who is at the page (dependency)."""
    return await run_in_threadpool(portal.staff.who, request.cookies.get(COOKIE, ""))


MaybeMe = Annotated[SignedIn | None, Depends(maybe_me)]


async def signed_in(me: MaybeMe) -> SignedIn:
    """Who is at the page; nobody's request is refused (dependency)."""
    if me is None:
        raise ProblemError("not-signed-in")
    return me


Me = Annotated[SignedIn, Depends(signed_in)]


async def posted(request: Request, me: Me) -> Form:
    """The form of a POST, which must carry the session's token (dependency)."""
    form = await read_form(request)
    check_token(form, me)
    return form


def check_token(form: Form, me: SignedIn) -> None:
    """Raises `ProblemError` ``csrf`` for a form that is not of this session's pages."""
    if not secrets.compare_digest(first(form, "csrf").encode(), me.csrf.encode()):
        raise ProblemError("csrf")


Posted = Annotated[Form, Depends(posted)]


def see(path: str) -> Response:
    """Go on to another page after a deed."""
    return RedirectResponse(path, status_code=303)


def _words(request: Request, error: ProblemError) -> str:
    return error.title(language_of(request.headers.get("accept-language")))


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The form to sign in."""
    return page(request, "sign_in.html", problem="")


@router.post("/sign-in")
async def sign_in(request: Request, portal: PortalOf) -> Response:
    """Sign in; the cookie is for these pages alone and no script can read it."""
    form = await read_form(request)
    address = request.client.host if request.client else ""
    try:
        token = await run_in_threadpool(
            portal.staff.sign_in, first(form, "name"), first(form, "password"), address=address
        )
    except ProblemError as error:
        words = _words(request, error)
        return page(request, "sign_in.html", status=error.status, problem=words)
    response = see("/staff")
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=portal.secure, path="/staff"
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request, portal: PortalOf, me: Me, form: Posted) -> Response:
    """Sign out; the office's key is forgotten first."""
    del form
    portal.reading.lock(me.staff)
    await run_in_threadpool(portal.staff.sign_out, request.cookies.get(COOKIE, ""))
    response = see("/staff/sign-in")
    response.delete_cookie(COOKIE, path="/staff", httponly=True, samesite="strict")
    return response


@router.get("")
async def inbox(
    request: Request, portal: PortalOf, me: MaybeMe, *, ended: Annotated[bool, Query()] = False
) -> Response:
    """The office's dossiers."""
    if me is None:
        return see("/staff/sign-in")
    if not me.staff.may(Deed.LIST):
        return see("/staff/notices")
    return await run_in_threadpool(_inbox, request, portal, me, ended=ended)


def _inbox(
    request: Request, portal: Portal, me: SignedIn, *, ended: bool = False, problem: str = ""
) -> Response:
    rows = (
        portal.reading.inbox(me.staff, statuses=_ENDED) if ended else portal.reading.inbox(me.staff)
    )
    return page(
        request,
        "inbox.html",
        status=403 if problem else 200,
        me=me,
        unlocked=portal.reading.unlocked(me.staff),
        dossiers=rows,
        procedure_name=lambda code: portal.procedures.facts(code).name,
        problem=problem,
    )


@router.post("/unlock")
async def unlock(request: Request, portal: PortalOf, me: Me, form: Posted) -> Response:
    """Open the office's key for this session."""
    try:
        await run_in_threadpool(portal.reading.unlock, me.staff, first(form, "passphrase"))
    except ProblemError as error:
        words = _words(request, error)
        return await run_in_threadpool(_inbox, request, portal, me, problem=words)
    return see("/staff")


@router.post("/lock")
async def lock(portal: PortalOf, me: Me, form: Posted) -> Response:
    """Forget the office's key."""
    del form
    portal.reading.lock(me.staff)
    return see("/staff")


@router.get("/audit")
async def audit(request: Request, portal: PortalOf, me: Me) -> Response:
    """Who did what in this office."""
    lines = await run_in_threadpool(portal.reading.audit, me.staff)
    codes = await run_in_threadpool(portal.reading.codes, me.staff)
    return page(request, "audit.html", me=me, lines=lines, codes=codes)


@router.post("/export")
async def export(portal: PortalOf, me: Me, form: Posted) -> Response:
    """Accepted dossiers as DongBoHoSoMC, as a file."""
    del form
    message = await run_in_threadpool(portal.export.national, me.staff)
    return Response(
        as_text(message),
        media_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="DongBoHoSoMC.json"',
            "Cache-Control": "no-store",
        },
    )


@router.get("/code/{code}")
async def by_code(
    code: str,
    request: Request,
    portal: PortalOf,
    me: MaybeMe,
    *,
    here: Annotated[bool, Query()] = False,
) -> Response:
    """The dossier of a called number, as the desk's page asks for it.

    A browser that comes from another site does not send the session (RFC 6265bis, SameSite), so
    the first answer only sends it here again, from this site.
    """
    if me is None and not here:
        return page(request, "again.html", address=f"/staff/code/{quote(code, safe='')}?here=1")
    if me is None:
        return see("/staff/sign-in")
    found = await run_in_threadpool(portal.reading.find, me.staff, code)
    if found is not None:
        return see(f"/staff/dossiers/{found}")
    return page(request, "not_yet.html", status=404, me=me, code=code)


@router.get("/dossiers/{dossier_id}")
async def dossier(dossier_id: str, request: Request, portal: PortalOf, me: Me) -> Response:
    """One dossier, opened."""
    return await run_in_threadpool(_dossier, request, portal, me, dossier_id)


def _dossier(
    request: Request, portal: Portal, me: SignedIn, dossier_id: str, *, problem: str = ""
) -> Response:
    opened = portal.reading.open(me.staff, dossier_id)
    code = opened.row["procedure"]
    return page(
        request,
        "dossier.html",
        status=409 if problem else 200,
        me=me,
        row=opened.row,
        deliveries=opened.deliveries,
        notes=opened.notes,
        facts=portal.procedures.facts(code),
        due=portal.procedures.due_at(code, portal.clock()),
        deeds=_deeds(opened),
        reasons=REFUSAL_REASONS,
        problem=problem,
    )


def _deeds(opened: OpenDossier) -> frozenset[str]:
    status = Status(opened.row["status"])
    if opened.row["procedure"] == FEEDBACK:
        return feedback.deeds(status)
    received = opened.row["accepted_at"] is not None
    found = {_DEED_OF[to] for to in moves_from(status, Actor.CLERK) if to in _DEED_OF}
    if received:
        found.discard("accept")
    elif status is Status.TO_COMPLETE:
        found -= {"process"}
    return frozenset(found | {"compare"})


@router.get("/dossiers/{dossier_id}/pages/{delivery_id}/{sha256}")
async def scanned(
    dossier_id: str, delivery_id: str, sha256: str, portal: PortalOf, me: Me
) -> Response:
    """One scanned page, opened; shown in a box of its own, whatever it holds."""
    plain, media = await run_in_threadpool(
        portal.reading.page, me.staff, dossier_id, delivery_id, sha256
    )
    return Response(
        plain,
        media_type=media,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )


@router.post("/dossiers/{dossier_id}/{deed}")
async def act(
    dossier_id: str, deed: str, *, request: Request, portal: PortalOf, me: Me, form: Posted
) -> Response:
    """Do something with a dossier; what cannot be done is said on its page."""
    doing = _DOING.get(deed)
    if doing is None:
        raise ProblemError("not-found")
    try:
        await run_in_threadpool(doing, portal, me, dossier_id, form)
    except ProblemError as error:
        if error.code in {"not-found", "role"}:
            raise
        words = _words(request, error)
        return await run_in_threadpool(_dossier, request, portal, me, dossier_id, problem=words)
    return see(f"/staff/dossiers/{dossier_id}")


def _moment(text: str, *, end_of_day: bool = False) -> dt.datetime | None:
    """A typed date, or date and time, of the office's zone; None if it is neither."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if end_of_day:
        at = at.replace(hour=23, minute=59)
    return at.replace(tzinfo=OFFICE_ZONE)


def _accept(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    due = _moment(first(form, "due"))
    portal.casework.accept(me.staff, dossier_id, first(form, "official_code"), due)


def _ask(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    by = _moment(first(form, "by"), end_of_day=True)
    if by is None:
        raise ProblemError("invalid", "by")
    words = first(form, "words")
    portal.casework.ask(me.staff, dossier_id, wanted=form.get("wanted", []), by=by, words=words)


def _refuse(portal: Portal, me: SignedIn, dossier_id: str, form: Form) -> None:
    reason, words = first(form, "reason"), first(form, "words")
    portal.casework.refuse(me.staff, dossier_id, reason=reason, words=words)


_DOING: Final[Mapping[str, Callable[[Portal, SignedIn, str, Form], None]]] = {
    "compare": lambda portal, me, dossier_id, _: portal.casework.compare(me.staff, dossier_id),
    "accept": _accept,
    "ask": _ask,
    "refuse": _refuse,
    "process": lambda portal, me, dossier_id, _: portal.casework.process(me.staff, dossier_id),
    "seen": lambda portal, me, dossier_id, _: portal.feedback.seen(me.staff, dossier_id),
    "answered": lambda portal, me, dossier_id, _: portal.feedback.answered(me.staff, dossier_id),
    "finish": lambda portal, me, dossier_id, _: portal.casework.finish(me.staff, dossier_id),
    "return": lambda portal, me, dossier_id, _: portal.casework.give_back(me.staff, dossier_id),
}
