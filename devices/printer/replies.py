"""What a printer says, taken apart by the fixed bits of each kind of answer.

Source: Epson ESC/POS Command Reference, "DLE EOT", "GS a", "GS r". A byte is never taken for
an answer because it was expected; it must look like one.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from devices import faults
from devices.health import Health, State

STATUS_MASK, STATUS_BITS = 0x93, 0x12  # DLE EOT: bits 1 and 4 are 1; bits 0 and 7 are 0
ASB_MASK, ASB_BITS = 0x93, 0x10  # first of four bytes: bit 4 is 1; bits 0, 1 and 7 are 0
PLAIN_MASK = 0x90  # later bytes of an ASB: bits 4 and 7 are 0
BARRIER_ANSWERS: Final = frozenset({0x00, 0x03, 0x0C, 0x0F})  # "GS r 1": two pairs of equal bits
ASB_LENGTH: Final = 4


@dataclass
class Replies:
    """Sorts a stream of bytes into status answers, barrier answers and the last ASB."""

    status: deque[int] = field(default_factory=deque)
    barriers: int = 0
    asb: bytes = b""
    ignored: int = 0
    _partial: bytes = b""

    def feed(self, data: bytes) -> None:
        """Take in bytes in whatever pieces the link delivers them."""
        for byte in data:
            if self._partial and byte & PLAIN_MASK == 0:
                self._partial += bytes((byte,))
                if len(self._partial) == ASB_LENGTH:
                    self.asb, self._partial = self._partial, b""
                continue
            if byte & STATUS_MASK == STATUS_BITS:  # real-time: may come inside an ASB
                self.status.append(byte)
            elif byte & ASB_MASK == ASB_BITS:
                self._partial = bytes((byte,))
            elif byte in BARRIER_ANSWERS:
                self.barriers += 1
            else:
                self.ignored += 1


def health_of_status(offline: int, cause: int, error: int, paper: int) -> Health:
    """Health from the answers to DLE EOT 1, 2, 3 and 4."""
    evidence = f"DLE EOT {offline:02x} {cause:02x} {error:02x} {paper:02x}"
    return _health(
        evidence,
        paper_out=bool(paper & 0x60 or cause & 0x20),
        cover=bool(cause & 0x04),
        cutter=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        overheated=bool(error & 0x40),
        offline=bool(offline & 0x08),
        paper_low=bool(paper & 0x0C),
    )


def health_of_asb(asb: bytes) -> Health:
    """Health from the four bytes of an automatic status."""
    return _health(
        f"ASB {asb.hex(' ')}",
        paper_out=bool(asb[2] & 0x0C),
        cover=bool(asb[0] & 0x20),
        cutter=bool(asb[1] & 0x08),
        unrecoverable=bool(asb[1] & 0x20),
        overheated=bool(asb[1] & 0x40),
        offline=bool(asb[0] & 0x08),
        paper_low=bool(asb[2] & 0x03),
    )


def _health(  # the order is what to mend first: an open cover also reports no paper
    evidence: str,
    *,
    paper_out: bool,
    cover: bool,
    cutter: bool,
    unrecoverable: bool,
    overheated: bool,
    offline: bool,
    paper_low: bool,
) -> Health:
    for present, fault in (
        (unrecoverable, faults.UNRECOVERABLE),
        (cutter, faults.CUTTER),
        (cover, faults.COVER_OPEN),
        (paper_out, faults.PAPER_OUT),
        (overheated, faults.OVERHEATED),
        (offline, faults.OFFLINE),
    ):
        if present:
            return Health(State.BLOCKED, fault.code, evidence)
    if paper_low:
        return Health(State.DEGRADED, faults.PAPER_LOW.code, evidence)
    return Health(State.READY, None, evidence)
