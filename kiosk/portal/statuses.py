"""How a dossier's status changes on the portal, and how the kiosk that sent it hears of it.

A change of the dossier's row, the line in the feed and the line in the audit are one transaction
of the caller.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.contract.portal import Manifest, StatusChange
from kiosk.domain.dossier import Actor, MoveRefusedError, Status, move
from kiosk.portal import tables
from kiosk.portal.problems import ProblemError
from kiosk.portal.store import moment, one, stamp

SUPPLEMENTED: Final = "supplemented"


def status_change(row: RowMapping) -> StatusChange:
    """What may be told of a dossier's present state."""
    at = moment(row["status_at"])
    assert at is not None  # noqa: S101 - NOT NULL in the table
    return StatusChange(
        dossier_id=row["id"],
        code=row["code"],
        status=row["status"],
        at=at,
        official_code=row["official_code"],
        due_at=moment(row["due_at"]),
        wanted=tuple(json.loads(row["wanted"] or "[]")),
        wanted_by=moment(row["wanted_by"]),
        reason=row["reason"],
    )


def find(connection: Connection, dossier_id: str) -> RowMapping:
    """The dossier's row, which exists."""
    row = one(connection, sa.select(tables.dossier).where(tables.dossier.c.id == dossier_id))
    assert row is not None  # noqa: S101 - callers have checked
    return row


def change_status(
    connection: Connection,
    row: RowMapping,
    to: Status,
    *,
    by: Actor = Actor.CLERK,
    reason: str = "",
    now: dt.datetime,
    values: Mapping[str, object] | None = None,
) -> None:
    """Move a dossier to `to` and set further columns; the kiosk's feed gets a line.

    Raises:
        ProblemError: ``wrong-state``: no such move, or not this actor's.
    """
    try:
        move(
            Status(row["status"]),
            to,
            by=by,
            reason=reason,
            was_received=row["accepted_at"] is not None,
        )
    except MoveRefusedError as error:
        raise ProblemError("wrong-state", str(error)) from error
    connection.execute(
        sa.update(tables.dossier)
        .where(tables.dossier.c.id == row["id"])
        .values(status=int(to), status_at=stamp(now), **(values or {}))
    )
    announce_status(connection, row["id"])


def announce_status(connection: Connection, dossier_id: str) -> None:
    """Add the dossier's present state to the feed of the kiosk that sent it."""
    row = find(connection, dossier_id)
    connection.execute(
        sa.insert(tables.change).values(
            dossier_id=dossier_id,
            device_id=row["device_id"],
            body=status_change(row).model_dump_json(),
        )
    )


def record_arrival(connection: Connection, manifest: Manifest, *, now: dt.datetime) -> None:
    """A new dossier is here: *chờ tiếp nhận*."""
    connection.execute(
        sa.insert(tables.dossier).values(
            id=str(manifest.dossier_id),
            office_id=manifest.office_id,
            device_id=manifest.device_id,
            procedure=manifest.procedure,
            code=manifest.code,
            secret_check=manifest.secret_check,
            filing=manifest.filing,
            ticket=manifest.ticket,
            received_at=stamp(now),
            status=int(Status.SENT),
            status_at=stamp(now),
        )
    )
    announce_status(connection, str(manifest.dossier_id))


def record_supplement(connection: Connection, manifest: Manifest, *, now: dt.datetime) -> None:
    """A supplement is here.

    A dossier no clerk had accepted yet waits for one again; an accepted one is taken up by the
    clerk who asked. A supplement nobody asked for, or one to a dossier that has ended, is kept
    all the same and seen: what a person handed in is never thrown away.
    """
    row = find(connection, str(manifest.dossier_id))
    news = {"supplemented_at": stamp(now)}
    if row["status"] == Status.TO_COMPLETE and row["accepted_at"] is None:
        values = {**news, "wanted": None, "wanted_by": None}
        change_status(connection, row, Status.SENT, by=Actor.APPLICANT, now=now, values=values)
        return
    connection.execute(
        sa.update(tables.dossier).where(tables.dossier.c.id == row["id"]).values(**news)
    )


def pause_of(row: RowMapping, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When the term of a dossier that is being taken up again stood still.

    The pause ends when what was asked for arrived, not when somebody looked at it.
    """
    since, arrived = moment(row["status_at"]), moment(row["supplemented_at"])
    assert since is not None  # noqa: S101 - NOT NULL in the table
    return since, arrived if arrived is not None and arrived > since else now
