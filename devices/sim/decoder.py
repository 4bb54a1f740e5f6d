"""ESC/POS read back into pictures, written from the manual and not from our encoder.

Knows the commands that a slip needs; anything else is reported as an error, because a real
printer would print it as letters.
"""

from dataclasses import dataclass, field
from typing import Final

from PIL import Image

LF, ESC, GS = 0x0A, 0x1B, 0x1D
LINE_DOTS: Final = 30  # "ESC 2": default line spacing
HEAD_DPI: Final = 203
#: Epson's default vertical motion unit is half a dot; a job that relies on it being a whole
#: dot comes out squeezed here as it would on paper.
DEFAULT_UNITS_PER_INCH: Final = 406


@dataclass(frozen=True, slots=True)
class Cut:
    """The paper was cut; `picture` is mode "1", None when nothing was on it."""

    picture: Image.Image | None


@dataclass(frozen=True, slots=True)
class Question:
    """The stream asked for the paper sensor (``GS r``)."""


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """``GS a``: report changes unasked from now on, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that are no command of ours."""

    data: bytes


Event = Cut | Question | AutoStatus | Unknown


@dataclass
class SlipDecoder:
    """Feed it the stream in any pieces; it gives back what happened, in order."""

    width_dots: int = 576
    _rest: bytearray = field(default_factory=bytearray)
    _rows: bytearray = field(default_factory=bytearray)
    _inked: bool = False
    _units_per_inch: int = DEFAULT_UNITS_PER_INCH

    def feed(self, data: bytes) -> list[Event]:
        """Take in `data`; the events of every command that is complete with it."""
        self._rest += data
        events: list[Event] = []
        while self._rest:
            length, event = self._command()
            if not length:
                break
            del self._rest[:length]
            if event is not None:
                events.append(event)
        return events

    def _command(self) -> tuple[int, Event | None]:
        """One command from the front: its length (0: incomplete) and what it caused."""
        lead = self._rest[0]
        if lead == 0:
            return 1, None
        if lead == LF:
            self._feed_rows(LINE_DOTS)
            return 1, None
        if lead == ESC:
            return self._escape()
        if lead == GS:
            return self._group()
        return 1, Unknown(bytes((lead,)))

    def _escape(self) -> tuple[int, Event | None]:
        rest = self._rest
        if len(rest) < 2:
            return 0, None
        if rest[1:2] == b"@":
            self._units_per_inch = DEFAULT_UNITS_PER_INCH
            return 2, None
        if rest[1] not in b"Jd":
            return 2, Unknown(bytes(rest[:2]))
        if len(rest) < 3:
            return 0, None
        if rest[1:2] == b"J":
            self._feed_rows(round(rest[2] * HEAD_DPI / self._units_per_inch))
        else:
            self._feed_rows(rest[2] * LINE_DOTS)
        return 3, None

    def _group(self) -> tuple[int, Event | None]:
        rest = self._rest
        if len(rest) < 3:
            return 0, None
        match rest[1:2]:
            case b"v":
                return self._raster()
            case b"r":
                return 3, Question()
            case b"a":
                return 3, AutoStatus(on=rest[2] != 0)
            case b"V" | b"P":
                return self._cut_or_units()
            case _:
                return 2, Unknown(bytes(rest[:2]))

    def _cut_or_units(self) -> tuple[int, Event | None]:
        rest = self._rest
        if rest[1:2] == b"V" and rest[2] not in {65, 66}:
            return 3, self._cut()
        if len(rest) < 4:
            return 0, None
        if rest[1:2] == b"V":
            return 4, self._cut()
        self._units_per_inch = rest[3] or DEFAULT_UNITS_PER_INCH
        return 4, None

    def _raster(self) -> tuple[int, Event | None]:
        rest = self._rest
        if len(rest) < 8:
            return 0, None
        row_bytes, rows = rest[4] | rest[5] << 8, rest[6] | rest[7] << 8
        if rest[2] != 0x30 or rest[3] not in {0, 48} or row_bytes > self.width_dots // 8:
            return 8, Unknown(bytes(rest[:8]))
        end = 8 + row_bytes * rows
        if len(rest) < end:
            return 0, None
        if rows % 48 == 0:  # the boards that print such a band as letters
            return 8, Unknown(bytes(rest[:8]))
        padding = bytes(self.width_dots // 8 - row_bytes)
        for row in range(rows):
            first = 8 + row * row_bytes
            self._rows += rest[first : first + row_bytes] + padding
        self._inked = True
        return end, None

    def _feed_rows(self, rows: int) -> None:
        self._rows += bytes(rows * (self.width_dots // 8))

    def _cut(self) -> Cut:
        height = len(self._rows) // (self.width_dots // 8)
        picture = None
        if self._inked:
            paper = bytes(byte ^ 0xFF for byte in self._rows)
            picture = Image.frombytes("1", (self.width_dots, height), paper)
        self._rows.clear()
        self._inked = False
        return Cut(picture)
