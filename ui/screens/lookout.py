"""Waits for a code in front of the camera or the scanner, for one page of one person."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.domain.scan_kind import Scan
from ui.ports import Capturing
from ui.screens.session import Session

#: S6: after so long without a code the page says what helps.
TIPS_MS: Final = 10_000


class Lookout(QObject):
    """Tells what was shown since `begin`, on the GUI thread, until `end`.

    Signals:
        came: a scan (`kiosk.domain.scan_kind.Scan`).
        slow: nothing came for `TIPS_MS`, times the patience of the session.
    """

    came = Signal(object)
    slow = Signal()
    _from_thread = Signal(object, object)  # (token of the look-out, Scan)

    def __init__(self, capturing: Capturing | None, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._capturing, self._session = capturing, session
        self._end: Callable[[], None] | None = None
        self._token: object = None
        self._tips = QTimer(self, singleShot=True)
        self._tips.timeout.connect(self.slow)
        self._from_thread.connect(self._on_scan, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """From now on, and not from before."""
        self.end()
        if self._capturing is None:
            return
        token = self._token = object()
        came = self._from_thread
        self._end = self._capturing.watch_codes(lambda scan: came.emit(token, scan))
        self._tips.start(TIPS_MS * self._session.times)

    def end(self) -> None:
        """No scan is told any more, not even one that is under way."""
        self._tips.stop()
        self._token = None
        if self._end is not None:
            self._end()
            self._end = None

    def _on_scan(self, token: object, scan: Scan) -> None:
        if token is self._token and token is not None:
            self._tips.start(TIPS_MS * self._session.times)
            self.came.emit(scan)
