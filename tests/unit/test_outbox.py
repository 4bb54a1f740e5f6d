"""The outbox keeps what was handed in: once, in order, until a receipt says it arrived."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from offline_queue import inspection, outbox, schema
from offline_queue.database import immediate, open_database
from offline_queue.envelope import Blob, Envelope, State, Taken
from offline_queue.moment import Moment
from offline_queue.receipts import Receipt

AT = Moment(wall_ms=1_790_000_000_000, boot="boot-1", up_ms=1_000_000)


def later(ms: int, *, at: Moment = AT) -> Moment:
    return replace(at, wall_ms=at.wall_ms + ms, up_ms=at.up_ms + ms)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "outbox.db")
    schema.migrate(opened)
    yield opened
    opened.close()


def put(database: Database, key: str, stream: str | None = None, body: bytes = b"{}") -> bool:
    with immediate(database):
        return outbox.enqueue(database, Envelope(key, body, stream or key), at=AT)


def take(database: Database, at: Moment = AT) -> Taken:
    taken = outbox.take(database, at=at)
    assert taken is not None
    return taken


def receipt_for(envelope: Envelope) -> Receipt:
    return Receipt(envelope.key, envelope.body_sha256, "00000001", "2026-11-25T08:00:00Z", "{}")


def state_of(database: Database, key: str) -> State:
    (found,) = [one for one in inspection.envelopes(database, at=AT) if one.key == key]
    return found.state


def test_a_second_tap_on_submit_is_the_same_envelope(database: Database) -> None:
    assert put(database, "d1")
    assert not put(database, "d1", body=b'{"sealed": "again"}')
    assert take(database).envelope.body == b"{}"
    assert outbox.take(database, at=AT) is None


def test_the_deed_and_its_envelope_are_one_commit(database: Database) -> None:
    with pytest.raises(outbox.NoTransactionError):
        outbox.enqueue(database, Envelope("d1", b"{}", "d1"), at=AT)
    with pytest.raises(RuntimeError), immediate(database):
        outbox.enqueue(database, Envelope("d1", b"{}", "d1"), at=AT)
        raise RuntimeError("the dossier's own row was refused")
    assert outbox.take(database, at=AT) is None


def test_envelopes_go_in_the_order_they_came_whatever_the_wall_clock_says(
    database: Database,
) -> None:
    for number, wall_ms in enumerate((AT.wall_ms, 0, AT.wall_ms - 400 * 86_400_000)):
        with immediate(database):
            outbox.enqueue(
                database,
                Envelope(f"d{number}", b"{}", f"d{number}"),
                at=replace(AT, wall_ms=wall_ms),
            )
    assert [take(database).envelope.key for _ in range(3)] == ["d0", "d1", "d2"]


def test_a_supplement_never_overtakes_its_dossier(database: Database) -> None:
    put(database, "d1", "d1")
    put(database, "d1-extra", "d1")
    put(database, "d2", "d2")
    first = take(database)
    assert take(database).envelope.key == "d2"
    assert outbox.take(database, at=AT) is None
    assert outbox.ack(database, receipt_for(first.envelope))
    assert take(database).envelope.key == "d1-extra"


def test_a_quarantined_dossier_blocks_its_own_stream_only(database: Database) -> None:
    put(database, "d1", "d1")
    put(database, "d1-extra", "d1")
    put(database, "d2", "d2")
    assert outbox.quarantine(
        database, take(database), at=AT, reason="key-conflict", http_status=409
    )
    assert outbox.next_due_ms(database, at=AT) == 0
    assert take(database).envelope.key == "d2"
    assert outbox.take(database, at=AT) is None
    assert outbox.next_due_ms(database, at=AT) is None, "who waits for it would spin"
    (listed,) = inspection.envelopes(database, at=AT, state=State.QUARANTINED)
    assert (listed.key, listed.reason, listed.http_status) == ("d1", "key-conflict", 409)
    assert outbox.requeue(database, "d1", at=AT)
    assert not outbox.requeue(database, "d1", at=AT)
    assert take(database).envelope.key == "d1"


def test_the_attempt_is_counted_before_it_is_made(database: Database) -> None:
    put(database, "d1")
    take(database)
    (listed,) = inspection.envelopes(database, at=AT)
    assert listed.attempts == 1


def test_a_sender_that_fell_asleep_loses_its_lease_and_can_no_longer_write(
    database: Database,
) -> None:
    put(database, "d1")
    old = take(database)
    assert outbox.take(database, at=later(outbox.LEASE_MS - 1)) is None
    new = take(database, later(outbox.LEASE_MS))
    assert new.attempt == 2
    assert not outbox.renew(database, old, at=AT)
    assert not outbox.uploaded(database, old)
    assert not outbox.give_back(database, old, at=AT)
    assert not outbox.quarantine(database, old, at=AT, reason="late")
    assert outbox.uploaded(database, new)


def test_a_verified_receipt_counts_even_when_the_lease_was_lost(database: Database) -> None:
    put(database, "d1")
    old = take(database)
    take(database, later(outbox.LEASE_MS))
    assert outbox.ack(database, receipt_for(old.envelope))
    assert state_of(database, "d1") is State.COMMITTED
    assert not outbox.ack(database, receipt_for(old.envelope))


def test_a_receipt_for_other_bytes_is_refused(database: Database) -> None:
    put(database, "d1")
    with pytest.raises(LookupError):
        outbox.ack(database, receipt_for(Envelope("d1", b'{"other": 1}', "d1")))
    assert state_of(database, "d1") is State.READY


@pytest.mark.parametrize("up_ms", [5, AT.up_ms + 1])  # the second lies within the lease of before
def test_a_reboot_ends_every_lease(database: Database, up_ms: int) -> None:
    put(database, "d1")
    take(database)
    rebooted = Moment(wall_ms=0, boot="boot-2", up_ms=up_ms)
    assert take(database, rebooted).attempt == 2


def test_at_its_start_the_only_sender_takes_back_every_lease(database: Database) -> None:
    put(database, "d1")
    put(database, "d2")
    outbox.uploaded(database, take(database))
    take(database)
    assert outbox.recover(database, at=AT) == 2
    assert {state_of(database, key) for key in ("d1", "d2")} == {State.READY}


def test_an_envelope_that_ends_the_sender_five_times_is_set_aside(database: Database) -> None:
    put(database, "d1")
    put(database, "d2")
    for _ in range(outbox.MAX_UNANSWERED):
        assert take(database).envelope.key == "d1"
        outbox.recover(database, at=AT)
    (listed,) = inspection.envelopes(database, at=AT, state=State.QUARANTINED)
    assert (listed.key, listed.reason) == ("d1", outbox.SENDER_DIED)
    assert take(database).envelope.key == "d2"


def test_a_long_upload_cut_off_every_evening_is_not_blamed(database: Database) -> None:
    put(database, "d1")
    for _ in range(3 * outbox.MAX_UNANSWERED):
        outbox.renew(database, take(database), at=AT)  # a part arrived
        outbox.recover(database, at=AT)  # the plug was pulled
    assert state_of(database, "d1") is State.READY


def test_waiting_is_by_uptime_and_a_reboot_ends_it(database: Database) -> None:
    put(database, "d1")
    outbox.give_back(database, take(database), at=AT, delay_ms=60_000, failed=True)
    for jump_ms in (-400 * 86_400_000, 0, 400 * 86_400_000):
        assert outbox.take(database, at=replace(AT, wall_ms=AT.wall_ms + jump_ms)) is None
    assert outbox.next_due_ms(database, at=later(59_000)) == 1_000
    taken = take(database, later(60_000))
    assert taken.failures == 1
    outbox.give_back(database, taken, at=later(60_000), delay_ms=60_000)
    assert take(database, Moment(0, "boot-2", 1)).failures == 1


def test_a_wait_beyond_all_reason_is_damage_and_ends_now(database: Database) -> None:
    put(database, "d1")
    outbox.give_back(database, take(database), at=AT, delay_ms=10**12)
    assert outbox.next_due_ms(database, at=AT) == outbox.MAX_WAIT_MS
    with immediate(database):
        database.execute("UPDATE outbox_envelope SET wait_up_ms = 1 << 60")
    assert outbox.next_due_ms(database, at=AT) == 0
    assert take(database).envelope.key == "d1"


def test_a_staged_envelope_waits_until_it_is_let_go(database: Database) -> None:
    with immediate(database):
        outbox.enqueue(database, Envelope("d1", b"{}", "d1"), at=AT, state=State.STAGED)
    assert outbox.take(database, at=AT) is None
    assert outbox.let_go(database, "d1")
    assert not outbox.let_go(database, "d1")
    assert take(database).envelope.key == "d1"


def test_lanes_are_apart(database: Database) -> None:
    put(database, "d1")
    assert outbox.take(database, at=AT, lane="events") is None
    assert outbox.next_due_ms(database, at=AT, lane="events") is None


def test_support_sees_counts_bytes_and_the_oldest_age(database: Database) -> None:
    blob = Blob("a" * 64, 1000)
    with immediate(database):
        outbox.enqueue(database, Envelope("d1", b"{}", "d1", blobs=(blob,)), at=AT)
        outbox.enqueue(database, Envelope("d2", b"{}", "d2"), at=later(5_000))
        outbox.enqueue(database, Envelope("d3", b"{}", "d3"), at=later(6_000))
    outbox.quarantine(database, take(database), at=AT, reason="bad-form", http_status=422)
    found = inspection.counts(database, at=later(10_000))
    assert [(c.state, c.count, c.bytes, c.oldest_s) for c in found] == [
        (State.QUARANTINED, 1, 1002, 10.0),
        (State.READY, 2, 4, 5.0),
    ]
    assert inspection.waiting_bytes(database) == 1006
    assert inspection.needed_blobs(database) == [("d1", blob)]


def test_ages_are_never_negative_when_the_clock_went_back(database: Database) -> None:
    put(database, "d1")
    (count,) = inspection.counts(database, at=Moment(0, "boot-2", 0))
    assert count.oldest_s == 0


def test_taking_uses_its_indexes_however_many_are_done(database: Database) -> None:
    at = {"lane": "dossiers", "boot": "b", "up_ms": 0, "max_wait": 1}
    plan = " ".join(
        row[3] for row in database.execute("EXPLAIN QUERY PLAN " + outbox._NEXT, at).fetchall()
    )
    assert "outbox_ready" in plan
    assert "outbox_open" in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN" not in plan


def test_a_file_of_a_newer_version_is_left_alone(database: Database) -> None:
    assert schema.migrate(database) == 0
    schema.require_current(database)
    database.execute("PRAGMA user_version = 99")
    with pytest.raises(schema.SchemaError, match="99"):
        schema.migrate(database)
    with pytest.raises(schema.SchemaError, match="99"):
        schema.require_current(database)


@pytest.mark.parametrize("key", ["", "a b", "../x", "x" * 81, "nguyễn"])
def test_a_key_is_an_id_and_nothing_else(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        Envelope(key, b"{}", "s")
