"""Text that no letters stand for is refused by its sender's fault, and nothing of it is kept."""

import json

import pytest

from tests.hub.conftest import PASSWORD, RunningHub

KEY = "018f9b1e-7c1e-7000-8000-000000000001"
HALF = "half\ud83d"  # the first half of a pair: JSON can write it, UTF-8 cannot
TICKET = {"ticket_id": KEY, "service_id": "ho-tich", "kiosk_id": "k1"}
IMPORT = {"kiosk_id": "k1", "slot": 1, "sent_at": "2026-03-02T02:00:00Z", "tickets": []}

TOLD = {
    "the service": ("/v1/tickets", {**TICKET, "service_id": HALF}),
    "the kiosk": ("/v1/tickets", {**TICKET, "kiosk_id": HALF}),
    "the dossier": ("/v1/tickets", {**TICKET, "dossier": HALF}),
    "a field nobody asked for": ("/v1/tickets", {**TICKET, HALF: 1}),
    "why no slip came": (f"/v1/tickets/{KEY}/print-results", {"result": "printed", "cause": HALF}),
    "a name": ("/v1/session", {"name": HALF, "password": PASSWORD}),
    "a password": ("/v1/session", {"name": "lan", "password": HALF}),
    "a desk": (f"/v1/tickets/{KEY}/serve", {"desk": HALF}),
    "another service": (f"/v1/tickets/{KEY}/transfer", {"desk": "1", "to_service": HALF}),
    "a screen": ("/v1/help-calls", {"kiosk_id": "k1", "screen": HALF}),
    "whose numbers": ("/v1/tickets:import", {**IMPORT, "kiosk_id": HALF}),
}


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "bytes"])
def test_half_a_letter_is_refused_and_not_kept(hub: RunningHub, *, ascii_only: bool) -> None:
    clerk = hub.clerk()
    assert clerk.take(ticket_id=KEY).status_code == 201
    before = hub.rows("SELECT * FROM ticket"), hub.rows("SELECT count(*) FROM event")
    for what, (path, told) in TOLD.items():
        body = json.dumps(told, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        answer = clerk.call(
            "POST",
            path,
            data=body,
            headers={"Content-Type": "application/json", "Idempotency-Key": KEY},
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), what
    assert (hub.rows("SELECT * FROM ticket"), hub.rows("SELECT count(*) FROM event")) == before


def test_a_whole_letter_of_two_halves_is_taken(hub: RunningHub) -> None:
    answer = hub.kiosk().call(
        "POST",
        "/v1/help-calls",
        data=b'{"kiosk_id": "k1", "screen": "\\ud83d\\ude00"}',
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["screen"]) == (201, "\U0001f600"), answer.text


@pytest.mark.parametrize("path", ["/", "/board", "/sign-in"])
def test_half_a_letter_in_an_address_is_no_fault_of_ours(hub: RunningHub, path: str) -> None:
    query = "zone=%ED%A0%BD&lang=%ED%A0%BD&sound=%ED%A0%BD&days=%ED%A0%BD"
    for asked in (f"{path}?{query}", f"{path}%ED%A0%BD"):
        assert hub.kiosk().call("GET", asked).status_code < 500, asked
