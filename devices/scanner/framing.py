"""From a stream of bytes to whole scans: pure, given bytes and times.

A scanner has no checksum and may be shown anything, so a frame counts only when it is whole,
short, UTF-8 and free of control characters. A code that carries key strokes or printer commands
("BadBarcode", PacSec 2015) ends here.
"""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

#: An identity card has about 160 bytes, our own codes 60; a QR code of 1 KiB cannot be read from
#: a hand anyway.
LONGEST: Final = 1024
#: Without CR or LF a frame ends after this silence. At 9600 baud two bytes are 1 ms apart, USB
#: frames 1 ms; the rest is for a scheduler that is busy.
SILENCE_S: Final = 0.08
#: A scanner sees a card that rests under it again and again.
REPEAT_S: Final = 3.0
#: Another code this soon after one that was taken is the next person's card or a stray code in
#: the same view; nobody swaps cards in a second.
HOLD_S: Final = 1.0


class Discarded(StrEnum):
    """Why bytes did not become a scan."""

    TOO_LONG = "too_long"
    HALF = "half"  # broke off without the line end that this scanner sends
    NOT_TEXT = "not_text"  # no UTF-8, or control characters in it
    REPEATED = "repeated"
    TOO_SOON = "too_soon"


class Framer:
    """Cuts one scanner's stream; `feed` what arrives, `tick` while nothing does.

    Attributes:
        began_s, ended_s: when the first and the last byte came of the frame that was yielded
            last; valid until the next is asked for.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.began_s, self.ended_s = 0.0, 0.0
        self._overlong = False
        self._sends_line_ends = False
        self._taken: tuple[bytes, float] | None = None

    def restart(self) -> None:
        """The line was opened anew: what was begun will never be finished."""
        self._buffer.clear()
        self._overlong = False

    def forget(self) -> None:
        """The next frame is new, whatever was taken before."""
        self._taken = None

    def feed(self, data: bytes, at_s: float) -> Iterator[bytes | Discarded]:
        """Frames, and reasons for what was dropped, that `data` completes."""
        yield from self.tick(at_s)
        self.ended_s = at_s
        for byte in data:
            if not self._buffer:
                self.began_s = at_s
            if byte in b"\r\n":
                self._sends_line_ends = True
                yield from self._end(at_s)
            elif len(self._buffer) >= LONGEST:
                self._overlong = True  # and no byte of it is kept
            else:
                self._buffer.append(byte)

    def tick(self, at_s: float) -> Iterator[bytes | Discarded]:
        """The same for silence until `at_s`."""
        if self._buffer and at_s - self.ended_s >= SILENCE_S:
            if self._sends_line_ends and not self._overlong:
                self._buffer.clear()
                yield Discarded.HALF
            else:
                yield from self._end(self.ended_s)

    def _end(self, at_s: float) -> Iterator[bytes | Discarded]:
        frame, overlong = bytes(self._buffer), self._overlong
        self.restart()
        if overlong:
            yield Discarded.TOO_LONG
        elif frame:  # CR LF ends one frame, not two
            yield self._judge(frame, at_s)

    def _judge(self, frame: bytes, at_s: float) -> bytes | Discarded:
        if not _is_text(frame):
            return Discarded.NOT_TEXT
        if self._taken is not None:
            data, taken_s = self._taken
            if data == frame and at_s - taken_s < REPEAT_S:
                self._taken = (data, at_s)  # as long as it rests there
                return Discarded.REPEATED
            if at_s - taken_s < HOLD_S:
                return Discarded.TOO_SOON
        self._taken = (frame, at_s)
        return frame


def _is_text(frame: bytes) -> bool:
    try:
        text = frame.decode("utf-8", "strict")
    except UnicodeDecodeError:
        return False
    # Refused: control characters, marks that turn the direction of writing, what has no form.
    return all(letter.isprintable() or unicodedata.category(letter) == "Zs" for letter in text)
