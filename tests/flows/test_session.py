"""Languages, sizes, help, and what happens when nobody is there any more."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.services.help_line import HelpNews
from tests.flows.conftest import Office
from ui.gallery_office import StillClock
from ui.screens.session import SessionView
from ui.stage import Stage, run_for


def _key(stage: Stage, key: Qt.Key, *chord: Qt.KeyboardModifier) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier
    for modifier in chord:
        modifiers |= modifier
    QTest.keyClick(stage.kiosk.window, key, modifiers)


def test_the_first_touch_only_begins(stage: Stage, office: Office) -> None:
    stage.tap("attract.begin")
    stage.wait_until(lambda: stage.shows("tile.number"))
    assert office.asked == []
    assert stage.kiosk.session.view.page == "home"


def test_the_language_switches_on_the_page_without_losing_it(stage: Stage) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")
    stage.tap("priority")
    stage.tap("key.language")
    assert stage.text("title") == "Choose a service"
    assert stage.text("service.cu-tru") == "Residence"
    assert stage.kiosk.ticket.view.priority
    stage.tap("key.language")
    assert stage.text("service.cu-tru") == "Thường trú, tạm trú"


def test_a_number_can_be_read_in_either_language(stage: Stage) -> None:
    stage.tap("attract.en")
    stage.tap("tile.number")
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert stage.text("done.service") == "Birth, marriage and death"
    stage.tap("key.language")
    assert stage.text("done.service") == "Khai sinh, kết hôn, khai tử"
    assert stage.text("done.number") == "A012"


def test_the_number_is_taken_in_the_language_of_the_screen(stage: Stage, office: Office) -> None:
    stage.tap("attract.en")
    stage.tap("tile.number")
    stage.tap("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert office.asked[0][3] == "en"


@pytest.mark.parametrize("topic", ["track", "feedback"])
def test_what_is_not_offered_yet_says_so_and_offers_a_number(stage: Stage, topic: str) -> None:
    stage.tap("attract.begin")
    stage.tap(f"tile.{topic}")
    assert stage.text("notice.body").startswith("Máy này chưa")
    stage.tap("notice.action")
    assert stage.shows("service.cu-tru")


def test_size_and_colours_change_at_once_and_go_with_the_person(stage: Stage) -> None:
    stage.tap("attract.en")
    before = stage.find("home.greeting")
    assert before is not None
    small = before.property("font").pixelSize()
    stage.tap("key.look")
    stage.tap("size.3")
    stage.tap("look.colours")
    stage.tap("theme.dark")
    assert before.property("font").pixelSize() > small
    stage.tap("sheet.close")
    stage.tap("key.end")
    assert stage.kiosk.session.view == SessionView()
    assert stage.kiosk.texts.spoken == "vi"


def test_help_tells_a_desk_which_page_it_is(stage: Stage, office: Office) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")
    stage.tap("key.help")
    stage.tap("help.call")
    stage.wait_until(lambda: stage.text("help.state").startswith("Đã báo cán bộ"))
    assert office.helped == ["services"]
    stage.tap("sheet.close")
    assert stage.shows("service.cu-tru")


def test_help_that_reached_nobody_says_so(stage: Stage, office: Office) -> None:
    office.help = HelpNews("nobody")
    stage.tap("attract.begin")
    stage.tap("key.help")
    stage.tap("help.call")
    stage.wait_until(lambda: stage.text("help.state").startswith("Chưa báo được"))
    assert stage.text("help.call") == "Gọi lại"


def test_one_is_asked_before_the_screen_is_put_away(stage: Stage, clock: StillClock) -> None:
    stage.tap("attract.en")
    stage.tap("key.look")
    stage.tap("size.4")
    stage.tap("sheet.close")
    clock.seconds += 61
    stage.wait_until(lambda: stage.shows("idle.title"))
    assert stage.text("idle.title") == "Are you still there?"
    clock.seconds += 28  # of the 30 s one has to answer
    stage.kiosk.session.tick()
    assert stage.shows("idle.title")
    clock.seconds += 2
    stage.wait_until(lambda: stage.shows("attract.begin"))
    assert stage.kiosk.session.view == SessionView()
    assert stage.kiosk.texts.spoken == "vi"


def test_more_time_can_be_had_again_and_again(stage: Stage, clock: StillClock) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")
    for _ in range(12):
        clock.seconds += 75
        stage.wait_until(lambda: stage.shows("idle.title"))
        stage.tap("idle.stay")
        stage.wait_until(lambda: not stage.shows("idle.title"))
    assert stage.shows("service.cu-tru")


def test_one_can_end_from_the_question(stage: Stage, clock: StillClock) -> None:
    stage.tap("attract.begin")
    clock.seconds += 61
    stage.tap("idle.end")
    stage.wait_until(lambda: stage.shows("attract.begin"))


def test_the_attract_screen_is_in_no_hurry(stage: Stage, clock: StillClock) -> None:
    clock.seconds += 9_999
    stage.kiosk.session.tick()
    assert stage.shows("attract.begin")
    assert not stage.shows("idle.title")


@pytest.mark.parametrize(
    ("key", "chord"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_D, Qt.KeyboardModifier.MetaModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_no_chord_and_no_key_closes_or_leaves_the_page(
    stage: Stage, key: Qt.Key, chord: Qt.KeyboardModifier
) -> None:
    stage.tap("attract.begin")
    _key(stage, key, chord)
    assert stage.kiosk.window.isVisible()
    assert stage.shows("tile.number")


def test_the_window_refuses_to_close(stage: Stage) -> None:
    stage.kiosk.window.close()
    run_for(1)
    assert stage.kiosk.window.isVisible()


def test_a_right_click_does_nothing(stage: Stage) -> None:
    QTest.mouseClick(stage.kiosk.window, Qt.MouseButton.RightButton, pos=QPoint(300, 700))
    assert stage.shows("attract.begin")


def test_a_number_can_be_taken_with_four_keys(stage: Stage, office: Office) -> None:
    def until(name: str) -> None:
        for _ in range(30):
            item = stage.find(name)
            if item is not None and item.hasActiveFocus():
                break
            _key(stage, Qt.Key.Key_Tab)
        _key(stage, Qt.Key.Key_Return)

    until("attract.begin")
    stage.wait_until(lambda: stage.shows("tile.number"))
    until("tile.number")
    stage.wait_until(lambda: stage.shows("service.cu-tru"))
    until("service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert len(office.asked) == 1


def test_a_finger_does_what_a_mouse_does_and_a_second_finger_nothing(
    stage: Stage, office: Office
) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")
    device = QTest.createTouchDevice()
    first, second = stage.centre("service.cu-tru"), stage.centre("service.dat-dai")
    window = stage.kiosk.window
    QTest.touchEvent(window, device).press(0, first, window).commit()
    QTest.touchEvent(window, device).stationary(0).press(1, second, window).commit()
    QTest.touchEvent(window, device).stationary(0).release(1, second, window).commit()
    QTest.touchEvent(window, device).release(0, first, window).commit()
    stage.wait_until(lambda: stage.shows("done.number"))
    assert [ask[0] for ask in office.asked] == ["cu-tru"]


def test_sliding_off_a_card_takes_nothing(stage: Stage, office: Office) -> None:
    stage.tap("attract.begin")
    stage.tap("tile.number")
    window = stage.kiosk.window
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=stage.centre("service.cu-tru"))
    QTest.mouseMove(window, stage.centre("title"))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=stage.centre("title"))
    assert office.asked == []
