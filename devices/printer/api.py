"""What the rest of the product may know of a slip printer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PIL import Image

from devices.health import Health


class PrintResult(StrEnum):
    """The only three answers; after `UNCONFIRMED` nothing is reprinted silently."""

    PRINTED = "printed"  # the printer confirmed that it processed everything, the cut included
    NOT_STARTED = "not_started"  # no byte of the slip was sent
    UNCONFIRMED = "unconfirmed"  # some or all was sent; the printer did not confirm


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """Result of one print, the health seen last, and the time it took in milliseconds."""

    result: PrintResult
    health: Health
    ms: float


class SlipPrinter(Protocol):
    """A printer of 1-bit slips."""

    @property
    def width_dots(self) -> int:
        """Printable width in dots (576 at 203 dpi on 80 mm paper)."""
        ...

    def status(self) -> Health:
        """Ask the printer; answers within a second, `UNKNOWN` if it stays silent."""
        ...

    def print_slip(self, slip: Image.Image) -> PrintOutcome:
        """Print one mode "1" image of `width_dots`, cut, and wait for the confirmation."""
        ...

    def close(self) -> None:
        """Let go of the link for good; alone of all this may be called from another thread."""
        ...
