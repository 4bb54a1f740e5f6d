"""A citizen wants a number; the deed is stored, then shown, then printed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from devices.faults import PAPER_OUT
from devices.health import Health
from kiosk.domain.premises import Hours, Premises
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.domain.words import Words
from kiosk.settings import Settings
from tests.flows.conftest import Office, Open
from ui.gallery_office import (
    DOWN,
    NOW,
    WAITS,
    StillClock,
    board,
    called,
    from_kiosk,
    refusal,
    services,
)
from ui.ports import Ports, PrintNews
from ui.screens.office import WAITS_MS
from ui.screens.office import Office as OfficeNow
from ui.screens.texts import Texts
from ui.screens.ticket import Phase, TicketView
from ui.stage import Stage, run_for
from ui.told_wait import UNTOLD, ToldWait
from ui.wiring import Wiring


def _choose(stage: Stage) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")


def test_two_taps_after_the_start_give_a_number(stage: Stage, office: Office) -> None:
    stage.tap("attract.begin")
    spy = QSignalSpy(stage.kiosk.ticket.viewChanged)
    stage.tap("tile.number")
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert stage.text("done.number") == "A012"
    assert stage.text("done.ahead") == "Còn 11 người trước, dưới\u00a010\u00a0phút"
    assert [ask[:2] for ask in office.asked] == [("cu-tru", False)]
    assert spy.count() > 0


def test_twenty_taps_make_one_number(stage: Stage, office: Office) -> None:
    _choose(stage)
    office.gate.clear()
    stage.tap("service.cu-tru", times=20)
    office.gate.set()
    stage.wait_until(lambda: stage.shows("done.number"))
    assert len(office.asked) == 1
    assert office.printed == ["A012"]


def test_the_card_says_that_the_number_is_being_taken(stage: Stage, office: Office) -> None:
    _choose(stage)
    office.gate.clear()
    stage.tap("service.cu-tru")
    assert stage.kiosk.ticket.view.phase is Phase.TAKING
    card = stage.find("service.cu-tru")
    assert card is not None
    assert card.property("taking")
    office.gate.set()
    stage.wait_until(lambda: stage.shows("done.number"))


def test_a_number_that_comes_after_its_person_left_is_not_shown_to_the_next(
    stage: Stage, office: Office
) -> None:
    _choose(stage)
    office.gate.clear()
    stage.tap("service.cu-tru")
    stage.tap("key.end")
    _choose(stage)
    with capture_logs() as logs:
        office.gate.set()
        stage.wait_until(lambda: [line for line in logs if line["event"] == "ticket.nobody_there"])
    assert stage.kiosk.session.view.page == "services"
    assert office.printed == []
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))


def test_the_number_stands_there_before_the_paper_moves(stage: Stage, office: Office) -> None:
    office.news = None
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert stage.text("slip.state") == "Đang in phiếu…"
    assert office.on_result is not None
    office.on_result(PrintNews("printed"))
    stage.wait_until(lambda: stage.text("slip.state") == "Mời lấy phiếu")


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (PrintNews("not_started", PAPER_OUT.citizen_key), "Máy in hết giấy. Số của ông/bà đã"),
        (PrintNews("unconfirmed"), "Chưa rõ phiếu đã in xong chưa. Số đã được lưu."),
        (PrintNews("not_started", "a_key_of_a_newer_driver"), "Chưa in được phiếu. Số đã"),
    ],
)
def test_without_a_slip_the_number_is_kept_and_one_is_told_what_to_do(
    stage: Stage, office: Office, news: PrintNews, words: str
) -> None:
    office.news = news
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("slip.trouble"))
    assert stage.text("slip.trouble").startswith(words)
    assert stage.text("done.number") == "A012"


def test_a_machine_without_a_printer_says_so(open_stage: Open) -> None:
    stage = open_stage(printer=False)
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("slip.trouble"))
    assert "không in phiếu" in stage.text("slip.trouble")


def test_priority_is_asked_for_and_can_be_taken_back(stage: Stage, office: Office) -> None:
    _choose(stage)
    stage.tap("priority", times=2)
    assert not stage.kiosk.ticket.view.priority
    stage.tap("priority")
    stage.tap("service.xa-hoi")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert office.asked[0][:2] == ("xa-hoi", True)


def test_priority_of_the_last_person_is_not_that_of_the_next(stage: Stage) -> None:
    _choose(stage)
    stage.tap("priority")
    stage.tap("back")
    stage.tap("tile.number")
    assert not stage.kiosk.ticket.view.priority


def test_cut_off_the_kiosk_numbers_itself_and_says_so(stage: Stage, office: Office) -> None:
    office.answer = from_kiosk
    stage.tap("attract.begin")
    office.on_link(DOWN)
    stage.wait_until(lambda: stage.shows("banner.offline"))
    assert stage.text("banner.offline") == "Chưa có mạng. Ông/bà vẫn lấy số được ở máy này."
    assert stage.text("home.waiting") == "Chưa biết số người chờ"
    stage.tap("tile.number")
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert stage.text("done.number") == "A501"
    assert stage.text("done.ahead") == "Chưa biết số người trước"
    assert stage.text("done.offline").startswith("Chưa có mạng, máy tự cấp số này.")
    assert not stage.shows("done.qr")


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("service_closed", "Việc này đã ngừng lấy số"),
        ("out_of_numbers", "Hôm nay đã hết số"),
        ("unavailable", "Máy này chưa lấy được số"),
        ("a_word_of_a_newer_hub", "Máy này chưa lấy được số"),
    ],
)
def test_a_refusal_says_why_and_leads_back(
    stage: Stage, office: Office, code: str, title: str
) -> None:
    office.answer = refusal(code)
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("refused"))
    assert stage.text("notice.title") == title
    stage.tap("notice.action")
    stage.tap("tile.number")
    assert stage.kiosk.ticket.view == TicketView()


def test_a_defect_of_ours_ends_on_the_same_calm_page(
    stage: Stage, office: Office, told: list[Health]
) -> None:
    def broken(_ticket_id: object) -> None:
        raise RuntimeError("disk I/O")

    office.answer = broken  # type: ignore[assignment]
    _choose(stage)
    with capture_logs() as logs:
        stage.tap("service.cu-tru")
        stage.wait_until(lambda: stage.shows("refused"))
    assert stage.text("notice.title") == "Máy này chưa lấy được số"
    assert [(line["event"], str(line["exc_info"])) for line in logs] == [
        ("ticket.take_failed", "disk I/O")
    ]
    assert told[-1].code == "APP-01"


def test_a_closed_service_cannot_be_chosen(stage: Stage, office: Office) -> None:
    _choose(stage)
    stage.kiosk.office.show_state(services("cu-tru"))
    card = stage.find("service.cu-tru")
    assert card is not None
    assert not card.isEnabled()
    QTest.mouseClick(
        stage.kiosk.window,
        Qt.MouseButton.LeftButton,
        pos=stage.centre("service.cu-tru"),
    )
    assert office.asked == []


@pytest.mark.parametrize(("end", "waits_ms"), [("minute", 30), ("line", WAITS_MS)])
def test_how_long_one_waits_is_told_for_a_minute_and_only_over_a_living_line(
    qtbot: QtBot, qapp: QGuiApplication, end: str, waits_ms: int
) -> None:
    del qapp
    office = OfficeNow(Texts(), name=services().office, waits_ms=waits_ms)
    office.show_state(services())
    office.show_state(board())
    assert office.wait_of("cu-tru") == ToldWait(WAITS["cu-tru"])
    assert office.wait_of("dat-dai") == UNTOLD
    if end == "line":
        office.linked(up=False)
    qtbot.waitUntil(lambda: office.wait_of("cu-tru") == UNTOLD)
    assert WAITS_MS <= 50_000


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("11:20", "dưới\u00a010\u00a0phút"),  # until 11:30, when the desks close
        ("11:21", "quầy nghỉ lúc 11:30"),
        ("12:10", "quầy mở lúc 13:30"),
        ("16:55", "quầy nghỉ lúc 17:00"),
    ],
)
def test_minutes_that_reach_into_a_break_are_not_told(
    qapp: QGuiApplication, time: str, words: str
) -> None:
    del qapp
    hours = Hours(Words("Thứ Hai"), "07:30-11:30, 13:30-17:00", "1")
    office = OfficeNow(Texts(), name=services().office, premises=Premises((hours,), ()))
    office.show_state(services())
    monday = dt.datetime.combine(dt.date(2026, 3, 9), dt.time.fromisoformat(time), OFFICE_ZONE)
    office.show_state(board().model_copy(update={"now": monday.astimezone(dt.UTC)}))
    assert office.wait_of("cu-tru").words("vi") == words
    assert office.wait_of("xa-hoi") == UNTOLD  # nobody waits there


@pytest.mark.parametrize(
    ("premises", "words"), [("", "dưới\u00a010\u00a0phút"), ("ward", "quầy mở lúc 13:30")]
)
def test_hours_of_a_sample_are_told_by_no_office(
    qtbot: QtBot, office: Office, premises: str, words: str
) -> None:
    site = Settings().site.model_copy(update={"premises": premises})
    noon = dt.datetime(2026, 3, 9, 12, 10, tzinfo=OFFICE_ZONE)
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    settings = Settings().model_copy(update={"site": site})
    with Stage(ports, settings, wiring=Wiring(now=lambda: NOW, animated=False)) as stage:
        stage.kiosk.office.show_state(services())
        stage.kiosk.office.show_state(board().model_copy(update={"now": noon}))
        assert stage.kiosk.office.wait_of("cu-tru").words("vi") == words


def test_when_the_board_calls_it_the_screen_says_where_to_go(stage: Stage, office: Office) -> None:
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    office.on_state(board(called("A012", "2")))
    stage.wait_until(lambda: stage.text("done.head") == "Mời đến Quầy 2")


def test_a_late_word_of_the_printer_is_not_told_to_the_next_person(
    stage: Stage, office: Office
) -> None:
    office.news = None
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    late = office.on_result
    assert late is not None
    stage.tap("done.close")
    _choose(stage)
    stage.tap("service.xa-hoi")
    stage.wait_until(lambda: stage.shows("done.number"))
    late(PrintNews("printed"))
    run_for(20)  # long enough for a queued signal to arrive, were it meant for this page
    assert stage.kiosk.ticket.view.slip == "printing"


def test_the_number_leaves_the_screen_by_itself(stage: Stage, clock: StillClock) -> None:
    _choose(stage)
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.kiosk.ticket.view.slip == "printed")
    clock.seconds += 24
    stage.kiosk.session.tick()
    assert stage.shows("done.number")
    clock.seconds += 2
    stage.wait_until(lambda: stage.shows("attract.begin"))
    assert stage.kiosk.ticket.view == TicketView()
