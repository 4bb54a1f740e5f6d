"""The uplink over real HTTP: only an enrolled kiosk is heard, and only what it signed."""

import base64
import datetime as dt
import errno
import hashlib
import json
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from kiosk.clock import utc_now
from kiosk.contract.portal import Manifest
from kiosk.portal import setup, tables
from kiosk.portal.problems import STATUS, ProblemError
from kiosk.portal.registry import ENROLMENT_VALID, Registry
from kiosk.portal.store import Store
from kiosk.remote.portal_client import PortalRefusedError
from kiosk.remote.signing import DeviceKey, sign
from kiosk.services.enrolment import Enrolment, read_provision
from tests.portal.conftest import manifest, sealed
from tests.portal.world import Kiosk, RunningPortal


@dataclass
class Sender:
    """Signs by hand, so that a test can spoil any part of a request."""

    url: str
    key: DeviceKey

    def signed(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        key: str = "",
        created: dt.datetime | None = None,
        **headers: str,
    ) -> requests.Request:
        sent = {"Idempotency-Key": key or str(uuid.uuid4())}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= sign(
            self.key,
            method=method,
            url=self.url + path,
            headers=sent,
            body=body,
            created=created or utc_now(),
        )
        return requests.Request(method, self.url + path, headers=sent, data=body)

    def send(self, request: requests.Request) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            return session.send(session.prepare_request(request), timeout=15)

    def announce(self, made: Manifest) -> requests.Response:
        body = made.model_dump_json().encode()
        path = f"/v1/deliveries/{made.delivery_id}/manifest"
        return self.send(self.signed("PUT", path, body, key=str(made.delivery_id)))

    def upload(self, data: bytes, offset: int = 0) -> requests.Response:
        name = hashlib.sha256(data).hexdigest()
        return self.send(
            self.signed("PATCH", f"/v1/blobs/{name}", data[offset:], upload_offset=str(offset))
        )

    def commit(self, made: Manifest) -> requests.Response:
        digest = hashlib.sha256(made.model_dump_json().encode()).hexdigest()
        body = json.dumps({"manifest_sha256": digest}).encode()
        path = f"/v1/deliveries/{made.delivery_id}/commit"
        return self.send(self.signed("POST", path, body, key=str(made.delivery_id)))


@pytest.fixture
def sender(tmp_path: Path, served: RunningPortal) -> Sender:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    kiosk.close()
    return Sender(served.url, kiosk.enrolment.device_key())


def code(answer: requests.Response) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith(problem["code"])
    return str(problem["code"])


PARTS = [sealed("form"), sealed("page", 5000)]


def fitting(parts: list[bytes]) -> Manifest:
    return manifest(parts).model_copy(update={"key_ids": ("song-may-1",)})


def test_replayed_requests_change_nothing_and_get_the_same_receipt(
    served: RunningPortal, sender: Sender
) -> None:
    made = fitting(PARTS)
    first = sender.announce(made).json()
    assert len(first["missing"]) == 2
    for data in PARTS:
        assert sender.upload(data).json()["complete"]
    assert sender.upload(PARTS[0]).json()["complete"]  # a part that is whole already
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sender.commit(made), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sender.announce(made).json()["committed"]
    assert len(served.rows(tables.dossier)) == 1


def test_a_changed_request_is_refused_whatever_was_changed(sender: Sender) -> None:
    made = fitting(PARTS)
    path = f"/v1/deliveries/{made.delivery_id}/manifest"
    body, key = made.model_dump_json().encode(), str(made.delivery_id)
    other_body = sender.signed("PUT", path, body, key=key)
    other_body.data = body.replace(b"A001", b"A002") + b" "
    other_place = sender.signed("PUT", path, body, key=key)
    other_place.url = sender.url + f"/v1/deliveries/{uuid.uuid4()}/manifest"
    other_method = sender.signed("PUT", path, body, key=key)
    other_method.method = "POST"
    other_key = sender.signed("PUT", path, body, key=key)
    other_key.headers["Idempotency-Key"] = str(uuid.uuid4())
    unsigned = sender.signed("PUT", path, body, key=key)
    del unsigned.headers["Signature"]
    for spoiled in (other_body, other_place, other_key, unsigned):
        assert code(sender.send(spoiled)) == "signature"
    assert sender.send(other_method).status_code in {401, 405}
    assert sender.send(sender.signed("PUT", path, body, key=key)).status_code == 200


