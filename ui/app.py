"""The touch app: puts the view-models, the window and the ports together, and runs them."""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.clock import Clock, utc_now
from kiosk.contract.hub import Words
from kiosk.settings import Settings
from ui.background import Background
from ui.ports import Ports
from ui.screens.main import App
from ui.screens.office import SETTLE_MS, Office
from ui.screens.session import Session, default_size
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen
from ui.window import Guard, make_application, open_window

log = logging.getLogger(__name__)

SIGNAL_POLL_MS = 200  # Python sees SIGTERM only between two bytecodes, so give it some


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a test or a tour may turn; the defaults are those of the product."""

    now: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic
    settle_ms: int = SETTLE_MS
    animated: bool = True


class Kiosk:
    """One running app: view-models, engine, window, and the feeds that move them."""

    def __init__(self, ports: Ports, settings: Settings, wiring: Wiring | None = None) -> None:
        wiring = wiring or Wiring()
        self.application = make_application()
        self._ports = ports
        self._root = QObject()  # everything below dies with it, in one order
        self._background = Background(self._root)
        self.texts = Texts(self._root)
        self.office = Office(
            self.texts,
            name=Words(vi=settings.site.name_vi, en=settings.site.name_en),
            settle_ms=wiring.settle_ms,
            parent=self._root,
        )
        self.session = Session(
            self.texts,
            self._background,
            ports.help,
            size=default_size(settings.screen.mm_per_px),
            idle_s=settings.limits.idle_s,
            now=wiring.now,
            monotonic=wiring.monotonic,
            parent=self._root,
        )
        self.ticket = TicketScreen(
            self.session,
            self.office,
            self.texts,
            self._background,
            ports.tickets,
            ports.slips,
            parent=self._root,
        )
        self._app = App(
            self.texts,
            self.session,
            self.office,
            self.ticket,
            mm_per_px=settings.screen.mm_per_px,
            hotline=settings.site.hotline,
            animated=wiring.animated,
        )
        self.engine, self.window = self._open()
        self.guard = Guard(self.session.noticed, self._root)
        self.window.installEventFilter(self.guard)
        if ports.known is not None:
            self.office.show_state(ports.known)

    def _open(self) -> tuple[QQmlApplicationEngine, QQuickWindow]:
        return open_window(self._app, self._root)

    def start(self) -> None:
        """Listen to the hub and the printer."""
        self._ports.feed.start(self.office.heard, self.office.linked)
        if self._ports.printer is not None:
            self._ports.printer.start(self.office.printer_is)

    def stop(self) -> None:
        """Stop listening and take the window down; the object is of no use afterwards."""
        self._ports.feed.stop()
        if self._ports.printer is not None:
            self._ports.printer.stop()
        self.session.close()
        self._background.close()
        self.guard.closing_allowed = True
        self.window.close()
        self._app.leave(self.engine)
        self.engine.deleteLater()
        self._root.deleteLater()


def run(
    ports: Ports,
    settings: Settings,
    *,
    windowed: bool,
    on_ready: Callable[[Kiosk], None] | None = None,
) -> int:
    """Show the app until SIGTERM or SIGINT; `on_ready` is called after the first frame.

    Returns:
        The exit status: 0 when it was told to stop.
    """
    kiosk = Kiosk(ports, settings)
    window, application = kiosk.window, kiosk.application
    if on_ready is not None:
        window.frameSwapped.connect(lambda: on_ready(kiosk), Qt.ConnectionType.SingleShotConnection)
    kiosk.start()
    if windowed or settings.screen.windowed:
        width, height = (540, 960) if settings.screen.orientation == "portrait" else (960, 540)
        window.resize(width, height)
        window.show()
        kiosk.guard.closing_allowed = True
    else:
        application.setOverrideCursor(Qt.CursorShape.BlankCursor)
        window.showFullScreen()
    _quit_on_signals(application)
    try:
        return application.exec()
    finally:
        kiosk.stop()


def _quit_on_signals(application: QGuiApplication) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: application.quit())
    timer = QTimer(application, interval=SIGNAL_POLL_MS)
    timer.timeout.connect(lambda: None)
    timer.start()
