"""QR codes on camera frames: bytes first, text only where the bytes are UTF-8.

A card's code carries Vietnamese names as UTF-8 without saying so. Readers that guess the
character set turn some of them into Japanese, so no guess is made here: bytes that are not
UTF-8 have no text. What a code says is personal: it is in no message, no log, no ``repr``.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, Protocol

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from devices import qr
from devices.camera.images import Bgr, Corners, Gray, sharpened, to_gray

#: The sharpened picture is tried at every third miss: it costs as much as two plain tries and
#: most misses are only frames in which the card is still moving.
SHARPEN_EVERY: Final = 3
#: After this long without a code the doubled picture is tried too, at every third miss.
ENLARGE_AFTER_S: Final = 1.0
#: A picture is doubled only up to this many pixels (1920x1080), else one try takes over 100 ms;
#: of a larger one the middle of this size is doubled: that is where people hold a card.
ENLARGE_MAX_PIXELS: Final = 1920 * 1080

_QR_ONLY: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class RawCode:
    """One code as an engine sees it: its bytes and, where told, its corners in pixels."""

    data: bytes = field(repr=False)
    corners: Corners | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class QrCode:
    """One code that was read.

    Attributes:
        data: the bytes of the code.
        text: those bytes as UTF-8 in NFC; None when they are not UTF-8.
        corners: shape (4, 2), in pixels of the picture that was given; None if the engine does
            not tell.
        ms: time of all tries on this picture, in milliseconds.
    """

    data: bytes = field(repr=False)
    text: str | None = field(repr=False)
    corners: Corners | None = field(repr=False, compare=False)
    ms: float = field(compare=False)


class QrEngine(Protocol):
    """A library that finds QR codes (no other kind) on a gray picture."""

    @property
    def name(self) -> str:
        """Its name in settings and reports."""
        ...

    def codes(self, gray: Gray) -> list[RawCode]:
        """Every code that could be read; none is an empty list."""
        ...


class Zxing:
    """zxing-cpp: the first choice for everything that comes from outside. Thread-safe."""

    name = "zxing"

    def codes(self, gray: Gray) -> list[RawCode]:
        """See `QrEngine`; also reads inverted codes and any rotation."""
        found = zxingcpp.read_barcodes(gray, formats=_QR_ONLY)
        return [RawCode(code.bytes, _zxing_corners(code.position)) for code in found if code.valid]


def _zxing_corners(place: zxingcpp.Position) -> Corners:
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(point.x, point.y) for point in points], np.float32)


class Zbar:
    """zbar in binary mode: the independent second reader. Thread-safe."""

    name = "zbar"

    def codes(self, gray: Gray) -> list[RawCode]:
        """See `QrEngine`; inverted codes are not read, and no corners are told."""
        return [RawCode(data, None) for data in qr.zbar(Image.fromarray(gray))]


ENGINES: Final[dict[str, Callable[[], QrEngine]]] = {"zxing": Zxing, "zbar": Zbar}


class QrReader:
    """Reads one stream of frames, trying harder the longer nothing is found.

    Not thread-safe: one stream, one reader.
    """

    def __init__(self, engine: QrEngine | None = None) -> None:
        self._engine = engine or Zxing()
        self._misses = 0
        self._since_s: float | None = None

    def reset(self) -> None:
        """Forget the misses: a new person, a new stream."""
        self._misses, self._since_s = 0, None

    def read(self, frame: Bgr | Gray, *, at_s: float) -> list[QrCode]:
        """Codes on the next frame, the largest first.

        Args:
            frame: the picture; cropped to where the code is asked for, never made smaller.
            at_s: when it was taken, in seconds of any clock that only goes forward.
        """
        started = perf_counter()
        gray = to_gray(frame)
        if self._since_s is None:
            self._since_s = at_s
        codes = self._engine.codes(gray)
        if not codes and (self._misses + 1) % SHARPEN_EVERY == 0:
            codes = self._engine.codes(sharpened(gray))
            if not codes and at_s - self._since_s >= ENLARGE_AFTER_S:
                codes = _enlarged_codes(self._engine, gray)
        if codes:
            self.reset()
        else:
            self._misses += 1
        return _finish(codes, started)


def read_still(image: Bgr | Gray, engine: QrEngine | None = None) -> list[QrCode]:
    """Codes on one picture that will not get better: every step of the ladder at once."""
    started = perf_counter()
    engine, gray = engine or Zxing(), to_gray(image)
    codes = engine.codes(gray) or engine.codes(sharpened(gray)) or _enlarged_codes(engine, gray)
    return _finish(codes, started)


def _enlarged_codes(engine: QrEngine, gray: Gray) -> list[RawCode]:
    height, width = gray.shape
    shrink = min(1.0, (ENLARGE_MAX_PIXELS / (height * width)) ** 0.5)
    crop_h, crop_w = int(height * shrink), int(width * shrink)
    top, left = (height - crop_h) // 2, (width - crop_w) // 2
    part = gray[top : top + crop_h, left : left + crop_w]
    double = np.asarray(cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    offset = np.array([left, top], np.float32)
    return [
        RawCode(code.data, None if code.corners is None else code.corners / np.float32(2) + offset)
        for code in engine.codes(sharpened(double))
    ]


def _finish(codes: list[RawCode], started: float) -> list[QrCode]:
    ms = (perf_counter() - started) * 1000
    codes.sort(key=lambda code: 0.0 if code.corners is None else -cv2.contourArea(code.corners))
    return [QrCode(code.data, utf8_text(code.data), code.corners, ms) for code in codes]


def utf8_text(data: bytes) -> str | None:
    """`data` as UTF-8 in NFC, or None: no other character set is ever guessed."""
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8", "strict"))
    except UnicodeDecodeError:
        return None
