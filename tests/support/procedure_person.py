"""Three persons who walk a procedure at the glass: a quick one, a thorough one, an unsure one.

They know the form they came for and what they want to say, see names on the page, and touch.
What they saw in the field when they went on is kept in `said`: that, and nothing else, is what
the office must receive.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

from devices.sim.scene import Subject
from kiosk.domain.form import CardFact, Form
from kiosk.domain.procedure import Acting, IfNo, Reply
from tests.support.procedure_answers import Answering
from tests.support.procedure_follows import follow
from tests.support.procedure_visitor import HOUSEHOLD, MOST_PAGES, WAIT_S, keys_of
from tests.support.procedure_world import COMMUNE, PROVINCE
from ui import lists
from ui.case import DAY_OF_DECLARATION, RELATION, conditions, one_by_one
from ui.check_pages import HEAD
from ui.flow import Kind, Walk


@dataclass
class Citizen(Answering):
    """One visit from the attract screen to its end."""

    def come(self) -> None:
        """From the attract screen to the procedure, by typing its everyday name."""
        self.tap("attract.begin")
        self.tap("tile.file")
        name = f"option.{self.procedure.code}"
        self.screens += 2
        if not self.stage.shows(name):
            self.tap("primary")
            words = self.procedure.short_name.vi.lower().replace("vneid", "vneid")
            for key in keys_of(words):
                if self._first(name):
                    break
                self.tap(f"key.{key}")
            self.screens += 1
        self.tap(name)

    def _first(self, name: str) -> bool:
        return self.stage.shows(name)

    def go(self) -> str:
        """To the end; returns what the end is: "code", "stop" or "guide"."""
        stage = self.stage
        filing = stage.kiosk.dossier.filing
        stage.wait_until(lambda: self.walk or filing.view.place == "guide", WAIT_S)
        if filing.view.place == "guide":
            self.screens += 1
            return "guide"
        for _ in range(MOST_PAGES):
            stage.wait_until(lambda: self.walk or stage.shows("handed.code"), WAIT_S)
            walk = self.walk
            if walk is None:
                break
            step = filing.view.step
            if not self.steps or self.steps[-1] != step:
                self.screens += 1
                self.steps.append(step)
                self.seen.append((walk, walk.at))
            if walk.at.kind is Kind.STOP:
                return "stop"
            self.answer(walk)
            stage.wait_until(partial(self._moved, step, walk), WAIT_S)
        else:
            raise AssertionError(f"no end after {MOST_PAGES} pages: {self.steps[-6:]}")
        stage.wait_until(lambda: stage.shows("handed.code"), WAIT_S)
        self.screens += 1
        return "code"

    def _moved(self, step: str, walk: Walk) -> bool:
        view = self.stage.kiosk.dossier.filing.view
        if view.problem:
            raise AssertionError(f"{step}: {view.problem}")
        return view.step != step or self.walk is None or self.walk.at != walk.at

    def answer(self, walk: Walk) -> None:
        """What this person does on a page."""
        deeds: dict[Kind, Callable[[], None]] = {
            Kind.WHOM: self._whom,
            Kind.FIT: partial(self._fit, walk),
            Kind.CASES: partial(self._cases, walk),
            Kind.CARD: partial(self._card, walk),
            Kind.QUESTION: partial(self._question, walk),
            Kind.LIST: partial(self._list, walk),
            Kind.ROW: partial(self.tap, "primary"),
            Kind.SCAN: partial(self._scan, walk),
            Kind.CHECK: partial(self._check, walk),
            Kind.DECLARE: self._declare,
        }
        deeds.get(walk.at.kind, partial(self.tap, "primary"))()

    def _whom(self) -> None:
        assert self.whom is not None
        self.tap(f"option.{self.whom.value}")

    def _fit(self, walk: Walk) -> None:
        if self.whom is not None:
            self.tap(f"option.{self.whom.value}")
        questions = list(enumerate(walk.case.procedure.eligibility))
        unsure = self.manner == "unsure"
        for place, _ in questions:
            self.tap(f"reply.{place}.{Reply.UNSURE if unsure else Reply.YES}")
        if unsure and not self.stops:
            for place, question in questions:
                if question.if_no is not IfNo.GO_ON:
                    self._stop_and_return(place)
        self.tap("primary")

    def _stop_and_return(self, place: int) -> None:
        """No: the honest page says so, prints what to bring, and leads back."""
        self.tap(f"reply.{place}.no")
        self.tap("primary")
        filing = self.stage.kiosk.dossier.filing
        self.stage.wait_until(lambda: self.walk is not None and self.walk.at.kind is Kind.STOP)
        words = [cast("str", each) for each in (filing.title, filing.primary, filing.secondary)]
        self.stops.append(words[0])
        if not all(words):
            self.trouble.append(f"a bare stop page for question {place}")
        self.tap("back")
        self.stage.wait_until(lambda: self.walk is not None and self.walk.at.kind is Kind.FIT)
        self.tap(f"reply.{place}.unsure")

    def _cases(self, walk: Walk) -> None:
        yes, unsure = self.manner == "thorough", self.manner == "unsure"
        if one_by_one(walk.case):
            reply = Reply.UNSURE if unsure else Reply.YES if yes else Reply.NO
            for item in conditions(walk.case):
                self.tap(f"reply.{item.id}.{reply.value}")
            self.tap("primary")
            return
        if unsure:
            self.tap("secondary")
            return
        if yes:
            away = {item.follows for item in walk.case.procedure.requirements}  # to another form
            for item in conditions(walk.case):
                if item.id not in away:
                    self.tap(f"tick.{item.id}")
        self.tap("primary")

    def _has_card(self, walk: Walk, group: str) -> bool:
        if self.manner == "thorough":
            return True
        return group == walk.case.requester or group in {"nu", "nam"}

    def _card(self, walk: Walk) -> None:
        group = walk.at.key
        if not self._has_card(walk, group):
            self.tap("secondary")
            return
        self.world.lay(Subject.CARD, text=self.person(group).payload)
        self.stage.wait_until(lambda: self.stage.shows("card.name"), WAIT_S)
        self.world.lay(Subject.EMPTY)  # people take their card back
        self._from_card(group)
        self.tap("primary")

    def _from_card(self, group: str) -> None:
        """What the card says, as the form writes it."""
        who = self.person(group)
        self.cards.add(group)
        assert self.form is not None
        old = who.issued < dt.date(2024, 7, 1)
        facts = {
            CardFact.NAME: who.name.upper(),
            CardFact.BIRTH: f"{who.born:%d/%m/%Y}",
            CardFact.SEX: who.sex,
            CardFact.NUMBER: who.number,
            CardFact.PAPER: "Thẻ căn cước công dân" if old else "Thẻ căn cước",
            CardFact.ISSUED: f"{who.issued:%d/%m/%Y}",
        }
        facts[CardFact.ISSUER] = (
            "Cục Cảnh sát quản lý hành chính về trật tự xã hội" if old else "Bộ Công an"
        )
        if who.issued >= dt.date(2025, 7, 1):  # its address has two levels; an older one is chosen
            facts[CardFact.ADDRESS] = f"Số 5, {COMMUNE}, {PROVINCE}"
        for item in self.form.single_fields():
            if item.group == group and item.card in facts:
                self.said[item.name] = facts[item.card]

    # Lists, papers, the end

    def _list(self, walk: Walk) -> None:
        place = int(walk.at.key)
        rows = lists.section_of(walk.case, place).rows
        assert rows is not None
        least = HOUSEHOLD if self.manner == "thorough" else rows.least
        self.rows.setdefault(rows.id, [])
        enough = len(lists.rows_of(walk.case, place)) >= least
        self.tap("primary" if enough else "secondary")

    def _scan(self, walk: Walk) -> None:
        paper = self.stage.kiosk.dossier.paper
        filing = self.stage.kiosk.dossier.filing
        ways = [str(row["key"]) for row in cast("list[dict[str, str]]", filing.items)]
        if self.manner == "unsure":
            way = "none" if "none" in ways else "bring-later"
            self.tap(f"scan.way.{way}")
            return
        item = next(each for each in walk.case.procedure.requirements if each.id == walk.at.key)
        least = item.least_pages
        if paper.view.full or len(paper.view.pages) + least > 20:
            self.tap("scan.way.bring-later")
            return
        for number in range(least):
            self.sheets += 1
            self.world.lay(Subject.PAGE, page=self.sheets)
            self.tap("scan.shoot")
            self.stage.wait_until(lambda: self.stage.shows("scan.keep"), WAIT_S)
            last = number + 1 == least
            self.tap("scan.keep" if last else "scan.more")

    def _check(self, walk: Walk) -> None:
        filing = self.stage.kiosk.dossier.filing
        rows = cast("list[dict[str, str]]", filing.items)
        amiss = [f"{row['label']}: {row['detail']}" for row in rows if row["mark"] == "amiss"]
        if amiss:
            raise AssertionError(f"the check page wants: {amiss}")
        looks = [f"{row['label']}: {row['detail']}" for row in rows if row["mark"] == "look"]
        if looks and not any("look" in each for each in self.trouble):
            self.trouble.append(f"asked to look: {looks}")
        if self.manner == "thorough" and any(row["key"] == "more" for row in rows):
            self.tap("row.more")
            self.stage.wait_until(lambda: filing.view.optional, WAIT_S)
            offered = cast("list[dict[str, str]]", filing.items)
            first = next(row["key"] for row in offered if row["mark"] != HEAD)
            self.tap(f"row.{first}")
            return
        del walk
        self.tap("primary")

    def _declare(self) -> None:
        self.tap("tick.declare")
        self.tap("primary")

    # What must have arrived

    def expected(self) -> dict[str, str]:
        """Field to value: what was said, what cards say, what the machine itself may add."""
        assert self.form is not None
        whole = dict(self.procedure.known) | self.said
        oneself: set[str] = set()
        if self.whom is Acting.SELF:
            oneself = {"ndc", "ntd", self.procedure.oneself} - {""}
            if any(item.name == RELATION for item in self.form.single_fields()):
                whole.setdefault(RELATION, "Bản thân")
        follow(self.form, whole, oneself)
        for item in self.form.single_fields():
            if item.name in whole:
                continue
            if item.default is not None:
                whole[item.name] = str(item.default)
            elif item.name == DAY_OF_DECLARATION:
                whole[item.name] = f"{self.today:%d/%m/%Y}"
        return whole


def unreached(form: Form, said: Mapping[str, str]) -> list[str]:
    """Fields that the thorough person never came to; what another answer hides is not counted."""
    return [
        item.name
        for item in form.single_fields()
        if item.name not in said and item.visible_if is None and not item.date_in_words_of
    ]
