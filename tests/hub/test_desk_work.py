"""A clerk calls people one by one; nobody is called to two desks."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.hub.conftest import Client, RunningHub


def take(hub: RunningHub, service: str = "ho-tich", **fields: object) -> str:
    ticket_id: str = hub.kiosk().take(service, **fields).json()["ticket_id"]
    return ticket_id


def state_of(hub: RunningHub, ticket_id: str) -> str:
    state: str = hub.kiosk().call("GET", f"/v1/tickets/{ticket_id}").json()["state"]
    return state


def test_the_clerk_calls_who_came_first_among_the_services_of_the_desk(hub: RunningHub) -> None:
    take(hub, "cu-tru")  # desk 2's
    take(hub, "chung-thuc")
    take(hub, "ho-tich")
    clerk = hub.clerk()
    desk = clerk.call_next("1").json()
    assert desk["current"]["number"] == "C001"
    assert desk["current"]["state"] == "called"
    assert [person["number"] for person in desk["waiting"]] == ["A001"]


def test_a_second_click_calls_nobody_else(hub: RunningHub) -> None:
    take(hub)
    take(hub)
    clerk = hub.clerk()
    first, second = clerk.call_next("1", "the-same-key"), clerk.call_next("1", "the-same-key")
    assert first.json()["current"] == second.json()["current"]
    assert clerk.call_next("2", "the-same-key").json()["code"] == "key-reused"
    answer = clerk.call_next("1", "another-key")
    assert (answer.status_code, answer.json()["code"]) == (409, "desk-busy")


def test_when_nobody_waits_the_desk_stays_empty(hub: RunningHub) -> None:
    answer = hub.clerk().call_next("1")
    assert answer.status_code == 200
    assert answer.json()["current"] is None


def test_two_desks_racing_never_get_the_same_person(hub: RunningHub) -> None:
    tickets = {take(hub, "khac") for _ in range(40)}
    clerk = hub.clerk()

    def work(desk: str) -> list[str]:
        mine = Client(hub.url)
        mine.http.cookies.update(clerk.http.cookies)
        mine.http.headers.update(clerk.http.headers)
        called = []
        while current := mine.call_next(desk).json()["current"]:
            called.append(current["ticket_id"])
            assert mine.act(current["ticket_id"], "finish", desk).status_code == 200
        return called

    with ThreadPoolExecutor(3) as pool:
        called = [ticket for many in pool.map(work, ["1", "2", "3"]) for ticket in many]
    assert len(called) == 40
    assert set(called) == tickets
    assert hub.rows("SELECT count(*) FROM event WHERE kind = 'called'") == [(40,)]


def test_priority_goes_ahead_and_after_two_somebody_else_is_due(hub: RunningHub) -> None:
    for priority in (False, False, True, True, True):
        take(hub, priority=priority)
    clerk, order = hub.clerk(), []
    shown = [p["number"] for p in clerk.call("GET", "/v1/desks/1/state").json()["waiting"]]
    for _ in range(5):
        current = clerk.call_next("1").json()["current"]
        order.append(current["number"])
        clerk.act(current["ticket_id"], "finish", "1")
    assert order == ["A003", "A004", "A001", "A005", "A002"]
    assert shown == order


def test_the_whole_way_of_a_person_is_written_down(hub: RunningHub) -> None:
    ticket = take(hub)
    clerk = hub.clerk()
    answer = clerk.call_next("1")
    for deed, state in [
        ("recall", "called"),
        ("start", "serving"),
        ("park", "parked"),
        ("resume", "called"),
        ("finish", "finished"),
    ]:
        answer = clerk.act(ticket, deed, "1")
        assert answer.status_code == 200, answer.text
        assert state_of(hub, ticket) == state
    assert answer.json()["done_today"] == 1
    assert hub.rows("SELECT kind, desk, clerk FROM event ORDER BY seq") == [
        ("issued", None, None),
        *[
            (kind, "1", "lan")
            for kind in ("called", "recalled", "started", "parked", "called", "finished")
        ],
    ]


def test_a_deed_done_twice_is_done_once(hub: RunningHub) -> None:
    ticket = take(hub)
    clerk = hub.clerk()
    clerk.call_next("1")
    for _ in range(2):
        assert clerk.act(ticket, "finish", "1").status_code == 200
    assert hub.rows("SELECT count(*) FROM event WHERE kind = 'finished'") == [(1,)]


def test_somebody_who_comes_late_is_called_again(hub: RunningHub) -> None:
    ticket = take(hub)
    clerk = hub.clerk()
    clerk.call_next("1")
    clerk.act(ticket, "no-show", "1")
    assert state_of(hub, ticket) == "no_show"
    assert clerk.act(ticket, "resume", "2").json()["current"]["ticket_id"] == ticket


def test_a_transferred_person_keeps_number_and_place(hub: RunningHub) -> None:
    ticket = take(hub, "ho-tich")
    take(hub, "dat-dai")
    clerk = hub.clerk()
    clerk.call_next("1")
    answer = clerk.act(ticket, "transfer", "1", to_service="dat-dai")
    assert answer.json()["current"] is None
    current = clerk.call_next("2").json()["current"]
    assert (current["number"], current["service_id"]) == ("A001", "dat-dai")
    # The kiosk's retry of the first request still finds its ticket.
    assert hub.kiosk().take("ho-tich", ticket_id=ticket).status_code == 200


@pytest.mark.parametrize(
    ("deed", "desk", "fields", "code"),
    [
        ("start", "1", {}, "wrong-state"),
        ("recall", "1", {}, "wrong-state"),
        ("finish", "9", {}, "unknown-desk"),
        ("resume", "1", {}, "wrong-state"),
        ("transfer", "1", {"to_service": "khac"}, "wrong-state"),
    ],
)
def test_a_deed_that_makes_no_sense_is_refused(
    hub: RunningHub, deed: str, desk: str, fields: dict[str, str], code: str
) -> None:
    ticket = take(hub)
    assert hub.clerk().act(ticket, deed, desk, **fields).json()["code"] == code
    assert state_of(hub, ticket) == "waiting"


def test_another_desk_cannot_touch_a_person_being_served(hub: RunningHub) -> None:
    ticket = take(hub, "khac")
    clerk = hub.clerk()
    clerk.call_next("1")
    for deed in ("recall", "start", "finish", "no-show", "park", "transfer"):
        answer = clerk.act(ticket, deed, "2", to_service="khac")
        assert (answer.status_code, answer.json()["code"]) == (409, "other-desk")
    assert clerk.act(ticket, "transfer", "1").json()["code"] == "unknown-service"
    assert state_of(hub, ticket) == "called"


def test_help_rings_once_until_a_clerk_goes(hub: RunningHub) -> None:
    kiosk, clerk = hub.kiosk(), hub.clerk()
    body = {"kiosk_id": "k1", "screen": "ticket"}
    first = kiosk.call("POST", "/v1/help-calls", json=body)
    again = kiosk.call("POST", "/v1/help-calls", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert len(clerk.call("GET", "/v1/help-calls").json()["calls"]) == 1
    path = f"/v1/help-calls/{first.json()['id']}/acknowledge"
    assert clerk.call("POST", path).json()["seen_by"] == "lan"
    assert clerk.call("GET", "/v1/help-calls").json()["calls"] == []
    assert kiosk.call("POST", "/v1/help-calls", json=body).status_code == 201
    assert clerk.call("POST", "/v1/help-calls/99/acknowledge").status_code == 404


def test_the_desk_knows_which_dossier_a_number_was_taken_for_and_the_board_does_not(
    hub: RunningHub,
) -> None:
    taken = hub.kiosk().take(dossier="H3K-7QP-2MH").json()
    assert taken["dossier"] == "H3K-7QP-2MH"
    called = hub.clerk().call_next("1").json()["current"]
    assert called["dossier"] == "H3K-7QP-2MH"
    board = hub.kiosk().call("GET", "/v1/board").text
    assert "H3K" not in board
    again = hub.kiosk().take(ticket_id=taken["ticket_id"], dossier="AAA-AAA-AAA").json()
    assert again["code"] == "key-reused"
    assert hub.kiosk().take(dossier="../staff").status_code == 422


def test_a_kiosk_hears_how_many_are_before_it_who_comes_and_that_nobody_is_there(
    hub: RunningHub,
) -> None:
    kiosk = hub.kiosk()

    def call(name: str) -> dict[str, object]:
        body = {"kiosk_id": name, "screen": "home"}
        answer: dict[str, object] = kiosk.call("POST", "/v1/help-calls", json=body).json()
        return answer

    assert call("k1")["attended"] is False  # no desk's page is open anywhere
    clerk = hub.clerk()
    calls = clerk.call("GET", "/v1/help-calls").json()["calls"]  # what an open page asks for
    second = call("k2")
    assert (second["ahead"], second["attended"]) == (1, True)
    clerk.call("POST", f"/v1/help-calls/{calls[0]['id']}/acknowledge")
    assert kiosk.call("GET", "/v1/kiosks/k1/help-call").json()["seen_by"] == "lan"
    assert kiosk.call("GET", "/v1/kiosks/k2/help-call").json()["ahead"] == 0
    gone = kiosk.call("POST", "/v1/kiosks/k2/help-call/withdraw").json()
    assert gone["seen_at"]
    assert gone["seen_by"] is None
    assert clerk.call("GET", "/v1/help-calls").json()["calls"] == []
    assert kiosk.call("GET", "/v1/kiosks/k9/help-call").status_code == 404
