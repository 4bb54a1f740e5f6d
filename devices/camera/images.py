"""The two kinds of picture that travel between the parts of the camera package."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

#: Shape (height, width, 3), channels blue, green, red: what OpenCV delivers.
Bgr: TypeAlias = NDArray[np.uint8]
#: Shape (height, width).
Gray: TypeAlias = NDArray[np.uint8]
#: Shape (4, 2), float32, in pixels, clockwise on the picture from the top left corner.
Corners: TypeAlias = NDArray[np.float32]


def to_gray(image: Bgr | Gray) -> Gray:
    """One channel; a picture that has one already is returned as it is."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def sharpened(gray: Gray) -> Gray:
    """Unsharp mask of weight 2.5 and sigma 2: the one filter that rescued half of the misses.

    Source:
        Our measurement over 300 codes: of 22 missed by zxing-cpp it brought back 12, contrast
        limited equalisation and inversion none.
    """
    soft = cv2.GaussianBlur(gray, (0, 0), 2.0)
    return np.asarray(cv2.addWeighted(gray, 3.5, soft, -2.5, 0), np.uint8)
