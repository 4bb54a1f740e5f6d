"""The agent: one process, one lock, four threads; the only owner of the way to the portal."""

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from kiosk.agent.downlink import EVERY_S, Downlink, heartbeat
from kiosk.agent.following import Follow
from kiosk.agent.line import REACH_S, Line
from kiosk.agent.socket import AgentSocket
from kiosk.agent.uplink import LOOK_S, Uplink
from kiosk.clock import Clock
from kiosk.contract.agent import AgentStatus
from kiosk.contract.portal import Heartbeat
from kiosk.lock import only_one
from kiosk.remote.agent_client import SOCKET
from kiosk.remote.portal_client import PortalClient
from kiosk.services import own_dossiers
from kiosk.services.enrolment import Enrolment
from kiosk.supervised import Supervisor
from offline_queue.database import open_database

LOCK: Final = "agent"  # and ".lock" behind it
SOCKET_LOOK_S: Final = 0.2  # how late the socket notices a stop

#: A request under way may take its read timeout (30 s); then the process ends all the same, and
#: the next start takes the lease back.
STOP_S: Final = 35.0

log = structlog.get_logger()


def _clients(
    enrolment: Enrolment, portal_url: str, ca: Path | None, clock: Clock
) -> "partial[PortalClient]":
    """Makes ways to the portal: each thread has its own."""
    return partial(
        PortalClient,
        portal_url or enrolment.portal_url,
        enrolment.device_key(),
        server_keys=enrolment.server_keys,
        ca=ca or enrolment.ca,
        clock=clock,
    )


class Agent:
    """Everything the agent does; `run` blocks until `stop` is called from another thread.

    Args:
        portal_url, ca: override what the enrolment says, if given.
        reserve_bytes: see `Uplink`.
    """

    def __init__(
        self,
        data: Path,
        *,
        clock: Clock,
        rng: random.Random,
        portal_url: str = "",
        ca: Path | None = None,
        look_s: float = LOOK_S,
        every_s: float = EVERY_S,
        reserve_bytes: int = 0,
    ) -> None:
        """Raises `NotEnrolledError`, `KeyFileError`."""
        self._data = data
        self._clock = clock
        self._enrolment = enrolment = Enrolment.load(data)
        self._client = _clients(enrolment, portal_url, ca, clock)
        self._line = Line(partial(self._client, timeout_s=(REACH_S, REACH_S), total_s=2 * REACH_S))
        self._uplink = Uplink(
            data,
            self._client,
            enrolment.server_keys,
            clock=clock,
            rng=rng,
            look_s=look_s,
            reserve_bytes=reserve_bytes,
            line=self._line,
        )
        self._downlink = Downlink(
            data,
            enrolment,
            self._client,
            clock=clock,
            rng=rng,
            every_s=every_s,
            line=self._line,
        )
        self._ended = threading.Event()
        self._died = ""

    def stop(self) -> None:
        """Let `run` end."""
        self._ended.set()

    def run(self, *, ready: Callable[[], None] = lambda: None) -> None:
        """Work until `stop`.

        Raises:
            AlreadyRunningError: another agent works for this machine.
            RuntimeError: a thread died; the supervisor starts the agent anew.
        """
        with ExitStack() as stack:
            stack.enter_context(only_one(self._data / LOCK))
            own_dossiers.prepare(self._data)
            server = self._socket(stack)
            self._work(server, ready)

    def _socket(self, stack: ExitStack) -> AgentSocket:
        """What the app may ask; each kind of question has a connection of its own."""
        outbox = self._data / own_dossiers.OUTBOX
        counts, questions = open_database(outbox), open_database(outbox)
        stack.callback(counts.close)
        stack.callback(questions.close)
        asking = threading.Lock()

        def status(_: object) -> AgentStatus:
            with asking:
                beat = heartbeat(counts, self._clock)
            return self._status(beat)

        follow = Follow(questions, self._enrolment, self._client)
        server = AgentSocket(
            self._data / SOCKET,
            {
                ("POST", "/v1/poke"): self._poke,
                ("GET", "/v1/status"): status,
                ("GET", "/v1/line"): lambda _: self._line.word,
                ("POST", "/v1/line"): lambda _: self._line.asked(),
                ("POST", "/v1/track"): lambda given: follow.follow(
                    given.get("code", ""), given.get("secret", "")
                ),
            },
        )
        stack.callback(server.server_close)
        return server

    def _status(self, beat: Heartbeat) -> AgentStatus:
        return AgentStatus.model_validate(
            {
                "link": self._uplink.link,
                "reason": self._uplink.reason,
                "waiting": beat.waiting,
                "quarantined": beat.quarantined,
                "oldest_s": beat.oldest_s,
                "last_delivery_at": self._uplink.last_delivery_at,
            }
        )

    def _poke(self, _: object) -> None:
        self._uplink.poke()
        self._downlink.poke()

    def _work(self, server: AgentSocket, ready: Callable[[], None]) -> None:
        threads = [
            threading.Thread(target=self._guarded, args=(work,), name=name)
            for name, work in (
                ("uplink", self._uplink.run),
                ("downlink", self._downlink.run),
                ("line", self._line.run),
                ("socket", partial(server.serve_forever, SOCKET_LOOK_S)),
            )
        ]
        for thread in threads:
            thread.daemon = True
            thread.start()
        log.info("agent.started", device=self._enrolment.device_id)
        ready()
        supervisor = Supervisor()
        supervisor.ready()
        # A thread that died has ended us; one that waits for the portal has limits of its own.
        while not self._ended.wait(supervisor.every_s):
            supervisor.alive()
        supervisor.stopping()
        self._uplink.stop()
        self._downlink.stop()
        self._line.stop()
        server.shutdown()
        for thread in threads:
            thread.join(STOP_S)
        log.info("agent.stopped")
        if self._died:
            raise RuntimeError(f"the thread '{self._died}' died")

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException:
            self._died = threading.current_thread().name
            log.exception("agent.thread_died", thread=self._died)
            raise
        finally:
            self._ended.set()  # one that dies takes all along
