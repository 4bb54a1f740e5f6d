"""How a page is made: its language, its words, its escaping."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.contract.hub import Words
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.domain.words import Words as DomainWords
from kiosk.texts import LANGUAGES, catalogue, text
from kiosk.web import static
from kiosk.web.problems import language_of, own_path

LANGUAGE_COOKIE: Final = "kiosk_language"
LANGUAGE_KEPT_S: Final = 365 * 24 * 3600  # a desk's machine keeps its language for a year


def chosen_language(request: Request) -> str | None:
    """What the reader chose: ``?lang=`` now, or the cookie of an earlier choice."""
    for value in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if value in LANGUAGES:
            return value
    return None


def office_language(request: Request) -> str:
    """Language of desk and board: Vietnamese unless English was chosen.

    Not the browser's: many offices run an English Windows.
    """
    return chosen_language(request) or "vi"


def reader_language(request: Request) -> str:
    """Language of a page on somebody's own phone: chosen, else the phone's."""
    return chosen_language(request) or language_of(request.headers.get("accept-language"))


def section(name: str, language: str) -> dict[str, str]:
    """All words of one section, for a script: ``{"title": "…"}``."""
    prefix = f"{name}."
    return {
        key.removeprefix(prefix): words
        for key, words in catalogue(language).items()
        if key.startswith(prefix)
    }


def words_in(words: Words | DomainWords, language: str) -> str:
    """One of the two languages."""
    return words.en if language == "en" else words.vi


def office_time(moment: dt.datetime) -> str:
    """``09:41`` on the office's clock."""
    return moment.astimezone(OFFICE_ZONE).strftime("%H:%M")


def _data(value: object) -> str:
    """A value for a ``data-`` attribute; the template escapes it like any text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,  # every value of every page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static.address
    environment.filters["data"] = _data
    environment.filters["hhmm"] = office_time
    return environment


def page(
    request: Request,
    template: str,
    *,
    language: str,
    values: Mapping[str, object],
    status: int = 200,
) -> Response:
    """The page of `template`, in `language`; pages are never kept by a cache."""
    html = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            t=lambda key, **named: text(key, language, **named),
            in_language=lambda words: words_in(words, language),
            path=own_path(request),
            **values,
        )
    )
    response = HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
    if request.query_params.get("lang") == language:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=LANGUAGE_KEPT_S, samesite="lax", httponly=True
        )
    return response
