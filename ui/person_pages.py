"""What the pages about a person say: the consent, and the identity card. No window."""

from kiosk.domain.card_prefill import prefill
from kiosk.domain.citizen_card import Card
from kiosk.domain.procedure import Acting
from ui.case import Case
from ui.flow import Step
from ui.list_pages import plain_title
from ui.page import Circumstances, Item, Page
from ui.question_pages import label_of
from ui.shown import masked_number, masked_words


def consent_page(case: Case, step: Step, here: Circumstances) -> Page:
    """What is done with what is said here, and by what law."""
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


def card_page(case: Case, step: Step, here: Circumstances) -> Page:
    """A card to be shown, or what was read of it."""
    # Of a form without a requester the first card is of whoever it is about.
    mine = step.key == case.requester and (step.key == "nyc" or case.acting is Acting.SELF)
    card = case.cards.get(step.key)
    title = here.t(
        "card_title_mine" if mine else "card_title_other", who=_person(case, step.key, here)
    )
    if isinstance(card, Card):
        title = here.t("card_title_read") if mine else title
        items = (
            Item(
                "name", here.t("card_name"), masked_words(card.name) if here.masked else card.name
            ),
            Item("number", here.t("card_number"), masked_number(card.number.digits)),
            Item(
                "filled",
                here.t("card_filled"),
                mark="told",
                choices=_filled(case, step.key, card, here),
            ),
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


def _filled(case: Case, group: str, card: Card, here: Circumstances) -> tuple[Item, ...]:
    """What a card has filled in, by name: nobody need look for it."""
    given = prefill(case.form, group, card).values
    fields = (item for item in case.form.single_fields() if item.name in given)
    return tuple(Item(item.name, label_of(item, here)) for item in fields)


def _person(case: Case, group: str, here: Circumstances) -> str:
    """What the form calls a person: the title of the section that asks for them."""
    for section in case.form.sections:
        if any(item.group == group for item in section.fields):
            return plain_title(here.of(section.title))
    return ""
