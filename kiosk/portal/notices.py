"""Notices as they are written at the portal, and as a kiosk gets them.

Who writes sees the notices of their own places only; another place's notice does not exist for
them. Each deed is one transaction with its line of the audit and a new serial for every place
concerned, which is how their kiosks know that there is something to fetch.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.clock import Clock
from kiosk.contract.notices import MAX_NOTICES
from kiosk.domain.notice_draft import Draft, written
from kiosk.portal import tables
from kiosk.portal.problems import ProblemError
from kiosk.portal.reading import note_deed
from kiosk.portal.roles import Deed, Staff
from kiosk.portal.sites import Place, places_of, raise_serial
from kiosk.portal.store import Store, one, rows, stamp
from kiosk.services.notice_picture import Drawn

#: A picture that was looked at in a preview and never used is kept so long.
_UNUSED_KEPT: Final = dt.timedelta(days=1)
#: A notice's id, as `new_key` makes it (a UUID).
_KEY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: The page lists what ended lately; the table keeps all.
_OVER_LISTED: Final = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a notice is shown. `kiosks`: only there, or on all of these places if empty."""

    places: tuple[str, ...]
    kiosks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice on its writer's page. `reached`: kiosks that have it as it stands, of `kiosks`."""

    row: RowMapping
    where: Where
    shown: int
    opened: int
    reached: int
    kiosks: int

    def state(self, now: str) -> Literal["now", "later", "over"]:
        """Whether it is shown at `now` (a stamp)."""
        if self.row["withdrawn_at"] or self.row["ends_at"] <= now:
            return "over"
        return "now" if self.row["starts_at"] <= now else "later"

    @property
    def blocks(self) -> str:
        """Blocks it is for, as a person writes them."""
        return written(json.loads(self.row["blocks"]))

    @property
    def floors(self) -> str:
        """Floors it is for."""
        return written(json.loads(self.row["floors"]))


@dataclass(frozen=True, slots=True)
class Overview:
    """All notices of somebody's places: shown now, later, and no more."""

    now: tuple[Listed, ...]
    later: tuple[Listed, ...]
    over: tuple[Listed, ...]


