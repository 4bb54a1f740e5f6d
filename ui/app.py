"""The touch app: puts the view-models, the window and the ports together, and runs them."""

import signal
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.settings import Settings
from kiosk.supervised import Supervisor
from ui.background import Background
from ui.composition import make_screens, watch_door
from ui.heartbeat import Heartbeat
from ui.held import Held
from ui.navigator import Navigator
from ui.ports import PortalLine, Ports
from ui.screens.main import App, panel_of
from ui.window import Guard, make_application, open_window
from ui.wiring import Wiring

#: What `run` returns when somebody with a staff card wants the app to start again.
RESTART = 75
SIGNAL_POLL_MS = 200  # Python sees SIGTERM only between two bytecodes, so give it some


class Kiosk:
    """One running app: view-models, engine, window, and the feeds that move them."""

    def __init__(self, ports: Ports, settings: Settings, wiring: Wiring | None = None) -> None:
        """Make everything; the window is not shown, and nothing is listened to before `start`.

        Raises:
            FontMissingError, NoWindowError: a file of ours is missing or broken.
        """
        wiring = wiring or Wiring()
        self.application = make_application()
        self._ports = ports
        self.mount_mm = settings.screen.mount_mm
        self._root = QObject()  # everything below dies with it, in one order
        self._background = Background(self._root)
        screens = make_screens(ports, settings, wiring, self._background, self._root)
        self.texts, self.session, self.office = screens.texts, screens.session, screens.office
        self.ticket, self.dossier, self.staff = screens.ticket, screens.dossier, screens.staff
        self.helping, self.helper = screens.helping, screens.helper
        self.information, self.voice = screens.information, screens.voice
        self.doorstep = watch_door(ports, screens, self._root)
        self._app = App(screens, panel_of(settings, animated=wiring.animated))
        self.engine, self.window = open_window(self._app, self._root)
        self._filter_events()
        if ports.known is not None:
            self.office.show_state(ports.known)

    def _filter_events(self) -> None:
        """Fingers and keys pass these before the pages see them."""
        self.guard = Guard(self.session.noticed, self._root)
        self.navigator = Navigator(self.window, self.session, lambda: self.texts.spoken, self._root)
        self.guard.navigator = self.navigator
        self.held = Held(
            lambda: self.session.view.page == "attract",
            self.voice.hold,
            self.voice.steered,
            self._root,
        )
        self.window.installEventFilter(self.guard)
        self.window.installEventFilter(self.held)
        self.voice.attach(self.window, self.navigator.controls)

    def measure(self, mm_per_px: float) -> None:
        """The panel was measured anew (or is another one); the open page follows."""
        self._app.measure(mm_per_px)

    def start(self) -> None:
        """Listen to the hub and the printer."""
        self._ports.feed.start(self.office.heard, self.office.linked)
        if self._ports.printer is not None:
            self._ports.printer.start(self.office.printer_is)
        if self._ports.line is not None:
            self.session.viewChanged.connect(partial(self._attend, self._ports.line))
            self._ports.line.start(self.office.portal_linked)
        self.voice.start()
        self.doorstep.begin()

    def _attend(self, line: PortalLine) -> None:
        line.attend(somebody=self.session.view.page != "attract")

    def stop(self) -> None:
        """Stop listening and take the window down; the object is of no use afterwards."""
        self._ports.feed.stop()
        if self._ports.printer is not None:
            self._ports.printer.stop()
        if self._ports.line is not None:
            self._ports.line.stop()
        self.session.close()
        self.voice.close()
        self.doorstep.close()
        self.staff.forget()
        self.dossier.keep.close()
        self.helping.forget()
        self.helper.end()
        for screen in (
            self.dossier.filing,
            self.dossier.track,
            self.dossier.handed_in,
            self.dossier.feedback,
        ):
            screen.forget()  # their timers and look-outs end before what they speak to
        self.information.close()
        self.dossier.camera.close()
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
    wiring: Wiring | None = None,
    on_ready: Callable[[Kiosk], None] | None = None,
) -> int:
    """Show the app until SIGTERM or SIGINT; `on_ready` is called after the first frame.

    Returns:
        The exit status: 0 when it was told to stop, `RESTART` when it should start again.
    """
    kiosk = Kiosk(ports, settings, wiring)
    kiosk.staff.restartAsked.connect(lambda: kiosk.application.exit(RESTART))
    window, application = kiosk.window, kiosk.application
    if on_ready is not None:
        window.frameSwapped.connect(lambda: on_ready(kiosk), Qt.ConnectionType.SingleShotConnection)
    heartbeat = Heartbeat(window, Supervisor(), window)
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
        heartbeat.stop()
        kiosk.stop()


def _quit_on_signals(application: QGuiApplication) -> None:
    # Not `quit`: that first asks the window to close, which a full screen one refuses, and closes
    # a windowed one while its next frame is on the way.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: application.exit(0))
    timer = QTimer(application, interval=SIGNAL_POLL_MS)
    timer.timeout.connect(lambda: None)
    timer.start()
