"""Where one person stands in a dossier, and what the page there says."""

import datetime as dt
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal, Protocol

from kiosk.domain.procedure import Procedure
from kiosk.domain.scan_kind import PaymentScan, Scan, SlipScan, SpoiltCardScan
from kiosk.services.submit_dossier import DossierIds
from kiosk.texts import text
from ui import check_pages, checking, choosing, flow, lists, pages, paper_pages
from ui.answering import Draft
from ui.case import Case
from ui.choosing import Offer
from ui.flow import CHECK, Kind, Walk
from ui.page import Circumstances, Item, Page

Place = Literal["choose", "events", "event", "search", "guide", "walk", "refused", "elsewhere"]


@dataclass(frozen=True, slots=True)
class FilingView:
    """Where one person stands. Personal answers are in `walk`; `ended` drops all of it."""

    place: Place = "choose"
    event: str = ""
    query: str = field(default="", repr=False)  # what is typed, perhaps a name
    procedure: Procedure | None = None
    walk: Walk | None = None
    draft: Draft = field(default_factory=Draft)
    problem: str = ""  # key of the sentence beside the answer
    hint: str = ""  # key of what to say about the card
    optional: bool = False  # the check page shows what may be added
    revealed: bool = False  # the check page shows whole numbers
    declared: bool = False
    waiting: bool = False  # storage is asked whether it can take this
    fault: str = ""
    consented_at: dt.datetime | None = None
    ids: DossierIds | None = field(default=None, repr=False)
    list_printed: bool = False

    @property
    def step(self) -> str:
        """Changes with the page."""
        at = f"{self.walk.at.kind.value}:{self.walk.at.key}" if self.walk else self.place
        return f"{at}:{self.event}:{self.draft.part}:{self.draft.elsewhere}:{self.optional}"


def words(view: FilingView, offer: Offer, here: Circumstances) -> Page:
    """What the page of the moment says."""
    match view.place:
        case "events":
            page = choosing.events(offer.catalogue, here)
        case "event":
            page = choosing.of_event(offer, view.event, here)
        case "search":
            page = choosing.search(offer, view.query, here)
        case "elsewhere":
            page = choosing.elsewhere(offer.catalogue, view.event, here)
        case "refused":
            body = text(view.fault, here.language)
            page = Page("stop", here.t("refused_title"), body, primary=here.t("take_number"))
        case "guide" if view.procedure is not None:
            page = paper_pages.guide(view.procedure, here)
        case "walk" if view.walk is not None:
            page = _of_walk(view, view.walk, here)
        case _:
            page = choosing.top(offer, here)
    return page


def _of_walk(view: FilingView, walk: Walk, here: Circumstances) -> Page:
    page = pages.page(walk, here)
    if walk.at.kind is Kind.SCAN:
        return checking.with_pages_to_leave_out(page, walk, here)
    if walk.at == CHECK:
        return _with_optional(page, view, walk.case, here)
    if walk.at.kind is Kind.DECLARE and view.declared:
        ticked = (replace(item, mark="on") if item.mark == "off" else item for item in page.items)
        return replace(page, items=tuple(ticked))
    return page


def _with_optional(page: Page, view: FilingView, case: Case, here: Circumstances) -> Page:
    rows = check_pages.optional_rows(case, here)
    if view.optional:
        return replace(
            page, title=here.t("check_more"), note="", items=rows, primary="", secondary=""
        )
    if rows:
        more = Item("more", here.t("check_more"), here.t("check_more_hint"))
        page = replace(
            page, items=(*page.items, *check_pages.headed([(here.t("check_other"), more)]))
        )
    return checking.summary(page, case, here)


_UNANSWERED: Final = MappingProxyType(
    {Kind.FIT: "filing.answer_each", Kind.CASES: "filing.answer_each"}
)


def why_not(walk: Walk) -> str:
    """Key of the sentence that says why the page cannot be left."""
    if walk.at.kind is Kind.QUESTION:
        return flow.problem_of(walk.case, walk.at.key) or "form.required"
    if walk.at.kind is Kind.LIST:
        found = lists.problems(walk.case, int(walk.at.key))
        return next((key for (row, _), key in found.items() if row is None), "filing.list_amiss")
    return _UNANSWERED.get(walk.at.kind, "form.required")


class Keys(Protocol):
    """What the keyboard shows, as far as a field that is full is concerned."""

    @property
    def refused(self) -> bool:
        """Whether the last key no longer fitted."""
        ...

    @property
    def figures(self) -> bool:
        """Whether digits alone are typed."""
        ...


_FULL: Final = {False: "form.full", True: "form.full_digits"}


def fullness(problem: str, keys: Keys) -> str:
    """Key of what stands beside a field; a key that no longer fits is told."""
    if keys.refused:
        return _FULL[keys.figures]
    return "" if problem in _FULL.values() else problem


def about(scan: Scan) -> str:
    """Key of what to say of something that is no card."""
    if isinstance(scan, SpoiltCardScan):
        return "card_spoilt"
    if isinstance(scan, PaymentScan):
        return "card_payment"
    return "card_slip" if isinstance(scan, SlipScan) else "card_not"
