"""What every slip shares: dots, fonts, text that fits, and a canvas to put things on.

Drawing happens in grey and becomes black and white by one threshold: dithering would tear
letters and QR modules apart.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import fontpkg
from PIL import Image, ImageDraw, ImageFont

from kiosk.domain.compounds import together

WIDTH: Final = 576  # dots: 72 mm, the printable width of 80 mm paper at 203 dpi
DPI: Final = 203
MARGIN: Final = 20  # 2.5 mm; cutters and guides eat the outermost dots
MAX_HEIGHT: Final = 110 * DPI * 10 // 254  # 110 mm of paper
#: Greys darker than this are printed: half of 255 and a little, as thermal dots spread.
THRESHOLD: Final = 140
#: Marks stand on marks in Vietnamese (Ẳ, Ậ): room above the baseline and from line to line, in
#: em, measured over all Vietnamese letters of each face. Tighter lines clip them or let them touch.
ASCENT: Final = {"head": 1.23, "body": 1.07, "strong": 1.07}
#: Hinting and rounding move an edge by at most this many dots each way.
HINTING: Final = 1
LINE_PITCH: Final = {"head": 1.5, "body": 1.36, "strong": 1.36}
#: A line may be set this much smaller where that saves one: paper, and the eye a jump.
SHRINK: Final = 0.85
CAPITAL: Final = 0.74  # of an em, of "head": 740 of 1000 units (OS/2 table, sCapHeight)
#: How much less even lines may be (see `balanced`) for a break after a sentence, before a bracket,
#: after a part of a sentence, and for none within a compound.
SENTENCE, BRACKET, PART, TORN = 0.3, 0.2, 0.12, -0.4

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


@cache
def _letter(letter: str, face: Face, size: int) -> float:
    return font(face, size).getlength(letter)


def width_of(text: str, face: Face, size: int) -> float:
    """Advance of `text` in dots.

    The sum of its letters', since basic layout does not kern these faces. Letters are kept and
    texts are not: a slip is set in a few milliseconds, and no name stays in memory.
    """
    return sum(_letter(letter, face, size) for letter in text)


def clean(text: str) -> str:
    """NFC on one line, without control or invisible format characters."""
    kept = (
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


Words = list[tuple[str, float]]


def words_of(text: str, face: Face, size: int, width: int) -> Words:
    """Each word and its width; one wider than `width` is broken inside rather than clipped."""
    words: Words = []
    for whole in text.split():
        word = whole
        while width_of(word, face, size) > width and len(word) > 1:
            fits = 1
            while width_of(word[: fits + 1], face, size) <= width:
                fits += 1
            words.append((word[:fits], width_of(word[:fits], face, size)))
            word = word[fits:]
        words.append((word, width_of(word, face, size)))
    return words


def break_lines(words: Words, space: float, width: float) -> list[str]:
    """Fill lines of at most `width` with whole words."""
    lines: list[list[str]] = []
    used = 0.0
    for word, length in words:
        if lines and used + space + length <= width:
            lines[-1].append(word)
            used += space + length
        else:
            lines.append([word])
            used = length
    return [" ".join(line) for line in lines]


def balanced(text: str, face: Face, size: int, width: int) -> list[str]:
    """As few lines as `width` allows, broken where the words part or else of about equal length.

    Of all ways that need the fewest lines the one with the least sum of squares of their lengths,
    in widths, less what its breaks are worth (`SENTENCE`, `BRACKET`, `PART`, `TORN`).
    """
    words, space = words_of(text, face, size, width), width_of(" ", face, size)
    best = [(0, 0.0, 0)]  # of the first n words: lines, the sum, where the last line begins
    for end in range(1, len(words) + 1):
        ways: list[tuple[int, float, int]] = []
        length = -space
        for begin in range(end - 1, -1, -1):
            length += space + words[begin][1]
            if length > width and ways:
                break
            count, uneven, _ = best[begin]
            ways.append((count + 1, uneven + (length / width) ** 2 - _worth(words, end), begin))
        best.append(min(ways))
    lines: list[str] = []
    end = len(words)
    while end:
        begin = best[end][2]
        lines.insert(0, " ".join(word for word, _ in words[begin:end]))
        end = begin
    return lines


def _worth(words: Words, end: int) -> float:
    """What it is worth that a line ends before word `end`."""
    if end == len(words):
        return 0.0
    if together(words[end - 1][0], words[end][0]):
        return TORN
    last = words[end - 1][0][-1]
    if last in ".!?":
        return SENTENCE
    if words[end][0].startswith("("):
        return BRACKET
    return PART if last in ",;:" else 0.0


def fitting_size(
    texts: Sequence[str], face: Face, size: int, width: int, shrink: float = SHRINK
) -> int:
    """The largest size, at most `shrink` smaller, in which `texts` need the fewest lines."""

    def lines(at: int) -> int:
        space = width_of(" ", face, at)
        all_words = (words_of(clean(text), face, at, width) for text in texts)
        return sum(len(break_lines(words, space, width)) for words in all_words)

    smallest = round(size * shrink)
    fewest = lines(smallest)
    return next(at for at in range(size, smallest - 1, -1) if lines(at) == fewest)


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


def bottom_of(mark: Mark) -> int:
    """First row of dots under a mark that it leaves white."""
    match mark:
        case Line():
            return mark.ink[3]
        case Box():
            return mark.bottom
        case Code():
            return mark.top + mark.side


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on a slip and where it stands."""

    marks: tuple[Mark, ...]
    height: int


def set_text(
    text: str, face: Face, size: int, *, top: int, left: int, width: int, centred: bool = True
) -> tuple[tuple[Line, ...], int]:
    """Lines of a paragraph from `top` on, and where the next thing may begin."""
    pitch = round(size * LINE_PITCH[face]) + 2 * HINTING
    lines = []
    for n, line in enumerate(balanced(clean(text), face, size, width)):
        x = left + (round((width - width_of(line, face, size)) / 2) if centred else 0)
        lines.append(
            Line(line, face, size, x, top + n * pitch + HINTING + round(size * ASCENT[face]))
        )
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
