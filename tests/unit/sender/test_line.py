"""The line and the portal's word on it: when is asked again, and when nothing is asked at all."""

import random

from offline_queue import backoff, outbox
from offline_queue.answers import Answer, Failure, Step
from offline_queue.envelope import State
from offline_queue.sender import Outcome, Turn
from tests.support.portal_in_a_file import login_page, unreachable
from tests.unit.sender.conftest import PAGE, Office, once


def test_a_login_page_in_the_portals_place_is_a_network_and_no_receipt(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.portal.before = login_page
    assert office.run() == [Outcome.WRONG_NETWORK]
    assert office.files() == 1
    assert office.sender.link.reason == "no-json"
    for _ in range(3):
        office.wait(backoff.CAP_MS)
        assert office.sender.turn().outcome is Outcome.WAITING
    assert office.portal.requests == [Step.MANIFEST, Step.PING, Step.PING, Step.PING]
    office.portal.before = lambda _step: None
    office.wait(backoff.CAP_MS)
    assert office.run() == [Outcome.DELIVERED]


def test_a_refused_key_pauses_the_queue_and_touches_no_dossier(office: Office) -> None:
    for number in range(5):
        office.hand_in(f"d{number}", PAGE)
    office.portal.before = once(
        Step.MANIFEST, Answer(Step.MANIFEST, 401, json={"type": "/problems/unknown-key"})
    )
    assert office.run() == [Outcome.PAUSED]
    assert office.sender.link.paused
    assert {office.state(f"d{n}") for n in range(5)} == {State.READY}
    assert office.portal.requests == [Step.MANIFEST]
    assert (office.sender.wait_ms() or 0) >= backoff.CAP_MS // 2
    office.sender.wake()  # enrolled again
    assert office.run() == [Outcome.DELIVERED] * 4
    office.wait(backoff.CAP_MS)
    assert office.run() == [Outcome.DELIVERED]


def test_a_wrong_clock_is_repaired_once_and_then_called_by_its_name(office: Office) -> None:
    office.hand_in("d1")
    skewed = Answer(Step.MANIFEST, 401, json={"type": "/problems/clock-skew"})
    office.portal.before = once(Step.MANIFEST, skewed)
    assert office.run() == [Outcome.DELIVERED]
    office.hand_in("d2")
    office.portal.before = lambda step: skewed if step is Step.MANIFEST else None
    assert office.run() == [Outcome.PAUSED]
    assert office.sender.link.reason == "clock-skew"
    assert office.portal.clock_repairs == 2


def test_three_failures_in_a_row_stop_the_asking_and_one_probe_starts_it_again(
    office: Office,
) -> None:
    for number in range(50):
        office.hand_in(f"d{number}")
    office.portal.before = unreachable
    assert office.run() == [Outcome.RETRY] * backoff.THRESHOLD
    asked = len(office.portal.requests)
    for _ in range(100):  # an hour of outage
        office.wait(36_000)
        assert office.run() == []
    assert len(office.portal.requests) - asked < 30
    office.portal.before = lambda _step: None
    office.wait(backoff.CAP_MS)
    assert office.run() == [Outcome.DELIVERED] * 50
    assert sorted(office.portal.filed()) == sorted(f"d{n}" for n in range(50))


def test_a_probe_that_took_long_costs_nothing_of_the_lease(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.portal.before = login_page
    assert office.run() == [Outcome.WRONG_NETWORK]
    office.wait(backoff.CAP_MS)

    def slow(step: Step) -> None:
        if step is Step.PING:
            office.wait(outbox.LEASE_MS - 1)
        elif step is Step.OFFSET:
            office.wait(2)
            assert outbox.take(office.database, at=office.now) is None, "another may take it"

    office.portal.before = slow
    assert office.run() == [Outcome.DELIVERED]


def test_retry_after_is_a_floor(office: Office) -> None:
    office.hand_in("d1")
    busy = Answer(Step.MANIFEST, 503, {"retry-after": "300"})
    office.portal.before = once(Step.MANIFEST, busy)
    assert office.run() == [Outcome.RETRY]
    office.wait(299_000)
    assert office.run() == []
    office.wait(backoff.CAP_MS)
    assert office.run() == [Outcome.DELIVERED]


def test_back_off_is_spread_evenly_and_has_an_end() -> None:
    rng = random.Random(1)
    for failures, bound in ((1, 4_000), (2, 8_000), (5, 64_000), (30, backoff.CAP_MS)):
        drawn = [backoff.delay_ms(failures, rng=rng) for _ in range(2_000)]
        assert 0 <= min(drawn) < bound * 0.01
        assert bound * 0.99 < max(drawn) <= bound
        assert 0.45 * bound < sum(drawn) / len(drawn) < 0.55 * bound
    assert min(backoff.delay_ms(1, rng=rng, floor_ms=60_000) for _ in range(200)) >= 60_000


def test_a_breaker_whose_clock_restarted_does_not_stay_shut() -> None:
    breaker = backoff.Breaker(rng=random.Random(1))
    breaker.paused("unknown-key", up_ms=10**9)
    assert breaker.wait_ms(10**9) > 0
    assert breaker.wait_ms(5) == 0


def test_no_answer_is_told_apart_from_a_refusal_in_the_reason(office: Office) -> None:
    office.hand_in("d1")
    office.portal.before = once(Step.MANIFEST, Answer(Step.MANIFEST, failure=Failure.TIMEOUT))
    assert office.sender.turn() == Turn(Outcome.RETRY, "d1", "timeout")
