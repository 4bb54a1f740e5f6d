"""What the touch app says to the agent on the same machine."""

import http.client
import json
import socket
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from kiosk.contract.agent import AgentLine, AgentStatus, Following

#: Where the agent listens, in the data folder.
SOCKET: Final = "agent.sock"
#: `status` and `poke` come from memory; `track` may ask the portal (5 s to connect, 30 s to read).
QUICK_S: Final = 2.0
TRACK_S: Final = 36.0

_M = TypeVar("_M", bound=BaseModel)


class AgentAwayError(Exception):
    """The agent does not run, or hangs; what was handed in stays stored."""


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("agent", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket's file."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class AgentClient:
    """The agent behind `path`; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def poke(self) -> None:
        """Something was handed in; raises `AgentAwayError`, which changes nothing about that."""
        self._ask("POST", "/v1/poke", {}, QUICK_S)

    def status(self) -> AgentStatus:
        """How the way to the portal is."""
        return self._read(AgentStatus, self._ask("GET", "/v1/status", None, QUICK_S))

    def line(self, *, somebody: bool) -> AgentLine:
        """Whether the portal answers. For `somebody` at the kiosk the agent goes on asking it for
        some seconds; else it tells what it knows.
        """
        if somebody:
            return self._read(AgentLine, self._ask("POST", "/v1/line", {}, QUICK_S))
        return self._read(AgentLine, self._ask("GET", "/v1/line", None, QUICK_S))

    def track(self, code: str, secret: str) -> Following:
        """What may be said to whoever holds code and secret."""
        body = {"code": code, "secret": secret}
        return self._read(Following, self._ask("POST", "/v1/track", body, TRACK_S))

    @staticmethod
    def _read(model: type[_M], data: bytes) -> _M:
        try:
            return model.model_validate_json(data)
        except ValidationError as error:
            raise AgentAwayError("not an answer of the agent") from error

    def _ask(self, method: str, path: str, body: dict[str, str] | None, timeout_s: float) -> bytes:
        connection = _UnixConnection(self._path, timeout_s)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise AgentAwayError(f"{path}: {error}") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise AgentAwayError(f"{path}: HTTP {answer.status}")
        return data
