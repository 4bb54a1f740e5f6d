"""What the kiosk tells without being handed anything: notices, hours, telephones, fire, queue."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Property, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.notice import Notice, Topic
from kiosk.domain.premises import Premises
from kiosk.domain.ticket import OFFICE_ZONE
from ui.information_rows import InformationView, Row, Telling, following, new_urgent, place_named
from ui.ports import Notices
from ui.screens.office import Office
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

#: S0: nothing on the attract screen for less than 8 s.
CARD_MS: Final = 10_000
#: A notice ends by the clock; ten seconds late is soon enough.
LOOK_MS: Final = 10_000
#: A hall is dark and people sleep behind thin walls (screens of a building, 22:00-06:00).
NIGHT: Final = (dt.time(22), dt.time(6))


def is_night(at: dt.datetime) -> bool:
    """Whether `at` lies in the night of the office's time zone."""
    clock = at.astimezone(OFFICE_ZONE).time()
    return clock >= NIGHT[0] or clock < NIGHT[1]


@QmlElement
@QmlUncreatable("owned by Python")
class Information(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """Rows of whichever page of information is open, and the notice of the attract screen.

    Signals:
        viewChanged: another page, or its rows differ.
        cardChanged: another notice on the attract screen, or none.
        nightChanged: night began or ended.
    """

    viewChanged = Signal()
    cardChanged = Signal()
    nightChanged = Signal()
    _came = Signal()

    def __init__(
        self,
        session: Session,
        office: Office,
        texts: Texts,
        *,
        notices: Notices | None,
        premises: Premises,
        building: bool,
        now: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = InformationView()
        self._session, self._office, self._texts = session, office, texts
        self._notices, self._premises = notices, premises
        self._building, self._now = building, now
        self._showing: tuple[Notice, ...] = ()
        self._card: Notice | None = None
        self._night = building and is_night(now())
        self._card_timer = self._timer(CARD_MS, self._next_card)
        self._look_timer = self._timer(LOOK_MS, self.refresh)
        self._came.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        texts.languageChanged.connect(self._renamed)
        office.viewChanged.connect(self._counted)
        session.viewChanged.connect(self._moved)
        session.ended.connect(self.forget)
        if notices is not None:
            notices.when_changed(self._came.emit)
        self.refresh()
        self._moved()

    # What QML asks for

    @Slot(str)
    def open(self, place: str) -> None:
        """A tile of the home page; the way back leads home."""
        self.view = InformationView(place=place_named(place))
        self.viewChanged.emit()
        self._session.go("information")

    @Slot(str)
    def choose(self, key: str) -> None:
        """A row was tapped."""
        kind, _, name = key.partition(":")
        here = self.view
        trail = (*here.trail, here.place)
        if kind == "topic":
            topic = Topic(name) if name else None
            self._become(replace(here, place="notices", topic=topic, trail=trail))
        elif kind == "notice" and self._notices is not None:
            self._notices.opened(name)
            self._become(replace(here, place="notice", opened=name, trail=trail))
        elif kind == "place":
            self._become(replace(here, place=place_named(name), trail=trail))

    @Slot()
    def back(self) -> None:
        """One page back, or home."""
        if not self.view.trail:
            self._session.back()
            return
        *trail, place = self.view.trail
        self._become(replace(self.view, place=place, trail=tuple(trail), opened=""))

    @Property(bool, constant=True)
    def building(self) -> bool:
        """Whether the kiosk stands in an apartment building."""
        return self._building

    @Property(str, notify=viewChanged)
    def place(self) -> str:
        return self.view.place

    @Property(str, notify=viewChanged)
    def step(self) -> str:
        """Another page of rows has another step."""
        return f"{self.view.place} {self.view.topic} {self.view.opened}"

    @Property(str, notify=viewChanged)
    def title(self) -> str:
        return self._telling.title(self.view)

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # the stub wants a type
    def rows(self) -> list[Row]:
        """What the page lists: {key, label, detail, mark, picture, topic}."""
        return self._telling.rows(self.view)

    @Property(str, notify=viewChanged)
    def empty(self) -> str:
        """The sentence that stands where there are no rows."""
        return self._telling.empty(self.view)

    @Property(str, notify=viewChanged)
    def source(self) -> str:
        """Who says what is on the page, and since when."""
        return self._telling.source(self.view)

    @Property(QUrl, notify=viewChanged)
    def picture(self) -> QUrl:
        """The open notice's picture; empty without one."""
        return _url(self._opened())

    @Property(int, notify=viewChanged)
    def noticeCount(self) -> int:
        return len(self._showing)

    @Property(str, notify=viewChanged)
    def headline(self) -> str:
        """The most pressing notice's title; "" when there is none."""
        return self._telling.said(self._showing[0].title) if self._showing else ""

    @Property(bool, notify=viewChanged)
    def pressing(self) -> bool:
        """Whether an urgent notice is there."""
        return bool(self._showing) and self._showing[0].urgent

    @Property(bool, notify=cardChanged)
    def playing(self) -> bool:
        """Whether the attract screen has a notice to show."""
        return self._card is not None

    @Property(str, notify=cardChanged)
    def cardTitle(self) -> str:
        return self._telling.said(self._card.title) if self._card else ""

    @Property(str, notify=cardChanged)
    def cardBody(self) -> str:
        """The notice's first paragraph."""
        return self._telling.said(self._card.body).split("\n", 1)[0] if self._card else ""

    @Property(str, notify=cardChanged)
    def cardSource(self) -> str:
        return self._telling.signed(self._card) if self._card else ""

    @Property(QUrl, notify=cardChanged)
    def cardPicture(self) -> QUrl:
        return _url(self._card)

    @Property(bool, notify=cardChanged)
    def cardUrgent(self) -> bool:
        return self._card is not None and self._card.urgent

    @Property(bool, notify=nightChanged)
    def night(self) -> bool:
        """Whether the screen of a building is dimmed."""
        return self._night

    # What the rest of the app asks for

    def refresh(self) -> None:
        """Look at the shelf and the clock."""
        night = self._building and is_night(self._now())
        if night != self._night:
            self._night = night
            self.nightChanged.emit()
        showing = self._notices.showing() if self._notices is not None else ()
        if showing == self._showing:
            return
        urgent = new_urgent(self._showing, showing)
        self._showing = showing
        self.viewChanged.emit()
        if urgent is not None and self._card_timer.isActive():
            self._play(urgent)
            self._card_timer.start()
        elif self._card is not None and self._card not in showing:
            self._next_card()
            if self._card_timer.isActive():
                self._card_timer.start()  # whatever comes in its place has its whole time
        elif self._card is None:
            self._moved()

    def forget(self) -> None:
        """The person is gone."""
        self.view = InformationView()
        self.viewChanged.emit()

    def close(self) -> None:
        """The app ends."""
        self._card_timer.stop()
        self._look_timer.stop()
        if self._notices is not None:
            self._notices.when_changed(lambda: None)

    # Small things

    @property
    def _telling(self) -> Telling:
        office = self._office.view
        return Telling(
            self._texts.spoken,
            self._showing,
            self._premises,
            office.services if office.counted and not office.lost else (),
            self._building,
            self._now(),
        )

    def _opened(self) -> Notice | None:
        return self._telling.opened(self.view) if self.view.place == "notice" else None

    def _timer(self, ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=ms)
        timer.timeout.connect(call)
        if call == self.refresh:
            timer.start()
        return timer

    def _next_card(self) -> None:
        """The next notice on the attract screen."""
        showing = self._notices.showing() if self._notices is not None else ()
        self._play(following(self._card, showing))

    def _play(self, card: Notice | None) -> None:
        """Show `card` and count it as shown; the next one follows in its time."""
        before, self._card = self._card, card
        if card is not None and self._notices is not None:
            self._notices.shown(card.id)
        if card != before:
            self.cardChanged.emit()

    def _moved(self) -> None:
        """The attract screen plays; every other page stops it."""
        resting = self._session.view.page == "attract"
        if resting and not self._card_timer.isActive() and self._showing:
            self._next_card()
            self._card_timer.start()
        elif not resting and self._card_timer.isActive():
            self._card_timer.stop()

    def _counted(self) -> None:
        if self.view.place == "queue":
            self.viewChanged.emit()

    def _renamed(self) -> None:
        self.viewChanged.emit()
        self.cardChanged.emit()

    def _become(self, view: InformationView) -> None:
        self.view = view
        self.viewChanged.emit()
        self._session.touched()


def _url(notice: Notice | None) -> QUrl:
    if notice is None or notice.picture is None:
        return QUrl()
    return QUrl.fromLocalFile(str(notice.picture))
