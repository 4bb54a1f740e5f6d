"""Who the portal knows: offices with their public keys, and kiosks with theirs."""

import base64
import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from kiosk.contract.hub import Words
from kiosk.contract.portal import Heartbeat, KeySet, ServerKey, StatusChange, StatusFeed
from kiosk.portal import tables
from kiosk.portal.intake import Device
from kiosk.portal.office_keys import make_key
from kiosk.portal.problems import ProblemError
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.store import Store, next_number, note_audit, one, rows, stamp
from kiosk.remote.signing import key_id_of

#: A kiosk is set up within a week of its file being made; afterwards a new file is made.
ENROLMENT_VALID: Final = dt.timedelta(days=7)

#: Changes of one answer; a kiosk that was away for a month asks again at once.
FEED_LIMIT: Final = 100

_KEY_SET: Final = "key-set"
#: A number of a change; more digits than SQLite counts to are none of ours.
_CURSOR: Final = re.compile(r"[0-9]{0,18}")


class RegistryError(Exception):
    """The office or kiosk cannot be added; the message says why."""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office to add. `agency_code`: its code in the national message (MaDonVi)."""

    id: str
    name: Words
    agency_code: str = ""


class Registry:
    """The use case. Safe to use from several threads."""

    def __init__(self, store: Store, signer: PortalSigner) -> None:
        self._store = store
        self._signer = signer

    @property
    def server_key(self) -> ServerKey:
        """The key the portal signs with."""
        return self._signer.public

    def add_office(self, office: NewOffice, passphrase: str, *, now: dt.datetime) -> str:
        """Add an office with a fresh key, wrapped with `passphrase`; returns the key's id.

        For an office that is there already this adds a key: new dossiers are sealed to all of
        them, old ones still open with the old passphrase.

        Raises:
            ValueError: the passphrase is too short.
        """
        key = make_key(passphrase)
        with self._store.write() as connection:
            _keep_office(connection, office, now)
            key_id = f"{office.id}-{next_number(connection, _KEY_SET)}"
            connection.execute(
                sa.insert(tables.office_key).values(
                    id=key_id,
                    office_id=office.id,
                    recipient=key.recipient,
                    wrapped=key.wrapped,
                    not_before=stamp(now),
                )
            )
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="office-key-added",
                office_id=office.id,
                detail={"key": key_id},
            )
        return key_id

    def key_set(self, *, now: dt.datetime) -> str:
        """All offices and their public keys, signed, as JSON text (a contract.KeySet)."""
        with self._store.read() as connection:
            offices = rows(connection, sa.select(tables.office).order_by(tables.office.c.id))
            keys = rows(connection, sa.select(tables.office_key).order_by(tables.office_key.c.id))
            serial = connection.execute(
                sa.select(tables.counter.c.value).where(tables.counter.c.name == _KEY_SET)
            ).scalar_one_or_none()
        body = {
            "serial": serial or 1,
            "issued_at": stamp(now),
            "offices": [
                {
                    "office_id": office["id"],
                    "name": {"vi": office["name_vi"], "en": office["name_en"]},
                    "keys": [
                        {
                            "key_id": key["id"],
                            "recipient": key["recipient"],
                            "not_before": key["not_before"],
                            "not_after": key["not_after"],
                        }
                        for key in keys
                        if key["office_id"] == office["id"]
                    ],
                }
                for office in offices
            ],
        }
        text = self._signer.sign_text("key-set", body)
        KeySet.model_validate_json(text)  # what we sign is what the contract promises
        return text

    def add_device(self, device_id: str, office_id: str, *, now: dt.datetime) -> str:
        """Let a kiosk enrol; returns the code that works once, within `ENROLMENT_VALID`.

        For a kiosk that is known this replaces its key as soon as the code is used.

        Raises:
            RegistryError: there is no such office.
        """
        code = secrets.token_urlsafe(24)
        device = tables.device
        values = {
            "office_id": office_id,
            "code_sha256": _digest(code),
            "code_until": stamp(now + ENROLMENT_VALID),
            "revoked_at": None,
        }
        with self._store.write() as connection:
            office = sa.select(tables.office.c.id).where(tables.office.c.id == office_id)
            if connection.execute(office).first() is None:
                raise RegistryError(f"there is no office '{office_id}'")
            known = connection.execute(
                sa.update(device).where(device.c.id == device_id).values(**values)
            )
            if known.rowcount == 0:
                connection.execute(sa.insert(device).values(id=device_id, **values))
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="device-added",
                office_id=office_id,
                detail={"device": device_id},
            )
        return code

    def enrol(self, device_id: str, code: str, public_key: str, *, now: dt.datetime) -> Device:
        """Trade a code for a place; the same key may ask again, as its answer may be lost.

        Raises:
            ProblemError: ``enrolment-code``: wrong, used by another key, or too late;
                ``key-taken``: the machine is enrolled under another name, not shut out yet.
        """
        raw = base64.b64decode(public_key)
        device = tables.device
        with self._store.write() as connection:
            row = one(connection, sa.select(device).where(device.c.id == device_id))
            given = secrets.compare_digest(_digest(code), (row and row["code_sha256"]) or "")
            if row is None or not given:
                raise ProblemError("enrolment-code", "unknown or already replaced")
            used = row["code_until"] is None
            if (used and row["public_key"] != raw) or (not used and row["code_until"] < stamp(now)):
                raise ProblemError("enrolment-code", "already used, or too old")
            if not used:
                _free_key(connection, raw, device_id)
                connection.execute(
                    sa.update(device)
                    .where(device.c.id == device_id)
                    .values(
                        public_key=raw,
                        key_id=key_id_of(raw),
                        code_until=None,
                        enrolled_at=stamp(now),
                    )
                )
                note_audit(
                    connection,
                    now=now,
                    actor=f"device:{device_id}",
                    action="device-enrolled",
                    office_id=row["office_id"],
                    detail={"key": key_id_of(raw)},
                )
        return Device(device_id, row["office_id"])

    def device(self, key_id: str) -> tuple[Device, bytes] | None:
        """The kiosk with this key, and the key (Ed25519, raw); None if there is none (any more)."""
        table = tables.device
        query = sa.select(table).where(
            table.c.key_id == key_id, table.c.public_key.is_not(None), table.c.revoked_at.is_(None)
        )
        with self._store.read() as connection:
            row = one(connection, query)
        return None if row is None else (Device(row["id"], row["office_id"]), row["public_key"])

    def revoke(self, device_id: str, *, now: dt.datetime) -> bool:
        """Shut a kiosk out (stolen, scrapped); returns whether it was known."""
        device = tables.device
        with self._store.write() as connection:
            done = connection.execute(
                sa.update(device).where(device.c.id == device_id).values(revoked_at=stamp(now))
            )
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="device-revoked",
                detail={"device": device_id},
            )
        return done.rowcount == 1

    def note_heartbeat(self, device: Device, beat: Heartbeat, *, now: dt.datetime) -> None:
        """Remember when a kiosk was last heard of, and how it was."""
        table = tables.device
        with self._store.write() as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.id == device.id)
                .values(seen_at=stamp(now), heartbeat=beat.model_dump_json())
            )

    def feed(self, device: Device, cursor: str) -> StatusFeed:
        """Status changes for this kiosk's dossiers after `cursor` ('' from the start).

        Raises:
            ProblemError: ``bad-request``: not a cursor of ours.
        """
        if not _CURSOR.fullmatch(cursor):
            raise ProblemError("bad-request", "cursor")
        after = int(cursor or "0")
        table = tables.change
        query = (
            sa.select(table.c.seq, table.c.body)
            .where(table.c.device_id == device.id, table.c.seq > after)
            .order_by(table.c.seq)
            .limit(FEED_LIMIT + 1)
        )
        with self._store.read() as connection:
            found = rows(connection, query)
        page = found[:FEED_LIMIT]
        return StatusFeed(
            cursor=str(page[-1]["seq"]) if page else (cursor or "0"),
            changes=tuple(StatusChange.model_validate_json(row["body"]) for row in page),
            more=len(found) > FEED_LIMIT,
        )


def _free_key(connection: Connection, public_key: bytes, device_id: str) -> None:
    """A key names one kiosk. A machine that was shut out under one name may have another; while
    it is not, dossiers that wait on it are announced under the old one.
    """
    device = tables.device
    others = (device.c.public_key == public_key, device.c.id != device_id)
    standing = sa.select(device.c.id).where(*others, device.c.revoked_at.is_(None))
    known = connection.execute(standing).scalar()
    if known is not None:
        raise ProblemError("key-taken", f"this machine is enrolled as '{known}'; revoke that first")
    connection.execute(sa.update(device).where(*others).values(public_key=None, key_id=None))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _keep_office(connection: Connection, office: NewOffice, now: dt.datetime) -> None:
    """Add the office; one that is known stays as it is."""
    known = sa.select(tables.office.c.id).where(tables.office.c.id == office.id)
    if connection.execute(known).first() is None:
        connection.execute(
            sa.insert(tables.office).values(
                id=office.id,
                name_vi=office.name.vi,
                name_en=office.name.en,
                agency_code=office.agency_code,
                created_at=stamp(now),
            )
        )
