"""Keep a kiosk in step with its hub: one thread, one stream."""

import os
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Final

import requests
import structlog

from devices.keep_going import keep_going
from kiosk.contract.hub import BoardState, Services
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError
from kiosk.services.hand_in import HandIn

log = structlog.get_logger()

# First retry at once felt by nobody, the last rare enough to load nothing; jitter, so that ten
# kiosks do not come back in step after a power cut.
_FIRST_RETRY_S: Final = 0.5
_LAST_RETRY_S: Final = 2.0
_JOIN_S: Final = 2.0


class HubFeed:
    """Delivers states, services and the state of the line, on its own thread.

    Args:
        on_state: each new state of the board.
        on_services: what the office offers, at each connection and each new day.
        on_link: True when the hub answers, False when it does not; only on a change.
    """

    def __init__(
        self,
        hub: HubClient,
        hand_in: HandIn,
        *,
        on_state: Callable[[BoardState], None],
        on_services: Callable[[Services], None],
        on_link: Callable[[bool], None],
    ) -> None:
        self._hub = hub
        self._hand_in = hand_in
        self._on_state = on_state
        self._on_services = on_services
        self._on_link = on_link
        self._stopping = threading.Event()
        self._open: requests.Response | None = None
        self._linked: bool | None = None
        self._thread = threading.Thread(
            target=partial(keep_going, self._run, ending=self._stopping),
            name="hub-feed",
            daemon=True,
        )

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the stream and the thread; waits at most 2 s."""
        self._stopping.set()
        answer = self._open
        # Closing would wait for the reading thread; ending the connection below it does not.
        # OSError, ValueError, AttributeError: that thread has closed it meanwhile.
        with suppress(OSError, ValueError, AttributeError):
            if answer is not None and not answer.raw.closed:
                with socket.socket(fileno=os.dup(answer.raw.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)
        self._thread.join(_JOIN_S)

    def _say(self, *, linked: bool) -> None:
        if linked is not self._linked:
            self._linked = linked
            log.info("hub.link", up=linked)
            self._on_link(linked)

    def _run(self) -> None:
        wait_s = _FIRST_RETRY_S
        while not self._stopping.is_set():
            try:
                for _ in self._follow():
                    wait_s = _FIRST_RETRY_S
            except (HubUnreachableError, HubRefusedError) as error:
                if not self._stopping.is_set():
                    log.info("hub.feed_ended", why=str(error))
            finally:
                self._say(linked=False)  # also when a defect of ours ends the feed for a while
            self._stopping.wait(wait_s * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret
            wait_s = min(_LAST_RETRY_S, wait_s * 2)

    def _follow(self) -> Iterator[None]:
        day = None
        for state in self._hub.stream(self._opened):
            if state.day != day:
                self._on_services(self._hub.services())
                self._hand_in.wake()
                day = state.day
            self._say(linked=True)
            self._on_state(state)
            yield

    def _opened(self, answer: requests.Response) -> None:
        self._open = answer
        if self._stopping.is_set():  # `stop` looked for a line a moment too early
            raise HubUnreachableError("stopped")
