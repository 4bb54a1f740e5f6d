"""What every request passes first: host, origin, size; and the headers every answer carries."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web.problems import Answer, ProblemError

#: Names by which a machine calls itself.
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
#: What every answer carries unless its route says otherwise. Whoever may keep an answer is told so
#: by its route; refusals and redirections of pages about somebody are not kept either.
HEADERS: Final = (
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
    ("cache-control", "no-store"),
)


def hostname(authority: str) -> str:
    """The host of ``host:port``, lower case, without the port and IPv6 brackets."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class Guard:
    """ASGI middleware; plain, because streams must not pass through a buffering one."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str],
        body_limit: int,
        problem: type[ProblemError],
        say: Answer,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        """`body_limit`: bytes of one request's body, above what any route takes but those of
        `larger`: ``{start of a path: limit}``. `say` makes the answer of a refusal.
        """
        self._app = app
        self._hosts = hosts
        self._body_limit = body_limit
        self._problem = problem
        self._say = say
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what must not reach a route; add the security headers to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    out.setdefault(name, value)
            await send(message)

        limit = self._limit(scope["path"])
        refusal = self._refusal(scope["method"], headers, limit)
        if refusal:
            response = self._say(Request(scope), self._problem(refusal))
            await response(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive, limit), send_guarded)

    def _limit(self, path: str) -> int:
        found = [limit for start, limit in self._larger.items() if path.startswith(start)]
        return max(found, default=self._body_limit)

    def _refusal(self, method: str, headers: Headers, limit: int) -> str | None:
        if hostname(headers.get("host", "")) not in self._hosts:
            return "host-refused"
        origin = headers.get("origin")
        if method not in _SAFE and origin is not None and not self._ours(origin):
            return "origin-refused"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return "too-large"
        return None

    def _ours(self, origin: str) -> bool:
        try:
            return urlsplit(origin).hostname in self._hosts
        except ValueError:
            return False


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413)  # the application makes it a problem
        return message

    return limited
