"""What somebody hears who uses the kiosk with headphones."""

import wave
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from devices.health import Health, State
from devices.voice import Manner, VoiceWorker, open_voice
from tests.flows.conftest import Open
from tests.support.listener import listening, named
from ui.gallery_filing import CODE, SECRET
from ui.gallery_stage import Look, staged
from ui.reader import spelled
from ui.screens.voice import VoiceView
from ui.stage import run_for

SILENCE = ""


def test_nothing_is_spoken_until_somebody_asks_for_it(qtbot: QtBot) -> None:
    with listening() as person:
        person.stage.tap("tile.number")
        person.stage.wait_until(lambda: person.stage.shows("service.ho-tich"))
        assert not any(person.voice.said)
        person.stage.tap("key.listen")
        person.hears("Đã bật giọng đọc", "Chọn")


def test_without_a_voice_in_the_settings_there_is_no_key_for_it(open_stage: Open) -> None:
    stage = open_stage()
    stage.tap("attract.begin")
    assert stage.shows("key.help")
    assert not stage.shows("key.listen")
    stage.kiosk.voice.hold()
    stage.kiosk.voice.goDark()
    assert not stage.kiosk.voice.view.on


def test_a_press_is_confirmed_and_the_new_page_follows(qtbot: QtBot) -> None:
    with listening("voice-on") as person:
        person.hears("Cần làm việc gì?")
        person.stage.tap("tile.number")
        heard = person.hears("Đã chọn Lấy số")
        assert heard.index("Đã chọn") < heard.index("Chọn việc")


def test_what_has_the_focus_is_spoken_with_what_stands_on_it(qtbot: QtBot) -> None:
    with listening("voice-on") as person:
        person.goes_to("tile.number")
        assert person.hears("Lấy số, nút 1", "người đang chờ").count("Lấy số") == 1


def test_the_question_whether_somebody_is_there_is_spoken(qtbot: QtBot) -> None:
    with listening("voice-on") as person:
        person.hears("Cần làm việc")
        person.clock.seconds += 181  # three times as long for who listens
        person.stage.kiosk.session.tick()
        person.hears("Ông/bà còn ở đây không?")
        person.stage.tap("idle.stay")
        person.hears("Cần làm việc")


def test_another_language_is_spoken_at_once(qtbot: QtBot) -> None:
    with listening("voice-on") as person:
        person.hears("Cần làm việc")
        person.stage.tap("key.language")
        person.hears("What")


def test_the_end_is_silence_and_the_next_person_finds_everything_as_usual(qtbot: QtBot) -> None:
    with listening("voice-on") as person:
        voice = person.stage.kiosk.voice
        voice.setLoud(4)
        voice.setPace(2)
        person.stage.tap("tile.number")
        person.hears("Đã chọn")
        assert person.voice.manners[-1] == Manner(220, 200)
        person.stage.tap("key.end")
        assert person.voice.said[-1] == SILENCE
        assert voice.view == VoiceView()
        run_for(600)  # longer than any timer of the voice
        assert not any(person.voice.said)
        person.stage.tap("attract.begin")
        person.stage.tap("key.listen")
        person.hears("Đã bật giọng đọc")
        assert person.voice.manners[-1] == Manner(165, 100)


def test_a_voice_that_fails_gives_the_screen_back_and_its_key_goes(qtbot: QtBot) -> None:
    with listening("voice-unseen") as person:
        person.voice.on_health(Health(State.ABSENT, "VOI-02"))
        person.stage.wait_until(lambda: not person.stage.shows("unseen.title"))
        assert not person.stage.shows("key.listen")
        person.voice.on_health(Health(State.READY))
        person.stage.wait_until(lambda: person.stage.shows("key.listen"))
        assert not person.stage.kiosk.voice.view.on


