"""Pages that say no: what is amiss, and the one way on."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from kiosk.portal.web.pages import STAFF_PATH, page, reader_language
from kiosk.texts import text
from kiosk.web.problems import ProblemError

#: What opens a closed page: where it is done, and its name. It leads on to the dossier asked for.
_DOORS: Final[Mapping[str, tuple[str, str]]] = {
    "not-signed-in": ("/staff/sign-in", "staff.sign_in"),
    "locked": ("/staff", "staff.unlock"),
}


def refusal_page(request: Request, error: ProblemError) -> Response:
    """A refusal that meets a person at a page and no program."""
    staff = request.url.path.startswith(STAFF_PATH)
    if error.code == "method-not-allowed" and staff:
        # The answer to a form was asked for again by its address: the page the form stands on.
        return RedirectResponse(request.url.path.rpartition("/")[0], status_code=303)
    onward, key = (STAFF_PATH, "web_common.home") if staff else ("/d", "portal_track.title")
    if error.code in _DOORS:
        onward, key = _DOORS[error.code]
        onward = f"{onward}?{urlencode({'dossier': request.path_params.get('dossier_id', '')})}"
    language = reader_language(request)
    return page(
        request,
        "problem.html",
        status=error.status,
        problem=text(_sentence(request, error), language),
        staff=staff,
        onward=onward,
        onward_words=text(key, language),
    )


def _sentence(request: Request, error: ProblemError) -> str:
    """Key of what is said. What programs call "not found" is a dossier here, or the page."""
    if error.code == "locked":
        return "staff.locked"
    if error.code == "too-large" and request.url.path.startswith(f"{STAFF_PATH}/notices"):
        return "staff_notice.too_large"
    if error.code == "not-found":
        if "sha256" in request.path_params:
            return "staff.unreadable"
        dossier = "dossier_id" in request.path_params
        return "portal_problem.unknown_dossier" if dossier else "web_common.not_found_title"
    return error.title_key
