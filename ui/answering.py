"""What fingers do on a page, as changes of the case. No window.

A page may take several taps (an address has three parts); `Draft` is what lies between them.
"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from kiosk.domain.answer_kinds import (
    MAX_NAME,
    MAX_TEXT,
    MAX_TEXTAREA,
    Address,
    Value,
)
from kiosk.domain.form import Field, FieldKind
from kiosk.domain.procedure import Acting, Reply
from ui import lists
from ui.case import act_for, answers, conditions, one_by_one, refuse
from ui.flow import Kind, Step, Walk, field_of, hides, put, value_of
from ui.lists import Cell
from ui.page import WHOM, Circumstances
from ui.shown import to_type, typed
from ui.suggesting import SUGGESTED, is_commune

Layout = Literal["letters", "digits", "date", "moment", "clock", "email", "code"]
Capitals = Literal["names", "all", "none", "sentence"]

#: Key of the choice "Ghi khác" beside ready sentences.
WRITE: Final = "…"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in several taps."""

    part: str = ""  # of an address: "", "province", "commune", "detail"
    address: Address = field(default=Address("", "", ""), repr=False)
    listed: bool = False  # of an address: its province was chosen from the list
    elsewhere: bool = False  # typed, although there are ready sentences
    doubted: str = field(default="", repr=False)  # a commune of no list: written again, it stands


@dataclass(frozen=True, slots=True)
class Said:
    """The walk after a tap; a `draft` that is not empty goes on with the same question, with the
    sentence of the key `problem`.
    """

    walk: Walk
    draft: Draft = field(default_factory=Draft)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """How a question is typed."""

    layout: Layout
    text: str = field(repr=False)
    capitals: Capitals = "none"
    max_length: int = MAX_TEXT
    groups: tuple[int, ...] = ()
    hidden: bool = False


_LAYOUTS: Final[dict[FieldKind, Layout]] = {
    FieldKind.DATE: "date",
    FieldKind.DATETIME: "moment",
    FieldKind.TIME: "clock",
    FieldKind.INT: "digits",
    FieldKind.MONEY: "digits",
    FieldKind.PHONE: "digits",
    FieldKind.PERSONAL_NUMBER: "digits",
    FieldKind.EMAIL: "email",
}
#: Letters or digits that an answer can have.
_LENGTHS: Final = {
    FieldKind.NAME: MAX_NAME,
    FieldKind.TEXTAREA: MAX_TEXTAREA,
    FieldKind.DATE: 8,
    FieldKind.DATETIME: 12,
    FieldKind.TIME: 4,
    FieldKind.PERSONAL_NUMBER: 12,
    FieldKind.PHONE: 11,
    FieldKind.INT: 3,
    FieldKind.MONEY: 12,
}
#: Twelve digits as they are compared with a card, and the four that are seen later.
NUMBER_GROUPS: Final = (4, 4, 4)


def choose(walk: Walk, draft: Draft, key: str, here: Circumstances) -> Said:
    """A choice was tapped: for whom, one of a list, a part of an address.

    Raises:
        ValueError: the page has no such choice: a defect of ours.
    """
    if walk.at.kind is Kind.WHOM:
        return Said(replace(walk, case=act_for(walk.case, Acting(key))))
    if walk.at.kind is not Kind.QUESTION:
        raise ValueError(f"nothing to choose on {walk.at}")
    item = field_of(walk.case, walk.at.key)
    if item.kind is FieldKind.ADDRESS:
        return _choose_address(walk, draft, key, here)
    if key.startswith(SUGGESTED):
        return Said(replace(walk, case=put(walk.case, walk.at.key, key.removeprefix(SUGGESTED))))
    if key == WRITE:
        return Said(walk, Draft(elsewhere=True))
    return Said(replace(walk, case=put(walk.case, walk.at.key, _value(item, key))))


def _value(item: Field, key: str) -> Value:
    if item.kind is FieldKind.BOOL:
        return key == "true"
    if item.kind is FieldKind.INT:
        return int(key)
    for option in item.options:
        if str(option.value) == key:
            return option.value
    if key in {words.vi for words in item.presets}:
        return key
    raise ValueError(f"{item.name} has no choice {key!r}")


def _choose_address(walk: Walk, draft: Draft, key: str, here: Circumstances) -> Said:
    if draft.part == "province":
        same = key == draft.address.province
        kept = draft.address if same else Address(key, "", draft.address.detail)
        return Said(walk, replace(draft, part="commune", address=kept, listed=True))
    if draft.part == "commune":
        chosen = replace(draft.address, commune=key.removeprefix(SUGGESTED))
        return Said(walk, replace(draft, part="detail", address=chosen))
    if key == "here":
        detail = draft.address.detail
        return Said(walk, Draft("detail", Address(here.province, here.commune, detail)))
    if key == "other":
        return Said(walk, replace(draft, part="province"))
    value = answers(walk.case).values[key.removeprefix("same:")]
    return Said(replace(walk, case=put(walk.case, walk.at.key, value)))


def write(walk: Walk, draft: Draft, text: str, here: Circumstances) -> Said:
    """The page's button after typing: `text` is the answer, or one part of it."""
    item = field_of(walk.case, walk.at.key)
    if item.kind is not FieldKind.ADDRESS:
        return Said(replace(walk, case=put(walk.case, walk.at.key, typed(item, text))))
    if draft.part == "commune":
        return _write_commune(
            walk, replace(draft, address=replace(draft.address, commune=text)), here
        )
    whole = replace(draft.address, detail=text)
    return Said(replace(walk, case=put(walk.case, walk.at.key, whole)))


