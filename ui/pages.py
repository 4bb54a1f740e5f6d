"""What each page of a dossier says, as plain values: words, rows, buttons. No window.

One presenter for a kind of page; the QML of that kind draws whatever stands here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ui.case import Case
from ui.check_pages import check_page, declare_page
from ui.eligibility_pages import cases_page, fit_page, stop_page, whom_page
from ui.flow import Kind, Step, Walk
from ui.list_pages import list_page, row_page
from ui.page import Circumstances, Page
from ui.paper_pages import needs_page, scan_page
from ui.person_pages import card_page, consent_page
from ui.question_pages import question_page

_PAGES: Final[Mapping[Kind, Callable[[Case, Step, Circumstances], Page]]] = {
    Kind.WHOM: whom_page,
    Kind.FIT: fit_page,
    Kind.CASES: cases_page,
    Kind.NEEDS: needs_page,
    Kind.CONSENT: consent_page,
    Kind.CARD: card_page,
    Kind.QUESTION: question_page,
    Kind.LIST: list_page,
    Kind.ROW: row_page,
    Kind.SCAN: scan_page,
    Kind.CHECK: check_page,
    Kind.DECLARE: declare_page,
    Kind.STOP: stop_page,
}


def page(walk: Walk, here: Circumstances) -> Page:
    """The page where `walk` stands."""
    return _PAGES[walk.at.kind](walk.case, walk.at, here)
