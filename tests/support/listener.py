"""A person with four keys, a select key and headphones, for whom a covered screen is enough."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.focus import Box, reading_order
from ui.gallery import SCENES, Scene
from ui.gallery_office import SampleOffice, StillClock
from ui.gallery_stage import Look, staged
from ui.gallery_voice import SampleVoice
from ui.stage import Stage, StageError

KEYS: Final = 60  # presses within which any control of a page is reached


def named(name: str) -> Scene:
    """The scene of the gallery with this name."""
    return next(scene for scene in SCENES if scene.name == name)


def in_order(stage: Stage) -> list[str]:
    """The names of what can be pressed, as a person comes past them."""
    controls = stage.kiosk.navigator.controls()
    rects = [item.mapRectToScene(item.boundingRect()) for item in controls]
    boxes = [Box(rect.left(), rect.top(), rect.right(), rect.bottom()) for rect in rects]
    return [controls[index].objectName() for index in reading_order(boxes)]


class Listener:
    """A person with four keys, a select key and headphones."""

    def __init__(
        self, stage: Stage, voice: SampleVoice, clock: StillClock, office: SampleOffice
    ) -> None:
        self.stage, self.voice, self.clock, self.office = stage, voice, clock, office

    def hears(self, *words: str) -> str:
        """One sentence with all these words, after which the record is empty."""
        said = self.voice.said
        try:
            self.stage.wait_until(lambda: any(all(w in s for w in words) for s in said))
        except StageError as error:
            raise StageError(f"{words} were not heard: {said}") from error
        found = next(s for s in self.voice.said if all(w in s for w in words))
        self.voice.said.clear()
        return found

    def waits(self, seconds: float) -> None:
        """Does nothing for so long."""
        self.clock.seconds += seconds
        self.stage.kiosk.session.tick()

    def types(self, letters: str) -> None:
        """One key of the keyboard after the other."""
        for letter in letters:
            self.selects(f"key.{letter}")

    def key(self, key: Qt.Key) -> None:
        """One press."""
        QTest.keyClick(self.stage.kiosk.window, key)

    def goes_to(self, name: str) -> None:
        """Moves on, or back where that is shorter, until the control has the focus."""
        ring = in_order(self.stage)
        here = self.focused()
        ahead = (ring.index(name) - ring.index(here)) % len(ring) if here in ring else 0
        way = Qt.Key.Key_Left if ahead > len(ring) / 2 else Qt.Key.Key_Right
        for _ in range(KEYS):
            if self.focused() == name:
                return
            self.key(way)
        raise AssertionError(f"{name} is not reached by keys")

    def focused(self) -> str:
        """The name of what has the focus."""
        return str(self.stage.kiosk.window.property("activeFocusItem").objectName())

    def selects(self, name: str) -> None:
        """Goes there and presses the select key."""
        self.goes_to(name)
        self.key(Qt.Key.Key_Return)

    def holds_select(self) -> None:
        """On the first page, until the screen is covered and the voice speaks."""
        self.voice.said.clear()
        QTest.keyPress(self.stage.kiosk.window, Qt.Key.Key_Return)
        self.stage.wait_until(lambda: self.stage.kiosk.voice.view.on)
        QTest.keyRelease(self.stage.kiosk.window, Qt.Key.Key_Return)


@contextmanager
def listening(
    name: str = "voice-offered",
    *,
    act: bool = True,
    **office_has: Any,  # noqa: ANN401 - fields of Scene
) -> Iterator[Listener]:
    """On the page of a scene; `office_has`: fields of that scene that differ."""
    scene = replace(named(name), **office_has)
    setting = staged(scene, Look())
    with setting as (stage, office, clock):
        if act:
            scene.act(stage, office, clock)
        yield Listener(stage, setting.voice, clock, office)