def _write_commune(walk: Walk, draft: Draft, here: Circumstances) -> Said:
    """What is on no list is asked about once: it may be a slip, or a name this list has not."""
    name = draft.address.commune
    if name and name != draft.doubted and not is_commune(draft.address, here):
        return Said(walk, replace(draft, doubted=name), "form.commune_unknown")
    return Said(walk, replace(draft, part="detail" if name else "commune"))


def back(walk: Walk, draft: Draft, text: str) -> Said | None:
    """One part of an answer back, with what was typed so far; None from the first part of it."""
    match draft.part:
        case "detail" if draft.listed:
            return Said(walk, replace(draft, part="commune", address=_with_detail(draft, text)))
        case "detail":
            return Said(walk, replace(draft, part="", address=_with_detail(draft, text)))
        case "commune":
            address = replace(draft.address, commune=text)
            return Said(walk, replace(draft, part="province", address=address))
        case "province":
            return Said(walk, replace(draft, part=""))
        case _:
            return Said(keep(walk, text)) if draft.elsewhere else None


def _with_detail(draft: Draft, text: str) -> Address:
    return replace(draft.address, detail=text)


def keep(walk: Walk, text: str) -> Walk:
    """What was typed stays an answer, finished or not, when somebody goes back from it. From an
    answer that is being put right, back means to leave it as it was.
    """
    key = walk.at.key
    whole = lists.in_list(key) and lists.next_open(walk.case, Cell.of(key)) is None
    value = typed(field_of(walk.case, key), text)
    if walk.editing or whole or value is None:
        return walk
    return replace(walk, case=put(walk.case, key, value))


def reply(walk: Walk, key: str, answer: str) -> Walk:
    """Có, Không or Không rõ to a question, "on" or "off" to one that is ticked; for whom."""
    case = walk.case
    if walk.at.kind is Kind.FIT and key == WHOM:
        return replace(walk, case=act_for(case, Acting(answer)))
    if walk.at.kind is Kind.FIT:
        return replace(walk, case=replace(case, fit={**case.fit, int(key): Reply(answer)}))
    ticked = {"on": Reply.YES, "off": Reply.NO}
    said = {**(case.cases or {}), key: ticked.get(answer) or Reply(answer)}
    return replace(walk, case=replace(case, cases=said))


def confirm(walk: Walk) -> Walk:
    """The page's button where nothing is typed: seen, agreed, or none of these is true."""
    case = walk.case
    match walk.at.kind:
        case Kind.CASES if not one_by_one(case):
            said = {item.id: Reply.NO for item in conditions(case)} | dict(case.cases or {})
            case = replace(case, cases=said)
        case Kind.NEEDS:
            case = replace(case, prepared=True)
        case Kind.CONSENT:
            case = replace(case, consented=True)
        case Kind.LIST:
            case = lists.close(case, int(walk.at.key))
        case _:
            pass  # the answer was given by a tap, and the button only goes on
    return replace(walk, case=case)


def decline(walk: Walk) -> Walk:
    """The page's second button: not sure, not agreed, left open."""
    case = walk.case
    match walk.at.kind:
        case Kind.CASES:
            unsure = {item.id: Reply.UNSURE for item in conditions(case)}
            chosen = {k: v for k, v in (case.cases or {}).items() if v is Reply.YES}
            case = replace(case, cases=unsure | chosen)
        case Kind.CONSENT:
            case = refuse(case)
        case Kind.QUESTION:
            case = put(case, walk.at.key, None)
        case _:
            pass  # no other page has one
    return replace(walk, case=case)


def change_list(walk: Walk) -> Walk:
    """The second button of a list: one more row, and its first question; of a row: away with it."""
    if walk.at.kind is Kind.ROW:
        cell = Cell.of(walk.at.key)
        case = lists.drop_row(walk.case, cell)
        return replace(walk, case=case, at=Step(Kind.LIST, str(cell.place)))
    place = int(walk.at.key)
    case = lists.add_row(walk.case, place)
    first = lists.next_open(case, Cell(place, len(lists.rows_of(case, place)) - 1))
    return replace(walk, case=case, at=Step(Kind.QUESTION, str(first)))


def typing(walk: Walk, draft: Draft) -> Typing:
    """How the question of the moment is typed, with what was answered before."""
    item = field_of(walk.case, walk.at.key)
    if item.kind is FieldKind.ADDRESS:
        words = draft.address.commune if draft.part == "commune" else draft.address.detail
        return Typing("letters", words, "names")
    value = value_of(walk.case, walk.at.key)
    capitals: Capitals = "sentence"
    if item.kind is FieldKind.NAME or item.capitals:
        capitals = "all"
    elif item.kind is FieldKind.EMAIL:
        capitals = "none"
    layout = _LAYOUTS.get(item.kind, "letters")
    length = _LENGTHS.get(item.kind, MAX_TEXT)
    groups = NUMBER_GROUPS if item.kind is FieldKind.PERSONAL_NUMBER else ()
    hidden = hides(walk.case, walk.at.key)
    return Typing(layout, to_type(item, value), capitals, length, groups, hidden)
