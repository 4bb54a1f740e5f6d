"""Workers and the person they worked for: late answers, failures, and an app that has ended."""

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from structlog.testing import capture_logs

from kiosk.services.readiness import Finding
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui import gallery_staff as gs
from ui.background import Background, Lane, Turn
from ui.gallery_office import services
from ui.ports import Ports
from ui.stage import Stage

LIMIT_S = 5.0  # for a thread that has only to be scheduled


def test_what_comes_for_who_has_left_is_not_told_to_the_next(qtbot: QtBot) -> None:
    background = Background()
    turn, gate = Turn(background), threading.Event()
    told: list[str] = []

    def tell(future: Future[str]) -> None:
        told.append(future.result())

    def too_late(future: Future[str]) -> None:
        told.append(f"late: {future.result()}")

    def first() -> str:
        gate.wait(LIMIT_S)
        return "first"

    turn.run(first, tell, late=too_late)
    turn.end()
    turn.run(lambda: "second", tell, late=too_late)
    qtbot.waitUntil(lambda: told == ["second"])
    gate.set()
    qtbot.waitUntil(lambda: told == ["second", "late: first"])
    background.close()


def test_a_withdrawal_is_never_overtaken_by_the_call_of_the_next(qtbot: QtBot) -> None:
    background = Background()
    lane, gate = Lane(background), threading.Event()
    heard: list[str] = []

    def withdraw() -> None:
        gate.wait(LIMIT_S)
        heard.append("withdrawn")

    lane.run(withdraw)
    lane.run(lambda: heard.append("called"))
    qtbot.wait(100)  # five other workers are free meanwhile
    assert heard == []
    gate.set()
    qtbot.waitUntil(lambda: heard == ["withdrawn", "called"])
    background.close()


def test_a_worker_that_outlives_the_app_brings_its_answer_to_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    owner = QObject()
    background = Background(owner)
    gate, workers = threading.Event(), threading.enumerate()
    background.run(lambda: gate.wait(LIMIT_S))
    (worker,) = (each for each in threading.enumerate() if each not in workers)
    background.close()
    delete(owner)
    gate.set()
    worker.join(LIMIT_S)
    assert not worker.is_alive()
    assert caplog.records == []  # nothing was said to an object that is no more


def test_a_part_that_cannot_be_looked_at_is_written_down_with_its_reason(
    qtbot: QtBot, office: Office
) -> None:
    class Broken(gs.SampleStaff):
        def look(self, part: str) -> Finding:
            raise OSError(f"{part} does not answer")

        def note(self, staff_id: str, what: str, detail: str = "") -> None:
            raise OSError("the log of the service pages is full")

    ports = Ports(tickets=office, feed=office, help=office, known=services(), staff=Broken())
    with capture_logs() as logged, Stage(ports, Settings()) as stage:
        gs.show_card(stage)
        gs.type_pin(stage)
        stage.wait_until(lambda: len(logged) >= len(gs.FOUND))
        stage.tap("staff.lock")
        stage.wait_until(lambda: "full" in str(logged[-1]["exc_info"]))
    assert {each["event"] for each in logged} == {"work.failed"}
    assert "disk does not answer" in " ".join(str(each["exc_info"]) for each in logged)
