"""Signed requests: what the portal believes, and what nobody can change on the way."""

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kiosk.remote import signing
from kiosk.remote.signing import ClockOffset, DeviceKey, KeyFileError, Refused

NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
URL = "https://portal.example:8443/v1/deliveries/0192?x=1&y=%C3%A0"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[DeviceKey, DeviceKey]:
    folder = tmp_path_factory.mktemp("keys")
    return DeviceKey.create(folder / "a.key"), DeviceKey.create(folder / "b.key")


@dataclass(frozen=True)
class Wire:
    """A request as it arrives."""

    method: str = "PUT"
    url: str = URL
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"parts":[]}'
    now: dt.datetime = NOW

    def accepted_by(self, *known: DeviceKey) -> str:
        return signing.verify(
            {key.key_id: key.public for key in known}.get,
            method=self.method,
            url=self.url,
            headers=self.headers.items(),
            body=self.body,
            now=self.now,
        )


def signed(key: DeviceKey, created: dt.datetime = NOW, **changes: object) -> Wire:
    wire = replace(Wire(headers={"Idempotency-Key": "0192-abc"}), **changes)  # type: ignore[arg-type]
    added = signing.sign(
        key,
        method=wire.method,
        url=wire.url,
        headers=wire.headers,
        body=wire.body,
        created=created,
    )
    return replace(wire, headers={**wire.headers, **added})


def without(wire: Wire, name: str) -> Wire:
    return replace(wire, headers={k: v for k, v in wire.headers.items() if k != name})


def uncovering(wire: Wire, component: str) -> Wire:
    value = wire.headers["Signature-Input"].replace(f' "{component}"', "")
    return replace(wire, headers={**wire.headers, "Signature-Input": value})


def test_the_portal_knows_who_sent_a_request(keys: tuple[DeviceKey, DeviceKey]) -> None:
    mine, other = keys
    assert signed(mine).accepted_by(mine, other) == mine.key_id
    assert signed(other, method="GET", headers={}, body=b"").accepted_by(mine, other) == (
        other.key_id
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda w: replace(w, body=w.body + b" "),
        lambda w: replace(w, body=b""),
        lambda w: replace(w, method="POST"),
        lambda w: replace(w, url=w.url.replace("0192", "0193")),
        lambda w: replace(w, url=w.url.replace("x=1", "x=2")),
        lambda w: replace(w, url=w.url.partition("?")[0]),
        lambda w: replace(w, url=w.url.replace("portal.example", "portal.evil")),
        lambda w: replace(w, url=w.url.replace(":8443", "")),
        lambda w: replace(w, headers={**w.headers, "Idempotency-Key": "0192-abd"}),
        lambda w: without(w, "Idempotency-Key"),
        lambda w: without(w, "Content-Digest"),
        lambda w: uncovering(w, "content-digest"),
        lambda w: uncovering(w, "idempotency-key"),
        lambda w: uncovering(w, "@query"),
        lambda w: replace(
            w,
            headers={
                **w.headers,
                "Signature-Input": w.headers["Signature-Input"].replace("created=1", "created=2"),
            },
        ),
        lambda w: replace(w, headers={**w.headers, "Signature-Input": "garbage("}),
        lambda w: replace(w, headers={**w.headers, "Signature": "kiosk=:AAAA:"}),
        lambda w: replace(w, headers={**w.headers, "idempotency-key": "second line"}),
        lambda w: replace(w, url="not a url"),
    ],
)
def test_whatever_is_changed_on_the_way_is_refused(
    keys: tuple[DeviceKey, DeviceKey], change: Callable[[Wire], Wire]
) -> None:
    mine, _ = keys
    with pytest.raises(signing.SignatureRefusedError) as refused:
        change(signed(mine)).accepted_by(mine)
    assert refused.value.reason is Refused.BAD_SIGNATURE


def test_a_body_cannot_be_swapped_together_with_its_digest(
    keys: tuple[DeviceKey, DeviceKey],
) -> None:
    mine, other = keys
    forged = signed(other, body=b"{}").headers["Content-Digest"]
    wire = signed(mine)
    with pytest.raises(signing.SignatureRefusedError):
        replace(wire, body=b"{}", headers={**wire.headers, "Content-Digest": forged}).accepted_by(
            mine
        )


def test_no_signature_and_an_unknown_key_are_told_apart(
    keys: tuple[DeviceKey, DeviceKey],
) -> None:
    mine, other = keys
    with pytest.raises(signing.SignatureRefusedError) as refused:
        signed(other).accepted_by(mine)
    assert refused.value.reason is Refused.UNKNOWN_KEY
    for name in ("Signature", "Signature-Input"):
        with pytest.raises(signing.SignatureRefusedError) as refused:
            without(signed(mine), name).accepted_by(mine)
        assert refused.value.reason is Refused.NO_SIGNATURE


