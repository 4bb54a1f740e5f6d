"""A person with four arrow keys and one to select, who never touches the glass; counted."""

from collections import Counter, deque
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.focus import Move, step
from ui.navigator import box_of
from ui.stage import Stage

ARROWS: Final = {
    Move.LEFT: Qt.Key.Key_Left,
    Move.RIGHT: Qt.Key.Key_Right,
    Move.UP: Qt.Key.Key_Up,
    Move.DOWN: Qt.Key.Key_Down,
}
WAIT_S: Final = 20.0  # a frame is searched for codes, or a page straightened, on a busy machine
MOST_SHEETS: Final = 12  # of a list, see `ui.gallery_filing`


class Keypad:
    """Presses keys on the real window, always on the shortest way that the eye sees.

    Attributes:
        presses: how often which key went down: ``arrow``, ``select``.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.presses: Counter[str] = Counter()

    @property
    def focused(self) -> str:
        """The name of what has the focus, or ""."""
        names = [
            i.objectName() for i in self.stage.kiosk.navigator.controls() if i.hasActiveFocus()
        ]
        return names[0] if names else ""

    def select(self, *names: str) -> None:
        """One after the other: go there by arrows, wait until it rests there, and select."""
        for name in names:
            self._find(name)
            self._walk_to(name)
            QTest.keyClick(self.stage.kiosk.window, Qt.Key.Key_Return)
            self.presses["select"] += 1

    def types(self, letters: str) -> None:
        """The keys of the keyboard, letter by letter."""
        self.select(*(f"key.{'space' if letter == ' ' else letter}" for letter in letters))

    def sees(self, name: str) -> None:
        """Wait for something on the page."""
        self.stage.wait_until(lambda: self.stage.shows(name), WAIT_S)

    def _find(self, name: str) -> None:
        for _ in range(MOST_SHEETS):
            self.stage.wait_until(partial(self._can_reach, name), WAIT_S)
            if name in self._names():
                return
            self._walk_to("more")
            QTest.keyClick(self.stage.kiosk.window, Qt.Key.Key_Return)
            self.presses["select"] += 1
        raise AssertionError(f"{name} is on no sheet of the page")

    def _names(self) -> list[str]:
        return [item.objectName() for item in self.stage.kiosk.navigator.controls()]

    def _can_reach(self, name: str) -> bool:
        known = self._names()
        return name in known or "more" in known

    def _walk_to(self, name: str) -> None:
        if not self.focused or self.focused not in self._names():
            self._press(Move.RIGHT)  # the first key shows where one is
        for _ in range(2):  # a second time when the page moved under the fingers
            for move in self._way(name):
                self._press(move)
            if self.focused == name:
                return
        raise AssertionError(f"{name} does not get the focus, {self.focused!r} has it")

    def _way(self, name: str) -> list[Move]:
        """The fewest arrows from the focus to `name`; a way that a sighted person finds."""
        controls = self.stage.kiosk.navigator.controls()
        boxes = [box_of(item) for item in controls]
        names = [item.objectName() for item in controls]
        start, goal = names.index(self.focused), names.index(name)
        before: dict[int, tuple[int, Move]] = {}
        waiting = deque([start])
        while waiting and goal not in before and goal != start:
            at = waiting.popleft()
            for move in Move:
                there = step(boxes, at, move)
                if there not in before and there != start:
                    before[there] = (at, move)
                    waiting.append(there)
        way: list[Move] = []
        while goal != start:
            goal, move = before[goal]
            way.append(move)
        return way[::-1]

    def _press(self, move: Move) -> None:
        QTest.keyClick(self.stage.kiosk.window, ARROWS[move])
        self.presses["arrow"] += 1
