"""A notice of the building's management board or of the office: who sees it, and when."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.domain.words import Words


class Topic(StrEnum):
    """What a notice is about; residents find it under this heading."""

    OFFICE = "office"
    BUILDING = "building"
    UTILITIES = "utilities"  # water, power, lifts
    LOST_FOUND = "lost_found"
    GROUPS = "groups"  # residents' groups
    TRAFFIC = "traffic"
    HEALTH = "health"
    TOURISM = "tourism"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Times are aware; it is shown from `starts_at` until before `ends_at`.

    Attributes:
        blocks: blocks of the building it is for; none names all.
        floors: floors it is for; none names all.
        picture: a file on this machine, already checked against its signed digest.
    """

    id: str
    topic: Topic
    title: Words
    body: Words
    source: str
    published_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    urgent: bool = False
    blocks: tuple[str, ...] = ()
    floors: tuple[str, ...] = ()
    picture: Path | None = None

    def showing(self, now: dt.datetime) -> bool:
        """Whether it is shown at `now`; what is over is never shown again."""
        return self.starts_at <= now < self.ends_at
