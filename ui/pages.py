"""What each page of a dossier says, as plain values: words, rows, buttons. No window.

One presenter for a kind of page; the QML of that kind draws whatever stands here.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.answers import visible
from kiosk.domain.card_prefill import prefill
from kiosk.domain.citizen_card import Card
from kiosk.domain.form import CardFact, Field, FieldKind, Option
from kiosk.domain.procedure import Acting, ConditionMeans, Reply, Requirement, other_form
from kiosk.domain.words import NO_WORDS
from ui.case import (
    ONESELF,
    RELATION,
    Case,
    acting_choices,
    answers,
    conditions,
    one_by_one,
    repeated,
    replies,
)
from ui.flow import (
    Kind,
    Step,
    Walk,
    field_of,
    may_pass,
    problems,
    questions,
    value_of,
)
from ui.list_pages import check_rows, list_page, plain_title, row_name, row_page
from ui.lists import Cell, in_list, section_of
from ui.page import WHOM, Circumstances, Item, Page
from ui.paper_pages import check_papers, needs_page, scan_page, sentence
from ui.shown import IDENTITY, YES_NO, masked_number, masked_words, shown
from ui.suggesting import by_typing, options, suggestions


def page(walk: Walk, here: Circumstances) -> Page:
    """The page where `walk` stands."""
    return _PAGES[walk.at.kind](walk.case, walk.at, here)


def _whom(case: Case, step: Step, here: Circumstances) -> Page:
    del step
    return Page("options", here.t("whom_title"), here.t("whom_lead"), items=_people(case, here))


def _people(case: Case, here: Circumstances) -> tuple[Item, ...]:
    return tuple(
        Item(
            each.value,
            here.t(f"whom_{each.value}"),
            here.t(f"whom_{each.value}_hint"),
            icon=each.value,
        )
        for each in acting_choices(case.procedure, case.form)
    )


def _replies(here: Circumstances) -> tuple[Item, ...]:
    return tuple(Item(each.value, here.t(f"reply_{each.value}")) for each in Reply)


def _fit(case: Case, step: Step, here: Circumstances) -> Page:
    del step
    replies = _replies(here)
    items = [
        Item(str(place), here.of(question.text), "", case.fit.get(place, ""), replies)
        for place, question in enumerate(case.procedure.eligibility)
    ]
    people = _people(case, here)
    if people:
        whom = here.t("whom_title")
        items.insert(0, Item(WHOM, whom, here.t("whom_lead"), case.acting or "", people))
    return Page("asks", here.t("fit_title"), items=tuple(items), primary=here.t("next"))


def _what_follows(item: Requirement, here: Circumstances) -> str:
    """What "Có" to the condition of a paper says about it."""
    spares = item.condition_means is ConditionMeans.NOT_NEEDED_IF
    return here.t("cases_paper_spared" if spares else "cases_paper", paper=here.of(item.name))


def _asked_cases(case: Case, here: Circumstances) -> Page:
    """A few conditions, each in its own words with three answers."""
    replies = _replies(here)
    items = tuple(
        Item(
            item.id,
            sentence(here.of(item.asks)),
            _what_follows(item, here),
            (case.cases or {}).get(item.id, ""),
            replies,
        )
        for item in conditions(case)
    )
    title, lead = here.t("cases_asked_title"), here.t("cases_asked_lead")
    return Page("asks", title, lead, items=items, primary=here.t("next"))


def _cases(case: Case, step: Step, here: Circumstances) -> Page:
    del step
    if one_by_one(case):
        return _asked_cases(case, here)
    said = case.cases or {}
    items = tuple(
        Item(
            item.id,
            sentence(here.of(item.asks)),
            _what_follows(item, here),
            "on" if said.get(item.id) is Reply.YES else "off",
        )
        for item in conditions(case)
    )
    return Page(
        "ticks",
        here.t("cases_title"),
        here.t("cases_lead"),
        items=items,
        primary=here.t("next"),
        secondary=here.t("cases_unsure"),
    )


def _consent(case: Case, step: Step, here: Circumstances) -> Page:
    del case, step
    office = here.of(here.office)
    law = here.t("consent_law_building" if here.building else "consent_law_office")
    phone = here.t("consent_phone", hotline=here.hotline) if here.hotline else ""
    lines = (
        ("what", "card", here.t("consent_what")),
        ("why", "desk", here.t("consent_why", office=office)),
        ("who", "who", " ".join(filter(None, (here.t("consent_who", office=office), phone)))),
        ("long", "time", here.t("consent_long")),
        ("rights", "rights", here.t("consent_rights")),
    )
    items = tuple(
        Item(key, here.t(f"consent_{key}_head"), words, icon=icon) for key, icon, words in lines
    )
    return Page(
        "consent",
        here.t("consent_title"),
        law,
        items=items,
        primary=here.t("consent_yes"),
        secondary=here.t("consent_no"),
    )


def _card(case: Case, step: Step, here: Circumstances) -> Page:
    mine = step.key == case.requester
    card = case.cards.get(step.key)
    title = here.t(
        "card_title_mine" if mine else "card_title_other", who=person(case, step.key, here)
    )
    if isinstance(card, Card):
        title = here.t("card_title_read") if mine else title
        items = (
            Item(
                "name", here.t("card_name"), masked_words(card.name) if here.masked else card.name
            ),
            Item("number", here.t("card_number"), masked_number(card.number.digits)),
        )
        note = here.t("card_doubt") if card.doubts else ""
        return Page(
            "card",
            title,
            note=note,
            items=items,
            primary=here.t("next"),
            secondary=here.t("card_again"),
        )
    lead = here.t("card_lead")
    return Page("card", title, lead, secondary=here.t("card_none" if mine else "card_none_other"))


def person(case: Case, group: str, here: Circumstances) -> str:
    """What the form calls a person: the title of the section that asks for them."""
    for section in case.form.sections:
        if any(item.group == group for item in section.fields):
            return plain_title(here.of(section.title))
    return ""


def label_of(item: Field, here: Circumstances) -> str:
    """A field's label without the form's numbering."""
    return plain_title(here.of(item.label))


def row_labels(case: Case, here: Circumstances) -> dict[str, str]:
    """What each single field is called in a list of all: with its person where others share it."""
    labels = {item.name: label_of(item, here) for item in case.form.single_fields()}
    shown_once = set(labels) - repeated(case, answers(case).values).keys()
    counted = Counter(labels[name] for name in shown_once)
    return {
        name: f"{label} ({_about(case, name, here)})" if counted[label] > 1 else label
        for name, label in labels.items()
    }


def _question(case: Case, step: Step, here: Circumstances) -> Page:
    item = field_of(case, step.key)
    lead = _about(case, step.key, here)
    note = " ".join(filter(None, (here.of(item.help), here.of(item.remark))))
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


def _about(case: Case, key: str, here: Circumstances) -> str:
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
    return found


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
    items = (
        *(Item(f"same:{name}", words) for name, words in known_addresses(case, key).items()),
        *(
            (Item("here", f"{here.commune}, {here.province}", here.t("address_here")),)
            if here.commune
            else ()
        ),
        Item("other", here.t("address_other")),
    )
    return Page("options", blank.title, blank.lead, note, items, secondary=blank.secondary)


def known_addresses(case: Case, name: str) -> dict[str, str]:
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


def _check(case: Case, step: Step, here: Circumstances) -> Page:
    del step
    return Page(
        "check",
        here.t("check_title"),
        here.of(case.procedure.short_name),
        here.t("check_note"),
        (*_answer_rows(case, here), *check_rows(case, here), *check_papers(case, here)),
        here.t("next"),
    )


def _answer_rows(case: Case, here: Circumstances) -> tuple[Item, ...]:
    """What is said of one person twice stands there once."""
    found, labels = answers(case), row_labels(case, here)
    twice = repeated(case, found.values)
    open_now = problems(case, found)
    asked = {item.name for item in questions(case)}
    rows = []
    for item in case.form.single_fields():
        value = found.values.get(item.name, item.default)
        if item.name in twice or (value is None and item.name not in asked):
            continue
        words = here.t("not_given") if value is None else shown(item, value, here.language)
        if _is_number(item) and item.name not in open_now:
            words = masked_number(words)
        elif here.masked and (item.kind in IDENTITY or item.card is not None):
            words = masked_words(words)
        mark = "amiss" if item.name in open_now else ""
        rows.append(Item(f"question:{item.name}", labels[item.name], words, mark))
    return tuple(rows)


def _is_number(item: Field) -> bool:
    return item.kind is FieldKind.PERSONAL_NUMBER or item.card is CardFact.NUMBER


def optional_rows(case: Case, here: Circumstances) -> tuple[Item, ...]:
    """What may be added: fields that nobody was asked for."""
    found, labels = answers(case), row_labels(case, here)
    asked = {item.name for item in questions(case)}
    twice = repeated(case, found.values)
    known = visible(case.form, found)  # what another answer rules out could not be kept
    return tuple(
        Item(f"question:{item.name}", labels[item.name], here.t("not_given"))
        for item in case.form.single_fields()
        if item.name in known
        and item.name not in twice
        and item.name not in asked
        and not item.date_in_words_of
        and item.default is None
        and item.name not in found.values
    )


def _declare(case: Case, step: Step, here: Circumstances) -> Page:
    del step
    name, office = here.of(case.procedure.short_name), here.of(here.office)
    return Page(
        "declare",
        here.t("declare_title"),
        here.t("declare_words"),
        here.t("declare_note"),
        (
            Item("what", here.t("declare_what"), name, "told", icon="giay_to_ban_sao"),
            Item("whither", here.t("declare_to"), office, "told", icon="desk"),
            Item("declare", here.t("declare_tick"), mark="off"),
        ),
        here.t("send"),
    )


def _stop(case: Case, step: Step, here: Circumstances) -> Page:
    other = other_form(case.procedure, replies(case))
    return Page(
        "stop",
        here.t(f"stop_{step.key}_title"),
        here.t(f"stop_{step.key}_body", form=here.of(other.name) if other else ""),
        primary=here.t("take_number"),
        secondary=here.t("needs_print"),
    )


_PAGES: Final[Mapping[Kind, Callable[[Case, Step, Circumstances], Page]]] = {
    Kind.WHOM: _whom,
    Kind.FIT: _fit,
    Kind.CASES: _cases,
    Kind.NEEDS: needs_page,
    Kind.CONSENT: _consent,
    Kind.CARD: _card,
    Kind.QUESTION: _question,
    Kind.LIST: list_page,
    Kind.ROW: row_page,
    Kind.SCAN: scan_page,
    Kind.CHECK: _check,
    Kind.DECLARE: _declare,
    Kind.STOP: _stop,
}
