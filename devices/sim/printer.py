"""A receipt printer as it looks from the cable: bytes in, bytes and slips out.

It sits below the real driver. Faults are fields that may be changed while it runs; they act on
bytes, so that the driver has to find them out as it would with the real thing.
"""

import dataclasses
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Final, Self

from PIL import Image

from devices.sim.decoder import AutoStatus, Cut, Question, SlipDecoder, Unknown
from devices.sim.ports import Port

#: Receive buffers range from 4 KB (Epson TM-T20), where no slip fits in whole, to megabytes.
BUFFER_SIZE: Final = 65536
READ_SIZE: Final = 4096
TICK_S: Final = 0.02  # how soon a switched fault shows; costs 50 wake-ups a second
KEPT_SLIPS: Final = 100
DLE, EOT = 0x10, 0x04


@dataclass
class Faults:
    """What is wrong with the printer. Thresholds count print data from when they were set."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter: bool = False
    overheated: bool = False
    unrecoverable: bool = False
    offline: bool = False  # somebody pressed the button
    mute: bool = False  # takes everything, answers nothing
    unplugged: bool = False
    hold_answers: bool = False  # in-stream answers wait until this is off again
    no_barrier: bool = False  # a board that does not know GS r
    answers_left: int | None = None  # in-stream answers that still come, then none
    asb_burst: bool = False  # an automatic status before each real-time answer
    stale: str = ""  # hex: old bytes before each real-time answer
    stall_after: int | None = None  # then takes and answers nothing
    drop_after: int | None = None  # bytes received, then the link breaks, once
    paper_out_after: int | None = None  # bytes printed
    rate: int | None = None  # bytes a second

    @property
    def stops(self) -> bool:
        """Whether the printer is offline: holds print data, answers real-time questions."""
        return (
            self.paper_out
            or self.cover_open
            or self.cutter
            or self.overheated
            or self.unrecoverable
            or self.offline
        )

    def real_time(self, question: int) -> int:
        """Answer to DLE EOT 1..4."""
        match question:
            case 1:
                bits = 0x08 * self.stops
            case 2:
                error = self.cutter or self.unrecoverable or self.overheated
                bits = 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * error
            case 3:
                bits = 0x08 * self.cutter | 0x20 * self.unrecoverable | 0x40 * self.overheated
            case _:
                bits = 0x0C * (self.paper_low or self.paper_out) | 0x60 * self.paper_out
        return 0x12 | bits

    def automatic(self) -> bytes:
        """The four bytes of the automatic status."""
        error = 0x08 * self.cutter | 0x20 * self.unrecoverable | 0x40 * self.overheated
        paper = 0x03 * (self.paper_low or self.paper_out) | 0x0C * self.paper_out
        return bytes((0x10 | 0x08 * self.stops | 0x20 * self.cover_open, error, paper, 0x0F))


@dataclass(frozen=True, slots=True)
class Slip:
    """One piece of paper: the print data that made it and what is on it."""

    number: int
    data: bytes
    picture: Image.Image | None


@dataclass
class _Memory:
    """What a power cut empties."""

    decoder: SlipDecoder
    buffer: bytearray = field(default_factory=bytearray)
    pending: bytearray = field(default_factory=bytearray)  # start of a real-time command
    out: bytearray = field(default_factory=bytearray)
    held: int = 0
    current: bytearray = field(default_factory=bytearray)  # data since the last cut
    asb: bool = False
    asb_sent: bytes = b""


class SimulatedPrinter:
    """Runs in a thread of its own between `start` and `stop`; also a context manager."""

    def __init__(
        self,
        port: Port,
        *,
        record: Path | None = None,
        width_dots: int = 576,
        buffer_size: int = BUFFER_SIZE,
        on_slip: Callable[[Slip], None] | None = None,
    ) -> None:
        self.port = port
        self.faults = Faults()
        self.slips: list[Slip] = []
        self.errors: list[str] = []
        self.arrived = threading.Condition()
        self._record = record
        self._width = width_dots
        self._buffer_size = buffer_size
        self._on_slip = on_slip
        self._memory = _Memory(SlipDecoder(width_dots))
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer-simulator", daemon=True)
        self._received = self._printed = self._count = 0
        self._credit_at = monotonic()

    @property
    def url(self) -> str:
        """What a driver opens."""
        return self.port.url

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Be gone; the link breaks."""
        self._stop.set()
        self._thread.join(timeout=2.0)  # one tick and one record on a slow disk
        self.port.unplug()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def set(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Faults
        """Switch faults; raises `TypeError` for one that does not exist."""
        with self._lock:
            self.faults = dataclasses.replace(self.faults, **changes)
            self._received = self._printed = 0
            if self.faults.unplugged:
                self.power_cycle()
                self.port.unplug()
            else:
                self.port.plug_in()

    def power_cycle(self) -> None:
        """Off and on: everything that was in the printer's memory is gone."""
        with self._lock:
            self._memory = _Memory(SlipDecoder(self._width))
            self.port.drop()

    def wait_for_slips(self, count: int, *, timeout_s: float) -> bool:
        """Wait until so many slips lie there."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.slips) >= count, timeout=timeout_s)

    def wait_until_printing(self, size: int, *, timeout_s: float) -> bool:
        """Wait until so many bytes were printed since faults were last switched."""
        with self.arrived:
            return self.arrived.wait_for(lambda: self._printed >= size, timeout=timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            listening, connected = self._wait()
            with self._lock:
                if listening:
                    self.port.accept()
                if connected and not self._stalled:
                    self._receive(self.port.read(min(READ_SIZE, self._room)))
                self._consume()
                self._report_changes()
                if self._memory.out and not self._stalled:
                    del self._memory.out[: self.port.write(bytes(self._memory.out))]

    @property
    def _room(self) -> int:
        return self._buffer_size - len(self._memory.buffer)

    @property
    def _stalled(self) -> bool:
        limit = self.faults.stall_after
        return limit is not None and self._printed >= limit

    def _wait(self) -> tuple[bool, bool]:
        """Wait a tick at most; whether a caller waits and whether bytes do."""
        poll = select.poll()
        with self._lock:
            listening, connected = self.port.descriptors()
            if listening is not None:
                poll.register(listening, select.POLLIN)
            if connected is not None and self._room and not self._stalled:
                poll.register(connected, select.POLLIN)
        ready = {fd for fd, _ in poll.poll(TICK_S * 1000)}
        return listening in ready, connected in ready

    def _receive(self, data: bytes) -> None:
        """Real-time commands act at once, also from the middle of a picture; the rest queues."""
        self._received += len(data)
        limit = self.faults.drop_after
        if limit is not None and self._received >= limit:
            self.faults.drop_after = None
            self.port.drop()
            return
        memory = self._memory
        for byte in data:
            memory.pending.append(byte)
            if memory.pending[0] != DLE:
                memory.buffer += memory.pending
                memory.pending.clear()
            elif len(memory.pending) == 2 and byte not in {EOT, 0x05, 0x14}:
                # A second DLE may begin the command that the first did not.
                keep = 1 if byte == DLE else 0
                memory.buffer += memory.pending[: 2 - keep]
                del memory.pending[: 2 - keep]
            elif len(memory.pending) == 3:
                self._real_time(bytes(memory.pending))
                memory.pending.clear()

    def _real_time(self, command: bytes) -> None:
        if command[1] != EOT or not 1 <= command[2] <= 4:
            self._error(f"real-time command {command.hex()}")
            return
        if self.faults.asb_burst:
            self._say(self.faults.automatic())
        self._say(bytes.fromhex(self.faults.stale))
        self._say(bytes((self.faults.real_time(command[2]),)))

    def _say(self, data: bytes) -> None:
        if not self.faults.mute:
            self._memory.out += data

    def _consume(self) -> None:
        """Print what the buffer holds, as far as faults and speed allow."""
        memory, faults = self._memory, self.faults
        while memory.held and not faults.hold_answers:
            memory.held -= 1
            self._answer_in_stream()
        now = monotonic()
        size = len(memory.buffer)
        if faults.rate is not None:
            size = min(size, int((now - self._credit_at) * faults.rate))
        for limit in (faults.paper_out_after, faults.stall_after):
            if limit is not None:
                size = min(size, max(0, limit - self._printed))
        if faults.stops or self._stalled:
            self._credit_at = now
            return
        if size or faults.rate is None or not memory.buffer:
            self._credit_at = now
        piece = bytes(memory.buffer[:size])
        del memory.buffer[:size]
        self._print(piece)
        limit = faults.paper_out_after
        if limit is not None and self._printed >= limit:
            self.faults = dataclasses.replace(faults, paper_out=True, paper_out_after=None)

    def _print(self, piece: bytes) -> None:
        """Byte by byte where it matters, so that a slip's data end exactly at its cut."""
        memory = self._memory
        with self.arrived:
            self._printed += len(piece)
            self.arrived.notify_all()
        for byte in piece:
            memory.current.append(byte)
            for event in memory.decoder.feed(bytes((byte,))):
                match event:
                    case Cut(picture):
                        self._keep(picture)
                    case Question():
                        self._answer_in_stream()
                    case AutoStatus(on):
                        memory.asb, memory.asb_sent = on, b""
                    case Unknown(data):
                        self._error(f"unknown command {data.hex()}")

    def _answer_in_stream(self) -> None:
        if self.faults.no_barrier or self.faults.answers_left == 0:
            return
        if self.faults.hold_answers:
            self._memory.held += 1
            return
        if self.faults.answers_left is not None:
            self.faults.answers_left -= 1
        self._say(b"\x03" if self.faults.paper_low else b"\x00")

    def _report_changes(self) -> None:
        memory, state = self._memory, self.faults.automatic()
        if memory.asb and state != memory.asb_sent:
            memory.asb_sent = state
            self._say(state)

    def _keep(self, picture: Image.Image | None) -> None:
        data = bytes(self._memory.current)
        self._memory.current.clear()
        if picture is None:
            return
        self._count += 1
        slip = Slip(self._count, data, picture)
        if self._record is not None:
            (self._record / f"{slip.number:03d}.bin").write_bytes(data)
            picture.save(self._record / f"{slip.number:03d}.png")
        with self.arrived:
            self.slips = [*self.slips[-KEPT_SLIPS + 1 :], slip]
            self.arrived.notify_all()
        if self._on_slip is not None:
            self._on_slip(slip)

    def _error(self, what: str) -> None:
        self.errors = [*self.errors[-KEPT_SLIPS + 1 :], what]
