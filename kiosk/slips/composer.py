"""Puts one thing under another on a slip: what all slips are composed of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import segno

from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.slips.paper import (
    CAPITAL,
    MARGIN,
    SHRINK,
    WIDTH,
    Box,
    Code,
    Face,
    Line,
    Mark,
    bottom_of,
    fitting_size,
    mm,
    set_text,
    width_of,
)

INNER: Final = WIDTH - 2 * MARGIN
#: Four dots are 0.5 mm, what a phone resolves at arm's length; more where there is room.
LEAST_MODULE, LARGEST_MODULE = 4, 7
QR_SIDE: Final = mm(32)  # wanted side, quiet zone included
QUIET_MODULES: Final = 4  # ISO/IEC 18004, 6.3.8
LONGEST_URL: Final = 200  # version 10 at level M, 65 modules with quiet zone: 32 mm
#: Sizes of text are tried in this order until the slip is short enough.
SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)

#: Dots per em of the smallest words: capitals of 1.8 mm, as in a newspaper.
SMALLEST: Final = 20

Modules = tuple[tuple[bool, ...], ...]
#: Words, face and size of each.
Paragraphs = tuple[tuple[str, Face, int], ...]


class SlipTooLongError(ValueError):
    """The texts do not fit on a slip: names in the office's data are too long."""


def require_url(url: str) -> None:
    """Raises `ValueError` unless `url` is what a slip's QR can say, letter for letter."""
    if not url or len(url) > LONGEST_URL or not url.isascii() or not url.isprintable():
        raise ValueError(f"follow_url must be 1..{LONGEST_URL} printable ASCII characters")


def modules_of(url: str) -> Modules:
    """The symbol of `url` at level M, without quiet zone."""
    matrix = segno.make_qr(url, error="m", boost_error=False).matrix
    return tuple(tuple(bool(module) for module in row) for row in matrix)


def moment(at: dt.datetime) -> str:
    """Day and time of the office, in the order that all slips have."""
    return f"{at.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}"


class Composer:
    """`y` is where the next thing begins, in dots; `scale` makes all words smaller."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.y = 0
        self.marks: list[Mark] = []

    def size(self, size: int) -> int:
        """Dots per em at this scale; never below what can be read."""
        return max(SMALLEST, round(size * self.scale))

    def fitting(
        self, texts: Sequence[str], face: Face, size: int, width: int, shrink: float = SHRINK
    ) -> int:
        """Dots per em, a little less where that saves lines; never below what can be read."""
        most = self.size(size)
        return fitting_size(texts, face, most, width, max(shrink, SMALLEST / most))

    def text(self, words: str, face: Face, size: int) -> None:
        """A centred paragraph."""
        fits = self.fitting((words,), face, size, INNER)
        lines, self.y = set_text(words, face, fits, top=self.y, left=MARGIN, width=INNER)
        self.marks += lines

    def figures(self, words: str, size: int) -> None:
        """A line of large capitals and figures: no mark stands on them, so it takes less height."""
        fits = self.fitting((words,), "head", size, INNER)
        capital = round(fits * CAPITAL)
        self.y += mm(2)
        left = round((WIDTH - width_of(words, "head", fits)) / 2)
        self.marks.append(Line(words, "head", fits, left, self.y + capital))
        self.y += capital + mm(2)

    def rule(self, thickness: int) -> None:
        """A line across."""
        self.y += mm(1)
        self.marks.append(Box(MARGIN, self.y, WIDTH - MARGIN, self.y + thickness))
        self.y += thickness + mm(0.5)

    def boxed(self, words: str, size: int = 34) -> None:
        """Words in a frame."""
        self.y += mm(1)
        top, width = self.y, INNER - mm(3)
        fits = self.fitting((words,), "strong", size, width)
        lines, bottom = set_text(
            words, "strong", fits, top=top + mm(0.8), left=MARGIN + mm(1.5), width=width
        )
        self.marks += [*lines, Box(MARGIN, top, WIDTH - MARGIN, bottom + mm(0.8), border=3)]
        self.y = bottom + mm(1.8)

    def inverse(self, words: str) -> None:
        """White words on black."""
        size = self.size(28)
        lines, bottom = set_text(
            words, "strong", size, top=self.y + mm(0.4), left=MARGIN, width=INNER - mm(4)
        )
        half = round(max(width_of(line.text, "strong", size) for line in lines) / 2) + mm(2)
        shift = mm(2)
        middle = WIDTH // 2
        self.marks.append(Box(middle - half, self.y, middle + half, bottom + mm(0.4)))
        self.marks += [
            Line(line.text, line.face, line.size, line.x + shift, line.baseline, inverse=True)
            for line in lines
        ]
        self.y = bottom + mm(1.5)

    def code_beside(self, modules: Modules, paragraphs: Paragraphs) -> None:
        """The QR at the left, and words (text, face, size) beside it."""
        across = len(modules) + 2 * QUIET_MODULES
        dots = min(LARGEST_MODULE, max(LEAST_MODULE, QR_SIDE // across))
        quiet = QUIET_MODULES * dots
        # The paper's own margin is part of the quiet zone: the code stands in line with the rules.
        inked = max((bottom_of(mark) for mark in self.marks[-3:]), default=0)
        code = Code(modules, dots, max(MARGIN, quiet), max(self.y, inked + quiet))
        left = code.left + code.side + quiet
        # Beside it words need not be smaller than they would be alone, unless they are higher.
        lines, y = _column(paragraphs, left)
        if y - mm(1) > code.side + quiet:
            scaled = tuple((words, face, self.size(size)) for words, face, size in paragraphs)
            lines, y = _column(scaled, left)
        # In the middle of the code where they are less high.
        top = code.top + max(-mm(1), (code.side - y + mm(1)) // 2)
        self.marks += [code, *(replace(line, baseline=line.baseline + top) for line in lines)]
        self.y = max(code.top + code.side + quiet - mm(1), top + y)


def _column(paragraphs: Paragraphs, left: int) -> tuple[list[Line], int]:
    """Lines from `left` on and from 0 down, and where they end."""
    made: list[Line] = []
    y = 0
    for words, face, size in paragraphs:
        width = WIDTH - MARGIN - left
        lines, y = set_text(words, face, size, top=y, left=left, width=width, centred=False)
        made += lines
        y += mm(1)
    return made, y
