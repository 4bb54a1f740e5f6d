"""Choosing a procedure: most common ones, by life event, or by words typed. No window."""

from typing import Final

from kiosk.domain.procedure import Filing, Procedure, Way, way
from kiosk.services.catalogue import Catalogue
from ui.flow import walkable
from ui.page import Circumstances, Item, Page

#: Rows under the keyboard; more would not be seen, and another letter finds it.
SEARCH_ROWS: Final = 5


def way_of(catalogue: Catalogue, filing: Filing, procedure: Procedure) -> Way:
    """What this machine does for a procedure; a form with lists of people comes on paper."""
    found = way(procedure, catalogue.forms, filing)
    if found in {Way.FILE, Way.PREPARE} and not walkable(procedure, catalogue.forms):
        return Way.QUEUE
    return found


def rows(
    catalogue: Catalogue, filing: Filing, found: tuple[Procedure, ...], here: Circumstances
) -> tuple[Item, ...]:
    """Procedures as choices: everyday name, and what can be done here."""
    return tuple(
        Item(
            procedure.code,
            here.of(procedure.short_name),
            here.t(f"way_{way_of(catalogue, filing, procedure).value}"),
        )
        for procedure in found
    )


def top(catalogue: Catalogue, filing: Filing, here: Circumstances) -> Page:
    """The most common procedures, and two ways to all others."""
    found = tuple(catalogue.procedures[code] for code in catalogue.top)
    return Page(
        "options",
        here.t("choose_title"),
        here.t("choose_lead"),
        items=rows(catalogue, filing, found, here),
        primary=here.t("choose_search"),
        secondary=here.t("choose_events"),
    )


def events(catalogue: Catalogue, here: Circumstances) -> Page:
    """The life events that have procedures."""
    used = {procedure.life_event for procedure in catalogue.procedures.values()}
    items = tuple(
        Item(key, here.of(words)) for key, words in catalogue.life_events.items() if key in used
    )
    return Page("options", here.t("choose_event_title"), items=items)


def of_event(catalogue: Catalogue, filing: Filing, event: str, here: Circumstances) -> Page:
    """The procedures of one life event."""
    found = tuple(
        procedure for procedure in catalogue.procedures.values() if procedure.life_event == event
    )
    title = here.of(catalogue.life_events[event])
    return Page("options", title, items=rows(catalogue, filing, found, here))


def search(catalogue: Catalogue, filing: Filing, query: str, here: Circumstances) -> Page:
    """What fits the words typed so far."""
    found = catalogue.search.find(query)[:SEARCH_ROWS] if query.strip() else ()
    note = here.t("search_none") if query.strip() and not found else ""
    return Page(
        "search", here.t("search_title"), note=note, items=rows(catalogue, filing, found, here)
    )
