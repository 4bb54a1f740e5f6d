"""The camera of a gallery: still pictures of what lies before it, the same every time."""

from functools import lru_cache
from threading import Event
from time import monotonic
from typing import Final

from devices.camera.api import Frame
from devices.faults import CAMERA_COARSE
from devices.health import Health, State
from devices.sim.scene import Scene as Sight
from devices.sim.scene import Subject, shoot

CARD: Final = (
    "079185012345|012345678|Trần Thị Mây|14021985|Nữ|Số 5, Phường Sông Mây, Tỉnh Lào Cai|03022026"
)
PACE_S: Final = 0.5  # from picture to picture of the same thing: to look again shows nothing new


@lru_cache(maxsize=8)
def _sight(subject: Subject, text: str) -> Frame:
    sight = Sight(subject=subject, text=text, seed=1, fill=0.8)
    return Frame(shoot(sight).frame, 0, 0.0)


@lru_cache(maxsize=8)
def _again(subject: Subject, text: str) -> Frame:
    """The next frame: a still camera's noise, else it would pass for a frozen one."""
    image = _sight(subject, text).image.copy()
    image[0, 0] ^= 1
    return Frame(image, 0, 0.0)


class StillCamera:
    """A `FrameSource` whose every second picture differs from the first in its first dot."""

    def __init__(self) -> None:
        self._subject = Subject.EMPTY
        self._count, self.text = 1, CARD  # the second: what a code before it says
        self.since = 1  # number of the first frame of what lies before it now
        self.mute = False  # gives no new picture
        self.coarse = False  # its picture is too small to read writing on
        self._new, self._given_s = Event(), 0.0  # when the last picture was waited for

    @property
    def health(self) -> Health:
        """Ready, or too coarse."""
        if self.coarse:
            return Health(State.BLOCKED, CAMERA_COARSE.code, "640x480")
        return Health(State.READY, None, "still")

    @property
    def subject(self) -> Subject:
        """What lies before it."""
        return self._subject

    @subject.setter
    def subject(self, subject: Subject) -> None:
        self._subject = subject
        self._count += 1
        self.since = self._count
        self._new.set()

    def start(self) -> None:
        """Nothing runs."""

    def stop(self) -> bool:
        """Nothing ran."""
        return True

    @property
    def latest(self) -> Frame | None:
        """The picture of the moment."""
        return self._frame()

    def wait_for_frame(self, after: int, *, timeout_s: float) -> Frame | None:
        """The next picture: of something new at once, else at this camera's pace."""
        del after
        if self.mute:
            return None
        left_s = self._given_s + PACE_S - monotonic()
        if not self._new.wait(max(0.0, min(left_s, timeout_s))) and left_s > timeout_s:
            return None
        self._new.clear()
        self._count += 1
        self._given_s = monotonic()
        return self._frame()

    def _frame(self) -> Frame:
        sight = (_again if self._count % 2 else _sight)(self.subject, self.text)
        return Frame(sight.image, self._count, monotonic())
