"""A person who answers every page of a dossier, without a window."""

import datetime as dt
from dataclasses import dataclass, field, replace

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.procedure import Acting, Reply
from kiosk.services.catalogue import Catalogue
from ui import answering, flow, lists
from ui.case import Case, Entry, PaperDeed, acting_choices, conditions, take_card
from ui.flow import DECLARE, Kind, Step, Walk
from ui.lists import Cell

TODAY = dt.date(2026, 11, 25)
NEW_CARD = (
    "079185012345|012345678|Trần Thị Mây|14021985|Nữ|"
    "Số 5 ngõ 3, Phường Sông Mây, Tỉnh Hà Giang Mới|03022026"
)
OLD_CARD = (
    "001090012345|012345678|Nguyễn Văn An|01051990|Nam|"
    "Tổ 4, Phường Cũ, Quận Cũ, Thành phố Cũ|10052021"
)


def card(text: str) -> Card:
    found = parse_card(text.encode())
    assert isinstance(found, Card)
    return found


def case_of(catalogue: Catalogue, code: str) -> Case:
    procedure = catalogue.procedures[code]
    return Case(procedure, catalogue.forms[procedure.forms[0]], TODAY)


def good_value(item: Field) -> Value:
    """An answer that a form accepts."""
    if item.options:
        return item.options[0].value
    values: dict[FieldKind, Value] = {
        FieldKind.NAME: "Lê Văn Bình",
        FieldKind.DATE: "2020-01-31",
        FieldKind.TIME: "09:30",
        FieldKind.DATETIME: "2026-03-15T09:30",
        FieldKind.BOOL: True,
        FieldKind.INT: 2,
        FieldKind.MONEY: 500_000,
        FieldKind.PHONE: "0912345678",
        FieldKind.EMAIL: "ten@noi.vn",
        FieldKind.PERSONAL_NUMBER: "079085012345",
        FieldKind.ADDRESS: Address("Tỉnh Hà Giang Mới", "Phường Sông Mây", "Số 5"),
    }
    return values.get(item.kind, "Nội dung")


@dataclass
class Person:
    """Answers every page; `special` are answers that differ from a form's first choice."""

    acting: Acting | None = Acting.SELF
    card: Card | Entry = Entry.BY_HAND
    true_cases: frozenset[str] = frozenset()
    special: dict[str, Value] = field(default_factory=dict)
    rows: int = 0  # in every list of people; a list that must not be empty has one
    seen: list[Step] = field(default_factory=list)

    def turn(self, walk: Walk) -> Walk:
        """One page answered, and the next one."""
        if walk.at.kind is Kind.LIST:
            place = int(walk.at.key)
            most = lists.section_of(walk.case, place).rows
            assert most is not None
            if len(lists.rows_of(walk.case, place)) < max(self.rows, most.least):
                return answering.change_list(walk)
            return flow.forward(answering.confirm(walk))
        return flow.forward(replace(walk, case=self.answer(walk.case, walk.at)))

    def value(self, item: Field, key: str) -> Value:
        if lists.in_list(key) and item.kind is FieldKind.PERSONAL_NUMBER:
            return f"0790850123{45 + Cell.of(key).row}"  # each on a list has their own
        grown = item.card is CardFact.BIRTH and not lists.in_list(key)  # a child's way ends early
        return self.special.get(item.name, "1985-01-31" if grown else good_value(item))

    def answer(self, case: Case, step: Step) -> Case:
        match step.kind:
            case Kind.WHOM:
                case = replace(
                    case, acting=self.acting or acting_choices(case.procedure, case.form)[0]
                )
            case Kind.FIT:
                if acting_choices(case.procedure, case.form):
                    case = replace(
                        case, acting=self.acting or acting_choices(case.procedure, case.form)[0]
                    )
                places = range(len(case.procedure.eligibility))
                case = replace(case, fit=dict.fromkeys(places, Reply.YES))
            case Kind.CASES:
                found = {
                    item.id: Reply.YES if item.id in self.true_cases else Reply.NO
                    for item in conditions(case)
                }
                case = replace(case, cases=found)
            case Kind.NEEDS:
                case = replace(case, prepared=True)
            case Kind.CONSENT:
                case = replace(case, consented=True)
            case Kind.CARD:
                mine = step.key == case.requester
                case = take_card(case, step.key, self.card if mine else Entry.BY_HAND)
            case Kind.QUESTION:
                item = flow.field_of(case, step.key)
                case = flow.put(case, step.key, self.value(item, step.key))
            case Kind.SCAN:
                case = replace(case, papers={**case.papers, step.key: PaperDeed.SCANNED})
            case _:
                pass  # nothing is answered on the last pages
        return case

    def go(self, walk: Walk, *, until: Step = DECLARE) -> Walk:
        while walk.at != until:
            assert len(self.seen) < 200, "the way does not end"
            assert walk.at.kind is not Kind.STOP, walk.at
            self.seen.append(walk.at)
            walk = self.turn(walk)
        return walk

    def pages(self, kind: Kind) -> list[str]:
        return [step.key for step in self.seen if step.kind is kind]
