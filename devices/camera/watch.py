"""Whether frames can be trusted: pure, given frames and their times."""

from collections import deque
from typing import Final

import numpy as np

from devices.camera.images import Bgr
from devices.faults import (
    CAMERA_BLACK,
    CAMERA_COARSE,
    CAMERA_FROZEN,
    CAMERA_SIZE,
    CAMERA_SLOW,
)
from devices.health import Health, State

#: So many equal frames in a row, or equal frames for so long, are a picture that stands still:
#: the noise of a sensor never repeats, but a driver may hand out its last buffer for ever after
#: the cable was pulled (OpenCV issues 5746, 10927, 14044). Both limits lie under 3 s at 2 fps.
FROZEN_FRAMES: Final = 10
FROZEN_S: Final = 2.0
FROZEN_LEAST: Final = 3  # below this a slow start looks the same
#: 99 of 100 pixels below this gray level, where video calls black. The dark plate alone, in a
#: third of the usual light, still shows 19.
BLACK_LEVEL: Final = 16
BLACK_S: Final = 0.5  # one black frame is a lamp that flickers
#: Below this a person cannot aim: the picture runs behind the hand.
SLOW_FPS: Final = 5.0
SLOW_WINDOW_S: Final = 2.0
#: Shorter side of a picture on which the writing of an A4 page that fills the plate can be read.
#: Of 1000 letters of 12 points another reader gets about 10 wrong at 768, 100 at 600, 390 at 480
#: (`tests/bench/legible.py`), and no measure of sharpness tells: the edges are as steep as before.
LEAST_PX: Final = 700


class FrameWatch:
    """Looks at every frame of one camera, through all its reconnections."""

    def __init__(self, size: tuple[int, int] | None = None, *, least_px: int = 0) -> None:
        """`size` is the width and height that were asked for; None trusts the first frame.
        On a picture whose shorter side is below `least_px` no writing can be read.
        """
        self._size = size
        self._least_px = least_px
        self._last: Bgr | None = None
        self._same, self._same_since_s = 0, 0.0
        self._black_since_s: float | None = None
        self._times: deque[float] = deque()

    def restarted(self) -> None:
        """The stream was opened again: its pace is measured anew, what froze stays frozen."""
        self._times.clear()

    def look(self, image: Bgr, at_s: float) -> Health:
        """Judge the next frame, which arrived at `at_s` (seconds, only forward)."""
        frozen = self._frozen(image, at_s)
        black = self._black(image, at_s)
        fps = self._fps(at_s)
        height, width = image.shape[:2]
        self._size = self._size or (width, height)
        if frozen:
            evidence = f"{self._same} equal frames in {at_s - self._same_since_s:.1f} s"
            return Health(State.BLOCKED, CAMERA_FROZEN.code, evidence)
        if black:
            return Health(State.BLOCKED, CAMERA_BLACK.code, f"below {BLACK_LEVEL} of 255")
        if min(width, height) < self._least_px:
            evidence = f"{width}x{height}, a page needs {self._least_px} each way"
            return Health(State.BLOCKED, CAMERA_COARSE.code, evidence)
        if (width, height) != self._size:
            evidence = f"{width}x{height} instead of {self._size[0]}x{self._size[1]}"
            return Health(State.DEGRADED, CAMERA_SIZE.code, evidence)
        if fps is not None and fps < SLOW_FPS:
            return Health(State.DEGRADED, CAMERA_SLOW.code, f"{fps:.1f} frames a second")
        return Health(State.READY)

    def _frozen(self, image: Bgr, at_s: float) -> bool:
        if self._last is not None and np.array_equal(image, self._last):
            self._same += 1
        else:
            self._last, self._same, self._same_since_s = image, 1, at_s
        still_s = at_s - self._same_since_s
        return self._same >= FROZEN_FRAMES or (self._same >= FROZEN_LEAST and still_s >= FROZEN_S)

    def _black(self, image: Bgr, at_s: float) -> bool:
        # Every 8th pixel each way is enough, and costs a 64th.
        if np.percentile(image[::8, ::8], 99) >= BLACK_LEVEL:
            self._black_since_s = None
            return False
        if self._black_since_s is None:
            self._black_since_s = at_s
        return at_s - self._black_since_s >= BLACK_S

    def _fps(self, at_s: float) -> float | None:
        self._times.append(at_s)
        while len(self._times) > 2 and at_s - self._times[1] >= SLOW_WINDOW_S:
            self._times.popleft()
        span = at_s - self._times[0]
        return (len(self._times) - 1) / span if span >= SLOW_WINDOW_S else None
