"""Nothing is printed whose code was not read back from the very picture that is printed."""

from PIL import Image

from devices import faults, qr
from kiosk.slips import dossier_slip, draft_slip, ticket_slip
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip
from kiosk.slips.draft_slip import DraftSlip
from kiosk.slips.paper import Layout, paint
from kiosk.slips.ticket_slip import TicketSlip

Slip = TicketSlip | DossierSlip | ChecklistSlip | DraftSlip


class SlipUnreadableError(Exception):
    """The picture's QR does not say what it must; its fault is `SLIP_UNREADABLE`."""

    fault = faults.SLIP_UNREADABLE


def read_back(picture: Image.Image, payload: str) -> None:
    """Read the QR by a decoder that shares nothing with its maker (zbar).

    Raises:
        SlipUnreadableError: no code, more than one, or another payload. The message does not
            contain the payload, which is the secret of the follow page.
    """
    found = qr.zbar(picture)
    if len(found) != 1:
        raise SlipUnreadableError(f"{len(found)} codes on the slip, wanted 1")
    if found[0] != payload.encode("ascii"):
        raise SlipUnreadableError(f"the code says something else ({len(found[0])} bytes)")


def layout_of(slip: Slip) -> Layout:
    """Where everything stands on a slip of any kind.

    Raises:
        SlipTooLongError: the words do not fit on the paper.
    """
    match slip:
        case TicketSlip():
            return ticket_slip.layout(slip)
        case DraftSlip():
            return draft_slip.layout(slip)
        case _:
            return dossier_slip.layout(slip)


def checked(slip: Slip) -> Image.Image:
    """The slip's picture, its code (if it has one) read back.

    Raises:
        SlipUnreadableError: see `read_back`.
        SlipTooLongError: see `layout_of`.
    """
    picture = paint(layout_of(slip))
    if slip.follow_url:  # of all slips a list of papers alone may have none
        read_back(picture, slip.follow_url)
    return picture
