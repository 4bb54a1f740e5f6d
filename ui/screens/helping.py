"""*Gọi cán bộ*: a call to the desks, and honest words for what comes of it (S18)."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.services.help_line import HelpNews
from ui.background import Background, Lane, Turn, noted
from ui.ports import HelpLine
from ui.screens.session import Session

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: The place in line changes when a clerk takes a call; nobody watches it more often than this.
ASK_MS: Final = 2000
#: S18: unanswered so long, the screen says so and what else can be done.
UNANSWERED_S: Final = 60.0
#: Nobody is sent away who waits for a clerk; but a kiosk that was left is free again after this.
PAUSE_S: Final = 300.0

State = Literal["idle", "calling", "told", "unanswered", "unattended", "coming", "nobody"]
_OPEN: Final = frozenset({"calling", "told", "unanswered", "unattended"})


@dataclass(frozen=True, slots=True)
class HelpView:
    """Where one person's call stands; `ahead`: calls of others before it."""

    state: State = "idle"
    ahead: int = 0
    called_at: float = 0.0


@QmlElement
@QmlUncreatable("owned by Python")
class Helping(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Belongs to one person: it ends with the session, and the call is withdrawn then.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        line: HelpLine,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = HelpView()
        # With a slow hub one person's withdrawal would else overtake the next one's call.
        self._lane = Lane(background)
        self._turn = Turn(self._lane)
        self._session, self._line = session, line
        self._monotonic = monotonic
        self._timer = QTimer(self, interval=ASK_MS)
        self._timer.timeout.connect(self.ask)
        session.ended.connect(self.forget)

    @Slot()
    def call(self) -> None:
        """Tell the desks that somebody needs help here; taps while it is open are ignored."""
        if self.view.state in _OPEN:
            return
        self._turn.end()
        self._become(HelpView("calling", called_at=self._monotonic()))
        self._session.pause(PAUSE_S)
        call = partial(self._line.call, self._session.view.page)
        self._turn.run(call, self._came)

    @Slot()
    def cancel(self) -> None:
        """Help is not needed any more."""
        if self.view.state in _OPEN:
            self._lane.run(self._line.withdraw)
        self._end()

    def forget(self) -> None:
        """The person has gone."""
        self.cancel()

    def ask(self) -> None:
        """Look what became of the call."""
        if self.view.state in _OPEN and self.view.state != "calling":
            self._turn.run(self._line.ask, self._came)

    def _came(self, future: Future[HelpNews] | Future[HelpNews | None]) -> None:
        noted(future)
        news = HelpNews("nobody") if future.exception() is not None else future.result()
        if news is None:
            self._wait(self.view.ahead, self.view.state)  # the hub is away; it was told before
        elif news.state == "nobody":
            self._timer.stop()
            self._become(replace(self.view, state="nobody"))
        elif news.state == "coming":
            self._timer.stop()
            self._become(replace(self.view, state="coming"))
        elif news.state == "over":
            self._end()
        else:
            self._wait(news.ahead, news.state)

    def _wait(self, ahead: int, state: State) -> None:
        waited_s = self._monotonic() - self.view.called_at
        if state in {"told", "unanswered"}:
            state = "unanswered" if waited_s >= UNANSWERED_S else "told"
        self._become(replace(self.view, state=state, ahead=ahead))
        self._timer.start()

    def _end(self) -> None:
        self._timer.stop()
        self._turn.end()
        self._session.pause(0)
        self._become(HelpView())

    @Property(str, notify=viewChanged)
    def state(self) -> str:
        return self.view.state

    @Property(int, notify=viewChanged)
    def ahead(self) -> int:
        return self.view.ahead

    @Property(bool, notify=viewChanged)
    def waiting(self) -> bool:
        """Whether there is a call that can be withdrawn."""
        return self.view.state in _OPEN

    def _become(self, view: HelpView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()
