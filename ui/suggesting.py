"""What is offered while somebody types: communes, offices, options of a long list. No window."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from kiosk.domain.answer_kinds import Address
from kiosk.domain.form import Field, FieldKind, Option, Suggest
from kiosk.domain.suggesting import MOST_HITS, Names
from kiosk.domain.vietnamese import fold
from kiosk.services.places import commune_names, communes
from ui.page import Circumstances, Item

#: A choice of more than these is found by typing: 54 ethnic groups are no page of buttons.
MOST_TO_READ: Final = 20
#: Key of a suggestion; what follows is the text itself.
SUGGESTED: Final = "suggest:"


def by_typing(item: Field) -> bool:
    """Whether one of its options is found by typing."""
    return len(item.options) > MOST_TO_READ


def options(item: Field, query: str) -> Sequence[Option]:
    """The options that fit what was typed; all of them for nothing."""
    if not query.strip():
        return item.options
    names = _option_names(tuple((option.label.vi, option.label.en) for option in item.options))
    hits = [hit.name for hit in names.find(query, most=len(item.options))]
    known = {option.label.vi: option for option in item.options}
    return tuple(known[name] for name in hits)


@lru_cache(maxsize=4)
def _option_names(labels: tuple[tuple[str, str], ...]) -> Names:
    return Names((vi, (en,)) for vi, en in labels)


def suggestions(item: Field, here: Circumstances) -> tuple[Item, ...]:
    """At most four, for what was typed so far."""
    if item.kind is FieldKind.ADDRESS:
        if here.part != "commune":
            return ()
        own = here.commune if here.within == here.province else ""
        hits = commune_names(here.within, own).find(here.typed)
        return tuple(_chip(hit.name, hit.name, hit.before, here) for hit in hits)
    if item.suggest is Suggest.REGISTRY and here.commune:
        return _registries(here)
    return ()


def is_commune(address: Address, here: Circumstances) -> bool:
    """Whether its province has that commune today; yes where the list knows none of it."""
    known = [name for name, _ in communes(address.province)]
    wanted = fold(address.commune)
    return not known or wanted in {fold(name) for name in (*known, here.commune)}


def _registries(here: Circumstances) -> tuple[Item, ...]:
    """The office's own people's committee at once; others of the province when typed."""
    names = commune_names(here.province, here.commune)
    if not here.typed.strip():
        return (_registry(here.commune, "", here),)
    return tuple(
        _registry(hit.before or hit.name, hit.name if hit.before else "", here)
        for hit in names.find(here.typed, MOST_HITS)
    )


def _registry(commune: str, today: str, here: Circumstances) -> Item:
    """A register is named after the commune that kept it, even if it has another name now."""
    words = f"Ủy ban nhân dân {commune[:1].lower()}{commune[1:]}, {here.province}"
    note = here.t("suggest_today", name=today) if today else here.t("suggest_registry")
    return Item(f"{SUGGESTED}{words}", commune, note)


def _chip(value: str, label: str, before: str, here: Circumstances) -> Item:
    note = here.t("suggest_before", name=before) if before else ""
    return Item(f"{SUGGESTED}{value}", label, note)
