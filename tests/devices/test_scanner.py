"""The scanner on a serial line: whole scans, and nothing else, whatever is sent."""

import fcntl
import queue
import termios
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from devices.health import Health, State
from devices.link import LinkUrlError
from devices.scanner.api import Scan
from devices.scanner.framing import LONGEST, SILENCE_S, Discarded, Framer
from devices.scanner.serial import SerialScanner
from devices.sim.scanner import ScannerSimulator
from devices.sim.scene import SPECIMEN_CARD

CARD = SPECIMEN_CARD.encode()
OTHER = CARD.replace(b"079099012345", b"079099054321")


class Counter:
    """A scanner on its line, and what it told."""

    def __init__(self, path: Path) -> None:
        self.simulator = ScannerSimulator(path)
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.told: queue.Queue[Health] = queue.Queue()
        self.scanner = SerialScanner(
            self.simulator.url, on_scan=self.scans.put, on_health=self.told.put
        )

    def health(self) -> tuple[State, str | None]:
        health = self.told.get(timeout=3)
        return health.state, health.code


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path / "scanner")
    counter.scanner.start()
    assert counter.health() == (State.READY, None)
    yield counter
    assert counter.scanner.stop(), "the thread of the scanner did not end within two seconds"
    counter.simulator.unplug()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""], ids=["CR", "LF", "CR LF", "silence"])
def test_a_card_comes_through_letter_by_letter(counter: Counter, end: bytes) -> None:
    with capture_logs() as logs:
        counter.simulator.scan(SPECIMEN_CARD, end=end)
        scan = counter.scans.get(timeout=2)
    assert (scan.data, scan.text, scan.source) == (CARD, SPECIMEN_CARD, counter.simulator.url)
    assert "079099012345" not in f"{scan!r} {scan} {logs}"
    _, master = counter.simulator._port.descriptors()
    assert master is not None
    assert counter.simulator._port._slave is not None
    for line in (master, counter.simulator._port._slave):
        unread = fcntl.ioctl(line, termios.FIONREAD, b"\0" * 4)
        assert unread == b"\0" * 4, "a letter of the card still lies in the line"


def test_a_card_that_rests_under_the_scanner_is_one_scan(counter: Counter) -> None:
    for _ in range(5):
        counter.simulator.scan(SPECIMEN_CARD)
    counter.scans.get(timeout=2)
    with pytest.raises(queue.Empty):
        counter.scans.get(timeout=0.3)


def test_a_hundred_kilobytes_are_discarded_and_the_next_card_is_read(counter: Counter) -> None:
    assert counter.simulator.send(b"7" * 100_000 + b"\r") == 100_001
    counter.simulator.scan(SPECIMEN_CARD)
    assert counter.scans.get(timeout=2).data == CARD


def test_a_scanner_that_sends_rubbish_is_reported_until_it_sends_a_code(counter: Counter) -> None:
    for n in range(3):
        counter.simulator.send(bytes([0xFF, 0xFE, n + 1]) + b"\r")
    assert counter.health() == (State.DEGRADED, "SCN-03")
    counter.simulator.scan(SPECIMEN_CARD)
    assert counter.health() == (State.READY, None)
    assert counter.scans.get(timeout=2).data == CARD


def test_a_pulled_scanner_is_lost_then_absent_then_found(counter: Counter) -> None:
    counter.simulator.send(CARD[:40])  # in the middle of a card
    counter.simulator.unplug()
    assert counter.health() == (State.UNKNOWN, "SCN-02")
    assert counter.health() == (State.ABSENT, "SCN-01")
    counter.simulator.plug_in()
    assert counter.health() == (State.READY, None)
    counter.simulator.scan(SPECIMEN_CARD)
    assert counter.scans.get(timeout=2).data == CARD


def test_a_scanner_that_is_not_there_is_absent(tmp_path: Path) -> None:
    told: queue.Queue[Health] = queue.Queue()
    scanner = SerialScanner(f"tty:{tmp_path}/none", on_scan=print, on_health=told.put)
    scanner.start()
    assert told.get(timeout=2).code == "SCN-01"
    assert scanner.stop()


def test_an_address_that_is_no_line_is_refused() -> None:
    with pytest.raises(LinkUrlError):
        SerialScanner("keyboard", on_scan=print)


@pytest.mark.parametrize(
    "order", [{}, {"scan": 1}, {"bytes": "xy"}, {"scan": "a", "bytes": "00"}, {"plugged_in": 1}]
)
def test_an_order_that_makes_no_sense_sends_nothing(
    tmp_path: Path, order: dict[str, object]
) -> None:
    simulator = ScannerSimulator(tmp_path / "scanner")
    with pytest.raises(ValueError, match=r"."):
        simulator.command(order)
    simulator.unplug()


def cut(*pieces: tuple[bytes, float]) -> list[bytes | Discarded]:
    framer = Framer()
    found = [result for data, at_s in pieces for result in framer.feed(data, at_s)]
    return [*found, *framer.tick(pieces[-1][1] + SILENCE_S)]


def test_of_two_cards_in_one_second_only_the_first_counts() -> None:
    assert cut((CARD + b"\r" + OTHER + b"\r", 1.0)) == [CARD, Discarded.TOO_SOON]
    assert cut((CARD + b"\r", 1.0), (OTHER + b"\r", 2.5)) == [CARD, OTHER]


def test_the_same_card_counts_again_three_seconds_after_it_was_last_seen() -> None:
    frame = CARD + b"\r"
    assert cut((frame, 0.0), (frame, 2.9), (frame, 5.8)) == [
        CARD,
        Discarded.REPEATED,
        Discarded.REPEATED,
    ]
    assert cut((frame, 0.0), (frame, 3.1)) == [CARD, CARD]


def test_half_a_card_never_counts_once_the_scanner_is_known_to_end_its_lines() -> None:
    assert cut((CARD + b"\r", 0.0), (OTHER[:50], 5.0)) == [CARD, Discarded.HALF]
    assert cut((CARD + b"\r", 0.0), (OTHER[:50], 5.0), (OTHER + b"\r", 9.0)) == [
        CARD,
        Discarded.HALF,
        OTHER,
    ]


def test_a_frame_may_have_a_kibibyte_and_not_one_byte_more() -> None:
    assert cut((b"a" * LONGEST + b"\r", 0.0)) == [b"a" * LONGEST]
    assert cut((b"a" * (LONGEST + 1) + b"\r", 0.0)) == [Discarded.TOO_LONG]
    assert cut((b"a" * 5000, 0.0)) == [Discarded.TOO_LONG]


@pytest.mark.parametrize(
    "hostile",
    [bytes([byte]) for byte in (*range(10), 11, 12, *range(14, 32), 127)]
    + [b"\x1b@\x1dV\x00", b"\xc2\x85", "\u202e".encode(), "\u200b".encode(), b"\xff\xfe", b"\xc3("],
    ids=lambda data: data.hex(),
)
def test_control_characters_and_broken_letters_are_no_scan(hostile: bytes) -> None:
    assert cut((b"0790" + hostile + b"1\r", 0.0)) == [Discarded.NOT_TEXT]


@given(st.lists(st.tuples(st.binary(max_size=3000), st.floats(0.0, 0.2)), min_size=1, max_size=20))
def test_whatever_is_sent_a_scan_is_short_text_on_one_line(
    pieces: list[tuple[bytes, float]],
) -> None:
    now, timed = 0.0, []
    for data, gap in pieces:
        now += gap
        timed.append((data, now))
    for result in cut(*timed):
        if isinstance(result, bytes):
            assert 0 < len(result) <= LONGEST
            text = result.decode("utf-8")
            assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in text)
