"""Only the hub's own answer counts: a captive portal, a stranger or silence does not."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import Any

import pytest

from kiosk.hub.bus import COMMENT_S
from kiosk.remote.hub_client import (
    STREAM_SILENCE_S,
    HubClient,
    HubRefusedError,
    HubUnreachableError,
)
from tests.support.loopback import answering, say


@contextmanager
def stranger(
    *,
    status: int = 200,
    headers_out: Mapping[str, str] = MappingProxyType({}),
    body: bytes = b"",
    mute: threading.Event | None = None,
) -> Iterator[HubClient]:
    """A client of something that says this of everything, or nothing until `mute` is set."""

    def answer(request: BaseHTTPRequestHandler, _sent: bytes) -> None:
        if mute is None:
            say(request, status, headers_out, body)
        else:
            mute.wait(5)

    with answering(answer) as url:
        yield HubClient(url, kiosk_id="k1", timeout_s=0.6)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": b"<html>Log in to the Wi-Fi</html>", "headers_out": {"Content-Type": "text/html"}},
        {"status": 302, "headers_out": {"Location": "http://127.0.0.1:1/"}},
        {"status": 500, "body": b'{"title":"x","status":500,"code":"oops"}'},
        {"status": 404, "body": b"not found"},
        {"body": b'{"office": 1}'},
    ],
)
def test_an_answer_that_is_not_the_hubs_counts_as_no_answer(answer: dict[str, Any]) -> None:
    with stranger(**answer) as client, pytest.raises(HubUnreachableError):
        client.services()


def test_a_mute_hub_costs_no_more_than_the_limit() -> None:
    mute = threading.Event()
    with stranger(mute=mute) as client, pytest.raises(HubUnreachableError):
        try:
            client.services()
        finally:
            mute.set()


def test_a_line_that_is_dead_is_noticed_within_five_seconds_and_a_late_word_is_not_death() -> None:
    assert 3 * COMMENT_S < STREAM_SILENCE_S <= 5.0


def test_a_refusal_says_why() -> None:
    body = b'{"title":"Closed","status":409,"code":"service-closed","detail":"after 17:00"}'
    with stranger(status=409, body=body) as client, pytest.raises(HubRefusedError) as caught:
        client.services()
    assert caught.value.problem.code == "service-closed"


def test_a_web_page_is_no_event_stream() -> None:
    html = {"Content-Type": "text/html"}
    with stranger(body=b"<p>", headers_out=html) as client, pytest.raises(HubUnreachableError):
        next(client.stream())


@pytest.mark.parametrize("body", [b"data: " + b"x" * 300_000, b"event: state\ndata: {}\n\n"])
def test_a_stream_that_says_what_no_hub_says_is_left(body: bytes) -> None:
    stream = {"Content-Type": "text/event-stream"}
    with stranger(body=body, headers_out=stream) as client, pytest.raises(HubUnreachableError):
        next(client.stream())
