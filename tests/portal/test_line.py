"""Whoever stands at the kiosk is told within seconds that dossiers cannot be sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import pytest

from kiosk.agent import run
from kiosk.agent.downlink import EVERY_S, LONGEST_S
from kiosk.agent.line import HEED_S, Line
from kiosk.clock import utc_now
from kiosk.remote.agent_client import AgentClient
from kiosk.remote.portal_client import PortalClient
from kiosk.services.portal_line import PortalLine
from kiosk.web.server import KEEP_ALIVE_S
from tests.portal.relay import Relay
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
    watch = PortalLine(kiosk.socket, look_s=0.05, rest_s=0.05)
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


def test_a_portal_lost_while_nobody_is_there_is_told_and_so_is_its_end(
    kiosk: Kiosk, served: RunningPortal
) -> None:
    told: list[bool] = []
    kiosk.start_agent()
    watch = PortalLine(kiosk.socket, rest_s=0.05)
    watch.start(told.append)
    try:
        wait_until(lambda: told == [True])  # from the agent's own errands
        served.stop()
        wait_until(lambda: told == [True, False])
        served.start()
        wait_until(lambda: told == [True, False, True])
    finally:
        watch.stop()


def behind_a_relay(served: RunningPortal) -> Relay:
    """The portal under the relay's address, which requests are signed for."""
    relay = Relay(served.port)
    served.stop()
    served.behind = relay.url
    served.start()
    return relay


class Ping:
    """A portal that answers as it is told, and counts how often it was asked."""

    def __init__(self) -> None:
        self.up = True
        self.asked = 0

    def time(self) -> float | None:
        self.asked += 1
        return 0.0 if self.up else None

    def close(self) -> None:
        """Nothing is open."""


class Watch:
    """A clock that stands, and counts how often the line looked at it: once a round at least."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self) -> float:
        self.seen += 1
        return 0.0

    def rounds(self, line: Line) -> None:
        """Wake the line five times."""
        for _ in range(5):
            self.seen = 0
            line.poke()
            wait_until(lambda: self.seen)


def line_of(ping: Ping, **times: Any) -> Line:  # noqa: ANN401 - arguments of Line
    return Line(lambda: cast(PortalClient, ping), **times)


def test_at_rest_a_portal_that_answers_is_never_asked() -> None:
    ping, watch = Ping(), Watch()
    line = line_of(ping, monotonic=watch, ask_s=0.01, lost_s=0.01)
    with asking(line):
        line.said(up=True)
        watch.rounds(line)
        assert line.word.link == "up"
    assert ping.asked == 0


def test_one_lost_packet_at_rest_is_asked_about_and_never_told() -> None:
    ping = Ping()
    line = line_of(ping)
    words = set()
    with asking(line):
        line.said(up=True)
        for _ in range(5):
            ping.asked = 0
            line.said(up=False)
            words.add(line.word.link)
            wait_until(lambda: ping.asked)
            words.add(line.word.link)
    assert words == {"up"}


def test_an_errand_that_waits_too_long_at_rest_lets_the_portal_be_asked() -> None:
    ping = Ping()
    ping.up = False
    line = line_of(ping, patience_s=0.05)
    with asking(line):
        line.said(up=True)
        line.awaited()
        wait_until(lambda: line.word.link == "down")


def test_an_errand_that_is_answered_costs_no_question() -> None:
    ping, watch = Ping(), Watch()
    line = line_of(ping, monotonic=watch, patience_s=0.05)
    with asking(line):
        for _ in range(20):
            line.awaited()
            line.said(up=True)
        watch.rounds(line)
    assert ping.asked == 0


def test_a_portal_that_falls_mute_at_rest_is_told_long_before_an_errand_gives_up(
    kiosk: Kiosk, served: RunningPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "REACH_S", 0.5)
    monkeypatch.setattr(run, "Line", partial(Line, patience_s=0.2))
    told: list[bool] = []
    relay = behind_a_relay(served)
    kiosk.start_agent(portal_url=relay.url)
    watch = PortalLine(kiosk.socket, rest_s=0.05)
    watch.start(told.append)
    try:
        wait_until(lambda: told == [True])
        relay.mute()
        wait_until(lambda: told == [True, False], seconds=15)  # the errand waits for 30
        relay.mute(on=False)
        wait_until(lambda: told == [True, False, True], seconds=25)
    finally:
        watch.stop()
        relay.mute(on=False)
        kiosk.stop_agent()
        relay.close()


def test_a_portal_lost_at_rest_is_asked_after_until_it_is_back_and_then_left_alone() -> None:
    ping, watch = Ping(), Watch()
    ping.up = False
    line = line_of(ping, monotonic=watch, lost_s=0.01)
    with asking(line):
        line.said(up=False)
        wait_until(lambda: line.word.link == "down")
        wait_until(lambda: ping.asked > 3)
        ping.up = True
        wait_until(lambda: line.word.link == "up")
        before = ping.asked
        watch.rounds(line)
    assert ping.asked == before


def test_whoever_comes_to_a_lost_line_does_not_wait_for_its_next_try() -> None:
    ping = Ping()
    ping.up = False
    line = line_of(ping, lost_s=3600.0)
    with asking(line):
        line.said(up=False)
        wait_until(lambda: line.word.link == "down")
        ping.up = True
        assert line.asked().link == "down"
        wait_until(lambda: line.word.link == "up")


def test_the_portal_is_asked_only_while_the_app_wants_to_know() -> None:
    now, ping = 0.0, Ping()
    line = line_of(ping, monotonic=lambda: now, ask_s=0.01)
    with asking(line):
        assert line.asked().link == "unknown"
        wait_until(lambda: ping.asked > 3)
        now = HEED_S + 1
        wait_until(lambda: line.resting)
        before = ping.asked
        line.poke()
    assert ping.asked <= before + 1  # the one that was under way


def test_an_answer_that_the_portal_has_not_signed_is_none(kiosk: Kiosk) -> None:
    with impostor(200, {"Content-Type": "application/json"}, b"{}") as (url, received):
        line = Line(lambda: client_of(kiosk, url))
        with asking(line):
            line.asked()
            wait_until(lambda: line.word.link == "down")
        assert received


def test_the_portals_own_answer_says_up(kiosk: Kiosk, served: RunningPortal) -> None:
    line = Line(lambda: client_of(kiosk, served.url))
    with asking(line):
        line.asked()
        wait_until(lambda: line.word.link == "up")


def test_an_agent_that_is_away_is_not_known_and_nothing_is_told(kiosk: Kiosk) -> None:
    told: list[bool] = []
    watch = PortalLine(AgentClient(kiosk.data / "nobody.sock"), look_s=0.01)
    watch.start(told.append)
    watch.attend(somebody=True)
    watch.stop()
    assert told == []


def test_a_kept_connection_that_ends_as_it_is_used_again_is_no_lost_line(
    kiosk: Kiosk, served: RunningPortal
) -> None:
    relay = behind_a_relay(served)
    client = client_of(kiosk, relay.url)
    try:
        cursor = client.changes("").cursor
        relay.cut_when_used()
        assert client.changes(cursor).cursor == cursor
    finally:
        client.close()
        relay.close()


def test_the_portal_keeps_a_kiosks_connection_from_one_round_to_the_next() -> None:
    """Closed on the same second, it cost every second round: a notice took up to 80 s."""
    assert max(EVERY_S, LONGEST_S) < KEEP_ALIVE_S
