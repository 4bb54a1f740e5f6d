"""Who asks: the peer, or, when a proxy stands in front, whom the nearest trusted proxy names."""

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
    read it would take literally, and one word would then stand for everybody. An IPv4 address in
    IPv6 clothes, as a socket on ``[::]`` sees each (RFC 4291, 2.5.5.2), is the IPv4 address.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[str]) -> None:
        """`trusted`: addresses and networks of proxies; empty: the header is never believed."""
        self._app = app
        both = [*trusted, *(found for each in trusted if (found := _mapped(each)))]
        self._reader = ProxyHeadersMiddleware(self._read, both)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the client's address in its place."""
        scope[_PEER] = scope.get("client")
        await self._reader(scope, receive, send)  # type: ignore[arg-type]

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer, client = scope.pop(_PEER, None), scope.get("client")
        scope["client"] = _plain(client) or _plain(peer) or peer
        await self._app(scope, receive, send)


def _plain(client: tuple[str, int] | None) -> tuple[str, int] | None:
    """The one way to write an address; None for what is none."""
    try:
        found = ipaddress.ip_address(client[0]) if client else None
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (str(mapped or found), client[1]) if client else None


def _mapped(trusted: str) -> str | None:
    """An IPv4 address or network in IPv6 clothes."""
    network = ipaddress.ip_network(trusted, strict=False)
    if network.version == 6:
        return None
    return f"::ffff:{network.network_address}/{96 + network.prefixlen}"
