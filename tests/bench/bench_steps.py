"""How much a dossier asks of a person: screens from home on, taps and typed characters.

A script sits at the touch screen in memory, with a card at hand and the papers that are asked
for. It answers what must be answered, takes a ready answer wherever there is one, and leaves
open what may be left open. Every touch is one on the window.
"""

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from devices.sim.scene import Subject
from kiosk.domain.form import FieldKind
from ui import flow
from ui.case import acting_choices, conditions, one_by_one
from ui.flow import Kind
from ui.gallery import SCENES
from ui.gallery_filing import SampleDossiers
from ui.gallery_stage import Look, staged
from ui.stage import Stage

WAIT_S = 15.0
MOST_SCREENS = 120
REFERENCE = "2.000635"
GOAL = {"screens": 12, "taps": 25, "characters": 20}  # of the reference dossier, 2.000635
#: Keys of an answer, as a person with a form before them would type the shortest true one.
WORDS = {
    FieldKind.NAME: "le van an",
    FieldKind.DATE: "05032020",
    FieldKind.TIME: "0930",
    FieldKind.DATETIME: "050320260930",
    FieldKind.INT: "2",
    FieldKind.MONEY: "500000",
    FieldKind.PHONE: "0912345678",
    FieldKind.PERSONAL_NUMBER: "079085012345",
}
#: Procedure, for whom, true circumstances, answers that are not the first choice.
PEOPLE: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
    ("2.000635", "self", (), {}),
    ("1.004873", "self", ("ly_hon",), {"tthn": "3"}),
    ("1.001193", "family", (), {"nyc_quan_he": "Mẹ"}),
    ("1.000656", "family", (), {"nyc_quan_he": "Con"}),
    ("1.004222", "self", ("dong_y",), {}),
)


@dataclass
class Person:
    """Answers page after page, and counts."""

    stage: Stage
    dossiers: SampleDossiers
    true: tuple[str, ...]
    special: dict[str, str]
    words: dict[FieldKind, str] = field(default_factory=lambda: WORDS)
    screens: set[str] = field(default_factory=set)
    taps: int = 0
    characters: int = 0
    cards: int = 1

    @property
    def filing(self) -> flow.Walk | None:
        """Where the walk stands."""
        return self.stage.kiosk.dossier.filing.view.walk

    def tap(self, name: str) -> None:
        """One touch; a key of the keyboard is a character."""
        try:
            self.stage.wait_until(lambda: self.stage.shows(name), WAIT_S)
        except AssertionError as error:
            self.stage.grab(Path("build/steps-stuck.png"))
            raise AssertionError(f"{name} is not on the page; see build/steps-stuck.png") from error
        self.stage.tap(name)
        if name.startswith("key."):
            self.characters += 1
        else:
            self.taps += 1

    def hand_in(self, code: str, whom: str) -> None:
        """From the attract screen to the code."""
        self.tap("attract.begin")
        self.tap("tile.file")
        self._find(code)
        stage = self.stage
        for _ in range(MOST_SCREENS):
            stage.wait_until(lambda: self.filing or stage.shows("handed.code"), WAIT_S)
            walk = self.filing
            if walk is None:
                break
            step = stage.kiosk.dossier.filing.view.step
            self.screens.add(step)
            self._answer(walk, whom)
            stage.wait_until(partial(self._moved, step), WAIT_S)
        stage.wait_until(lambda: stage.shows("handed.code"), WAIT_S)

    def _moved(self, step: str) -> bool:
        return self.stage.kiosk.dossier.filing.view.step != step or self.filing is None

    def _find(self, code: str) -> None:
        self.screens |= {"home", "choose", "handed in"}
        name = f"option.{code}"
        if not self.stage.shows(name):
            self.tap("more")
        self.tap(name)

    def _answer(self, walk: flow.Walk, whom: str) -> None:
        deeds = {
            Kind.WHOM: lambda: self.tap(f"option.{whom}"),
            Kind.FIT: lambda: self._agree(walk, whom),
            Kind.CASES: lambda: self._case(walk),
            Kind.CARD: self._card,
            Kind.QUESTION: lambda: self._question(walk),
            Kind.SCAN: self._scan,
            Kind.DECLARE: self._declare,
        }
        deeds.get(walk.at.kind, lambda: self.tap("primary"))()

    def _agree(self, walk: flow.Walk, whom: str) -> None:
        if acting_choices(walk.case.procedure, walk.case.form):
            self.tap(f"option.{whom}")
        for place in range(len(walk.case.procedure.eligibility)):
            self.tap(f"reply.{place}.yes")
        self.tap("primary")

    def _case(self, walk: flow.Walk) -> None:
        if one_by_one(walk.case):
            for item in conditions(walk.case):
                self.tap(f"reply.{item.id}.{'yes' if item.id in self.true else 'no'}")
            self.tap("primary")
            return
        for each in self.true:
            if self.stage.shows(f"tick.{each}"):
                self.tap(f"tick.{each}")
        self.tap("primary")

    def _declare(self) -> None:
        self.tap("tick.declare")
        self.tap("primary")

    def _scan(self) -> None:
        self.dossiers.camera.subject = Subject.PAGE
        self.tap("scan.shoot")
        self.tap("scan.keep")

    def _card(self) -> None:
        if self.cards == 0:  # only one's own card is at hand
            self.tap("secondary")
            return
        self.cards -= 1
        self.dossiers.camera.subject = Subject.CARD
        self.stage.wait_until(lambda: self.stage.shows("card.name"), WAIT_S)
        self.dossiers.camera.subject = Subject.EMPTY
        self.tap("primary")

    def _question(self, walk: flow.Walk) -> None:
        stage = self.stage
        rows = cast("list[dict[str, str]]", stage.kiosk.dossier.filing.items)
        item = flow.field_of(walk.case, walk.at.key)
        if not stage.shows("field.text"):
            keys = [each["key"] for each in rows]
            wanted = self.special.get(item.name, "")
            self.tap(f"option.{wanted if wanted in keys else keys[0]}")
        elif offered := [
            name
            for each in rows
            for name in (each["key"], f"option.{each['key']}")
            if stage.shows(name)
        ]:
            self.tap(offered[0])  # beside or above the keyboard
        elif stage.shows("secondary"):
            self.tap("secondary")  # may be left open
        else:
            for letter in self.words.get(item.kind, "co"):
                self.tap("key.space" if letter == " " else f"key.{letter}")
            self.tap("primary")


def main() -> None:
    """Print a row for each figure of each procedure."""
    scene = next(scene for scene in SCENES if scene.name == "attract")
    for code, whom, true, special in PEOPLE:
        with staged(scene, Look()) as (stage, office, _clock):
            person = Person(stage, office.dossiers, true, special)
            person.hand_in(code, whom)
        figures = {
            "screens": len(person.screens),
            "taps": person.taps,
            "characters": person.characters,
        }
        for name, value in figures.items():
            goal = GOAL[name] if code == REFERENCE else None
            row = {
                "id": f"dossier_{name}_{code}",
                "value": value,
                "unit": name,
                "peer": "goal" if goal else None,
                "peer_value": goal,
                "ratio": round(value / goal, 2) if goal else None,
                "runs": 1,
            }
            print(json.dumps(row))


if __name__ == "__main__":
    main()
