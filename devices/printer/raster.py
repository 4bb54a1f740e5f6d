"""From a slip's picture to the bytes that print it, and nothing else.

python-escpos builds the bytes (pictures, initialisation, cut); it never touches a link.
Commands: Epson "ESC/POS Command Reference", section of each command named beside it.
"""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from escpos.constants import ESC, GS
from PIL import Image

from devices.printer.profile import Profile

if TYPE_CHECKING:
    from escpos.printer import Dummy

#: "GS r 1": transmit paper sensor status. Processed in the order of the stream, so that its
#: answer says that everything before it was processed, the cut included.
BARRIER: Final = GS + b"r\x01"
#: "GS a n": automatic status back for on-/offline (bit 1), errors (bit 2), paper (bit 3).
ASB_ON: Final = GS + b"a\x0e"
#: Shorter blank runs cost more as a command of their own than as picture.
MIN_BLANK_ROWS: Final = 8
#: "ESC J n" feeds n motion units, at most this many.
MAX_FEED: Final = 255
#: DLE EOT, DLE ENQ and DLE DC4 are obeyed as soon as they are received, even inside a picture
#: (Epson, note to "GS ( D"; XP-80 manual), so that a picture must not contain them.
REAL_TIME: Final = re.compile(rb"\x10[\x04\x05\x14]")
_LOADING: Final = threading.Lock()
#: White is 1 in a mode "1" picture and black is 1 in a print command.
INVERTED: Final = bytes(255 - value for value in range(256))


class SlipShapeError(ValueError):
    """The picture does not fit this printer: a defect of the caller."""


def ink_rows(slip: Image.Image) -> tuple[bytes, int]:
    """Packed rows with 1 for a black dot, as GS v 0 wants them, and the bytes of one row."""
    return slip.tobytes().translate(INVERTED), slip.width // 8


def without_real_time_bytes(slip: Image.Image) -> Image.Image:
    """The slip with one dot added wherever its bytes look like a real-time command.

    A byte 0x10 is a lone dot between white ones; the dot beside it is blackened (0x18), which
    nobody sees. The result is what the printer is sent, dot for dot.
    """
    ink, _ = ink_rows(slip)
    safe = REAL_TIME.sub(lambda match: b"\x18" + match.group()[1:], ink)
    if safe == ink:
        return slip
    return Image.frombytes("1", slip.size, safe.translate(INVERTED))


def bands(ink: bytes, row_bytes: int, band_rows: int) -> Iterator[tuple[int, int, bool]]:
    """Cut the rows into ``(first, rows, blank)``: pictures of at most `band_rows`, and feeds."""
    height = len(ink) // row_bytes
    empty = bytes(row_bytes)
    blank = [ink[y * row_bytes : (y + 1) * row_bytes] == empty for y in range(height)]
    y = start = 0
    while y < height:
        run = y
        while run < height and blank[run]:
            run += 1
        if run - y >= MIN_BLANK_ROWS:
            yield from _pictures(start, y, band_rows)
            for first in range(y, run, MAX_FEED):
                yield first, min(MAX_FEED, run - first), True
            y = start = run
        else:
            y = max(run, y + 1)
    yield from _pictures(start, height, band_rows)


def _pictures(first: int, end: int, band_rows: int) -> Iterator[tuple[int, int, bool]]:
    while first < end:
        rows = min(band_rows, end - first)
        if rows % 48 == 0:  # prints as letters on some boards (profiles.toml)
            rows -= 8
        yield first, rows, False
        first += rows


def encode(slip: Image.Image, profile: Profile) -> bytes:
    """The whole job: initialise, picture, cut, barrier.

    Args:
        slip: mode "1", as wide as the profile; made safe by `without_real_time_bytes`.
        profile: the printer's profile.

    Raises:
        SlipShapeError: another mode or width, no rows, or real-time bytes are left.
    """
    if slip.mode != "1" or slip.width != profile.width_dots or not slip.height:
        raise SlipShapeError(f"mode {slip.mode}, {slip.size}; wanted 1, {profile.width_dots} wide")
    ink, row_bytes = ink_rows(slip)
    job = job_class()(profile=profile.escpos_profile)
    job.hw("INIT")
    if profile.asb:
        job._raw(ASB_ON)  # noqa: SLF001 - the library's way to add commands it has no name for
    # "GS P": vertical motion units of one dot; Epson's own default is half a dot.
    job._raw(GS + b"P" + bytes((profile.dpi, profile.dpi)))  # noqa: SLF001
    for first, rows, blank in bands(ink, row_bytes, profile.band_rows):
        if blank:
            job._raw(ESC + b"J" + bytes((rows,)))  # noqa: SLF001
        else:
            job.image(
                slip.crop((0, first, slip.width, first + rows)),
                impl="bitImageRaster",
                fragment_height=profile.band_rows,
            )
    job._raw(GS + b"V\x42" + bytes((profile.cut_feed,)) + BARRIER)  # noqa: SLF001
    data: bytes = job.output
    if found := REAL_TIME.search(data):
        raise SlipShapeError(f"real-time bytes {found.group().hex()} at {found.start()}")
    return data


def job_class() -> "type[Dummy]":
    """python-escpos's list of commands: loaded once, by whoever needs it first, on any thread."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> "type[Dummy]":
    """Not before the first frame.

    It takes 0.2 s to read its table of printers (measured), and leaves a copy of that in a new
    folder of the temporary directory at each start. Nobody else uses it, so it is taken away,
    unless a place for it was given.
    """
    from escpos import capabilities
    from escpos.printer import Dummy as Job

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir)
    return cast("type[Dummy]", Job)


def recovery(profile: Profile) -> bytes:
    """Bytes that bring a printer back whose last job was torn in the middle of a picture.

    Zeros complete the picture it may still be waiting for (alone they print nothing), then the
    torn paper is cut off, so that no one's slip hangs on another's.
    """
    picture = bytes(profile.width_dots // 8 * profile.band_rows)
    cut: bytes = GS + b"V\x42" + bytes((profile.cut_feed,))
    return picture + cut
