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
from kiosk.web.problems import language_of, own_path
from kiosk.web.static import address

STAFF_PATH: Final = "/staff"
LANGUAGE_COOKIE: Final = "kiosk_language"
LANGUAGE_KEPT_S: Final = 365 * 24 * 3600  # a desk's machine keeps its language for a year

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


def reader_language(request: Request) -> str:
    """Language of a page: what its reader chose; else the browser's, Vietnamese for the staff.

    The staff's choice is kept in a cookie of their own pages (their browser's language says
    nothing: many offices run an English Windows); the public pages know nobody, and carry the
    choice in their addresses.
    """
    chosen = [request.query_params.get("lang")]
    if _for_staff(request):
        chosen += [request.cookies.get(LANGUAGE_COOKIE), "vi"]
    for language in chosen:
        if language in LANGUAGES:
            return language
    return language_of(request.headers.get("accept-language"))


def _for_staff(request: Request) -> bool:
    return request.url.path.startswith(STAFF_PATH)


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
        feedback=FEEDBACK,
        other_language=other_language(request),
        path=own_path(request),
        chosen="?lang=" + language if "lang" in request.query_params else "",
        # An answer to a form may have no address of its own to be asked for in another language.
        **{"may_switch": request.method == "GET", **values},
    )
    response = Response(
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
    if _for_staff(request) and request.query_params.get("lang") == language:
        _remember_language(response, language)
    return response


def _remember_language(response: Response, language: str) -> None:
    """The clerk's choice holds on the pages that follow."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=LANGUAGE_KEPT_S,
        path=STAFF_PATH,
        samesite="lax",
        httponly=True,
    )
