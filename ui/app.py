"""The touch app: puts the view-models, the window and the ports together, and runs them."""

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
from kiosk.domain import words
from kiosk.domain.procedure import Filing
from kiosk.services.catalogue import load_catalogue
from kiosk.services.premises import read_premises
from kiosk.services.provinces import provinces
from kiosk.settings import Settings
from kiosk.supervised import Supervisor
from ui.background import Background
from ui.heartbeat import Heartbeat
from ui.held import Held
from ui.navigator import Navigator
from ui.page import Circumstances
from ui.ports import FilingPorts, Ports
from ui.screens.camera import Camera
from ui.screens.doorstep import Doorstep, door_of
from ui.screens.feedback import FeedbackScreen
from ui.screens.filing import FilingScreen
from ui.screens.handed_in import HandedIn
from ui.screens.helper import HelperMode
from ui.screens.helping import Helping
from ui.screens.information import Information
from ui.screens.keep import KeepScreen
from ui.screens.main import App, DossierScreens
from ui.screens.office import SETTLE_MS, Office
from ui.screens.paper import PaperScreen
from ui.screens.rating import RatingScreen
from ui.screens.session import Session, default_size
from ui.screens.staff import StaffScreen
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen
from ui.screens.track import TrackScreen
from ui.screens.typing import Typing
from ui.screens.voice import VoiceScreen
from ui.window import Guard, make_application, open_window

