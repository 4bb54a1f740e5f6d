"""Whoever stands at the kiosk is told within seconds that dossiers cannot be sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.agent.line import HEED_S, Line
from kiosk.clock import utc_now
from kiosk.remote.agent_client import AgentClient
from kiosk.remote.portal_client import PortalClient
from kiosk.services.portal_line import PortalLine
from tests.portal.test_agent_faults import impostor
from tests.portal.world import Kiosk, RunningPortal, wait_until


@contextmanager
def asking(line: Line) -> Iterator[None]:
    thread = threading.Thread(target=line.run)
    thread.start()
    try:
        yield
    finally:
        line.stop()
        thread.join(5)
        assert not thread.is_alive()


def client_of(kiosk: Kiosk, url: str) -> PortalClient:
    enrolment = kiosk.enrolment
    keys = enrolment.server_keys
    return PortalClient(url, enrolment.device_key(), server_keys=keys, ca=None, clock=utc_now)


def test_a_cut_is_told_while_somebody_is_there_and_so_is_its_end(
    kiosk: Kiosk, served: RunningPortal
) -> None:
    told: list[bool] = []
    kiosk.start_agent()
    watch = PortalLine(kiosk.socket, look_s=0.05)
    watch.start(told.append)
    try:
        watch.attend(somebody=True)
        wait_until(lambda: told == [True])
        served.stop()
        wait_until(lambda: told == [True, False])
        watch.attend(somebody=False)  # who comes next must not read that it is still down
        served.start()
        wait_until(lambda: told == [True, False, True])
    finally:
        watch.stop()


def test_the_portal_is_asked_only_while_the_app_wants_to_know(kiosk: Kiosk) -> None:
    now = 0.0
    with impostor(200, {"Content-Type": "application/json"}, b"{}") as (url, received):
        line = Line(lambda: client_of(kiosk, url), monotonic=lambda: now, ask_s=0.01)
        with asking(line):
            assert line.asked().link == "unknown"
            wait_until(lambda: len(received) > 3)
            assert line.asked().link == "down"  # an answer that the portal has not signed is none
            now = HEED_S + 1
            wait_until(lambda: line.resting)
            before = len(received)
            line.poke()
        assert len(received) <= before + 1  # the one that was under way


def test_the_portals_own_answer_says_up(kiosk: Kiosk, served: RunningPortal) -> None:
    line = Line(lambda: client_of(kiosk, served.url))
    with asking(line):
        line.asked()
        wait_until(lambda: line.asked().link == "up")


def test_an_agent_that_is_away_is_not_known_and_nothing_is_told(kiosk: Kiosk) -> None:
    told: list[bool] = []
    watch = PortalLine(AgentClient(kiosk.data / "nobody.sock"), look_s=0.01)
    watch.start(told.append)
    watch.attend(somebody=True)
    watch.stop()
    assert told == []
