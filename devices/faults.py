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

CAMERA_ABSENT: Final = Fault("CAM-01", "camera_down")
CAMERA_LOST: Final = Fault("CAM-02", "camera_down")
CAMERA_FROZEN: Final = Fault("CAM-03", "camera_down")
CAMERA_BLACK: Final = Fault("CAM-04", "camera_dark")
CAMERA_SIZE: Final = Fault("CAM-05", "camera_weak")
CAMERA_SLOW: Final = Fault("CAM-06", "camera_weak")
PICTURE_REFUSED: Final = Fault("CAM-07", "picture_refused")
CAMERA_COARSE: Final = Fault("CAM-08", "camera_coarse")
SCANNER_ABSENT: Final = Fault("SCN-01", "scanner_down")
SCANNER_LOST: Final = Fault("SCN-02", "scanner_down")
SCANNER_NOISE: Final = Fault("SCN-03", "scanner_noise")
VOICE_ABSENT: Final = Fault("VOI-01", "voice_down")
VOICE_MUTE: Final = Fault("VOI-02", "voice_down")
BOARD_SILENT: Final = Fault("VOI-03", "board_silent")
APP_PART: Final = Fault("APP-01", "part_stopped")

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
        CAMERA_ABSENT,
        CAMERA_LOST,
        CAMERA_FROZEN,
        CAMERA_BLACK,
        CAMERA_SIZE,
        CAMERA_SLOW,
        PICTURE_REFUSED,
        CAMERA_COARSE,
        SCANNER_ABSENT,
        SCANNER_LOST,
        SCANNER_NOISE,
        VOICE_ABSENT,
        VOICE_MUTE,
        BOARD_SILENT,
        APP_PART,
    )
}
