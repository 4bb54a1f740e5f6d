"""The offices' pages: sign in, unlock, inbox, one dossier and what can be done with it."""

import re
import secrets
from collections.abc import Sequence
from math import ceil
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from kiosk.domain.dossier import Actor, Status, moves_from
from kiosk.domain.dossier_code import BadCodeError, OfficialCode, read_code
from kiosk.domain.feedback import FEEDBACK
from kiosk.portal import feedback
from kiosk.portal.casework import REFUSAL_REASONS
from kiosk.portal.context import Portal, PortalOf
from kiosk.portal.dossier_deeds import DOING, Form
from kiosk.portal.export import as_text
from kiosk.portal.problems import ProblemError
from kiosk.portal.reading import ENDED, MOST_LISTED, OpenDossier
from kiosk.portal.roles import Deed
from kiosk.portal.staff import SignedIn
from kiosk.portal.store import stamp
from kiosk.portal.web.audit_words import AuditWords, deed_words
from kiosk.portal.web.pages import page, reader_language
from kiosk.texts import text
from kiosk.web.forms import first, read_form

router: Final = APIRouter(prefix="/staff", include_in_schema=False)

COOKIE: Final = "kiosk_portal_session"
_DOSSIER_ID: Final = re.compile(r"[0-9a-f-]{36}")

#: Deeds on a dossier's page by the status they lead to; comparing leads nowhere.
_DEED_OF: Final = {
    Status.RECEIVED: "accept",
    Status.NOT_RECEIVED: "refuse",
    Status.TO_COMPLETE: "ask",
    Status.IN_PROGRESS: "process",
    Status.SETTLED: "finish",
    Status.HANDED_OVER: "return",
}


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


def _onward(form: Form) -> str:
    """Where a door leads: the dossier it was asked for by, else the list."""
    asked_for = first(form, "dossier")
    return f"/staff/dossiers/{asked_for}" if _DOSSIER_ID.fullmatch(asked_for) else "/staff"


def _words(request: Request, error: ProblemError) -> str:
    return error.title(reader_language(request))


@router.get("/sign-in")
def sign_in_page(request: Request, dossier: Annotated[str, Query(max_length=64)] = "") -> Response:
    """The form to sign in; `dossier` is the one whose page sent here."""
    return page(request, "sign_in.html", problem="", dossier=dossier, typed_name="")


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
        return page(
            request,
            "sign_in.html",
            status=error.status,
            problem=_why_outside(request, error),
            dossier=first(form, "dossier"),
            typed_name=first(form, "name")[:40],
        )
    response = see(_onward(form))
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=portal.secure, path="/staff"
    )
    return response


def _why_outside(request: Request, error: ProblemError) -> str:
    if error.code != "too-many-attempts":
        return _words(request, error)
    minutes = ceil((error.retry_after_s or 60) / 60)
    return text("staff.sign_in_paused", reader_language(request), n=minutes)


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
    request: Request,
    portal: PortalOf,
    me: MaybeMe,
    *,
    ended: Annotated[bool, Query()] = False,
    dossier: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The office's dossiers; `dossier` is the one to go to once the key is open."""
    if me is None:
        return see("/staff/sign-in")
    if not me.staff.may(Deed.LIST):
        return see("/staff/notices")
    return await run_in_threadpool(_inbox, request, portal, me, ended=ended, dossier=dossier)


def _inbox(
    request: Request,
    portal: Portal,
    me: SignedIn,
    *,
    ended: bool = False,
    dossier: str = "",
    problem: str = "",
) -> Response:
    rows = portal.reading.ended(me.staff) if ended else portal.reading.inbox(me.staff)
    language = reader_language(request)
    return page(
        request,
        "inbox.html",
        status=403 if problem else 200,
        me=me,
        unlocked=portal.reading.unlocked(me.staff),
        dossiers=rows,
        ended=ended,
        dossier=dossier,
        most=MOST_LISTED,
        now=stamp(portal.clock()),
        procedure_name=lambda code: portal.procedures.facts(code, language).name,
        problem=problem,
    )


@router.post("/unlock")
async def unlock(request: Request, portal: PortalOf, me: Me, form: Posted) -> Response:
    """Open the office's key for this session."""
    try:
        await run_in_threadpool(portal.reading.unlock, me.staff, first(form, "passphrase"))
    except ProblemError as error:
        words = _words(request, error)
        asked_for = first(form, "dossier")
        return await run_in_threadpool(
            _inbox, request, portal, me, problem=words, dossier=asked_for
        )
    return see(_onward(form))


@router.post("/lock")
async def lock(portal: PortalOf, me: Me, form: Posted) -> Response:
    """Forget the office's key."""
    del form
    portal.reading.lock(me.staff)
    return see("/staff")


@router.get("/audit")
async def audit(request: Request, portal: PortalOf, me: Me) -> Response:
    """Who did what in this office."""
    return await run_in_threadpool(_audit, request, portal, me)


def _audit(request: Request, portal: Portal, me: SignedIn) -> Response:
    language = reader_language(request)
    lines = portal.reading.audit(me.staff)
    named = {line["dossier_id"] for line in lines if line["dossier_id"]}
    dossiers = portal.reading.dossiers(me.staff, named)

    def papers(dossier_id: str | None, ids: Sequence[str]) -> list[str]:
        _, procedure = dossiers.get(dossier_id or "", ("", ""))
        facts = portal.procedures.facts(procedure, language)
        return [facts.paper(each) for each in ids]

    places = {place.id: place.name for place in portal.notices.places(me.staff)}
    told = AuditWords(language, places, papers)
    codes = {dossier_id: code for dossier_id, (code, _) in dossiers.items()}
    return page(
        request, "audit.html", me=me, lines=[told.line(each) for each in lines], codes=codes
    )


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


@router.get("/find")
async def find(
    request: Request, portal: PortalOf, me: Me, code: Annotated[str, Query(max_length=64)]
) -> Response:
    """The dossier with a code somebody typed, ours or the official one."""
    try:
        read = read_code(code)
        known = read.text if isinstance(read, OfficialCode) else str(read)
    except BadCodeError:
        known = code.strip()
    found = await run_in_threadpool(portal.reading.find, me.staff, known)
    if found is not None:
        return see(f"/staff/dossiers/{found}")
    return page(request, "not_yet.html", status=404, me=me, code=known)


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
    request: Request,
    portal: Portal,
    me: SignedIn,
    dossier_id: str,
    *,
    problem: str = "",
    typed: tuple[str, Form] | None = None,
) -> Response:
    opened = portal.reading.open(me.staff, dossier_id)
    code, language = opened.row["procedure"], reader_language(request)
    deed, form = typed or ("", {})
    return page(
        request,
        "dossier.html",
        status=409 if problem else 200,
        me=me,
        row=opened.row,
        deliveries=opened.deliveries,
        notes=[
            {
                "at": at,
                "who": actor.removeprefix("staff:"),
                "deed": deed_words(action, language),
                "words": words,
            }
            for at, actor, action, words in opened.notes
        ],
        over=opened.row["status"] in ENDED,
        opened=deed,
        typed=form,
        first=first,
        facts=portal.procedures.facts(code, language),
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
    doing = DOING.get(deed)
    if doing is None:
        raise ProblemError("not-found")
    try:
        await run_in_threadpool(doing, portal, me, dossier_id, form)
    except ProblemError as error:
        if error.code in {"not-found", "role"}:
            raise
        words = _words(request, error)
        typed = (deed, form)
        return await run_in_threadpool(
            _dossier, request, portal, me, dossier_id, problem=words, typed=typed
        )
    return see(f"/staff/dossiers/{dossier_id}")
