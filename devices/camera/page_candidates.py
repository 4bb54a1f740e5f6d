"""Where a sheet might lie: many guesses from areas and from lines, none of them judged here.

All work is done on a small copy in Lab whose text has been closed away: a raw edge map of a
written page is mostly letters, and searches that start from it lose the page.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Bgr, Corners, Gray
from devices.camera.quads import Quads, all_clockwise, clockwise, join_lines

WORK_PX: Final = 512  # longer side of the small copy: 256 loses white on white, 1024 costs 4x
CLOSE_PX: Final = 9  # text of 12 pt on a page that fills the copy is 6 px high
LEAST_AREA: Final = 0.02  # of the frame: an identity card under a camera that sees A4 is 0.08
MOST_LINES: Final = 14
Lab = NDArray[np.float32]


def small_lab(image: Bgr) -> Lab:
    """The working copy: (h, w, 3) Lab, text closed away, longer side `WORK_PX` or less."""
    height, width = image.shape[:2]
    scale = min(1.0, WORK_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (CLOSE_PX, CLOSE_PX))
    closed = cv2.medianBlur(cv2.morphologyEx(lab, cv2.MORPH_CLOSE, kernel), 3)
    return np.asarray(closed, np.float32)


def plate_change(lab: Lab, empty: Lab) -> NDArray[np.float32]:
    """How far each pixel is from the same pixel of the empty plate, in Lab units (h, w)."""
    change = lab - empty
    # A lamp that got brighter lifts the whole picture: take away what is common to its rim.
    rim = np.concatenate([change[:6].reshape(-1, 3), change[-6:].reshape(-1, 3)])
    change -= np.median(rim, axis=0)
    return np.asarray(np.linalg.norm(change, axis=2), np.float32)


def area_guesses(lab: Lab, change: NDArray[np.float32] | None) -> Quads:
    """Guesses from areas of one colour, shape (n, 4, 2), clockwise, n may be 0. About 10 ms."""
    found = [quad for mask in _masks(lab, change) for quad in _mask_quads(mask)]
    return np.array(found, np.float32).reshape(-1, 4, 2)


def _masks(lab: Lab, change: NDArray[np.float32] | None) -> Iterator[Gray]:
    for channel in range(3):
        plane = lab[..., channel].astype(np.uint8)
        _, mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        yield np.asarray(mask, np.uint8)
        yield np.asarray(255 - mask, np.uint8)
    sides = (lab[:6], lab[-6:], lab[:, :6], lab[:, -6:])
    ring = np.concatenate([side.reshape(-1, 3) for side in sides])
    yield _far(np.asarray(np.linalg.norm(lab - np.median(ring, axis=0), axis=2), np.float32))
    if change is not None:
        yield _far(change)
        yield np.where(change > 10, 255, 0).astype(np.uint8)
    for low, high in ((20, 60), (50, 120)):
        planes = (np.asarray(lab[..., channel], np.uint8) for channel in range(3))
        edges = np.bitwise_or.reduce([cv2.Canny(plane, low, high) for plane in planes])
        yield np.asarray(cv2.dilate(edges, np.ones((3, 3), np.uint8)), np.uint8)


def _far(distance: NDArray[np.float32]) -> Gray:
    plane = np.clip(distance * 2, 0, 255).astype(np.uint8)
    _, mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(mask, np.uint8)


def _mask_quads(mask: Gray) -> Iterator[Corners]:
    smooth = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    for plane in (mask, smooth):
        outlines, _ = cv2.findContours(plane, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        hulls = [cv2.convexHull(outline) for outline in outlines if len(outline) > 3]
        large = [hull for hull in hulls if cv2.contourArea(hull) > LEAST_AREA * mask.size]
        for hull in sorted(large, key=cv2.contourArea, reverse=True)[:4]:
            yield from _hull_quads(hull)


def _hull_quads(hull: cv2.typing.MatLike) -> Iterator[Corners]:
    around = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        outline = cv2.approxPolyDP(hull, share * around, closed=True)
        if len(outline) == 4:
            yield clockwise(outline)
            break
    yield clockwise(cv2.boxPoints(cv2.minAreaRect(hull)))


def line_guesses(lab: Lab) -> Quads:
    """Guesses from two pairs of nearly parallel lines, the rim of the frame included.

    They find what areas lose: a hand on the page, a table as white as the paper. 20 to 60 ms.
    """
    size = (lab.shape[1], lab.shape[0])
    lines = _lines(lab, size)
    turn = np.arctan2(lines[:, 3], lines[:, 2]) % np.pi
    one, other = np.triu_indices(len(lines), 1)
    parallel = _turned(turn[one], turn[other]) < np.deg2rad(18)
    apart = _distance(lines[one], lines[other]) > 0.1 * min(size)
    one, other = one[parallel & apart], other[parallel & apart]
    first, second = np.triu_indices(len(one), 1)
    crossing = _turned(turn[one[first]], turn[one[second]]) >= np.deg2rad(55)
    first, second = first[crossing], second[crossing]
    chosen = np.stack([one[first], one[second], other[first], other[second]], axis=1)
    quads = join_lines(lines[chosen])
    slack = 0.04 * max(size)
    inside = ((quads > -slack) & (quads < np.array(size) + slack)).all(axis=(1, 2))
    return all_clockwise(quads[inside])


def _turned(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = np.abs(one - other)
    return np.minimum(apart, np.pi - apart)


def _lines(lab: Lab, size: tuple[int, int]) -> NDArray[np.float64]:
    """The longest lines as (x, y, dx, dy), after joining pieces of one line."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 1.0)
    pieces = []
    for channel in range(3):
        segments = detector.detect(lab[..., channel].astype(np.uint8))[0]
        if segments is not None:
            pieces.append(np.asarray(segments, np.float64).reshape(-1, 4))
    all_pieces = np.concatenate(pieces) if pieces else np.zeros((0, 4))
    length = np.hypot(all_pieces[:, 2] - all_pieces[:, 0], all_pieces[:, 3] - all_pieces[:, 1])
    order = np.argsort(-length)[:120]
    groups: list[tuple[NDArray[np.float64], float]] = []
    for index in order[length[order] > 18]:
        line = _as_line(all_pieces[index])
        for place, (known, weight) in enumerate(groups):
            if _same(known, line):
                groups[place] = (known, weight + float(length[index]))
                break
        else:
            groups.append((line, float(length[index])))
    groups.sort(key=lambda group: -group[1])
    width, height = size
    borders = [(0, 0, 1, 0), (width - 1, 0, 0, 1), (0, height - 1, 1, 0), (0, 0, 0, 1)]
    return np.array([line for line, _ in groups[:MOST_LINES]] + borders, np.float64)


def _as_line(piece: NDArray[np.float64]) -> NDArray[np.float64]:
    way = piece[2:] - piece[:2]
    return np.concatenate([(piece[:2] + piece[2:]) / 2, way / np.hypot(*way)])


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    away = other - one
    return np.abs(away[..., 0] * one[..., 3] - away[..., 1] * one[..., 2])


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    cross = abs(one[2] * other[3] - one[3] * other[2])
    return bool(cross < 0.05) and float(_distance(one, other)) < 4  # 3 degrees, 4 px
