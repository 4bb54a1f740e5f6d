"""Whatever answers in the portal's place, each question ends in a word that the agent knows."""

import datetime as dt
import gzip
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest
from pydantic import BaseModel

from kiosk.clock import utc_now
from kiosk.contract.notices import NoticeCounts, NoticePicture
from kiosk.contract.portal import EnrolRequest, Heartbeat
from kiosk.contract.signed import signed_bytes
from kiosk.remote.portal_client import (
    PortalAwayError,
    PortalClient,
    PortalRefusedError,
    WrongSignerError,
)
from kiosk.remote.signing import DeviceKey
from offline_queue.answers import Answer, Deed, decide
from offline_queue.envelope import Blob, Envelope
from offline_queue.receipts import ReceiptError, SignedReceipts
from tests.portal.conftest import CODE, Clock
from tests.portal.world import Kiosk, declaration, new_ids, wait_until
from tests.support.loopback import answering, say

JSON: Final = {"Content-Type": "application/json"}
PROBLEM: Final = {"Content-Type": "application/problem+json"}
DEEP: Final = b'{"server_key_id": "k", "sig": "", "a": ' + b"[" * 900 + b"]" * 900 + b"}"
FIELDS: Final = (
    "changes",
    "cursor",
    "more",
    "missing",
    "offset",
    "serial",
    "offices",
    "type",
    "sig",
    "server_key_id",
    "nonce",
    "now",
    "code",
    "status",
    "part_bytes",
    "procedure",
    "office",
    "received_at",
    "status_at",
    "device_id",
)


def every(value: object) -> bytes:
    return json.dumps(dict.fromkeys(FIELDS, value) | {"server_key_id": "k"}).encode()


