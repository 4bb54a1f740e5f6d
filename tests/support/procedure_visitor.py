"""Somebody at the glass: who they are, and their hands."""

import random
import unicodedata
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.clock import utc_now
from kiosk.domain.form import Form
from kiosk.domain.procedure import Acting, Procedure
from kiosk.domain.ticket import business_day
from tests.support.dossier_scripts import Human, human
from tests.support.procedure_world import World
from ui.case import acting_choices
from ui.flow import Step, Walk
from ui.stage import Stage

WAIT_S: Final = 40.0  # a card is found, a page straightened and sealed, on a loaded machine
MOST_PAGES: Final = 400
HOUSEHOLD: Final = 3
_CHILDREN: Final = {"dgh", "con", "tre"}
_WOMEN, _MEN = {"me", "nu"}, {"cha", "nam"}
_MARKS: Final = {
    "\u0301": "sac", "\u0300": "huyen", "\u0309": "hoi", "\u0303": "nga", "\u0323": "nang",
}  # fmt: skip


def keys_of(text: str) -> list[str]:
    """The keys of the letters keyboard for `text`: every Vietnamese letter and tone has one."""
    keys: list[str] = []
    signs = False
    for char in text:
        sign = not char.isalpha() and char not in " ,."
        if sign != signs and char != " ":
            keys.append("symbols")
            signs = sign
        if char == " ":
            keys.append("space")
            signs = False
            continue
        bare, tone = "", ""
        for part in unicodedata.normalize("NFD", char.lower()):
            if part in _MARKS:
                tone = f"tone.{_MARKS[part]}"
            else:
                bare += part
        keys.append(unicodedata.normalize("NFC", bare))
        if tone:
            keys.append(tone)
    return keys


@dataclass
class Visitor:
    """One visit. `manner`: quick, thorough, unsure."""

    world: World
    stage: Stage
    procedure: Procedure
    manner: str
    seed: int = 1
    people: dict[str, Human] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    seen: list[tuple[Walk, Step]] = field(default_factory=list)
    screens: int = 0
    taps: int = 0
    characters: int = 0
    sheets: int = 0
    stops: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    cards: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.seed}{self.procedure.code}{self.manner}")
        self.today = business_day(utc_now())
        code = next(iter(self.procedure.forms), "")
        self.form: Form | None = self.world.catalogue.forms.get(code)

    # Who they are

    def person(self, key: str) -> Human:
        """Whoever stands for a group of the form, or a row of a list."""
        if key not in self.people:
            years = (2010, 2020) if key in _CHILDREN else (1965, 1995)
            if key == "nkt" or (key in {"me", "cha"} and self.procedure.oneself == "tre"):
                years = (1940, 1950)
            wanted = "Nữ" if key in _WOMEN else "Nam" if key in _MEN else ""
            while True:
                found = human(self.rng, between=years)
                if not found.year_only and wanted in {"", found.sex}:
                    break
            self.people[key] = found
        return self.people[key]

    @property
    def whom(self) -> Acting | None:
        """For whom they come."""
        choices = acting_choices(self.procedure, self.form) if self.form else ()
        if not choices:
            return None
        last = choices[-1] if self.manner == "thorough" and len(choices) == 2 else choices[0]
        return Acting.CHILD if self.manner == "unsure" and Acting.CHILD in choices else last

    # Hands

    @property
    def walk(self) -> Walk | None:
        """Where the walk stands."""
        return self.stage.kiosk.dossier.filing.view.walk

    def tap(self, name: str) -> None:
        """One touch, on whichever sheet of the page it is."""
        for _ in range(40):
            self.stage.wait_until(partial(self._near, name), WAIT_S)
            if self.stage.shows(name):
                break
            self.stage.tap("more")
            self.taps += 1
        self.stage.tap(name)
        if name.startswith("key."):
            self.characters += 1
        else:
            self.taps += 1

    def _near(self, name: str) -> bool:
        return self.stage.shows(name) or self.stage.shows("more")

    def write(self, keys: list[str]) -> str:
        """Type, and read what stands in the field."""
        for key in keys:
            if not self._struck(key):
                self.tap(f"key.{key}")
        return self.stage.text("field.text")

    def _struck(self, key: str) -> bool:
        """Touch a key that is there already, without a look at the rest of the page."""
        window = self.stage.kiosk.window
        item = window.findChild(QQuickItem, f"key.{key}")
        if item is None or not item.isVisible() or not item.isEnabled():
            return False
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(window, button, none, middle)
        self.characters += 1
        return True
