"""How clerks see dossiers: the inbox, one dossier opened, one page, the audit.

Every query is bound to the clerk's office; another office's dossier does not exist for it. Each
opening is a line of the audit, written before anything is shown.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.contract.portal import Manifest
from kiosk.contract.sealed_form import SealedForm
from kiosk.domain.dossier import Status
from kiosk.portal import tables
from kiosk.portal.blobs import BlobStore
from kiosk.portal.office_keys import (
    LockedError,
    TooBusyError,
    UnreadableError,
    Vault,
    WrongPassphraseError,
)
from kiosk.portal.problems import ProblemError
from kiosk.portal.roles import Deed, Staff
from kiosk.portal.store import Store, note_audit, one, rows

#: Pages are shown in the clerk's browser as what they are said to be, if it is one of these.
SHOWN_MEDIA: Final = frozenset({"image/jpeg", "image/png", "application/pdf"})

#: More rows than anybody reads; other dossiers are found by their code.
MOST_LISTED: Final = 200

_OPEN: Final = (
    Status.SENT,
    Status.RECEIVED,
    Status.IN_PROGRESS,
    Status.TO_COMPLETE,
    Status.TO_PAY,
    Status.SETTLED,
)
#: Nothing more is done with these.
ENDED: Final = (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class OpenDelivery:
    """A delivery as the office reads it; `form` is None when it cannot be opened."""

    manifest: Manifest
    received_at: str
    receipt_no: int
    form: SealedForm | None


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier on the clerk's page. `notes`: (moment, who, deed, words)."""

    row: RowMapping
    deliveries: tuple[OpenDelivery, ...]
    notes: tuple[tuple[str, str, str, str], ...]


