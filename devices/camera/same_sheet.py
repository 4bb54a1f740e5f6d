"""Whether one sheet was shot twice: a question to the citizen, never a refusal."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.images import Bgr, to_gray

#: What is left of a page, small enough that nobody can read it: float32, short side 96.
Likeness = NDArray[np.float32]

_SHORT_PX: Final = 96
_SLACK_PX: Final = 3  # corners of two shots differ by a millimetre or two
#: Correlation, 0..1. One page shot four times on other plates, in other light and turned: 0.986
#: or more. Two pages of the same layout with other words: 0.645 or less. Bit hashes of the whole
#: page were tried and do not part them: official letters all look alike from afar.
SAME_ABOVE: Final = 0.85


def likeness(page: Bgr) -> Likeness:
    """The writing of a flattened page as bands of words, without light and line spacing."""
    height, width = page.shape[:2]
    scale = _SHORT_PX / min(height, width)
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(255 - to_gray(page), size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), 1.0)
    # Words along the lines part one letter from the next; the lines themselves do not.
    return np.asarray(soft - cv2.blur(soft, (9, 1)), np.float32)


def is_same_sheet(one: Likeness, other: Likeness) -> bool:
    """Whether both are likely of one sheet that lay the same way or upside down."""
    if one.shape != other.shape:
        return False
    return any(_alike(one, turned) for turned in (other, other[::-1, ::-1]))


def _alike(one: Likeness, other: Likeness) -> bool:
    inner = np.ascontiguousarray(other[_SLACK_PX:-_SLACK_PX, _SLACK_PX:-_SLACK_PX])
    if one.std() < 1.0 or inner.std() < 1.0:  # gray levels: an empty page is like no other
        return False
    return bool(cv2.matchTemplate(one, inner, cv2.TM_CCOEFF_NORMED).max() > SAME_ABOVE)
