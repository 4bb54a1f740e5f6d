"""Whoever guesses codes and secrets finds nothing, and learns nothing from how long it takes."""

import random
from typing import Final

import pytest
import requests
import sqlalchemy as sa

from kiosk.domain.dossier_code import ALPHABET, SECRET_LENGTH, DossierCode
from kiosk.domain.tracking_secret import secret_check
from kiosk.portal import tracking
from kiosk.portal.problems import ProblemError
from kiosk.portal.tracking import PAUSE, TRIES, Tracking
from tests.portal.conftest import CODE, OTHER_CODE, PARTS_OF_ONE, SECRET, Portal, deliver, manifest
from tests.portal.world import RunningPortal

MANY: Final = 100_000  # 27 hours of one guess a second
LONG: Final = (pytest.mark.campaign, pytest.mark.timeout(1800))


@pytest.fixture
def tracker(portal: Portal) -> Tracking:
    deliver(portal, manifest(PARTS_OF_ONE), PARTS_OF_ONE)
    return Tracking(portal.store, clock=portal.clock)


def refusal(tracker: Tracking, code: str, secret: str, address: str) -> ProblemError:
    with pytest.raises(ProblemError) as refused:
        tracker.track(code, secret, address=address)
    return refused.value


@pytest.mark.parametrize("guesses", [1000, pytest.param(MANY, marks=LONG)])
def test_a_guess_a_second_from_ever_new_addresses_never_hits(
    portal: Portal, tracker: Tracking, guesses: int
) -> None:
    dice, looked_at, paused_s = random.Random(7), 0, 0
    for number in range(guesses):
        secret = "".join(dice.choices(ALPHABET, k=SECRET_LENGTH))
        if 0 < paused_s < PAUSE.total_seconds() / 2 and number % 10 == 0:
            secret = SECRET  # in a pause the right one opens nothing either
        refused = refusal(tracker, str(CODE), secret, f"10.{number >> 8}.{number & 255}.1")
        looked_at += refused.code == "not-found"
        paused_s = 0 if refused.code == "not-found" else paused_s + 1
        portal.clock.later(seconds=1)
    pauses = guesses / PAUSE.total_seconds()
    assert looked_at <= TRIES * (pauses + 1)  # of all guesses only these were compared


def test_a_wrong_code_costs_the_same_work_as_a_wrong_secret(
    portal: Portal, tracker: Tracking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the time is one check, and one note of the guess; milliseconds are measured by
    ``tests/bench/bench_tracking.py``.
    """
    checks: list[tuple[str, str]] = []
    statements: list[str] = []

    def check(code: DossierCode, secret: str) -> str:
        checks.append((str(code), secret))
        return secret_check(code, secret)

    def noted(*event: object) -> None:
        statements.append(str(event[2]))

    monkeypatch.setattr(tracking, "secret_check", check)
    sa.event.listen(sa.Engine, "before_cursor_execute", noted)
    try:
        work = []
        for number, code in enumerate((str(CODE), str(OTHER_CODE), "no code")):
            checks.clear()
            statements.clear()
            refusal(tracker, code, "AAAA", f"10.0.{number}.1")
            work.append((len(checks), tuple(statements)))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", noted)
    assert work[0][0] == 1
    assert len(work[0][1]) > 2
    assert work[0] == work[1] == work[2]


@pytest.mark.parametrize(
    "odd", ["", "-", "--- ---", "%", "_________", "*", "'", '" OR 1=1 --', "\0", "H3K%", "🙂" * 9]
)
def test_odd_input_is_no_code_and_no_secret(
    tracker: Tracking, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setattr(tracking, "secret_check", lambda _code, _secret: "f" * 64)  # 40 ms each
    for code, secret in ((odd, SECRET), (str(CODE), odd), (odd, odd)):
        assert refusal(tracker, code, secret, "10.0.0.1").code == "not-found"


def test_no_page_links_to_another_host_that_stands_in_its_address(served: RunningPortal) -> None:
    page = requests.get(
        f"{served.url}//elsewhere.example/x", headers={"Accept": "text/html"}, timeout=10
    )
    assert page.status_code == 404
    assert 'href="/elsewhere.example/x?' in page.text
