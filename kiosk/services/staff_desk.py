"""What whoever looks after a kiosk can do on its screen, each deed with its doer."""

import threading
from collections.abc import Callable
from typing import Final

from devices.faults import SLIP_UNREADABLE
from devices.health import Health, State
from devices.printer.api import PrintOutcome, PrintResult
from devices.worker import PrinterBusyError, PrinterWorker
from kiosk.clock import Clock
from kiosk.domain.scan_kind import Scan
from kiosk.domain.staff import StaffCard
from kiosk.services.capture import Capture
from kiosk.services.code_watch import RESTING_S
from kiosk.services.print_slip import PrintSlip
from kiosk.services.printing import PrintNews
from kiosk.services.readiness import Finding, Parts, checks
from kiosk.services.staff_access import PinAnswer, StaffAccess
from kiosk.settings import Settings
from kiosk.slips.check import SlipUnreadableError, checked
from kiosk.slips.composer import SlipTooLongError
from kiosk.slips.sample import sample

#: Four slips may wait, each up to 6 s; a test slip is not worth more patience.
PRINT_S: Final = 30.0


class StaffDesk:
    """Cards, checks, the last slip and the log of one running kiosk; thread-safe.

    Every method but `watch` blocks and is called on a worker thread.
    """

    def __init__(
        self,
        access: StaffAccess,
        parts: Parts,
        *,
        capture: Capture,
        slips: PrintSlip | None,
    ) -> None:
        self._access, self._capture, self._slips = access, capture, slips
        self._checks = {each.part: each for each in checks(parts)}

    @property
    def in_use(self) -> bool:
        """Whether any card was admitted; else nobody has to look out for one."""
        return self._access.in_use

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Report what is shown from now on, on any thread, until the answer is called."""
        return self._capture.watch_codes(on_scan, every_s=RESTING_S)

    def present(self, token: str) -> StaffCard:
        """A card was shown; raises `CardRefusedError`."""
        return self._access.present(token)

    def open(self, staff_id: str, pin: str) -> PinAnswer:
        """Look at a PIN."""
        return self._access.open(staff_id, pin)

    def note(self, staff_id: str, what: str, detail: str = "") -> None:
        """Write a deed down."""
        self._access.note(staff_id, what, detail)

    def parts(self) -> tuple[str, ...]:
        """The parts that are checked, in order; returns at once. The app itself is one of them
        once something in it has stopped.
        """
        return tuple(
            part for part, check in self._checks.items() if part != "app" or check.look().code
        )

    def look(self, part: str) -> Finding:
        """How a part is."""
        return self._checks[part].look()

    def test(self, staff_id: str, part: str) -> Finding:
        """Do the real thing once, and write down who did and what came of it."""
        found = self._checks[part].test()
        self.note(staff_id, f"test_{part}", f"{found.level.value} {found.code or ''}".strip())
        return found

    def reprint(self, staff_id: str) -> PrintNews | None:
        """The last number's slip again, marked as a second copy; None when there is none."""
        came, news = threading.Event(), list[PrintNews]()

        def on_news(one: PrintNews) -> None:
            news.append(one)
            came.set()

        number = self._slips.reprint(on_news) if self._slips is not None else None
        if number is None:
            return None
        came.wait(PRINT_S)
        found = news[0] if news else PrintNews("unconfirmed", "print_unknown")
        self.note(staff_id, "reprint", f"{number} {found.state}")
        return found


def print_test(settings: Settings, printer: PrinterWorker, clock: Clock) -> PrintOutcome:
    """Print a test slip through the printer's own thread, and wait for what comes of it."""
    came, outcomes = threading.Event(), list[PrintOutcome]()

    def on_done(outcome: PrintOutcome) -> None:
        outcomes.append(outcome)
        came.set()

    try:
        printer.submit(checked(sample(settings, clock())), on_done)
    except (SlipUnreadableError, SlipTooLongError) as error:
        health = Health(State.BLOCKED, SLIP_UNREADABLE.code, str(error))
        return PrintOutcome(PrintResult.NOT_STARTED, health, 0.0)
    except PrinterBusyError:
        health = Health(State.UNKNOWN, printer.health.code, "too many slips wait already")
        return PrintOutcome(PrintResult.NOT_STARTED, health, 0.0)
    if not came.wait(PRINT_S):
        return PrintOutcome(PrintResult.UNCONFIRMED, printer.health, PRINT_S * 1000)
    return outcomes[0]
