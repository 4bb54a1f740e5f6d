"""A kiosk, its portal and its devices, for people who walk one procedure after the other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, cast

from devices.printer import open_printer
from devices.sim.camera import CameraSimulator
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from devices.sim.scene import Scene, Subject
from devices.worker import PrinterWorker
from kiosk.clock import utc_now
from kiosk.contract.portal import Manifest
from kiosk.contract.sealed_form import SealedForm
from kiosk.domain.procedure import Filing
from kiosk.portal import setup, tables
from kiosk.portal.blobs import LocalBlobs
from kiosk.portal.office_keys import Vault
from kiosk.services.capture import Capture, open_capture
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.services.dossier_desk import DossierDesk
from kiosk.services.printing import Printing
from kiosk.settings import Camera, Settings, Site
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from kiosk.slips.draft_slip import DraftSlip
from tests.flows.conftest import Office
from tests.portal.world import (
    OFFICE,
    PASSPHRASE,
    Browser,
    Kiosk,
    RunningPortal,
    office_key,
    wait_until,
)
from ui.gallery_office import services
from ui.ports import FilingPorts, Ports, PrintNews
from ui.stage import Stage, run_for
from ui.wiring import Wiring

PROVINCE, COMMUNE = "Tỉnh Lào Cai", "Phường Sông Mây"
SETTLE_MS = 350  # three frames: the picture that is shot shows what lies there now
ARRIVE_S = 60.0  # twenty pages over loopback on a loaded machine

Slip = DossierSlip | ChecklistSlip | DraftSlip


@dataclass
class NotedPrinting:
    """The real printing, with a note of each slip's words."""

    real: Printing
    slips: list[Slip] = field(default_factory=list)

    def print(self, slip: Slip, on_news: Callable[[PrintNews], None]) -> None:
        """Print it."""
        self.slips.append(slip)
        self.real.print(slip, on_news)


@dataclass
class Arrived:
    """One dossier as the office reads it."""

    form: SealedForm
    pages: list[bytes]
    shown: str  # the clerk's page


@dataclass
class World:
    """All that one kiosk has around it; `stage` lends its window for one visit."""

    folder: Path
    portal: RunningPortal
    kiosk: Kiosk
    camera: CameraSimulator
    printer: SimulatedPrinter
    capture: Capture
    printing: NotedPrinting
    catalogue: Catalogue
    settings: Settings

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Self]:
        """Start everything; the line is up."""
        with ExitStack() as stack:
            portal = RunningPortal(folder / "portal")
            portal.start()
            stack.callback(portal.stop)
            kiosk = Kiosk.enrolled(folder / "kiosk", portal.provision())
            stack.callback(kiosk.close)
            kiosk.start_agent()
            camera = CameraSimulator(Scene(subject=Subject.EMPTY), fps=10)
            stack.callback(camera.close)
            settings = Settings(
                camera=Camera(url=camera.url),
                site=Site(filing="portal", province=PROVINCE, commune=COMMUNE),
            )
            capture = open_capture(settings)
            capture.start()
            stack.callback(capture.stop)
            printer = stack.enter_context(SimulatedPrinter(TcpPort()))
            worker = PrinterWorker(
                open_printer(printer.url, "generic-80mm", print_s=6.0), on_health=lambda _: None
            )
            worker.start()
            stack.callback(worker.stop)
            printing = Printing(worker)
            stack.callback(printing.close)
            known = load_catalogue()
            noted = NotedPrinting(printing)
            yield cls(folder, portal, kiosk, camera, printer, capture, noted, known, settings)

    @contextmanager
    def stage(self, filing: Filing) -> Iterator[Stage]:
        """The window of a site with this setting; what it printed is noted afresh."""
        self.printing.slips.clear()
        self.lay(Subject.EMPTY)
        desk = None
        if filing is not Filing.GUIDE:
            desk = DossierDesk(
                self.kiosk.data,
                filing="portal" if filing is Filing.PORTAL else "prepare",
                clock=utc_now,
                receiving={"cong_an_xa": OFFICE},
            )
        office = Office()
        ports = Ports(
            tickets=office,
            feed=office,
            help=office,
            known=services(),
            filing=FilingPorts(
                self.catalogue, filing, desk, self.capture, self.capture, self.printing
            ),
        )
        wiring = Wiring(settle_ms=20, animated=False)
        try:
            with Stage(ports, self.settings, wiring=wiring) as stage:
                yield stage
        finally:
            if desk is not None:
                desk.close()

    def lay(self, subject: Subject, *, text: str = "", page: int = 1) -> None:
        """Put a card or a sheet under the camera, or take away what lies there."""
        scene = Scene(subject=subject, text=text, page=page, fill=0.8)
        self.camera.show(scene)
        run_for(SETTLE_MS)

    def arrived(self, code: str) -> Arrived:
        """The dossier with this code once the portal has all of it, opened with the key."""
        dossier: dict[str, object] = {}

        def there() -> bool:
            rows = {str(row["code"]): row for row in self.portal.rows(tables.dossier)}
            dossier.update(rows.get(code, {}))
            return bool(dossier)

        self.kiosk.poke()
        wait_until(there, seconds=ARRIVE_S)
        (delivery,) = [
            row for row in self.portal.rows(tables.delivery) if row["dossier_id"] == dossier["id"]
        ]
        vault, blobs = Vault(), LocalBlobs(self.portal.folder / setup.BLOBS)
        now = utc_now()
        vault.unlock("campaign", [office_key().wrapped], PASSPHRASE, now=now)
        manifest = Manifest.model_validate_json(cast("bytes", delivery["manifest"]))
        opened = {
            role: [
                vault.read("campaign", blobs.read(part.sha256), now=now)
                for part in manifest.parts
                if part.role == role
            ]
            for role in ("form", "page")
        }
        clerk = Browser(self.portal.url).sign_in("lan").unlock()
        shown = clerk.get(f"/staff/dossiers/{dossier['id']}").text
        (form,) = opened["form"]
        return Arrived(SealedForm.model_validate_json(form), opened["page"], shown)
