"""The hub's events, however the network cuts them up, and no end of them from a stranger."""

from collections.abc import Iterator

import pytest

from kiosk.remote.event_stream import MAX_EVENT_BYTES, Event, EventTooLongError, events

STREAM = """: hello

event: state\r
data: một\r
data:hai\u2028ba\r
\r
id: 7
data: x
:
data: y

z""".encode()
SAID = [Event("state", "một\nhai\u2028ba".encode()), Event("message", b"x\ny")]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_the_same_however_they_arrive(size: int) -> None:
    chunks = (STREAM[at : at + size] for at in range(0, len(STREAM), size))
    assert list(events(chunks)) == SAID


@pytest.mark.parametrize("endless", [b"x" * 1000, b"data: " + b"x" * 1000 + b"\n"])
def test_what_never_ends_is_broken_off(endless: bytes) -> None:
    taken = 0

    def chunks() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += len(endless)
            yield endless

    with pytest.raises(EventTooLongError):
        list(events(chunks()))
    assert taken < 2 * MAX_EVENT_BYTES


def test_rubbish_of_short_lines_is_passed_over_and_kept_nowhere() -> None:
    rubbish = [b"no event at all\n" * 1000] * 100
    assert list(events(iter([*rubbish, b"data: x\n\n"]))) == [Event("message", b"x")]
