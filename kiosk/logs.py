"""Log events: a stable name, plain fields, and never personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

# A Vietnamese personal number has 12 digits (Decree 137/2015), the old identity card 9, a
# mobile number 10. No field of ours needs such a run of digits, so any is masked.
_DIGITS: Final = re.compile(r"(?<![\w.-])\+?\d{9,12}(?![\w.-])")


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask runs of 9 to 12 digits in every text of a log event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _DIGITS.sub("[masked]", value)
    return event


def configure(*, json: bool | None = None, file: TextIO | None = None) -> None:
    """Log to `file` (standard error): JSON lines, or readable lines when that is a terminal."""
    target = file or sys.stderr
    as_json = not target.isatty() if json is None else json
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=target),
        cache_logger_on_first_use=False,
    )
