"""Scripted dossiers, sound ones and such with one typical mistake, walked as a person walks them.

The people and their cards are made here from the law's own words, not with the code that is
measured: who is twice within the last two years before a change of card, whose tone stands on the
other vowel, whose year of birth alone is known.
"""

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from devices.camera.api import Frame
from devices.camera.page import find_page
from devices.sim.scene import Plate, Scene, Subject, shoot
from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.form import CardFact, Field, FieldKind
from kiosk.domain.procedure import Acting, PaperKind, Procedure, Reply, Requirement
from kiosk.domain.right_first_time import PageSeen
from kiosk.services.catalogue import Catalogue
from kiosk.services.page_shot import Shot, finished, judged, same_as
from ui import answering, flow, lists
from ui.case import (
    NAMED_BY,
    ONESELF,
    RELATION,
    Case,
    Entry,
    PaperDeed,
    acting_choices,
    answers,
    conditions,
    say,
    take_card,
)
from ui.checking import open_findings
from ui.flow import CHECK, Kind, Step, Walk

TODAY: Final = dt.date(2026, 11, 25)
_FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Lý")
_MIDDLE: Final = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Thùy", "Đức", "Hoà")
_GIVEN: Final = ("An", "Bình", "Hòa", "Thúy", "Dũng", "Mây", "Phượng", "Khoa", "Lụa", "Tuyết")
#: Shots of one paper under other light, on other plates, turned a little: as hands lay it.
_PLATES: Final = (Plate.DARK, Plate.WOOD)


@dataclass(frozen=True)
class Human:
    """A person with a card that is good today."""

    name: str
    sex: str
    born: dt.date
    number: str
    issued: dt.date
    year_only: bool = False

    @property
    def payload(self) -> str:
        """What the code of the card says."""
        born = f"{self.born.year}" if self.year_only else f"{self.born:%d%m%Y}"
        place = "Số 5, Phường Sông Mây, Tỉnh Lào Cai"
        return f"{self.number}||{self.name}|{born}|{self.sex}|{place}|{self.issued:%d%m%Y}"

    @property
    def card(self) -> Card:
        """The card as it is read."""
        found = parse_card(self.payload.encode())
        assert isinstance(found, Card), found
        return found


def human(rng: random.Random, *, between: tuple[int, int] = (1940, 2004)) -> Human:
    """Somebody whose card has not run out, whatever the age."""
    sex = rng.choice(("Nam", "Nữ"))
    born = dt.date(rng.randint(*between), rng.randint(1, 12), rng.randint(1, 28))
    name = " ".join((rng.choice(_FAMILY), rng.choice(_MIDDLE), rng.choice(_GIVEN)))
    century = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    number = f"0{rng.choice(('01', '10', '79', '48'))}{century}{born:%y}{rng.randint(0, 999999):06}"
    issued = _issue_day(rng, born)
    return Human(name, sex, born, number, issued, year_only=born.year < 1950 and rng.random() < 0.3)


def _issue_day(rng: random.Random, born: dt.date) -> dt.date:
    """A day on which a card was given that is still good: the last change is behind it."""
    last = [age for age in (14, 25, 40, 60) if born.replace(year=born.year + age) <= TODAY]
    first = dt.date(2021, 1, 4)  # cards with a chip and this code
    if last:
        # A card from up to two years before that birthday holds past it.
        first = max(first, born.replace(year=born.year + last[-1] - 2))
    return first + dt.timedelta(days=rng.randint(0, (TODAY - first).days))


@lru_cache(maxsize=64)
def shot_of(sheet: "Sheet", seed: int) -> Shot:
    """A sheet under the camera, found, judged and straightened by the real parts."""
    rng = random.Random(seed)
    scene = Scene(
        subject=sheet.subject,
        page=sheet.page,
        seed=seed,
        blur=sheet.blur,
        plate=rng.choice(_PLATES),
        angle=rng.uniform(-6, 6) + (180 if sheet.turned else 0),
        tilt=rng.uniform(0.0, 0.06),
        light=rng.uniform(0.9, 1.05),
        fill=0.8 if sheet.subject is not Subject.CARD else 0.6,
        shift=(0.0, 0.4) if sheet.cut else (0.0, 0.0),
    )
    frame = shoot(scene).frame
    return finished(judged(Frame(frame, seed, 0.0), find_page(frame), None), None)


@dataclass(frozen=True)
class Sheet:
    """What is laid under the camera.

    `turned`: with its head to the person's belly; `cut`: partly outside of the picture.
    """

    subject: Subject = Subject.PAGE
    page: int = 1
    blur: float = 0.0
    turned: bool = False
    cut: bool = False


