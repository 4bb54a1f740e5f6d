"""What a document camera sees: a page or a card on a plate, drawn, with the truth beside it.

One seed gives one picture, so that a measurement can be repeated to the pixel. The sheet is
made up: no emblem, no portrait, and the word MẪU (specimen) on it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import fontpkg
import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from devices.camera.images import Bgr, Corners

PAGE_PX: Final = (1240, 1754)  # A4 at 150 dpi, the sheet before it is photographed
CARD_PX: Final = (1011, 638)  # ISO/IEC 7810 ID-1 (85.60 x 53.98 mm) at 300 dpi
SPECIMEN_CARD: Final = (
    "079099012345||Nguyễn Thị Mẫu|01021990|Nữ|Số 1 Đường Minh Họa, Phường Sông Mây|01072021"
)
_WORDS: Final = (
    "đơn đề nghị xác nhận tình trạng hôn nhân kính gửi ủy ban nhân dân phường họ và tên ngày "
    "sinh nơi thường trú giấy tờ tùy thân hồ sơ gồm có bản sao trích lục khai sinh cam đoan "
    "những nội dung trên là đúng sự thật và chịu trách nhiệm trước pháp luật"
)


class Subject(StrEnum):
    """What lies under the camera."""

    EMPTY = "empty"
    PAGE = "page"
    CARD = "card"
    BLANK = "blank"  # a page with nothing on it
    PICTURE = "picture"  # any sheet, as the file `Scene.picture` shows it


class Plate(StrEnum):
    """What it lies on."""

    DARK = "dark"  # the matt dark plate that the manual asks for
    WOOD = "wood"
    WHITE = "white"
    PATTERN = "pattern"
    CLUTTER = "clutter"


@dataclass(frozen=True, slots=True)
class Scene:
    """One arrangement; lengths are shares of the frame, angles degrees clockwise.

    Attributes:
        size: width and height of the frame, in pixels.
        fill: longer side of the sheet, as a share of the frame's shorter side.
        tilt: how far the far edge is pulled in, 0 (flat) to about 0.2.
        shift: where the middle of the sheet lies, off the middle of the frame.
        light: brightness, 1.0 is a well lit page.
        noise: standard deviation of the sensor noise, in gray levels.
        text: what the card's QR says; name and date of birth are printed from it.
        picture: file of the sheet, for `Subject.PICTURE`: a slip as the printer cut it.
        page: which text is on the page; seed: everything else that is left to chance.
        blur: sigma of the defocus, in pixels; motion: length of a smear, in pixels.
    """

    subject: Subject = Subject.PAGE
    plate: Plate = Plate.DARK
    size: tuple[int, int] = (1280, 960)
    angle: float = 0.0
    tilt: float = 0.04
    fill: float = 0.86
    shift: tuple[float, float] = (0.0, 0.0)
    light: float = 1.0
    noise: float = 2.5
    blur: float = 0.0
    motion: int = 0
    shadow: bool = False
    glare: bool = False
    hand: bool = False
    text: str = SPECIMEN_CARD
    picture: str = ""
    page: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        if not all(64 <= side <= 4096 for side in self.size):
            raise ValueError(f"size must be 64..4096 each way, got {self.size}")
        if self.subject is Subject.PICTURE and not Path(self.picture).is_file():
            raise ValueError(f"picture must be a file, got {self.picture!r}")


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame and where the sheet truly is on it (None when there is none)."""

    frame: Bgr
    corners: Corners | None


def shoot(scene: Scene) -> Shot:
    """The frame of a scene, noise included."""
    shot = still(scene)
    return replace(shot, frame=add_noise(shot.frame, scene.noise, scene.seed))


def still(scene: Scene) -> Shot:
    """The frame without sensor noise: what does not change from one frame to the next."""
    rng = np.random.default_rng(scene.seed)
    frame = _plate(scene, rng)
    corners = None
    if scene.subject is not Subject.EMPTY:
        shown = scene.picture if scene.subject is Subject.PICTURE else scene.text
        sheet = _sheet(scene.subject, scene.page, shown)
        corners = _place(scene, sheet, rng)
        frame = _lay(frame, sheet, corners)
    if scene.hand and corners is not None:
        _draw_hand(frame, corners, rng)
    return Shot(_light(frame, scene, corners, rng), corners)


