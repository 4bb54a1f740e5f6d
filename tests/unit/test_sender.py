"""One delivery after another: what the sender does when the world misbehaves."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from offline_queue import backoff, inspection, outbox, schema
from offline_queue.answers import Answer, Failure, Step
from offline_queue.blobs import BlobStore
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Envelope, State
from offline_queue.moment import Moment
from offline_queue.receipts import ReceiptError
from offline_queue.sender import PART_BYTES, Outcome, Sender, Turn
from tests.support.portal_in_a_file import (
    VERIFY,
    PortalInAFile,
    login_page,
    sign,
    unreachable,
)

START = Moment(1_790_000_000_000, "boot-1", 1_000_000)


@dataclass
class Office:
    """A kiosk's outbox, its sender, and a portal, on a clock that the test moves."""

    database: Database
    store: BlobStore
    portal: PortalInAFile
    now: Moment = START
    rng: random.Random = field(default_factory=lambda: random.Random(7))
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.sender = Sender(
            database=self.database,
            leases=self.database,
            store=self.store,
            transport=self.portal,
            verify=VERIFY,
            clock=lambda: self.now,
            rng=self.rng,
        )
        self.sender.start()

    def hand_in(self, key: str, *pages: bytes, stream: str | None = None) -> Envelope:
        blobs = tuple(self.store.put(page) for page in pages)
        envelope = Envelope(key, f'{{"id":"{key}"}}'.encode(), stream or key, blobs=blobs)
        with immediate(self.database):
            assert outbox.enqueue(self.database, envelope, at=self.now)
        return envelope

    def wait(self, ms: int) -> None:
        self.now = replace(self.now, wall_ms=self.now.wall_ms + ms, up_ms=self.now.up_ms + ms)

    def run(self) -> list[Outcome]:
        """Turns until nothing is left to do now."""
        done: list[Outcome] = []
        while (turn := self.sender.turn()).outcome not in {Outcome.IDLE, Outcome.WAITING}:
            done.append(turn.outcome)
        return done

    def state(self, key: str) -> State:
        return next(
            one.state for one in inspection.envelopes(self.database, at=self.now) if one.key == key
        )

    def files(self) -> int:
        return len(list(self.store.folder.iterdir()))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = open_database(tmp_path / "outbox.db")
    schema.migrate(database)
    portal = PortalInAFile(tmp_path / "portal.db")
    yield Office(database, BlobStore(tmp_path / "sealed"), portal)
    portal.close()
    database.close()


def once(step: Step, answer: Answer) -> Callable[[Step], Answer | None]:
    """Answer the first request of this step so, serve the rest."""
    left = [answer]
    return lambda asked: left.pop() if asked is step and left else None


PAGE = b"sealed page " * 60_000  # 720 KB: three parts


def test_a_dossier_goes_in_parts_and_its_files_go_after_the_receipt(office: Office) -> None:
    office.hand_in("d1", PAGE, b"sealed form")
    assert office.run() == [Outcome.DELIVERED]
    assert office.portal.filed() == ["d1"]
    assert office.portal.requests.count(Step.APPEND) == 4
    assert office.state("d1") is State.PURGED
    assert office.files() == 0
    (kept,) = inspection.envelopes(office.database, at=office.now)
    assert kept.receipt_no == "00000001"
    assert office.sender.turn() == Turn(Outcome.IDLE)
    assert office.sender.wait_ms() is None


@pytest.mark.parametrize("step", [Step.MANIFEST, Step.OFFSET, Step.APPEND, Step.COMMIT])
def test_a_lost_answer_never_doubles_a_dossier(office: Office, step: Step) -> None:
    office.hand_in("d1", PAGE)
    lost = [True]

    def lose(answer: Answer) -> Answer:
        return unreachable(answer.step) if answer.step is step and lost and lost.pop() else answer

    office.portal.after = lose
    assert office.run() == [Outcome.RETRY]
    assert office.files() == 1
    office.wait(backoff.CAP_MS)
    assert office.run() == [Outcome.DELIVERED]
    assert office.portal.filed() == ["d1"]