@dataclass
class Script:
    """One person's visit: which procedure, whose cards, what is typed, which sheets are shot."""

    procedure: Procedure
    rng: random.Random
    variety: int  # how many arrangements a sheet is shot in
    mistake: str = ""
    acting: Acting | None = None
    people: dict[str, Human] = field(default_factory=dict)
    typed: dict[str, Value] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)
    sheets: dict[str, list[Sheet]] = field(default_factory=dict)
    true_cases: set[str] = field(default_factory=set)
    shots: list[Shot] = field(default_factory=list)
    rehearsed: bool = False  # nothing is shot: to see which papers are asked for

    def asks_for(self, catalogue: Catalogue) -> bool:
        """Whether the papers whose sheets are given are asked for at all on this way."""
        if not self.sheets:
            return True
        try:
            case = walked(catalogue, replace(self, rehearsed=True)).case
        except StoppedError:  # sent to the desk before any paper
            return False
        return set(self.sheets) <= set(case.shots)

    def person(self, group: str) -> Human:
        """Whoever stands for a group of the form."""
        if group not in self.people:
            self.people[group] = human(self.rng, between=self._years(group))
        return self.people[group]

    def _years(self, group: str) -> tuple[int, int]:
        """In which the person of a group may be born: parents before their child."""
        if group in {"dgh", "con"}:
            return 2010, 2020
        if group not in {"me", "cha"}:
            return 1940, 2004
        if self.acting is not Acting.SELF:
            return 1965, 1995
        child = self.person("nyc").born.year  # who has the own birth registered anew
        return max(1900, child - 45), child - 20

    def turn(self, walk: Walk) -> Walk:
        """One page answered, and the next one; a list gets the rows that it must have."""
        if walk.at.kind is not Kind.LIST:
            return flow.forward(replace(walk, case=self.answer(walk.case, walk.at)))
        place = int(walk.at.key)
        rows = lists.section_of(walk.case, place).rows
        if rows is not None and len(lists.rows_of(walk.case, place)) < rows.least:
            return answering.change_list(walk)
        return flow.forward(answering.confirm(walk))

    def answer(self, case: Case, step: Step) -> Case:
        """What this person does on a page."""
        match step.kind:
            case Kind.WHOM:
                case = replace(
                    case, acting=self.acting or acting_choices(case.procedure, case.form)[0]
                )
            case Kind.FIT:
                places = range(len(case.procedure.eligibility))
                acting = self.acting or next(iter(acting_choices(case.procedure, case.form)), None)
                case = replace(case, acting=acting, fit=dict.fromkeys(places, Reply.YES))
            case Kind.CASES:
                case = replace(case, cases={one.id: self.reply(one) for one in conditions(case)})
            case Kind.NEEDS:
                case = replace(case, prepared=True)
            case Kind.CONSENT:
                case = replace(case, consented=True)
            case Kind.CARD:
                hand = step.key in self.by_hand
                card = Entry.BY_HAND if hand else self.person(step.key).card
                case = take_card(case, step.key, card)
            case Kind.QUESTION:
                item = flow.field_of(case, step.key)
                value = self.typed.get(item.name, self.value(case, item))
                case = flow.put(case, step.key, value)
            case Kind.SCAN:
                papers = {**case.papers, step.key: PaperDeed.SCANNED}
                shots = {**case.shots, step.key: tuple(self.scan(step.key))}
                case = replace(case, papers=papers, shots=shots)
            case _:
                pass  # a page without an answer
        return case

    def reply(self, paper: Requirement) -> Reply:
        """Whether the condition of a paper holds."""
        return Reply.YES if paper.id in self.true_cases else Reply.NO

    def scan(self, paper: str) -> list[PageSeen]:
        """The sheets of a paper, each judged as the machine judges it, and kept all the same."""
        if self.rehearsed:
            return [PageSeen(1)]
        seen = []
        sheets = self.sheets.get(paper) or self.sound_sheets(paper)
        for number, sheet in enumerate(sheets, 1):
            shot = shot_of(sheet, self.rng.randint(1, self.variety))
            same = same_as(shot, self.shots) is not None
            seen.append(PageSeen(number, shot.verdict.value, same_as=same, bears=shot.bears))
            self.shots.append(shot)
        return seen

    def sound_sheets(self, paper: str) -> list[Sheet]:
        """As many different pages as the paper surely has, or one more."""
        least = next(r.least_pages for r in self.procedure.requirements if r.id == paper)
        start = 1 + len(self.shots)
        return [Sheet(page=start + count) for count in range(least + self.rng.randint(0, 1))]

    def value(self, case: Case, item: Field) -> Value:
        """A sound answer to a question."""
        about = self.people.get(item.group) or self.person(item.group or "another")
        facts: dict[CardFact | None, Value] = {
            CardFact.NAME: about.name,
            CardFact.BIRTH: about.born.isoformat(),
            CardFact.SEX: about.sex,
            CardFact.NUMBER: about.number,
            CardFact.ISSUED: about.issued.isoformat(),
        }
        if item.card in facts:
            return facts[item.card]
        if item.kind in {FieldKind.DATE, FieldKind.DATETIME}:
            return self.day(case, item)
        if item.options:
            known = [option.value for option in item.options]
            fitting = [value for value in known if value not in {*NAMED_BY[RELATION], ONESELF}]
            return (fitting or known)[0] if item.name == RELATION else known[0]
        values: dict[FieldKind, Value] = {
            FieldKind.NAME: about.name,
            FieldKind.TIME: "09:30",
            FieldKind.BOOL: True,
            FieldKind.INT: 2,
            FieldKind.MONEY: 500_000,
            FieldKind.PHONE: "0912345678",
            FieldKind.EMAIL: "ten@noi.vn",
            FieldKind.PERSONAL_NUMBER: about.number,
            FieldKind.ADDRESS: Address("Tỉnh Lào Cai", "Phường Sông Mây", "Số 5"),
        }
        return values.get(item.kind, "Nội dung")

    def day(self, case: Case, item: Field) -> str:
        """A day behind every day that must lie before it, and not ahead where it cannot be."""
        known = answers(case).values
        before = [str(known[name]) for name in item.not_before if name in known]
        floor = max((_day(text) for text in before), default=TODAY - dt.timedelta(days=400))
        roof = TODAY if item.past else TODAY + dt.timedelta(days=300)
        day = floor + dt.timedelta(days=self.rng.randint(0, max(0, (roof - floor).days)))
        return f"{day}T09:30" if item.kind is FieldKind.DATETIME else day.isoformat()


