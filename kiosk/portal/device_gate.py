"""Who sends: every request of the uplink is signed by an enrolled kiosk (RFC 9421)."""

import base64
import binascii
from collections.abc import Callable
from typing import Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from kiosk.clock import Clock
from kiosk.portal.intake import Device
from kiosk.portal.problems import ProblemError
from kiosk.portal.registry import Registry
from kiosk.remote.signing import Refused, SignatureRefusedError, key_id_of, verify

_PROBLEM_OF: Final = {
    Refused.NO_SIGNATURE: "signature",
    Refused.BAD_SIGNATURE: "signature",
    Refused.UNKNOWN_KEY: "unknown-device",
    Refused.CLOCK_SKEW: "clock-skew",
}


class DeviceGate:
    """Checks signatures. `base_url`: what kiosks were told to ask; a proxy may stand before us."""

    def __init__(self, registry: Registry, *, base_url: str, clock: Clock) -> None:
        self._registry = registry
        self._base_url = base_url.rstrip("/")
        self._clock = clock

    async def admit(self, request: Request, *, limit: int) -> tuple[Device, bytes]:
        """The kiosk that signed this request, and its body of at most `limit` bytes.

        Raises:
            ProblemError: ``signature``, ``unknown-device``, ``clock-skew``, ``too-large``.
        """
        body = await self.body(request, limit=limit)
        return await run_in_threadpool(self._check, request, body), body

    @staticmethod
    async def body(request: Request, *, limit: int) -> bytes:
        """The body; raises `ProblemError` ``too-large``."""
        body = await request.body()
        if len(body) > limit:
            raise ProblemError("too-large", f"at most {limit} bytes")
        return body

    def check_with(self, request: Request, body: bytes, public_key: str) -> None:
        """Whether the request is signed with the key it presents: the sender has its other half.

        Raises:
            ProblemError: ``signature``, ``clock-skew``, ``invalid``.
        """
        try:
            raw = base64.b64decode(public_key, validate=True)
        except binascii.Error as error:
            raise ProblemError("invalid", "public_key: not base64") from error
        if len(raw) != 32:
            raise ProblemError("invalid", "public_key: not an Ed25519 key")
        self._verify(request, body, lambda key_id: raw if key_id == key_id_of(raw) else None)

    def _check(self, request: Request, body: bytes) -> Device:
        found: dict[str, Device] = {}

        def find(key_id: str) -> bytes | None:
            known = self._registry.device(key_id)
            if known is None:
                return None
            found[key_id] = known[0]
            return known[1]

        return found[self._verify(request, body, find)]

    def _verify(self, request: Request, body: bytes, find: Callable[[str], bytes | None]) -> str:
        path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
        query = f"?{request.url.query}" if request.url.query else ""
        base = self._base_url or f"{request.url.scheme}://{request.url.netloc}"
        try:
            return verify(
                find,
                method=request.method,
                url=f"{base}{path}{query}",
                headers=[
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, value in request.headers.raw
                ],
                body=body,
                now=self._clock(),
            )
        except SignatureRefusedError as error:
            raise ProblemError(_PROBLEM_OF[error.reason], str(error)) from error
