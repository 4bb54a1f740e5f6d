"""Answers that say no: RFC 9457 problem documents with a stable code.

The title stands in ``assets/i18n/hub.{vi,en}.toml`` as ``hub_problem.<code>``; `detail` is for
the technician and names fields and states, never a secret.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.contract.hub import Problem
from kiosk.texts import text

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

MEDIA_TYPE: Final = "application/problem+json"


class ProblemError(Exception):
    """The request cannot be served; becomes a problem document."""

    def __init__(self, code: str, detail: str = "", *, retry_after_s: int | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.status = STATUS[code]
        self.detail = detail
        self.retry_after_s = retry_after_s


def language_of(accept_language: str | None) -> str:
    """``vi`` unless the reader asks for English first."""
    return "en" if (accept_language or "").strip().lower().startswith("en") else "vi"


def document(code: str, detail: str, language: str) -> bytes:
    """The body of a problem answer."""
    problem = Problem(
        title=text(f"hub_problem.{code.replace('-', '_')}", language),
        status=STATUS[code],
        detail=detail,
        code=code,
    )
    return problem.model_dump_json().encode()
