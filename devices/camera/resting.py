"""Whether what bore a code still lies where it was read, also while the code cannot be read."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Bgr, Corners, to_gray

_PATCH_PX: Final = 24  # each way: light and dark of a card, and no letter of it
_AROUND: Final = 0.5  # of the code's size on each side: the card, and the edge of some
#: Correlation. Drawn scenes on five plates: a card that lies still, out of focus, in the dark, half
#: in a shadow or under a hand has 0.65 or more; its empty place, or a page there, 0.32 at most.
STILL_ABOVE: Final = 0.5


class Resting:
    """The place of one code on a picture, and how it looked."""

    def __init__(self, image: Bgr, corners: Corners) -> None:
        """`corners` are the code's, in pixels of `image`."""
        height, width = image.shape[:2]
        least, most = corners.min(axis=0), corners.max(axis=0)
        reach = (most - least) * _AROUND
        left, top = np.maximum(least - reach, 0).astype(int)
        right, bottom = np.minimum(most + reach, (width, height)).astype(int)
        self._shape = image.shape
        self._place = (slice(top, bottom), slice(left, right))
        self._look = self._patch(image)

    def on(self, image: Bgr) -> bool:
        """Whether the same thing lies there on another picture of the same camera."""
        if image.shape != self._shape:
            return False
        now = self._patch(image)
        size = float(np.linalg.norm(now) * np.linalg.norm(self._look))
        return size > 0 and float((now * self._look).sum()) > STILL_ABOVE * size

    def _patch(self, image: Bgr) -> NDArray[np.float32]:
        size = (_PATCH_PX, _PATCH_PX)
        small = cv2.resize(to_gray(image[self._place]), size, interpolation=cv2.INTER_AREA)
        patch: NDArray[np.float32] = small.astype(np.float32)
        patch -= patch.mean()
        return patch
