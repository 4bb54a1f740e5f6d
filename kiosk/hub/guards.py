"""What every request passes first: host, origin, size; and the headers every answer carries."""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.hub.problems import MEDIA_TYPE, STATUS, document, language_of
from kiosk.settings import Settings

BODY_LIMIT: Final = 64 * 1024  # a full import of 100 tickets is about 45 KB

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = (
    (
        "content-security-policy",
        (
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
            "object-src 'none'"
        ),
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
)


def hostname(authority: str) -> str:
    """The host of ``host:port``, lower case, without the port and IPv6 brackets."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def known_hosts(settings: Settings) -> frozenset[str]:
    """Host names under which this hub may be asked (against DNS rebinding)."""
    named = (
        hostname(settings.hub.listen),
        urlsplit(settings.hub.url).hostname or "",
        urlsplit(settings.hub.follow_url).hostname or "",
    )
    return _LOOPBACK | {name.lower() for name in named if name}


class AllowedPeers:
    """Addresses that may take numbers: loopback and those the settings name.

    An entry is an address or a network (``192.168.1.0/24``).

    Raises:
        ValueError: an entry is neither.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(entry, strict=False) for entry in entries)

    def __contains__(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address.is_loopback or any(address in network for network in self._networks)


class _TooLargeError(Exception):
    pass


class Guard:
    """ASGI middleware; plain, because streams must not pass through a buffering one."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what must not reach a route; add the security headers to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS:
                    out.setdefault(name, value)
                if scope["path"].startswith("/v1/"):
                    out.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await _refuse(refusal, headers, send_guarded)
            return
        try:
            await self._app(scope, _limited(receive), send_guarded)
        except _TooLargeError:
            if started:
                raise
            await _refuse("too-large", headers, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        if hostname(headers.get("host", "")) not in self._hosts:
            return "host-refused"
        origin = headers.get("origin")
        if method not in _SAFE and origin is not None and not self._ours(origin):
            return "origin-refused"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return "too-large"
        return None

    def _ours(self, origin: str) -> bool:
        try:
            return urlsplit(origin).hostname in self._hosts
        except ValueError:
            return False


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > BODY_LIMIT:
                raise _TooLargeError
        return message

    return limited


async def _refuse(code: str, headers: Headers, send: Send) -> None:
    body = document(code, "", language_of(headers.get("accept-language")))
    await send(
        {
            "type": "http.response.start",
            "status": STATUS[code],
            "headers": [
                (b"content-type", MEDIA_TYPE.encode()),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
