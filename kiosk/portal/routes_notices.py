"""The pages of whoever writes notices: the office's staff and a building's management board."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from kiosk.domain.notice import Topic
from kiosk.domain.notice_draft import EASY_TITLE, Draft, DraftError, read_draft, syllables
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.portal.context import Portal, PortalOf
from kiosk.portal.dossier_deeds import Form
from kiosk.portal.notices import Listed, Where
from kiosk.portal.problems import ProblemError
from kiosk.portal.roles import Role
from kiosk.portal.routes_staff import MaybeMe, Me, Posted, check_token, see
from kiosk.portal.sites import Place
from kiosk.portal.staff import SignedIn
from kiosk.portal.store import moment
from kiosk.portal.web.pages import page, reader_language
from kiosk.services.notice_picture import draw_anew
from kiosk.services.read_image import ImageRefusedError
from kiosk.texts import text
from kiosk.web.forms import first, read_upload

PATH: Final = "/staff/notices"
router: Final = APIRouter(prefix=PATH, include_in_schema=False)

#: A photograph as phones take them has 3 to 8 MB.
PICTURE_LIMIT: Final = 12 * 1024 * 1024
#: Larger ones are still read, by those signed in, so that the form comes back with what was typed.
UPLOAD_LIMIT: Final = 4 * PICTURE_LIMIT

#: How long a notice is shown unless its writer says otherwise.
_USUAL: Final = dt.timedelta(days=3)

_TYPED: Final = (
    "topic",
    "title_vi",
    "body_vi",
    "title_en",
    "body_en",
    "source",
    "starts",
    "ends",
    "urgent",
    "blocks",
    "floors",
)


@dataclass(slots=True)
class Sheet:
    """What stands in the form, right or wrong; `wrong`: field to the id of what is wrong.

    `key` is that of a blank form, under which it may be sent twice.
    """

    typed: dict[str, str]
    places: list[str]
    kiosks: list[str]
    picture: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    draft: Draft | None = None  # understood: it can be shown as a kiosk would
    key: str = ""


async def uploaded(request: Request, me: Me) -> tuple[Form, bytes]:
    """A form with a picture, which must carry the session's token (dependency)."""
    form, files = await read_upload(request)
    check_token(form, me)
    return form, files.get("picture", b"")


Uploaded = Annotated[tuple[Form, bytes], Depends(uploaded)]


@router.get("")
async def overview(request: Request, portal: PortalOf, me: MaybeMe) -> Response:
    """All notices of these places."""
    if me is None:
        return see("/staff/sign-in")
    found = await run_in_threadpool(portal.notices.overview, me.staff)
    places = await run_in_threadpool(portal.notices.places, me.staff)
    names = {place.id: place.name for place in places}
    return page(request, "notices.html", me=me, found=found, names=names)