#: What `run` returns when somebody with a staff card wants the app to start again.
RESTART = 75
SIGNAL_POLL_MS = 200  # Python sees SIGTERM only between two bytecodes, so give it some


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a test or a tour may turn; the defaults are those of the product."""

    now: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic
    settle_ms: int = SETTLE_MS
    animated: bool = True
    may_restart: bool = False  # whoever runs the app starts it again


class Kiosk:
    """One running app: view-models, engine, window, and the feeds that move them."""

    def __init__(self, ports: Ports, settings: Settings, wiring: Wiring | None = None) -> None:
        wiring = wiring or Wiring()
        self.application = make_application()
        self._ports = ports
        self.mount_mm = settings.screen.mount_mm
        self._root = QObject()  # everything below dies with it, in one order
        self._background = Background(self._root)
        self.texts = Texts(self._root)
        self.office = Office(
            self.texts,
            name=Words(vi=settings.site.name_vi, en=settings.site.name_en),
            settle_ms=wiring.settle_ms,
            keep_name=settings.site.profile == "building",
            parent=self._root,
        )
        self.session = Session(
            self.texts,
            size=default_size(settings.screen.mm_per_px),
            idle_s=settings.limits.idle_s,
            now=wiring.now,
            monotonic=wiring.monotonic,
            parent=self._root,
        )
        self.helping = Helping(
            self.session,
            self._background,
            ports.help,
            monotonic=wiring.monotonic,
            parent=self._root,
        )
        self.ticket = TicketScreen(
            self.session,
            self.office,
            self.texts,
            self._background,
            tickets=ports.tickets,
            slips=ports.slips,
            parent=self._root,
        )
        self.dossier = self._dossier_screens(ports, settings, wiring)
        self.staff = StaffScreen(
            self.session,
            self.texts,
            self._background,
            ports.staff,
            may_restart=wiring.may_restart,
            monotonic=wiring.monotonic,
            parent=self._root,
        )
        self.helper = HelperMode(
            self.session,
            self.dossier.filing,
            self._background,
            ports.staff,
            monotonic=wiring.monotonic,
            parent=self._root,
        )
        self.staff.helperCame.connect(self.helper.begin)
        self.doorstep = Doorstep(self.session, door_of(ports), self._root)
        self.doorstep.came.connect(self.staff.shown)
        self.information = Information(
            self.session,
            self.office,
            self.texts,
            notices=ports.notices,
            premises=ports.premises or read_premises(settings.site),
            building=settings.site.profile == "building",
            now=wiring.now,
            parent=self._root,
        )
        self.doorstep.came.connect(self.dossier.keep.shown)
        self.dossier.track.draft.connect(self.dossier.keep.shown)
        self.voice = VoiceScreen(self.session, self.texts, ports.voice, parent=self._root)
        self._app = App(
            self.texts,
            self.session,
            self.office,
            self.ticket,
            self.dossier,
            staff=self.staff,
            helping=self.helping,
            voice=self.voice,
            helper=self.helper,
            information=self.information,
            mm_per_px=settings.screen.mm_per_px,
            mount_mm=settings.screen.mount_mm,
            hotline=settings.site.hotline,
            animated=wiring.animated,
        )
        self.engine, self.window = self._open()
        self.guard = Guard(self.session.noticed, self._root)
        self.navigator = Navigator(self.window, self.session, lambda: self.texts.spoken, self._root)
        self.guard.navigator = self.navigator
        self.window.installEventFilter(self.guard)
        self.held = Held(
            lambda: self.session.view.page == "attract",
            self.voice.hold,
            self.voice.steered,
            self._root,
        )
        self.window.installEventFilter(self.held)
        self.voice.attach(self.window, self.navigator.controls)
        if ports.known is not None:
            self.office.show_state(ports.known)

    def _dossier_screens(self, ports: Ports, settings: Settings, wiring: Wiring) -> DossierScreens:
        """Typing, paper and hand-in are shared by filing and completing."""
        filing = ports.filing or FilingPorts(load_catalogue(), Filing.GUIDE)
        session, texts, background, root = self.session, self.texts, self._background, self._root
        typing = Typing(root)
        paper = PaperScreen(
            session,
            texts,
            background,
            dossiers=filing.dossiers,
            capturing=filing.capturing,
            parent=root,
        )
        handed_in = HandedIn(
            session,
            texts,
            background,
            dossiers=filing.dossiers,
            slips=filing.slips,
            parent=root,
        )
        site = circumstances(settings)
        track = TrackScreen(
            session,
            texts,
            background,
            typing=typing,
            paper=paper,
            handed_in=handed_in,
            ports=filing,
            site=site,
            now=wiring.now,
            parent=root,
        )
        form = FilingScreen(
            session,
            texts,
            background,
            typing=typing,
            paper=paper,
            handed_in=handed_in,
            ports=filing,
            site=site,
            now=wiring.now,
            parent=root,
        )
        return DossierScreens(
            filing=form,
            keep=KeepScreen(
                session,
                texts,
                background,
                filing=form,
                ports=filing,
                site=site,
                now=wiring.now,
                parent=root,
            ),
            paper=paper,
            handed_in=handed_in,
            track=track,
            typing=typing,
            camera=Camera(filing.preview, root),
            feedback=FeedbackScreen(
                session,
                texts,
                typing=typing,
                handed_in=handed_in,
                ports=filing,
                site=site,
                now=wiring.now,
                parent=root,
            ),
            rating=RatingScreen(
                session,
                background,
                ticket=self.ticket,
                handed_in=handed_in,
                track=track,
                ratings=ports.ratings,
                parent=root,
            ),
        )

    def _open(self) -> tuple[QQmlApplicationEngine, QQuickWindow]:
        return open_window(self._app, self._root)

    def measure(self, mm_per_px: float) -> None:
        """The panel was measured anew (or is another one); the open page follows."""
        self._app.measure(mm_per_px)

    def start(self) -> None:
        """Listen to the hub and the printer."""
        self._ports.feed.start(self.office.heard, self.office.linked)
        if self._ports.printer is not None:
            self._ports.printer.start(self.office.printer_is)
        self.voice.start()
        self.doorstep.begin()

    def stop(self) -> None:
        """Stop listening and take the window down; the object is of no use afterwards."""
        self._ports.feed.stop()
        if self._ports.printer is not None:
            self._ports.printer.stop()
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


def circumstances(settings: Settings) -> Circumstances:
    """What the pages of a dossier say of this site."""
    site = settings.site
    return Circumstances(
        language="vi",
        office=words.Words(site.name_vi, site.name_en),
        hotline=site.hotline,
        province=site.province,
        commune=site.commune,
        provinces=provinces(),
        building=site.profile == "building",
    )


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
