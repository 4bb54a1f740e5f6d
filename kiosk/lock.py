"""One process for what it works on."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another process works on it; the text is its path."""


@contextmanager
def only_one(owned: Path) -> Iterator[None]:
    """Hold the lock on `owned`; the system lets go of it however the process ends.

    Raises:
        AlreadyRunningError: another process holds it.
    """
    owned.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(owned.with_name(owned.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(str(owned)) from error
        yield
    finally:
        os.close(descriptor)
