"""The one object QML starts from; it owns every view-model for as long as the app runs."""

from typing import ClassVar

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from ui.screens.office import Office
from ui.screens.session import Session
from ui.screens.texts import Texts
from ui.screens.ticket import TicketScreen

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlSingleton
class App(QObject):
    """Everything a page may show."""

    _of_engine: ClassVar[dict[str, "App"]] = {}

    def __init__(
        self,
        texts: Texts,
        session: Session,
        office: Office,
        ticket: TicketScreen,
        *,
        mm_per_px: float,
        hotline: str,
        animated: bool,
    ) -> None:
        super().__init__()
        self._texts, self._session, self._office, self._ticket = texts, session, office, ticket
        self._mm_per_px, self._hotline, self._animated = mm_per_px, hotline, animated

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
        return self._texts

    @Property(Session, constant=True)
    def session(self) -> Session:
        return self._session

    @Property(Office, constant=True)
    def office(self) -> Office:
        return self._office

    @Property(TicketScreen, constant=True)
    def ticket(self) -> TicketScreen:
        return self._ticket

    @Property(float, constant=True)
    def mmPerPx(self) -> float:
        return self._mm_per_px

    @Property(str, constant=True)
    def hotline(self) -> str:
        return self._hotline

    @Property(bool, constant=True)
    def animated(self) -> bool:
        return self._animated
