"""A delivery arrives once, whole, and is answered with the same receipt for ever."""

import base64
import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.contract.portal import Manifest
from kiosk.contract.signed import signed_bytes
from kiosk.portal import tables
from kiosk.portal.intake import ROOM_BYTES
from kiosk.portal.problems import ProblemError
from kiosk.portal.store import migrate
from tests.portal.conftest import LOBBY, OTHER, OTHER_CODE, Portal, manifest, sealed

PARTS = [sealed("form"), sealed("page one", 600), sealed("page two", 300)]


def announce(portal: Portal, made: Manifest) -> str:
    body = made.model_dump_json().encode()
    return portal.intake.announce(LOBBY, made.delivery_id, body).manifest_sha256


def upload(portal: Portal, data: bytes, step: int = 250) -> None:
    name = hashlib.sha256(data).hexdigest()
    for start in range(0, len(data), step):
        portal.intake.append(LOBBY, name, start, data[start : start + step])


def deliver(portal: Portal, made: Manifest, parts: list[bytes]) -> str:
    digest = announce(portal, made)
    for data in parts:
        upload(portal, data)
    return portal.intake.commit(LOBBY, made.delivery_id, digest)


def code_of(error: pytest.ExceptionInfo[ProblemError]) -> str:
    return error.value.code


def test_a_whole_delivery_is_filed_and_the_receipt_can_be_verified(portal: Portal) -> None:
    made = manifest(PARTS)
    receipt = json.loads(deliver(portal, made, PARTS))
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(portal.signer.public.public_key))
    key.verify(base64.b64decode(receipt["sig"]), signed_bytes("receipt", receipt))
    body = made.model_dump_json().encode()
    assert receipt["manifest_sha256"] == hashlib.sha256(body).hexdigest()
    assert receipt["delivery_id"] == str(made.delivery_id)
    assert portal.count(tables.dossier) == 1


def test_the_same_commit_gets_the_same_receipt_byte_for_byte(portal: Portal) -> None:
    made = manifest(PARTS)
    first = deliver(portal, made, PARTS)
    portal.clock.later(hours=5)
    assert deliver(portal, made, []) == first
    assert portal.intake.receipt(LOBBY, made.delivery_id) == first
    assert portal.count(tables.dossier) == 1


def test_twenty_commits_at_once_are_one_dossier_and_one_receipt(portal: Portal) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    for data in PARTS:
        upload(portal, data)
    with ThreadPoolExecutor(20) as pool:
        receipts = set(
            pool.map(lambda _: portal.intake.commit(LOBBY, made.delivery_id, digest), range(20))
        )
    assert len(receipts) == 1
    assert portal.count(tables.dossier) == portal.count(tables.change) == 1


def test_two_announcements_at_once_are_one_delivery(portal: Portal) -> None:
    made = manifest(PARTS)
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: announce(portal, made), range(8)))
    assert len(digests) == portal.count(tables.delivery) == 1


def test_another_content_under_a_known_id_is_refused_and_changes_nothing(portal: Portal) -> None:
    made = manifest(PARTS)
    first = deliver(portal, made, PARTS)
    changed = made.model_copy(update={"filing": "prepare"})
    with pytest.raises(ProblemError) as refused:
        announce(portal, changed)
    assert code_of(refused) == "other-content"
    assert portal.intake.receipt(LOBBY, made.delivery_id) == first


def test_a_commit_without_all_parts_names_those_that_miss(portal: Portal) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    upload(portal, PARTS[0])
    with pytest.raises(ProblemError) as refused:
        portal.intake.commit(LOBBY, made.delivery_id, digest)
    assert code_of(refused) == "parts-missing"
    missing = [hashlib.sha256(data).hexdigest() for data in PARTS[1:]]
    assert refused.value.more["missing"] == missing
    assert portal.count(tables.dossier) == 0


def test_wrong_bytes_of_the_right_length_are_thrown_away_and_wanted_again(portal: Portal) -> None:
    made = manifest(PARTS)
    announce(portal, made)
    name = hashlib.sha256(PARTS[1]).hexdigest()
    offset = portal.intake.append(LOBBY, name, 0, bytes(len(PARTS[1])))
    assert (offset.offset, offset.complete) == (0, False)
    upload(portal, PARTS[1])
    assert portal.intake.offset(LOBBY, name).complete


def test_a_part_that_rotted_on_the_disk_is_noticed_before_the_receipt(portal: Portal) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    for data in PARTS:
        upload(portal, data)
    rotten = hashlib.sha256(PARTS[2]).hexdigest()
    (portal.folder / "blobs" / "whole" / rotten[:2] / rotten).write_bytes(bytes(300))
    with pytest.raises(ProblemError) as refused:
        portal.intake.commit(LOBBY, made.delivery_id, digest)
    assert refused.value.more["missing"] == [rotten]


def test_a_gap_or_an_overlap_is_answered_with_where_to_go_on(portal: Portal) -> None:
    announce(portal, manifest(PARTS))
    name = hashlib.sha256(PARTS[1]).hexdigest()
    portal.intake.append(LOBBY, name, 0, PARTS[1][:250])
    for start in (0, 100, 400):
        with pytest.raises(ProblemError) as refused:
            portal.intake.append(LOBBY, name, start, PARTS[1][start : start + 100])
        assert (code_of(refused), refused.value.more["offset"]) == ("offset", 250)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(cuts=st.lists(st.tuples(st.integers(0, 700), st.integers(1, 300)), max_size=20))
