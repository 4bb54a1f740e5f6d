"""Every fault of a device: a stable code, the citizen's sentence by key, the remedy by key.

The sentences stand in ``assets/i18n/faults.{vi,en}.toml`` as ``citizen.<key>`` and
``remedy.<code>``, its short name as ``title.<code>``; a test holds the two in step.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail: what the citizen is told and what the technician must know."""

    code: str
    citizen_key: str


PRINTER_ABSENT: Final = Fault("PRN-01", "printer_down")
PAPER_OUT: Final = Fault("PRN-02", "paper_out")
COVER_OPEN: Final = Fault("PRN-03", "printer_down")
CUTTER: Final = Fault("PRN-04", "printer_down")
OVERHEATED: Final = Fault("PRN-05", "printer_down")
UNRECOVERABLE: Final = Fault("PRN-06", "printer_down")
MUTE: Final = Fault("PRN-07", "print_unknown")
LINK_LOST: Final = Fault("PRN-08", "print_unknown")
PAPER_LOW: Final = Fault("PRN-09", "paper_low")
OFFLINE: Final = Fault("PRN-10", "printer_down")
SLIP_UNREADABLE: Final = Fault("PRN-11", "printer_down")

FAULTS: Final = {
    fault.code: fault
    for fault in (
        PRINTER_ABSENT,
        PAPER_OUT,
        COVER_OPEN,
        CUTTER,
        OVERHEATED,
        UNRECOVERABLE,
        MUTE,
        LINK_LOST,
        PAPER_LOW,
        OFFLINE,
        SLIP_UNREADABLE,
    )
}
