"""Choosing a procedure: most common ones, by life event, or by words typed. No window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.elsewhere import asked_for
from kiosk.domain.procedure import Filing, Procedure, Way, way
from kiosk.services.catalogue import Catalogue
from ui.flow import walkable
from ui.page import Circumstances, Item, Page

#: Rows under the keyboard; more would not be seen, and another letter finds it.
SEARCH_ROWS: Final = 5
#: Rows of what many come for, where nothing is near what was typed.
USUAL: Final = 3
#: What keys of rows begin with that name another authority's business.
ELSEWHERE: Final = "elsewhere:"


@dataclass(frozen=True, slots=True)
class Offer:
    """What this site offers: `receives` tells whether anybody enrolled takes in for a receiving
    office of the catalogue; `compared` are the codes that an officer has compared with their
    source, where the others wait for that.
    """

    catalogue: Catalogue
    filing: Filing
    receives: Callable[[str], bool]
    compared: frozenset[str] | None = None


def way_of(offer: Offer, procedure: Procedure) -> Way:
    """What this machine does for a procedure.

    A form with lists of people comes on paper; what nobody here takes in is only explained.
    """
    forms = offer.catalogue.forms
    found = way(procedure, forms, offer.filing, offer.compared)
    if found not in {Way.FILE, Way.PREPARE}:
        return found
    if not walkable(procedure, forms):
        return Way.QUEUE
    return found if offer.receives(procedure.receiving_office) else Way.GUIDE


def rows(offer: Offer, found: tuple[Procedure, ...], here: Circumstances) -> tuple[Item, ...]:
    """Procedures as choices: everyday name, and what can be done here."""
    return tuple(
        Item(
            procedure.code,
            here.of(procedure.short_name),
            here.t(f"way_{way_of(offer, procedure).value}"),
            icon=procedure.life_event,
        )
        for procedure in found
    )


def top(offer: Offer, here: Circumstances) -> Page:
    """The most common procedures, and two ways to all others."""
    found = tuple(offer.catalogue.procedures[code] for code in offer.catalogue.top)
    return Page(
        "options",
        here.t("choose_title"),
        here.t("choose_lead"),
        items=rows(offer, found, here),
        primary=here.t("choose_search"),
        secondary=here.t("choose_events"),
    )


def events(catalogue: Catalogue, here: Circumstances) -> Page:
    """The life events that have procedures."""
    used = {procedure.life_event for procedure in catalogue.procedures.values()}
    items = tuple(
        Item(key, here.of(words), icon=key)
        for key, words in catalogue.life_events.items()
        if key in used
    )
    return Page("options", here.t("choose_event_title"), items=items)


def of_event(offer: Offer, event: str, here: Circumstances) -> Page:
    """The procedures of one life event."""
    found = tuple(
        procedure
        for procedure in offer.catalogue.procedures.values()
        if procedure.life_event == event
    )
    title = here.of(offer.catalogue.life_events[event])
    return Page("options", title, items=rows(offer, found, here))


def search(offer: Offer, query: str, here: Circumstances) -> Page:
    """What fits the words typed so far, or what comes nearest and somebody to ask."""
    catalogue, typed = offer.catalogue, query.strip()
    other = asked_for(query, catalogue.elsewhere) if typed else None
    found = catalogue.search.find(query) if typed else ()
    if other is not None:
        first = Item(f"{ELSEWHERE}{other.key}", here.of(other.name), here.t("elsewhere_detail"))
        items = (first, *rows(offer, found[: SEARCH_ROWS - 1], here))
        return Page("search", here.t("search_title"), items=items)
    if found or not typed:
        items = rows(offer, found[:SEARCH_ROWS], here)
        return Page("search", here.t("search_title"), items=items)
    near = catalogue.search.nearest(query)
    usual = tuple(catalogue.procedures[code] for code in catalogue.top[:USUAL])
    return Page(
        "search",
        here.t("search_nearest" if near else "search_usual"),
        items=rows(offer, near or usual, here),
        secondary=here.t("search_help"),
    )


def elsewhere(catalogue: Catalogue, key: str, here: Circumstances) -> Page:
    """Whose business it is, what can be done here after it, and which law says so."""
    found = next(one for one in catalogue.elsewhere if one.key == key)
    body = f"{here.of(found.body)}\n{here.t('elsewhere_source', source=found.source)}"
    return Page("stop", here.of(found.name), body, primary=here.t("take_number"))
