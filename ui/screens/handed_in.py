"""A dossier or supplement on its way: stored, then shown, then printed; then followed."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

import structlog
from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.agent import Following
from kiosk.domain.dossier import Status
from kiosk.domain.feedback import FEEDBACK
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.services.submit_dossier import Stored
from kiosk.services.track_dossier import Answer
from kiosk.slips.dossier_slip import DossierSlip
from kiosk.texts import text
from ui.background import Background, Lane, Turn
from ui.code_picture import code_picture
from ui.fault_of import fault_of
from ui.idle import Patience
from ui.ports import Dossiers, DossierSlips, PrintNews
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: With the slip in hand there is nothing left to read; without it the screen is the slip.
PRINTED: Final = Patience(quiet_s=20.0, ask_s=20.0)
ON_SCREEN: Final = Patience(quiet_s=45.0, ask_s=30.0)
#: The agent is asked this often whether the portal has confirmed; a person waits for it.
ASK_MS: Final = 2000

FAILED: Final = "dossier.hand_in_failed"  # in the log

State = Literal["none", "storing", "done", "refused"]
SlipState = Literal["none", "declined", "printing", "printed", "not_started", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class HandedInView:
    """Everything the page after *Gửi hồ sơ* shows."""

    state: State = "none"
    stored: Stored | None = None
    sent: Answer | None = None  # the portal's own word
    slip: SlipState = "none"
    slip_fault: str = ""
    fault: str = ""  # key of the sentence that says why nothing was taken
    bring: str = ""  # papers still to bring, in words
    supplement: bool = False
    procedure: str = ""
    scanned: bool = False  # papers of the person's lie under the camera


@QmlElement
@QmlUncreatable("owned by Python")
class HandedIn(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Stores, then says so, then prints.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
        stored: it lies on the disk; whoever collected it forgets it now.
    """

    viewChanged = Signal()
    stored = Signal()
    _print_came = Signal(object, object)  # (Stored, PrintNews), from any thread

    def __init__(
        self,
        session: Session,
        texts: Texts,
        background: Background,
        store: Lane,
        *,
        dossiers: Dossiers | None,
        slips: DossierSlips | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = HandedInView()
        self._session, self._texts, self._background = session, texts, background
        self._dossiers, self._slips = dossiers, slips
        self._asked: Stored | None = None  # an answer about it is on its way
        self._turn = Turn(store)  # of one hand-in; what another one stored is not shown
        self._timer = QTimer(self, interval=ASK_MS)
        self._timer.timeout.connect(self._ask)
        self._print_came.connect(self._on_print, Qt.ConnectionType.QueuedConnection)
        texts.languageChanged.connect(self.viewChanged)
        session.cleared.connect(self.forget)

    def hand_in(
        self,
        work: Callable[[], Stored],
        slip: Callable[[Stored], DossierSlip] | None,
        *,
        bring: str = "",
        supplement: bool = False,
        procedure: str = "",
        scanned: bool = False,
    ) -> None:
        """Run `work` on a worker; what it stored is shown, and `slip` of it printed; without one
        the person wants no paper.

        A second call while one runs, or after one was stored, does nothing.
        """
        if self.view.state in {"storing", "done"}:
            return
        self._become(
            HandedInView(
                "storing",
                bring=bring,
                supplement=supplement,
                procedure=procedure,
                scanned=scanned,
            )
        )
        self._turn.end()
        # Too late, it is stored and will be sent all the same; nobody is here to be told.
        self._turn.run(work, partial(self._came, slip), late=partial(fault_of, event=FAILED))

    def forget(self) -> None:
        """The person is gone."""
        self._timer.stop()
        self._turn.end()
        self._become(HandedInView())

    @Slot()
    def ask(self) -> None:
        """Look now whether the portal has confirmed."""
        self._ask()

    @Property(str, notify=viewChanged)
    def state(self) -> str:
        return self.view.state

    @Property(bool, notify=viewChanged)
    def feedback(self) -> bool:
        """Whether it is feedback and no dossier."""
        return self.view.procedure == FEEDBACK

    @Property(str, notify=viewChanged)
    def area(self) -> str:
        """Section of the words: a dossier's, or those of feedback."""
        return "feedback" if self.view.procedure == FEEDBACK else "filing"

    @Property(bool, notify=viewChanged)
    def supplement(self) -> bool:
        return self.view.supplement

    @Property(str, notify=viewChanged)
    def code(self) -> str:
        return str(self.view.stored.code) if self.view.stored else ""

    @Property(str, notify=viewChanged)
    def secret(self) -> str:
        return self.view.stored.secret if self.view.stored else ""

    @Property(str, notify=viewChanged)
    def qr(self) -> str:
        """What the slip's code says, as a picture (the address of a PNG)."""
        if self.view.stored is None:
            return ""
        return code_picture(self.view.stored.follow_url)

    @Property(bool, notify=viewChanged)
    def sent(self) -> bool:
        """Whether the portal has confirmed that it holds the whole dossier."""
        return self.view.sent is not None

    @Property(str, notify=viewChanged)
    def standing(self) -> str:
        """Where it is, and nothing more than is true."""
        language = self._texts.spoken
        sent = self.view.sent
        if not isinstance(sent, Following) or sent.tracked is None:
            key = (
                "feedback.stored_here" if self.view.procedure == FEEDBACK else "dossier.stored_here"
            )
            return text(key, language)
        tracked = sent.tracked
        came = tracked.status_at if self.view.supplement else tracked.received_at
        at: dt.datetime = came.astimezone(OFFICE_ZONE)
        office = tracked.office.in_language(language)
        key = "feedback.delivered" if self.view.procedure == FEEDBACK else "dossier.delivered"
        return text(key, language, office=office, time=f"{at:%H:%M}")

    @Property(str, notify=viewChanged)
    def bring(self) -> str:
        """Papers still to bring to the desk, in words; "" for none."""
        return self.view.bring

    @Property(bool, notify=viewChanged)
    def scanned(self) -> bool:
        """Whether there are originals to take back."""
        return self.view.scanned

    @Property(str, notify=viewChanged)
    def slip(self) -> str:
        return self.view.slip

    @Property(str, notify=viewChanged)
    def slipWords(self) -> str:
        """What became of the slip, in words."""
        paper_out = self.view.slip == "not_started" and self.view.slip_fault == "paper_out"
        key = "paper_out" if paper_out else self.view.slip
        if self.view.procedure == FEEDBACK:
            return text(f"feedback.slip_{key}", self._texts.spoken)
        return text(f"filing.slip_{key}", self._texts.spoken)

    @Property(str, notify=viewChanged)
    def fault(self) -> str:
        """Why nothing was taken, in words."""
        return text(self.view.fault, self._texts.spoken) if self.view.fault else ""

    def _came(self, slip: Callable[[Stored], DossierSlip] | None, future: Future[Stored]) -> None:
        fault = fault_of(future, FAILED)
        if fault is not None:
            self._become(replace(self.view, state="refused", fault=fault.citizen_key))
            return
        stored, slips, came = future.result(), self._slips, self._print_came
        printing: SlipState = (
            "declined" if slip is None else "none" if slips is None else "printing"
        )
        self._become(replace(self.view, state="done", stored=stored, slip=printing))
        self.stored.emit()
        self._session.wait(ON_SCREEN)
        if slips is not None and slip is not None:
            slips.print(slip(stored), lambda news: came.emit(stored, news))
        self._timer.start()

    def _on_print(self, stored: Stored, news: PrintNews) -> None:
        if self.view.stored is not stored:
            return  # the person of that slip has left
        self._become(replace(self.view, slip=news.state, slip_fault=news.citizen_key or ""))
        if news.state == "printed":
            self._session.wait(PRINTED)

    def _ask(self) -> None:
        stored, dossiers = self.view.stored, self._dossiers
        if stored is None or dossiers is None or self.view.sent is not None:
            return
        if self._asked is stored:
            return
        self._asked = stored
        work = partial(dossiers.track, str(stored.code), stored.secret)
        self._background.run(work, partial(self._answered, stored))

    def _answered(self, stored: Stored, future: Future[Answer]) -> None:
        if self._asked is stored:
            self._asked = None
        if future.exception() is not None:
            log.error("dossier.ask_failed", exc_info=future.exception())
            return
        answer = future.result()
        if self.view.stored is stored and _arrived(answer, supplement=self.view.supplement):
            self._timer.stop()
            self._become(replace(self.view, sent=answer))

    def _become(self, view: HandedInView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _arrived(answer: Answer, *, supplement: bool) -> bool:
    """Whether the portal itself says that it holds what was handed in.

    While a dossier still waits for papers, its supplement has not come.
    """
    if not isinstance(answer, Following) or answer.where != "portal" or answer.tracked is None:
        return False
    return not (supplement and answer.tracked.status == Status.TO_COMPLETE)
