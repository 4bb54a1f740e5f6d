"""Small geometry of quadrilaterals, shape (n, 4, 2), float32, in pixels."""

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Corners

Quads = NDArray[np.float32]


def clockwise(points: NDArray[np.generic]) -> Corners:
    """Four points in order, clockwise on the picture, beginning at the top left one."""
    quads = all_clockwise(np.asarray(points, np.float32).reshape(1, 4, 2))
    return np.asarray(quads[0], np.float32)


def all_clockwise(quads: Quads) -> Quads:
    """The same for many, shape (n, 4, 2)."""
    away = quads - quads.mean(axis=1, keepdims=True)
    order = np.argsort(np.arctan2(away[..., 1], away[..., 0]), axis=1)
    ordered = np.take_along_axis(quads, order[..., None], axis=1)
    first = np.argmin(ordered.sum(-1), axis=1)
    shift = (first[:, None] + np.arange(4)) % 4
    return np.take_along_axis(ordered, shift[..., None], axis=1)


def areas(quads: Quads) -> NDArray[np.float32]:
    """Area of each, in square pixels; negative when counter-clockwise (shoelace formula)."""
    x, y = quads[..., 0], quads[..., 1]
    cross = x * np.roll(y, -1, -1) - np.roll(x, -1, -1) * y
    return np.asarray(cross.sum(-1) / 2, np.float32)


def worst_corner(quads: Quads) -> NDArray[np.float32]:
    """Largest |cosine| of the four corners of each: 0 for rectangles, 1 for needles."""
    forward = np.roll(quads, -1, 1) - quads
    length = np.maximum(np.linalg.norm(forward, axis=-1, keepdims=True), 1e-6)
    unit = forward / length
    cosine = np.abs((unit * np.roll(unit, 1, 1)).sum(-1))
    return np.asarray(cosine.max(-1), np.float32)


def is_convex(corners: Corners) -> bool:
    """Whether the four corners, in order, enclose a convex area."""
    return bool(cv2.isContourConvex(np.round(corners * 16).astype(np.int32)))


def overlap(one: Corners, other: Corners) -> float:
    """Intersection over union of two convex quadrilaterals, 0..1."""
    both, _ = cv2.intersectConvexConvex(one, other)
    total = float(cv2.contourArea(one) + cv2.contourArea(other) - both)
    return float(both / total) if total > 0 else 0.0


def join_lines(lines: NDArray[np.float64]) -> Quads:
    """Corners where each four lines (x, y, dx, dy), taken in order, meet.

    Args:
        lines: shape (n, 4, 4).

    Returns:
        Shape (n, 4, 2); NaN where two neighbours are within 6 degrees of parallel.
    """
    one, two = np.roll(lines, 1, axis=1), lines
    cross = one[..., 2] * two[..., 3] - one[..., 3] * two[..., 2]
    apart = two[..., :2] - one[..., :2]
    reach = apart[..., 0] * two[..., 3] - apart[..., 1] * two[..., 2]
    along = reach / np.where(np.abs(cross) < 0.1, np.nan, cross)
    return np.asarray(one[..., :2] + along[..., None] * one[..., 2:], np.float32)
