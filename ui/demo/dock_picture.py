"""The app of the demonstration with its dock beside it, two things broken, as one picture."""

import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QImage

from kiosk.settings import Settings
from ui.bootstrap import ports
from ui.demo.dock import DockWindow
from ui.demo.office import DemoOffice
from ui.demo.switches import DemoBench
from ui.gallery_office import NOW
from ui.golden import whole
from ui.stage import Stage
from ui.wiring import Wiring

BROKEN: Final = {"paper": "PRN-02", "camera": "CAM-01"}
_GAP: Final = 24
_HIGH: Final = 960
_GROUND: Final = (46, 57, 84)
_FOUND_S: Final = 30.0  # a printer is looked at every 2 s, a camera is given up after 10


def dock() -> Image.Image:
    """Real programs, real drivers, simulated devices; paper taken out, camera unplugged.

    Raises:
        StageError: the product did not find one of the faults in `_FOUND_S`.
    """
    with tempfile.TemporaryDirectory() as folder, DemoOffice(Path(folder), Settings()) as office:
        office.dossiers.wait_ready()
        if office.machine is None:
            raise RuntimeError("the office did not start")
        wiring = Wiring(now=lambda: NOW, animated=False)
        with Stage(ports(office.machine), office.settings, wiring=wiring) as stage:
            beside = DockWindow(DemoBench(office), stage.kiosk.texts)
            try:
                beside.show_beside(stage.kiosk.window)
                return _broken(stage, beside)
            finally:
                beside.close()


def _broken(stage: Stage, beside: DockWindow) -> Image.Image:
    stage.tap("attract.begin")
    stage.wait_until(lambda: stage.shows("tile.number"))
    for name, code in BROKEN.items():
        beside.dock.press(name)
        stage.wait_until(
            lambda code=code: code in {found.code for found in beside.dock.view.findings},  # type: ignore[misc]
            _FOUND_S,
        )
    stage.wait_until(lambda: stage.shows("home.paper"))
    return _joined(stage.image(), beside.window.grabWindow())


def _joined(*windows: QImage) -> Image.Image:
    parts = [whole(window) for window in windows]
    parts = [
        part.resize((part.width * _HIGH // part.height, _HIGH), Image.Resampling.LANCZOS)
        for part in parts
    ]
    width = sum(part.width for part in parts) + (len(parts) + 1) * _GAP
    canvas = Image.new("RGB", (width, _HIGH + 2 * _GAP), _GROUND)
    x = _GAP
    for part in parts:
        canvas.paste(part, (x, _GAP))
        x += part.width + _GAP
    return canvas
