"""What the rest of the product may know of a document camera."""

from dataclasses import dataclass, field
from typing import Protocol

from devices.camera.images import Bgr
from devices.health import Health


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a camera.

    Attributes:
        image: read-only; shape (height, width, 3), blue, green, red.
        number: counts up from 1 through the life of the camera object, never reset.
        at_s: when it arrived, in seconds of `time.monotonic`.
    """

    image: Bgr = field(repr=False, compare=False)
    number: int
    at_s: float


class FrameSource(Protocol):
    """A camera that runs by itself; the screen takes the newest frame when it likes."""

    def start(self) -> None:
        """Begin; returns at once."""
        ...

    @property
    def health(self) -> Health:
        """What is known now; never asks the device."""
        ...

    @property
    def latest(self) -> Frame | None:
        """The newest frame that may be shown; None while there is none to trust. For a page
        `health` must be usable, too: a code is read where no writing is.
        """
        ...

    def wait_for_frame(self, after: int, *, timeout_s: float) -> Frame | None:
        """The newest frame with a number above `after`, or None after `timeout_s`."""
        ...

    def stop(self) -> bool:
        """Let go of the device, in at most two seconds; whether the thread has ended."""
        ...
