"""The service pages on the real screen, with real cards, PINs, store and scanner line."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from devices.health import State
from devices.sim.scanner import ScannerSimulator
from kiosk.clock import utc_now
from kiosk.domain.staff import Role, StaffCard
from kiosk.remote.hub_client import HubClient
from kiosk.services import staff_access as sa
from kiosk.services.capture import open_capture
from kiosk.services.readiness import Parts
from kiosk.services.staff_access import StaffAccess
from kiosk.services.staff_desk import StaffDesk
from kiosk.settings import Scanner, Settings
from tests.flows.conftest import Office
from ui import gallery_staff as gs
from ui.gallery_office import StillClock, services
from ui.ports import Ports, PrintNews
from ui.stage import Stage, run_for
from ui.wiring import Wiring

PIN = "246813"


class NoSlips:
    """Nothing was printed since the start."""

    def reprint(self, on_news: object) -> str | None:
        del on_news
        return None


class Kiosk:
    """A stage with a scanner on a pseudo-terminal and a staff store on the disk."""

    def __init__(self, folder: Path, office: Office, clock: StillClock) -> None:
        self.scanner = ScannerSimulator(folder / "tty")
        self.capture = open_capture(Settings(scanner=Scanner(url=self.scanner.url)))
        self.access = StaffAccess(folder, clock=utc_now)
        key = sa.operator_key(folder / "operator")
        today = utc_now().date()
        self.card = sa.sign_card(StaffCard("an-01", Role.TECHNICIAN, today.replace(year=2099)), key)
        self.access.admit(sa.admission(self.card, PIN, key))
        hub = HubClient("http://127.0.0.1:9", kiosk_id="t", timeout_s=0.5)
        parts = Parts(folder, utc_now, hub, portal_wanted=False, capture=self.capture)
        desk = StaffDesk(self.access, parts, capture=self.capture, slips=NoSlips())  # type: ignore[arg-type]  # one method of it
        ports = Ports(tickets=office, feed=office, help=office, known=services(), staff=desk)
        self.stage = Stage(ports, Settings(), wiring=Wiring(monotonic=clock, animated=False))

    def start(self) -> None:
        ready = threading.Event()
        self.capture.on_health(
            lambda device, health: (
                ready.set() if device == "scanner" and health.state is State.READY else None
            )
        )
        self.capture.start()
        assert ready.wait(5)
        self.stage.__enter__()

    def stop(self) -> None:
        self.stage.__exit__(None, None, None)
        self.capture.stop()
        self.scanner.unplug()

    def deeds(self) -> list[str]:
        return [deed.what for deed in reversed(self.access.deeds())]

    def open(self) -> None:
        self.scanner.scan(self.card.token)
        self.stage.wait_until(lambda: self.stage.shows("pin.1"))
        gs.type_pin(self.stage, PIN)
        self.stage.wait_until(lambda: self.stage.shows("row.disk"))


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path, office: Office, clock: StillClock) -> Iterator[Kiosk]:
    found = Kiosk(tmp_path, office, clock)
    found.start()
    yield found
    found.stop()


def test_a_card_at_the_scanner_and_its_pin_lead_to_every_part_of_the_kiosk(kiosk: Kiosk) -> None:
    kiosk.open()
    stage = kiosk.stage
    stage.wait_until(lambda: len(stage.kiosk.staff.view.findings) == 9)
    assert stage.text("row.hub") == "Máy chủ của phòng: Cần sửa"
    assert stage.text("evidence.hub").startswith("HUB-01")
    stage.tap("test.disk")
    stage.wait_until(lambda: "1 MB" in stage.text("evidence.disk"))
    stage.tap("staff.lock")
    stage.wait_until(lambda: stage.shows("attract.begin"))
    stage.wait_until(lambda: kiosk.deeds() == ["opened", "test_disk", "locked"])
    assert {deed.staff for deed in kiosk.access.deeds()} == {"an-01"}


def test_a_code_held_to_the_scanner_passes_its_test(kiosk: Kiosk) -> None:
    kiosk.open()
    stage = kiosk.stage
    stage.wait_until(lambda: stage.shows("test.scanner"))
    stage.tap("test.scanner")
    assert stage.text("staff.said") == "Đưa một mã vào máy quét trong 20 giây."
    threading.Timer(0.2, lambda: kiosk.scanner.scan("https://example.com")).start()
    stage.wait_until(
        lambda: any("LinkScan" in found.evidence for found in stage.kiosk.staff.view.findings)
    )
    assert "LinkScan" in stage.text("evidence.scanner")


def test_nobody_touches_for_five_minutes_and_the_page_is_locked(
    kiosk: Kiosk, clock: StillClock
) -> None:
    kiosk.open()
    clock.seconds += 301
    kiosk.stage.kiosk.session.tick()
    assert kiosk.stage.shows("attract.begin")
    assert kiosk.stage.kiosk.staff.view.findings == ()
    kiosk.stage.wait_until(lambda: kiosk.deeds()[-1] == "locked")


def test_a_wrong_pin_is_said_and_the_fifth_makes_everyone_wait(kiosk: Kiosk) -> None:
    stage = kiosk.stage
    kiosk.scanner.scan(kiosk.card.token)
    stage.wait_until(lambda: stage.shows("pin.1"))
    for _ in range(5):
        gs.type_pin(stage, "246814")
    assert stage.text("staff.note") == "Mã PIN chưa đúng. Nhập lại sau 15 giây."
    stage.kiosk.staff.press("2")
    assert stage.kiosk.staff.view.pin == ""


def test_a_forged_card_gets_no_pin_pad(kiosk: Kiosk) -> None:
    kiosk.scanner.scan(kiosk.card.token[:-4] + "AAAA")
    kiosk.stage.wait_until(lambda: kiosk.stage.shows("notice.title"))
    assert kiosk.stage.text("notice.body") == "Thẻ không do người quản lý máy này cấp."
    kiosk.stage.tap("notice.action")
    assert kiosk.stage.shows("attract.begin")


def test_a_card_shown_while_somebody_takes_a_number_opens_nothing(kiosk: Kiosk) -> None:
    stage = kiosk.stage
    stage.tap("attract.begin")
    stage.tap("tile.number")
    stage.wait_until(lambda: not stage.shows("tile.number"))
    kiosk.scanner.scan(kiosk.card.token)
    run_for(200)  # ten times what a scan takes from the line to the screen
    assert stage.kiosk.session.view.page == "services"


def test_no_touch_leads_to_the_service_pages() -> None:
    """The page is entered in one place, and that one is given a scanned card."""
    root = Path(__file__).parents[2] / "ui"
    entries = [
        path.name
        for path in root.glob("**/*.py")
        if '.go("staff")' in path.read_text(encoding="utf-8")
    ]
    assert entries == ["staff.py"]
    asking = [p.name for p in root.glob("qml/**/*.qml") if "staff.shown" in p.read_text("utf-8")]
    assert asking == []


def test_the_last_slip_is_asked_for_again_and_the_screen_says_what_came(
    qtbot: QtBot, office: Office
) -> None:
    class Again(gs.SampleStaff):
        def reprint(self, staff_id: str) -> PrintNews:
            return PrintNews("printed")

    ports = Ports(tickets=office, feed=office, help=office, known=services(), staff=Again())
    with Stage(ports, Settings()) as stage:
        gs.opened(stage)
        stage.tap("staff.reprint")
        stage.wait_until(lambda: "bản in lại" in stage.text("staff.said"))
