"""The public page that a kiosk's list of papers goes on to: no session, no cookie, no person."""

from typing import Annotated, Final

import sqlalchemy as sa
from fastapi import APIRouter, Query, Request, Response

from kiosk.portal import tables
from kiosk.portal.context import Portal, PortalOf
from kiosk.portal.store import rows
from kiosk.portal.web.pages import page, reader_language
from kiosk.portal.what_to_bring import Language, guide
from kiosk.texts import text

router: Final = APIRouter(include_in_schema=False)


@router.get("/p/{code}")
def what_to_bring(
    request: Request,
    portal: PortalOf,
    code: str,
    office: Annotated[str, Query(alias="o", max_length=64)] = "",
) -> Response:
    """What to bring for a procedure; `o` names the receiving office, whose name is public."""
    spoken = reader_language(request)
    language: Language = "en" if spoken == "en" else "vi"
    procedure = portal.procedures.procedure(code)
    if procedure is None:
        words = text("portal_bring.unknown", language)
        return page(request, "bring_unknown.html", status=404, problem=words)
    shown = guide(procedure, _office(portal, office, language), language)
    return page(request, "bring.html", guide=shown)


def _office(portal: Portal, office_id: str, language: Language) -> str:
    """The name of an office of this portal; "" for any other word in the address."""
    if not office_id:
        return ""
    wanted = sa.select(tables.office).where(tables.office.c.id == office_id)
    with portal.store.read() as connection:
        found = rows(connection, wanted)
    return str(found[0][f"name_{language}"] or found[0]["name_vi"]) if found else ""
