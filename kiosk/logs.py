"""Log events: a stable name, plain fields, and never personal data."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import PurePath
from typing import Any, Final, TextIO

import structlog
from pydantic import ValidationError

# A Vietnamese personal number has 12 digits (Decree 137/2015), the old identity card 9, a
# mobile number 10. No text of ours needs such a run of digits, so any is masked; groups of a
# UUID and decimal fractions are no such run, a full stop behind one ends a sentence.
_DIGITS: Final = re.compile(r"(?<![\w-])(?<!\d\.)\+?\d{9,12}(?![\w-]|\.\d)")


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask runs of 9 to 12 digits in every text of a log event, however deep it lies."""
    for key, value in event.items():
        event[key] = _masked(value)
    return event


def _masked(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value  # sizes and counts; a person's number is never an int here
    if isinstance(value, str):
        return _DIGITS.sub("[masked]", value)
    if isinstance(value, Mapping):
        return {_masked(str(key)): _masked(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | PurePath):
        return [_masked(each) for each in value]
    return _masked(str(value))  # what a renderer would write of it: a path, an error


#: Where an exception's own words are written by us or by the system, about files and devices.
#: Those of others quote what they were given: "input_value='Nguyễn…'", "KeyError: 'Nguyễn…'".
_SPEAKING: Final = ("kiosk", "devices", "offline_queue", "ui", "sqlite3")


def traced(error: BaseException) -> str:
    """The whole traceback, oldest cause first, without words that may quote a person."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = f"{traced(before)}\n\nthen:\n\n" if before is not None else ""
    kind = type(error)
    places = "".join(traceback.format_tb(error.__traceback__))
    words = _words(error)
    return f"{told}{places}{kind.__module__}.{kind.__qualname__}{f': {words}' if words else ''}"


def _words(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(
            f"{'.'.join(str(part) for part in each['loc'])} {each['type']}" for each in found
        )
    module = type(error).__module__
    system = isinstance(error, OSError) and module == "builtins"
    return str(error) if system or module.partition(".")[0] in _SPEAKING else ""


def trace(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put `traced` in the place of ``exc_info``."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = traced(error)
    return event


class _Lines:
    """Writes lines; one that cannot be written is lost, and never the work it tells of."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file

    def _write(self, line: str) -> None:
        # Standard error is looked up at each line: it may have been replaced since. A closed
        # pipe is an OSError, a closed file a ValueError.
        with suppress(OSError, ValueError):
            print(line, file=self._file or sys.stderr, flush=True)

    debug = info = warning = error = critical = exception = msg = log = _write


def configure(*, json: bool | None = None, file: TextIO | None = None) -> None:
    """Log to `file` (standard error): JSON lines, or readable lines when that is a terminal."""
    target = file or sys.stderr
    as_json = not target.isatty() if json is None else json
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            trace,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: _Lines(file),
        cache_logger_on_first_use=False,
    )
