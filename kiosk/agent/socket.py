"""``agent.sock``: the touch app's way to the agent. HTTP/JSON on a Unix socket, mode 0600.

The file system decides who may ask: only the user the kiosk runs as can open the socket.
"""

import json
import os
import socketserver
import sys
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import structlog
from pydantic import BaseModel

#: A request is a code and a secret.
_MAX_BODY: Final = 4096
#: A client that connects and says nothing is let go.
_SILENCE_S: Final = 5.0

log = structlog.get_logger()

Deed = Callable[[Mapping[str, str]], BaseModel | None]


class _Handler(BaseHTTPRequestHandler):
    server: "AgentSocket"
    timeout = _SILENCE_S
    protocol_version = "HTTP/1.0"  # one question a connection

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer({})

    def do_POST(self) -> None:
        """Do what is asked."""
        try:
            length = max(0, min(int(self.headers.get("Content-Length", "0")), _MAX_BODY))
            body = json.loads(self.rfile.read(length) or b"{}")
            given = {str(key): str(value) for key, value in body.items()}
        except (ValueError, AttributeError, RecursionError):
            self._send(400, b"{}")
            return
        self._answer(given)

    def _answer(self, given: Mapping[str, str]) -> None:
        deed = self.server.deeds.get((self.command, self.path))
        if deed is None:
            self._send(404, b"{}")
            return
        result = deed(given)
        self._send(200, b"{}" if result is None else result.model_dump_json().encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        """A Unix socket's peer has no address."""
        return "agent.sock"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Nothing: a question holds a code."""


class AgentSocket(socketserver.ThreadingUnixStreamServer):
    """Serves `deeds`, by method and path, until `shutdown`."""

    daemon_threads = True

    def __init__(self, path: Path, deeds: Mapping[tuple[str, str], Deed]) -> None:
        """Make the socket; one a dead agent left behind is replaced (the caller holds the lock)."""
        self.deeds = deeds
        path.unlink(missing_ok=True)
        before = os.umask(0o177)  # no moment in which others could connect
        try:
            super().__init__(str(path), _Handler)
        finally:
            os.umask(before)

    def handle_error(self, request: object, client_address: object) -> None:
        """As the log tells it: the server's own way writes the words of the error, which may quote
        a code and its secret, to standard error. Who asked sees that the line was closed.
        """
        del request, client_address
        log.error("agent.question_failed", exc_info=sys.exception())
