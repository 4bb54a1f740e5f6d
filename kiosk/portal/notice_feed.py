"""What a kiosk fetches: its set of notices, signed, their pictures; and what it tells, counts."""

import datetime as dt
import json

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.contract.notices import MAX_NOTICES, PORTAL_SERIES, NoticeCounts, NoticeSet
from kiosk.portal import tables
from kiosk.portal.intake import Device
from kiosk.portal.problems import ProblemError
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.sites import place_of
from kiosk.portal.store import Store, one, rows, stamp


class NoticeFeed:
    """The kiosks' use case. Safe to use from several threads; blocks on the disk."""

    def __init__(self, store: Store, signer: PortalSigner, *, clock: Clock) -> None:
        self._store = store
        self._signer = signer
        self._clock = clock

    def newer(self, device: Device, since: int) -> str | None:
        """The kiosk's set as signed JSON text; None if the one of serial `since` still holds."""
        now = self._clock()
        with self._store.read() as connection:
            row = self._row(connection, device)
            serial = _serial(connection, place_of(row))
            found = _notices(connection, row, now) if serial > since else []
        if row["notice_serial"] != since:
            self._has(device, since)
        if serial <= since:
            return None
        text = self._signer.sign_text(
            "notices",
            {
                "schema_version": 1,
                "series": PORTAL_SERIES,
                "serial": serial,
                "audience": [device.id],
                "issued_at": stamp(now),
                "notices": found,
            },
        )
        NoticeSet.model_validate_json(text)  # what we sign is what the contract promises
        return text

    def picture(self, device: Device, sha256: str) -> tuple[bytes, str]:
        """A picture of this kiosk's notices and its media type.

        Raises:
            ProblemError: ``not-found``, for another place's picture too.
        """
        notice, link, table = tables.notice, tables.notice_place, tables.notice_picture
        with self._store.read() as connection:
            place = place_of(self._row(connection, device))
            here = (
                sa.select(notice.c.picture)
                .join(link, link.c.notice_id == notice.c.id)
                .where(link.c.place == place, notice.c.withdrawn_at.is_(None))
            )
            row = one(
                connection,
                sa.select(table).where(table.c.sha256 == sha256, table.c.sha256.in_(here)),
            )
        if row is None:
            raise ProblemError("not-found", "no picture of this kiosk's notices")
        return row["content"], row["media"]

    def count(self, device: Device, told: NoticeCounts) -> None:
        """Keep a kiosk's totals; telling them again changes nothing."""
        notice, table = tables.notice, tables.notice_count
        with self._store.write() as connection:
            known = set(
                connection.execute(
                    sa.select(notice.c.id).where(
                        notice.c.office_id == device.office_id,
                        notice.c.id.in_([one_count.id for one_count in told.counts]),
                    )
                ).scalars()
            )
            for each in told.counts:
                if each.id not in known:  # a notice made by hand, whose counts nobody asks for
                    continue
                key = (
                    table.c.notice_id == each.id,
                    table.c.device_id == device.id,
                    table.c.shelf == told.shelf,
                )
                raised = connection.execute(
                    sa.update(table)
                    .where(*key)
                    .values(
                        shown=sa.func.max(table.c.shown, each.shown),
                        opened=sa.func.max(table.c.opened, each.opened),
                    )
                )
                if raised.rowcount == 0:
                    connection.execute(
                        sa.insert(table).values(
                            notice_id=each.id,
                            device_id=device.id,
                            shelf=told.shelf,
                            shown=each.shown,
                            opened=each.opened,
                        )
                    )

    @staticmethod
    def _row(connection: Connection, device: Device) -> RowMapping:
        row = one(connection, sa.select(tables.device).where(tables.device.c.id == device.id))
        if row is None:
            raise ProblemError("unknown-device", device.id)
        return row

    def _has(self, device: Device, serial: int) -> None:
        """The kiosk says which set it has; its writers see whom a notice has reached."""
        table = tables.device
        with self._store.write() as connection:
            connection.execute(
                sa.update(table).where(table.c.id == device.id).values(notice_serial=serial)
            )


def _serial(connection: Connection, place: str) -> int:
    table = tables.notice_serial
    found = connection.execute(sa.select(table.c.serial).where(table.c.place == place)).scalar()
    return int(found or 0)


def _notices(
    connection: Connection, device: RowMapping, now: dt.datetime
) -> list[dict[str, object]]:
    """Notices for this kiosk, now and later, as the contract has them."""
    table, link, picture = tables.notice, tables.notice_place, tables.notice_picture
    query = (
        sa.select(
            table,
            picture.c.media,
            sa.func.length(picture.c.content).label("size"),
        )
        .join(link, link.c.notice_id == table.c.id)
        .join(picture, picture.c.sha256 == table.c.picture, isouter=True)
        .where(
            link.c.place == place_of(device),
            table.c.withdrawn_at.is_(None),
            table.c.ends_at > stamp(now),
        )
        .order_by(table.c.urgent.desc(), table.c.published_at.desc())
    )
    found = [
        row
        for row in rows(connection, query)
        if not (only := json.loads(row["kiosks"])) or device["id"] in only
    ]
    return [_signed(row) for row in found[:MAX_NOTICES]]


def _signed(row: RowMapping) -> dict[str, object]:
    picture = {"sha256": row["picture"], "size": row["size"], "media": row["media"]}
    return {
        "id": row["id"],
        "topic": row["topic"],
        "title": {"vi": row["title_vi"], "en": row["title_en"]},
        "body": {"vi": row["body_vi"], "en": row["body_en"]},
        "source": row["source"],
        "published_at": row["published_at"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "urgent": bool(row["urgent"]),
        "blocks": json.loads(row["blocks"]),
        "floors": json.loads(row["floors"]),
        "picture": picture if row["picture"] else None,
    }
