"""Taking a number: chosen, stored, shown, and only then printed."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Final, Literal
from uuid import UUID

import structlog
import uuid_utils.compat
from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.contract.hub import Words
from kiosk.texts import catalogue
from ui.background import Background, Turn, noted
from ui.code_picture import code_picture
from ui.idle import Patience
from ui.ports import PrintNews, SlipDesk, TakenTicket, TicketRefusedError, TicketTaker
from ui.screens.office import Office
from ui.screens.session import Session
from ui.screens.texts import Texts
from ui.told_wait import UNTOLD, ToldWait

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: With the slip in hand there is nothing left to read; without it the screen is the slip.
DONE_PRINTED: Final = Patience(quiet_s=5.0, ask_s=20.0)
DONE_ON_SCREEN: Final = Patience(quiet_s=30.0, ask_s=30.0)
KNOWN_REFUSALS: Final = ("service_closed", "out_of_numbers")


class Phase(StrEnum):
    """Where taking a number stands."""

    CHOOSING = "choosing"
    TAKING = "taking"
    DONE = "done"
    REFUSED = "refused"


PrintState = Literal["none", "printing", "printed", "not_started", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything the two pages show, in one value that tests can compare."""

    phase: Phase = Phase.CHOOSING
    chosen: str = ""  # service id of the card that was tapped
    priority: bool = False
    dossier: str = ""  # code of what was handed in before; the desk opens it
    ticket: TakenTicket | None = None
    slip: PrintState = "none"
    citizen_key: str = ""  # sentence of faults.*.toml when the slip did not come
    refusal: str = ""
    desk: Words | None = None  # the board calls this number now
    wait: ToldWait = UNTOLD  # told when the number was taken


