"""How was it? One touch after the result, never before; nobody has to."""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal
from uuid import UUID

import structlog
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.feedback import FEEDBACK
from kiosk.domain.rating import Occasion, Reason, Score
from ui import tracking
from ui.background import Background, Lane
from ui.idle import Patience
from ui.ports import Ratings
from ui.screens.handed_in import HandedIn
from ui.screens.session import Session
from ui.screens.ticket import TicketScreen
from ui.screens.track import TrackScreen

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

log = structlog.get_logger()

#: Who does not answer has answered: the page goes without a question and without blame.
PATIENCE: Final = Patience(quiet_s=10.0, ask_s=0.0)

State = Literal["none", "looking", "asking", "thanked"]


@dataclass(frozen=True, slots=True)
class Visit:
    """What had its end: the transaction is a ticket's or a dossier's id."""

    occasion: Occasion
    transaction: UUID
    service: str


@dataclass(frozen=True, slots=True)
class RatingView:
    """Everything the page shows."""

    state: State = "none"
    visit: Visit | None = None
    reasons: tuple[Reason, ...] = ()


@QmlElement
@QmlUncreatable("owned by Python")
class RatingScreen(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Asks once for each transaction; without ratings every question is the end of the session.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        ticket: TicketScreen,
        handed_in: HandedIn,
        track: TrackScreen,
        ratings: Ratings | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = RatingView()
        self._lane = Lane(background)  # a quick *Xong* must not overtake the face it belongs to
        self._session, self._ratings = session, ratings
        self._ticket, self._handed_in, self._track = ticket, handed_in, track
        session.cleared.connect(self._leave)

    # What QML asks for

    @Slot()
    def afterNumber(self) -> None:
        """*Xong* under a number."""
        view = self._ticket.view
        ticket = view.ticket
        self._ask(Visit(Occasion.NUMBER, ticket.ticket_id, view.chosen) if ticket else None)

    @Slot()
    def afterDossier(self) -> None:
        """*Xong* under a dossier that is stored."""
        view = self._handed_in.view
        stored = None if view.procedure == FEEDBACK else view.stored
        self._ask(Visit(Occasion.DOSSIER, stored.delivery_id, view.procedure) if stored else None)

    @Slot()
    def afterTracking(self) -> None:
        """*Xong* under what was told of a dossier; only a result is asked about."""
        found = tracking.result(self._track.view.answer)
        self._ask(Visit(Occasion.RESULT, found.dossier_id, found.procedure) if found else None)

    @Slot(int)
    def rate(self, score: int) -> None:
        """A face was touched; only the first touch counts."""
        visit, ratings = self.view.visit, self._ratings
        if self.view.state != "asking" or visit is None or ratings is None:
            return
        self._become(replace(self.view, state="thanked"))
        work = partial(
            ratings.rate,
            visit.occasion,
            visit.transaction,
            service=visit.service,
            score=Score(score),
        )
        self._lane.run(work, _note)
        self._session.wait(PATIENCE)

    @Slot(str)
    def reason(self, reason: str) -> None:
        """A reason was ticked, or not any more."""
        if self.view.state != "thanked":
            return
        chosen = Reason(reason)
        ticked = chosen not in self.view.reasons
        self._become(
            replace(
                self.view,
                reasons=tuple(
                    each
                    for each in Reason
                    if (each in self.view.reasons and each != chosen) or (each == chosen and ticked)
                ),
            )
        )

    @Slot()
    def close(self) -> None:
        """*Bỏ qua* or *Xong*."""
        self._session.end()

    @Property(str, notify=viewChanged)
    def state(self) -> str:
        return self.view.state

    @Property(str, notify=viewChanged)
    def occasion(self) -> str:
        return self.view.visit.occasion.value if self.view.visit else Occasion.NUMBER.value

    @Property("QStringList", notify=viewChanged)  # type: ignore[arg-type]  # stub
    def reasons(self) -> list[str]:
        """What is ticked."""
        return [reason.value for reason in self.view.reasons]

    @Property("QStringList", constant=True)  # type: ignore[arg-type]  # stub
    def everyReason(self) -> list[str]:
        return [reason.value for reason in Reason]

    # Its own way

    def _ask(self, visit: Visit | None) -> None:
        if self.view.state != "none":
            return
        if visit is None or self._ratings is None:
            self._session.end()
            return
        self._become(RatingView("looking", visit))
        work = partial(self._ratings.open, visit.occasion, visit.transaction)
        self._lane.run(work, partial(self._looked, visit))

    def _looked(self, visit: Visit, future: Future[bool]) -> None:
        if self.view.visit is not visit:
            return  # the person has left
        if future.exception() is not None:
            log.error("rating.look_failed", exc_info=future.exception())
        if future.exception() is not None or not future.result():
            self._session.end()
            return
        self._become(RatingView("asking", visit))
        self._session.go("rating")
        self._session.wait(PATIENCE)

    def _leave(self) -> None:
        view, ratings = self.view, self._ratings
        self._become(RatingView())
        if view.state == "thanked" and view.visit is not None and ratings is not None:
            visit = view.visit
            work = partial(ratings.settle, visit.occasion, visit.transaction, view.reasons)
            self._lane.run(work, _note)

    def _become(self, view: RatingView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _note(future: Future[None]) -> None:
    if future.exception() is not None:
        log.error("rating.not_kept", exc_info=future.exception())
