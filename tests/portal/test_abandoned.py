"""What a kiosk began and never ended goes after a while; a late kiosk loses nothing by it."""

import hashlib
import os
import uuid

import pytest

from kiosk.portal import tables
from kiosk.portal.abandoned import STEP, Abandoned
from kiosk.portal.problems import ProblemError
from kiosk.settings import Portal as PortalSettings
from offline_queue.outbox import MAX_WAIT_MS
from tests.portal.conftest import LOBBY, OTHER_CODE, Portal, deliver, manifest, sealed
from tests.portal.test_intake import announce, code_of, upload

DAYS = PortalSettings().unfinished_days
PARTS = [sealed("form"), sealed("page one", 600), sealed("page two", 300)]


def abandoned(portal: Portal) -> Abandoned:
    return Abandoned(portal.store, portal.blobs, clock=portal.clock, keep_days=DAYS)


def files(portal: Portal) -> set[str]:
    return {path.name for path in (portal.folder / "blobs").rglob("*") if path.is_file()}


def lie(portal: Portal, days: float) -> None:
    """The bytes that are there came so many days before the portal's now."""
    at = portal.clock().timestamp() - days * 86400
    for path in (portal.folder / "blobs").rglob("*"):
        os.utime(path, (at, at))


def half_sent(portal: Portal) -> tuple[str, object]:
    """The form is whole, a page half there, the last page has not begun."""
    made = manifest(PARTS)
    digest = announce(portal, made)
    upload(portal, PARTS[0])
    name = hashlib.sha256(PARTS[1]).hexdigest()
    portal.intake.append(LOBBY, name, 0, PARTS[1][:250])
    return digest, made.delivery_id


def test_the_limit_is_longer_than_a_kiosk_waits_between_tries() -> None:
    assert DAYS * 86_400_000 > 24 * MAX_WAIT_MS


def test_a_slow_kiosk_goes_on_where_it_was(portal: Portal) -> None:
    half_sent(portal)
    portal.clock.later(days=DAYS + 5)
    lie(portal, DAYS - 1)  # its last bytes came yesterday a month ago
    before = files(portal)
    assert abandoned(portal).remove_step() == (0, "")
    assert files(portal) == before
    name = hashlib.sha256(PARTS[1]).hexdigest()
    assert portal.intake.offset(LOBBY, name).offset == 250


def test_a_kiosk_that_comes_after_the_limit_sends_again_and_loses_nothing(portal: Portal) -> None:
    digest, delivery = half_sent(portal)
    portal.clock.later(days=DAYS + 5)
    lie(portal, DAYS + 1)
    assert abandoned(portal).remove_step() == (2, "")
    assert files(portal) == set()
    name = hashlib.sha256(PARTS[1]).hexdigest()
    with pytest.raises(ProblemError) as refused:  # it goes on where it was told to
        portal.intake.append(LOBBY, name, 250, PARTS[1][250:])
    assert code_of(refused) == "offset"
    assert refused.value.more == {"offset": 0}
    for data in PARTS:
        upload(portal, data)
    assert portal.intake.commit(LOBBY, uuid.UUID(str(delivery)), digest)
    assert portal.count(tables.dossier) == 1


def test_what_was_received_stays_for_ever_also_where_another_began_the_same(
    portal: Portal,
) -> None:
    deliver(portal, manifest(PARTS), PARTS)
    again = manifest(PARTS[:2], code=OTHER_CODE)  # the same bytes, announced and left
    announce(portal, again)
    portal.clock.later(days=10 * DAYS)
    lie(portal, 10 * DAYS)
    assert abandoned(portal).remove_step() == (0, "")
    assert files(portal) == {hashlib.sha256(data).hexdigest() for data in PARTS}


def test_a_blob_that_no_row_names_is_not_touched(portal: Portal) -> None:
    """A store restored from an older copy knows less than the disk."""
    name = hashlib.sha256(PARTS[0]).hexdigest()
    portal.blobs.append(name, 0, PARTS[0], size=len(PARTS[0]))
    portal.clock.later(days=10 * DAYS)
    lie(portal, 10 * DAYS)
    assert abandoned(portal).remove_step() == (0, "")
    assert files(portal) == {name}


def test_a_part_that_went_between_the_look_and_the_commit_gets_no_receipt(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    for data in PARTS:
        upload(portal, data)
    portal.clock.later(days=DAYS + 5)
    lie(portal, DAYS + 1)
    look = portal.blobs.verify
    last = hashlib.sha256(PARTS[-1]).hexdigest()

    def and_then(sha256: str, size: int) -> bool:
        found = look(sha256, size)
        if sha256 == last:
            assert abandoned(portal).remove_step() == (3, "")
        return found

    monkeypatch.setattr(portal.blobs, "verify", and_then)
    with pytest.raises(ProblemError) as refused:
        portal.intake.commit(LOBBY, made.delivery_id, digest)
    assert code_of(refused) == "parts-missing"  # the kiosk starts over from its own copy
    assert portal.count(tables.dossier) == 0


def test_many_parts_go_in_steps(portal: Portal) -> None:
    many = [sealed("form"), *(sealed(f"page {n}", 30) for n in range(STEP + 9))]
    announce(portal, manifest(many))
    for data in many:
        upload(portal, data)
    portal.clock.later(days=DAYS + 5)
    lie(portal, DAYS + 1)
    gone, after = abandoned(portal).remove_step()
    assert (gone, len(files(portal)), len(after)) == (STEP, 10, 64)
    assert abandoned(portal).remove_step(after) == (10, "")
