"""Work that dies of a defect of ours is told to the technician, and nobody waits for ever."""

import threading
from queue import Queue
from types import SimpleNamespace
from uuid import uuid4

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from devices.health import Health, State
from devices.keep_going import CALM_S
from kiosk.contract.hub import Words
from kiosk.services.print_slip import PrintSlip
from kiosk.services.printing import NOT_DRAWN, Printing, PrintNews
from kiosk.services.readiness import Finding, Level
from kiosk.services.take_ticket import TicketRefusedError
from kiosk.settings import Settings
from tests.flows.conftest import Office
from tests.slips.test_dossier_slip import LIST
from tests.support.defects import PERSON, once
from ui import gallery_staff as gs
from ui.background import Background
from ui.gallery_office import from_hub, services
from ui.ports import Ports
from ui.screens import camera as camera_module
from ui.screens.camera import Camera
from ui.stage import Stage

SOON_S = 5.0


def ran(qtbot: QtBot, work: object) -> None:
    """`work` on a worker, until its end came back."""
    background, came = Background(), list[object]()
    background.run(work, came.append)  # type: ignore[arg-type]  # a callable
    qtbot.waitUntil(lambda: bool(came))
    background.close()


def test_a_defect_in_a_worker_reaches_the_technician(qtbot: QtBot, told: list[Health]) -> None:
    for _ in range(3):
        ran(qtbot, once(lambda: None))
    states = [health.state for health in told]
    assert states == [State.READY, State.DEGRADED, State.DEGRADED, State.BLOCKED]
    assert {health.code for health in told[1:]} == {"APP-01"}
    assert told[-1].evidence.startswith("ui-work 3x; last KeyError in defects.py:")
    assert PERSON not in str(told)


def test_a_defect_that_comes_back_after_a_long_calm_is_a_first_one(
    qtbot: QtBot, told: list[Health], monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = iter([0.0, 1.0, 1.0 + CALM_S])
    monkeypatch.setattr("devices.keep_going.monotonic", lambda: next(now_s))
    for _ in range(3):
        ran(qtbot, once(lambda: None))
    assert told[-1].state is State.DEGRADED


@pytest.mark.parametrize("error", [OSError("full"), TicketRefusedError("unknown-service")])
def test_what_somebody_foresaw_is_no_defect(
    qtbot: QtBot, told: list[Health], error: Exception
) -> None:
    def work() -> None:
        raise error

    ran(qtbot, work)
    assert told == [Health(State.READY)]


def test_a_call_for_help_that_meets_a_defect_is_written_down(
    office: Office, told: list[Health], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "call", once(office.call))
    ports = Ports(tickets=office, feed=office, help=office, known=services())
    with capture_logs() as logs, Stage(ports, Settings()) as stage:
        stage.kiosk.helping.call()
        stage.wait_until(lambda: stage.kiosk.helping.view.state == "nobody")
    assert "work.failed" in [line["event"] for line in logs]
    assert told[-1].code == "APP-01"


def test_a_part_whose_look_meets_a_defect_has_its_row(office: Office, told: list[Health]) -> None:
    class Broken(gs.SampleStaff):
        def look(self, part: str) -> Finding:
            if part == "disk":
                raise KeyError(PERSON)
            return super().look(part)

        def test(self, staff_id: str, part: str) -> Finding:
            del staff_id
            return self.look(part)

    ports = Ports(tickets=office, feed=office, help=office, known=services(), staff=Broken())
    with Stage(ports, Settings()) as stage:
        gs.show_card(stage)
        gs.type_pin(stage)
        staff = stage.kiosk.staff
        stage.wait_until(lambda: len(staff.view.findings) == len(gs.FOUND))
        assert [each.part for each in staff.view.findings] == [each.part for each in gs.FOUND]
        (row,) = (each for each in staff.view.findings if each.part == "disk")
        assert (row.level, row.code) == (Level.UNKNOWN, "APP-01")
        staff.test("printer")
        stage.wait_until(lambda: not staff.view.busy)
        staff.test("disk")
        stage.wait_until(lambda: not staff.view.busy)
        assert PERSON not in str(staff.view)
    assert told[-1].code == "APP-01"


def test_a_slip_that_meets_a_defect_on_its_way_is_told_as_not_printed(told: list[Health]) -> None:
    printer = SimpleNamespace(submit=once(lambda *_: None))
    printing, news = Printing(printer), Queue[PrintNews]()  # type: ignore[arg-type]  # one method
    printing.print(LIST, news.put)
    assert news.get(timeout=SOON_S) == NOT_DRAWN
    printing.close()
    assert told[-1].evidence.startswith("draw-slip 1x; last KeyError in defects.py:")


def test_a_result_that_cannot_be_kept_is_told_to_who_waits(told: list[Health]) -> None:
    printing = SimpleNamespace(print=lambda _slip, on_news: on_news(PrintNews("printed")))
    own = SimpleNamespace(keep_report=once(lambda *_: None))
    slips = PrintSlip(printing, own, None, office=Words(vi="P", en="W"), hotline="")  # type: ignore[arg-type]
    news = Queue[PrintNews]()
    with pytest.raises(KeyError):
        slips.print(from_hub(uuid4()), "vi", news.put)
    assert news.get(timeout=SOON_S) == PrintNews("printed")


def test_a_preview_that_meets_a_defect_is_gone_and_comes_again(
    qtbot: QtBot, told: list[Health], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = threading.Event()
    real = camera_module.preview

    def preview(image: object, *, outline: bool) -> object:
        if broken.is_set():
            raise KeyError(PERSON)
        return real(image, outline=outline)  # type: ignore[arg-type]

    monkeypatch.setattr(camera_module, "preview", preview)
    monkeypatch.setattr(camera_module, "AGAIN_S", 0.05)
    frame = SimpleNamespace(number=0, image=np.zeros((60, 80, 3), np.uint8))
    source = SimpleNamespace(latest=frame)
    capture = SimpleNamespace(camera=source, health=lambda _: Health(State.READY))
    shown = Camera(capture)  # type: ignore[arg-type]  # two members of it

    def looked() -> bool:
        frame.number += 1
        shown.look(False)  # noqa: FBT003 - a Qt slot
        return bool(shown.picture)

    qtbot.waitUntil(looked)
    broken.set()
    qtbot.waitUntil(lambda: not looked())
    died = len(told)
    assert died < 4  # not once a frame
    broken.clear()
    qtbot.waitUntil(looked)
    shown.close()
    assert told[-1].evidence.startswith("preview ")
