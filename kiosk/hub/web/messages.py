"""Pages that say no: one calm card with what is amiss and what to do about it."""

from fastapi import Request, Response

from kiosk.hub.web.pages import office_language, page, reader_language
from kiosk.texts import text
from kiosk.web.problems import ProblemError

#: Pages for citizens; the way "home" leads to the clerks' sign-in, so they are not offered it.
_PUBLIC = ("/t/", "/board")


def said(request: Request, heading: str, words: str, *, status: int) -> Response:
    """The card with two texts by their keys, in the language of whoever reads this address."""
    public = request.url.path.startswith(_PUBLIC)
    phone = request.url.path.startswith("/t/")
    language = reader_language(request) if phone else office_language(request)
    return page(
        request,
        "message.html",
        language=language,
        status=status,
        values={
            "office": request.app.state.hub.office_name,
            "heading": text(heading, language),
            "message": text(words, language),
            "home": not public,
        },
    )


def not_found(request: Request) -> Response:
    """For an address that does not exist."""
    return said(request, "web_common.not_found_title", "web_common.not_found", status=404)


def refused(request: Request, error: ProblemError) -> Response:
    """A refusal that meets a person at a page and no program."""
    if error.code == "not-found":
        return not_found(request)
    return said(request, error.title_key, "web_common.try_again", status=error.status)
