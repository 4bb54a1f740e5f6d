"""The service pages: a staff card, its PIN, and how every part of the kiosk is."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Literal

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from devices.faults import APP_PART
from devices.keep_going import is_defect, place_of
from kiosk.domain.scan_kind import Scan, StaffScan
from kiosk.domain.staff import Role, StaffCard
from kiosk.services.readiness import Finding, Level
from kiosk.services.staff_access import CardRefusedError, PinAnswer
from ui.background import Background, Turn, noted
from ui.idle import WARNING_S, Patience
from ui.ports import PrintNews, StaffPort
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: S22: locked by itself after five minutes, the question at the end included.
OPEN: Final = Patience(quiet_s=300.0 - WARNING_S)
#: Whoever holds a card has the PIN in mind; a card laid down by mistake must not block the home.
ASKED: Final = Patience(quiet_s=30.0, ask_s=0.0)
PIN_DIGITS: Final = 6
#: A cable that was plugged in shows while the technician still looks at the row.
REFRESH_MS: Final = 5000
TICK_MS: Final = 500

Stage = Literal["", "checking", "refused", "pin", "rows"]


@dataclass(frozen=True, slots=True)
class StaffView:
    """Everything the pages show; `note` and `said` are keys of ``staff_screen``."""

    stage: Stage = ""
    staff_id: str = ""
    role: Role = Role.TECHNICIAN
    pin: str = field(default="", repr=False)
    note: str = ""
    looking: bool = False  # a PIN is being looked at
    open_at: float = 0.0  # monotonic time before which no PIN is looked at
    findings: tuple[Finding, ...] = ()
    busy: str = ""  # the part whose test runs, or "reprint"
    said: str = ""


@QmlElement
@QmlUncreatable("owned by Python")
class StaffScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Opened by a card on the attract or home page and by nothing else: no page has a way here.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
        rowsChanged: `rows` differ; else a row under a finger is not built anew.
        helperCame: the card and PIN of a helper, by id.
        restartAsked: somebody with a card wants the app to start again.
    """

    viewChanged = Signal()
    rowsChanged = Signal()
    restartAsked = Signal()
    helperCame = Signal(str)

    def __init__(
        self,
        session: Session,
        texts: Texts,
        background: Background,
        port: StaffPort | None,
        *,
        may_restart: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = StaffView()
        self._turn = Turn(background)  # of one card; what comes late is not shown to another
        self._session, self._texts, self._background = session, texts, background
        self._port, self._monotonic = port, monotonic
        self._may_restart = may_restart
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._look)
        self._countdown = QTimer(self, interval=TICK_MS)
        self._countdown.timeout.connect(self._tick)
        session.viewChanged.connect(self._page_changed)
        texts.languageChanged.connect(self.rowsChanged)

    # From the doorstep -------------------------------------------------------------------

    def shown(self, scan: Scan) -> None:
        """Something was shown to the kiosk; only a staff card means anything here."""
        if self._port is None or not isinstance(scan, StaffScan):
            return
        self._turn.end()
        self._become(StaffView(stage="checking"))
        self._session.go("staff")
        self._session.wait(ASKED)
        present = partial(self._port.present, scan.token)
        self._turn.run(present, self._presented)

    def _presented(self, future: Future[StaffCard]) -> None:
        error = future.exception()
        if isinstance(error, CardRefusedError):
            self._become(StaffView(stage="refused", note=error.reason.value))
        elif error is not None:
            noted(future)
            self._become(StaffView(stage="refused", note="unknown"))
        else:
            card = future.result()
            self._become(StaffView(stage="pin", staff_id=card.staff_id, role=card.role))

    # The PIN -----------------------------------------------------------------------------

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad: a digit, or "back". The sixth digit has the PIN looked at."""
        view = self.view
        if view.stage != "pin" or view.looking or self._wait_s() > 0 or self._port is None:
            return
        pin = view.pin[:-1] if key == "back" else view.pin + key
        if len(pin) < PIN_DIGITS:
            self._become(replace(view, pin=pin, note="" if pin else view.note))
            return
        self._become(replace(view, pin=pin, looking=True, note=""))
        look = partial(self._port.open, view.staff_id, pin)
        self._turn.run(look, self._answered)

    def _answered(self, future: Future[PinAnswer]) -> None:
        if future.exception() is not None:
            noted(future)
            self._become(StaffView(stage="refused", note="unknown"))
            return
        answer = future.result()
        if answer.right and self.view.role is Role.HELPER:
            self.helperCame.emit(self.view.staff_id)
        elif answer.right:
            self._open()
        elif answer.locked:
            self._become(StaffView(stage="refused", note="locked"))
        else:
            open_at = self._monotonic() + answer.wait_s
            again = replace(self.view, pin="", looking=False, note="pin_wrong", open_at=open_at)
            self._become(again)
            self._session.wait(replace(ASKED, quiet_s=ASKED.quiet_s + answer.wait_s))
            self._countdown.start()

    def _tick(self) -> None:
        self.viewChanged.emit()
        if self._wait_s() == 0:
            self._countdown.stop()

    # How everything is -------------------------------------------------------------------

    def _open(self) -> None:
        self._become(StaffView(stage="rows", staff_id=self.view.staff_id))
        self._session.wait(OPEN)
        self._refresh.start()
        self._look()

    def _look(self) -> None:
        port = self._port
        if port is None or self.view.stage != "rows":
            return
        for part in port.parts():
            self._turn.run(partial(port.look, part), partial(self._looked, part))

    def _looked(self, part: str, future: Future[Finding]) -> None:
        new = _found(part, future)
        for old in self.view.findings:
            # Other figures for the same state are no news: a row under a finger would be built
            # anew. What a test found stays while the part is as it was.
            if old.part == new.part and (old.level, old.code) == (new.level, new.code):
                return
        self._keep(new)

    def _keep(self, new: Finding) -> None:
        found = {each.part: each for each in self.view.findings} | {new.part: new}
        order = self._port.parts() if self._port is not None else ()
        rows = tuple(found[part] for part in order if part in found)
        self._become(replace(self.view, findings=rows))

    @Slot(str)
    def test(self, part: str) -> None:
        """Do the real thing once with a part; one at a time."""
        if self.view.stage != "rows" or self.view.busy or self._port is None:
            return
        self._become(replace(self.view, busy=part, said=""))
        work = partial(self._port.test, self.view.staff_id, part)
        self._turn.run(work, partial(self._tested, part))

    def _tested(self, part: str, future: Future[Finding]) -> None:
        self._become(replace(self.view, busy=""))
        self._keep(_found(part, future))

    @Slot()
    def reprint(self) -> None:
        """The last number's slip again, marked as a second copy."""
        if self.view.stage != "rows" or self.view.busy or self._port is None:
            return
        self._become(replace(self.view, busy="reprint", said=""))
        work = partial(self._port.reprint, self.view.staff_id)
        self._turn.run(work, self._reprinted)

    def _reprinted(self, future: Future[PrintNews | None]) -> None:
        noted(future)
        news = future.result() if future.exception() is None else None
        said = "reprint_none" if news is None else f"reprint_{news.state}"
        self._become(replace(self.view, busy="", said=said))

    @Slot()
    def restart(self) -> None:
        """Start the app again."""
        if self.view.stage == "rows" and self._may_restart:
            self._note("restart")
            self.restartAsked.emit()

    # The end -----------------------------------------------------------------------------

    @Slot()
    def leave(self) -> None:
        """Lock, and back to the attract screen."""
        self._session.end()

    def forget(self) -> None:
        """Nothing of this card stays; also when the app ends."""
        self._refresh.stop()
        self._countdown.stop()
        if self.view.stage == "rows":
            self._note("locked")
        self._turn.end()
        self._become(StaffView())

    def _note(self, what: str) -> None:
        if self._port is not None:
            note = partial(self._port.note, self.view.staff_id, what)
            self._background.run(note)

    def _page_changed(self) -> None:
        if self._session.view.page != "staff" and self.view.stage:
            self.forget()

    # What QML asks for -------------------------------------------------------------------

    @Property(str, notify=viewChanged)
    def stage(self) -> str:
        return self.view.stage

    @Property(str, notify=viewChanged)
    def who(self) -> str:
        return self.view.staff_id

    @Property(int, notify=viewChanged)
    def digits(self) -> int:
        return len(self.view.pin)

    @Property(str, notify=viewChanged)
    def note(self) -> str:
        return self.view.note

    @Property(int, notify=viewChanged)
    def waitS(self) -> int:
        """Seconds in which no PIN is looked at, rounded up."""
        return self._wait_s()

    @Property(str, notify=viewChanged)
    def busy(self) -> str:
        return self.view.busy

    @Property(str, notify=viewChanged)
    def said(self) -> str:
        return self.view.said

    @Property(bool, constant=True)
    def mayRestart(self) -> bool:
        return self._may_restart

    @Property("QVariantList", notify=rowsChanged)  # type: ignore[arg-type]  # stub
    def rows(self) -> list[dict[str, Any]]:
        language = self._texts.spoken
        return [
            {
                "part": each.part,
                "level": each.level.value,
                "code": each.code or "",
                "evidence": each.evidence,
                "remedy": each.remedy(language),
            }
            for each in self.view.findings
        ]

    def _wait_s(self) -> int:
        return max(0, math.ceil(self.view.open_at - self._monotonic()))

    def _become(self, view: StaffView) -> None:
        before, self.view = self.view, view
        if view != before:
            self.viewChanged.emit()
        if view.findings != before.findings:
            self.rowsChanged.emit()


def _found(part: str, future: Future[Finding]) -> Finding:
    """How a part is; one that could not be looked at is not known, and not as it was before."""
    noted(future)
    error = future.exception()
    if error is None:
        return future.result()
    code = APP_PART.code if is_defect(error) else None
    return Finding(part, Level.UNKNOWN, code, place_of(error))
