"""Why a worker could not store what it was given."""

from concurrent.futures import Future
from typing import Any

import structlog

from kiosk.services.dossier_desk import Fault, NotTakenError

log = structlog.get_logger()


def fault_of(future: Future[Any], event: str) -> Fault | None:
    """The fault to tell; None if all went well. What nobody foresaw is logged as `event`."""
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, NotTakenError):
        return error.fault
    log.error(event, exc_info=error)
    return Fault.NOT_STORED
