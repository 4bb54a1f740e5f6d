"""How long somebody waits who comes now, as it is told: minutes, or the break that comes before."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

from kiosk.contract.hub import Wait
from kiosk.domain.premises import Pause, Premises
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.texts import text
from ui.ports import Language


@dataclass(frozen=True, slots=True)
class ToldWait:
    """At most one of the two; neither where nobody can know."""

    wait: Wait | None = None
    pause: Pause | None = None

    @classmethod
    def of(cls, wait: Wait | None, premises: Premises | None, now: dt.datetime) -> Self:
        """The hub reckons in minutes of work: those that reach into a break are not told."""
        if premises is None:
            return cls(wait)
        pause = premises.pause(now.astimezone(OFFICE_ZONE), wait.high if wait else 0)
        return cls(None, pause) if pause else cls(wait)

    def words(self, language: Language) -> str:
        """For example "khoảng 10–20 phút"; empty where nobody can know."""
        if self.pause is not None:
            closes, at = self.pause.kind == "closes", self.pause.at
            return text("services.closes" if closes else "services.opens", language, at=at)
        if self.wait is None:
            return ""
        low, high = self.wait.low, self.wait.high
        return text("services.wait" if low else "services.wait_under", language, low=low, high=high)


UNTOLD: Final = ToldWait()
