"""Whether anybody sits at a desk now: pages of desks ask for calls for help again and again."""

import datetime as dt
from typing import Final

#: An open page asks every 20 s; a browser lets a page in the background ask once a minute.
ATTENDED: Final = dt.timedelta(seconds=90)


class Attendance:
    """When a desk's page was last heard of; in memory, for after a restart they ask again."""

    def __init__(self) -> None:
        self._heard: dt.datetime | None = None

    def heard(self, now: dt.datetime) -> None:
        """A desk's page asked."""
        self._heard = now

    def anybody(self, now: dt.datetime) -> bool:
        """Whether a call would be seen."""
        # Heard in a time to come: the clock was set back, and nobody knows how long ago it was.
        return self._heard is not None and dt.timedelta(0) <= now - self._heard <= ATTENDED
