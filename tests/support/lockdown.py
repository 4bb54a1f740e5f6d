"""Hands and keyboards that try to get behind the app: chance, with a seed."""

import random
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest

from ui.stage import Stage, run_for

#: Every key Qt has a name for.
KEYS: Final = tuple(key for key in Qt.Key if key.value not in (0, Qt.Key.Key_unknown.value))
MODIFIERS: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
)
BREATH: Final = 25  # events between two looks: timers and workers run, and the app is looked at


def escapes(stage: Stage) -> list[str]:
    """What is wrong with the screen now; empty when the app is in front and alone."""
    window = stage.kiosk.window
    found = []
    if not window.isVisible():
        found.append("the window is gone")
    others = [each for each in QGuiApplication.topLevelWindows() if each is not window]
    found += [f"another window: {each.title()!r}" for each in others if each.isVisible()]
    if QGuiApplication.focusWindow() is not window:
        found.append("the app is not in front")
    if QGuiApplication.clipboard().text():
        found.append("the clipboard holds something")
    if not stage.shows("page"):
        found.append("no page is shown")
    return found


def _press(window: QWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    if key.value < 0x80 or Qt.Key.Key_F1.value <= key.value <= Qt.Key.Key_F35.value:
        QTest.keyPress(window, key, modifiers)  # as the window system brings it
        QTest.keyRelease(window, key, modifiers)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest knows no text for these
        QCoreApplication.sendEvent(window, QKeyEvent(kind, key.value, modifiers))


def chords(stage: Stage, rng: random.Random, count: int) -> Iterator[str]:
    """Press `count` random keys with random modifiers; yields what got out, with the event."""
    window = stage.kiosk.window
    for number in range(count):
        key, modifiers = rng.choice(KEYS), rng.choice(MODIFIERS)
        _press(window, key, modifiers)
        if number % BREATH == BREATH - 1:
            run_for(1)
            yield from (f"{number} {key} {modifiers}: {each}" for each in escapes(stage))


class Hands:
    """Two hands on the glass: taps, long presses, swipes from the edges, several fingers."""

    def __init__(self, stage: Stage, rng: random.Random) -> None:
        self._stage, self._rng = stage, rng
        self._device = QTest.createTouchDevice()

    def touch(self, count: int) -> Iterator[str]:
        """Do `count` touches; yields what got out, with the event."""
        deeds = (self._tap, self._tap, self._swipe, self._two, self._hold, self._right)
        for number in range(count):
            deed = self._rng.choice(deeds)
            deed()
            if number % BREATH == BREATH - 1:
                run_for(1)
                yield from (f"{number} {deed.__name__}: {each}" for each in escapes(self._stage))

    def _at(self) -> QPoint:
        size = self._stage.kiosk.window.size()
        edge = self._rng.random()
        x, y = self._rng.randrange(size.width()), self._rng.randrange(size.height())
        if edge < 0.1:  # a tenth begins at an edge, where systems hide their own gestures
            x = self._rng.choice((0, size.width() - 1))
        elif edge < 0.2:
            y = self._rng.choice((0, size.height() - 1))
        return QPoint(x, y)

    def _tap(self) -> None:
        window, at = self._stage.kiosk.window, self._at()
        QTest.touchEvent(window, self._device).press(0, at, window).commit()
        QTest.touchEvent(window, self._device).release(0, at, window).commit()

    def _swipe(self) -> None:
        window, start, end = self._stage.kiosk.window, self._at(), self._at()
        QTest.touchEvent(window, self._device).press(0, start, window).commit()
        for step in (0.3, 0.7, 1.0):
            at = QPoint(
                round(start.x() + (end.x() - start.x()) * step),
                round(start.y() + (end.y() - start.y()) * step),
            )
            QTest.touchEvent(window, self._device).move(0, at, window).commit()
        QTest.touchEvent(window, self._device).release(0, end, window).commit()

    def _two(self) -> None:
        window, first, second = self._stage.kiosk.window, self._at(), self._at()
        QTest.touchEvent(window, self._device).press(0, first, window).commit()
        QTest.touchEvent(window, self._device).stationary(0).press(1, second, window).commit()
        QTest.touchEvent(window, self._device).stationary(0).release(1, second, window).commit()
        QTest.touchEvent(window, self._device).release(0, first, window).commit()

    def _hold(self) -> None:
        window, at = self._stage.kiosk.window, self._at()
        QTest.touchEvent(window, self._device).press(0, at, window).commit()
        # Qt's own press-and-hold comes after 800 ms; every hundredth touch waits for it.
        run_for(900 if self._rng.random() < 0.01 else 1)
        QTest.touchEvent(window, self._device).release(0, at, window).commit()

    def _right(self) -> None:
        QTest.mouseClick(self._stage.kiosk.window, Qt.MouseButton.RightButton, pos=self._at())
