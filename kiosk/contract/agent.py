"""Messages between the touch app and the agent on the same machine (``agent.sock``)."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from kiosk.contract.hub import Message
from kiosk.contract.portal import Tracked


class AgentStatus(Message):
    """What the agent knows of the way to the portal. Counts and slugs, no personal data.

    `link`: "up" only after the portal itself answered; "unknown" until it was asked.
    """

    link: Literal["unknown", "up", "down", "paused"]
    reason: str = ""
    waiting: Annotated[int, Field(ge=0)]
    quarantined: Annotated[int, Field(ge=0)]
    oldest_s: Annotated[float, Field(ge=0)] = 0.0
    last_delivery_at: AwareDatetime | None = None


class AgentLine(Message):
    """Whether the portal answers; "unknown" until it was asked."""

    link: Literal["unknown", "up", "down"]


class Following(Message):
    """Answer to code and secret. `where`: "here" (stored on this machine, not yet sent),
    "portal" (the portal's own word), "last-known" (what the portal said last; it is away now),
    "unknown" (no such pair), "paused" (too many tries), "away" (the portal cannot be asked).
    `procedure` is said of what was handed in at this machine.
    """

    where: Literal["here", "portal", "last-known", "unknown", "paused", "away"]
    tracked: Tracked | None = None
    stored_at: AwareDatetime | None = None
    delivered: bool = False
    retry_after_s: int | None = None
    procedure: str = ""
