"""What clerks do with dossiers. Each deed and each opening is a line of the audit.

Every query is bound to the clerk's office; another office's dossier does not exist for it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.contract.portal import Manifest
from kiosk.contract.sealed_form import SealedForm
from kiosk.domain.dossier import CLOCK_STOPPED, Status
from kiosk.domain.dossier_code import parse_official
from kiosk.portal import tables
from kiosk.portal.blobs import BlobStore
from kiosk.portal.office_keys import (
    LockedError,
    TooBusyError,
    UnreadableError,
    Vault,
    WrongPassphraseError,
    seal_note,
)
from kiosk.portal.problems import ProblemError
from kiosk.portal.procedures import Procedures
from kiosk.portal.statuses import change_status, pause_of
from kiosk.portal.store import Store, moment, note_audit, one, rows, stamp

#: Why a dossier is not taken; the words are `staff_reason.<id>` in the texts.
REFUSAL_REASONS: Final = (
    "other-agency",
    "not-entitled",
    "papers-differ",
    "duplicate",
    "asked-by-citizen",
    "other",
)

#: Pages are shown in the clerk's browser as what they are said to be, if it is one of these.
SHOWN_MEDIA: Final = frozenset({"image/jpeg", "image/png", "application/pdf"})

_OPEN: Final = (
    Status.SENT,
    Status.RECEIVED,
    Status.IN_PROGRESS,
    Status.TO_COMPLETE,
    Status.TO_PAY,
    Status.SETTLED,
)


class Role(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"
    LEAD = "lead"


class Deed(StrEnum):
    """Everything staff can do, as the audit names it."""

    LIST = "listed"
    OPEN = "opened"
    COMPARE = "compared"
    ACCEPT = "accepted"
    ASK = "asked-for-papers"
    REFUSE = "refused"
    PROCESS = "processing"
    FINISH = "result-ready"
    RETURN = "returned"
    EXPORT = "exported"
    AUDIT = "audit-read"


#: A clerk does the work at the counter; exporting many dossiers at once and reading who opened
#: what is the lead's.
ALLOWED: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.CLERK: frozenset(Deed) - {Deed.EXPORT, Deed.AUDIT},
    Role.LEAD: frozenset(Deed),
}


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is at the page. `session` names the open keys in the vault."""

    name: str
    role: Role
    office_id: str
    session: str

    def require(self, deed: Deed) -> None:
        """Raises `ProblemError` ``role`` if this member of staff may not do it."""
        if deed not in ALLOWED[self.role]:
            raise ProblemError("role", f"{self.role} may not: {deed}")


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


