"""One delivery after another: each dossier arrives once, and its files go after the receipt."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_queue import backoff, inspection, outbox
from offline_queue.answers import Answer, Step
from offline_queue.envelope import Envelope, State
from offline_queue.receipts import ReceiptError
from offline_queue.sender import Outcome, Turn
from tests.support.portal_in_a_file import VERIFY, sign, unreachable
from tests.unit.sender.conftest import PAGE, Office, once


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