class NoticeDesk:
    """The writers' use case. Safe to use from several threads; blocks on the disk."""

    def __init__(self, store: Store, *, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id

    def places(self, staff: Staff) -> tuple[Place, ...]:
        """The places this member of staff writes for, with their kiosks."""
        staff.require(Deed.NOTICE_WRITE)
        with self._store.read() as connection:
            return places_of(connection, staff)

    def overview(self, staff: Staff) -> Overview:
        """All notices of these places."""
        staff.require(Deed.NOTICE_WRITE)
        now, table = self._clock(), tables.notice
        query = (
            sa.select(table)
            .where(
                table.c.office_id == staff.office_id,
                table.c.ends_at > stamp(now - _OVER_LISTED),
            )
            .order_by(table.c.urgent.desc(), table.c.starts_at.desc())
        )
        with self._store.read() as connection:
            places = places_of(connection, staff)
            found = [_listed(connection, row, places) for row in rows(connection, query)]
        stands = [each for each in found if each is not None]
        return Overview(
            now=tuple(each for each in stands if each.state(stamp(now)) == "now"),
            later=tuple(each for each in stands if each.state(stamp(now)) == "later"),
            over=tuple(each for each in stands if each.state(stamp(now)) == "over"),
        )

    def find(self, staff: Staff, notice_id: str) -> Listed:
        """One notice of these places; raises `ProblemError` ``not-found``."""
        staff.require(Deed.NOTICE_WRITE)
        with self._store.read() as connection:
            return _own(connection, staff, notice_id)

    def keep_picture(self, staff: Staff, drawn: Drawn) -> str:
        """Keep a picture for a notice that is being written; returns its SHA-256."""
        staff.require(Deed.NOTICE_WRITE)
        table, now = tables.notice_picture, self._clock()
        with self._store.write() as connection:
            used = sa.select(tables.notice.c.picture).where(tables.notice.c.picture.is_not(None))
            connection.execute(
                sa.delete(table).where(
                    table.c.added_at < stamp(now - _UNUSED_KEPT), table.c.sha256.not_in(used)
                )
            )
            known = sa.select(table.c.sha256).where(table.c.sha256 == drawn.signed.sha256)
            if connection.execute(known).first() is None:
                connection.execute(
                    sa.insert(table).values(
                        sha256=drawn.signed.sha256,
                        media=drawn.signed.media,
                        content=drawn.content,
                        added_at=stamp(now),
                    )
                )
        return drawn.signed.sha256

    def picture(self, staff: Staff, sha256: str) -> tuple[bytes, str]:
        """A picture and its media type; raises `ProblemError` ``not-found``."""
        staff.require(Deed.NOTICE_WRITE)
        table = tables.notice_picture
        with self._store.read() as connection:
            row = one(connection, sa.select(table).where(table.c.sha256 == sha256))
        if row is None:
            raise ProblemError("not-found", "no such picture")
        return row["content"], row["media"]

    def new_key(self) -> str:
        """The id that the notice of a blank form will have."""
        return self._new_id()

    def write(
        self, staff: Staff, draft: Draft, where: Where, picture: str | None, *, key: str = ""
    ) -> str:
        """A new notice; returns its id. The same form sent twice is one notice.

        Args:
            key: of the blank form. What was changed in it since it was sent is another notice.

        Raises:
            ProblemError: ``role``, ``places``, ``too-many-notices``.
        """
        staff.require(Deed.NOTICE_WRITE)
        notice_id, now = key if _KEY.fullmatch(key) else self._new_id(), self._clock()
        values = _values(draft, where, picture)
        with self._store.write() as connection:
            known = one(connection, sa.select(tables.notice).where(tables.notice.c.id == notice_id))
            if known is not None:
                same = all(known[name] == value for name, value in values.items())
                if same and known["written_by"] == staff.name:
                    return notice_id
                notice_id = self._new_id()
            serial = _concern(connection, staff, where, now=now)
            connection.execute(
                sa.insert(tables.notice).values(
                    id=notice_id,
                    office_id=staff.office_id,
                    published_at=stamp(now),
                    serial=serial,
                    written_by=staff.name,
                    **values,
                )
            )
            _place(connection, notice_id, where)
            _note(
                connection, staff, Deed.NOTICE_WRITE, notice_id, draft=draft, where=where, now=now
            )
        return notice_id

    def change(
        self, staff: Staff, notice_id: str, draft: Draft, where: Where, picture: str | None
    ) -> None:
        """Another text, time or place for a notice that was not withdrawn.

        Raises:
            ProblemError: ``role``, ``not-found``, ``notice-withdrawn``, ``places``,
                ``too-many-notices``.
        """
        staff.require(Deed.NOTICE_CHANGE)
        now = self._clock()
        with self._store.write() as connection:
            before = _own(connection, staff, notice_id)
            if before.row["withdrawn_at"]:
                raise ProblemError("notice-withdrawn", notice_id)
            serial = _concern(connection, staff, where, before=before, now=now)
            connection.execute(
                sa.update(tables.notice)
                .where(tables.notice.c.id == notice_id)
                .values(serial=serial, **_values(draft, where, picture))
            )
            _place(connection, notice_id, where)
            _note(
                connection, staff, Deed.NOTICE_CHANGE, notice_id, draft=draft, where=where, now=now
            )

    def withdraw(self, staff: Staff, notice_id: str) -> None:
        """Show it nowhere any more; kiosks forget it with their next question."""
        staff.require(Deed.NOTICE_WITHDRAW)
        now, table = self._clock(), tables.notice
        with self._store.write() as connection:
            before = _own(connection, staff, notice_id)
            if before.row["withdrawn_at"]:
                return
            serial = raise_serial(connection, set(before.where.places), now=now)
            connection.execute(
                sa.update(table)
                .where(table.c.id == notice_id)
                .values(withdrawn_at=stamp(now), serial=serial)
            )
            note_deed(connection, staff, Deed.NOTICE_WITHDRAW, now=now, notice=notice_id)


def _concern(
    connection: Connection,
    staff: Staff,
    where: Where,
    *,
    now: dt.datetime,
    before: Listed | None = None,
) -> int:
    """A new serial for the places a notice is shown at, and was shown at before."""
    mine = places_of(connection, staff)
    chosen = [place for place in mine if place.id in where.places]
    there = {kiosk.id for place in chosen for kiosk in place.kiosks}
    if not chosen or len(chosen) != len(where.places) or not set(where.kiosks) <= there:
        raise ProblemError("places", "not among the places of this account")
    table, link = tables.notice, tables.notice_place
    for place in where.places:
        standing = (
            sa.select(sa.func.count())
            .select_from(table.join(link, link.c.notice_id == table.c.id))
            .where(
                link.c.place == place,
                table.c.withdrawn_at.is_(None),
                table.c.ends_at > stamp(now),
                table.c.id != (before.row["id"] if before else ""),
            )
        )
        if connection.execute(standing).scalar_one() >= MAX_NOTICES:
            raise ProblemError("too-many-notices", place)
    concerned = {*where.places, *(before.where.places if before else ())}
    return raise_serial(connection, concerned, now=now)


def _values(draft: Draft, where: Where, picture: str | None) -> dict[str, object]:
    return {
        "topic": draft.topic.value,
        "title_vi": draft.title.vi,
        "title_en": draft.title.en,
        "body_vi": draft.body.vi,
        "body_en": draft.body.en,
        "source": draft.source,
        "starts_at": stamp(draft.starts_at),
        "ends_at": stamp(draft.ends_at),
        "urgent": int(draft.urgent),
        "blocks": _list(draft.blocks),
        "floors": _list(draft.floors),
        "kiosks": _list(where.kiosks),
        "picture": picture,
    }


def _note(
    connection: Connection,
    staff: Staff,
    deed: Deed,
    notice_id: str,
    *,
    draft: Draft,
    where: Where,
    now: dt.datetime,
) -> None:
    """The audit's line about a notice; its words stand in its own row."""
    note_deed(
        connection,
        staff,
        deed,
        now=now,
        notice=notice_id,
        places=list(where.places),
        until=stamp(draft.ends_at),
        urgent=draft.urgent,
    )


def _list(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _place(connection: Connection, notice_id: str, where: Where) -> None:
    table = tables.notice_place
    connection.execute(sa.delete(table).where(table.c.notice_id == notice_id))
    for place in where.places:
        connection.execute(sa.insert(table).values(notice_id=notice_id, place=place))


def _own(connection: Connection, staff: Staff, notice_id: str) -> Listed:
    table = tables.notice
    row = one(
        connection,
        sa.select(table).where(table.c.id == notice_id, table.c.office_id == staff.office_id),
    )
    found = None if row is None else _listed(connection, row, places_of(connection, staff))
    if found is None:
        raise ProblemError("not-found", "no such notice at these places")
    return found


def _listed(connection: Connection, row: RowMapping, places: tuple[Place, ...]) -> Listed | None:
    """The notice with its counts; None if it is shown elsewhere too, so not theirs to change."""
    link, count = tables.notice_place, tables.notice_count
    at = set(
        connection.execute(sa.select(link.c.place).where(link.c.notice_id == row["id"])).scalars()
    )
    if not at <= {place.id for place in places}:
        return None
    kiosks = tuple(json.loads(row["kiosks"]))
    standing = [
        kiosk
        for place in places
        if place.id in at
        for kiosk in place.kiosks
        if not kiosks or kiosk.id in kiosks
    ]
    sums = connection.execute(
        sa.select(sa.func.sum(count.c.shown), sa.func.sum(count.c.opened)).where(
            count.c.notice_id == row["id"]
        )
    ).one()
    return Listed(
        row=row,
        where=Where(tuple(place.id for place in places if place.id in at), kiosks),
        shown=sums[0] or 0,
        opened=sums[1] or 0,
        reached=sum(kiosk.notice_serial >= row["serial"] for kiosk in standing),
        kiosks=len(standing),
    )
