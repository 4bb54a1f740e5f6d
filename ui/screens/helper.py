"""Helper mode: a community volunteer (*Tổ công nghệ số cộng đồng*) stands beside a person.

Each page says what to tell the person, what names somebody is masked, and who helped, when and how
long is in the kiosk's own log; nothing of the person is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.background import Background
from ui.ports import StaffPort
from ui.screens.filing import FilingScreen
from ui.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: The longest a volunteer stays with one person; whoever goes on shows the card again.
LONGEST_S: Final = 30 * 60.0
#: Pages of a dossier that have words of their own; the others share "filing".
LOOKS: Final = frozenset({"consent", "card", "typed", "scan", "check", "declare"})
PAGES: Final = frozenset({"home", "services", "done", "track", "handed_in"})


@dataclass(frozen=True, slots=True)
class HelperView:
    """Who helps, and since when on a monotonic clock; "" for nobody."""

    staff_id: str = ""
    since: float = 0.0


@QmlElement
@QmlUncreatable("owned by Python")
class HelperMode(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Begun by a helper's card and PIN, ended by the session's end or after `LONGEST_S`.

    Signals:
        viewChanged: `view`, or the page that is explained, is another.
    """

    viewChanged = Signal()

    def __init__(
        self,
        session: Session,
        filing: FilingScreen,
        background: Background,
        port: StaffPort | None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = HelperView()
        self._session, self._filing, self._background = session, filing, background
        self._port, self._monotonic = port, monotonic
        session.viewChanged.connect(self.viewChanged)
        filing.viewChanged.connect(self.viewChanged)
        session.ticked.connect(self._look)
        session.ended.connect(self.end)

    def begin(self, staff_id: str) -> None:
        """A helper's card and PIN were right."""
        self.end()
        self._note(staff_id, "helper_began", "")
        self._become(HelperView(staff_id, self._monotonic()))
        self._session.go("home")

    def end(self) -> None:
        """The person, or the time, is over."""
        if self.view.staff_id:
            minutes = (self._monotonic() - self.view.since) / 60
            self._note(self.view.staff_id, "helper_ended", f"{minutes:.1f} min")
            self._become(HelperView())

    @Property(bool, notify=viewChanged)
    def active(self) -> bool:
        return self.helps()

    def helps(self) -> bool:
        """Whether somebody stands beside the person."""
        return bool(self.view.staff_id)

    @Property(str, notify=viewChanged)
    def topic(self) -> str:
        """Which guidance belongs to the page: a key of ``helper``."""
        page = self._session.view.page
        if page == "filing":
            look = self._filing.shown_look()
            return f"filing_{look}" if look in LOOKS else "filing"
        return page if page in PAGES else "other"

    def _look(self) -> None:
        if self.view.staff_id and self._monotonic() - self.view.since >= LONGEST_S:
            self.end()

    def _note(self, staff_id: str, what: str, detail: str) -> None:
        if self._port is not None:
            note = partial(self._port.note, staff_id, what, detail)
            self._background.run(note)

    def _become(self, view: HelperView) -> None:
        self.view = view
        self._filing.mask(masked=bool(view.staff_id))
        self.viewChanged.emit()
