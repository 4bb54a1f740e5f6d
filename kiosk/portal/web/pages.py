"""Templates of the portal's pages, and the files they load."""

import datetime as dt
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from kiosk.domain.dossier import Status
from kiosk.domain.feedback import FEEDBACK, told_key
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.portal.store import moment
from kiosk.texts import LANGUAGES, UnknownTextError, text
from kiosk.web.problems import language_of
from kiosk.web.static import address

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def when(value: str | dt.datetime | None) -> str:
    """A moment as an office writes it: ``09:41, 25/11/2026``."""
    at = moment(value) if isinstance(value, str) else value
    return "" if at is None else at.astimezone(OFFICE_ZONE).strftime("%H:%M, %d/%m/%Y")


def day(text: str) -> str:
    """An ISO date as people here write it; a year alone stays as it is."""
    try:
        return dt.date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


def status_words(status: int, language: str, procedure: str = "") -> str:
    """A status for a reader; one we do not know is shown by its number, without a promise."""
    if procedure == FEEDBACK:
        return text(told_key(Status(status)), language)
    try:
        return text(f"dossier_status.s{status}", language)
    except UnknownTextError:
        return text("dossier_status.other", language, n=status)


def audit_words(action: str, language: str) -> str:
    """A deed of the audit for a reader; one without words is shown as it is stored."""
    try:
        return text(f"staff_deed.{action.replace('-', '_')}", language)
    except UnknownTextError:
        return action


def reader_language(request: Request) -> str:
    """Language of a page: ``?lang=`` where its reader chose one, else the browser's.

    Kept in no cookie: the public pages know nobody.
    """
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        return chosen
    return language_of(request.headers.get("accept-language"))


def other_language(request: Request) -> str:
    """The query that shows this page in the other of the two languages."""
    other = "vi" if reader_language(request) == "en" else "en"
    kept = {key: value for key, value in request.query_params.items() if key != "lang"}
    return urlencode({**kept, "lang": other})


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """A rendered page; never kept by a browser, as it may show what only its reader may see."""
    language = reader_language(request)

    def t(key: str, **parts: object) -> str:
        return text(key, language, **parts)

    body = _TEMPLATES.get_template(name).render(
        t=t,
        language=language,
        when=when,
        day=day,
        static=address,
        status_words=lambda value, procedure="": status_words(value, language, procedure),
        audit_words=lambda action: audit_words(action, language),
        feedback=FEEDBACK,
        other_language=other_language(request),
        chosen="?lang=" + language if "lang" in request.query_params else "",
        **values,
    )
    return Response(
        body,
        status_code=status,
        media_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "Content-Language": language,
            # Under no-referrer a browser posts our own forms with "Origin: null" (Fetch, 3.2).
            "Referrer-Policy": "same-origin",
        },
    )
