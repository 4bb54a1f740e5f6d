"""What the home page offers is true, whatever devices and lines are away (32 states)."""

from dataclasses import replace
from itertools import product
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from devices.faults import PAPER_OUT
from devices.health import Health, State
from kiosk.domain.procedure import Filing
from kiosk.services.capture import Capture
from kiosk.texts import text
from tests.flows.conftest import Office
from ui.audit import plan
from ui.audit.campaign import look_over
from ui.audit.plan import PANELS
from ui.gallery import SCENES
from ui.gallery_filing import SampleDossiers
from ui.gallery_office import NOW, SETTINGS, StillClock, board, services
from ui.outage import sentence
from ui.ports import FilingPorts, Ports
from ui.screens.office import Office as LiveOffice
from ui.stage import Stage
from ui.wiring import Wiring

#: Of each tile the page that it opens; a state that takes none of them away greys none.
TILES: Final = {
    "number": "services",
    "file": "filing",
    "track": "track",
    "feedback": "feedback",
    "information": "information",
}
OUT: Final = Health(State.BLOCKED, PAPER_OUT.code)


def stage_of(office: Office, filing: FilingPorts) -> Stage:
    ports = Ports(
        tickets=office, feed=office, help=office, known=services(), slips=office, filing=filing
    )
    wiring = Wiring(now=lambda: NOW, monotonic=StillClock(), settle_ms=1, animated=False)
    return Stage(ports, SETTINGS, wiring=wiring)


def opened(stage: Stage, tile: str) -> str:
    """The page behind a tile; afterwards somebody stands at home again."""
    stage.tap(f"tile.{tile}")
    page = stage.kiosk.session.view.page
    stage.kiosk.session.back()
    return page


def told(office: LiveOffice) -> tuple[object, ...]:
    """What has reached the screen of lines and printer."""
    view = office.view
    return office.property("outage"), view.counted, view.paper, view.printer


@pytest.mark.parametrize(("camera", "printer"), [*product((True, False), repeat=2)])
def test_no_tile_is_taken_away_and_every_word_about_a_fault_is_true(
    qtbot: QtBot, office: Office, *, camera: bool, printer: bool
) -> None:
    dossiers = SampleDossiers(NOW)
    filing = dossiers.ports(Filing.PORTAL)
    if not camera:
        filing = replace(filing, capturing=Capture(), preview=Capture())
    with stage_of(office, filing) as stage:
        kiosk = stage.kiosk
        kiosk.session.begin()
        for hub, portal, paper in product((True, False), repeat=3):
            kiosk.office.linked(up=hub)
            kiosk.office.heard(services())
            kiosk.office.portal_linked(up=portal)
            health = OUT if not paper else Health(State.READY if printer else State.ABSENT)
            kiosk.office.printer_is(health)
            if hub:
                kiosk.office.heard(board())
            key = sentence(hub=not hub, portal=not portal, building=False, filing=Filing.PORTAL)
            wanted = (key, hub, paper, paper and printer)
            stage.wait_until(lambda wanted=wanted: told(kiosk.office) == wanted)  # type: ignore[misc]

            assert stage.shows("banner.offline") == (key != "")
            if key:
                assert stage.text("banner.offline") == text(key, "vi")
            unknown = stage.text("home.waiting") == text("home.waiting_unknown", "vi")
            assert unknown == (not hub)
            assert stage.shows("home.paper") == (not paper or not printer)
            if not paper:
                assert stage.text("home.paper") == text("home.no_paper", "vi")
            elif not printer:
                assert stage.text("home.paper") == text("home.no_printer", "vi")
            for tile in TILES:
                item = stage.find(f"tile.{tile}")
                assert item is not None
                assert item.isEnabled()
        assert {tile: opened(stage, tile) for tile in TILES} == TILES  # with both lines down
    dossiers.close()


def test_a_machine_that_takes_no_dossiers_says_so_on_the_tiles_that_need_them(
    qtbot: QtBot, office: Office
) -> None:
    dossiers = SampleDossiers(NOW)
    with stage_of(office, dossiers.ports(Filing.GUIDE)) as stage:
        stage.kiosk.session.begin()
        assert stage.text("tile.file") == text("home.file_guide", "vi")
        track = stage.find("tile.track")
        assert track is not None
        assert track.property("helper") == text("home.track_desk", "vi")
        later = {"track": "later", "feedback": "later"}
        assert {tile: opened(stage, tile) for tile in TILES} == TILES | later
    dossiers.close()


@pytest.mark.parametrize("name", ["home", "building-home"])
def test_every_tile_is_thirty_millimetres_high_and_on_the_page_in_the_largest_letters(
    qtbot: QtBot, name: str
) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    small = [panel for panel in PANELS if panel.name in {"15.6-portrait", "15.6-landscape"}]
    states = [plan.State(panel, panel.sizes[-1], "light", "vi") for panel in small]
    for state, stage in look_over(scene, states):
        stage.image()
        tiles = [item for item in stage.items() if item.objectName().startswith("tile.")]
        assert len(tiles) >= 5
        for tile in tiles:
            assert tile.height() * state.panel.mm_per_px >= 29.9, tile.objectName()  # whole pixels
            at = tile.mapRectToScene(tile.boundingRect())
            assert stage.kiosk.window.contentItem().boundingRect().contains(at)
