"""The voice: real speech into files, cut off at once, silent about what it says."""

import array
import stat
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
import structlog

from devices.health import Health, State
from devices.voice import Language, Manner, Sentence, VoiceAddressError, VoiceWorker, open_voice
from devices.voice.worker import LONGEST

LIMIT_S = 10.0  # a sentence is made in a hundredth of it
TICKET = "Số của ông bà là A 0 1 2. Có 11 người trước."
CUT_S = 0.1


def until(true: Callable[[], object], limit_s: float = LIMIT_S) -> bool:
    end = time.monotonic() + limit_s
    pause = threading.Event()
    while not true():
        if time.monotonic() > end:
            return False
        pause.wait(0.005)
    return True


def sound_of(path: Path) -> tuple[float, float]:
    """Seconds, and the root mean square of the samples."""
    with wave.open(str(path)) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
        seconds = file.getnframes() / file.getframerate()
    return seconds, (sum(s * s for s in samples) / max(1, len(samples))) ** 0.5


Speak = Callable[..., Path]


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Speak]:
    """Speaks a sentence with the real program; the file that it becomes."""
    worker = VoiceWorker(open_voice(f"wav:{tmp_path}"))
    worker.start(lambda _: None)
    until(lambda: worker.health.state is State.READY)
    made = 0

    def speak(text: str, language: Language = "vi", manner: Manner | None = None) -> Path:
        nonlocal made
        made += 1
        path = tmp_path / f"{made:04}.wav"
        worker.say(text, language, manner or Manner())
        assert until(path.exists)
        return path

    yield speak
    assert worker.close()


def test_a_number_is_heard_in_both_languages(spoken: Speak) -> None:
    for text, language in ((TICKET, "vi"), ("Your number is A 0 1 2. 11 ahead.", "en")):
        seconds, loud = sound_of(spoken(text, language))
        assert 2 < seconds < 12
        assert loud > 500


def test_slower_takes_longer_and_louder_is_louder(spoken: Speak) -> None:
    slow, _ = sound_of(spoken(TICKET, manner=Manner(words_per_minute=110)))
    quick, middle = sound_of(spoken(TICKET, manner=Manner(words_per_minute=200)))
    _, quiet = sound_of(spoken(TICKET, manner=Manner(words_per_minute=200, amplitude=40)))
    assert slow > 1.3 * quick
    assert quiet < 0.6 * middle


def test_the_southern_voice_speaks_differently(tmp_path: Path, spoken: Speak) -> None:
    folder = tmp_path / "south"
    south = VoiceWorker(open_voice(f"wav:{folder}", vietnamese="vi-vn-x-south"))
    south.start(lambda _: None)
    south.say(TICKET, "vi", Manner())
    assert until((folder / "0001.wav").exists)
    assert south.close()
    assert (folder / "0001.wav").read_bytes() != spoken(TICKET).read_bytes()


def test_only_the_newest_files_stay_and_none_from_before(tmp_path: Path, spoken: Speak) -> None:
    for _ in range(3):
        spoken("một")
    again = open_voice(f"wav:{tmp_path}")
    assert again.look().state is State.READY
    assert list(tmp_path.glob("*.wav")) == []


def script(folder: Path, body: str) -> str:
    """A program in the place of espeak-ng, below the real driver."""
    path = folder / "espeak"
    path.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "eSpeak 1"; exit; fi\n{body}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


class Listened:
    """A worker over a program of ours, and what it told."""

    def __init__(self, program: str) -> None:
        self.healths: list[Health] = []
        self.worker = VoiceWorker(open_voice("headphones", program=program), look_every_s=0.05)

    def __enter__(self) -> Self:
        self.worker.start(self.healths.append)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.worker.close()

    def say(self, text: str) -> None:
        self.worker.say(text, "vi", Manner())

    def is_ill(self, code: str) -> bool:
        return until(lambda: self.worker.health.code == code)


