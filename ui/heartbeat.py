"""Proof for the service manager that a person would see the screen move.

A timer of the GUI thread asks for a new picture; only the picture's arrival is told. A GUI
thread that hangs, and a renderer that draws no more, both fall silent.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickWindow

from kiosk.supervised import Supervisor


class Heartbeat(QObject):
    """Says ready at the first picture, and alive at the pictures it asks for."""

    def __init__(self, window: QQuickWindow, supervisor: Supervisor, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._supervisor = window, supervisor
        self._ready = self._asked = False
        self._timer = QTimer(self)
        window.frameSwapped.connect(self._drawn)
        if supervisor.every_s is not None:
            self._timer.setInterval(round(supervisor.every_s * 1000))
            self._timer.timeout.connect(self._ask)
            self._timer.start()

    def stop(self) -> None:
        """The app ends because it was told to."""
        self._timer.stop()
        self._supervisor.stopping()

    def _ask(self) -> None:
        self._asked = True
        self._window.update()

    def _drawn(self) -> None:
        if not self._ready:
            self._ready = True
            self._supervisor.ready()
        elif self._asked:
            self._asked = False
            self._supervisor.alive()
