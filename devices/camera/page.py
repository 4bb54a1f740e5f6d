"""Finds the one sheet that lies under the camera: a page, or a card.

Classical on purpose: searches by lines and areas come within two points of the networks of the
SmartDoc and MIDV-500 contests, run on any machine, and can be explained to a technician. The
largest gains lie outside the code: a dark plate, and a reference picture of it when empty.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np

from devices.camera.images import Bgr, Corners
from devices.camera.page_candidates import area_guesses, line_guesses, plate_change, small_lab
from devices.camera.page_score import refined, scores
from devices.camera.quads import clockwise, is_convex

#: Below this the best guess is no sheet. Measured on drawn scenes: 48 empty plates reach 0.40 at
#: most; the least of 70 sheets (white on white under a hand, small cards, cut off) has 0.56.
LEAST_SCORE: Final = 0.48
#: From this on all four sides are clear and lines could add nothing but time.
CLEAR_SCORE: Final = 1.0
#: Lab units; less than this over the whole plate is noise and a moving shadow.
LEAST_CHANGE: Final = 7.0
BORDER_PX: Final = 2.5  # of the small copy: nearer to the rim a corner may be cut off
_REFINED_GUESSES: Final = 4


class Why(StrEnum):
    """Why a page that was found, or not found, must not be shot."""

    NO_PAGE = "no_page"
    TOUCHES_BORDER = "touches_border"


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on one frame.

    Attributes:
        corners: shape (4, 2), float32, in pixels of the frame, clockwise from the top left;
            always the best there is, None only where nothing looks like a sheet.
        why: None when the page may be shot.
        score: how clear it is, 0 to about 1.2.
    """

    corners: Corners | None = field(compare=False)
    why: Why | None
    score: float


def find_page(image: Bgr, *, empty: Bgr | None = None) -> Page:
    """Look for the sheet on one frame.

    Args:
        image: the frame, shape (height, width, 3).
        empty: the same camera's picture of the empty plate, of the same size.

    Raises:
        ValueError: `image` is no colour picture, or `empty` has another size.
    """
    if image.ndim != 3 or image.shape[2] != 3 or min(image.shape[:2]) < 32:
        raise ValueError(f"expected a colour picture of 32 px or more, got shape {image.shape}")
    if empty is not None and empty.shape != image.shape:
        raise ValueError(f"empty plate {empty.shape} and frame {image.shape} differ in size")
    lab = small_lab(image)
    change = None
    if empty is not None:
        change = plate_change(lab, small_lab(empty))
        if np.percentile(change, 99) < LEAST_CHANGE:
            return Page(None, Why.NO_PAGE, 0.0)
    scale = max(image.shape[:2]) / max(lab.shape[:2])
    quads = area_guesses(lab, change)
    rated = scores(quads, lab)
    if not len(quads) or rated.max() < CLEAR_SCORE:
        more = line_guesses(lab)
        quads, rated = np.concatenate([quads, more]), np.concatenate([rated, scores(more, lab)])
    corners, score = None, 0.0
    for index in _distinct(quads, rated):
        better = _refine(image, quads[index] * np.float32(scale), scale)
        value = float(scores((better / np.float32(scale))[None], lab)[0])
        if corners is None or value > score:
            corners, score = better, value
    return _verdict(image, corners, score, scale)


def _verdict(image: Bgr, corners: Corners | None, score: float, scale: float) -> Page:
    if corners is None or score < LEAST_SCORE:
        return Page(None, Why.NO_PAGE, score)
    height, width = image.shape[:2]
    room = min(
        float(corners.min()),
        float((width - 1 - corners[:, 0]).min()),
        float((height - 1 - corners[:, 1]).min()),
    )
    why = Why.TOUCHES_BORDER if room < BORDER_PX * scale else None
    return Page(corners, why, score)


def _distinct(quads: Corners, rated: Corners) -> list[int]:
    """The best guesses that differ by more than 6 px at some corner and are nearly as good."""
    chosen: list[int] = []
    for index in np.argsort(-rated):
        if rated[index] < 0.8 * rated.max() or rated[index] <= 0:
            break
        if all(np.abs(quads[index] - quads[known]).max() > 6 for known in chosen):
            chosen.append(int(index))
        if len(chosen) == _REFINED_GUESSES:
            break
    return chosen


def _refine(image: Bgr, corners: Corners, scale: float) -> Corners:
    for reach in (5.0, 2.0):  # in pixels of the small copy: first find the edge, then fit it
        corners = refined(image, corners, max(3.0, reach * scale))
    ordered = clockwise(corners)
    return ordered if is_convex(ordered) else corners
