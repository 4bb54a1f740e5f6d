"""Named points in a delivery at which a test may stop the process.

Each is a place where the machine may lose its power; tests end a child process at every one and
check that nothing was lost or doubled. In the product nobody listens.
"""

from collections.abc import Callable
from typing import Final

#: In the order a delivery passes them.
STEP_POINTS: Final = (
    "blob.written",  # bytes in the unfinished file, not yet on the disk
    "blob.synced",
    "blob.renamed",
    "blob.stored",  # its name is on the disk too
    "envelope.inserted",  # inside the caller's transaction
    "envelope.committed",  # reached by whoever commits
    "taken",
    "manifest.answered",
    "part.sent",
    "uploaded",
    "commit.answered",  # the receipt is here and was verified, not yet stored
    "receipt.stored",
    "blobs.removed",
    "purged",
)

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Call `listener` with the name of every point from now on (tests only)."""
    _listeners.append(listener)


def reached(name: str) -> None:
    """Say that the point `name` was passed."""
    for listener in _listeners:
        listener(name)
