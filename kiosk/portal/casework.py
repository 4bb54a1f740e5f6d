"""What clerks do with dossiers. Each deed is one transaction with its line of the audit."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.domain.dossier import CLOCK_STOPPED, Status
from kiosk.domain.dossier_code import parse_official
from kiosk.domain.feedback import FEEDBACK
from kiosk.portal import tables
from kiosk.portal.office_keys import seal_note
from kiosk.portal.problems import ProblemError
from kiosk.portal.procedures import Procedures
from kiosk.portal.reading import note_deed, own_row
from kiosk.portal.roles import Deed, Staff
from kiosk.portal.statuses import change_status, pause_of
from kiosk.portal.store import Store, moment, stamp

#: Why a dossier is not taken; the words are `staff_reason.<id>` in the texts.
REFUSAL_REASONS: Final = (
    "other-agency",
    "not-entitled",
    "papers-differ",
    "duplicate",
    "asked-by-citizen",
    "other",
)


class _DoneError(Exception):
    """The dossier stands already where the deed would lead it."""


class Casework:
    """The use case. Safe to use from several threads; blocks on the disk.

    A deed that was done already (a second click, a form sent again) changes and says nothing.
    """

    def __init__(self, store: Store, *, clock: Clock, procedures: Procedures) -> None:
        self._store = store
        self._clock = clock
        self._procedures = procedures

    def compare(self, staff: Staff, dossier_id: str) -> None:
        """The clerk has compared the person's papers with the dossier (*đã đối chiếu*)."""
        now = self._clock()
        with self._deed(staff, Deed.COMPARE, dossier_id) as (connection, row):
            _only_once(done=row["compared_at"] is not None)
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
            due = moment(row["due_at"])
            _only_once(row, Status.RECEIVED, done=row["official_code"] == code)
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
        assert due is not None  # noqa: S101 - an accepted dossier has one
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
        if not wanted:
            raise ProblemError("no-paper")
        if by <= now:
            raise ProblemError("day-to-come")
        with self._deed(staff, Deed.ASK, dossier_id, wanted=list(wanted)) as (connection, row):
            _only_once(row, Status.TO_COMPLETE, done=row["wanted"] == json.dumps(list(wanted)))
            if not set(wanted) <= self._procedures.facts(row["procedure"]).askable:
                raise ProblemError("no-paper", "not a paper of this procedure that can be scanned")
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
            raise ProblemError("refusal-reason")
        with self._deed(staff, Deed.REFUSE, dossier_id, reason=reason) as (connection, row):
            _only_once(row, Status.NOT_RECEIVED, done=row["reason"] == reason)
            values = {"reason": reason, "refused_at": stamp(now)}
            change_status(
                connection, row, Status.NOT_RECEIVED, reason=words, now=now, values=values
            )
            self._keep_words(connection, staff, Deed.REFUSE, dossier_id, words)

    def process(self, staff: Staff, dossier_id: str) -> None:
        """The dossier is worked on now (*đang xử lý*)."""
        now = self._clock()
        with self._deed(staff, Deed.PROCESS, dossier_id) as (connection, row):
            _only_once(row, Status.IN_PROGRESS)
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
            _only_once(row, Status.SETTLED)
            values = {"finished_at": stamp(now)}
            change_status(connection, row, Status.SETTLED, now=now, values=values)

    def give_back(self, staff: Staff, dossier_id: str) -> None:
        """The result was handed over (*đã trả kết quả*)."""
        now = self._clock()
        with self._deed(staff, Deed.RETURN, dossier_id) as (connection, row):
            _only_once(row, Status.HANDED_OVER)
            values = {"returned_at": stamp(now)}
            change_status(connection, row, Status.HANDED_OVER, now=now, values=values)

    @contextmanager
    def _deed(
        self, staff: Staff, deed: Deed, dossier_id: str, **detail: object
    ) -> Iterator[tuple[Connection, RowMapping]]:
        """One deed on one dossier: role, scope, change and audit line, all or nothing."""
        staff.require(deed)
        with self._store.write() as connection:
            row = own_row(connection, staff, dossier_id)
            if row["procedure"] == FEEDBACK:
                raise ProblemError("wrong-state", "feedback is no dossier")
            try:
                yield connection, row
            except _DoneError:
                return
            note_deed(connection, staff, deed, now=self._clock(), dossier_id=dossier_id, **detail)

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


def _only_once(
    row: RowMapping | None = None, status: Status | None = None, *, done: bool = True
) -> None:
    """Leave the deed alone if `row` has this status already, and `done` holds."""
    if done and (row is None or row["status"] == status):
        raise _DoneError
