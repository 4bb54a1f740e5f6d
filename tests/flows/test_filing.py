"""A dossier from a finger to the portal and back: real camera, outbox, agent, portal, printer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from devices import qr
from devices.printer import open_printer
from devices.sim.camera import CameraFault, CameraSimulator
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from devices.sim.scene import Scene, Subject
from devices.worker import PrinterWorker
from kiosk.clock import utc_now
from kiosk.domain.procedure import Acting, Filing, Reply
from kiosk.portal import tables
from kiosk.services.capture import open_capture
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import DossierDesk
from kiosk.services.printing import Printing
from kiosk.settings import Camera, Settings, Site
from kiosk.texts import text
from tests.flows.conftest import Office
from tests.portal.world import Browser, Kiosk, RunningPortal
from ui import flow
from ui.case import Case
from ui.flow import Kind, Step
from ui.gallery_filing import touch
from ui.gallery_office import services
from ui.ports import FilingPorts, Ports
from ui.stage import Stage
from ui.wiring import Wiring

NAME, NUMBER = "Trần Thị Mây", "079185012345"
CARD = f"{NUMBER}|012345678|{NAME}|14021985|Nữ|Số 5, Phường Sông Mây, Tỉnh Lào Cai|03022026"
CASES = ("reply.ly_hon.yes", "reply.chung_tu.no", "reply.giay_cu.no", "reply.noi_o_cu.no")
WAIT_S = 30.0  # camera, sealing and portal on a loaded machine


@dataclass
class World:
    """Everything around one kiosk."""

    portal: RunningPortal
    kiosk: Kiosk
    camera: CameraSimulator
    printer: SimulatedPrinter
    slips: Path
    stage: Stage
    office: Office

    def show(self, subject: Subject, code: str = CARD, page: int = 1) -> None:
        self.camera.show(Scene(subject=subject, text=code, page=page, fill=0.8))

    def tap(self, *names: str) -> None:
        for name in names:
            touch(self.stage, name, wait_s=WAIT_S)

    def sees(self, name: str, words: str = "") -> None:
        self.stage.wait_until(
            lambda: self.stage.shows(name) and words in self.stage.text(name), WAIT_S
        )

    def last_slip(self, count: int) -> str:
        """What the QR of the newest slip says, from the bytes that reached the printer."""
        assert self.printer.wait_for_slips(count, timeout_s=WAIT_S)
        newest = max(self.slips.glob("*.png"))
        (found,) = qr.zbar(Image.open(newest))
        return found.decode()


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    portal = RunningPortal(tmp_path / "portal")
    portal.start()
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", portal.provision())
    portal.stop()  # the line is down when the person comes
    camera = CameraSimulator(Scene(subject=Subject.EMPTY), fps=10)
    slips = tmp_path / "slips"
    slips.mkdir()
    with SimulatedPrinter(TcpPort(), record=slips) as printer:
        worker = PrinterWorker(
            open_printer(printer.url, "generic-80mm", print_s=6.0), on_health=lambda _: None
        )
        worker.start()
        settings = Settings(
            camera=Camera(url=camera.url),
            site=Site(filing="portal", province="Tỉnh Lào Cai", commune="Phường Sông Mây"),
        )
        capture = open_capture(settings)
        capture.start()
        desk = DossierDesk(kiosk.data, filing="portal", clock=utc_now)
        printing = Printing(worker)
        office = Office()
        ports = Ports(
            tickets=office,
            feed=office,
            help=office,
            known=services(),
            filing=FilingPorts(load_catalogue(), Filing.PORTAL, desk, capture, capture, printing),
        )
        wiring = Wiring(settle_ms=50, animated=False)
        with Stage(ports, settings, wiring=wiring) as stage:
            yield World(portal, kiosk, camera, printer, slips, stage, office)
        printing.close()
        capture.stop()
        worker.stop()
        desk.close()
    kiosk.close()
    portal.stop()
    camera.close()


def hand_in(world: World, *, paper: bool = True) -> None:
    """The reference person: once divorced, card at hand, one judgment to scan; wants a slip."""
    world.tap("attract.begin", "tile.file")
    world.tap("option.1.004873")
    world.tap("option.self", "reply.0.yes", "reply.1.yes")
    world.tap("primary", *CASES)
    world.tap("primary")
    world.sees("title", "giấy tờ")
    world.tap("primary")
    world.sees("title", "dữ liệu")
    world.tap("primary")
    world.sees("title", "căn cước")
    world.show(Subject.CARD)
    world.sees("card.name", NAME)
    assert world.stage.text("card.number").endswith("2345")
    world.show(Subject.PAGE)
    world.tap("primary", "option.3")
    world.sees("title", "ly hôn")
    for key in ("s", "o", "tone.sac"):
        world.tap(f"key.{key}")
    assert world.stage.text("field.text").startswith("Só")
    world.tap("primary", "option.Để kết hôn", "scan.shoot")
    world.sees("scan.verdict", "Ảnh rõ")
    world.tap("scan.keep")
    world.sees("title", "Kiểm tra")
    assert str(world.stage.kiosk.dossier.filing.items).count("image://held/") == 1
    world.tap("primary")
    world.tap("primary")
    world.sees("filing.problem", "cam đoan")  # nothing is sent without the declaration
    world.tap("tick.declare")
    world.tap("primary" if paper else "secondary")
    if paper:
        world.sees("handed.slip", "Mời lấy phiếu")
    else:
        world.sees("handed.slip_trouble", "Không in phiếu, theo ý ông/bà.")


def test_a_dossier_goes_from_a_finger_to_a_clerk_and_back(world: World) -> None:
    hand_in(world)
    code = world.stage.text("handed.code")
    assert "Máy sẽ gửi khi có mạng" in world.stage.text("handed.standing")
    url = world.last_slip(1)
    assert url.startswith(f"{world.portal.url}/d/{code}#")
    assert NUMBER not in url
    # Nothing of the person stays behind the page that shows the code.
    assert world.stage.kiosk.dossier.filing.view.walk is None
    assert world.stage.kiosk.dossier.paper.thumbnails("ly_hon") == ()
    assert world.stage.kiosk.dossier.typing.view.text == ""
    world.portal.start()
    world.kiosk.start_agent()
    world.sees("handed.standing", "chờ cán bộ tiếp nhận")
    world.tap("handed.close")

    clerk = Browser(world.portal.url).sign_in("lan").unlock()
    (row,) = world.portal.rows(tables.dossier)
    page = f"/staff/dossiers/{row['id']}"
    shown = clerk.get(page).text
    assert "TRẦN THỊ MÂY" in shown
    assert "Đã đăng ký kết hôn" in shown  # the choice in its own words, not a number
    asked = clerk.act(f"{page}/ask", wanted=["ly_hon"], by="2099-01-01", words="mờ, quét lại")
    assert asked.status_code == 303

    world.tap("attract.begin", "tile.track")
    world.show(Subject.CARD, code=url)  # the slip under the camera
    world.sees("title", "Cần bổ sung")
    world.sees("track.wanted", "Bản án")
    world.show(Subject.PAGE, page=2)
    world.tap("primary", "scan.shoot")
    world.sees("scan.verdict", "Ảnh rõ")
    world.tap("scan.keep")
    world.sees("handed.standing", "chờ cán bộ tiếp nhận")
    assert world.last_slip(2) == url
    assert len(world.portal.rows(tables.delivery)) == 2
    assert len(world.portal.rows(tables.dossier)) == 1


def test_sending_is_tapped_twenty_times_and_stored_once(world: World) -> None:
    hand_in(world, paper=False)
    assert world.stage.text("handed.secret")  # without paper it is on the screen
    for _ in range(20):
        world.stage.kiosk.dossier.filing.go()
    assert len(world.kiosk.states()) == 1
    assert not list(world.slips.glob("*.png"))


def test_a_number_taken_for_a_dossier_carries_its_code_and_the_next_person_s_does_not(
    world: World,
) -> None:
    hand_in(world)
    code = world.stage.text("handed.code")
    world.tap("handed.number", "service.ho-tich")
    world.sees("done.number")
    assert world.office.dossiers_asked == [code]
    world.tap("done.close", "attract.begin", "tile.number", "service.ho-tich")
    world.sees("done.number")
    assert world.office.dossiers_asked == [code, None]


def test_somebody_who_leaves_in_the_middle_leaves_nothing(world: World) -> None:
    world.tap("attract.begin", "tile.file", "option.1.004873", "option.self", "reply.0.yes")
    world.tap("reply.1.yes", "primary", *CASES, "primary", "primary", "primary")
    world.show(Subject.CARD)
    world.sees("card.name", NAME)
    world.show(Subject.PAGE)
    world.tap("primary", "option.3", "secondary", "option.Để kết hôn", "scan.shoot", "scan.keep")
    world.sees("title", "Kiểm tra")
    sealed = world.kiosk.data / "sealed"
    assert len(list(sealed.iterdir())) == 1
    world.tap("key.end")
    world.stage.wait_until(lambda: not list(sealed.iterdir()), WAIT_S)
    assert world.kiosk.states() == {}
    for path in world.kiosk.data.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert NUMBER.encode() not in data, path
            assert NAME.encode() not in data, path


def test_a_camera_that_is_pulled_out_at_any_step_leaves_no_half_page_and_the_form_goes_on(
    world: World,
) -> None:
    filing, paper = world.stage.kiosk.dossier.filing, world.stage.kiosk.dossier.paper
    sealed = world.kiosk.data / "sealed"
    world.show(Subject.PAGE)
    catalogue = load_catalogue()
    procedure = catalogue.procedures["1.004873"]
    form = catalogue.forms[procedure.forms[0]]
    case = Case(procedure, form, utc_now().date(), Acting.SELF, prepared=True, consented=True)
    case = replace(case, cases={"ly_hon": Reply.YES})
    card = next(step for step in flow.steps(case) if step.kind is Kind.CARD)
    world.camera.set_fault(CameraFault.ABSENT)
    filing.stand_at(replace(flow.begin(case), at=card))
    world.sees("camera.none")  # before a card is shown: it is typed by hand instead
    world.tap("secondary")
    assert filing.view.walk is not None
    assert filing.view.walk.at != card

    filing.stand_at(replace(filing.view.walk, at=Step(Kind.SCAN, "ly_hon")))
    world.tap("scan.shoot")  # before a page is shot
    world.sees("scan.verdict", text("citizen.camera_down", "vi"))
    world.camera.set_fault(CameraFault.NONE)
    world.stage.wait_until(lambda: not world.stage.shows("camera.none"), WAIT_S)
    world.tap("scan.shoot")
    world.sees("scan.verdict", "Ảnh rõ")
    world.camera.set_fault(CameraFault.ABSENT)  # between the shot and its sealing
    world.tap("scan.more")
    world.stage.wait_until(lambda: len(paper.view.pages) == 1, WAIT_S)
    world.tap("scan.shoot")  # before the second page
    world.sees("scan.verdict", text("citizen.camera_down", "vi"))
    (page,) = paper.view.pages
    (file,) = sealed.iterdir()
    assert (file.name, file.stat().st_size) == (page.blob.sha256, page.blob.size)
    assert not world.kiosk.states()
