"""What every slip shares: dots, fonts, text that fits, and a canvas to put things on.

Drawing happens in grey and becomes black and white by one threshold: dithering would tear
letters and QR modules apart.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import fontpkg
from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 576  # dots: 72 mm, the printable width of 80 mm paper at 203 dpi
DPI: Final = 203
MARGIN: Final = 20  # 2.5 mm; cutters and guides eat the outermost dots
MAX_HEIGHT: Final = 110 * DPI * 10 // 254  # 110 mm of paper
#: Greys darker than this are printed: half of 255 and a little, as thermal dots spread.
THRESHOLD: Final = 140
#: Marks stand on marks in Vietnamese (Ễ, Ậ): tighter lines let them touch.
LINE_PITCH: Final = 1.36

Face = Literal["head", "body", "strong"]


def mm(length: float) -> int:
    """Dots of a length in millimetres."""
    return round(length * DPI / 25.4)


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face at `size` dots per em; basic layout, so that every machine draws the same."""
    family, weight = {
        "head": ("Be Vietnam Pro", 600),
        "body": ("Noto Sans", 400),
        "strong": ("Noto Sans", 650),
    }[face]
    path = fontpkg.path(family, weight=weight)
    made = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    if family == "Noto Sans":
        made.set_variation_by_axes([weight, 100])
    return made


def clean(text: str) -> str:
    """NFC on one line, without control or invisible format characters."""
    kept = (
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


def wrap(text: str, used: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break between words; a word wider than `width` is broken inside rather than clipped."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if used.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while used.getlength(line) > width:
            fits = max(
                n for n in range(1, len(line)) if n == 1 or used.getlength(line[:n]) <= width
            )
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `x` is its left edge, `baseline` in dots from the top."""

    text: str
    face: Face
    size: int
    x: int
    baseline: int
    inverse: bool = False

    @property
    def ink(self) -> tuple[int, int, int, int]:
        """Box of the dots it blackens: left, top, right, bottom."""
        left, top, right, bottom = font(self.face, self.size).getbbox(self.text, anchor="ls")
        return (
            self.x + int(left),
            self.baseline + int(top),
            self.x + int(right),
            self.baseline + int(bottom),
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, or with `border` only its edge."""

    left: int
    top: int
    right: int
    bottom: int
    border: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR symbol: rows of modules without quiet zone, at `left`, `top`."""

    modules: tuple[tuple[bool, ...], ...]
    dots: int
    left: int
    top: int

    @property
    def side(self) -> int:
        """Width and height in dots."""
        return len(self.modules) * self.dots


Mark = Line | Box | Code


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on a slip and where it stands."""

    marks: tuple[Mark, ...]
    height: int


def set_text(
    text: str, face: Face, size: int, *, top: int, left: int, width: int, centred: bool = True
) -> tuple[tuple[Line, ...], int]:
    """Lines of a paragraph from `top` on, and where the next thing may begin."""
    used = font(face, size)
    pitch = round(size * LINE_PITCH)
    lines = []
    for n, line in enumerate(wrap(clean(text), used, width)):
        x = left + (round((width - used.getlength(line)) / 2) if centred else 0)
        lines.append(Line(line, face, size, x, top + n * pitch + round(size * 1.1)))
    return tuple(lines), top + len(lines) * pitch


def paint(layout: Layout) -> Image.Image:
    """The slip as a mode "1" picture, white paper, `WIDTH` dots wide."""
    grey = Image.new("L", (WIDTH, layout.height), 255)
    draw = ImageDraw.Draw(grey)
    for mark in layout.marks:
        match mark:
            case Box(left, top, right, bottom, border):
                box = (left, top, right - 1, bottom - 1)
                if border:
                    draw.rectangle(box, outline=0, width=border)
                else:
                    draw.rectangle(box, fill=0)
            case Code(modules, dots, left, top):
                for y, row in enumerate(modules):
                    for x, dark in enumerate(row):
                        if dark:
                            corner = (left + x * dots, top + y * dots)
                            end = (corner[0] + dots - 1, corner[1] + dots - 1)
                            draw.rectangle((corner, end), fill=0)
            case Line(text, face, size, x, baseline, inverse):
                fill = 255 if inverse else 0
                draw.text((x, baseline), text, fill, font(face, size), anchor="ls")
    return grey.point(lambda value: 255 if value > THRESHOLD else 0).convert(
        "1", dither=Image.Dither.NONE
    )
