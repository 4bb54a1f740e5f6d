"""Behind a proxy each person who guesses is somebody else; without one nobody says who they are."""

import asyncio
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from starlette.types import Scope

from kiosk.domain.dossier_code import mint_code
from kiosk.settings import SettingsError, load
from kiosk.web.proxies import TrustedProxies
from tests.portal.world import RunningPortal

DICE = random.Random(7)
TRIES = 8  # of one address; in earnest more
Start = Callable[..., RunningPortal]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr("kiosk.portal.tracking.TRIES_OF_ADDRESS", TRIES)
    running: list[RunningPortal] = []

    def started(*trusted: str) -> RunningPortal:
        made = RunningPortal(tmp_path / "portal", trusted_proxies=trusted)
        running.append(made)
        made.start()
        return made

    yield started
    for made in running:
        made.stop()


def guess(portal: RunningPortal, *forwarded: str) -> int:
    """Guess at one more dossier, as a proxy on this machine passes it on."""
    form = f"code={mint_code(DICE.randrange)}&secret=AAAA"
    with requests.Session() as session:
        session.trust_env = False
        request = session.prepare_request(
            requests.Request("POST", f"{portal.url}/d", data=form.encode())
        )
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        if forwarded:
            request.headers["X-Forwarded-For"] = ", ".join(forwarded)
        return session.send(request, timeout=15).status_code


def paused(portal: RunningPortal, *forwarded: str) -> bool:
    return guess(portal, *forwarded) == 429


def spend(portal: RunningPortal, *forwarded: str) -> None:
    for _ in range(TRIES):
        assert guess(portal, *forwarded) == 404


def test_one_who_guesses_behind_a_proxy_stops_nobody_else(start: Start) -> None:
    portal = start("127.0.0.1")
    spend(portal, "203.0.113.5")
    assert paused(portal, "203.0.113.5")
    assert paused(portal, "198.51.100.9, 203.0.113.5")  # what they claim in front counts nothing
    assert paused(portal, "203.0.113.5", "127.0.0.1")  # two trusted proxies, one behind the other
    assert paused(portal, "203.0.113.5:4711")
    assert not paused(portal, "203.0.113.6")
    assert not paused(portal)  # the proxy's own tries are its own


def test_nobody_says_who_they_are_where_no_proxy_is_named(start: Start) -> None:
    portal = start()
    for number in range(TRIES):
        assert not paused(portal, f"203.0.113.{number}")
    assert paused(portal, "203.0.113.99")


def test_who_is_no_proxy_is_not_believed(start: Start) -> None:
    portal = start("192.0.2.1", "10.0.0.0/8")
    for number in range(TRIES):
        assert not paused(portal, f"203.0.113.{number}")
    assert paused(portal, "203.0.113.99")


def test_what_is_no_address_counts_as_the_proxys(start: Start) -> None:
    portal = start("127.0.0.0/8")
    odd = ("unknown", "_hidden", "203.0.113.5, x", "[2001:db8::1", "1.2.3.4.5", "", ",", "9" * 900)
    for number in range(TRIES):
        assert not paused(portal, odd[number % len(odd)])
    assert paused(portal, "one more")
    assert paused(portal)
    assert not paused(portal, "2001:db8::1")


@pytest.mark.parametrize(
    ("peer", "told", "who"),
    [
        ("::ffff:192.0.2.1", "203.0.113.5", "203.0.113.5"),  # a proxy, seen by a socket on [::]
        ("192.0.2.1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("192.0.2.1", "203.0.113.5, ::ffff:192.0.2.1", "203.0.113.5"),
        ("::ffff:203.0.113.5", "198.51.100.9", "203.0.113.5"),  # no proxy
        ("192.0.2.1", "2001:DB8::1", "2001:db8::1"),
        ("testclient", "203.0.113.5", "testclient"),
    ],
)
def test_one_address_is_one_person_however_it_is_written(peer: str, told: str, who: str) -> None:
    seen: list[str] = []

    async def app(scope: Scope, _receive: object, _send: object) -> None:
        seen.append(scope["client"][0])

    headers = [(b"x-forwarded-for", told.encode())]
    scope = {"type": "http", "scheme": "http", "client": (peer, 5), "headers": headers}
    asked = TrustedProxies(app, trusted=("192.0.2.1",))
    asyncio.run(asked(scope, None, None))  # type: ignore[arg-type]  # nothing is received or sent
    assert seen == [who]


def test_a_proxy_that_is_no_address_is_refused_at_the_start(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[portal]\ntrusted_proxies = ["proxy.example"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"portal\.trusted_proxies\.0.*proxy\.example"):
        load(config)
