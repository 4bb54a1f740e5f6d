"""The README's pictures, put together from what the tour photographed."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

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


def dossier(tour: Path, out: Path) -> Path:
    """A dossier's way: papers, card, check, stored, and the slip; arguments as `overview`."""
    names = ("51-giay-can-co.png", "55-the-da-doc.png", "57-kiem-tra.png", "59-da-gui.png")
    with Image.open(tour / "phieu-gui-ho-so.png") as slip:
        paper = slip.convert("RGB")
    height = min(_SCREEN[1], paper.height * _SCREEN[0] // paper.width)
    paper = paper.resize((paper.width * height // paper.height, height), Image.Resampling.LANCZOS)
    width = len(names) * (_SCREEN[0] + _GAP) + paper.width + 2 * _GAP
    canvas = Image.new("RGB", (width, _SCREEN[1] + 2 * _GAP), _GROUND)
    x = _GAP
    for name in names:
        with Image.open(tour / name) as picture:
            shown = picture.convert("RGB").resize(_SCREEN, Image.Resampling.LANCZOS)
        _framed(canvas, shown, (x, _GAP))
        x += _SCREEN[0] + _GAP
    _framed(canvas, paper, (x, _GAP + (_SCREEN[1] - height) // 2))
    return _saved(canvas, out / "dossier.png")


def building(tour: Path, out: Path) -> Path:
    """A lobby: a notice plays, home, in case of fire, and the board's page; as `overview`."""
    names = ("82-thong-bao-khan.png", "83-trang-chu-khan.png", "86-bao-chay.png")
    with Image.open(tour / "trang-thong-bao.png") as page:
        desk = page.convert("RGB")
    desk = desk.resize(
        (desk.width * _SCREEN[1] // desk.height, _SCREEN[1]), Image.Resampling.LANCZOS
    )
    width = len(names) * (_SCREEN[0] + _GAP) + desk.width + 2 * _GAP
    canvas = Image.new("RGB", (width, _SCREEN[1] + 2 * _GAP), _GROUND)
    x = _GAP
    for name in names:
        with Image.open(tour / name) as picture:
            shown = picture.convert("RGB").resize(_SCREEN, Image.Resampling.LANCZOS)
        _framed(canvas, shown, (x, _GAP))
        x += _SCREEN[0] + _GAP
    _framed(canvas, desk, (x, _GAP))
    return _saved(canvas, out / "building.png")


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
