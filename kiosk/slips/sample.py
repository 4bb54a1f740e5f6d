"""A slip that looks like a real one and says that it is none."""

import datetime as dt

from kiosk.settings import Settings
from kiosk.slips.ticket_slip import TicketSlip


def sample(settings: Settings, at: dt.datetime) -> TicketSlip:
    """What a technician prints to see paper, cutter and every stacked mark."""
    return TicketSlip(
        office=settings.site.name_vi,
        number="A000",
        service="Phiếu in thử: Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ứ Ừ Ử Ữ Ự",
        at=at,
        ahead=None,
        follow_url=f"{settings.hub.follow_url or settings.hub.url}/t/sample",
        hotline=settings.site.hotline,
    )
