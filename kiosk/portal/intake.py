"""Taking in a delivery: manifest, missing parts, commit, receipt. Knows no HTTP.

Every step may be repeated: the same manifest gets the same answer, the same commit the same
receipt, byte for byte. Another manifest under the same id is refused, never merged.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.contract.portal import Manifest, ManifestAnswer, PartOffset
from kiosk.domain.dossier_code import BadCodeError, DossierCode
from kiosk.domain.tracking_secret import same_check
from kiosk.portal import tables
from kiosk.portal.blobs import BlobStore, OffsetError
from kiosk.portal.problems import ProblemError
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.statuses import SUPPLEMENTED, record_arrival, record_supplement
from kiosk.portal.store import Store, next_number, note_audit, one, rows, stamp

# A portal with less room than two of the largest dossiers takes no new ones; those it has begun
# to take may still end (200 MB, as the kiosk keeps for itself).
ROOM_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled kiosk, as its signature proved it."""

    id: str
    office_id: str


class Intake:
    """The use case. Safe to use from several threads; blocks on the disk."""

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        signer: PortalSigner,
        *,
        clock: Clock,
        free_bytes: Callable[[], int],
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._signer = signer
        self._clock = clock
        self._free_bytes = free_bytes

    def announce(self, device: Device, delivery_id: UUID, body: bytes) -> ManifestAnswer:
        """Keep the manifest; say which parts are wanted.

        Raises:
            ProblemError: ``invalid``, ``other-content``, ``code-taken``, ``unknown-office``,
                ``unknown-key``, ``unknown-dossier``, ``wrong-secret``, ``no-space``.
        """
        digest = hashlib.sha256(body).hexdigest()
        known = self._delivery(device, delivery_id)
        if known is None:
            manifest = _parse(body)
            if manifest.delivery_id != delivery_id or manifest.device_id != device.id:
                raise ProblemError("invalid", "delivery_id or device_id is not the request's")
            if self._free_bytes() < ROOM_BYTES:
                raise ProblemError("no-space", "the disk is nearly full", retry_after_s=60)
            with self._store.write() as connection:
                known = self._keep(connection, device, manifest, body, digest)
        if known["sha256"] != digest:
            raise ProblemError("other-content", f"the delivery is known as {known['sha256'][:12]}")
        return ManifestAnswer(
            delivery_id=delivery_id,
            manifest_sha256=digest,
            missing=self._missing(delivery_id),
            committed=known["receipt"] is not None,
        )

    def offset(self, device: Device, sha256: str) -> PartOffset:
        """How far a part has come."""
        self._size_of(device, sha256)
        return self._part(sha256)

    def append(self, device: Device, sha256: str, offset: int, data: bytes) -> PartOffset:
        """Add bytes to a part; the answered offset is durable.

        Raises:
            ProblemError: ``not-found`` (no delivery of this kiosk names the part), ``offset``.
        """
        size = self._size_of(device, sha256)
        if self._blobs.whole(sha256):
            return self._part(sha256)
        try:
            self._blobs.append(sha256, offset, data, size=size)
        except OffsetError as error:
            raise ProblemError(
                "offset", f"go on at {error.offset}", more={"offset": error.offset}
            ) from error
        return self._part(sha256)

    def commit(self, device: Device, delivery_id: UUID, manifest_sha256: str) -> str:
        """File the delivery under its office; returns the signed receipt as JSON text.

        Raises:
            ProblemError: ``not-found``, ``other-content``, ``parts-missing``.
        """
        known = self._delivery(device, delivery_id)
        if known is None:
            raise ProblemError("not-found", "the portal has no such manifest")
        if known["sha256"] != manifest_sha256:
            raise ProblemError("other-content", f"the delivery is known as {known['sha256'][:12]}")
        if known["receipt"] is not None:
            return str(known["receipt"])
        missing = self._missing(delivery_id, thorough=True)
        if missing:
            raise ProblemError(
                "parts-missing", f"{len(missing)} parts", more={"missing": list(missing)}
            )
        with self._store.write() as connection:
            return self._file(connection, device, delivery_id)

    def receipt(self, device: Device, delivery_id: UUID) -> str:
        """The receipt given for a delivery; raises `ProblemError` ``not-found`` if none was."""
        known = self._delivery(device, delivery_id)
        if known is None or known["receipt"] is None:
            raise ProblemError("not-found", "no receipt was given")
        return str(known["receipt"])

    def _delivery(self, device: Device, delivery_id: UUID) -> RowMapping | None:
        with self._store.read() as connection:
            return _delivery_row(connection, device, delivery_id)

    def _part(self, sha256: str) -> PartOffset:
        return PartOffset(
            sha256=sha256, offset=self._blobs.offset(sha256), complete=self._blobs.whole(sha256)
        )

    def _size_of(self, device: Device, sha256: str) -> int:
        part, delivery = tables.part, tables.delivery
        query = (
            sa.select(part.c.size)
            .join(delivery, delivery.c.id == part.c.delivery_id)
            .where(part.c.sha256 == sha256, delivery.c.device_id == device.id)
            .limit(1)
        )
        with self._store.read() as connection:
            size = connection.execute(query).scalar_one_or_none()
        if size is None:
            raise ProblemError("not-found", "no delivery of this kiosk names the part")
        return int(size)

    def _missing(self, delivery_id: UUID, *, thorough: bool = False) -> tuple[str, ...]:
        """Parts not (or, when `thorough`, no longer) on the disk whole, in manifest order."""
        part = tables.part
        query = (
            sa.select(part.c.sha256, part.c.size)
            .where(part.c.delivery_id == str(delivery_id))
            .order_by(part.c.place)
        )
        with self._store.read() as connection:
            parts = rows(connection, query)
        if thorough:
            return tuple(p["sha256"] for p in parts if not self._blobs.verify(*p.values()))
        return tuple(p["sha256"] for p in parts if not self._blobs.whole(p["sha256"]))

    def _keep(
        self,
        connection: Connection,
        device: Device,
        manifest: Manifest,
        body: bytes,
        digest: str,
    ) -> RowMapping:
        now = self._clock()
        known = _delivery_row(connection, device, manifest.delivery_id)
        if known is not None:  # the same request came twice at once
            return known
        _check(connection, manifest)
        connection.execute(
            sa.insert(tables.delivery).values(
                id=str(manifest.delivery_id),
                dossier_id=str(manifest.dossier_id),
                office_id=manifest.office_id,
                device_id=device.id,
                kind=manifest.kind,
                manifest=body,
                sha256=digest,
                announced_at=stamp(now),
            )
        )
        connection.execute(
            sa.insert(tables.part),
            [
                {
                    "delivery_id": str(manifest.delivery_id),
                    "place": place,
                    **part.model_dump(),
                }
                for place, part in enumerate(manifest.parts)
            ],
        )
        kept = _delivery_row(connection, device, manifest.delivery_id)
        assert kept is not None  # noqa: S101 - inserted five lines above
        return kept

    def _file(self, connection: Connection, device: Device, delivery_id: UUID) -> str:
        known = _delivery_row(connection, device, delivery_id)
        assert known is not None  # noqa: S101 - a delivery is never deleted
        if known["receipt"] is not None:  # two commits at once
            return str(known["receipt"])
        now = self._clock()
        manifest = Manifest.model_validate_json(known["manifest"])
        # Again, now that nobody else can write: an abandoned part goes under the same lock.
        gone = [part.sha256 for part in manifest.parts if not self._blobs.whole(part.sha256)]
        if gone:
            raise ProblemError("parts-missing", f"{len(gone)} parts", more={"missing": gone})
        _check(connection, manifest, keys=False)
        number = next_number(connection, "receipt")
        receipt = self._receipt(known, number, now)
        connection.execute(
            sa.update(tables.delivery)
            .where(tables.delivery.c.id == known["id"])
            .values(receipt_no=number, receipt=receipt, committed_at=stamp(now))
        )
        if manifest.kind == "new":
            record_arrival(connection, manifest, now=now)
        else:
            record_supplement(connection, manifest, now=now)
        note_audit(
            connection,
            now=now,
            actor=f"device:{device.id}",
            action="received" if manifest.kind == "new" else SUPPLEMENTED,
            office_id=manifest.office_id,
            dossier_id=str(manifest.dossier_id),
            detail={"delivery": known["id"], "manifest": known["sha256"], "receipt": number},
        )
        return receipt

    def _receipt(self, delivery: RowMapping, number: int, now: dt.datetime) -> str:
        """The portal's signed word that all of a delivery lies here."""
        return self._signer.sign_text(
            "receipt",
            {
                "dossier_id": delivery["dossier_id"],
                "delivery_id": delivery["id"],
                "manifest_sha256": delivery["sha256"],
                "receipt_no": f"{number:08d}",
                "received_at": stamp(now),
            },
        )