def test_an_upload_goes_on_where_it_was_cut(office: Office) -> None:
    office.hand_in("d1", PAGE)
    served = []

    def cut(step: Step) -> Answer | None:
        served.append(step)
        return unreachable(step) if served.count(Step.APPEND) == 3 else None

    office.portal.before = cut
    assert office.run() == [Outcome.RETRY]
    office.wait(backoff.CAP_MS)
    office.portal.before = lambda _step: None
    office.portal.requests.clear()
    assert office.run() == [Outcome.DELIVERED]
    assert office.portal.requests.count(Step.APPEND) == 1


def test_a_portal_that_counts_otherwise_is_believed(office: Office) -> None:
    envelope = office.hand_in("d1", PAGE)
    (blob,) = envelope.blobs
    office.portal.append(envelope, blob, 0, PAGE[:100])
    office.portal.before = once(Step.OFFSET, Answer(Step.OFFSET, 204, {"upload-offset": "0"}))
    assert office.run() == [Outcome.DELIVERED]


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


def test_a_receipt_signed_by_someone_else_lets_nothing_go(office: Office) -> None:
    office.hand_in("d1", PAGE)
    forger = Ed25519PrivateKey.generate()

    def forge(answer: Answer) -> Answer:
        if answer.step is not Step.COMMIT or answer.json is None:
            return answer
        return replace(answer, json=sign({**answer.json}, forger))

    office.portal.after = forge
    assert office.run() == [Outcome.WRONG_NETWORK]
    assert office.state("d1") is State.READY
    assert office.files() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"delivery_id": "d2"}, "another envelope"),
        ({"manifest_sha256": "0" * 64}, "other bytes"),
        ({"server_key_id": "portal-9"}, "unknown"),
        ({"receipt_no": 5}, "receipt_no is missing"),
    ],
)
def test_a_receipt_is_for_one_envelope_and_its_very_bytes(
    office: Office, change: dict[str, object], why: str
) -> None:
    envelope = Envelope("d1", b"{}", "d1")
    right = office.portal.receipt(envelope, 1)
    assert VERIFY(envelope, sign(right)).number == "00000001"
    with pytest.raises(ReceiptError, match=why):
        VERIFY(envelope, sign({**right, **change}))
    with pytest.raises(ReceiptError, match="signature"):
        VERIFY(envelope, {**sign(right), "received_at": "2020-01-01T00:00:00Z"})
    with pytest.raises(ReceiptError, match="signature"):
        VERIFY(envelope, {**sign(right), "sig": "not base64!"})


