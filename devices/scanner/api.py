"""What the rest of the product may know of a code scanner."""

from dataclasses import dataclass, field
from typing import Protocol

from devices.health import Health


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as the scanner sent it; what it says is personal and in no ``repr``.

    Attributes:
        data: the bytes, without what ended the frame: UTF-8 without control characters.
        source: which scanner, its URL.
        at_s: when its last byte arrived, in seconds of `time.monotonic`.
        began_s: when its first byte arrived.
    """

    data: bytes = field(repr=False)
    source: str
    at_s: float
    began_s: float

    @property
    def text(self) -> str:
        """The bytes as they stand; composing letters is the reader's business."""
        return self.data.decode("utf-8", "strict")


class CodeScanner(Protocol):
    """A scanner that runs by itself and calls back from its own thread."""

    def start(self) -> None:
        """Begin; returns at once."""
        ...

    def forget(self) -> None:
        """Take the next code as new, even if it is the one that was read last: nobody was told
        of that one, or another person stands there. Thread-safe; returns at once.
        """
        ...

    @property
    def health(self) -> Health:
        """What is known now; never asks the device."""
        ...

    def stop(self) -> bool:
        """Let go of the line in at most two seconds; whether the thread has ended."""
        ...
