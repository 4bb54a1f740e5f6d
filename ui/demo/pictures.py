"""The README's pictures: screens as the gallery draws them, the rest as the tour saw it."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from kiosk.domain.dossier_code import parse_code
from ui.demo.dock_picture import dock as dock_beside_the_app
from ui.gallery import SCENES
from ui.gallery_filing import CODE, PORTAL, SECRET
from ui.gallery_office import NOW
from ui.gallery_slips import DOSSIER, printed
from ui.gallery_stage import Look, draw

_GAP: Final = 24
_SCREEN: Final = (405, 720)
_BOARD: Final = (800, 450)
_GROUND: Final = (226, 231, 240)
_EDGE: Final = (124, 138, 165)
_COLOURS: Final = 64  # flat colours: a third of the size and no visible difference


def _framed(canvas: Image.Image, picture: Image.Image, at: tuple[int, int]) -> None:
    canvas.paste(picture, at)
    x, y = at
    box = (x - 1, y - 1, x + picture.width, y + picture.height)
    ImageDraw.Draw(canvas).rectangle(box, outline=_EDGE)


def drawn(scene: str) -> Image.Image:
    """A screen as the gallery draws it: by day, with a line to the office, at any hour."""
    (found,) = (each for each in SCENES if each.name == scene)
    with tempfile.TemporaryDirectory() as folder:
        path = draw(found, Look(), Path(folder) / "screen.png")
        with Image.open(path) as picture:
            return picture.convert("RGB").resize(_SCREEN, Image.Resampling.LANCZOS)


def _row(canvas: Image.Image, scenes: tuple[str, ...]) -> int:
    """Screens side by side; returns where the next thing may stand."""
    x = _GAP
    for scene in scenes:
        _framed(canvas, drawn(scene), (x, _GAP))
        x += _SCREEN[0] + _GAP
    return x


def dossier(out: Path) -> Path:
    """A dossier's way: papers, card, check, sent, and the slip; `out` as of `overview`."""
    scenes = ("file-needs", "file-card-read", "file-check", "file-sent")
    slip = replace(
        DOSSIER,
        code=str(parse_code(CODE)),  # as on the screens beside it
        secret=SECRET,
        follow_url=f"{PORTAL}/d/{parse_code(CODE)}#{SECRET}",
        at=NOW,
        pages=1,
        bring=(*DOSSIER.bring, "Giấy tờ chứng minh nơi cư trú"),
    )
    paper = printed(slip).convert("RGB")
    height = min(_SCREEN[1], paper.height * _SCREEN[0] // paper.width)
    paper = paper.resize((paper.width * height // paper.height, height), Image.Resampling.LANCZOS)
    width = len(scenes) * (_SCREEN[0] + _GAP) + paper.width + 2 * _GAP
    canvas = Image.new("RGB", (width, _SCREEN[1] + 2 * _GAP), _GROUND)
    _framed(canvas, paper, (_row(canvas, scenes), _GAP + (_SCREEN[1] - height) // 2))
    return _saved(canvas, out / "dossier.png")


def building(tour: Path, out: Path) -> Path:
    """A lobby: a notice plays, home, in case of fire, and the board's page; as `overview`."""
    scenes = ("building-attract", "building-home", "inform-fire")
    with Image.open(tour / "trang-thong-bao.png") as page:
        desk = page.convert("RGB")
    desk = desk.resize(
        (desk.width * _SCREEN[1] // desk.height, _SCREEN[1]), Image.Resampling.LANCZOS
    )
    width = len(scenes) * (_SCREEN[0] + _GAP) + desk.width + 2 * _GAP
    canvas = Image.new("RGB", (width, _SCREEN[1] + 2 * _GAP), _GROUND)
    _framed(canvas, desk, (_row(canvas, scenes), _GAP))
    return _saved(canvas, out / "building.png")


def dock(out: Path) -> Path:
    """The demonstration's app with two things broken, and its dock; `out` as of `overview`."""
    return _saved(dock_beside_the_app(), out / "dock.png")


def _saved(canvas: Image.Image, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    canvas.quantize(_COLOURS).save(target, optimize=True)
    return target


def overview(tour: Path, out: Path) -> Path:
    """Home, number, board, slip and phone on one PNG.

    Args:
        tour: folder of a finished tour with Chromium (``build/tour``).
        out: folder of the picture.

    Raises:
        FileNotFoundError: the tour left no such picture.
    """

    def load(name: str, size: tuple[int, int]) -> Image.Image:
        with Image.open(tour / name) as picture:
            return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)

    width = 2 * _SCREEN[0] + _BOARD[0] + 4 * _GAP
    canvas = Image.new("RGB", (width, _SCREEN[1] + 2 * _GAP), _GROUND)
    x = _GAP
    for name in ("02-trang-chu.png", "05-moi-lay-phieu.png"):
        _framed(canvas, load(name, _SCREEN), (x, _GAP))
        x += _SCREEN[0] + _GAP
    _framed(canvas, load("bang.png", _BOARD), (x, _GAP))
    below = _GAP + _BOARD[1] + _GAP
    room = _SCREEN[1] - _BOARD[1] - _GAP
    for name in ("slips/001.png", "slips/004.png"):
        with Image.open(tour / name) as slip:
            wide = slip.width * room // slip.height
        _framed(canvas, load(name, (wide, room)), (x, below))
        x += wide + _GAP
    return _saved(canvas, out / "overview.png")
