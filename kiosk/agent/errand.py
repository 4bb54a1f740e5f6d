"""The life of a thread that goes to the portal: it rests, is called, and is told to end."""

import threading


class Errand:
    """Work that others may hurry or end; safe to call from any thread."""

    def __init__(self) -> None:
        self._poked = threading.Event()
        self._ending = threading.Event()

    def poke(self) -> None:
        """Do not wait: something was handed in, or the line is back."""
        self._poked.set()

    def stop(self) -> None:
        """End `run` after the request under way."""
        self._ending.set()
        self._poked.set()

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._ending.is_set()

    def rest(self, seconds: float) -> bool:
        """Wait so long; True at once when poked."""
        if self._poked.wait(seconds):
            self._poked.clear()
            return True
        return False
