"""The parts of a file: cut, lost, too large, forgotten by the portal, or rotten on the disk."""

from dataclasses import replace

import pytest

from offline_queue import backoff, inspection
from offline_queue.answers import Answer, Step
from offline_queue.sender import PART_BYTES, Outcome, Turn
from tests.support.portal_in_a_file import unreachable
from tests.unit.sender.conftest import PAGE, Office, once


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