@router.get("/new")
async def blank(
    request: Request,
    portal: PortalOf,
    me: Me,
    like: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The form for a new notice, empty or with the words of an earlier one."""
    places = await run_in_threadpool(portal.notices.places, me.staff)
    sheet = _blank(portal, me, places)
    if like:
        earlier = await run_in_threadpool(portal.notices.find, me.staff, like)
        times = {name: sheet.typed[name] for name in ("starts", "ends")}
        sheet = _sheet_of(earlier)
        sheet.typed |= times
    sheet.key = portal.notices.new_key()
    return _form(request, me, places, sheet, None, anew=not like)


@router.get("/pictures/{sha256}")
async def picture(sha256: str, portal: PortalOf, me: Me) -> Response:
    """A picture, for the preview."""
    content, media = await run_in_threadpool(portal.notices.picture, me.staff, sha256)
    headers = {"Cache-Control": "private, max-age=3600"}  # named by its content
    return Response(content, media_type=media, headers=headers)


@router.get("/{notice_id}")
async def one(notice_id: str, request: Request, portal: PortalOf, me: Me) -> Response:
    """The form with a notice in it."""
    found = await run_in_threadpool(portal.notices.find, me.staff, notice_id)
    places = await run_in_threadpool(portal.notices.places, me.staff)
    return _form(request, me, places, _sheet_of(found), found, anew=True)


@router.post("/new")
async def write(request: Request, portal: PortalOf, me: Me, sent: Uploaded) -> Response:
    """Look at a new notice, or keep it."""
    return await run_in_threadpool(_take, request, portal, me, sent, None)


@router.post("/{notice_id}")
async def change(
    notice_id: str, request: Request, portal: PortalOf, me: Me, sent: Uploaded
) -> Response:
    """Look at a changed notice, or keep it."""
    return await run_in_threadpool(_take, request, portal, me, sent, notice_id)


@router.post("/{notice_id}/withdraw")
async def withdraw(notice_id: str, portal: PortalOf, me: Me, form: Posted) -> Response:
    """Show it nowhere any more."""
    del form
    await run_in_threadpool(portal.notices.withdraw, me.staff, notice_id)
    return see(PATH)


def _take(
    request: Request,
    portal: Portal,
    me: SignedIn,
    sent: tuple[Form, bytes],
    notice_id: str | None,
) -> Response:
    known = None if notice_id is None else portal.notices.find(me.staff, notice_id)
    places = portal.notices.places(me.staff)
    sheet = _read(portal, me, places, *sent)
    if sheet.draft is not None and not sheet.wrong and first(sent[0], "do") == "save":
        where, shown = Where(tuple(sheet.places), tuple(sheet.kiosks)), sheet.picture or None
        try:
            if notice_id is None:
                portal.notices.write(me.staff, sheet.draft, where, shown, key=sheet.key)
            else:
                portal.notices.change(me.staff, notice_id, sheet.draft, where, shown)
        except ProblemError as error:
            if error.code in {"role", "not-found"}:
                raise
            words = error.title(reader_language(request))
            return _form(request, me, places, sheet, known, problem=words)
        return see(f"{PATH}?saved={notice_id or 'new'}")
    return _form(request, me, places, sheet, known)


def _read(
    portal: Portal, me: SignedIn, places: tuple[Place, ...], form: Form, file: bytes
) -> Sheet:
    """What was sent; a picture that can be used is kept, so that it need not be sent again."""
    sheet = Sheet(
        typed={name: first(form, name) for name in _TYPED},
        places=form.get("place", []) if len(places) > 1 else [place.id for place in places],
        kiosks=form.get("kiosk", []),
        picture=first(form, "kept_picture"),
        key=first(form, "key"),
    )
    try:
        sheet.draft = read_draft(sheet.typed, now=portal.clock(), zone=OFFICE_ZONE)
    except DraftError as error:
        sheet.wrong = error.wrong
    if not sheet.places:
        sheet.wrong["place"] = "place"
    if first(form, "no_picture"):
        sheet.picture = ""
    elif len(file) > PICTURE_LIMIT:
        sheet.wrong["picture"] = "too_large"
    elif file:
        try:
            sheet.picture = portal.notices.keep_picture(me.staff, draw_anew(file))
        except ImageRefusedError:
            sheet.wrong["picture"] = "picture"
    elif sheet.picture:
        portal.notices.picture(me.staff, sheet.picture)  # refuses one that is not here
    return sheet


def _blank(portal: Portal, me: SignedIn, places: tuple[Place, ...]) -> Sheet:
    now = portal.clock().astimezone(OFFICE_ZONE)
    board = me.staff.role is Role.NOTICES
    ends = (now + _USUAL).replace(hour=23, minute=59)
    return Sheet(
        typed={
            "topic": Topic.BUILDING.value if board else Topic.OFFICE.value,
            "source": text("staff_notice.board", "vi") if board else places[0].name.vi,
            "starts": _local(now),
            "ends": _local(ends),
        },
        places=[places[0].id] if len(places) == 1 else [],
        kiosks=[],
    )


def _sheet_of(known: Listed) -> Sheet:
    row = known.row
    starts, ends = moment(row["starts_at"]), moment(row["ends_at"])
    same = ("topic", "title_vi", "title_en", "body_vi", "body_en", "source")
    return Sheet(
        typed={
            **{name: row[name] for name in same},
            "starts": _local(starts) if starts else "",
            "ends": _local(ends) if ends else "",
            "urgent": "1" if row["urgent"] else "",
            "blocks": known.blocks,
            "floors": known.floors,
        },
        places=list(known.where.places),
        kiosks=list(known.where.kiosks),
        picture=row["picture"] or "",
    )


def _local(at: dt.datetime) -> str:
    """As ``<input type="datetime-local">`` has it."""
    return at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M")


def _form(
    request: Request,
    me: SignedIn,
    places: tuple[Place, ...],
    sheet: Sheet,
    known: Listed | None,
    *,
    problem: str = "",
    anew: bool = False,
) -> Response:
    """The page; `anew`: nothing of it was just sent, so what was not saved before comes back."""
    wrong = bool(sheet.wrong or problem)
    return page(
        request,
        "notice.html",
        status=422 if wrong else 200,
        me=me,
        places=places,
        kiosks=sum(len(place.kiosks) for place in places),
        sheet=sheet,
        known=known,
        topics=tuple(Topic),
        long_title=sheet.draft is not None and syllables(sheet.draft.title.vi) > EASY_TITLE,
        problem=problem,
        anew=anew,
    )
