"""An office's portal after a busy month: what its lists and pages hold when they are full."""

import datetime as dt
from pathlib import Path

import sqlalchemy as sa

from kiosk.clock import utc_now
from kiosk.contract import hub
from kiosk.domain.dossier import Status
from kiosk.domain.feedback import FEEDBACK, LONGEST, Subject, Tone
from kiosk.domain.words import Words
from kiosk.portal import setup, tables
from kiosk.portal.roles import Role
from kiosk.portal.sites import Sites
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import Store, stamp
from kiosk.services.submit_dossier import DossierIds
from tests.portal import world
from ui import giving
from ui.page import Circumstances

#: Short and long names, and feedback, which has a name of its own.
PROCEDURES = (world.PROCEDURE, "1.004873", "1.001193", FEEDBACK)
IN_HAND = (Status.SENT, Status.RECEIVED, Status.IN_PROGRESS, Status.TO_COMPLETE, Status.SETTLED)
OVER = (Status.HANDED_OVER, Status.NOT_RECEIVED)
HERE = Circumstances(language="vi", office=Words("Phường Sông Mây", "Song May Ward"))
SAID = "Chờ từ sáng mà chưa tới lượt, ghế ngồi thì thiếu. Xin thêm người ở quầy. " * 40


def fill(portal: world.RunningPortal, *, dossiers: int = 24) -> None:
    """As many dossiers as a list has rows on a usual day, in every state, some of them late."""
    store = Store(portal.folder / setup.STORE)
    with store.write() as connection:
        for n in range(dossiers):
            states = OVER if n % 4 == 3 else IN_HAND
            state = states[n % len(states)]
            received = utc_now() - dt.timedelta(days=n, minutes=n)
            taken = state not in (Status.SENT, Status.NOT_RECEIVED)
            connection.execute(
                sa.insert(tables.dossier).values(
                    id=f"00000000-0000-7000-8000-{n:012}",
                    office_id=world.OFFICE,
                    device_id="lobby-1",
                    procedure=PROCEDURES[n % len(PROCEDURES)],
                    code=f"H3K-7QP-{100 + n}",
                    secret_check="0" * 64,
                    filing="portal",
                    ticket=f"A{n:03}" if n % 3 else None,
                    received_at=stamp(received),
                    status=int(state),
                    status_at=stamp(received),
                    supplemented_at=stamp(utc_now()) if state is Status.TO_COMPLETE else None,
                    official_code=f"H26.14-2611{n:02}-{n:04}" if taken else None,
                    accepted_at=stamp(received) if taken else None,
                    due_at=stamp(received + dt.timedelta(days=9)) if taken else None,
                )
            )
    store.close()


def comment(kiosk: world.Kiosk) -> DossierIds:
    """Feedback as long as it may be, with the name of whoever gave it."""
    ids = world.new_ids()
    said = giving.Comment(
        Tone.COMPLAINT, Subject.WAITING, SAID[:LONGEST], name=world.CANARY_NAME, phone="0912345678"
    )
    declared = giving.declaration(said, now=utc_now(), here=HERE)
    kiosk.submitting.submit(ids, declared, (), office_id=world.OFFICE, ticket="")
    return ids


def portal_with_dossier(folder: Path) -> tuple[world.RunningPortal, DossierIds, DossierIds]:
    """A running portal with a dossier and a comment to open, full lists, and two towers."""
    portal = world.RunningPortal(folder / "portal")
    store = Store(portal.folder / setup.STORE)
    towers = ("may-trang", "may-xanh")
    for tower in towers:
        name = hub.Words(vi=f"Tòa {tower}, khu nhà ở Phường Sông Mây", en=f"Tower {tower}")
        Sites(store).add(tower, world.OFFICE, name, now=utc_now())
    StaffRoom(store, clock=utc_now).add(
        "bql", world.PASSWORD, role=Role.NOTICES, office_id=world.OFFICE, sites=list(towers)
    )
    store.close()
    portal.start()
    kiosk = world.Kiosk.enrolled(folder / "kiosk", portal.provision())
    ids = world.new_ids()
    kiosk.submitting.submit(
        ids, world.declaration(), (kiosk.scan(b"page"),), office_id="song-may", ticket="A001"
    )
    said = comment(kiosk)
    kiosk.start_agent()
    for each in (ids, said):
        sent = str(each.dossier_id)
        world.wait_until(lambda sent=sent: kiosk.states()[sent] == "purged")  # type: ignore[misc]
    kiosk.close()
    fill(portal)
    return portal, ids, said