def test_an_unknown_key_and_a_wrong_clock_are_told_apart(tmp_path: Path, sender: Sender) -> None:
    stranger = Sender(sender.url, DeviceKey.create(tmp_path / "stranger.key"))
    assert code(stranger.send(stranger.signed("GET", "/v1/changes"))) == "unknown-device"
    late = sender.signed("GET", "/v1/changes", created=utc_now() - dt.timedelta(hours=1))
    answer = sender.send(late)
    assert (answer.status_code, code(answer)) == (401, "clock-skew")
    assert "date" in answer.headers


def test_too_large_a_part_and_a_body_for_the_wrong_host_are_refused(sender: Sender) -> None:
    big = bytes(256 * 1024 + 1)
    request = sender.signed("PATCH", f"/v1/blobs/{'0' * 64}", big, upload_offset="0")
    assert code(sender.send(request)) == "too-large"
    elsewhere = sender.signed("GET", "/v1/changes")
    elsewhere.headers["Host"] = "evil.example"
    assert code(sender.send(elsewhere)) == "host-refused"


def test_a_full_disk_is_said_before_anything_is_lost_and_the_upload_goes_on(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = fitting(PARTS)
    sender.announce(made)
    whole = os.pwrite

    def full_after_100_bytes(handle: int, data: bytes, at: int) -> int:
        if at >= 100:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(handle, bytes(data)[:100], at)

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.portal.blobs.os.pwrite", full_after_100_bytes)
        answer = sender.upload(PARTS[1])
        assert (answer.status_code, code(answer)) == (507, "no-space")
        assert int(answer.headers["Retry-After"]) > 0
    name = hashlib.sha256(PARTS[1]).hexdigest()
    assert sender.send(sender.signed("GET", f"/v1/blobs/{name}")).json()["offset"] == 0
    for data in PARTS:
        assert sender.upload(data).status_code == 200
    assert sender.commit(made).status_code == 201


def test_a_full_database_refuses_and_keeps_nothing_by_half(tmp_path: Path) -> None:
    setup.init(tmp_path / "portal", host="127.0.0.1", now=utc_now())
    store = Store(tmp_path / "portal" / setup.STORE)
    with store.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with store._writers.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    from kiosk.portal.store import StoreBusyError, note_audit

    with pytest.raises(StoreBusyError, match="full"), store.write() as connection:
        for _ in range(500):
            note_audit(connection, now=utc_now(), actor="a" * 200, action="b")
    with store._writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    with store.write() as connection:
        note_audit(connection, now=utc_now(), actor="a", action="after")
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one() == 1
    store.close()


def test_a_machine_changes_its_name_only_once_the_old_one_is_shut_out(
    tmp_path: Path, served: RunningPortal
) -> None:
    store = Store(served.folder / setup.STORE)
    registry = Registry(store, served.signer)
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision("lobby-1"))
    kiosk.close()
    text = served.provision("lobby-2")
    with pytest.raises(PortalRefusedError, match="key-taken"):
        Kiosk.enrolled(tmp_path / "kiosk", text)
    assert Enrolment.load(tmp_path / "kiosk").device_id == "lobby-1"
    registry.revoke("lobby-1", now=utc_now())
    Kiosk.enrolled(tmp_path / "kiosk", text).close()
    assert Enrolment.load(tmp_path / "kiosk").device_id == "lobby-2"
    known = registry.device(kiosk.enrolment.device_key().key_id)
    assert known is not None
    assert known[0].id == "lobby-2"
    store.close()


def test_an_enrolment_code_works_once_for_one_key_and_not_for_ever(
    tmp_path: Path, served: RunningPortal
) -> None:
    text = served.provision()
    Kiosk.enrolled(tmp_path / "first", text).close()
    Kiosk.enrolled(tmp_path / "first", text).close()  # its answer may have been lost
    with pytest.raises(Exception, match="enrolment-code"):
        Kiosk.enrolled(tmp_path / "second", text)
    store = Store(served.folder / setup.STORE)
    registry = Registry(store, served.signer)
    late = registry.add_device("lobby-9", "song-may", now=utc_now() - ENROLMENT_VALID * 2)
    key = base64.b64encode(bytes(32)).decode()
    for code_given in (late, "guessed-guessed-guessed"):
        with pytest.raises(ProblemError, match="enrolment-code"):
            registry.enrol("lobby-9", code_given, key, now=utc_now())
    store.close()


def test_a_key_set_that_the_portal_did_not_sign_is_not_taken(served: RunningPortal) -> None:
    provision = json.loads(served.provision())
    provision["key_set"]["offices"][0]["keys"][0]["recipient"] = "age1" + "q" * 58
    with pytest.raises(Exception, match="wrong signature"):
        read_provision(json.dumps(provision))


def test_every_refusal_has_words_in_both_languages() -> None:
    for one in STATUS:
        assert ProblemError(one).document("vi") != ProblemError(one).document("en")
