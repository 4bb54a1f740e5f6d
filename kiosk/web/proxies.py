"""Who asks when a proxy stands in front: the address that the nearest trusted proxy tells."""

import ipaddress
from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_PEER: Final = "kiosk.peer"


class TrustedProxies:
    """ASGI middleware: a request's client is the right-most address in ``X-Forwarded-For`` that is
    no trusted proxy's, if a trusted proxy sent it; else, and where that is no address, the peer.

    What stands further left was written by whoever asks. uvicorn reads the header; a list it cannot
    read it would take literally, and one word would then stand for everybody.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[str]) -> None:
        """`trusted`: addresses and networks of proxies; empty: the header is never believed."""
        self._app = app
        self._reader = ProxyHeadersMiddleware(self._read, list(trusted))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the client's address in its place."""
        scope[_PEER] = scope.get("client")
        await self._reader(scope, receive, send)  # type: ignore[arg-type]

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer, client = scope.pop(_PEER, None), scope.get("client")
        try:
            scope["client"] = client and (str(ipaddress.ip_address(client[0])), client[1])
        except ValueError:
            scope["client"] = peer
        await self._app(scope, receive, send)
