"""What the pages of information say: rows of notices, hours, telephones, fire and the queue."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from kiosk.contract.hub import Service
from kiosk.domain.notice import Notice, Topic
from kiosk.domain.premises import NATIONAL, Hotline, Hours, Opening, Premises
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.domain.words import Words
from kiosk.texts import text
from ui.code_picture import code_picture
from ui.ports import Language

Place = Literal["menu", "notices", "notice", "hotlines", "fire", "hours", "queue"]
Row = dict[str, Any]

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
#: Pages of the menu besides the notices.
PLACES: Final[tuple[Place, ...]] = ("queue", "hours", "hotlines", "fire")


@dataclass(frozen=True, slots=True)
class InformationView:
    """Where the person is; `trail` leads back, home when it is empty."""

    place: Place = "menu"
    trail: tuple[Place, ...] = ()
    topic: Topic | None = None
    opened: str = ""  # id of the notice on the page


def place_named(name: str) -> Place:
    """The place that a tile or a row names.

    Raises:
        StopIteration: there is none of this name.
    """
    places: tuple[Place, ...] = get_args(Place)
    return next(each for each in places if each == name)


def following(card: Notice | None, showing: tuple[Notice, ...]) -> Notice | None:
    """The notice that the attract screen shows after `card`; None when there is none."""
    if not showing:
        return None
    ids = [each.id for each in showing]
    at = ids.index(card.id) + 1 if card is not None and card.id in ids else 0
    return showing[at % len(showing)]


def new_urgent(before: tuple[Notice, ...], showing: tuple[Notice, ...]) -> Notice | None:
    """The urgent notice that was not there `before`: it waits for no turn."""
    known = {each.id for each in before if each.urgent}
    return next((each for each in showing if each.urgent and each.id not in known), None)


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that can be told at one moment, in one language."""

    language: Language
    notices: tuple[Notice, ...]
    premises: Premises
    lines: tuple[Service, ...]  # of people waiting; none while they are not known
    building: bool
    now: dt.datetime

    def opened(self, view: InformationView) -> Notice | None:
        """The notice on the page; none when it ended meanwhile."""
        return next((each for each in self.notices if each.id == view.opened), None)

    def title(self, view: InformationView) -> str:
        """What stands above the rows."""
        notice = self.opened(view)
        if view.place == "notice":
            return self.said(notice.title) if notice else self._t("inform.over_title")
        if view.place == "notices" and view.topic is not None:
            return self._t(f"inform.topic_{view.topic.value}")
        if view.place == "menu" and self.building:
            return self._t("inform.title_menu_building")
        return self._t(f"inform.title_{view.place}")

    def rows(self, view: InformationView) -> list[Row]:
        """What the page lists: {key, label, detail, mark, picture, topic}."""
        match view.place:
            case "menu":
                rows = self._menu()
            case "notices":
                rows = [self._notice_row(each) for each in self._of_topic(view.topic)]
            case "notice":
                rows = self._paragraphs(self.opened(view))
            case "hotlines":
                shown = (*NATIONAL[:3], *self.premises.hotlines)
                rows = [self._hotline(each) for each in shown]
            case "fire":
                steps = range(1, FIRE_STEPS + 1)
                rows = [_row("", self._t(f"inform.fire_{n}"), str(n)) for n in steps]
            case "hours":
                rows = [self._hours(each) for each in self.premises.hours]
            case _:  # the queue
                rows = [self._line(each) for each in self.lines]
        return rows

    def empty(self, view: InformationView) -> str:
        """The sentence that stands where there are no rows."""
        if view.place == "notice":
            return self._t("inform.over_body")
        return self._t("inform.none" if view.place == "notices" else "inform.nothing")

    def source(self, view: InformationView) -> str:
        """Who says what is on the page, and since when; "" where that is plain."""
        notice = self.opened(view) if view.place == "notice" else None
        if notice is not None:
            return self.signed(notice)
        dated = view.place == "hours" and any(each.on for each in self.premises.hours)
        return self._t("inform.hours_note") if dated else ""

    def signed(self, notice: Notice) -> str:
        """Who wrote a notice, and when."""
        day = notice.published_at.astimezone(OFFICE_ZONE)
        return f"{notice.source}\N{NO-BREAK SPACE}· {day:%d/%m/%Y}"

    def said(self, words: Words) -> str:
        """`words` in the language of the moment."""
        return words.in_language(self.language)

    def _menu(self) -> list[Row]:
        rows = []
        if self.notices:
            counted = text("inform.count", self.language, n=len(self.notices))
            rows.append(_row("topic:", self._t("inform.title_notices"), counted, "notice"))
        for topic in TOPICS:
            of_topic = self._of_topic(topic)
            if of_topic:
                label, newest = self._t(f"inform.topic_{topic.value}"), self.said(of_topic[0].title)
                rows.append(_row(f"topic:{topic.value}", label, newest, "notice"))
        rows += [
            _row(f"place:{each}", self._t(f"inform.title_{each}"), self._t(f"inform.about_{each}"))
            for each in PLACES
            if each != "hours" or self.premises.hours
        ]
        rows.append(_row("guide", self._t("home.file_guide"), self._t("home.file_guide_helper")))
        return rows

    def _of_topic(self, topic: Topic | None) -> list[Notice]:
        return [each for each in self.notices if topic is None or each.topic is topic]

    def _notice_row(self, notice: Notice) -> Row:
        mark = "urgent" if notice.urgent else ""
        label, about = self.said(notice.title), f"topic:{notice.topic.value}"
        return _row(f"notice:{notice.id}", label, self.signed(notice), mark, topic=about)

    def _paragraphs(self, notice: Notice | None) -> list[Row]:
        if notice is None:
            return []
        lines = (line.strip() for line in self.said(notice.body).split("\n"))
        return [_row("", line) for line in lines if line]

    def _hotline(self, hotline: Hotline) -> Row:
        code = code_picture(f"tel:{hotline.dialled}")
        name, note = self.said(hotline.name), self.said(hotline.note)
        return _row("", name, hotline.number, note, picture=code)

    def _hours(self, hours: Hours) -> Row:
        opening, time = hours.opening(self.now.astimezone(OFFICE_ZONE))
        said = opening not in {Opening.UNSAID, Opening.OTHER_DAY}
        mark = text(f"inform.hours_{opening.value}", self.language, time=time) if said else ""
        return _row("", self.said(hours.days), hours.at, mark, topic="place:hours")

    def _line(self, line: Service) -> Row:
        key = "services.waiting" if line.waiting else "services.nobody"
        name = line.name.in_language(self.language)
        counted = text(key, self.language, n=line.waiting)
        return _row("", name, counted, "" if line.waiting else "empty")

    def _t(self, key: str) -> str:
        return text(key, self.language)


def _row(
    key: str, label: str, detail: str = "", mark: str = "", *, picture: str = "", topic: str = ""
) -> Row:
    shown = {"label": label, "detail": detail, "mark": mark, "picture": picture}
    return {"key": key, "topic": topic or key, **shown}
