"""The service pages in a gallery: a card and a PIN that always open, parts that stand still."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.scan_kind import Scan, StaffScan
from kiosk.domain.staff import Role, StaffCard
from kiosk.services.readiness import Finding, Level
from kiosk.services.staff_access import CardRefusal, CardRefusedError, PinAnswer
from ui.ports import PrintNews
from ui.stage import Stage

STAFF: Final = "an-01"
PIN: Final = "246813"
_UNTIL: Final = dt.date(2027, 3, 9)

RIGHT: Final = PinAnswer(right=True)
FOUND: Final = (
    Finding("printer", Level.FAILED, "PRN-02", "DLE EOT 4 = 72; DLE EOT 2 = 32"),
    Finding("camera", Level.READY, None, "1920x1080 in 71 ms; sharpness 0.27 (0.10 is enough)"),
    Finding("scanner", Level.FAILED, "SCN-01", "/dev/serial/by-id/usb-scanner: not there"),
    Finding("hub", Level.READY, None, "http://192.168.1.10:8460: 5 services in 4 ms"),
    Finding("portal", Level.FAILED, "AGT-02", "link down connect, 3 waiting"),
    Finding("disk", Level.READY, None, "41.2 of 58.0 GB free"),
    Finding("clock", Level.UNKNOWN, None, "09:41:00; nothing to compare it with"),
    Finding("outbox", Level.ATTENTION, "OUT-02", "3 waiting, oldest 1710 min; 0 set aside"),
)


@dataclass
class SampleStaff:
    """A kiosk that stands still; `refusal` is what is said of every card."""

    refusal: CardRefusal | None = None
    answer: PinAnswer = RIGHT
    in_use: bool = True
    role: Role = Role.TECHNICIAN
    noted: list[str] = field(default_factory=list)

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Nothing is shown by itself."""
        del on_scan
        return lambda: None

    def present(self, token: str) -> StaffCard:
        """The sample card."""
        del token
        if self.refusal is not None:
            raise CardRefusedError(self.refusal)
        return StaffCard(STAFF, self.role, _UNTIL)

    def open(self, staff_id: str, pin: str) -> PinAnswer:
        """The scene's answer."""
        del staff_id, pin
        return self.answer

    def note(self, staff_id: str, what: str, detail: str = "") -> None:
        """Kept for a test to look at."""
        del staff_id
        self.noted.append(f"{what} {detail}".strip())

    def parts(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(found.part for found in FOUND)

    def look(self, part: str) -> Finding:
        """What the scene says."""
        return next(found for found in FOUND if found.part == part)

    def test(self, staff_id: str, part: str) -> Finding:
        """The same."""
        del staff_id
        return self.look(part)

    def reprint(self, staff_id: str) -> PrintNews | None:
        """No slip."""
        del staff_id
        return None


def show_card(stage: Stage) -> None:
    """Hold the card before the scanner and wait for what comes of it."""
    stage.kiosk.staff.shown(StaffScan("KMCS1."))
    stage.wait_until(lambda: stage.kiosk.staff.view.stage in {"pin", "refused"})


def type_pin(stage: Stage, pin: str = PIN) -> None:
    """Touch six digits."""
    for digit in pin:
        stage.tap(f"pin.{digit}")
    stage.wait_until(lambda: not stage.kiosk.staff.view.looking)


def wrong_pin(stage: Stage) -> None:
    """A PIN that is not the card's."""
    show_card(stage)
    type_pin(stage)


def opened(stage: Stage) -> None:
    """Card, PIN, and every part looked at."""
    show_card(stage)
    type_pin(stage)
    stage.wait_until(lambda: len(stage.kiosk.staff.view.findings) == len(FOUND))


def helped(stage: Stage) -> None:
    """A helper's card and PIN: the home page, with the band of helper mode."""
    show_card(stage)
    type_pin(stage)
    stage.wait_until(lambda: stage.shows("helper.band"))
