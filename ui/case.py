"""What one person has said and shown so far of one dossier, and what follows from it.

A `Case` is a frozen value without a window: every answer makes a new one. What the card gives is
never stored twice; `answers` lays typed answers over it each time it is asked.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.domain.answer_kinds import Value
from kiosk.domain.answers import Answers, open_options, visible
from kiosk.domain.card_prefill import prefill
from kiosk.domain.citizen_card import Birth, Card
from kiosk.domain.form import CardFact, Field, FieldKind, Form
from kiosk.domain.procedure import (
    Acting,
    Need,
    PaperKind,
    Procedure,
    Reply,
    Requirement,
    deduced,
    needs,
)
from kiosk.domain.right_first_time import PageSeen
from ui import following

#: Persons of the catalogue's forms that may be the requester themselves: *người được cấp* and
#: *người thay đổi, cải chính*. A child to be registered or a person who died never is.
SUBJECTS: Final = ("ndc", "ntd")
#: The person of a form whom the answer to "what are you to …" names: parents of a birth
#: declaration, both sides of a recognition of parentage.
NAMED_BY: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "nyc_quan_he": MappingProxyType({"Mẹ": "me", "Cha": "cha"}),
        "quan_he_nguoi_nhan": MappingProxyType({"Mẹ": "cm", "Cha": "cm", "Con": "con"}),
    }
)
RELATION: Final = "nyc_quan_he"
ONESELF: Final = "Bản thân"
#: The paper that follows from acting for another (Bộ luật Dân sự 2015, Điều 562).
AUTHORISATION: Final = "uy_quyen"
#: Filled in by the machine's clock: the day of the declaration itself.
DAY_OF_DECLARATION: Final = "ngay_khai"


#: S4: one to four questions with three answers; a longer row of them is a list to tick.
MOST_ASKED: Final = 4

#: Years. A child's data wants the consent of a parent or guardian (Luật 91/2025/QH15); a child is
#: who is younger (Luật Trẻ em 102/2016/QH13, Điều 1).
FULL_CONSENT_AGE: Final = 16
YEAR_ALONE: Final = 4  # digits of a birth of which nothing else is known


class PaperDeed(StrEnum):
    """What somebody did about a paper."""

    SCANNED = "scanned"
    IN_DATABASE = "in-database"  # the office looks it up (NĐ 18/2026/NĐ-CP)
    BRING = "bring-later"  # handed in at the desk
    NONE = "none"  # "Không có": allowed only where nobody can say that it is needed


class Entry(StrEnum):
    """How a person's data came."""

    CARD = "card"
    BY_HAND = "by_hand"