#: (status, headers, body) by name.
ANSWERS = {
    "nothing": (200, {}, b""),
    "nothing, said to be JSON": (200, JSON, b""),
    "no content": (204, {}, b""),
    "created, nothing": (201, JSON, b""),
    "a page to log in": (200, {"Content-Type": "text/html"}, b"<html>Log in</html>"),
    "a page, said to be JSON": (200, JSON, b"<html>Log in</html>"),
    "the way to a page": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "a page refused": (403, {"Content-Type": "text/html"}, b"<html>No</html>"),
    "cut JSON": (200, JSON, b'{"changes": ['),
    "null": (200, JSON, b"null"),
    "a list": (200, JSON, b"[]"),
    "a number": (200, JSON, b"1" * 5000),
    "empty object": (200, JSON, b"{}"),
    "deep": (200, JSON, b'{"a":' * 100_000),
    "deep and whole": (200, JSON, DEEP),
    "nulls": (200, JSON, every(None)),
    "lists": (200, JSON, every([None, {}, []])),
    "objects": (200, JSON, every({"a": 1})),
    "numbers": (200, JSON, every(10**400)),
    "no numbers": (200, JSON, every(float("nan"))),
    "half a letter": (200, JSON, every("half\ud83d")),
    "half a letter in a field": (200, JSON, b'{"\\ud83d": 1, "server_key_id": "k"}'),
    "bytes of no text": (200, JSON, b'{"a": "\xff\xfe"}'),
    "another encoding": (200, JSON, '{"a": "ộ"}'.encode("utf-16")),
    "huge": (200, JSON, b'{"a": "' + b"x" * 3_000_000 + b'"}'),
    "no gzip": (200, JSON | {"Content-Encoding": "gzip"}, b"{}"),
    "cut gzip": (200, JSON | {"Content-Encoding": "gzip"}, gzip.compress(b'{"a": 1}')[:-9]),
    "gzip of much": (200, JSON | {"Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000))),
    "a type of no kind": (422, PROBLEM, every(["x"])),
    "too late for ever": (
        429,
        PROBLEM | {"Retry-After": "9" * 15},
        b'{"type": "x:too-many-attempts"}',
    ),
    "later than ever": (503, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, b""),
    "the end of time": (
        401,
        PROBLEM | {"Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        b'{"type": "x:clock-skew"}',
    ),
    "the beginning of time": (
        401,
        PROBLEM | {"Date": "Mon, 01 Jan 0001 00:00:00 GMT"},
        b'{"type": "x:clock-skew"}',
    ),
    "no time": (401, PROBLEM | {"Date": "yesterday"}, b'{"type": "x:clock-skew"}'),
    "a status of no kind": (599, JSON, b"{}"),
    "too long a header": (200, JSON | {"X": "y" * 70_000}, b"{}"),
    "longer than it says": (200, JSON | {"Content-Length": "1"}, b"{}"),
    "shorter than it says": (200, JSON | {"Content-Length": "900"}, b"{}"),
    "a length of no number": (200, JSON | {"Content-Length": "many"}, b"{}"),
    "sizes of no kind": (
        200,
        JSON | {"Upload-Offset": "-1", "Upload-Limit": "max-size=,=,max"},
        b'{"offset": -1}',
    ),
}
#: The outbox waits for as long as these say, an hour at most.
WAITED_OUT: Final = frozenset({"too late for ever", "later than ever"})
WHEN: Final = "2026-11-25T02:00:00Z"
CHANGE: Final = {"dossier_id": str(uuid.UUID(int=1)), "code": "x", "status": 1, "at": WHEN}
NEWS: Final = {"cursor": "1", "changes": [CHANGE]}
TRACKED: Final = {
    **CHANGE,
    "procedure": "x",
    "office": {"vi": "x", "en": "x"},
    "received_at": WHEN,
    "status_at": WHEN,
}
for _name, _field in {"half a letter": "half\ud83d", "no end": "x" * 900_000}.items():
    ANSWERS |= {
        f"{_name} in the news": (200, JSON, json.dumps(NEWS | {"cursor": _field}).encode()),
        f"{_name} in a change": (
            200,
            JSON,
            json.dumps(NEWS | {"changes": [CHANGE | {"code": _field}]}).encode(),
        ),
        f"{_name} in a state": (200, JSON, json.dumps(TRACKED | {"code": _field}).encode()),
    }
ANSWERS["the state of another dossier"] = (
    *(200, JSON),
    json.dumps(TRACKED | {"code": "another"}).encode(),
)
CUT: Final = "the line is cut"
NO_HTTP: Final = "no HTTP"


class Odd:
    """Answers everything with `answer`."""

    def __init__(self) -> None:
        self.answer, self.url = CUT, ""
        self.paths: set[str] = set()

    def __call__(self, request: BaseHTTPRequestHandler, _sent: bytes) -> None:
        self.paths.add(request.path.partition("?")[0])
        if self.answer == NO_HTTP:
            request.wfile.write(b"220 mail.example ESMTP\r\n")
        elif self.answer != CUT:
            request.protocol_version = "HTTP/1.1"
            status, headers, body = ANSWERS[self.answer]
            say(request, status, {"Connection": "close"} | headers, body)


@pytest.fixture
def odd() -> Iterator[Odd]:
    found = Odd()
    with answering(found) as found.url:
        yield found


KEY: Final = str(uuid.uuid4())
BODY: Final = Envelope(KEY, b"{}", "s", blobs=(Blob("0" * 64, 10),))
BEAT: Final = Heartbeat(version="1", waiting=0, quarantined=0, oldest_s=0)
PICTURE: Final = NoticePicture(sha256="0" * 64, size=10, media="image/png")

#: What the agent asks and tells; each may fail in three ways, which it waits out.
QUESTIONS: Final[dict[str, Callable[[PortalClient], object]]] = {
    "enrol": lambda portal: portal.enrol(
        EnrolRequest(device_id="k", enrolment_code="x" * 22, public_key="AAAA")
    ),
    "changes": lambda portal: portal.changes(""),
    "key set": lambda portal: portal.key_set(),
    "notices": lambda portal: portal.notices(0),
    "picture": lambda portal: portal.picture(PICTURE),
    "counts": lambda portal: portal.tell_counts(NoticeCounts(shelf="s", counts=())),
    "time": lambda portal: portal.time(),
    "heartbeat": lambda portal: portal.heartbeat(BEAT),
    "track": lambda portal: portal.track("x", "y"),
}
#: What the sender asks; each has an answer that can be decided about.
DELIVERIES: Final[dict[str, Callable[[PortalClient], Answer]]] = {
    "ping": lambda portal: portal.ping(),
    "manifest": lambda portal: portal.put_manifest(BODY),
    "offset": lambda portal: portal.part_offset(BODY, BODY.blobs[0]),
    "part": lambda portal: portal.append(BODY, BODY.blobs[0], 0, b"x"),
    "commit": lambda portal: portal.commit(BODY),
}
NO_RECEIPT: Final = SignedReceipts({"k": bytes(32)}, signed_bytes=partial(signed_bytes, "receipt"))


def client(odd: Odd, tmp_path: Path, clock: Callable[[], dt.datetime]) -> PortalClient:
    return PortalClient(
        odd.url,
        DeviceKey.create(tmp_path / "key"),
        server_keys={"k": bytes(32)},
        ca=None,
        clock=clock,
        timeout_s=(2, 2),
    )


def each_answer(odd: Odd, portal: PortalClient, clock: Clock) -> Iterator[None]:
    """Once it is given, twice each: what the first taught may spoil the next question."""
    for odd.answer in (*ANSWERS, CUT, NO_HTTP):
        for _ in range(2):
            yield
            clock.later(seconds=5)
            assert 1900 < portal.now().year < 2200, odd.answer
    portal.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_fails_in_a_way_the_agent_waits_out(
    odd: Odd, tmp_path: Path, question: str
) -> None:
    clock = Clock()
    portal = client(odd, tmp_path, clock)
    for _ in each_answer(odd, portal, clock):
        with suppress(PortalAwayError, PortalRefusedError, WrongSignerError):
            told = QUESTIONS[question](portal)
            if isinstance(told, BaseModel):  # it was taken for the portal's: it can be kept
                assert told.model_dump_json().encode(), odd.answer


@pytest.mark.parametrize("step", DELIVERIES)
def test_a_delivery_is_decided_about_and_no_answer_is_a_receipt(
    odd: Odd, tmp_path: Path, step: str
) -> None:
    clock = Clock()
    portal = client(odd, tmp_path, clock)
    for _ in each_answer(odd, portal, clock):
        answer = DELIVERIES[step](portal)
        if decide(answer).deed is Deed.REPAIR_CLOCK:
            portal.repair_clock(answer)
        with pytest.raises(ReceiptError):
            NO_RECEIPT(BODY, answer.json or {})


@pytest.mark.parametrize("question", ["changes", "key set", "track"])
def test_the_technician_is_told_what_came_instead(odd: Odd, tmp_path: Path, question: str) -> None:
    portal = client(odd, tmp_path, utc_now)
    for odd.answer, word in (
        ("no content", "HTTP 204, but no JSON object"),
        ("a page to log in", "HTTP 200, but no JSON object"),
        ("cut JSON", "HTTP 200, but no JSON object"),
        ("huge", "HTTP 200, but no JSON object"),
        ("the way to a page", "HTTP 302"),
    ):
        with pytest.raises(PortalAwayError, match=word):
            QUESTIONS[question](portal)
    portal.close()


def test_the_agent_lives_on_whatever_answers_it(odd: Odd, kiosk: Kiosk) -> None:
    """Each of its threads meets each answer, and the portal itself is found again after all."""
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may")
    kiosk.start_agent(portal_url=odd.url)
    for odd.answer in (*(name for name in ANSWERS if name not in WAITED_OUT), CUT, NO_HTTP):
        odd.paths.clear()
        kiosk.poke()
        kiosk.socket.line(somebody=True)
        wait_until(lambda: {"/v1/notices", "/v1/ping"} <= odd.paths)
        assert kiosk.socket.track(str(CODE), "7KXP").where in {"away", "unknown", "paused"}
    assert kiosk.states()[str(ids.dossier_id)] == "ready"
    kiosk.stop_agent()
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged", seconds=60)


def test_the_state_of_another_dossier_is_shown_to_nobody(odd: Odd, tmp_path: Path) -> None:
    portal = client(odd, tmp_path, utc_now)
    odd.answer = "the state of another dossier"
    assert portal.track("another", "y").code == "another"
    with pytest.raises(PortalAwayError, match="another dossier"):
        portal.track("x", "y")
    portal.close()
