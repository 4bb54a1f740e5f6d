"""Whether the portal can be reached, told within seconds to whoever stands at the kiosk."""

import threading
import time
from collections.abc import Callable
from typing import Final

from kiosk.agent.errand import Errand
from kiosk.contract.agent import AgentLine
from kiosk.remote.portal_client import PortalClient

#: While somebody is there the portal is asked so often. With `REACH_S` a cut is known after 4.5 s
#: at the latest (goal 5 s); a kiosk in use costs the portal four signed pings in ten seconds.
ASK_S: Final = 2.5
#: To connect, and to read: a satellite line needs 1.5 s for both, a lost packet a second more.
REACH_S: Final = 2.0
#: After the app's last question; it asks every second while somebody is there.
HEED_S: Final = 10.0
#: At rest a lost portal is asked so often, until it is back: what the waiting screen says must be
#: true when somebody walks up. A thousand kiosks that lost it ask 67 times a second together.
LOST_S: Final = 15.0
#: At rest the thread wakes so seldom, for nothing.
REST_S: Final = 60.0
#: At rest an errand that has had no answer for so long lets the portal be asked beside it: an
#: answer takes 1.5 s by satellite, and the errand itself waits 30 s before it gives up.
PATIENCE_S: Final = 5.0


class Line(Errand):
    """What is known of the way to the portal; all calls from any thread.

    `run` asks the portal itself while the app wants to know. At rest the word of uplink and
    downlink is enough, which go there twice a minute anyway; but when they got no answer the
    portal is asked before that is told: one lost packet is no lost line. So it is when an errand
    waits too long for an answer.
    """

    def __init__(
        self,
        client: Callable[[], PortalClient],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        ask_s: float = ASK_S,
        lost_s: float = LOST_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        super().__init__()
        self._client = client
        self._monotonic = monotonic
        self._ask_s, self._lost_s, self._patience_s = ask_s, lost_s, patience_s
        self._heeded_until = float("-inf")
        self._doubted = threading.Event()
        self._awaited = threading.Event()
        self._said = AgentLine(link="unknown")

    def awaited(self) -> None:
        """Somebody here has asked the portal; `said` follows, unless the portal is mute."""
        self._awaited.set()
        if self.resting and self._said.link != "down":  # else it is asked soon anyway
            self.poke()

    def said(self, *, up: bool) -> None:
        """The portal answered somebody here; or it did not, and is asked now."""
        self._awaited.clear()
        if up:
            self._said = AgentLine(link="up")
        else:
            self._doubted.set()
            self.poke()

    @property
    def word(self) -> AgentLine:
        """What is known; nothing is asked for it."""
        return self._said

    def asked(self) -> AgentLine:
        """The last word; from now on for `HEED_S` the portal is asked again and again."""
        resting = self.resting
        self._heeded_until = self._monotonic() + HEED_S
        if resting:
            self.poke()
        return self._said

    @property
    def resting(self) -> bool:
        """Nobody wants to know."""
        return self._monotonic() > self._heeded_until

    def run(self) -> None:
        """Ask until `stop`."""
        client = self._client()
        try:
            while not self.stopping:
                lost = self._said.link == "down"
                if self.resting and not lost and not self._doubted.is_set():
                    self._doze()
                    continue
                self._doubted.clear()
                up = client.time() is not None
                self._said = AgentLine(link="up" if up else "down")
                if not self.resting:
                    self.rest(self._ask_s)
                elif not up:
                    self.rest(self._lost_s)
        finally:
            client.close()

    def _doze(self) -> None:
        """Rest until there is something to do, or somebody here has waited too long."""
        if not self._awaited.is_set():
            self.rest(REST_S)
        elif not self.rest(self._patience_s) and self._awaited.is_set():
            self._doubted.set()
