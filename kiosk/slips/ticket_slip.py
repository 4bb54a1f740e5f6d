"""The slip of a queue number: pure drawing, no device, no clock."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import segno
from PIL import Image

from kiosk.contract.hub import Ticket
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.slips.paper import (
    MARGIN,
    MAX_HEIGHT,
    WIDTH,
    Box,
    Code,
    Face,
    Layout,
    Line,
    Mark,
    clean,
    fitting_size,
    font,
    mm,
    paint,
    set_text,
    width_of,
)
from kiosk.texts import text

INNER: Final = WIDTH - 2 * MARGIN
#: Capital height of the number: read at arm's length without glasses, and over a shoulder.
NUMBER_MM: Final = 14.0
LEAST_NUMBER_MM: Final = 12.0
#: Four dots are 0.5 mm, what a phone resolves at arm's length; more where there is room.
LEAST_MODULE, LARGEST_MODULE = 4, 7
QR_SIDE: Final = mm(32)  # wanted side, quiet zone included
QUIET_MODULES: Final = 4  # ISO/IEC 18004, 6.3.8
LONGEST_URL: Final = 200  # version 10 at level M, 65 modules with quiet zone: 32 mm
#: Sizes of text are tried in this order until the slip is short enough.
SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)


class SlipTooLongError(ValueError):
    """The texts do not fit on a slip of 110 mm: names in the office's data are too long."""


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """All that stands on one queue number's slip; no identity of any person.

    Attributes:
        number: series and serial, e.g. "A042".
        at: when the number was taken; aware, printed in the office's zone.
        ahead: people waiting before this one; None when nobody could know (no hub).
        follow_url: ASCII, at most 200 characters; what the QR says, letter for letter.
        offline: issued by a kiosk that was cut off from its hub.
        reprint: a second piece of paper for a number that may already be on paper.
        priority: self-declared; the desk confirms.
        hotline: telephone number, empty if the office has none.
    """

    office: str
    number: str
    service: str
    at: dt.datetime
    ahead: int | None
    follow_url: str
    language: Literal["vi", "en"] = "vi"
    offline: bool = False
    reprint: bool = False
    priority: bool = False
    hotline: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("at must be aware")
        url = self.follow_url
        if not url or len(url) > LONGEST_URL or not url.isascii() or not url.isprintable():
            raise ValueError(f"follow_url must be 1..{LONGEST_URL} printable ASCII characters")


def of_ticket(
    ticket: Ticket,
    *,
    office: str,
    language: Literal["vi", "en"] = "vi",
    hotline: str = "",
    offline: bool = False,
    reprint: bool = False,
) -> TicketSlip:
    """The slip of `ticket`.

    How many wait before it was true at the moment of the hub's answer: it is not printed on a
    reprint, nor when the kiosk was cut off and could not know.
    """
    return TicketSlip(
        office=office,
        number=ticket.number,
        service=ticket.service.en if language == "en" else ticket.service.vi,
        at=ticket.arrived_at,
        ahead=None if offline or reprint else ticket.ahead,
        follow_url=ticket.follow_url,
        language=language,
        offline=offline,
        reprint=reprint,
        priority=ticket.priority,
        hotline=hotline,
    )


def draw(slip: TicketSlip) -> Image.Image:
    """Mode "1", 576 dots wide, at most 110 mm long; raises `SlipTooLongError`."""
    return paint(layout(slip))


def layout(slip: TicketSlip) -> Layout:
    """Where everything stands; raises `SlipTooLongError`."""
    matrix = segno.make_qr(slip.follow_url, error="m", boost_error=False).matrix
    modules = tuple(tuple(bool(module) for module in row) for row in matrix)
    for scale in SCALES:
        made = _Composer(slip, scale, modules).compose()
        if made.height <= MAX_HEIGHT:
            return made
    raise SlipTooLongError(f"longer than {MAX_HEIGHT} dots even in the smallest type")


def _em(capital: int) -> int:
    """Font size at which capitals of Be Vietnam Pro are `capital` dots high."""
    return round(capital / 0.74)  # 740 of 1000 units (OS/2 table, sCapHeight)


