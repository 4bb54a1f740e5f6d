"""The keys of a pad, watched for the voice: the focus is moved, select is held down."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

#: Long enough that no press is meant, short enough to wait for it without a sign.
HOLD_MS: Final = 2000
SELECT: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class Held(QObject):
    """Event filter of the window; swallows nothing.

    `begins` is asked when the select key goes down (the press itself may turn the page),
    `on_held` is called while the finger still lies on it, `on_steer` for every other key.
    """

    def __init__(
        self,
        begins: Callable[[], bool],
        on_held: Callable[[], None],
        on_steer: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._begins, self._on_steer = begins, on_steer
        self._timer = QTimer(self, interval=HOLD_MS, singleShot=True)
        self._timer.timeout.connect(on_held)

    @property
    def down(self) -> bool:
        """Whether a finger is on it and the time runs."""
        return self._timer.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Never True."""
        del watched
        if isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if event.key() not in SELECT:
                if pressed:
                    self._on_steer()
            elif event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._timer.stop()
            elif pressed and not event.isAutoRepeat() and self._begins():
                self._timer.start()
        return False
