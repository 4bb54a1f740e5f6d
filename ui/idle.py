"""When nobody has touched the screen for a while: first ask, then leave. No Qt here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: How long the question stays, in seconds: WCAG 2.2.1 asks for at least 20.
WARNING_S: Final = 30.0

#: *Cứ từ từ* makes every wait this many times as long (WCAG 2.2.1 lets a person extend).
SLOW: Final = 3


class Presence(StrEnum):
    """Is somebody there?"""

    HERE = "here"
    ASKING = "asking"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a page waits untouched, and how long it then asks (0: it leaves unasked)."""

    quiet_s: float
    ask_s: float = WARNING_S

    def times(self, factor: int) -> "Patience":
        """As many times as patient."""
        return Patience(self.quiet_s * factor, self.ask_s * factor)


@dataclass(frozen=True, slots=True)
class Watch:
    """Where one wait stands; times are seconds of a monotonic clock."""

    touched_at: float
    patience: Patience

    def presence(self, now: float) -> Presence:
        """What to think at `now`."""
        quiet = now - self.touched_at
        if quiet < self.patience.quiet_s:
            return Presence.HERE
        return Presence.ASKING if quiet < self._end_s else Presence.GONE

    def left(self, now: float) -> float:
        """Share of the time to answer that is left, 1.0 to 0.0."""
        if self.patience.ask_s == 0:
            return 1.0
        left_s = self._end_s - (now - self.touched_at)
        return max(0.0, min(1.0, left_s / self.patience.ask_s))

    @property
    def _end_s(self) -> float:
        return self.patience.quiet_s + self.patience.ask_s