def test_one_refused_dossier_does_not_stop_the_others(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.hand_in("d1-extra", PAGE, stream="d1")
    office.hand_in("d2")
    office.portal.before = once(
        Step.MANIFEST, Answer(Step.MANIFEST, 422, json={"type": "/problems/unknown-procedure"})
    )
    assert office.run() == [Outcome.QUARANTINED, Outcome.DELIVERED]
    assert office.portal.filed() == ["d2"]
    (held,) = inspection.envelopes(office.database, at=office.now, state=State.QUARANTINED)
    assert (held.reason, held.http_status) == ("unknown-procedure", 422)
    assert outbox.requeue(office.database, "d1", at=office.now)
    assert office.run() == [Outcome.DELIVERED, Outcome.DELIVERED]
    assert office.portal.filed() == ["d2", "d1", "d1-extra"]


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


@pytest.mark.parametrize("odd", [{}, 7, ["a"], None])
def test_names_that_are_none_in_the_list_of_missing_parts_are_passed_over(
    office: Office, odd: object
) -> None:
    office.hand_in("d1", PAGE)

    def add(answer: Answer) -> Answer:
        if answer.step is not Step.MANIFEST or answer.json is None:
            return answer
        missing = answer.json["missing"]
        assert isinstance(missing, list)
        return replace(answer, json={**answer.json, "missing": [*missing, odd]})

    office.portal.after = add
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


def test_parts_get_smaller_until_a_proxy_lets_them_pass(office: Office) -> None:
    office.hand_in("d1", PAGE)
    sent: list[int] = []
    real = office.portal._append

    def small_only(blob: object, offset: int, data: bytes) -> Answer:
        sent.append(len(data))
        if len(data) > 100_000:
            return Answer(Step.APPEND, 413)
        return real(blob, offset, data)  # type: ignore[arg-type]

    office.portal._append = small_only  # type: ignore[method-assign]
    assert office.run() == [Outcome.DELIVERED]
    assert sent[:3] == [PART_BYTES, PART_BYTES // 2, PART_BYTES // 4]


@pytest.mark.parametrize(
    ("limit", "reason"),
    [({}, "part-too-large"), ({"upload-limit": "max-size=9"}, "file-too-large")],
)
def test_a_file_that_fits_nowhere_is_set_aside(
    office: Office, limit: dict[str, str], reason: str
) -> None:
    office.hand_in("d1", PAGE)
    office.portal.before = lambda step: Answer(step, 413, limit) if step is Step.APPEND else None
    assert office.run() == [Outcome.QUARANTINED]
    (held,) = inspection.envelopes(office.database, at=office.now)
    assert held.reason == reason


def test_a_portal_that_forgets_uploads_gets_them_again_but_not_for_ever(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.portal.before = once(Step.APPEND, Answer(Step.APPEND, 410))
    assert office.run() == [Outcome.DELIVERED]
    office.hand_in("d2", PAGE + b"2")
    office.portal.before = lambda step: Answer(step, 410) if step is Step.APPEND else None
    assert office.sender.turn() == Turn(Outcome.RETRY, "d2", "no-progress")


def test_parts_the_portal_lost_before_the_receipt_are_sent_again(office: Office) -> None:
    office.hand_in("d1", PAGE)

    def forget(step: Step) -> Answer | None:
        if step is Step.COMMIT and office.portal.requests.count(Step.COMMIT) == 1:
            office.portal.database.execute("DELETE FROM part")
        return None

    office.portal.before = forget
    assert office.run() == [Outcome.DELIVERED]
    assert office.portal.filed() == ["d1"]


def test_a_portal_that_always_loses_parts_is_asked_later(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.portal.before = lambda step: (
        Answer(step, 422, json={"missing": ["x"]}) if step is Step.COMMIT else None
    )
    assert office.sender.turn() == Turn(Outcome.RETRY, "d1", "parts-missing")
    assert office.portal.requests.count(Step.MANIFEST) == 3


@pytest.mark.parametrize("rot", [b"rot", b"?" + PAGE[1:]])
def test_a_file_that_rotted_on_the_disk_is_told_to_staff_and_not_sent(
    office: Office, rot: bytes
) -> None:
    envelope = office.hand_in("d1", PAGE)
    office.store.path(envelope.blobs[0].sha256).write_bytes(rot)
    assert office.sender.turn() == Turn(Outcome.QUARANTINED, "d1", "file-damaged")
    assert Step.APPEND not in office.portal.requests


def test_a_sender_that_slept_through_its_lease_stops(office: Office) -> None:
    office.hand_in("d1", PAGE)

    def stolen(step: Step) -> Answer | None:
        if step is Step.APPEND:
            later = replace(office.now, up_ms=office.now.up_ms + outbox.LEASE_MS)
            outbox.take(office.database, at=later)
        return None

    office.portal.before = stolen
    assert office.sender.turn().outcome is Outcome.LOST_LEASE
    assert office.portal.filed() == []


def test_a_file_two_envelopes_name_stays_until_both_have_arrived(office: Office) -> None:
    office.hand_in("d1", PAGE)
    office.hand_in("d2", PAGE)
    assert office.sender.turn().outcome is Outcome.DELIVERED
    assert office.files() == 1
    assert office.sender.turn().outcome is Outcome.DELIVERED
    assert office.files() == 0


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
