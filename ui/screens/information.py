"""What the kiosk tells without being handed anything: notices, hours, telephones, fire, queue."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import segno
from PySide6.QtCore import Property, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.notice import Notice, Topic
from kiosk.domain.premises import NATIONAL, Hotline, Premises
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.texts import text
from ui.ports import Notices
from ui.screens.office import Office
from ui.screens.session import Session
from ui.screens.texts import Texts

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

Place = Literal["menu", "notices", "notice", "hotlines", "fire", "hours", "queue"]
Row = dict[str, Any]

#: S0: nothing on the attract screen for less than 8 s.
CARD_MS: Final = 10_000
#: A notice ends by the clock; ten seconds late is soon enough.
LOOK_MS: Final = 10_000
#: A hall is dark and people sleep behind thin walls (screens of a building, 22:00-06:00).
NIGHT: Final = (dt.time(22), dt.time(6))
#: Topics in the order of the menu: what touches everybody's day first.
TOPICS: Final = (
    Topic.BUILDING,
    Topic.UTILITIES,
    Topic.OFFICE,
    Topic.GROUPS,
    Topic.LOST_FOUND,
    Topic.TRAFFIC,
    Topic.HEALTH,
    Topic.TOURISM,
)
FIRE_STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class InformationView:
    """Where the person is; `trail` leads back, home when it is empty."""

    place: Place = "menu"
    trail: tuple[Place, ...] = ()
    topic: Topic | None = None
    opened: str = ""  # id of the notice on the page


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
        self.view = InformationView(place=_place(place))
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
            self._become(replace(here, place=_place(name), trail=trail))

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
        notice = self._opened()
        if self.view.place == "notice":
            return self._said(notice.title) if notice else self._t("inform.over_title")
        if self.view.place == "notices" and self.view.topic is not None:
            return self._t(f"inform.topic_{self.view.topic.value}")
        place = self.view.place
        if place == "menu" and self._building:
            return self._t("inform.title_menu_building")
        return self._t(f"inform.title_{place}")

    @Property("QVariantList", notify=viewChanged)  # type: ignore[arg-type]  # the stub wants a type
    def rows(self) -> list[Row]:
        """What the page lists: {key, label, detail, mark, picture}."""
        makers: dict[Place, Callable[[], list[Row]]] = {
            "menu": self._menu,
            "notices": lambda: [self._notice_row(one) for one in self._of_topic(self.view.topic)],
            "notice": self._paragraphs,
            "hotlines": self._hotlines,
            "fire": self._fire,
            "hours": self._hours,
            "queue": self._queue,
        }
        return makers[self.view.place]()

    @Property(str, notify=viewChanged)
    def empty(self) -> str:
        """The sentence that stands where there are no rows."""
        if self.view.place == "notice":
            return self._t("inform.over_body")
        return self._t("inform.none" if self.view.place == "notices" else "inform.nothing")

    @Property(str, notify=viewChanged)
    def source(self) -> str:
        """Who wrote the open notice, and when."""
        notice = self._opened()
        return self._signed(notice) if notice and self.view.place == "notice" else ""

    @Property(QUrl, notify=viewChanged)
    def picture(self) -> QUrl:
        """The open notice's picture; empty without one."""
        return _url(self._opened() if self.view.place == "notice" else None)

    @Property(int, notify=viewChanged)
    def noticeCount(self) -> int:
        return len(self._showing)

    @Property(str, notify=viewChanged)
    def headline(self) -> str:
        """The most pressing notice's title; "" when there is none."""
        return self._said(self._showing[0].title) if self._showing else ""

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
        return self._said(self._card.title) if self._card else ""

    @Property(str, notify=cardChanged)
    def cardBody(self) -> str:
        """The notice's first paragraph."""
        return self._said(self._card.body).split("\n", 1)[0] if self._card else ""

    @Property(str, notify=cardChanged)
    def cardSource(self) -> str:
        return self._signed(self._card) if self._card else ""

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
        self._showing = showing
        self.viewChanged.emit()
        if self._card is not None and self._card not in showing:
            self._next_card()
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

    # The rows

    def _menu(self) -> list[Row]:
        rows = []
        if self._showing:
            counted = text("inform.count", self._texts.spoken, n=len(self._showing))
            rows.append(_row("topic:", self._t("inform.title_notices"), counted, "notice"))
        for topic in TOPICS:
            of_topic = self._of_topic(topic)
            if of_topic:
                label = self._t(f"inform.topic_{topic.value}")
                rows.append(
                    _row(f"topic:{topic.value}", label, self._said(of_topic[0].title), "notice")
                )
        places: tuple[Place, ...] = ("queue", "hours", "hotlines", "fire")
        rows += [
            _row(f"place:{each}", self._t(f"inform.title_{each}"), self._t(f"inform.about_{each}"))
            for each in places
            if each != "hours" or self._premises.hours
        ]
        rows.append(_row("guide", self._t("home.file_guide"), self._t("home.file_guide_helper")))
        return rows

    def _of_topic(self, topic: Topic | None) -> list[Notice]:
        return [each for each in self._showing if topic is None or each.topic is topic]

    def _notice_row(self, notice: Notice) -> Row:
        mark = "urgent" if notice.urgent else ""
        return _row(f"notice:{notice.id}", self._said(notice.title), self._signed(notice), mark)

    def _paragraphs(self) -> list[Row]:
        notice = self._opened()
        if notice is None:
            return []
        lines = (line.strip() for line in self._said(notice.body).split("\n"))
        return [_row("", line) for line in lines if line]

    def _fire(self) -> list[Row]:
        return [_row("", self._t(f"inform.fire_{n}")) for n in range(1, FIRE_STEPS + 1)]

    def _hours(self) -> list[Row]:
        return [_row("", self._said(each.days), each.at) for each in self._premises.hours]

    def _hotlines(self) -> list[Row]:
        return [self._hotline(each) for each in (*NATIONAL[:3], *self._premises.hotlines)]

    def _hotline(self, hotline: Hotline) -> Row:
        code = segno.make(f"tel:{hotline.dialled}", error="m").png_data_uri(scale=6, border=3)
        name = self._said(hotline.name)
        note = self._said(hotline.note)
        return _row("", name, hotline.number, note, picture=str(code))

    def _queue(self) -> list[Row]:
        view = self._office.view
        if view.lost or not view.counted:
            return []
        return [
            _row(
                "",
                str(getattr(each.name, self._texts.spoken)),
                text(
                    "services.waiting" if each.waiting else "services.nobody",
                    self._texts.spoken,
                    n=each.waiting,
                ),
            )
            for each in view.services
        ]

    # Small things

    def _opened(self) -> Notice | None:
        return next((each for each in self._showing if each.id == self.view.opened), None)

    def _signed(self, notice: Notice) -> str:
        day = notice.published_at.astimezone(OFFICE_ZONE)
        return f"{notice.source} · {day:%d/%m/%Y}"

    def _said(self, words: Any) -> str:  # noqa: ANN401 - Words of the domain
        return str(words.in_language(self._texts.spoken))

    def _t(self, key: str) -> str:
        return text(key, self._texts.spoken)

    def _timer(self, ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=ms)
        timer.timeout.connect(call)
        if call == self.refresh:
            timer.start()
        return timer

    def _next_card(self) -> None:
        """The next notice on the attract screen, counted as shown."""
        showing = self._notices.showing() if self._notices is not None else ()
        before = self._card
        if not showing:
            self._card = None
        else:
            ids = [each.id for each in showing]
            at = ids.index(before.id) + 1 if before is not None and before.id in ids else 0
            self._card = showing[at % len(showing)]
            if self._notices is not None:
                self._notices.shown(self._card.id)
        if self._card != before:
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


def _place(name: str) -> Place:
    places: tuple[Place, ...] = ("menu", "notices", "notice", "hotlines", "fire", "hours", "queue")
    return next(each for each in places if each == name)


def _row(
    key: str, label: str, detail: str = "", mark: str = "", *, picture: str = ""
) -> dict[str, Any]:
    return {"key": key, "label": label, "detail": detail, "mark": mark, "picture": picture}


def _url(notice: Notice | None) -> QUrl:
    if notice is None or notice.picture is None:
        return QUrl()
    return QUrl.fromLocalFile(str(notice.picture))