def test_a_new_sentence_cuts_the_old_one_off_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    program = script(
        tmp_path, f"cat >>{heard}; echo >>{heard}; echo $$ >>{heard}.pid; exec sleep 20"
    )
    with Listened(program) as listened:
        listened.say("câu cũ")
        pids = Path(f"{heard}.pid")
        assert until(lambda: pids.exists() and pids.read_text().endswith("\n"))
        old = Path(f"/proc/{pids.read_text().strip()}")
        assert old.exists()
        before = time.monotonic()
        listened.say("câu mới")
        called_s = time.monotonic() - before
        assert until(lambda: not old.exists() or "Z" in (old / "stat").read_text().split()[2], 1.0)
        assert time.monotonic() - before < CUT_S
        assert called_s < CUT_S / 2  # the screen does not wait either
        assert until(lambda: "câu mới" in heard.read_text())
        before = time.monotonic()
    assert time.monotonic() - before < 1.0  # closing does not wait for the end of a sentence


def test_of_many_sentences_at_once_the_last_is_spoken_whole(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    with Listened(script(tmp_path, f"cat >{heard}.part && mv {heard}.part {heard}")) as listened:
        for number in range(30):
            listened.say(f"câu số {number}.")
        assert until(lambda: heard.exists() and heard.read_text() == "câu số 29.")


def test_without_the_program_the_voice_is_absent_until_it_is_installed(tmp_path: Path) -> None:
    with Listened(str(tmp_path / "espeak")) as listened:
        assert listened.is_ill("VOI-01")
        listened.say("không ai nghe")
        assert listened.worker.health.state is State.ABSENT
        script(tmp_path, "cat >/dev/null")
        assert until(lambda: listened.worker.health.code is None)
        listened.say("nghe")
        assert until(lambda: listened.worker.health.state is State.READY)


def test_without_a_sound_device_the_voice_says_so_and_nothing_waits(tmp_path: Path) -> None:
    said = "cat >/dev/null; echo 'error: No such file or directory' >&2"  # as espeak-ng 1.51 does
    with Listened(script(tmp_path, said)) as listened:
        listened.say("có ai nghe không")
        assert listened.is_ill("VOI-02")
        assert "No such file" in listened.worker.health.evidence


def test_what_is_spoken_stands_in_no_log_no_process_list_and_no_repr(tmp_path: Path) -> None:
    secret, seen = "Nguyễn Thị Bí Mật", tmp_path / "args"
    program = script(tmp_path, f'echo "$@" >{seen}; cat >/dev/null; echo error: x >&2')
    with structlog.testing.capture_logs() as logs, Listened(program) as listened:
        listened.say(secret)
        assert listened.is_ill("VOI-02")
    assert logs
    assert secret not in str(logs)
    assert "Bí" not in seen.read_text()
    assert secret not in str(listened.healths)


def test_a_text_without_end_is_cut_after_a_word(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    with Listened(script(tmp_path, f"cat >{heard}.part && mv {heard}.part {heard}")) as listened:
        listened.say("từng chữ " * 1000)
        assert until(heard.exists)
    assert LONGEST - 20 < len(heard.read_text()) <= LONGEST
    assert heard.read_text().endswith(("từng", "chữ"))


@pytest.mark.parametrize("output", ["", "speaker", "wav:", "hdmi"])
def test_there_is_no_voice_for_a_loudspeaker(output: str) -> None:
    with pytest.raises(VoiceAddressError):
        open_voice(output)


@pytest.mark.parametrize("manner", [(20, 100), (900, 100), (150, 201), (150, -1)])
def test_a_manner_that_nobody_understands_is_refused(manner: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"minute|amplitude"):
        Manner(*manner)


def test_a_technician_hears_a_sentence_and_is_told_what_came_of_it(tmp_path: Path) -> None:
    program = tmp_path / "espeak"
    with Listened(script(tmp_path, "cat >/dev/null")) as listened:
        assert listened.worker.try_out("nghe thử", "vi").state is State.READY
        program.unlink()
        assert listened.worker.try_out("nghe thử", "vi").code == "VOI-01"


def test_what_is_said_stands_in_no_traceback() -> None:
    assert "A 0 1 2" not in repr(Sentence(TICKET, "vi", Manner()))