def test_another_machine_cannot_sign_under_my_id(keys: tuple[DeviceKey, DeviceKey]) -> None:
    mine, other = keys
    impostor = DeviceKey(other.private)
    impostor.key_id = mine.key_id  # type: ignore[misc]
    with pytest.raises(signing.SignatureRefusedError) as refused:
        signed(impostor).accepted_by(mine)
    assert refused.value.reason is Refused.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("seconds", "fine"), [(-301, False), (-300, True), (300, True), (301, False)]
)
def test_five_minutes_are_forgiven_either_way(
    keys: tuple[DeviceKey, DeviceKey], seconds: int, *, fine: bool
) -> None:
    mine, _ = keys
    wire = signed(mine, created=NOW + dt.timedelta(seconds=seconds))
    if fine:
        assert wire.accepted_by(mine) == mine.key_id
    else:
        with pytest.raises(signing.SignatureRefusedError) as refused:
            wire.accepted_by(mine)
        assert refused.value.reason is Refused.CLOCK_SKEW


def test_a_dead_clock_battery_is_repaired_from_the_portals_date(
    keys: tuple[DeviceKey, DeviceKey],
) -> None:
    mine, _ = keys
    here = dt.datetime(1970, 1, 1, 0, 5, tzinfo=dt.UTC)
    offset = ClockOffset.learned("Wed, 25 Nov 2026 08:00:00 GMT", now=here)
    wire = signed(mine, created=offset.repaired(here + dt.timedelta(seconds=9)))
    assert wire.accepted_by(mine) == mine.key_id
    for nonsense in ("", "tomorrow", "99 99 99"):
        assert ClockOffset.learned(nonsense, now=NOW) == ClockOffset()


def test_a_deed_without_an_idempotency_key_is_not_signed(
    keys: tuple[DeviceKey, DeviceKey],
) -> None:
    with pytest.raises(ValueError, match="Idempotency-Key"):
        signed(keys[0], headers={})


def test_a_key_slipped_into_a_signed_read_is_refused(keys: tuple[DeviceKey, DeviceKey]) -> None:
    mine, _ = keys
    wire = signed(mine, method="GET", headers={}, body=b"")
    with pytest.raises(signing.SignatureRefusedError):
        replace(wire, headers={**wire.headers, "Idempotency-Key": "x"}).accepted_by(mine)


@pytest.mark.parametrize("body", [b"\x00\xff" * 1000, "chữ Việt", None])
def test_prepared_requests_are_signed_as_they_will_go_over_the_wire(
    keys: tuple[DeviceKey, DeviceKey], body: bytes | str | None
) -> None:
    mine, _ = keys
    request = requests.Request(
        "PATCH",
        "https://Portal.Example/v1/tệp?tên=hồ sơ",
        data=body.encode() if isinstance(body, str) else body,
        headers={"Idempotency-Key": "k"},
    ).prepare()
    signing.sign_prepared(mine, request, created=NOW)
    signing.sign_prepared(mine, request, created=NOW)  # a retry signs again
    raw = request.body or b""
    wire = Wire(
        "PATCH",
        request.url or "",
        dict(request.headers.items()),
        raw if isinstance(raw, bytes) else raw.encode(),
    )
    assert wire.accepted_by(mine) == mine.key_id


def test_a_stream_cannot_be_signed(keys: tuple[DeviceKey, DeviceKey]) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x"

    request = requests.Request(
        "PUT", URL, data=chunks(), headers={"Idempotency-Key": "k"}
    ).prepare()
    with pytest.raises(TypeError, match="parts"):
        signing.sign_prepared(keys[0], request, created=NOW)


def test_a_device_key_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    made = DeviceKey.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert DeviceKey.load(path).public == made.public
    with pytest.raises(FileExistsError):
        DeviceKey.create(path)
    assert DeviceKey.load(path).public == made.public
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="others"):
        DeviceKey.load(path)
    path.chmod(0o600)
    path.write_text("not a key")
    with pytest.raises(KeyFileError, match="not a key file"):
        DeviceKey.load(path)
    with pytest.raises(KeyFileError, match="No such file"):
        DeviceKey.load(tmp_path / "none")


def test_a_power_cut_while_the_key_is_made_leaves_no_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "device.key"

    def cut(_handle: int) -> None:
        raise OSError("the power is gone")

    with monkeypatch.context() as here, pytest.raises(OSError, match="gone"):
        here.setattr(os, "fsync", cut)
        DeviceKey.create(path)
    assert not path.exists()
    made = DeviceKey.create(path)
    assert DeviceKey.load(path).public == made.public


@given(
    noise=st.dictionaries(
        st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]), st.text()
    )
)
def test_hostile_headers_are_refused_and_never_crash(noise: dict[str, str]) -> None:
    with pytest.raises(signing.SignatureRefusedError):
        Wire(headers={"Idempotency-Key": "k", **noise}).accepted_by()
