"""Puts one thing under another on a slip: what all slips are composed of."""

from typing import Final

import segno

from kiosk.slips.paper import (
    MARGIN,
    WIDTH,
    Box,
    Code,
    Face,
    Line,
    Mark,
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

Modules = tuple[tuple[bool, ...], ...]


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


class Composer:
    """`y` is where the next thing begins, in dots; `scale` makes all words smaller."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.y = 0
        self.marks: list[Mark] = []

    def size(self, size: int) -> int:
        """Dots per em at this scale; never below what can be read."""
        return max(18, round(size * self.scale))

    def text(self, words: str, face: Face, size: int) -> None:
        """A centred paragraph."""
        fits = fitting_size(words, face, self.size(size), INNER)
        lines, self.y = set_text(words, face, fits, top=self.y, left=MARGIN, width=INNER)
        self.marks += lines

    def rule(self, thickness: int) -> None:
        """A line across."""
        self.y += mm(1)
        self.marks.append(Box(MARGIN, self.y, WIDTH - MARGIN, self.y + thickness))
        self.y += thickness + mm(0.5)

    def boxed(self, words: str, size: int = 34) -> None:
        """Words in a frame."""
        self.y += mm(1)
        top = self.y
        lines, bottom = set_text(
            words,
            "strong",
            self.size(size),
            top=top + mm(0.8),
            left=MARGIN + mm(2),
            width=INNER - mm(4),
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

    def code_beside(self, modules: Modules, paragraphs: tuple[tuple[str, Face, int], ...]) -> None:
        """The QR at the left, and words (text, face, size) beside it."""
        across = len(modules) + 2 * QUIET_MODULES
        dots = min(LARGEST_MODULE, max(LEAST_MODULE, QR_SIDE // across))
        quiet = QUIET_MODULES * dots
        # The paper's own margin is part of the quiet zone: the code stands in line with the rules.
        code = Code(modules, dots, max(MARGIN, quiet), self.y + quiet // 2)
        left = code.left + code.side + quiet
        marks: list[Mark] = []
        y = code.top - mm(1)
        for words, face, size in paragraphs:
            lines, y = set_text(
                words,
                face,
                self.size(size),
                top=y,
                left=left,
                width=WIDTH - MARGIN - left,
                centred=False,
            )
            y += mm(1)
            marks += lines
        self.marks += [code, *marks]
        self.y = max(code.top + code.side + quiet - mm(1), y)
