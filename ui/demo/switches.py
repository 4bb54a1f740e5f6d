"""What a visitor can do to the demonstration's devices and networks. No Qt here.

Every switch acts below the real drivers: on the simulated printer's bytes, on the camera's stream,
on the scanner's line, on the hub's and the portal's own process.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from typing import Final, Protocol

from devices.faults import FAULTS
from kiosk.clock import utc_now
from kiosk.domain.staff import Role, StaffCard, weak_pin
from kiosk.services import staff_access
from kiosk.services.readiness import SITE_FAULTS, Finding
from kiosk.services.staff_access import StaffAccess
from kiosk.texts import text
from ui.demo import scenes
from ui.demo.office import DemoOffice

STAFF: Final = "demo-01"


@dataclass(frozen=True, slots=True)
class Switch:
    """A fault that can be made and mended; `part` of the readiness checks tells what is seen."""

    id: str
    part: str
    turn: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is shown to the kiosk, once."""

    id: str
    do: Callable[[], None]


class Bench(Protocol):
    """What a dock works on."""

    @property
    def switches(self) -> tuple[Switch, ...]:
        """The faults."""
        ...

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """The things that can be shown."""
        ...

    @property
    def pin(self) -> str:
        """Of the staff card."""
        ...

    def look(self, part: str) -> Finding:
        """What the product itself finds of a part; blocks for two seconds at most."""
        ...


class DemoBench:
    """The switches of a running `DemoOffice`; each blocks until it is done, on a worker."""

    def __init__(self, office: DemoOffice) -> None:
        if office.machine is None:
            raise RuntimeError("the office did not start")
        self._office, self._machine = office, office.machine
        self.pin = _strong_pin()
        self._card = self._staff_card()
        self._pages = cycle((scenes.FIRST_PAGE, scenes.SECOND_PAGE))
        printer, dossiers = office.printer, office.dossiers
        self.switches = (
            Switch("paper", "printer", lambda on: printer.set(paper_out=on)),
            Switch("printer", "printer", lambda on: printer.set(unplugged=on)),
            Switch("camera", "camera", self._camera),
            Switch("scanner", "scanner", lambda on: dossiers.scanner.order(plugged_in=not on)),
            Switch("hub", "hub", self._hub),
            Switch("portal", "portal", self._portal),
        )
        self.deeds = (
            Deed("card", lambda: dossiers.scan(scenes.CARD)),
            Deed("page", lambda: dossiers.show(next(self._pages))),
            Deed("slip", self._slip),
            Deed("empty", lambda: dossiers.show(scenes.EMPTY_PLATE)),
            Deed("staff", lambda: dossiers.scan(self._card)),
        )

    def look(self, part: str) -> Finding:
        """What the product itself finds of a part."""
        return self._machine.staff.look(part)

    def _staff_card(self) -> str:
        data = self._office.settings.paths.data
        key = staff_access.operator_key(data)
        until = utc_now().date().replace(month=12, day=31)
        signed = staff_access.sign_card(StaffCard(STAFF, Role.TECHNICIAN, until), key)
        StaffAccess(data, clock=utc_now).admit(staff_access.admission(signed, self.pin, key))
        return signed.token

    def _camera(self, on: bool) -> None:  # noqa: FBT001 - a switch
        self._office.dossiers.camera.order(fault="absent" if on else "none")

    def _hub(self, on: bool) -> None:  # noqa: FBT001 - a switch
        hub = self._office.hub
        hub.stop() if on else hub.start()

    def _portal(self, on: bool) -> None:  # noqa: FBT001 - a switch
        portal = self._office.dossiers.portal
        portal.stop() if on else portal.start()

    def _slip(self) -> None:
        """The newest slip that the printer cut, under the camera."""
        slips = sorted(self._office.slips.glob("*.png"), key=lambda path: path.stat().st_mtime)
        if slips:
            self._office.dossiers.show(scenes.printed_slip(slips[-1]))


def _strong_pin() -> str:
    while weak_pin(pin := f"{secrets.randbelow(1_000_000):06}"):
        continue
    return pin


def citizen_sentence(code: str, language: str) -> str:
    """What the citizen reads while this fault lasts; "" where it does not concern them."""
    if code in FAULTS:
        return text(f"citizen.{FAULTS[code].citizen_key}", language)
    key = SITE_FAULTS.get(code, "")
    return text(key, language) if key else ""
