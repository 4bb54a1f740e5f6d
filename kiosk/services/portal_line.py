"""Tell the touch app whether dossiers can be sent now, while somebody stands there."""

import threading
from collections.abc import Callable
from typing import Final

from kiosk.remote.agent_client import AgentAwayError, AgentClient

#: A question over a Unix socket, answered from memory. The agent asks the portal every 2.5 s.
LOOK_S: Final = 1.0
_JOIN_S: Final = 3.0  # longer than the agent may take to answer (`agent_client.QUICK_S`)


class PortalLine:
    """Asks the agent on a thread of its own, while `attend` says that somebody is there; once the
    line was told to be down, until it is up.
    """

    def __init__(self, agent: AgentClient, *, look_s: float = LOOK_S) -> None:
        self._agent = agent
        self._look_s = look_s
        self._somebody = threading.Event()
        self._stopping = threading.Event()
        self._up: bool | None = None
        self._on_link: Callable[[bool], None] = lambda _: None
        self._thread = threading.Thread(target=self._run, name="portal-line", daemon=True)

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
            if self._up is not False:  # a line that is told to be down is not left at that
                self._somebody.wait()
            self._look()
            self._stopping.wait(self._look_s)

    def _look(self) -> None:
        try:
            link = self._agent.line().link
        except AgentAwayError:  # not known; that the agent is away is told to staff (AGT-01)
            return
        up = None if link == "unknown" else link == "up"
        if up is not None and up is not self._up:
            self._up = up
            self._on_link(up)
