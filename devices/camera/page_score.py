"""How well a quadrilateral explains a sheet, and its sides to a fraction of a pixel."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Bgr, Corners
from devices.camera.page_candidates import LEAST_AREA, Lab
from devices.camera.quads import Quads, areas, join_lines, worst_corner

SAMPLES: Final = 28  # along each side
STEP_PX: Final = 4.0  # inside and outside of a side, in the small copy
FULL_CONTRAST: Final = 14.0  # Lab units at which a sample counts fully; white on white has 10
UNSEEN_SUPPORT: Final = 0.45
_ALONG: Final = np.linspace(0.05, 0.95, SAMPLES)  # corners are worn and rounded


def scores(quads: Quads, lab: Lab) -> NDArray[np.float32]:
    """One score for each, 0 (nothing) to about 1.2 (a large sheet, clear on all four sides).

    Evidence is contrast in one and the same direction of colour along each whole side; a side
    without any sinks the quadrilateral, however good the others are.
    """
    height, width = lab.shape[:2]
    inside, outside, seen = _both_sides(quads, lab)
    change = inside - outside  # (n, 4, SAMPLES, 3)
    change[~seen] = 0
    way = change.mean(axis=2, keepdims=True)  # of each side
    way /= np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-6)
    support = np.clip((change * way).sum(-1) / FULL_CONTRAST, -1, 1).mean(-1)  # (n, 4)
    support = np.maximum(support, 0)
    # A side on the rim of the frame has nothing outside: no evidence for it, none against it.
    # Two sides must be seen all the same, or every frame would be a page.
    hidden = seen.mean(-1) < 0.5
    support = np.where(hidden, UNSEEN_SUPPORT, support)
    # Paper is one colour, whatever the light: its hue varies little along its rim.
    spread = inside[..., 1:].reshape(len(quads), -1, 2).std(axis=1).sum(-1)
    share = np.clip(areas(quads) / (height * width), 0, 1)
    score = support.mean(-1) * (0.35 + 0.65 * support.min(-1)) * (1 + 0.35 * np.sqrt(share))
    score *= np.clip(1 - (worst_corner(quads) - 0.25), 0, 1)  # up to 15 degrees cost nothing
    score *= 1 / (1 + np.maximum(spread - 6, 0) / 12)
    score[(share < LEAST_AREA) | (hidden.sum(-1) > 2)] = 0
    return np.asarray(score, np.float32)


def _normals(quads: Quads) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    forward = np.roll(quads, -1, 1) - quads
    length = np.maximum(np.linalg.norm(forward, axis=-1, keepdims=True), 1e-6)
    unit = forward / length
    inward = np.stack([-unit[..., 1], unit[..., 0]], -1)  # clockwise on a y-down picture
    return np.asarray(forward, np.float32), np.asarray(inward, np.float32)


def _both_sides(
    quads: Quads, lab: Lab
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    height, width = lab.shape[:2]
    forward, inward = _normals(quads)
    points = quads[:, :, None] + forward[:, :, None] * _ALONG[:, None]
    values, seen = [], np.ones(points.shape[:3], bool)
    for sign in (1.0, -1.0):
        place = np.round(points + sign * STEP_PX * inward[:, :, None]).astype(np.int32)
        x, y = place[..., 0], place[..., 1]
        seen &= (x >= 0) & (y >= 0) & (x < width) & (y < height)
        values.append(lab[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)])
    return values[0], values[1], seen


def refined(image: Bgr, corners: Corners, reach_px: float) -> Corners:
    """`corners` with each side fitted to its edge in the full picture.

    Args:
        image: the full picture.
        corners: in its pixels, clockwise.
        reach_px: how far from its side an edge is looked for.

    Returns:
        Better corners, or the given ones where a side shows no edge or jumps away.
    """
    forward, inward = _normals(corners[None])
    lines = np.zeros((4, 4))
    for side in range(4):
        line = _fit_side(image, corners[side], forward[0, side], inward[0, side], reach_px)
        if line is None:
            way = forward[0, side] / max(float(np.hypot(*forward[0, side])), 1e-6)
            line = np.concatenate([corners[side], way])
        lines[side] = line
    better: Corners = join_lines(lines[None])[0]
    if not np.abs(better - corners).max() <= 3 * reach_px:  # NaN: two sides are parallel
        return corners
    return better


def _fit_side(
    image: Bgr,
    start: NDArray[np.float32],
    forward: NDArray[np.float32],
    inward: NDArray[np.float32],
    reach_px: float,
) -> NDArray[np.float64] | None:
    steps = np.arange(-reach_px, reach_px + 0.5, 0.5)
    along = np.linspace(0.04, 0.96, 64)
    base = start + forward * along[:, None]
    grid = (base[:, None] + inward * steps[:, None]).astype(np.float32)  # (64, steps, 2)
    x, y = np.ascontiguousarray(grid[..., 0]), np.ascontiguousarray(grid[..., 1])
    read = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = cv2.GaussianBlur(read.astype(np.float32), (0, 0), sigmaX=1.6, sigmaY=1.0)
    third = len(steps) // 3
    way = np.median(profile[:, -third:].mean(1) - profile[:, :third].mean(1), axis=0)
    if np.linalg.norm(way) < 2.0:  # gray levels: less than noise leaves after smoothing
        return None
    slope = np.gradient(profile @ (way / np.linalg.norm(way)), axis=1)
    best = slope[:, 1:-1].argmax(axis=1) + 1
    rows = np.arange(len(best))
    left, top, right = slope[rows, best - 1], slope[rows, best], slope[rows, best + 1]
    bend = left - 2 * top + right
    # Vertex of the parabola through three slopes; a bend upwards has none.
    shift = (left - right) / (2 * np.minimum(bend, -1e-6))
    offset = steps[best] + np.clip(shift, -1, 1) * 0.5
    points = base + inward * offset[:, None]
    clear = top > 0.35 * np.median(top)
    if clear.sum() < 12:
        return None
    chosen = _agreeing(points[clear], offset[clear])
    fitted = cv2.fitLine(chosen.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.asarray(fitted, np.float64)[[2, 3, 0, 1]]  # OpenCV puts the direction first


def _agreeing(points: NDArray[np.float64], offset: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points on the line that most of them share: fingers and folds are left out."""
    place = np.arange(len(points), dtype=np.float64)
    # Fixed pairs instead of random ones: the same picture gives the same answer.
    first, second = (index[::5] for index in np.triu_indices(len(points), 4))
    slope = (offset[second] - offset[first]) / (place[second] - place[first])
    line = offset[first, None] + slope[:, None] * (place - place[first, None])
    close = np.abs(offset - line) < 0.8  # pixels of the frame
    best = close[close.sum(axis=1).argmax()]
    return points[best] if best.sum() >= 8 else points