def test_whatever_order_pieces_come_in_only_the_right_bytes_are_kept(
    portal: Portal, cuts: list[tuple[int, int]]
) -> None:
    data = sealed(repr(cuts), 600)
    announce(portal, manifest([data], code=OTHER_CODE))
    name = hashlib.sha256(data).hexdigest()
    present = 0
    for start, length in cuts:
        piece = data[start : start + length]
        if not piece:
            continue
        with suppress(ProblemError):
            portal.intake.append(LOBBY, name, start, piece)
            present += len(piece)
        assert portal.intake.offset(LOBBY, name).offset == present
    portal.intake.append(LOBBY, name, present, data[present:])
    assert portal.blobs.read(name) == data


def test_parts_of_another_kiosk_and_parts_nobody_announced_are_not_found(portal: Portal) -> None:
    announce(portal, manifest(PARTS))
    for device, data in ((OTHER, PARTS[0]), (LOBBY, b"never announced")):
        with pytest.raises(ProblemError) as refused:
            portal.intake.append(device, hashlib.sha256(data).hexdigest(), 0, data)
        assert code_of(refused) == "not-found"


def test_a_kiosk_cannot_speak_for_another(portal: Portal) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    with pytest.raises(ProblemError) as refused:
        portal.intake.commit(OTHER, made.delivery_id, digest)
    assert code_of(refused) == "other-content"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"office_id": "nowhere"}, "unknown-office"),
        ({"key_ids": ("a-key-nobody-has",)}, "unknown-key"),
        ({"code": "H3K-7QP-2MN"}, "invalid"),
        ({"device_id": "lobby-2"}, "invalid"),
    ],
)
def test_what_no_office_could_open_or_find_is_refused_before_it_is_taken(
    portal: Portal, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(ProblemError) as refused:
        announce(portal, manifest(PARTS).model_copy(update=changes))
    assert code_of(refused) == code
    assert portal.count(tables.delivery) == 0


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"\xff", b'{"parts": []}'])
def test_a_body_that_is_no_manifest_is_refused_without_quoting_it(
    portal: Portal, body: bytes
) -> None:
    with pytest.raises(ProblemError) as refused:
        portal.intake.announce(LOBBY, uuid.uuid4(), body)
    assert code_of(refused) == "invalid"
    assert "html" not in refused.value.detail


def test_a_code_that_another_dossier_has_is_refused(portal: Portal) -> None:
    deliver(portal, manifest(PARTS), PARTS)
    with pytest.raises(ProblemError) as refused:
        announce(portal, manifest([sealed("another")]))
    assert code_of(refused) == "code-taken"


def test_a_nearly_full_portal_takes_nothing_new_and_ends_what_it_began(portal: Portal) -> None:
    made = manifest(PARTS)
    digest = announce(portal, made)
    portal.free = ROOM_BYTES - 1
    with pytest.raises(ProblemError) as refused:
        announce(portal, manifest([sealed("new")], code=OTHER_CODE))
    assert refused.value.status == 507
    for data in PARTS:
        upload(portal, data)
    assert portal.intake.commit(LOBBY, made.delivery_id, digest)


def test_a_supplement_needs_the_dossier_its_code_and_its_secret(portal: Portal) -> None:
    first = manifest(PARTS)
    extra = [sealed("extra form"), sealed("extra page")]
    more = manifest(extra, dossier=first.dossier_id, delivery=uuid.uuid4())
    with pytest.raises(ProblemError) as refused:
        announce(portal, more)
    assert code_of(refused) == "unknown-dossier"
    deliver(portal, first, PARTS)
    with pytest.raises(ProblemError) as refused:
        announce(portal, more.model_copy(update={"secret_check": "0" * 64}))
    assert code_of(refused) == "wrong-secret"
    deliver(portal, more, extra)
    assert (portal.count(tables.dossier), portal.count(tables.delivery)) == (1, 2)


def test_lines_of_the_audit_and_manifests_cannot_be_changed(portal: Portal) -> None:
    deliver(portal, manifest(PARTS), PARTS)
    for change in (
        sa.delete(tables.audit),
        sa.update(tables.audit).values(actor="nobody"),
        sa.update(tables.delivery).values(manifest=b"other"),
        sa.update(tables.delivery).values(receipt="other"),
    ):
        with pytest.raises(sa.exc.IntegrityError), portal.store.write() as connection:
            connection.execute(change)


def test_migrations_make_the_tables_the_code_works_with(portal: Portal) -> None:
    inspector = sa.inspect(portal.store._readers)
    for table in tables.metadata.sorted_tables:
        found = {
            c["name"]: (str(c["type"]), bool(c["nullable"]))
            for c in inspector.get_columns(table.name)
        }
        wanted = {
            c.name: (str(c.type), bool(c.nullable) and not c.primary_key) for c in table.columns
        }
        assert found == wanted, table.name


def test_a_file_of_a_newer_version_is_left_alone(portal: Portal) -> None:
    path = portal.folder / "portal.db"
    with portal.store.write() as connection:
        connection.exec_driver_sql("PRAGMA user_version=99")
    with pytest.raises(Exception, match="version 99"):
        migrate(path)
