"""Calls as sound: real bytes from the real program, and only for what was called."""

import asyncio
import io
import wave
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from devices.voice import Manner, NoVoiceError, clip
from devices.voice.api import Sentence
from kiosk.contract.hub import Words
from kiosk.hub.announcements import KEPT, Announcer, said_call
from kiosk.settings import Hub, Settings
from tests.pages.lobby import Lobby

DESK = Words(vi="Quầy 3", en="Desk 3")
BILINGUAL = Settings(hub=Hub(announce="vi+en"))


def seconds(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return float(file.getnframes() / file.getframerate())


def test_a_call_is_said_as_in_a_waiting_room() -> None:
    assert said_call("A145", DESK, "vi") == "Mời số a, một bốn lăm, đến quầy ba."
    assert said_call("A145", DESK, "en") == "Number A, one four five, please go to Desk 3."


def test_boards_fetch_what_was_called_and_nothing_else(tmp_path: Path) -> None:
    office = Lobby(tmp_path, announce="vi+en")
    office.open()
    try:
        office.take("ho-tich")
        office.take("ho-tich")
        number = office.call_next(office.clerk(), "1")
        base = f"{office.url}/board/voice"
        spoken = office.http.get(f"{base}/vi/1/{number}.wav", timeout=10)
        english = office.http.get(f"{base}/en/1/{number}.wav", timeout=10)
        refused = [
            office.http.get(f"{base}/{path}.wav", timeout=10).status_code
            for path in ("vi/1/A002", "vi/2/A001", "vi/1/%3Cspeak%3E", "fr/1/A001")
        ]
    finally:
        office.close()
    assert spoken.headers["content-type"] == "audio/wav"
    assert spoken.content[:4] == b"RIFF"
    assert int.from_bytes(spoken.content[4:8], "little") == len(spoken.content) - 8
    assert 1.5 < seconds(spoken.content) < 8
    assert 1.5 < seconds(english.content) < 8
    assert english.content != spoken.content
    assert refused == [404, 404, 404, 422]


def test_without_the_setting_nothing_is_spoken(tmp_path: Path) -> None:
    office = Lobby(tmp_path)
    office.open()
    try:
        office.take("ho-tich")
        number = office.call_next(office.clerk(), "1")
        answer = office.http.get(f"{office.url}/board/voice/vi/1/{number}.wav", timeout=10)
    finally:
        office.close()
    assert answer.status_code == 404
    assert Announcer(Settings()).languages == ()


def test_a_clip_is_made_once_and_few_are_kept(tmp_path: Path) -> None:
    counted = tmp_path / "count"
    program = tmp_path / "espeak"
    program.write_text(f'#!/bin/sh\necho x >> {counted}\nexec espeak-ng "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    async def all_day() -> None:
        announcer = Announcer(BILINGUAL, program=str(program))
        first = await announcer.clip("A001", DESK, "vi")
        assert first == await announcer.clip("A001", DESK, "vi")
        assert counted.read_text(encoding="utf-8").count("x") == 1
        for serial in range(2, KEPT + 2):
            await announcer.clip(f"A{serial:03d}", DESK, "vi")
        await announcer.clip("A001", DESK, "vi")

    asyncio.run(all_day())
    assert counted.read_text(encoding="utf-8").count("x") == KEPT + 2


def test_where_no_voice_is_installed_the_log_names_the_fault_once() -> None:
    async def two_calls() -> None:
        announcer = Announcer(BILINGUAL, program="/no/such/program")
        assert await announcer.clip("A001", DESK, "vi") is None
        assert await announcer.clip("A002", DESK, "vi") is None

    with capture_logs() as logs:
        asyncio.run(two_calls())
    assert [(line["event"], line["code"]) for line in logs] == [("hub.no_voice", "VOI-01")]
    assert "A00" not in str(logs)


def test_a_program_that_makes_no_sound_is_a_fault_and_no_empty_clip(tmp_path: Path) -> None:
    mute = tmp_path / "mute"
    mute.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    mute.chmod(0o755)
    with pytest.raises(NoVoiceError) as caught:
        clip(Sentence("Mời số a.", "vi", Manner()), "vi", program=str(mute))
    assert "no WAV" in caught.value.evidence
