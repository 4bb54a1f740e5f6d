"""A part of the app that meets a defect of ours works again soon, and staff can read of it."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from devices.health import Health, State
from devices.keep_going import DEATHS
from kiosk.clock import utc_now
from kiosk.contract.agent import AgentLine
from kiosk.contract.hub import ImportAnswer, ImportRequest, ImportResult
from kiosk.remote.hub_client import HubClient
from kiosk.services import code_watch, notices, readiness
from kiosk.services.code_watch import CodeWatch, Looks
from kiosk.services.device_notes import DeviceNotes, noted
from kiosk.services.hand_in import HandIn
from kiosk.services.hub_feed import HubFeed
from kiosk.services.notices import NoticeShelf
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.portal_line import PortalLine
from kiosk.services.readiness import Level, Parts, checks
from kiosk.services.staff_desk import StaffDesk
from kiosk.settings import Paths, Settings
from tests.support.defects import PERSON, once
from tests.unit.test_own_numbers import issue
from ui.bootstrap import Machine

SOON_S = 5.0


class Agent:
    """Knows that the portal is there."""

    def __init__(self) -> None:
        self.line = once(lambda *, somebody: AgentLine(link="up"))


def test_the_line_to_the_portal_is_asked_again(died: list[Health]) -> None:
    links: queue.Queue[bool] = queue.Queue()
    line = PortalLine(Agent(), look_s=0.01, rest_s=0.01)  # type: ignore[arg-type]  # one method
    line.start(links.put)
    assert links.get(timeout=SOON_S)
    line.stop()
    assert died[-1].evidence.startswith("portal-line 1x; last KeyError in defects.py:")


def test_new_notices_are_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, died: list[Health]
) -> None:
    monkeypatch.setattr(notices, "LOOK_S", 0.01)
    shelf, came = NoticeShelf(tmp_path, clock=utc_now), threading.Event()
    monkeypatch.setattr(shelf, "refresh", once(lambda: True))
    shelf.when_changed(came.set)
    shelf.start()
    assert came.wait(SOON_S)
    shelf.close()
    assert died[-1].evidence.startswith("notices 1x")


class Hub:
    """Says how it is, again and again; takes numbers in once a defect of ours is over."""

    kiosk_id = "k1"

    def __init__(self, tickets: OwnNumbers | None = None) -> None:
        self.ended = threading.Event()
        self.own = tickets
        self.import_tickets = once(self._import)

    def stream(self, _opened: object) -> Iterator[Any]:
        while not self.ended.wait(0.02):
            yield type("State", (), {"day": "2026-11-25"})

    def services(self) -> None:
        """Nothing new."""

    def _import(self, request: ImportRequest, *, key: UUID) -> ImportAnswer:
        del key
        return ImportAnswer(
            results=tuple(
                ImportResult(ticket_id=ticket.ticket_id, result="imported")
                for ticket in request.tickets
            )
        )


class NothingToHandIn:
    def wake(self) -> None:
        """Nothing waits."""


def test_the_hub_is_heard_again_and_nobody_believes_it_meanwhile(died: list[Health]) -> None:
    hub, links, states = Hub(), list[bool](), queue.Queue[object]()
    feed = HubFeed(
        hub,  # type: ignore[arg-type]  # two methods of it
        NothingToHandIn(),  # type: ignore[arg-type]
        on_state=once(states.put),
        on_services=lambda _: None,
        on_link=links.append,
    )
    feed.start()
    assert states.get(timeout=SOON_S)
    hub.ended.set()
    feed.stop()
    assert links[:3] == [True, False, True]
    assert died[-1].evidence.startswith("hub-feed 1x")


def test_what_waits_is_handed_in_after_all(tmp_path: Path, died: list[Health]) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    issue(own)
    handing = HandIn(Hub(own), own, clock=utc_now)  # type: ignore[arg-type]  # one method
    handing.start()
    pause = threading.Event()
    for _ in range(200):
        if not own.waiting():
            break
        pause.wait(0.02)
    assert own.waiting() == []
    handing.stop()
    own.close()
    assert died[-1].evidence.startswith("hand-in 1x")


def test_codes_are_looked_for_again_on_the_same_page(
    monkeypatch: pytest.MonkeyPatch, died: list[Health]
) -> None:
    looked = threading.Event()
    monkeypatch.setattr(CodeWatch, "_look", once(lambda *_: looked.set()))
    looks = Looks()
    camera = SimpleNamespace(latest=None)
    watch = CodeWatch(camera, looks, lambda _: None)
    assert looked.wait(SOON_S)
    watch.close()
    assert looks.end(code_watch.WAIT_S)
    assert died[-1].evidence.startswith("code-watch_0 1x")


NOBODY = HubClient("http://127.0.0.1:9", kiosk_id="t", timeout_s=0.2)


def test_staff_see_the_app_among_the_parts_once_something_in_it_stopped(
    tmp_path: Path, told: list[Health]
) -> None:
    parts = Parts(tmp_path, utc_now, NOBODY, portal_wanted=False, app=lambda: DEATHS.health)
    desk = StaffDesk(None, parts, capture=None, slips=None)  # type: ignore[arg-type]  # not asked
    assert "app" not in desk.parts()
    DEATHS.note("notices", ValueError(PERSON).with_traceback(_somewhere()), 1)
    assert "app" in desk.parts()
    found = desk.look("app")
    assert (found.level, found.code) == (Level.ATTENTION, "APP-01")
    assert found.evidence.startswith("notices 1x; last ValueError in test_parts_go_on.py:")
    assert "journalctl -u kiosk-screen" in found.remedy("vi")
    DEATHS.note("notices", ValueError().with_traceback(_somewhere()), 3)
    assert desk.look("app").level is Level.FAILED


def test_the_command_line_reads_of_it_while_the_app_runs(tmp_path: Path) -> None:
    notes = DeviceNotes(tmp_path, clock=utc_now).open()
    notes.told("app", Health(State.BLOCKED, "APP-01", "notices 3x"))
    held = Parts(
        tmp_path, utc_now, NOBODY, portal_wanted=False, held=lambda part: noted(tmp_path, part)
    )
    rows = {each.part: each for each in checks(held)}
    assert (rows["app"].look().level, rows["app"].look().code) == (Level.FAILED, "APP-01")
    notes.close()
    alone = Parts(tmp_path, utc_now, NOBODY, portal_wanted=False)
    assert "app" not in {each.part for each in readiness.checks(alone)}


def test_the_running_app_writes_down_what_stopped_in_it(tmp_path: Path, told: list[Health]) -> None:
    machine = Machine(Settings(paths=Paths(data=tmp_path)))
    machine.start()
    try:
        assert noted(tmp_path, "app").state is State.READY
        DEATHS.note("notices", ValueError().with_traceback(_somewhere()), 1)
        assert noted(tmp_path, "app").code == "APP-01"
    finally:
        machine.stop()
    assert told == [Health(State.READY)]  # of the app before, which is told no more


def _somewhere() -> Any:  # noqa: ANN401 - a traceback
    try:
        int("x")
    except ValueError as error:
        return error.__traceback__
