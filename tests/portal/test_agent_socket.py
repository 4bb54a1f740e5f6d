"""The touch app's way to the agent tells nothing of a person, whatever goes wrong on it."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk import logs
from kiosk.agent.socket import AgentSocket
from kiosk.contract.agent import AgentLine
from kiosk.remote.agent_client import AgentAwayError, AgentClient

SECRET = "CHIM-VANH-KHUYEN"


def stumble(given: Mapping[str, str]) -> AgentLine:
    raise KeyError(f"{given['code']} {given['secret']}")


@contextmanager
def serving(path: Path) -> Iterator[AgentClient]:
    server = AgentSocket(
        path,
        {("POST", "/v1/track"): stumble, ("POST", "/v1/line"): lambda _: AgentLine(link="up")},
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield AgentClient(path)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_question_that_makes_the_agent_stumble_is_not_quoted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure(json=True)
    with serving(tmp_path / "agent.sock") as client, pytest.raises(AgentAwayError):
        client.track("A1B2C3", SECRET)
    said = capfd.readouterr().err
    assert "agent.question_failed" in said
    assert SECRET not in said


@pytest.mark.parametrize("length", [b"-1", b"x", b"4000000000"])
def test_a_question_of_a_made_up_length_is_answered_or_left(tmp_path: Path, length: bytes) -> None:
    with serving(tmp_path / "agent.sock") as client, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(3)
        line.connect(str(tmp_path / "agent.sock"))
        line.sendall(b"POST /v1/line HTTP/1.0\r\nContent-Length: " + length + b"\r\n\r\n{}")
        if length != b"-1":
            line.shutdown(socket.SHUT_WR)
        assert line.recv(64).startswith((b"HTTP/1.0 200", b"HTTP/1.0 400"))
        assert client.line(somebody=True).link == "up"
