"""How a page looks to a person who uses keys: something has the focus."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.stage import Stage

ARROW: Final = Qt.Key.Key_Down  # past the first control to the one below it


def press(stage: Stage, *keys: Qt.Key) -> None:
    """One key after the other."""
    for key in keys:
        QTest.keyClick(stage.kiosk.window, key)