class _Composer:
    """Puts one thing under another; `y` is where the next begins."""

    def __init__(
        self, slip: TicketSlip, scale: float, modules: tuple[tuple[bool, ...], ...]
    ) -> None:
        self.slip = slip
        self.modules = modules
        self.scale = scale
        self.y = 0
        self.marks: list[Mark] = []

    def compose(self) -> Layout:
        slip = self.slip
        if slip.reprint:
            self._boxed(self._words("reprint"))
        self._text(slip.office, "head", 34)
        self._rule(3)
        self.y += mm(1.5)
        self._text(self._words("number"), "body", 26)
        self._number()
        if slip.priority:
            self._inverse(self._words("priority"))
        self._text(slip.service, "strong", 34)
        self.y += mm(0.5)
        self._ahead()
        if slip.offline:
            self._boxed(self._words("offline"), size=26)
        self.y += mm(1)
        self._code_and_words()
        self._rule(1)
        self._thanks()
        return Layout(tuple(self.marks), self.y + mm(1))

    def _words(self, key: str, **values: object) -> str:
        return text(f"slip.{key}", self.slip.language, **values)

    def _size(self, size: int) -> int:
        return max(18, round(size * self.scale))

    def _text(self, words: str, face: Face, size: int) -> None:
        fits = fitting_size(words, face, self._size(size), INNER)
        lines, self.y = set_text(words, face, fits, top=self.y, left=MARGIN, width=INNER)
        self.marks += lines

    def _rule(self, thickness: int) -> None:
        self.y += mm(1)
        self.marks.append(Box(MARGIN, self.y, WIDTH - MARGIN, self.y + thickness))
        self.y += thickness + mm(0.5)

    def _number(self) -> None:
        """As large as fits; never scaled with the rest."""
        number = clean(self.slip.number)
        capital = mm(NUMBER_MM)
        while width_of(number, "head", _em(capital)) > INNER:
            capital -= 1
        if capital < mm(LEAST_NUMBER_MM):
            raise SlipTooLongError(f"{len(number)} characters are too wide for a number")
        size = _em(capital)
        left, _, right, _ = font("head", size).getbbox(number, anchor="ls")
        x = round((WIDTH - (right - left)) / 2 - left)
        self.y += mm(2)
        self.marks.append(Line(number, "head", size, x, self.y + capital))
        self.y += capital + mm(2.5)

    def _boxed(self, words: str, size: int = 34) -> None:
        self.y += mm(1)
        top = self.y
        lines, bottom = set_text(
            words,
            "strong",
            self._size(size),
            top=top + mm(0.8),
            left=MARGIN + mm(2),
            width=INNER - mm(4),
        )
        self.marks += [*lines, Box(MARGIN, top, WIDTH - MARGIN, bottom + mm(0.8), border=3)]
        self.y = bottom + mm(1.8)

    def _inverse(self, words: str) -> None:
        size = self._size(28)
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

    def _ahead(self) -> None:
        if self.slip.ahead is None:
            return
        key = "ahead" if self.slip.ahead else "ahead_none"
        self._text(self._words(key, n=self.slip.ahead), "body", 32)

    def _code_and_words(self) -> None:
        """The QR at the left, beside it when the number was taken and what the code is for."""
        across = len(self.modules) + 2 * QUIET_MODULES
        dots = min(LARGEST_MODULE, max(LEAST_MODULE, QR_SIDE // across))
        quiet = QUIET_MODULES * dots
        # The paper's own margin is part of the quiet zone: the code stands in line with the rules.
        code = Code(self.modules, dots, max(MARGIN, quiet), self.y + quiet // 2)
        left = code.left + code.side + quiet
        local = self.slip.at.astimezone(OFFICE_ZONE)
        marks: list[Mark] = []
        y = code.top - mm(1)
        paragraphs: tuple[tuple[str, Face, int], ...] = (
            (f"{local:%d/%m/%Y}  {local:%H:%M}", "strong", 30),
            (self._words("follow_later" if self.slip.offline else "follow"), "body", 27),
            (self._words("keep"), "body", 27),
        )
        for words, face, size in paragraphs:
            lines, y = set_text(
                words,
                face,
                self._size(size),
                top=y,
                left=left,
                width=WIDTH - MARGIN - left,
                centred=False,
            )
            y += mm(1)
            marks += lines
        self.marks += [code, *marks]
        self.y = max(code.top + code.side + quiet - mm(1), y)

    def _thanks(self) -> None:
        hotline = clean(self.slip.hotline)
        words = self._words("thanks_hotline", hotline=hotline) if hotline else self._words("thanks")
        self._text(words, "body", 26)
