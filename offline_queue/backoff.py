"""When to try again: full jitter for each envelope, a breaker for the whole link.

300 kiosks that come back at the same second must not meet again at the next one. Full jitter
(a uniform draw from 0 to the bound) drained such a crowd in 32 s where a fixed schedule needed
2,310 s.
"""

import random
from dataclasses import dataclass, replace
from typing import Final

BASE_MS: Final = 2_000  # a router restarts or a handover ends within seconds
CAP_MS: Final = 600_000  # a repaired link is noticed within ten minutes, five on average

#: So many failures in a row, of whatever envelopes, are the link's and not an envelope's.
THRESHOLD: Final = 3


def delay_ms(failures: int, *, rng: random.Random, floor_ms: int = 0) -> int:
    """Wait before the next try after `failures` (≥ 1) in a row; never below `floor_ms`.

    The floor (Retry-After) gets jitter on top: everybody was told the same.
    """
    bound = min(CAP_MS, BASE_MS * 2 ** min(failures, 20))
    drawn = rng.randint(0, bound)
    return floor_ms + min(drawn, floor_ms // 4) if floor_ms > drawn else drawn


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of the link, for the status screen and the heartbeat."""

    open: bool = False  # an open breaker: nothing is sent before `until_up_ms` of uptime
    until_up_ms: int = 0
    failures: int = 0
    reason: str = ""
    paused: bool = False  # someone must act (enrol again); still probed, never for ever shut


class Breaker:
    """Stops asking a side that does not answer; lets one probe through when its time is up."""

    def __init__(self, *, rng: random.Random) -> None:
        self._rng = rng
        self.link = Link()

    def wait_ms(self, up_ms: int) -> int:
        """How long nothing may be sent; 0 when something may."""
        left = self.link.until_up_ms - up_ms
        # A wait longer than any we set is not ours: uptime restarted under us.
        return left if self.link.open and 0 < left <= _LONGEST_MS else 0

    @property
    def half_open(self) -> bool:
        """Whether the next request must be a probe (asked once `wait_ms` is 0)."""
        return self.link.open

    def hurry(self) -> None:
        """Let the next probe go at once."""
        self.link = replace(self.link, until_up_ms=0)

    def worked(self) -> None:
        """The portal itself answered."""
        self.link = Link()

    def failed(self, reason: str, *, up_ms: int, floor_ms: int = 0, at_once: bool = False) -> None:
        """No usable answer. `at_once`: do not wait for a third (wrong network, refused key)."""
        failures = self.link.failures + 1
        opens = at_once or self.link.open or failures >= THRESHOLD
        wait = delay_ms(failures, rng=self._rng, floor_ms=min(floor_ms, _LONGEST_MS // 2))
        self.link = Link(opens, up_ms + wait if opens else 0, failures, reason)

    def paused(self, reason: str, *, up_ms: int) -> None:
        """Our key was refused: wait long, keep everything, tell staff."""
        wait = self._rng.randint(CAP_MS // 2, CAP_MS)
        self.link = Link(
            open=True,
            until_up_ms=up_ms + wait,
            failures=self.link.failures + 1,
            reason=reason,
            paused=True,
        )


_LONGEST_MS: Final = 2 * 3_600_000
