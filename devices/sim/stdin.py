"""Orders to a simulator on standard input."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final

#: An order is obeyed within this; a simulator that is told to stop waits no longer for it.
STOP_S: Final = 2.0


def input_lines() -> Iterator[str]:
    """Lines of standard input, until it ends.

    Unbuffered: a thread that waits inside Python's buffered reader holds its lock, and the
    interpreter aborts when it ends meanwhile (`_enter_buffered_busy` in CPython's bufferedio.c).
    """
    with open(0, "rb", buffering=0, closefd=False) as raw:
        for line in iter(raw.readline, b""):
            yield line.decode("utf-8", "replace")


class Orders:
    """Obeys one line after another on a thread of its own, from `start` to `stop`.

    Args:
        obey: carries out a line and writes the answer.
        lines: standard input, if nothing else is given.
    """

    def __init__(self, obey: Callable[[str], None], lines: Iterable[str] | None = None) -> None:
        self._obey = obey
        self._lines = input_lines() if lines is None else lines
        self._obeying = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="orders", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> bool:
        """Let the order under way be answered, and obey no other; whether it was in time.

        The thread itself cannot be ended: it waits for input. But a thread that writes to
        standard output while the interpreter ends aborts it, as one that reads does.
        """
        return self._obeying.acquire(timeout=STOP_S)  # kept for good

    def _listen(self) -> None:
        for line in self._lines:
            with self._obeying:
                self._obey(line)