def _day(text: str) -> dt.date:
    return dt.date(int(text), 12, 31) if len(text) == 4 else dt.date.fromisoformat(text[:10])


def walked(catalogue: Catalogue, script: Script) -> Walk:
    """The visit up to the check page; an answer that the form refuses at once is mended there."""
    form = catalogue.forms[script.procedure.forms[0]]
    walk = flow.begin(Case(script.procedure, form, TODAY))
    for _ in range(300):
        if walk.at == CHECK:
            return walk
        after = script.turn(walk)
        if after.at == walk.at:
            raise StoppedError(walk.at.key)
        walk = after
    raise AssertionError(f"the way of {script.procedure.code} does not end")


class StoppedError(Exception):
    """The form's own rules refused an answer on its page: caught before the check page."""


def caught(catalogue: Catalogue, script: Script) -> str:
    """Codes of all that is said before sending, or "" for nothing."""
    try:
        walk = walked(catalogue, script)
    except StoppedError as stopped:
        return f"form:{stopped}"
    edited = _edits(walk.case, script)
    amiss = [f"form:{name}" for name in flow.problems(edited)]
    return " ".join([*amiss, *(item.code.value for item in open_findings(edited))])


def _edits(case: Case, script: Script) -> Case:
    """On the check page somebody goes back and types an answer that a card had filled in."""
    for name, value in script.typed.items():
        if any(item.name == name for item in case.form.single_fields()):
            case = say(case, flow.field_of(case, name), value)
    return case


# Scripts


def sound(catalogue: Catalogue, rng: random.Random, *, variety: int) -> Script:
    """A dossier without a mistake, but with what life has in it."""
    codes = [code for code, one in sorted(catalogue.procedures.items()) if _fits(catalogue, one)]
    procedure = catalogue.procedures[rng.choice(codes)]
    form = catalogue.forms[procedure.forms[0]]
    choices = acting_choices(procedure, form)
    script = Script(procedure, rng, variety, acting=rng.choice(choices) if choices else None)
    often = 0.4 if variety > 1 else 0.1  # a shot costs half a second: few in the short form
    for item in procedure.requirements:
        if item.kind is PaperKind.HAND_IN and item.scannable and rng.random() < often:
            script.true_cases.add(item.id)
    groups = form.card_groups()
    script.by_hand = {group for group in groups if rng.random() < 0.4}
    if rng.random() < 0.3:
        _spell_otherwise(script, form.card_groups()[0], rng)
    return script


def _spell_otherwise(script: Script, group: str, rng: random.Random) -> None:
    """The same name in small letters, or with its tone on the other vowel."""
    name = script.person(group).name
    other = name.replace("òa", "oà").replace("Hoà", "Hòa") if rng.random() < 0.5 else name.lower()
    script.typed[f"{group}_ho_ten"] = unicodedata.normalize(rng.choice(("NFC", "NFD")), other)


def _fits(catalogue: Catalogue, procedure: Procedure) -> bool:
    if procedure.mode.value != "form" or not flow.walkable(procedure, catalogue.forms):
        return False
    return bool(catalogue.forms[procedure.forms[0]].card_groups())