class Casework:
    """The use case. Safe to use from several threads; blocks on the disk."""

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        vault: Vault,
        *,
        clock: Clock,
        procedures: Procedures,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._vault = vault
        self._clock = clock
        self._procedures = procedures

    # -- keys -------------------------------------------------------------------------------

    def unlock(self, staff: Staff, passphrase: str) -> None:
        """Open the office's keys for this session; wrong tries stand in the audit.

        Raises:
            ProblemError: ``locked`` (wrong passphrase), ``busy``.
        """
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

    # -- reading ----------------------------------------------------------------------------

    def inbox(
        self, staff: Staff, *, statuses: Sequence[Status] = _OPEN, limit: int = 200
    ) -> list[RowMapping]:
        """Dossiers of the office, the longest waiting first. No names: those are sealed."""
        staff.require(Deed.LIST)
        table = tables.dossier
        query = (
            sa.select(table)
            .where(
                table.c.office_id == staff.office_id,
                table.c.status.in_([int(status) for status in statuses]),
            )
            .order_by(table.c.status, table.c.received_at)
            .limit(limit)
        )
        with self._store.read() as connection:
            return rows(connection, query)

    def open(self, staff: Staff, dossier_id: str) -> OpenDossier:
        """Read a dossier with the session's key. The line in the audit comes first.

        Raises:
            ProblemError: ``not-found``, ``locked``, ``role``.
        """
        staff.require(Deed.OPEN)
        self._require_key(staff)
        with self._store.write() as connection:
            row = self._own(connection, staff, dossier_id)
            self._audit(connection, staff, Deed.OPEN, dossier_id)
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
        part, delivery = tables.part, tables.delivery
        query = (
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
        with self._store.write() as connection:
            self._own(connection, staff, dossier_id)
            found = one(connection, query)
            if found is None:
                raise ProblemError("not-found", "no such page")
            self._audit(connection, staff, Deed.OPEN, dossier_id, page=sha256[:16])
        plain = self._read(staff, self._blobs.read(sha256))
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
            self._audit(connection, staff, Deed.AUDIT)
        return found

    # -- deeds ------------------------------------------------------------------------------

    def compare(self, staff: Staff, dossier_id: str) -> None:
        """The clerk has compared the person's papers with the dossier (*đã đối chiếu*)."""
        now = self._clock()
        with self._deed(staff, Deed.COMPARE, dossier_id) as (connection, row):
            if row["compared_at"] is None:
                connection.execute(
                    sa.update(tables.dossier)
                    .where(tables.dossier.c.id == dossier_id)
                    .values(compared_at=stamp(now), compared_by=staff.name)
                )

    def accept(
        self,
        staff: Staff,
        dossier_id: str,
        official_code: str,
        due_at: dt.datetime | None = None,
    ) -> dt.datetime:
        """Receive the dossier (*tiếp nhận*) under its official code; returns when it is due.

        `due_at` is the clerk's, where the procedure's rule gives none.

        Raises:
            ProblemError: ``not-compared``, ``official-code``, ``official-code-taken``,
                ``due-date``, ``wrong-state``.
        """
        now = self._clock()
        parsed = parse_official(official_code)
        if parsed is None:
            raise ProblemError("official-code", "not of the pattern of a mã hồ sơ")
        code = parsed.text
        with self._deed(staff, Deed.ACCEPT, dossier_id, official_code=code) as (connection, row):
            if row["compared_at"] is None:
                raise ProblemError("not-compared", "identity was not compared yet")
            due = self._procedures.due_at(row["procedure"], now) or due_at
            if due is None or due <= now:
                raise ProblemError("due-date", "the rule gives no due date; enter one")
            table = tables.dossier
            taken = sa.select(table.c.id).where(table.c.official_code == code)
            if connection.execute(taken).first() is not None:
                raise ProblemError("official-code-taken", code)
            values = {"official_code": code, "accepted_at": stamp(now), "due_at": stamp(due)}
            change_status(connection, row, Status.RECEIVED, now=now, values=values)
        return due

    def ask(
        self,
        staff: Staff,
        dossier_id: str,
        *,
        wanted: Sequence[str],
        by: dt.datetime,
        words: str = "",
    ) -> None:
        """Ask for further papers until a day (*yêu cầu bổ sung*); the due date's clock stops."""
        now = self._clock()
        if not wanted or by <= now:
            raise ProblemError("invalid", "at least one paper, and a day to come")
        with self._deed(staff, Deed.ASK, dossier_id, wanted=list(wanted)) as (connection, row):
            values = {
                "wanted": json.dumps(list(wanted)),
                "wanted_by": stamp(by),
            }
            change_status(
                connection, row, Status.TO_COMPLETE, reason=" ".join(wanted), now=now, values=values
            )
            self._keep_words(connection, staff, Deed.ASK, dossier_id, words)

    def refuse(self, staff: Staff, dossier_id: str, *, reason: str, words: str) -> None:
        """Do not take the dossier, with a reason (*từ chối tiếp nhận*)."""
        now = self._clock()
        if reason not in REFUSAL_REASONS or not words.strip():
            raise ProblemError("invalid", "a reason of the list, and its words for the file")
        with self._deed(staff, Deed.REFUSE, dossier_id, reason=reason) as (connection, row):
            values = {"reason": reason, "refused_at": stamp(now)}
            change_status(
                connection, row, Status.NOT_RECEIVED, reason=words, now=now, values=values
            )
            self._keep_words(connection, staff, Deed.REFUSE, dossier_id, words)

    def process(self, staff: Staff, dossier_id: str) -> None:
        """The dossier is worked on now (*đang xử lý*)."""
        now = self._clock()
        with self._deed(staff, Deed.PROCESS, dossier_id) as (connection, row):
            values: dict[str, object] = {"wanted": None, "wanted_by": None}
            due = moment(row["due_at"])
            if row["status"] in CLOCK_STOPPED and due is not None:
                pause = pause_of(row, now)
                values["due_at"] = stamp(
                    self._procedures.after_pause(row["procedure"], due, *pause)
                )
            elif row["accepted_at"] is None:
                raise ProblemError("wrong-state", "not accepted yet")
            change_status(connection, row, Status.IN_PROGRESS, now=now, values=values)

    def finish(self, staff: Staff, dossier_id: str) -> None:
        """The result is ready to be fetched (*có kết quả*)."""
        now = self._clock()
        with self._deed(staff, Deed.FINISH, dossier_id) as (connection, row):
            values = {"finished_at": stamp(now)}
            change_status(connection, row, Status.SETTLED, now=now, values=values)

    def give_back(self, staff: Staff, dossier_id: str) -> None:
        """The result was handed over (*đã trả kết quả*)."""
        now = self._clock()
        with self._deed(staff, Deed.RETURN, dossier_id) as (connection, row):
            values = {"returned_at": stamp(now)}
            change_status(connection, row, Status.HANDED_OVER, now=now, values=values)

    # -- within -----------------------------------------------------------------------------

    @contextmanager
    def _deed(
        self, staff: Staff, deed: Deed, dossier_id: str, **detail: object
    ) -> Iterator[tuple[Connection, RowMapping]]:
        """One deed on one dossier: role, scope, change and audit line, all or nothing."""
        staff.require(deed)
        with self._store.write() as connection:
            row = self._own(connection, staff, dossier_id)
            yield connection, row
            self._audit(connection, staff, deed, dossier_id, **detail)

    def _require_key(self, staff: Staff) -> None:
        if not self.unlocked(staff):
            raise ProblemError("locked", "the office's key is not open in this session")

    def _own(self, connection: Connection, staff: Staff, dossier_id: str) -> RowMapping:
        table = tables.dossier
        query = sa.select(table).where(
            table.c.id == dossier_id, table.c.office_id == staff.office_id
        )
        row = one(connection, query)
        if row is None:
            raise ProblemError("not-found", "no such dossier at this office")
        return row

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

    def _keep_words(
        self, connection: Connection, staff: Staff, deed: Deed, dossier_id: str, words: str
    ) -> None:
        if not words.strip():
            return
        key = tables.office_key
        recipients = connection.execute(
            sa.select(key.c.recipient).where(key.c.office_id == staff.office_id)
        ).scalars()
        connection.execute(
            sa.insert(tables.note).values(
                dossier_id=dossier_id,
                office_id=staff.office_id,
                at=stamp(self._clock()),
                actor=f"staff:{staff.name}",
                action=deed,
                sealed=seal_note(words.strip(), list(recipients)),
            )
        )

    def _audit(
        self,
        connection: Connection,
        staff: Staff,
        deed: str,
        dossier_id: str | None = None,
        **detail: object,
    ) -> None:
        note_audit(
            connection,
            now=self._clock(),
            actor=f"staff:{staff.name}",
            action=deed,
            office_id=staff.office_id,
            dossier_id=dossier_id,
            detail=detail,
        )

    def _note(self, staff: Staff, action: str) -> None:
        with self._store.write() as connection:
            self._audit(connection, staff, action)
