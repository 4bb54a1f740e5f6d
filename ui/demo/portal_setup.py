"""The operator's and the technician's part of the demonstration, in a process of its own.

Does what ``kiosk portal init``, ``office add``, ``site add``, ``user add``, ``device add`` and
``site settle`` do, by the same functions, in one start of Python: an office's key alone costs two
seconds of work by design, and six commands would add a start each. Secrets come on standard
input, as with the commands.
"""

import sys
from pathlib import Path

from pydantic import BaseModel

from kiosk.clock import utc_now
from kiosk.contract.hub import Words

#: Said once the portal may be started; the office's key is still being made then.
MADE = "The portal's folder is made."


class Wanted(BaseModel):
    """One office with one clerk and one kiosk, and one building with its management board.

    `settled`: the kiosk stands in the building, not at the office.
    """

    folder: Path
    url: str
    office_id: str
    office: Words
    passphrase: str
    clerk: str
    password: str
    site_id: str
    site: Words
    board: str
    board_password: str
    device_id: str
    settled: bool
    provision: Path


def main() -> None:
    """Set up what standard input wants; the enrolment file is written last."""
    from kiosk.portal import setup

    wanted = Wanted.model_validate_json(sys.stdin.readline())
    setup.init(wanted.folder, host="127.0.0.1", now=utc_now())
    print(MADE, flush=True)  # noqa: T201 - a program, whose starter waits for this line
    _add(wanted)


def _add(wanted: Wanted) -> None:
    from kiosk.portal import setup
    from kiosk.portal.provision import provision_text
    from kiosk.portal.receipts import PortalSigner
    from kiosk.portal.registry import NewOffice, Registry
    from kiosk.portal.roles import Role
    from kiosk.portal.sites import Sites
    from kiosk.portal.staff import StaffRoom
    from kiosk.portal.store import Store
    from offline_queue.durable import write_durably

    store = Store(wanted.folder / setup.STORE)
    try:
        registry = Registry(store, PortalSigner.load(wanted.folder / setup.RECEIPT_KEY))
        office = NewOffice(wanted.office_id, wanted.office, "000.00.14.H26")
        registry.add_office(office, wanted.passphrase, now=utc_now())
        sites, staff = Sites(store), StaffRoom(store, clock=utc_now)
        sites.add(wanted.site_id, wanted.office_id, wanted.site, now=utc_now())
        staff.add(wanted.clerk, wanted.password, role=Role.CLERK, office_id=wanted.office_id)
        staff.add(
            wanted.board,
            wanted.board_password,
            role=Role.NOTICES,
            office_id=wanted.office_id,
            sites=(wanted.site_id,),
        )
        text = provision_text(
            registry,
            wanted.folder,
            wanted.device_id,
            wanted.office_id,
            url=wanted.url,
            now=utc_now(),
        )
        if wanted.settled:
            sites.settle(wanted.device_id, wanted.site_id, now=utc_now())
        write_durably(wanted.provision, text.encode())
    finally:
        store.close()


if __name__ == "__main__":
    main()
