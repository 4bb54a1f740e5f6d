"""What a process says and leaves when it dies of a defect: where, and nothing of a person."""

import resource
import sys
import threading
from types import TracebackType

import structlog

log = structlog.get_logger()


def keep_silent() -> None:
    """For the whole process: no picture of its memory, and tracebacks as the log writes them.

    A core file would hold the form of the moment, and stay; Python's own tracebacks end with
    words that may quote it, and standard error goes into the system's journal.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # also for the programs that are started
    sys.excepthook = _uncaught
    threading.excepthook = lambda died: _uncaught(died.exc_type, died.exc_value, died.exc_traceback)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return  # somebody wanted that; nothing is wrong
    log.critical("process.uncaught", exc_info=(kind, error, trace))
