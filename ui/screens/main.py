"""The one object QML starts from; it owns every view-model for as long as the app runs."""

from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from kiosk.settings import Settings
from ui.screens.camera import Camera
from ui.screens.feedback import FeedbackScreen
from ui.screens.filing import FilingScreen
from ui.screens.handed_in import HandedIn
from ui.screens.helper import HelperMode
from ui.screens.helping import Helping
from ui.screens.information import Information
from ui.screens.keep import KeepScreen
from ui.screens.office import Office
from ui.screens.paper import PaperScreen
from ui.screens.rating import RatingScreen
from ui.screens.session import Session
from ui.screens.staff import StaffScreen
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen
from ui.screens.track import TrackScreen
from ui.screens.typing import Typing
from ui.screens.voice import VoiceScreen

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class DossierScreens:
    """The view-models of a dossier (in, followed, completed), and of saying how it was."""

    filing: FilingScreen
    paper: PaperScreen
    handed_in: HandedIn
    track: TrackScreen
    typing: Typing
    camera: Camera
    rating: RatingScreen
    feedback: FeedbackScreen
    keep: KeepScreen


@dataclass(frozen=True, slots=True)
class Screens:
    """Every view-model of one kiosk."""

    texts: Texts
    session: Session
    office: Office
    ticket: TicketScreen
    dossier: DossierScreens
    staff: StaffScreen
    helping: Helping
    helper: HelperMode
    information: Information
    voice: VoiceScreen


@dataclass(frozen=True, slots=True)
class Panel:
    """Where pages are shown: size of a pixel, height of the lower edge above the floor."""

    mm_per_px: float
    mount_mm: float
    hotline: str
    animated: bool


def panel_of(settings: Settings, *, animated: bool) -> Panel:
    """The panel of a site."""
    screen = settings.screen
    return Panel(screen.mm_per_px, screen.mount_mm, settings.site.hotline, animated)


@QmlElement
@QmlSingleton
class App(QObject):
    """Everything a page may show.

    Signals:
        panelChanged: the panel was measured anew; every length follows.
    """

    panelChanged = Signal()

    _of_engine: ClassVar[dict[str, "App"]] = {}

    def __init__(self, screens: Screens, panel: Panel) -> None:
        super().__init__()
        self._screens, self._panel = screens, panel

    def serve(self, engine: QQmlEngine) -> None:
        """Be the `App` of this engine; there may be several in one process (tests)."""
        engine.setObjectName(f"engine-{id(self)}")
        App._of_engine[engine.objectName()] = self

    def leave(self, engine: QQmlEngine) -> None:
        """The engine ends."""
        App._of_engine.pop(engine.objectName(), None)

    @staticmethod
    def create(engine: QQmlEngine) -> "App":
        """Qt asks for the singleton of `engine`."""
        return App._of_engine[engine.objectName()]

    @Property(Texts, constant=True)
    def texts(self) -> Texts:
        return self._screens.texts

    @Property(Session, constant=True)
    def session(self) -> Session:
        return self._screens.session

    @Property(Office, constant=True)
    def office(self) -> Office:
        return self._screens.office

    @Property(TicketScreen, constant=True)
    def ticket(self) -> TicketScreen:
        return self._screens.ticket

    @Property(FilingScreen, constant=True)
    def filing(self) -> FilingScreen:
        return self._screens.dossier.filing

    @Property(PaperScreen, constant=True)
    def paper(self) -> PaperScreen:
        return self._screens.dossier.paper

    @Property(HandedIn, constant=True)
    def handedIn(self) -> HandedIn:
        return self._screens.dossier.handed_in

    @Property(TrackScreen, constant=True)
    def track(self) -> TrackScreen:
        return self._screens.dossier.track

    @Property(Helping, constant=True)
    def help(self) -> Helping:
        return self._screens.helping

    @Property(HelperMode, constant=True)
    def helper(self) -> HelperMode:
        return self._screens.helper

    @Property(StaffScreen, constant=True)
    def staff(self) -> StaffScreen:
        return self._screens.staff

    @Property(Information, constant=True)
    def information(self) -> Information:
        return self._screens.information

    @Property(VoiceScreen, constant=True)
    def voice(self) -> VoiceScreen:
        return self._screens.voice

    @Property(Typing, constant=True)
    def typing(self) -> Typing:
        return self._screens.dossier.typing

    @Property(Camera, constant=True)
    def camera(self) -> Camera:
        return self._screens.dossier.camera

    @Property(FeedbackScreen, constant=True)
    def feedback(self) -> FeedbackScreen:
        return self._screens.dossier.feedback

    @Property(RatingScreen, constant=True)
    def rating(self) -> RatingScreen:
        return self._screens.dossier.rating

    @Property(KeepScreen, constant=True)
    def keep(self) -> KeepScreen:
        return self._screens.dossier.keep

    def measure(self, mm_per_px: float) -> None:
        """Say how large a pixel is; everything is laid out anew."""
        if mm_per_px != self._panel.mm_per_px:
            self._panel = replace(self._panel, mm_per_px=mm_per_px)
            self.panelChanged.emit()

    @Property(float, notify=panelChanged)
    def mmPerPx(self) -> float:
        return self._panel.mm_per_px

    @Property(float, constant=True)
    def mountMm(self) -> float:
        return self._panel.mount_mm

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._panel.hotline

    @Property(bool, constant=True)
    def animated(self) -> bool:
        return self._panel.animated
