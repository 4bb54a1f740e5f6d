"""Answers that say no: RFC 9457 problem documents with a stable code.

The title stands in ``assets/i18n/portal.{vi,en}.toml`` as ``portal_problem.<code>``; `detail` is
for the technician and names fields and states, never a secret and nothing a person said.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.web import problems as web

#: Every code and its HTTP status. The sender acts on the status: 5xx, 408, 425 and 429 are tried
#: again, 401 and 403 pause the queue, 400, 409 and 422 put this one delivery aside for staff.
STATUS: Final[Mapping[str, int]] = {
    "bad-request": 400,
    "signature": 401,
    "clock-skew": 401,
    "not-signed-in": 401,
    "wrong-name-or-password": 401,
    "unknown-device": 403,
    "enrolment-code": 403,
    "csrf": 403,
    "origin-refused": 403,
    "role": 403,
    "locked": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "offset": 409,
    "overtaken": 409,
    "other-content": 409,
    "code-taken": 409,
    "key-taken": 409,
    "wrong-state": 409,
    "official-code-taken": 409,
    "notice-withdrawn": 409,
    "too-large": 413,
    "host-refused": 421,
    "invalid": 422,
    "key-missing": 422,
    "parts-missing": 422,
    "unknown-office": 422,
    "unknown-key": 422,
    "unknown-dossier": 422,
    "wrong-secret": 422,
    "official-code": 422,
    "not-compared": 422,
    "due-date": 422,
    "no-paper": 422,
    "day-to-come": 422,
    "refusal-reason": 422,
    "places": 422,
    "too-many-notices": 422,
    "picture": 422,
    "too-many-attempts": 429,
    "our-fault": 500,
    "busy": 503,
    "no-space": 507,
}


class ProblemError(web.ProblemError):
    """The portal refuses a request."""

    statuses = STATUS
    section = "portal_problem"
    kinds = "urn:kiosk-portal:problem:"  # the sender reads the last segment


def problems(*codes: str) -> web.Responses:
    """Descriptions of the refusals a route may give, beside those any route may give."""
    return web.describe(ProblemError, *codes)
