"""What the page of one question says: its words, choices, suggestions, an address part by part.

No window.
"""

from typing import Final

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.card_prefill import prefill
from kiosk.domain.citizen_card import Card
from kiosk.domain.form import Field, FieldKind, Option
from kiosk.domain.procedure import Acting
from kiosk.domain.words import NO_WORDS
from ui.case import ONESELF, RELATION, Case, answers
from ui.flow import Step, field_of, hides, may_pass, value_of
from ui.list_pages import plain_title, row_name
from ui.lists import Cell, in_list, section_of
from ui.page import Circumstances, Item, Page
from ui.shown import YES_NO, shown
from ui.suggesting import by_typing, options, suggestions

#: Numbers to touch where a number is asked for: who wants more copies writes how many.
FEW: Final = 5
#: Kinds of answer of which the page says how they are typed, where the form says nothing.
_TOLD: Final = frozenset(
    {FieldKind.DATE, FieldKind.DATETIME, FieldKind.TIME, FieldKind.PHONE, FieldKind.EMAIL}
)


def question_page(case: Case, step: Step, here: Circumstances) -> Page:
    """One question of the form, also within a row of a list."""
    item = field_of(case, step.key)
    lead = about(case, step.key, here)
    helps = _how_again(case, step.key, here) or here.of(item.help) or _how(item, here)
    note = " ".join(filter(None, (helps, here.of(item.remark))))
    skip = here.t("skip") if may_pass(case, step.key) else ""
    title = label_of(item, here)
    if item.kind is FieldKind.ADDRESS:
        return _address(case, step.key, here, Page("typed", title, lead, note, secondary=skip))
    if by_typing(item):
        value = value_of(case, step.key)
        found = tuple(_option(each, value, here) for each in options(item, here.typed))
        none = "" if found else here.t("pick_none")
        return Page("pick", title, lead, note, found, secondary=skip, alert=none)
    items = () if here.elsewhere else _choices(case, step.key, here)
    if items:
        return Page("options", title, lead, note, items, secondary=skip)
    chips = suggestions(item, here)
    return Page("typed", title, lead, note, chips, here.t("next"), skip)


def _how_again(case: Case, key: str, here: Circumstances) -> str:
    """Of a number that was given: what is seen of it, and how it is put right."""
    return here.t("how_number_again") if hides(case, key) else ""


def _how(item: Field, here: Circumstances) -> str:
    """How a day is typed, without separators and in this order; what a number or address has."""
    return here.t(f"how_{item.kind.value}") if item.kind in _TOLD else ""


def label_of(item: Field, here: Circumstances) -> str:
    """A field's label without the form's numbering."""
    return plain_title(here.of(item.label))


def about(case: Case, key: str, here: Circumstances) -> str:
    """Whom or what a question is about: its section, or its row of a list."""
    if in_list(key):
        cell = Cell.of(key)
        return row_name(section_of(case, cell.place), cell.row, here)
    item = field_of(case, key)
    found = (part.title for part in case.form.sections if item in part.fields)
    return plain_title(here.of(next(found, NO_WORDS)))


def _option(option: Option, value: Value | None, here: Circumstances) -> Item:
    mark = "on" if value == option.value else "off"
    return Item(str(option.value), here.of(option.label), mark=mark)


def _choices(case: Case, key: str, here: Circumstances) -> tuple[Item, ...]:
    item, value = field_of(case, key), value_of(case, key)

    def choice(key: object, label: str) -> Item:
        return Item(str(key), label, mark="on" if value is not None and key == value else "off")

    if item.kind is FieldKind.BOOL:
        no, yes = YES_NO[here.language]
        return (choice("true", yes), choice("false", no))
    other = key == RELATION and case.acting not in {None, Acting.SELF}
    found = tuple(
        choice(option.value, here.of(option.label))
        for option in item.options
        if not (other and option.value == ONESELF)  # who comes for another is not that person
    )
    if item.presets:
        # The form is in Vietnamese, whatever language the screen speaks.
        ready = tuple(choice(words.vi, here.of(words)) for words in item.presets)
        return (*ready, Item("…", here.t("write_other")))
    return found or (_numbers(item, value, here) if item.asked else ())


def _numbers(item: Field, value: Value | None, here: Circumstances) -> tuple[Item, ...]:
    """The commonest answers to *how many*, the ready one marked, and a way to any other."""
    now = item.default if value is None else value
    few = range(item.least, item.least + FEW)
    ready = (Item(str(n), str(n), mark="on" if n == now else "off") for n in few)
    return (*ready, Item("…", here.t("more_than_few"), mark="off" if now in few else "on"))


def _address(case: Case, key: str, here: Circumstances, blank: Page) -> Page:
    printed = _printed_address(case, field_of(case, key))
    note = here.t("address_on_card", address=printed) if printed else blank.note
    if here.part == "province":
        items = tuple(Item(name, name) for name in here.provinces)
        return Page("options", here.t("address_province"), blank.title, note, items)
    if here.part:
        skip = here.t("skip") if here.part == "detail" else ""
        title = here.t(f"address_{here.part}")
        chips = suggestions(field_of(case, key), here)
        return Page("typed", title, blank.title, note, chips, here.t("next"), skip)
    known, own = _known_addresses(case, key), f"{here.commune}, {here.province}"
    once = here.commune and own not in known.values()
    items = (
        *(Item(f"same:{name}", words) for name, words in known.items()),
        *((Item("here", own, here.t("address_here")),) if once else ()),
        Item("other", here.t("address_other")),
    )
    return Page("options", blank.title, blank.lead, note, items, secondary=blank.secondary)


def _known_addresses(case: Case, name: str) -> dict[str, str]:
    """Addresses given elsewhere on the form, one of each, by their field."""
    found: dict[str, str] = {}
    for item in case.form.single_fields():
        value = answers(case).values.get(item.name)
        if item.name != name and isinstance(value, Address):
            words = shown(item, value)
            if words not in found.values():
                found[item.name] = words
    return found


def _printed_address(case: Case, item: Field) -> str:
    card = case.cards.get(item.group)
    return prefill(case.form, item.group, card).address_on_card if isinstance(card, Card) else ""