#: One row of a list; None is a question left open on purpose.
Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything of one dossier before it is handed in; not shown by `repr`."""

    procedure: Procedure
    form: Form = field(repr=False)
    today: dt.date
    acting: Acting | None = None
    fit: Mapping[int, Reply] = field(default_factory=dict)  # by place of the question
    cases: Mapping[str, Reply] | None = None  # by requirement; None: not asked yet
    prepared: bool = False  # has seen what is needed
    consented: bool | None = None
    cards: Mapping[str, Card | Entry] = field(default_factory=dict, repr=False)
    said: Mapping[str, Value] = field(default_factory=dict, repr=False)
    passed: frozenset[str] = frozenset()  # optional questions left open on purpose
    lists: Mapping[int, tuple[Row, ...]] = field(default_factory=dict, repr=False)
    closed: frozenset[int] = frozenset()  # lists to which nothing more is added
    papers: Mapping[str, PaperDeed] = field(default_factory=dict)
    shots: Mapping[str, tuple[PageSeen, ...]] = field(default_factory=dict)  # of scanned papers
    looked: frozenset[tuple[str, str, int, str]] = field(default=frozenset(), repr=False)

    @property
    def requester(self) -> str:
        """The group whose card is read first; "" if the form has none."""
        groups = self.form.card_groups()
        return groups[0] if groups else ""


def refuse(case: Case) -> Case:
    """Consent refused, or taken back after one had gone on: nothing that it allowed is left."""
    before = Case(case.procedure, case.form, case.today, case.acting, case.fit, case.cases)
    return replace(before, prepared=case.prepared, consented=False)


def acting_choices(procedure: Procedure, form: Form) -> tuple[Acting, ...]:
    """What may be answered to "for whom?"; empty where the form itself names both persons."""
    if procedure.for_whom is not None:
        return procedure.for_whom
    groups = form.card_groups()
    if not groups or (len(groups) > 1 and groups[0] != "nyc"):
        return ()
    if len(groups) == 1 or any(group in SUBJECTS for group in groups):
        return (Acting.SELF, Acting.CHILD, Acting.AUTHORISED)
    return (Acting.FAMILY, Acting.AUTHORISED)


def minor(case: Case) -> bool:
    """Whether whoever stands here is known to be a child, by card or as typed; of a year alone, if
    it is sure.
    """
    mine = case.requester if case.requester == "nyc" or case.acting is Acting.SELF else ""
    card = case.cards.get(mine)
    born = card.birth if isinstance(card, Card) else _typed_birth(case, mine)
    return born is not None and born.surely_under(FULL_CONSENT_AGE, case.today)


def birth_field(case: Case, group: str) -> str:
    """The field that asks when somebody of the form was born; "" if none does."""
    fields = case.form.single_fields() if group else ()
    found = (item.name for item in fields if (item.group, item.card) == (group, CardFact.BIRTH))
    return next(found, "")


def _typed_birth(case: Case, group: str) -> Birth | None:
    typed = str(case.said.get(birth_field(case, group), ""))
    try:
        day = None if len(typed) == YEAR_ALONE else dt.date.fromisoformat(typed)
        return Birth(day.year if day else int(typed), day)
    except ValueError:
        return None  # nothing was typed, or what is no day: that page says so


def act_for(case: Case, acting: Acting) -> Case:
    """Somebody comes for themselves, or for another. Said anew, it may be about another person:
    what was said and shown of the person before, and what one is to them, goes.
    """
    if case.acting in {None, acting}:
        return replace(case, acting=acting)
    about = _subjects(case)
    facts = {item.name for item in case.form.single_fields() if _is_of(item, about)}
    facts |= {RELATION, *NAMED_BY}
    return replace(
        case,
        acting=acting,
        said={name: value for name, value in case.said.items() if name not in facts},
        passed=case.passed - facts,
        cards={group: card for group, card in case.cards.items() if group not in about},
    )


def _subjects(case: Case) -> frozenset[str]:
    """Prefixes of the fields about whom somebody comes for."""
    groups = case.form.card_groups()
    found = {group for group in groups if group in SUBJECTS}
    if len(groups) == 1 and groups[0] != "nyc":  # the form has no requester beside them
        found.add(groups[0])
    return frozenset(found | {case.procedure.oneself} - {""})


def _is_of(item: Field, people: frozenset[str]) -> bool:
    return item.group in people or any(item.name.startswith(f"{one}_") for one in people)


def own_subject(case: Case) -> str:
    """The person of the form who is the requester again, by the prefix of the fields, or ""."""
    if case.acting is Acting.SELF and case.procedure.oneself:
        return case.procedure.oneself
    named = {people.get(str(case.said.get(name))) for name, people in NAMED_BY.items()}
    oneself = case.acting is Acting.SELF or case.said.get(RELATION) == ONESELF
    for group in case.form.card_groups()[1:]:
        if group in named or (group in SUBJECTS and oneself):
            return group
    return ""


def repeated(case: Case, values: Mapping[str, Value]) -> dict[str, str]:
    """Fields that say of the requester once more what another field says, with that other field."""
    twin = own_subject(case)
    if not twin:
        return {}
    fields = {item.name: item for item in case.form.single_fields()}
    found = {}
    for name, item in fields.items():
        source = fields.get(case.requester + name.removeprefix(twin))
        if not name.startswith(f"{twin}_") or name in case.said or source is None:
            continue
        alike = item.default is not None and item.default == source.default
        if source.name in values or alike:
            found[name] = source.name
    return found


def answers(case: Case) -> Answers:
    """Typed answers over what cards and circumstances fill in."""
    values: dict[str, Value] = dict(case.procedure.known)
    for group, card in case.cards.items():
        if isinstance(card, Card):
            values.update(prefill(case.form, group, card).values)
    names = {item.name for item in case.form.single_fields()}
    if case.acting is Acting.SELF and RELATION in names:
        values[RELATION] = ONESELF
    if DAY_OF_DECLARATION in names:
        values[DAY_OF_DECLARATION] = case.today.isoformat()
    values.update(case.said)
    twice = repeated(case, values).items()
    values.update({name: values[source] for name, source in twice if source in values})
    values = {**following.from_answers(names, values), **values}
    values = _without_what_is_ruled_out(case.form, values)
    asked = visible(case.form, Answers(values))
    return Answers(
        {name: value for name, value in values.items() if name in asked},
        {place: tuple(map(_said, rows)) for place, rows in case.lists.items()},
    )


def _without_what_is_ruled_out(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """A choice that another answer rules out is none; the only one that is left is made."""
    found = dict(values)
    for item in form.single_fields():
        if any(option.only_if for option in item.options):
            left = [option.value for option in open_options(item, found)]
            if found.get(item.name) not in left:
                found.pop(item.name, None)
            if len(left) == 1:
                found[item.name] = left[0]
    return found


def _said(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def replies(case: Case) -> dict[str, Reply]:
    """Answers to the conditions of papers; the authorisation follows from whom one acts for."""
    found = dict(case.cases or {})
    if case.acting is not None:
        acts = case.acting is Acting.AUTHORISED
        found[AUTHORISATION] = Reply.YES if acts else Reply.NO
        if not acts:
            others = (item.id for item in case.procedure.requirements if item.for_others)
            found.update(dict.fromkeys(others, Reply.NO))
    return deduced(case.procedure, found)


def conditions(case: Case) -> tuple[Requirement, ...]:
    """Papers whose condition must be asked; their own words are the question."""
    known = {AUTHORISATION} if case.acting is not None else set()
    if case.acting not in {None, Acting.AUTHORISED}:
        known |= {item.id for item in case.procedure.requirements if item.for_others}
    return tuple(
        item
        for item in case.procedure.requirements
        if item.kind is PaperKind.HAND_IN
        and item.asked
        and not item.lacking
        and not item.follows
        and item.id not in known
    )


def one_by_one(case: Case) -> bool:
    """Whether conditions are asked one by one; of many, those that are true are ticked."""
    return len(conditions(case)) <= MOST_ASKED


def wanted(case: Case) -> tuple[tuple[Requirement, Need], ...]:
    """All papers that matter in this case but the form that is filled in here, in the order of the
    procedure.
    """
    found = needs(case.procedure, replies(case))
    return tuple(
        (item, found[item.id])
        for item in case.procedure.requirements
        if (item.kind is not PaperKind.FORM or item.follows)
        and found[item.id] is not Need.NOT_NEEDED
    )


def to_scan(case: Case) -> tuple[Requirement, ...]:
    """Papers that are handed in here; identity papers are shown, never scanned or kept."""
    return tuple(
        item for item, _ in wanted(case) if item.kind is PaperKind.HAND_IN and item.scannable
    )


def scanned(case: Case) -> frozenset[str]:
    """Papers that are wanted and were scanned: what is sent."""
    return frozenset(
        item.id for item in to_scan(case) if case.papers.get(item.id) is PaperDeed.SCANNED
    )


def to_bring(case: Case) -> tuple[Requirement, ...]:
    """Papers that must be shown or handed in at the desk all the same."""
    scanned = {PaperDeed.SCANNED, PaperDeed.IN_DATABASE, PaperDeed.NONE}
    return tuple(item for item, _ in wanted(case) if case.papers.get(item.id) not in scanned)


def may_have_none(case: Case, paper: str) -> bool:
    """Whether nobody here can say that this paper is needed."""
    return {item.id: need for item, need in wanted(case)}.get(paper) is Need.BRING_IF_ANY


def say(case: Case, item: Field, value: Value | None) -> Case:
    """The case with an answer; None leaves an optional question open."""
    said = {name: old for name, old in case.said.items() if name != item.name}
    if value is None:
        return replace(case, said=said, passed=case.passed | {item.name})
    if item.kind is FieldKind.PHONE and isinstance(value, str):
        value = value.strip()
    return replace(case, said={**said, item.name: value}, passed=case.passed - {item.name})


def take_card(case: Case, group: str, card: Card | Entry) -> Case:
    """A card was read for `group` (or its owner has none here).

    What was typed about that person before gives way: the card was shown to fill it in.
    """
    facts = {
        item.name
        for item in case.form.single_fields()
        if item.group == group and item.card is not None
    }
    typed = isinstance(card, Entry)
    kept = {name: value for name, value in case.said.items() if typed or name not in facts}
    return replace(case, cards={**case.cards, group: card}, said=kept)


def read_for_another(case: Case, group: str, card: Card) -> bool:
    """Whether this very card was read for another person of the form already.

    That may be right (a father asks in person), or the card was left lying since.
    """
    others = (other for key, other in case.cards.items() if key != group)
    return any(isinstance(other, Card) and other.number == card.number for other in others)


def drop_card(case: Case, group: str) -> Case:
    """The card that was read for `group` is not theirs: it is waited for anew."""
    return replace(case, cards={key: card for key, card in case.cards.items() if key != group})


def take_paper(
    case: Case, paper: str, deed: PaperDeed, shots: tuple[PageSeen, ...] | None = None
) -> Case:
    """The paper comes this way; `shots` is what was seen of its pages, if it was scanned."""
    case = replace(drop_paper(case, paper), papers={**case.papers, paper: deed})
    return case if shots is None else replace(case, shots={**case.shots, paper: shots})


def drop_paper(case: Case, paper: str) -> Case:
    """Nothing was done about the paper yet."""
    return replace(
        case,
        papers={name: deed for name, deed in case.papers.items() if name != paper},
        shots={name: seen for name, seen in case.shots.items() if name != paper},
    )