def add_noise(frame: Bgr, sigma: float, seed: int) -> Bgr:
    """Sensor noise: of two frames of a real camera no two are equal."""
    if sigma <= 0:
        return frame
    noise = np.random.default_rng(seed).standard_normal(frame.shape, np.float32)
    noise *= np.float32(sigma)
    noise += frame
    return np.asarray(np.clip(noise, 0, 255, out=noise), np.uint8)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fontpkg.path("Noto Sans")), size)


@lru_cache(maxsize=8)
def _sheet(subject: Subject, number: int, text: str) -> Bgr:
    if subject is Subject.CARD:
        return _card(text)
    if subject is Subject.PICTURE:
        with Image.open(text) as picture:
            return _to_bgr(picture.convert("RGB"))
    rng = np.random.default_rng([number, 1])  # one text, whatever it lies on
    width, height = PAGE_PX
    page = Image.new("RGB", PAGE_PX, (246, 246, 242))
    if subject is Subject.PAGE:
        draw = ImageDraw.Draw(page)
        heading = "MẪU · " + " ".join(rng.choice(_WORDS.split(), 4)).upper()
        draw.text((width // 2, 150), heading, font=_font(34), fill=(20, 20, 20), anchor="mm")
        for row in range(260, height - int(rng.integers(420, 700)), 46):
            line = " ".join(rng.choice(_WORDS.split(), int(rng.integers(8, 12))))
            draw.text((130, row), line, font=_font(24), fill=(30, 30, 34))
        _seal(draw, (width - 330, height - 300))
    return _to_bgr(page)


def _seal(draw: ImageDraw.ImageDraw, centre: tuple[int, int]) -> None:
    x, y = centre
    red = (204, 32, 38)
    draw.ellipse((x - 106, y - 106, x + 106, y + 106), outline=red, width=7)  # 36 mm across
    draw.ellipse((x - 70, y - 70, x + 70, y + 70), outline=red, width=3)
    draw.text((x, y), "MẪU", font=_font(44), fill=red, anchor="mm")


def _card(text: str) -> Bgr:
    width = CARD_PX[0]
    card = Image.new("RGB", CARD_PX, (214, 228, 226))
    draw = ImageDraw.Draw(card)
    draw.text((40, 30), "THẺ MẪU / SPECIMEN", font=_font(40), fill=(140, 30, 30))
    for index, line in enumerate(_printed(text)):
        draw.text((330, 260 + 90 * index), line, font=_font(34), fill=(30, 40, 60))
    draw.rectangle((40, 220, 290, 560), fill=(176, 190, 196))
    modules = np.array(
        list(segno.make(text.encode(), error="m", mode="byte", micro=False).matrix), np.uint8
    )
    side = 189  # 16 mm at 300 dpi, with its quiet zone
    code = np.pad(1 - modules, 2, constant_values=1) * np.uint8(255)
    tile = Image.fromarray(code).resize((side, side), Image.Resampling.BOX)
    card.paste(tile.convert("RGB"), (width - side - 40, 30))
    return _to_bgr(card)


def _printed(text: str) -> tuple[str, ...]:
    """What stands on a card beside its QR; nothing where that is no card's."""
    match text.split("|"):
        case [_, _, name, born, *_] if len(born) == 8:
            return (
                f"Họ và tên: {name.upper()}",
                f"Ngày sinh: {born[:2]}/{born[2:4]}/{born[4:]}",
            )
    return ()


def _to_bgr(picture: Image.Image) -> Bgr:
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[:, :, ::-1])


def _plate(scene: Scene, rng: np.random.Generator) -> Bgr:
    width, height = scene.size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    colour = {
        Plate.DARK: (58, 52, 48),
        Plate.WOOD: (84, 124, 168),
        Plate.WHITE: (206, 210, 212),
        Plate.PATTERN: (150, 130, 110),
        Plate.CLUTTER: (120, 128, 130),
    }[scene.plate]
    plate = np.full((height, width, 3), colour, np.float32)
    if scene.plate is Plate.WOOD:
        warp = 14 * np.sin(columns / 190 + rng.uniform(0, 6)) + 5 * np.sin(columns / 47)
        plate += 16 * np.sin((rows + warp) / 7)[..., None]
    if scene.plate is Plate.PATTERN:
        plate += 34 * np.sign(np.sin(columns / 22) * np.sin(rows / 22))[..., None]
    plate += cv2.GaussianBlur(rng.standard_normal((height, width), np.float32) * 12, (0, 0), 1.2)[
        ..., None
    ]
    if scene.plate is Plate.CLUTTER:
        for _ in range(7):
            corner = rng.uniform(0, 1, 2) * (width, height)
            box = (tuple(corner), tuple(rng.uniform(60, 320, 2)), float(rng.uniform(0, 90)))
            points = cv2.boxPoints(box).astype(np.int32)
            tone = [float(value) for value in rng.uniform(20, 210, 3)]
            cv2.fillConvexPoly(plate, points, tone)
    return np.clip(plate, 0, 255).astype(np.uint8)


def _place(scene: Scene, sheet: Bgr, rng: np.random.Generator) -> Corners:
    height, width = sheet.shape[:2]
    longer = scene.fill * min(scene.size) / max(height, width)
    half = np.array([width, height], np.float32) * longer / 2
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    flat = square * half
    flat[:2, 0] *= 1 - scene.tilt  # the far edge looks shorter
    flat[:, 1] *= 1 - scene.tilt / 2
    flat += rng.uniform(-0.004, 0.004, (4, 2)) * min(scene.size)
    turn = np.deg2rad(scene.angle)
    matrix = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    middle = np.array(scene.size) * (0.5 + np.array(scene.shift))
    return np.asarray(flat @ matrix.T + middle, np.float32)


def _lay(frame: Bgr, sheet: Bgr, corners: Corners) -> Bgr:
    """Warp the sheet into the frame at twice the size, so that its edges are as soft as real."""
    height, width = frame.shape[:2]
    size = (width * 2, height * 2)
    source = np.array(
        [(0, 0), (sheet.shape[1], 0), (sheet.shape[1], sheet.shape[0]), (0, sheet.shape[0])],
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(source - 0.5, corners * 2 + 0.5)
    small = (width, height)
    laid = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_AREA)
    whole = np.full(sheet.shape[:2], 255, np.uint8)
    mask = cv2.resize(cv2.warpPerspective(whole, matrix, size), small, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(laid, small, interpolation=cv2.INTER_AREA)  # black outside, hence no alpha
    shade = cv2.GaussianBlur(np.roll(mask, (4, 4), (0, 1)), (0, 0), 3.5)
    light = (1 - 0.35 / 255 * shade.astype(np.float32)) * (1 - mask.astype(np.float32) / 255)
    return np.asarray(np.clip(frame * light[..., None] + paper, 0, 255), np.uint8)


def _draw_hand(frame: Bgr, corners: Corners, rng: np.random.Generator) -> None:
    """Three fingers over one edge of the sheet."""
    start, end = corners[1], corners[2]
    reach = 0.05 * max(frame.shape)
    for share in rng.uniform(0.3, 0.38) + np.array([0.0, 0.1, 0.2]):
        tip = start + (end - start) * share
        cv2.ellipse(
            frame,
            (int(tip[0]), int(tip[1])),
            (int(reach * 1.6), int(reach * 0.42)),
            8.0,
            0,
            360,
            (118, 150, 206),
            -1,
            cv2.LINE_AA,
        )


def _light(frame: Bgr, scene: Scene, corners: Corners | None, rng: np.random.Generator) -> Bgr:
    height, width = frame.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    fall = 1 - 0.16 * np.hypot(columns / width - 0.45, rows / height - 0.4)
    lit = frame.astype(np.float32) * (fall * 0.93 * scene.light)[..., None]
    if scene.shadow:
        edge = columns * 0.8 + rows * 0.5 - rng.uniform(0.35, 0.6) * (width * 0.8 + height * 0.5)
        lit *= (0.775 + 0.225 * np.tanh(edge / 36))[..., None]
    if scene.glare and corners is not None:
        x, y = corners.mean(axis=0) + rng.uniform(-0.06, 0.06, 2) * width
        spot = np.exp(-(((columns - x) / width * 14) ** 2 + ((rows - y) / width * 18) ** 2))
        lit += 320 * spot[..., None]
    if scene.blur:
        lit = cv2.GaussianBlur(lit, (0, 0), scene.blur)
    if scene.motion:
        lit = cv2.filter2D(lit, -1, _smear(scene.motion, rng))
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def _smear(length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    kernel: NDArray[np.float32] = np.zeros((length, length), np.float32)
    turn = rng.uniform(0, np.pi)
    middle = (length - 1) / 2
    reach = np.array([np.cos(turn), np.sin(turn)]) * middle
    first = (round(middle - reach[0]), round(middle - reach[1]))
    cv2.line(kernel, first, (round(middle + reach[0]), round(middle + reach[1])), 1.0)
    kernel /= kernel.sum()
    return kernel
