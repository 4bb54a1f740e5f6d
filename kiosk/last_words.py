"""What a process says and leaves when it dies of a defect: where, and nothing of a person."""

import logging
import resource
import sys
import threading
from types import TracebackType
from typing import Final

import structlog

log = structlog.get_logger()


def keep_silent() -> None:
    """For the whole process: no picture of its memory, and tracebacks as the log writes them.

    A core file would hold the form of the moment, and stay; Python's own tracebacks end with
    words that may quote it, and standard error goes into the system's journal. Libraries would
    write the same there, of an error in what they call for us.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # also for the programs that are started
    sys.excepthook = _uncaught
    threading.excepthook = lambda died: _uncaught(died.exc_type, died.exc_value, died.exc_traceback)
    logging.getLogger().addHandler(_LIBRARIES)  # one object is added once


class _Libraries(logging.Handler):
    """What libraries say, without the values that they put into their sentences."""

    def emit(self, record: logging.LogRecord) -> None:
        """As a line of our own log."""
        error = record.exc_info[1] if record.exc_info else None
        what = str(record.msg).partition("\n")[0]
        log.log(record.levelno, "library.said", by=record.name, what=what, exc_info=error)


_LIBRARIES: Final = _Libraries(logging.WARNING)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return  # somebody wanted that; nothing is wrong
    log.critical("process.uncaught", exc_info=(kind, error, trace))
