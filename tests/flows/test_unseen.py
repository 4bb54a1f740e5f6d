"""With a covered screen: what goes wrong is said as plainly as it is shown (EN 301 549, 5.1.3)."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from devices.faults import PAPER_OUT
from devices.health import Health, State
from kiosk.contract.agent import Following
from tests.support.listener import Listener, listening
from ui.gallery_filing import CODE, SECRET
from ui.gallery_office import DOWN, UP, from_kiosk, refusal
from ui.ports import PrintNews
from ui.screens.ticket import DONE_ON_SCREEN

NO_PAPER = PrintNews("not_started", PAPER_OUT.citizen_key)


def begin(person: Listener) -> None:
    person.voice.said.clear()
    person.stage.kiosk.session.keys(used=True)
    person.stage.kiosk.voice.hold()  # two seconds with a finger on the key are `test_voice`'s
    person.hears("che màn hình", "Cần làm việc")


def test_a_wrong_secret_is_said_and_another_code_can_be_typed(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        person.office.dossiers.track = lambda *_: Following(where="unknown")  # type: ignore[method-assign]  # the office of this test
        begin(person)
        person.selects("tile.track")
        person.hears("Hồ sơ đến đâu rồi?")
        # Typing nine letters is `tests.flows.test_voice`'s; here they are there.
        person.stage.kiosk.dossier.typing.begin("code", CODE)
        person.selects("primary")
        person.hears("Mã bí mật")
        person.types(SECRET)
        person.selects("primary")
        person.hears("Chưa tìm thấy hồ sơ với hai mã này", "Mời xem lại phiếu")
        person.selects("secondary")
        person.hears("Đưa mã QR trên phiếu")
        assert person.stage.shows("unseen.title")


def test_a_slip_of_the_finger_is_said_each_time_it_is_made(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        begin(person)
        person.selects("tile.track")
        person.hears("Hồ sơ đến đâu rồi?")
        person.types(CODE[:2])
        for _ in range(2):
            person.selects("primary")
            person.hears("Đã chọn Xem", "Mã hồ sơ có 9 ký tự")


def test_who_is_before_an_empty_printer_hears_it_before_and_after(qtbot: QtBot) -> None:
    with listening(act=False, news=NO_PAPER) as person:
        begin(person)
        person.stage.kiosk.office.printer_is(Health(State.BLOCKED, PAPER_OUT.code))
        person.key(Qt.Key.Key_Left)
        person.key(Qt.Key.Key_Right)
        person.hears("Lấy số", "Máy in hết giấy")
        person.selects("tile.number")
        person.hears("Chọn việc")
        person.selects("service.ho-tich")
        person.hears("A 0 1 2", "Máy in hết giấy", "đã được lưu", "1. Mời ngồi chờ")


def test_a_line_that_goes_down_is_said_and_the_kiosks_own_number_too(qtbot: QtBot) -> None:
    with listening(act=False, answer=from_kiosk) as person:
        begin(person)
        person.office.on_link(DOWN)
        person.hears("Chưa có mạng. Ông/bà vẫn lấy số được ở máy này.")
        person.selects("tile.number")
        person.hears("Chọn việc", "Chưa có mạng")
        person.selects("service.ho-tich")
        person.hears("A 5 0 1")
        person.office.on_link(UP)


def test_a_number_that_cannot_be_had_is_said_with_what_to_do(qtbot: QtBot) -> None:
    with listening(act=False, answer=refusal("unavailable")) as person:
        begin(person)
        person.selects("tile.number")
        person.hears("Chọn việc")
        person.selects("service.ho-tich")
        said = person.hears("chưa lấy được số")
        shown = (person.stage.text("notice.title"), person.stage.text("notice.body"))
        assert all(words.rstrip(".") in said for words in shown)


def test_before_the_time_runs_out_it_is_said_and_a_key_is_enough_to_stay(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        begin(person)
        person.waits(181)
        person.hears("Ông/bà còn ở đây không?")
        person.selects("idle.stay")
        person.hears("Cần làm việc")
        person.waits(181 + 91)
        person.stage.wait_until(lambda: person.stage.shows("attract.begin"))
        assert not person.stage.kiosk.voice.view.on


def test_a_page_with_a_number_says_that_it_leaves_and_stays_for_a_key(qtbot: QtBot) -> None:
    with listening(act=False, news=NO_PAPER) as person:
        begin(person)
        person.selects("tile.number")
        person.hears("Chọn việc")
        person.selects("service.ho-tich")
        person.hears("A 0 1 2")
        person.waits(3 * DONE_ON_SCREEN.quiet_s + 1)  # three times as long for who listens
        person.hears("Trang này sắp đóng", "A 0 1 2")
        person.key(Qt.Key.Key_Right)
        person.hears("A 0 1 2")
        person.waits(3 * DONE_ON_SCREEN.quiet_s - 1)
        assert person.stage.shows("done.number")


def test_going_once_round_reads_the_page_again(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        begin(person)
        person.key(Qt.Key.Key_Left)
        assert person.hears("Kết thúc").count("Kết thúc") == 1
        person.key(Qt.Key.Key_Right)
        person.hears("Cần làm việc gì?", "Lấy số")


def test_of_a_long_page_nothing_is_left_out(qtbot: QtBot) -> None:
    with listening("file-consent", voice=True) as person:
        person.stage.kiosk.voice.goDark()
        said = person.hears("dữ liệu")
        page = person.stage.kiosk.voice.read()
        assert page.rest  # longer than what is said before the controls
        assert all(line.rstrip(".") in said for line in page.lines)
