"""A defect of ours stops a part of the app for a while, and is told to the technician."""

import queue
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from devices import keep_going as kept
from devices.camera.source import Camera
from devices.health import Health, State
from devices.keep_going import CALM_S, DEATHS, PAUSE_S, keep_going
from devices.printer import open_printer
from devices.printer.api import PrintOutcome, PrintResult, SlipPrinter
from devices.scanner.serial import SerialScanner
from devices.sim.camera import CameraSimulator
from devices.sim.printer import SimulatedPrinter
from devices.sim.scanner import ScannerSimulator
from devices.sim.scene import Scene
from devices.voice.api import Manner, Sentence
from devices.voice.worker import VoiceWorker
from devices.worker import PrinterWorker
from tests.support.defects import PERSON, once


class Pauses(threading.Event):
    """The end that somebody asks for after some pauses; they take no time."""

    def __init__(self, end_after: int = 1000) -> None:
        super().__init__()
        self.told: list[float | None] = []
        self._end_after = end_after

    def wait(self, timeout: float | None = None) -> bool:
        self.told.append(timeout)
        return len(self.told) >= self._end_after


def failing(times: int) -> Callable[[], None]:
    """Work that meets a defect so often, then comes to its end."""
    left = [times]

    def work() -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise KeyError(PERSON)

    return work


def test_a_defect_that_comes_back_is_met_after_ever_longer_pauses(told: list[Health]) -> None:
    ending = Pauses()
    with capture_logs() as logs:
        keep_going(failing(9), ending=ending)
    assert ending.told == [1, 2, 4, 8, 16, 32, PAUSE_S[1], PAUSE_S[1], PAUSE_S[1]]
    assert [line["again_in_s"] for line in logs] == ending.told
    states = [health.state for health in told]
    assert states == [State.READY, State.DEGRADED, State.DEGRADED, *[State.BLOCKED] * 7]
    assert {health.code for health in told[1:]} == {"APP-01"}
    assert PERSON not in str(told)


def test_the_evidence_says_which_part_how_often_and_where(told: list[Health]) -> None:
    keep_going(failing(2), ending=Pauses())
    name = threading.current_thread().name
    assert told[-1].evidence.startswith(f"{name} 2x; last KeyError in test_keep_going.py:")


def test_after_a_long_calm_the_pause_is_short_again(
    told: list[Health], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 1.0, 2.0, 3.0, 4.0, 4.0 + CALM_S, 700.0])
    monkeypatch.setattr(kept, "monotonic", lambda: next(times))
    ending = Pauses()
    keep_going(failing(3), ending=ending)
    assert ending.told == [1, 2, 1]
    assert told[-1].state is State.DEGRADED


def test_who_is_told_to_end_does_not_begin_anew(told: list[Health]) -> None:
    work = failing(5)
    keep_going(work, ending=Pauses(end_after=1))
    assert len(told) == 2


def test_an_app_that_starts_has_no_deaths(told: list[Health]) -> None:
    keep_going(failing(1), ending=Pauses())
    assert told[-1].code == "APP-01"
    DEATHS.begin()
    assert DEATHS.health == Health(State.READY)


@pytest.fixture
def printer(simulator: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch) -> SlipPrinter:
    """Meets a defect at its first slip."""
    opened = open_printer(simulator.url, print_s=5.0)
    monkeypatch.setattr(opened, "print_slip", once(opened.print_slip))
    return opened


def test_a_slip_in_hand_is_told_as_unconfirmed_and_the_next_is_printed(
    printer: SlipPrinter, slip: Image.Image, died: list[Health]
) -> None:
    health: queue.Queue[Health] = queue.Queue()
    worker = PrinterWorker(printer, on_health=health.put, poll_s=0.05)
    worker.start()
    assert health.get(timeout=2).state is State.READY
    done: queue.Queue[PrintOutcome] = queue.Queue()
    worker.submit(slip, done.put)
    assert done.get(timeout=5).result is PrintResult.UNCONFIRMED
    assert health.get(timeout=2).state is State.UNKNOWN
    assert health.get(timeout=2).state is State.READY
    worker.submit(slip, done.put)
    assert done.get(timeout=5).result is PrintResult.PRINTED
    assert (worker.stop(), died[-1].code) == (True, "APP-01")


def test_a_slip_that_a_stop_meets_in_the_pause_is_told_as_not_started(
    printer: SlipPrinter, slip: Image.Image, told: list[Health]
) -> None:
    worker = PrinterWorker(printer, on_health=lambda _: None)
    worker.start()
    done: queue.Queue[PrintOutcome] = queue.Queue()
    worker.submit(slip, done.put)
    assert done.get(timeout=5).result is PrintResult.UNCONFIRMED
    worker.submit(slip, done.put)
    assert worker.stop()
    assert done.get(timeout=2).result is PrintResult.NOT_STARTED


def test_a_scanner_is_heard_again(tmp_path: Path, died: list[Health]) -> None:
    simulator = ScannerSimulator(tmp_path / "tty")
    scans: queue.Queue[object] = queue.Queue()
    health: queue.Queue[Health] = queue.Queue()
    scanner = SerialScanner(simulator.url, on_scan=once(scans.put), on_health=health.put)
    scanner.start()
    assert health.get(timeout=5).state is State.READY
    simulator.scan("one")
    assert health.get(timeout=5).state is State.UNKNOWN
    assert health.get(timeout=5).state is State.READY
    pause = threading.Event()
    for number in range(50):  # somebody tries again: what comes at once is a second of the first
        simulator.scan(f"another {number}")
        if scans.qsize():
            break
        pause.wait(0.1)
    assert scans.qsize()
    assert (scanner.stop(), died[-1].code) == (True, "APP-01")
    simulator.unplug()


def test_a_camera_is_looked_through_again(died: list[Health]) -> None:
    simulator = CameraSimulator(Scene(size=(320, 240)), fps=40)
    health: queue.Queue[Health] = queue.Queue()
    camera = Camera(simulator.url, on_health=once(health.put))
    camera.start()
    assert camera.wait_for_frame(0, timeout_s=10) is not None
    assert camera.stop()
    simulator.close()
    assert died[-1].code == "APP-01"


class Speaker:
    """Meets a defect at its first sentence."""

    def __init__(self) -> None:
        self.said: queue.Queue[str] = queue.Queue()
        self._speak = once(lambda sentence: self.said.put(sentence.text))

    def look(self) -> Health:
        return Health(State.READY)

    def speak(self, sentence: Sentence, wanted: Callable[[], bool]) -> Health | None:
        del wanted
        self._speak(sentence)
        return Health(State.READY)

    def cut(self) -> None:
        pass


def test_a_voice_speaks_the_next_sentence(died: list[Health]) -> None:
    speaker = Speaker()
    worker = VoiceWorker(speaker)
    worker.start(lambda _: None)
    worker.say("one", "en", Manner())
    while len(died) < 2:
        threading.Event().wait(0.01)
    worker.say("two", "en", Manner())
    assert speaker.said.get(timeout=5) == "two"
    assert worker.close()
