"""*Gọi cán bộ*: who is before, who comes, who does not, and nobody is sent away meanwhile."""

from threading import Event

import pytest

from kiosk.services.help_line import HelpNews
from tests.flows.conftest import TURN_S, Office
from ui.gallery_office import StillClock
from ui.screens.helping import PAUSE_S, HelpView
from ui.stage import Stage


@pytest.fixture
def called(stage: Stage, office: Office) -> Stage:
    """Somebody touched *Gọi cán bộ*; one person is before them."""
    office.help = HelpNews("told", ahead=1)
    stage.tap("attract.begin")
    stage.tap("key.help")
    stage.tap("help.call")
    stage.wait_until(lambda: stage.shows("help.ahead"))
    return stage


def hear(stage: Stage, office: Office, news: HelpNews) -> None:
    office.help = news
    stage.kiosk.helping.ask()
    stage.wait_until(lambda: stage.kiosk.helping.view.state == news.state)


def test_one_reads_how_many_are_before_and_then_that_somebody_comes(
    called: Stage, office: Office
) -> None:
    assert called.text("help.ahead") == "Đang có 1 người trước ông/bà."
    office.help = HelpNews("told", ahead=0)
    called.kiosk.helping.ask()
    called.wait_until(lambda: called.text("help.ahead") == "Không có ai trước ông/bà.")
    hear(called, office, HelpNews("coming"))
    assert called.text("help.state") == "Cán bộ đã nhận lời gọi. Mời chờ ở máy này."
    assert not called.shows("help.cancel")


def test_after_a_minute_without_an_answer_the_screen_says_so(
    called: Stage, clock: StillClock
) -> None:
    clock.seconds += 59
    called.kiosk.helping.ask()
    called.wait_until(lambda: called.kiosk.helping.view.state == "told")
    clock.seconds += 1
    called.kiosk.helping.ask()
    called.wait_until(lambda: called.text("help.state").startswith("Chưa có cán bộ nhận"))
    assert called.shows("help.cancel")


def test_where_no_desk_is_open_nobody_is_told_to_wait(stage: Stage, office: Office) -> None:
    office.help = HelpNews("unattended")
    stage.tap("attract.begin")
    stage.tap("key.help")
    stage.tap("help.call")
    stage.wait_until(lambda: stage.text("help.state").endswith("Mời đến quầy gần nhất."))
    assert not stage.shows("help.ahead")


def test_whoever_waits_for_help_is_not_sent_away_but_a_left_kiosk_is_free_again(
    called: Stage, clock: StillClock
) -> None:
    clock.seconds += PAUSE_S - 1
    called.kiosk.session.tick()
    assert not called.shows("idle.title")
    clock.seconds += 62
    called.kiosk.session.tick()
    assert called.shows("idle.title")
    clock.seconds += 31
    called.kiosk.session.tick()
    assert called.shows("attract.begin")
    assert called.kiosk.helping.view == HelpView()


def test_a_call_that_reaches_the_hub_after_its_person_left_is_withdrawn_then(
    stage: Stage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, call = Event(), office.call

    def hesitating(screen: str) -> HelpNews:
        gate.wait(TURN_S)
        return call(screen)

    monkeypatch.setattr(office, "call", hesitating)
    stage.kiosk.session.begin()
    stage.kiosk.helping.call()
    stage.kiosk.session.end()
    assert office.withdrawn == 0  # there is nothing to withdraw yet
    gate.set()
    stage.wait_until(lambda: office.withdrawn == 1)
    assert len(office.helped) == 1  # and the hub heard of it before
    assert stage.kiosk.helping.view == HelpView()


@pytest.mark.parametrize("way", ["help.cancel", "end"])
def test_a_call_is_withdrawn_by_a_button_and_with_the_person(
    called: Stage, office: Office, way: str
) -> None:
    called.tap("help.cancel") if way == "help.cancel" else called.kiosk.session.end()
    called.wait_until(lambda: office.withdrawn == 1)
    assert called.kiosk.helping.view == HelpView()


def test_a_closed_sheet_keeps_the_call(called: Stage) -> None:
    called.tap("sheet.close")
    called.tap("key.help")
    assert called.text("help.ahead") == "Đang có 1 người trước ông/bà."
