"""Whether a shot of a page is worth keeping, and in which words to ask for a better one.

The order of the gates matters: a dark page looks blurred to any measure of sharpness, and so
does an empty one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Bgr, Corners, Gray, to_gray
from devices.camera.rectify import Sheet, straighten

#: All measures are taken at this resolution, so that limits hold for every camera: text of 12 pt
#: has strokes of about 2 px.
MEASURE_DPI: Final = 100.0
DARK_BELOW: Final = 110.0  # 95th percentile of gray; 221 is a well lit page, 66 a dark one
GLARE_ABOVE: Final = 0.02  # share of burnt out pixels; 0.000 normal, 0.037 a lamp's reflection
GLARE_LEVEL: Final = 252
BRIGHT_SHARE: Final = 0.6  # more burnt out than this is exposure, not a reflection
BLANK_BELOW: Final = 0.004  # share of ink, softened; a stamp alone has 0.0076
INK_DEPTH: Final = 0.07  # how much darker than the paper; noise of 6 gray levels stays below
#: See `sharpness`: 0.24 to 0.30 in focus at 1280 to 3264 px, 0.12 where 12 pt text on a 1280 px
#: frame is just legible (defocus of 0.8 px), 0.08 where it is not.
BLUR_BELOW: Final = 0.10


class Verdict(StrEnum):
    """What is said of a shot; each has a sentence ``photo.<verdict>``."""

    GOOD = "good"
    NO_PAGE = "no_page"
    TOUCHES_BORDER = "touches_border"
    DARK = "dark"
    BRIGHT = "bright"
    GLARE = "glare"
    BLANK = "blank"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Quality:
    """A verdict and what it rests on.

    Attributes:
        exposure: 95th percentile of gray on the page, 0..255.
        glare: share of burnt out pixels, 0..1.
        ink: share of pixels that are much darker than the paper around, 0..1.
        sharpness: see `sharpness`; 0 when an earlier gate refused.
    """

    verdict: Verdict
    exposure: float
    glare: float = 0.0
    ink: float = 0.0
    sharpness: float = 0.0


def assess(image: Bgr, corners: Corners, sheet: Sheet | None = None) -> Quality:
    """Judge the sheet within `corners` of a frame."""
    gray = to_gray(straighten(image, corners, sheet, dpi=MEASURE_DPI))
    margin = max(2, min(gray.shape) // 40)  # the rim shows the plate when a corner is off
    return assess_straight(gray[margin:-margin, margin:-margin])


def assess_straight(gray: Gray) -> Quality:
    """Judge a straight page at `MEASURE_DPI`."""
    exposure = float(np.percentile(gray, 95))
    if exposure < DARK_BELOW:
        return Quality(Verdict.DARK, exposure)
    glare = float((gray >= GLARE_LEVEL).mean())
    if glare > GLARE_ABOVE:
        verdict = Verdict.BRIGHT if glare > BRIGHT_SHARE else Verdict.GLARE
        return Quality(verdict, exposure, glare)
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), 2.0), np.uint8)
    written = _depth(soft) > INK_DEPTH
    share = float(written.mean())
    if share < BLANK_BELOW:
        return Quality(Verdict.BLANK, exposure, glare, share)
    sharp = sharpness(_depth(gray), written)
    verdict = Verdict.BLUR if sharp < BLUR_BELOW else Verdict.GOOD
    return Quality(verdict, exposure, glare, share, sharp)


def _depth(gray: Gray) -> NDArray[np.float32]:
    """How much darker than the paper around each pixel is, as a share of that paper's gray."""
    paper = cv2.medianBlur(cv2.dilate(gray, np.ones((9, 9), np.uint8)), 15)
    return np.asarray(1 - gray / np.maximum(paper.astype(np.float32), 1), np.float32)


def sharpness(depth: NDArray[np.float32], written: NDArray[np.bool_]) -> float:
    """How steep the edges of the writing are, in depths a pixel, where they are least steep.

    Relative to the paper, hence blind to exposure; only where there is writing, hence blind to
    how much of it there is; the least of four directions, because a hand that moves smears in
    one of them only.
    """
    x = cv2.Sobel(depth, cv2.CV_32F, 1, 0) / 8
    y = cv2.Sobel(depth, cv2.CV_32F, 0, 1) / 8
    half = np.float32(0.7071)
    slopes = (x, y, (x + y) * half, (x - y) * half)
    return min(float(np.percentile(np.abs(slope[written]), 95)) for slope in slopes)