@QmlElement
@QmlUncreatable("owned by Python")
class TicketScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """What the pages *services*, *done* and *refused* show; knows no hub and no printer.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()
    _print_came = Signal(object, object)  # (ticket id, PrintNews), from any thread

    def __init__(
        self,
        session: Session,
        office: Office,
        texts: Texts,
        background: Background,
        *,
        tickets: TicketTaker,
        slips: SlipDesk | None,
        mint: Callable[[], UUID] = uuid_utils.compat.uuid7,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = TicketView()
        self._turn = Turn(background)  # of one person's choice; a late number is nobody's
        self._session, self._office, self._texts = session, office, texts
        self._tickets, self._slips, self._mint = tickets, slips, mint
        self._print_came.connect(self._on_print, Qt.ConnectionType.QueuedConnection)
        office.viewChanged.connect(self._look_at_board)
        texts.languageChanged.connect(self.viewChanged)
        session.ended.connect(self._forget)
        session.cleared.connect(self._cleared)

    @Slot(bool)
    def setPriority(self, wanted: bool) -> None:  # noqa: FBT001 - a Qt slot
        """*Tôi thuộc diện ưu tiên*: self-declared, the desk confirms."""
        if self.view.phase is Phase.CHOOSING:
            self._become(replace(self.view, priority=wanted))

    @Slot(str)
    def take(self, service_id: str) -> None:
        """A service was tapped. Only the first tap counts: it mints the ticket's id."""
        if self.view.phase is not Phase.CHOOSING:
            return
        self._become(replace(self.view, phase=Phase.TAKING, chosen=service_id))
        work = partial(
            self._tickets.take,
            service_id,
            priority=self.view.priority,
            ticket_id=self._mint(),
            language=self._texts.spoken,
            dossier=self.view.dossier or None,
        )
        self._turn.run(work, self._taken, late=_nobody_there)

    @Slot()
    def openChoice(self) -> None:
        """Start choosing, with nothing left of an earlier choice."""
        if self.view.phase is not Phase.TAKING:
            self._forget()
        self._session.takeNumber()

    @Slot(str)
    def openFor(self, dossier: str) -> None:
        """Start choosing for a dossier that was just handed in: its code goes with the number."""
        if self.view.phase is not Phase.TAKING:
            self._become(TicketView(dossier=dossier))
        self._session.takeNumber()

    @Property(bool, notify=viewChanged)
    def taking(self) -> bool:
        return self.view.phase is Phase.TAKING

    @Property(str, notify=viewChanged)
    def chosen(self) -> str:
        return self.view.chosen

    @Property(bool, notify=viewChanged)
    def priority(self) -> bool:
        return self.view.priority

    @Property(str, notify=viewChanged)
    def number(self) -> str:
        return self.view.ticket.number if self.view.ticket else ""

    @Property(str, notify=viewChanged)
    def service(self) -> str:
        ticket = self.view.ticket
        return ticket.service.in_language(self._texts.spoken) if ticket else ""

    @Property(int, notify=viewChanged)
    def ahead(self) -> int:
        """People before this one; -1 where nobody can know."""
        ticket = self.view.ticket
        return -1 if ticket is None or ticket.ahead is None else ticket.ahead

    @Property(str, notify=viewChanged)
    def wait(self) -> str:
        """How long they will wait, in words; "" where nobody can know."""
        return self.view.wait.words(self._texts.spoken)

    @Property(bool, notify=viewChanged)
    def fromKiosk(self) -> bool:
        return self.view.ticket is not None and self.view.ticket.origin == "kiosk"

    @Property(str, notify=viewChanged)
    def qr(self) -> str:
        """The follow page as a picture (the address of a PNG), black on white."""
        ticket = self.view.ticket
        if ticket is None or not ticket.follow_url:
            return ""
        return code_picture(ticket.follow_url)

    @Property(str, notify=viewChanged)
    def slip(self) -> str:
        return self.view.slip

    @Property(str, notify=viewChanged)
    def slipFault(self) -> str:
        """Key of the sentence that says why there is no slip; "" if none is known."""
        key = f"citizen.{self.view.citizen_key}"
        return key if key in catalogue(self._texts.spoken) else ""

    @Property(str, notify=viewChanged)
    def refusal(self) -> str:
        return self.view.refusal

    @Property(str, notify=viewChanged)
    def desk(self) -> str:
        return self.view.desk.in_language(self._texts.spoken) if self.view.desk else ""

    def _taken(self, future: Future[TakenTicket]) -> None:
        error = future.exception()
        if error is None:
            self._show(future.result())
            return
        if isinstance(error, TicketRefusedError):
            code = error.code.replace("-", "_")
            code = code if code in KNOWN_REFUSALS else "unavailable"
        else:  # ours: the person still gets a way on, the technician the traceback
            log.error("ticket.take_failed", exc_info=error)
            code = "unavailable"
        self._become(replace(self.view, phase=Phase.REFUSED, refusal=code))
        self._session.go("refused")

    def _show(self, ticket: TakenTicket) -> None:
        slips = self._slips
        # Of those who ask for priority, and of a line that this machine cannot see, nobody knows.
        last = ticket.ahead and not self.view.priority
        wait = self._office.wait_of(self.view.chosen) if last else UNTOLD
        view = replace(self.view, phase=Phase.DONE, ticket=ticket, wait=wait)
        self._become(replace(view, slip="printing" if slips else "none"))
        self._session.go("done")
        self._session.wait(DONE_ON_SCREEN)
        self._look_at_board()
        if slips is not None:
            came = self._print_came
            slips.print(ticket, self._texts.spoken, lambda news: came.emit(ticket.ticket_id, news))

    def _on_print(self, ticket_id: UUID, news: PrintNews) -> None:
        ticket = self.view.ticket
        if ticket is None or ticket.ticket_id != ticket_id:
            return  # the person of that slip has left
        self._become(replace(self.view, slip=news.state, citizen_key=news.citizen_key or ""))
        if news.state == "printed":
            self._session.wait(DONE_PRINTED)

    def _look_at_board(self) -> None:
        ticket = self.view.ticket
        if ticket is not None:
            self._become(replace(self.view, desk=self._office.desk_of(ticket.number)))

    def _cleared(self) -> None:
        """At home: a choice is dropped, and a number that is on its way is not."""
        if self.view.phase is not Phase.TAKING:
            self._forget()

    def _forget(self) -> None:
        self._turn.end()
        self._become(TicketView())

    def _become(self, view: TicketView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _nobody_there(future: Future[TakenTicket]) -> None:
    if future.exception() is None:
        log.warning("ticket.nobody_there")  # it is in the line, and the desk will miss them
    elif not isinstance(future.exception(), TicketRefusedError):
        noted(future)
