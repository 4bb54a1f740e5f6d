"""What the portal's routes work with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from kiosk.clock import Clock
from kiosk.portal.abandoned import Abandoned
from kiosk.portal.blobs import Fence
from kiosk.portal.casework import Casework
from kiosk.portal.device_gate import DeviceGate
from kiosk.portal.export import Export
from kiosk.portal.feedback import FeedbackWork
from kiosk.portal.intake import Intake
from kiosk.portal.notice_feed import NoticeFeed
from kiosk.portal.notices import NoticeDesk
from kiosk.portal.procedures import Procedures
from kiosk.portal.reading import Reading
from kiosk.portal.receipts import PortalSigner
from kiosk.portal.registry import Registry
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import Store
from kiosk.portal.tracking import Tracking


@dataclass(frozen=True, slots=True)
class Portal:
    """One running portal."""

    clock: Clock
    secure: bool  # served by https: cookies say so
    store: Store
    signer: PortalSigner
    gate: DeviceGate
    fence: Fence
    registry: Registry
    intake: Intake
    abandoned: Abandoned
    tracking: Tracking
    procedures: Procedures
    reading: Reading
    casework: Casework
    feedback: FeedbackWork
    export: Export
    staff: StaffRoom
    notices: NoticeDesk
    notice_feed: NoticeFeed


def portal_of(request: Request) -> Portal:
    """The portal that serves this request (dependency)."""
    portal: Portal = request.app.state.portal
    return portal


PortalOf = Annotated[Portal, Depends(portal_of)]