class Reading:
    """The use case. Safe to use from several threads; blocks on the disk."""

    def __init__(self, store: Store, blobs: BlobStore, vault: Vault, *, clock: Clock) -> None:
        self._store = store
        self._blobs = blobs
        self._vault = vault
        self._clock = clock

    def unlock(self, staff: Staff, passphrase: str) -> None:
        """Open the office's keys for this session; wrong tries stand in the audit.

        Raises:
            ProblemError: ``locked`` (wrong passphrase), ``busy``, ``role``.
        """
        staff.require(Deed.OPEN)
        key = tables.office_key
        query = sa.select(key.c.wrapped).where(
            key.c.office_id == staff.office_id, key.c.wrapped.is_not(None)
        )
        with self._store.read() as connection:
            wrapped = list(connection.execute(query).scalars())
        try:
            self._vault.unlock(staff.session, wrapped, passphrase, now=self._clock())
        except WrongPassphraseError as error:
            self._note(staff, "unlock-failed")
            raise ProblemError("locked", "the passphrase opens no key") from error
        except TooBusyError as error:
            raise ProblemError("busy", "others are unlocking", retry_after_s=5) from error
        self._note(staff, "unlocked")

    def unlocked(self, staff: Staff) -> bool:
        """Whether this session can read dossiers now."""
        return self._vault.is_open(staff.session, now=self._clock())

    def lock(self, staff: Staff) -> None:
        """Forget the keys."""
        self._vault.lock(staff.session)

    def forget_idle(self) -> None:
        """Forget the keys of sessions that have not used them for a while."""
        self._vault.forget_idle(self._clock())

    def inbox(self, staff: Staff) -> list[RowMapping]:
        """Dossiers of the office, the longest waiting first. No names: those are sealed."""
        return self._listed(staff, _OPEN, tables.dossier.c.status, tables.dossier.c.received_at)

    def ended(self, staff: Staff) -> list[RowMapping]:
        """Dossiers of the office that are over, the last first: that one is asked about."""
        return self._listed(staff, ENDED, tables.dossier.c.status_at.desc())

    def _listed(
        self, staff: Staff, statuses: Sequence[Status], *order: sa.ColumnElement[Any]
    ) -> list[RowMapping]:
        staff.require(Deed.LIST)
        table = tables.dossier
        query = (
            sa.select(table)
            .where(
                table.c.office_id == staff.office_id,
                table.c.status.in_([int(status) for status in statuses]),
            )
            .order_by(*order)
            .limit(MOST_LISTED)
        )
        with self._store.read() as connection:
            return rows(connection, query)

    def find(self, staff: Staff, code: str) -> str | None:
        """The id of the office's dossier with this code, ours (grouped) or the official one."""
        staff.require(Deed.LIST)
        table = tables.dossier
        query = sa.select(table.c.id).where(
            table.c.office_id == staff.office_id,
            sa.or_(table.c.code == code, table.c.official_code == code),
        )
        with self._store.read() as connection:
            return connection.execute(query).scalar()

    def open(self, staff: Staff, dossier_id: str) -> OpenDossier:
        """Read a dossier with the session's key. The line in the audit comes first.

        Raises:
            ProblemError: ``not-found``, ``locked``, ``role``.
        """
        staff.require(Deed.OPEN)
        self._require_key(staff)
        with self._store.write() as connection:
            row = own_row(connection, staff, dossier_id)
            note_deed(connection, staff, Deed.OPEN, now=self._clock(), dossier_id=dossier_id)
            delivery = tables.delivery
            found = rows(
                connection,
                sa.select(delivery)
                .where(delivery.c.dossier_id == dossier_id, delivery.c.receipt.is_not(None))
                .order_by(delivery.c.receipt_no),
            )
            notes = rows(
                connection,
                sa.select(tables.note)
                .where(tables.note.c.dossier_id == dossier_id)
                .order_by(tables.note.c.seq),
            )
        return OpenDossier(
            row=row,
            deliveries=tuple(self._open_delivery(staff, one_row) for one_row in found),
            notes=tuple(
                (n["at"], n["actor"], n["action"], self._read(staff, n["sealed"]).decode())
                for n in notes
            ),
        )

    def page(
        self, staff: Staff, dossier_id: str, delivery_id: str, sha256: str
    ) -> tuple[bytes, str]:
        """One page, opened, and its media type.

        Raises:
            ProblemError: ``not-found``, ``locked``; ``not-found`` too for a page whose content is
                not the one its form names.
        """
        staff.require(Deed.OPEN)
        self._require_key(staff)
        with self._store.write() as connection:
            own_row(connection, staff, dossier_id)
            found = one(connection, _page_of(dossier_id, delivery_id, sha256))
            if found is None:
                raise ProblemError("not-found", "no such page")
            note_deed(
                connection,
                staff,
                Deed.OPEN,
                now=self._clock(),
                dossier_id=dossier_id,
                page=sha256[:16],
            )
        try:
            plain = self._read(staff, self._blobs.read(sha256))
        except FileNotFoundError as error:
            raise ProblemError("not-found", f"part {sha256[:16]} is not on the disk") from error
        media = found["media"] if found["media"] in SHOWN_MEDIA else "application/octet-stream"
        return plain, media

    def audit(self, staff: Staff, *, limit: int = 500) -> list[RowMapping]:
        """Who did what in this office, the newest first."""
        staff.require(Deed.AUDIT)
        table = tables.audit
        query = (
            sa.select(table)
            .where(table.c.office_id == staff.office_id)
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        with self._store.write() as connection:
            found = rows(connection, query)
            note_deed(connection, staff, Deed.AUDIT, now=self._clock())
        return found

    def dossiers(self, staff: Staff, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """(code, procedure) of these of the office's dossiers by their ids, for audit's readers."""
        staff.require(Deed.AUDIT)
        table = tables.dossier
        query = sa.select(table.c.id, table.c.code, table.c.procedure).where(
            table.c.office_id == staff.office_id, table.c.id.in_(ids)
        )
        with self._store.read() as connection:
            found = rows(connection, query)
        return {row["id"]: (row["code"], row["procedure"]) for row in found}

    def _require_key(self, staff: Staff) -> None:
        if not self.unlocked(staff):
            raise ProblemError("locked", "the office's key is not open in this session")

    def _open_delivery(self, staff: Staff, row: RowMapping) -> OpenDelivery:
        manifest = Manifest.model_validate_json(row["manifest"])
        sealed = next(part.sha256 for part in manifest.parts if part.role == "form")
        try:
            form = SealedForm.model_validate_json(self._read(staff, self._blobs.read(sealed)))
        except (ProblemError, ValidationError, FileNotFoundError):
            form = None  # shown as "cannot be opened", so that one bad part hides no other
        return OpenDelivery(manifest, row["committed_at"], row["receipt_no"], form)

    def _read(self, staff: Staff, sealed: bytes) -> bytes:
        try:
            return self._vault.read(staff.session, sealed, now=self._clock())
        except LockedError as error:
            raise ProblemError("locked", "the office's key is not open") from error
        except UnreadableError as error:
            digest = hashlib.sha256(sealed).hexdigest()[:16]
            raise ProblemError("not-found", f"part {digest} does not open") from error

    def _note(self, staff: Staff, action: str) -> None:
        with self._store.write() as connection:
            note_deed(connection, staff, action, now=self._clock())


def own_row(connection: Connection, staff: Staff, dossier_id: str) -> RowMapping:
    """A dossier of the office of `staff`; raises `ProblemError` ``not-found`` for any other."""
    table = tables.dossier
    query = sa.select(table).where(table.c.id == dossier_id, table.c.office_id == staff.office_id)
    row = one(connection, query)
    if row is None:
        raise ProblemError("not-found", "no such dossier at this office")
    return row


def note_deed(
    connection: Connection,
    staff: Staff,
    deed: str,
    *,
    now: dt.datetime,
    dossier_id: str | None = None,
    **detail: object,
) -> None:
    """A line of the audit about a deed of staff, in the caller's transaction."""
    note_audit(
        connection,
        now=now,
        actor=f"staff:{staff.name}",
        action=deed,
        office_id=staff.office_id,
        dossier_id=dossier_id,
        detail=detail,
    )


def _page_of(dossier_id: str, delivery_id: str, sha256: str) -> sa.Select[Any]:
    """A page of a delivery that was received whole."""
    part, delivery = tables.part, tables.delivery
    return (
        sa.select(part)
        .join(delivery, delivery.c.id == part.c.delivery_id)
        .where(
            part.c.delivery_id == delivery_id,
            part.c.sha256 == sha256,
            part.c.role == "page",
            delivery.c.dossier_id == dossier_id,
            delivery.c.receipt.is_not(None),
        )
    )
