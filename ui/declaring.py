"""From a finished case to what is sealed and to what stands on the slip. No window."""

import datetime as dt

from kiosk.contract.sealed_form import IdentityMethod, Person, SealedList
from kiosk.domain.answer_kinds import Value
from kiosk.domain.answers import Answers, complete
from kiosk.domain.citizen_card import Card
from kiosk.domain.form import CardFact, FieldKind
from kiosk.domain.procedure import Acting
from kiosk.services.submit_dossier import Declaration
from ui.case import SUBJECTS, Case, PaperDeed, answers, to_scan
from ui.page import Language
from ui.shown import shown

#: Version of the words of assets/i18n/filing, section consent; raised with every change to them.
CONSENT_VERSION = "2026-11"


def declaration(
    case: Case, *, catalogue_version: str, consented_at: dt.datetime, language: Language
) -> Declaration:
    """What is sealed: the answers as they were shown and confirmed, in Vietnamese."""
    filled = complete(case.form, answers(case))
    requester = _person(case, case.requester, filled)
    subject = next((g for g in case.form.card_groups() if g in SUBJECTS), "")
    other = case.acting in {Acting.CHILD, Acting.AUTHORISED}
    owner = _person(case, subject, filled) if other and subject else None
    read = isinstance(case.cards.get(case.requester), Card)
    wanted = {item.id for item in to_scan(case)}  # another answer may have made one needless
    method: IdentityMethod = "QR_CCCD" if read else "NHAP_TAY"
    return Declaration(
        procedure=case.procedure.code,
        catalogue_version=catalogue_version,
        form_version=f"{case.form.code}@{catalogue_version}",
        owner=owner or requester,
        identity=method,
        consent_version=CONSENT_VERSION,
        consented_at=consented_at,
        answers=as_shown(case, filled),
        lists=lists_as_shown(case, filled),
        not_scanned={
            paper: deed.value
            for paper, deed in case.papers.items()
            if paper in wanted and deed is not PaperDeed.SCANNED
        },
        helper=requester if owner else None,
        acting_for_other=other,
        language=language,
    )


def as_shown(case: Case, filled: Answers) -> dict[str, str]:
    """Field id to value, as the check page shows it and the clerk reads it."""
    return {
        item.name: shown(item, filled.values[item.name])
        for item in case.form.single_fields()
        if item.name in filled.values
    }


def lists_as_shown(case: Case, filled: Answers) -> tuple[SealedList, ...]:
    """The lists of the form that were asked, row by row, as the check page shows them."""
    found = []
    for place, rows in filled.rows.items():
        section = case.form.sections[place]
        if section.rows is None:
            continue
        names = {item.name: item for item in section.fields}
        said = tuple({name: shown(names[name], row[name]) for name in row} for row in rows)
        found.append(SealedList(id=section.rows.id, rows=said))
    return tuple(found)


def _person(case: Case, group: str, filled: Answers) -> Person | None:
    """One person of the form; None if the form has no such person or no name for them."""
    facts: dict[CardFact, Value] = {
        item.card: filled.values[item.name]
        for item in case.form.single_fields()
        if item.group == group and item.card is not None and item.name in filled.values
    }
    name = facts.get(CardFact.NAME)
    if not group or not isinstance(name, str):
        return None
    address = next(
        (
            shown(item, filled.values[item.name])
            for item in case.form.single_fields()
            if item.card is CardFact.ADDRESS and item.group == group and item.name in filled.values
        ),
        "",
    )
    phone = _contact(case, filled, FieldKind.PHONE) if group == case.requester else ""
    email = _contact(case, filled, FieldKind.EMAIL) if group == case.requester else ""
    return Person(
        full_name=name,
        number=str(facts.get(CardFact.NUMBER, "")),
        born=str(facts.get(CardFact.BIRTH, "")),
        address=address,
        phone=phone,
        email=email,
    )


def _contact(case: Case, filled: Answers, kind: FieldKind) -> str:
    for item in case.form.single_fields():
        if item.kind is kind and item.name in filled.values:
            return str(filled.values[item.name])
    return ""
