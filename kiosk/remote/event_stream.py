"""Server-sent events as they come in, each with a bound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import requests

#: The state of 30 desks that all call has 7 KB. What is longer comes from a program that is
#: not the hub.
MAX_EVENT_BYTES: Final = 256 * 1024
_AT_ONCE: Final = 16 * 1024


class EventTooLongError(Exception):
    """A line or an event had no end within `MAX_EVENT_BYTES`."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `data` is UTF-8 if the sender keeps to the standard."""

    name: str
    data: bytes


def arriving(answer: requests.Response) -> Iterator[bytes]:
    """The bytes of an open answer, as soon as any are there.

    Not `iter_content`: that waits until as many have come as it was asked for.
    """
    while chunk := answer.raw.read1(_AT_ONCE):
        yield chunk


def events(chunks: Iterator[bytes]) -> Iterator[Event]:
    """The events in `chunks` (WHATWG HTML, 9.2), whose lines end with LF or CRLF.

    Comments and fields that nobody here knows are passed over.

    Raises:
        EventTooLongError: one does not end.
    """
    name, data, rest = "message", bytearray(), bytearray()
    for chunk in chunks:
        rest += chunk
        lines: list[bytearray] = []
        if b"\n" in chunk:
            *lines, rest = rest.split(b"\n")
        for each in lines:
            line = each.removesuffix(b"\r")
            field, _, value = line.partition(b":")
            if field == b"data":
                data += value.removeprefix(b" ") + b"\n"
            elif field == b"event":
                name = value.strip().decode(errors="replace")
            elif not line:
                if data:
                    yield Event(name, bytes(data[:-1]))
                name, data = "message", bytearray()
        if len(data) + len(rest) > MAX_EVENT_BYTES:
            raise EventTooLongError(f"no end within {MAX_EVENT_BYTES} bytes")
