"""Tell the touch app whether dossiers can be sent now, before somebody walks up too."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from devices.keep_going import keep_going
from kiosk.remote.agent_client import AgentAwayError, AgentClient

#: A question over a Unix socket, answered from memory. The agent asks the portal every 2.5 s.
LOOK_S: Final = 1.0
#: At rest; the agent itself hears of a loss within 37 s.
REST_S: Final = 5.0
_JOIN_S: Final = 3.0  # longer than the agent may take to answer (`agent_client.QUICK_S`)


class PortalLine:
    """Asks the agent on a thread of its own: whoever is at the kiosk, as `attend` says, must know
    at once; at rest it is enough to hear what the agent knows from its own errands.
    """

    def __init__(
        self, agent: AgentClient, *, look_s: float = LOOK_S, rest_s: float = REST_S
    ) -> None:
        self._agent = agent
        self._look_s, self._rest_s = look_s, rest_s
        self._somebody = threading.Event()
        self._stopping = threading.Event()
        self._up: bool | None = None
        self._on_link: Callable[[bool], None] = lambda _: None
        self._thread = threading.Thread(
            target=partial(keep_going, self._run, ending=self._stopping),
            name="portal-line",
            daemon=True,
        )

    def start(self, on_link: Callable[[bool], None]) -> None:
        """Call `on_link` with each change, on the thread; nothing while it is not known."""
        self._on_link = on_link
        self._thread.start()

    def attend(self, *, somebody: bool) -> None:
        """Whether somebody is at the kiosk now; from any thread, returns at once."""
        if somebody:
            self._somebody.set()
        else:
            self._somebody.clear()

    def stop(self) -> None:
        """End the thread; waits 3 s at most."""
        self._stopping.set()
        self._somebody.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while not self._stopping.is_set():
            somebody = self._somebody.is_set()
            self._look(somebody=somebody)
            if somebody:
                self._stopping.wait(self._look_s)
            else:
                self._somebody.wait(self._rest_s)

    def _look(self, *, somebody: bool) -> None:
        try:
            link = self._agent.line(somebody=somebody).link
        except AgentAwayError:  # not known; that the agent is away is told to staff (AGT-01)
            return
        up = None if link == "unknown" else link == "up"
        if up is not None and up is not self._up:
            self._up = up
            self._on_link(up)
