"""The slip of a queue number: pure drawing, no device, no clock."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image

from kiosk.slips.composer import (
    INNER,
    SCALES,
    Composer,
    Modules,
    SlipTooLongError,
    modules_of,
    moment,
    require_url,
)
from kiosk.slips.paper import (
    CAPITAL,
    MAX_HEIGHT,
    WIDTH,
    Layout,
    Line,
    clean,
    font,
    mm,
    paint,
    width_of,
)
from kiosk.texts import text

#: Capital height of the number: read at arm's length without glasses, and over a shoulder.
NUMBER_MM: Final = 14.0
LEAST_NUMBER_MM: Final = 12.0


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
        require_url(self.follow_url)


def draw(slip: TicketSlip) -> Image.Image:
    """Mode "1", 576 dots wide, at most 110 mm long; raises `SlipTooLongError`."""
    return paint(layout(slip))


def layout(slip: TicketSlip) -> Layout:
    """Where everything stands; raises `SlipTooLongError`."""
    modules = modules_of(slip.follow_url)
    for scale in SCALES:
        made = _Composer(slip, scale, modules).compose()
        if made.height <= MAX_HEIGHT:
            return made
    raise SlipTooLongError(f"longer than {MAX_HEIGHT} dots even in the smallest type")


def _em(capital: int) -> int:
    """Font size at which capitals of Be Vietnam Pro are `capital` dots high."""
    return round(capital / CAPITAL)


class _Composer(Composer):
    def __init__(self, slip: TicketSlip, scale: float, modules: Modules) -> None:
        super().__init__(scale)
        self.slip = slip
        self.modules = modules

    def compose(self) -> Layout:
        slip = self.slip
        if slip.reprint:
            self.boxed(self._words("reprint"))
        self.text(slip.office, "head", 34)
        self.rule(3)
        self.y += mm(1.5)
        self.text(self._words("number"), "body", 26)
        self._number()
        if slip.priority:
            self.inverse(self._words("priority"))
        self.text(slip.service, "strong", 34)
        self.y += mm(0.5)
        self._ahead()
        if slip.offline:
            self.boxed(self._words("offline"), size=26)
        self.y += mm(1)
        self._code_and_words()
        self.rule(1)
        self._thanks()
        return Layout(tuple(self.marks), self.y + mm(1))

    def _words(self, key: str, **values: object) -> str:
        return text(f"slip.{key}", self.slip.language, **values)

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

    def _ahead(self) -> None:
        if self.slip.ahead is None:
            return
        key = "ahead" if self.slip.ahead else "ahead_none"
        self.text(self._words(key, n=self.slip.ahead), "body", 32)

    def _code_and_words(self) -> None:
        """The QR, beside it when the number was taken and what the code is for."""
        follow = self._words("follow_later" if self.slip.offline else "follow")
        self.code_beside(
            self.modules,
            (
                (moment(self.slip.at), "strong", 30),
                (follow, "body", 27),
                (self._words("keep"), "body", 27),
            ),
        )

    def _thanks(self) -> None:
        hotline = clean(self.slip.hotline)
        words = self._words("thanks_hotline", hotline=hotline) if hotline else self._words("thanks")
        self.text(words, "body", 26)
