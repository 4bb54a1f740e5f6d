"""Answers that say no: RFC 9457 problem documents with a stable code.

The title stands in ``assets/i18n/hub.{vi,en}.toml`` as ``hub_problem.<code>``; `detail` is for
the technician and names fields and states, never a secret.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.web import problems as web

#: Every code and its HTTP status.
STATUS: Final[Mapping[str, int]] = {
    "bad-request": 400,
    "not-signed-in": 401,
    "wrong-name-or-password": 401,
    "csrf": 403,
    "kiosk-not-allowed": 403,
    "origin-refused": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "desk-busy": 409,
    "wrong-state": 409,
    "other-desk": 409,
    "too-large": 413,
    "host-refused": 421,
    "invalid": 422,
    "key-missing": 422,
    "key-reused": 422,
    "unknown-service": 422,
    "unknown-desk": 404,
    "too-many-attempts": 429,
    "our-fault": 500,
    "busy": 503,
    "out-of-numbers": 503,
}


class ProblemError(web.ProblemError):
    """The hub refuses a request."""

    statuses = STATUS
    section = "hub_problem"
