"""A resident reads, in the lobby of a building; nothing is asked of them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.notice import Notice, Topic
from kiosk.domain.premises import PremisesError, parse_premises
from kiosk.services.premises import read_premises
from kiosk.settings import Site
from tests.flows.conftest import Office
from ui import gallery_building as gb
from ui.gallery_office import BUILDING, NOW, SampleOffice, StillClock, board, from_hub, services
from ui.ports import Ports
from ui.screens.information import is_night
from ui.stage import Stage, run_for
from ui.wiring import Wiring


@dataclass
class Shelf:
    """A shelf whose clock and content a test can turn."""

    notices: tuple[Notice, ...]
    shown_ids: list[str] = field(default_factory=list)
    opened_ids: list[str] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None

    def showing(self, topic: Topic | None = None) -> tuple[Notice, ...]:
        return tuple(each for each in self.notices if topic in {None, each.topic})

    def shown(self, notice_id: str) -> None:
        self.shown_ids.append(notice_id)

    def opened(self, notice_id: str) -> None:
        self.opened_ids.append(notice_id)

    def when_changed(self, call: Callable[[], None]) -> None:
        self.changed = call


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(gb.sample(NOW))


@pytest.fixture
def lobby(qtbot: QtBot, office: Office, shelf: Shelf) -> Iterator[Stage]:
    ports = Ports(tickets=office, feed=office, help=office, known=services(), notices=shelf)
    wiring = Wiring(now=lambda: NOW, monotonic=StillClock(), settle_ms=50, animated=False)
    with Stage(ports, BUILDING, wiring=wiring) as stage:
        stage.wait_until(lambda: stage.kiosk.office.view.counted)
        yield stage


def rows(stage: Stage) -> list[dict[str, str]]:
    found: list[dict[str, str]] = stage.kiosk.information.property("rows")
    return found


def test_the_attract_screen_plays_one_notice_after_the_other_and_counts_each(
    lobby: Stage, shelf: Shelf
) -> None:
    assert lobby.text("attract.headline") == "Tạm ngừng cấp nước sáng thứ Ba"
    for _ in range(4):
        lobby.kiosk.information._next_card()
    assert shelf.shown_ids == ["water", "lantern", "keys", "flu", "water"]
    lobby.tap("attract.begin")
    assert lobby.shows("tile.stay")  # the tap on a notice opened home, and chose nothing
    assert shelf.opened_ids == []
    assert not lobby.kiosk.information._card_timer.isActive()


@pytest.mark.parametrize("notices", [True, False])
def test_wherever_the_attract_screen_is_touched_home_opens_and_nothing_is_chosen(
    lobby: Stage, shelf: Shelf, office: Office, *, notices: bool
) -> None:
    if not notices:
        shelf.notices = ()
        shelf.changed()
        lobby.wait_until(lambda: lobby.shows("attract.line"))
    window, session = lobby.kiosk.window, lobby.kiosk.session
    for across, down in product((0.01, 0.5, 0.99), (0.01, 0.3, 0.6, 0.85, 0.99)):
        at = QPoint(int(window.width() * across), int(window.height() * down))
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        assert session.view.page == "home", at
        session.end()
        lobby.wait_until(lambda: lobby.shows("attract.begin"))
    assert office.asked == []
    assert shelf.opened_ids == []


def test_an_urgent_notice_that_comes_in_waits_for_no_turn(lobby: Stage, shelf: Shelf) -> None:
    urgent, *calm = shelf.notices
    shelf.notices = tuple(calm)
    shelf.changed()
    lobby.wait_until(lambda: lobby.text("attract.headline") == calm[0].title.vi)
    shelf.notices = (urgent, *calm)
    shelf.changed()
    lobby.wait_until(lambda: lobby.text("attract.headline") == urgent.title.vi)
    assert shelf.shown_ids.count(urgent.id) == 2  # when the app opened, and now
    lobby.kiosk.information._next_card()
    assert lobby.text("attract.headline") == calm[0].title.vi


def test_a_notice_stands_for_at_least_eight_seconds_also_in_the_place_of_one_that_ended(
    lobby: Stage, shelf: Shelf
) -> None:
    information = lobby.kiosk.information
    assert information._card_timer.interval() >= 8_000
    information._card_timer.start()
    run_for(900)
    shelf.notices = shelf.notices[1:]
    shelf.changed()
    lobby.wait_until(lambda: lobby.text("attract.headline").startswith("Đêm hội"))
    assert information._card_timer.remainingTime() > information._card_timer.interval() - 900


def test_a_notice_that_is_over_goes_at_once_and_the_plain_screen_comes_back(
    lobby: Stage, shelf: Shelf
) -> None:
    shelf.notices = shelf.notices[1:2]
    shelf.changed()
    lobby.wait_until(lambda: lobby.text("attract.headline").startswith("Đêm hội"))
    shelf.notices = ()
    shelf.changed()
    lobby.wait_until(lambda: lobby.shows("attract.line"))
    assert not lobby.shows("attract.headline")


def test_an_urgent_notice_that_comes_in_is_on_the_home_page(lobby: Stage, shelf: Shelf) -> None:
    urgent = shelf.notices[0]
    shelf.notices = ()
    shelf.changed()
    lobby.tap("attract.begin")
    lobby.wait_until(lambda: lobby.text("home.headline") == "Hôm nay chưa có thông báo")
    shelf.notices = (urgent,)
    shelf.changed()
    lobby.wait_until(lambda: lobby.text("home.headline") == urgent.title.vi)


def test_a_notice_is_read_and_counted_once_and_the_way_back_is_short(
    lobby: Stage, shelf: Shelf
) -> None:
    for name in ("attract.begin", "tile.notices", "inform.notice:keys"):
        lobby.tap(name)
    assert lobby.text("title") == "Nhặt được chùm chìa khóa ở thang máy số 2"
    assert lobby.text("inform.source") == "Bảo vệ tòa nhà (minh họa)\N{NO-BREAK SPACE}· 07/03/2026"
    assert shelf.opened_ids == ["keys"]
    lobby.tap("back")
    assert lobby.shows("inform.notice:flu")
    lobby.tap("back")
    assert lobby.shows("tile.stay")


def test_a_notice_that_ends_while_it_is_read_says_so(lobby: Stage, shelf: Shelf) -> None:
    for name in ("attract.begin", "tile.notices", "inform.notice:keys"):
        lobby.tap(name)
    shelf.notices = shelf.notices[:1]
    shelf.changed()
    lobby.wait_until(lambda: lobby.shows("inform.empty"))
    assert lobby.text("title") == "Thông báo đã hết hạn"


def test_in_a_fire_one_touch_is_enough_without_any_network(lobby: Stage, office: Office) -> None:
    office.on_link(False)  # noqa: FBT003 - the callback of HubFeed
    lobby.tap("attract.begin")
    lobby.tap("tile.fire")
    assert lobby.text("inform.fire") == "Gọi 114"
    assert len(rows(lobby)) == 5


def test_the_ward_s_queue_is_live_and_never_guessed(lobby: Stage, office: Office) -> None:
    for name in ("attract.begin", "tile.queue"):
        lobby.tap(name)
    assert {"label": "Chứng thực, sao y", "detail": "11 người chờ"}.items() <= (
        rows(lobby)[2].items()
    )
    office.on_state(board().model_copy(update={"waiting": {"chung-thuc": 12}}))
    lobby.wait_until(lambda: rows(lobby)[2]["detail"] == "12 người chờ")
    office.on_link(False)  # noqa: FBT003 - the callback of HubFeed
    lobby.wait_until(lambda: lobby.shows("inform.empty"))
    assert rows(lobby) == []


@pytest.mark.parametrize(
    ("tile", "procedure"),
    [("stay", "2.001159"), ("temporary", "1.004194"), ("confirm", "1.010041")],
)
def test_a_tile_opens_its_procedure(lobby: Stage, tile: str, procedure: str) -> None:
    lobby.tap("attract.begin")
    lobby.tap(f"tile.{tile}")
    chosen = lobby.kiosk.dossier.filing.view.procedure
    assert chosen is not None
    assert chosen.code == procedure


def test_the_band_names_the_building_and_not_its_ward(lobby: Stage) -> None:
    assert lobby.kiosk.office.property("name") == "Chung cư Sông Mây (minh họa)"


def test_whoever_leaves_leaves_the_page_at_its_beginning(lobby: Stage) -> None:
    for name in ("attract.begin", "tile.notices", "inform.notice:keys", "key.end", "attract.begin"):
        lobby.tap(name)
    lobby.tap("tile.more")
    assert lobby.text("title") == "Tiện ích và điện thoại"


def test_english_reads_english_and_vietnamese_where_no_english_was_written(lobby: Stage) -> None:
    lobby.tap("attract.en")
    lobby.tap("tile.notices")
    labels = [row["label"] for row in rows(lobby)]
    assert labels[:2] == ["No water on Tuesday morning", "Full moon evening in the courtyard"]


@pytest.mark.parametrize(
    ("hour", "night"), [(21, False), (22, True), (23, True), (3, True), (6, False), (12, False)]
)
def test_a_building_s_night_is_from_ten_to_six(hour: int, *, night: bool) -> None:
    office_time = dt.timezone(dt.timedelta(hours=7))
    assert is_night(dt.datetime(2026, 3, 9, hour, tzinfo=office_time)) is night


def test_an_office_has_no_night_and_a_touch_ends_that_of_a_building(qtbot: QtBot) -> None:
    office = SampleOffice(from_hub)
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    midnight = dt.datetime(2026, 3, 9, 17, tzinfo=dt.UTC)
    settings = BUILDING.model_copy(update={"site": Site()})
    wiring = Wiring(now=lambda: midnight, animated=False)
    with Stage(ports, settings, wiring=wiring) as stage:
        assert not stage.shows("attract.night")
    with Stage(ports, BUILDING, wiring=wiring) as stage:
        assert stage.shows("attract.night")
        assert stage.image().pixelColor(4, 960).lightness() < 40
        stage.tap("attract.begin")
        stage.wait_until(lambda: stage.shows("tile.stay"))
        assert not stage.shows("attract.night")  # whoever is there reads by full light
        assert stage.image().pixelColor(4, 960).lightness() > 200


@pytest.mark.parametrize("profile", ["office", "building"])
def test_the_samples_can_be_read(profile: str) -> None:
    site = Site.model_validate({"profile": profile})
    assert read_premises(site).hotlines


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"hotlines": []}, "unknown 'hotlines'; known: hours, hotline"),
        ({"hotline": [{"name": {"vi": "A"}, "number": "call me"}]}, "hotline 1: 'number' is"),
        ({"hotline": [{"number": "114"}]}, "hotline 1: name: needs 'vi'"),
        ({"hours": [{"vi": "A", "en": "A", "at": "all day"}]}, "hours 1: 'at' is 'all day'"),
        ({"hours": [{"vi": "A", "at": "08:00-11:30", "on": "Monday"}]}, "'on' is 'Monday'"),
        ({"hotline": ["114"]}, "'hotline' is no list of"),
        ({"hours": 7}, "'hours' is no list of"),
    ],
)
def test_a_mistake_in_the_premises_is_named(table: dict[str, object], says: str) -> None:
    with pytest.raises(PremisesError, match=says):
        parse_premises(table, source="x.toml")


def test_missing_premises_are_named() -> None:
    with pytest.raises(PremisesError, match="there are no premises 'nowhere'"):
        read_premises(Site(premises="nowhere"))
