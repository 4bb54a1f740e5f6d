"""A picture for a notice: a moon over roofs."""

from pathlib import Path

import cv2
import numpy as np


def moon(path: Path) -> Path:
    """Draw it at `path`, if it is not there yet."""
    if path.exists():
        return path
    picture = np.full((700, 1200, 3), (96, 52, 30), np.uint8)  # BGR: the blue of an evening
    cv2.circle(picture, (860, 230), 130, (150, 225, 250), -1, cv2.LINE_AA)
    for left, top in ((0, 470), (210, 380), (430, 520), (640, 430), (900, 500)):
        cv2.rectangle(picture, (left, top), (left + 230, 700), (52, 30, 18), -1)
        for x in range(left + 30, left + 210, 60):
            for y in range(top + 40, 680, 80):
                cv2.rectangle(picture, (x, y), (x + 26, y + 38), (120, 200, 245), -1)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture)
    return path