def _delivery_row(connection: Connection, device: Device, delivery_id: UUID) -> RowMapping | None:
    """The delivery if this kiosk announced it; another's id reads as other content."""
    table = tables.delivery
    row = one(connection, sa.select(table).where(table.c.id == str(delivery_id)))
    if row is not None and row["device_id"] != device.id:
        raise ProblemError("other-content", "another kiosk announced this delivery")
    return row


def _parse(body: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProblemError("invalid", f"{where}: {first['msg']}") from error


def _check(connection: Connection, manifest: Manifest, *, keys: bool = True) -> None:
    """What only the tables can tell of a manifest."""
    try:
        DossierCode(manifest.code.replace("-", ""))
    except BadCodeError as error:
        raise ProblemError("invalid", f"code: {error.problem}") from error
    if keys:
        _check_keys(connection, manifest)
    dossier = tables.dossier
    found = one(connection, sa.select(dossier).where(dossier.c.id == str(manifest.dossier_id)))
    if manifest.kind == "new":
        taken = sa.select(dossier.c.id).where(dossier.c.code == manifest.code)
        if found is not None or connection.execute(taken).first() is not None:
            raise ProblemError("code-taken", "another dossier has this code or id")
        return
    if found is None or found["office_id"] != manifest.office_id:
        raise ProblemError("unknown-dossier", "no such dossier at this office")
    if found["code"] != manifest.code or not same_check(
        found["secret_check"], manifest.secret_check
    ):
        raise ProblemError("wrong-secret", "code and secret are not the dossier's")


def _check_keys(connection: Connection, manifest: Manifest) -> None:
    """A delivery no office key can open would be a dossier lost: refused before it is taken."""
    office = sa.select(tables.office.c.id).where(tables.office.c.id == manifest.office_id)
    if connection.execute(office).first() is None:
        raise ProblemError("unknown-office", manifest.office_id)
    key = tables.office_key
    held = set(
        connection.execute(
            sa.select(key.c.id).where(key.c.office_id == manifest.office_id)
        ).scalars()
    )
    if not held & set(manifest.key_ids):
        raise ProblemError("unknown-key", "sealed to no key of the office")
