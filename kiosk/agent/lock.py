"""One agent a machine."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another agent works in this data folder."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the agent's lock; the system lets go of it however the process ends.

    Raises:
        AlreadyRunningError: another process holds it.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(data / "agent.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(str(data)) from error
        yield
    finally:
        os.close(descriptor)
