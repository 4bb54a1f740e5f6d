"""How long three persons would take for a number and for the reference dossier, by a model.

The taps, pages and words are counted on the real app, driven by what its controls are called;
the seconds are a model: ``sum over pages (orient + syllables / rate + taps + keys) + devices``.
Its constants are assumed, to be corrected by what kiosks in use log. It tells whether a change
made a way longer, not how long people really take.

``python -m tests.bench.bench_personas`` prints one JSON row a line.
"""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from tests.bench.bench_steps import GOAL, REFERENCE, Person
from ui.audit.seen import Seen, Words, look_at
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged
from ui.stage import Stage

#: Seconds to show a card, and to lay a page under the camera. A slip is printed while the last
#: page is read.
CARD_S: Final = 4.0
SCAN_S: Final = 3.0
FRAME: Final = frozenset({"key.help", "key.look", "key.language", "key.end", "key.listen"})


@dataclass(frozen=True, slots=True)
class Persona:
    """Seconds to find one's way on a page, syllables read in a second, seconds a tap and a key."""

    name: str
    orient: float
    rate: float
    tap: float
    key: float
    number_s: float
    dossier_s: float | None


PERSONAS: Final = (
    Persona("P1", 0.6, 5.0, 1.0, 0.5, 8, None),
    Persona("P2", 1.2, 3.5, 1.5, 0.9, 15, 240),
    Persona("P3", 2.5, 2.0, 2.8, 2.0, 35, 480),
)


@dataclass
class Visit:
    """One page: what was read on it and done."""

    syllables: int
    taps: int = 0
    keys: int = 0


@dataclass
class Way:
    """All pages of one errand, in order, and the seconds machines took."""

    stage: Stage
    visits: list[Visit] = field(default_factory=list)
    device_s: float = 0.0
    at: tuple[object, ...] = ()

    def come(self, towards: str) -> Visit:
        """Where one stands; on a page not seen before, read it as far as `towards`."""
        at = (self.stage.kiosk.session.view.page, self.stage.kiosk.dossier.filing.view.step)
        if at != self.at:
            self.at = at
            self.visits.append(Visit(syllables(self.stage, towards)))
        return self.visits[-1]

    def tap(self, name: str) -> None:
        """Note one touch, before it is made."""
        visit = self.come(name)
        if name.startswith("key."):
            visit.keys += 1
        else:
            visit.taps += 1

    def seconds(self, who: Persona) -> float:
        """The model's time."""
        pages = (
            who.orient + each.syllables / who.rate + each.taps * who.tap + each.keys * who.key
            for each in self.visits
        )
        return sum(pages) + self.device_s


def syllables(stage: Stage, towards: str) -> int:
    """What is read before `towards` is touched: words and names of buttons from the top of the
    page down to it; not the band, the bar or the keyboard, and not what stands below.
    """
    seen = look_at(stage.kiosk.window.contentItem())
    ways = [each for each in seen.targets if not each.key and each.item.objectName() not in FRAME]
    end = next((each.rect for each in ways if each.item.objectName() == towards), seen.window)
    names = [each.spoken for each in ways if each.rect.top() <= end.top()]
    prose = [each for each in _prose(seen) if each.ink.top() < end.bottom()]
    return sum(len(words.split()) for words in (*names, *(each.text for each in prose)))


def _prose(seen: Seen) -> list[Words]:
    band = seen.window.height() * 0.06
    touched = [each.rect for each in seen.targets if each.rect.height() < seen.window.height() / 2]
    return [
        each
        for each in seen.words
        if each.enabled
        and each.rect.top() > band
        and not any(rect.contains(each.ink.center()) for rect in touched)
    ]


class Timed(Person):
    """The person of the steps, with a way that is written down."""

    way: Way

    def tap(self, name: str) -> None:
        """As the person does; waits first, so that the page is the one that is tapped."""
        self.stage.wait_until(lambda: self.stage.shows(name), 15.0)
        self.way.tap(name)
        if name == "scan.shoot":
            self.way.device_s += SCAN_S
        super().tap(name)

    def _card(self) -> None:
        self.way.device_s += CARD_S if self.cards else 0.0
        super()._card()


def number() -> Way:
    """From the home page to a number that stands there and was read."""
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, _office, _clock):
        stage.tap("attract.begin")
        way = Way(stage)
        for name in ("tile.number", "service.ho-tich"):
            stage.wait_until(partial(stage.shows, name))
            way.tap(name)
            stage.tap(name)
        stage.wait_until(lambda: stage.shows("done.number"))
        spelt = " ".join(stage.text("done.number"))
        way.visits.append(Visit(len(f"{stage.text('done.head')} {spelt}".split())))
    return way


def dossier(code: str = REFERENCE) -> tuple[Way, Timed]:
    """From the attract screen to the code of a dossier."""
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, office, _clock):
        person = Timed(stage, office.dossiers, (), {})
        person.way = Way(stage)
        person.hand_in(code, "self")
        person.way.come("handed.close")
    return person.way, person


def _row(name: str, value: float, unit: str, goal: float | None) -> None:
    ratio = round(value / goal, 2) if goal else None
    row = {"id": name, "value": round(value, 1), "unit": unit, "peer": "goal" if goal else None}
    print(json.dumps(row | {"peer_value": goal, "ratio": ratio, "runs": 1}))


def main() -> None:
    """Print every figure beside its goal."""
    of_number, (of_dossier, person) = number(), dossier()
    _row("number_taps", sum(visit.taps for visit in of_number.visits), "taps", 2)
    _row("number_screens", len(of_number.visits), "screens", None)
    counts = {
        "screens": len(person.screens),
        "taps": person.taps,
        "characters": person.characters,
    }
    for name, count in counts.items():
        _row(f"dossier_{name}", count, name, GOAL[name])
    _row(
        "dossier_syllables", sum(visit.syllables for visit in of_dossier.visits), "syllables", None
    )
    for who in PERSONAS:
        _row(f"number_model_{who.name}", of_number.seconds(who), "s", who.number_s)
        _row(f"dossier_model_{who.name}", of_dossier.seconds(who), "s", who.dossier_s)


if __name__ == "__main__":
    main()
