"""What an office sees after years, and what must not grow: lists, logs, exports, typed names."""

import datetime as dt
from typing import cast

import pytest
import sqlalchemy as sa

from kiosk.clock import utc_now
from kiosk.domain.dossier import Status
from kiosk.portal import export, reading, tables
from kiosk.portal.export import Export
from kiosk.portal.office_keys import Vault
from kiosk.portal.problems import ProblemError
from kiosk.portal.reading import OpenDossier, Reading
from kiosk.portal.registry import Registry
from kiosk.portal.roles import Role, Staff
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import stamp
from tests.portal import world
from tests.portal.conftest import LOBBY, Portal

LEAD = Staff("minh", Role.LEAD, "song-may", session="s")


def handed_over(portal: Portal, name: str, day: int) -> None:
    """A dossier that came and was given back on this day of the year."""
    at = stamp(dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day))
    with portal.store.write() as connection:
        connection.execute(
            sa.insert(tables.dossier).values(
                id=name,
                office_id="song-may",
                device_id="lobby-1",
                procedure=world.PROCEDURE,
                code=f"code-{name}",
                official_code=f"official-{name}",
                secret_check="0" * 64,
                filing="portal",
                received_at=at,
                accepted_at=at,
                status=int(Status.HANDED_OVER),
                status_at=at,
            )
        )


def test_when_there_are_more_than_a_list_holds_the_last_are_listed(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, name in enumerate(("first", "second", "third")):
        handed_over(portal, name, day)
    monkeypatch.setattr(reading, "MOST_LISTED", 2)
    clerk = Reading(portal.store, portal.blobs, Vault(), clock=portal.clock)
    assert [row["id"] for row in clerk.ended(LEAD)] == ["third", "second"]
    assert set(clerk.dossiers(LEAD, {"first", "unknown"})) == {"first"}

    opened: list[str] = []

    class Opening:
        """Opens nothing: notes what is asked for."""

        def open(self, staff: Staff, dossier_id: str) -> OpenDossier:
            opened.append(dossier_id)
            return OpenDossier(row=clerk.ended(staff)[0], deliveries=(), notes=())

    monkeypatch.setattr(export, "LIMIT", 2)
    given = cast("Reading", Opening())
    Export(portal.store, given, world.procedures(), clock=portal.clock).national(LEAD)
    assert opened == ["third", "second"]


def test_a_cursor_that_no_change_can_have_is_refused(portal: Portal) -> None:
    registry = Registry(portal.store, portal.signer)
    assert registry.feed(LOBBY, "").changes == ()
    for cursor in ("9" * 30, "-1", "1 ", "x"):
        with pytest.raises(ProblemError, match="bad-request"):
            registry.feed(LOBBY, cursor)


def test_invented_names_take_one_short_row_however_long_they_are(portal: Portal) -> None:
    room = StaffRoom(portal.store, clock=utc_now)
    for name in ("a" * 100_000, "b" * 100_000, "Ai đó"):
        with pytest.raises(ProblemError, match="wrong-name-or-password"):
            room.sign_in(name, "x", address="10.0.0.9")
    with portal.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT name, failures FROM sign_in_failure").fetchall()
    assert kept == [("", 3)]