def test_a_finger_that_feels_its_way_does_not_bring_the_page_back_one_that_rests_does(
    qtbot: QtBot,
) -> None:
    with listening("voice-unseen") as person:
        window, at = person.stage.kiosk.window, QPoint(500, 900)
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        assert person.stage.shows("unseen.title")
        assert person.stage.kiosk.session.view.page == "home"
        QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        person.stage.wait_until(lambda: not person.stage.shows("unseen.title"))
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        person.hears("Màn hình đã hiện lại")


def test_a_number_is_taken_and_heard_without_ever_looking(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        person.holds_select()
        person.hears("che màn hình", "Cần làm việc gì?")
        assert person.stage.shows("unseen.title")
        person.selects("tile.number")
        heard = person.hears("Đã chọn Lấy số", "Chọn việc", "Khai sinh")
        assert heard.index("Chọn việc") < heard.index("Khai sinh")  # that is where the focus is
        person.key(Qt.Key.Key_Right)
        person.hears("Thường trú, tạm trú")
        person.selects("service.ho-tich")
        person.hears("A 0 1 2")
        assert person.stage.shows("unseen.title")


def test_a_short_press_of_the_select_key_just_begins(qtbot: QtBot) -> None:
    with listening(act=False) as person:
        person.goes_to("attract.begin")
        person.key(Qt.Key.Key_Return)
        person.stage.wait_until(lambda: person.stage.shows("key.listen"))
        assert not person.stage.kiosk.held.down
        assert not person.stage.kiosk.voice.view.on


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Số A012", "Số A 0 1 2"),
        ("Mã H3K-7QP-2MR.", "Mã H 3 K, 7 Q P, 2 M R."),
        ("Gọi 02143820123", "Gọi 0 2 1 4 3 8 2 0 1 2 3"),
        ("lúc 09:41", "lúc 9 giờ 41 phút"),
        ("09/03/2026", "ngày 9 tháng 3 năm 2026"),
        ("Còn 12 người, 3 quầy", "Còn 12 người, 3 quầy"),
        ("Mẫu CT01, khổ A4", "Mẫu C T 0 1, khổ A 4"),
        ("BẢN SAO", "BẢN SAO"),
    ],
)
def test_codes_are_spoken_letter_by_letter(written: str, heard: str) -> None:
    assert spelled(written, "vi") == heard


def test_a_dossier_is_followed_by_keys_and_ears_alone(qtbot: QtBot) -> None:
    with listening("voice-offered", act=False) as person:
        person.holds_select()
        person.hears("Cần làm việc")
        person.selects("tile.track")
        person.hears("Đã chọn Tra cứu hồ sơ", "mã")
        for letter in CODE:
            person.selects(f"key.{letter}")
        person.hears(f"{CODE[-1]}.")
        person.hears("Đã nhập:", " ".join(CODE[:3]))
        person.selects("primary")
        person.hears("Đã chọn", "Mã bí mật")
        for letter in SECRET:
            person.selects(f"key.{letter}")
        person.selects("primary")
        person.hears("Hồ sơ đang ở máy này", "Máy sẽ gửi khi có mạng", "9 giờ 41 phút")
        assert person.stage.kiosk.dossier.track.view.place == "told"
        assert person.stage.shows("unseen.title")


def test_the_real_voice_is_heard_and_every_sentence_is_sound(qtbot: QtBot, tmp_path: Path) -> None:
    worker = VoiceWorker(open_voice(f"wav:{tmp_path}"))
    scene = named("home")
    with staged(scene, Look(), voice=worker) as (stage, office, clock):
        stage.wait_until(lambda: worker.health.state is State.READY)
        scene.act(stage, office, clock)
        for number, name in enumerate(("key.listen", "tile.number", "service.ho-tich"), start=1):
            stage.tap(name)
            stage.wait_until((tmp_path / f"{number:04}.wav").exists)
    assert worker.close()
    files = sorted(tmp_path.glob("*.wav"))
    assert len(files) >= 3
    for path in files:
        with wave.open(str(path)) as file:
            assert file.getnframes() > file.getframerate() / 2
            assert any(file.readframes(file.getnframes()))
