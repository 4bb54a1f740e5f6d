"""Orders to a simulator on standard input."""

from collections.abc import Iterator


def input_lines() -> Iterator[str]:
    """Lines of standard input, until it ends.

    Unbuffered: a thread that waits inside Python's buffered reader holds its lock, and the
    interpreter aborts when it ends meanwhile (`_enter_buffered_busy` in CPython's bufferedio.c).
    """
    with open(0, "rb", buffering=0, closefd=False) as raw:
        for line in iter(raw.readline, b""):
            yield line.decode("utf-8", "replace")
