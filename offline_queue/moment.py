"""A point in time that survives a wrong wall clock.

A kiosk's clock battery dies and its clock jumps by years, so order comes from sequence numbers
and waiting from the machine's uptime; the wall time is kept for people to read.
"""

import datetime as dt
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Moment:
    """Wall time (ms since 1970, UTC) and uptime (ms since boot `boot`, sleep included)."""

    wall_ms: int
    boot: str
    up_ms: int

    def age_ms(self, wall_ms: int, boot: str, up_ms: int) -> int:
        """How long ago another moment was; never negative.

        Within one boot by uptime; across a reboot by the wall clock, the only one left.
        """
        then = up_ms if boot == self.boot else wall_ms
        return max(0, (self.up_ms if boot == self.boot else self.wall_ms) - then)


@cache
def boot_id() -> str:
    """Id of this boot of the kernel (random(4)).

    Where the kernel does not tell, an id of this process: leases and back-off then end with it,
    which repeats an idempotent request and loses nothing.
    """
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return f"process-{uuid.uuid4()}"


def moment(now: dt.datetime) -> Moment:
    """`now` (aware) together with the uptime read at this instant.

    CLOCK_BOOTTIME, unlike CLOCK_MONOTONIC, counts the hours a machine slept
    (clock_gettime(2)); neither can be set by anyone.
    """
    up_ms = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    return Moment(int(now.timestamp() * 1000), boot_id(), up_ms)
