"""Where kiosks stand: an office's own place, and its sites (an apartment building)."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from kiosk.contract.hub import Words
from kiosk.portal import tables
from kiosk.portal.registry import RegistryError
from kiosk.portal.roles import Role, Staff
from kiosk.portal.store import Store, note_audit, one, rows

_SITE_ID: Final = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Kiosk:
    """An enrolled kiosk. `notice_serial`: of the notices it has, as it said last."""

    id: str
    place: str
    notice_serial: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place and its kiosks; the office's own place has the office's id."""

    id: str
    name: Words
    kiosks: tuple[Kiosk, ...]


class Sites:
    """The operator's use case: which sites there are, and which kiosk stands where."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, site_id: str, office_id: str, name: Words, *, now: dt.datetime) -> None:
        """Add a site of an office, or give a known one a new name.

        Raises:
            RegistryError: no such office, or the id is no name, an office's or another office's.
        """
        if not _SITE_ID.fullmatch(site_id):
            raise RegistryError("a site's id has 1 to 40 of a-z, 0-9 and -")
        office, site = tables.office, tables.site
        with self._store.write() as connection:
            if one(connection, sa.select(office).where(office.c.id == office_id)) is None:
                raise RegistryError(f"there is no office '{office_id}'")
            if one(connection, sa.select(office).where(office.c.id == site_id)) is not None:
                raise RegistryError(f"'{site_id}' is an office; a site needs a name of its own")
            known = one(connection, sa.select(site).where(site.c.id == site_id))
            if known is not None and known["office_id"] != office_id:
                raise RegistryError(f"'{site_id}' is a site of '{known['office_id']}'")
            names = {"name_vi": name.vi, "name_en": name.en}
            if known is None:
                values = {"id": site_id, "office_id": office_id, **names}
                connection.execute(sa.insert(site).values(values))
            else:
                connection.execute(sa.update(site).where(site.c.id == site_id).values(names))
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="site-added",
                office_id=office_id,
                detail={"site": site_id},
            )

    def settle(self, device_id: str, site_id: str, *, now: dt.datetime) -> None:
        """A known kiosk stands at this site from now on; '' for the office itself.

        Raises:
            RegistryError: there is no such kiosk, or its office has no such site.
        """
        device, site = tables.device, tables.site
        with self._store.write() as connection:
            row = one(connection, sa.select(device).where(device.c.id == device_id))
            if row is None:
                raise RegistryError(f"there is no kiosk '{device_id}'")
            of_office = sa.select(site).where(
                site.c.id == site_id, site.c.office_id == row["office_id"]
            )
            if site_id and one(connection, of_office) is None:
                raise RegistryError(f"the office '{row['office_id']}' has no site '{site_id}'")
            connection.execute(
                sa.update(device).where(device.c.id == device_id).values(site_id=site_id or None)
            )
            raise_serial(connection, {site_id or row["office_id"]}, now=now)
            note_audit(
                connection,
                now=now,
                actor="operator",
                action="device-settled",
                office_id=row["office_id"],
                detail={"device": device_id, "site": site_id},
            )


def raise_serial(connection: Connection, places: set[str], *, now: dt.datetime) -> int:
    """The notices of these places change; returns the new serial, which no kiosk has seen yet.

    It follows the clock, so that a portal restored from an older copy gives no serial twice, and
    is above every earlier one, so that a kiosk may move between places.
    """
    table = tables.notice_serial
    newest = connection.execute(sa.select(sa.func.max(table.c.serial))).scalar() or 0
    serial = max(newest + 1, int(now.timestamp()))
    for place in places:
        connection.execute(sa.delete(table).where(table.c.place == place))
        connection.execute(sa.insert(table).values(place=place, serial=serial))
    return serial


def place_of(row: RowMapping) -> str:
    """Where the kiosk of a row of `device` stands."""
    return str(row["site_id"] or row["office_id"])


def places_of(connection: Connection, staff: Staff) -> tuple[Place, ...]:
    """The places this member of staff writes notices for, the office's own first."""
    office, site, device = tables.office, tables.site, tables.device
    named = rows(connection, sa.select(office).where(office.c.id == staff.office_id))
    named += rows(
        connection,
        sa.select(site).where(site.c.office_id == staff.office_id).order_by(site.c.name_vi),
    )
    standing = rows(
        connection,
        sa.select(device)
        .where(device.c.office_id == staff.office_id, device.c.revoked_at.is_(None))
        .where(device.c.enrolled_at.is_not(None))
        .order_by(device.c.id),
    )
    kiosks = [Kiosk(row["id"], place_of(row), row["notice_serial"]) for row in standing]
    return tuple(
        Place(
            row["id"],
            Words(vi=row["name_vi"], en=row["name_en"]),
            tuple(kiosk for kiosk in kiosks if kiosk.place == row["id"]),
        )
        for row in named
        if staff.role is not Role.NOTICES or row["id"] in staff.sites
    )
