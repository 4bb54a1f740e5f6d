"""What a device can do now, as one value."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Silence from a device is `UNKNOWN`, never `READY`."""

    ABSENT = "absent"  # nothing at the other end of the link
    READY = "ready"
    DEGRADED = "degraded"  # works, but someone should look (paper near its end)
    BLOCKED = "blocked"  # works again when someone acts (no paper, cover open)
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Health:
    """State of a device, why (a fault code such as ``PRN-02``), and what was observed."""

    state: State
    code: str | None = None
    evidence: str = ""

    @property
    def usable(self) -> bool:
        """Whether a job may be started."""
        return self.state in {State.READY, State.DEGRADED}

    def is_news_after(self, before: "Health") -> bool:
        """Whether somebody should be told; other evidence for the same state is no news."""
        return (self.state, self.code) != (before.state, before.code)
