"""Taking a number: one key, one number, for ever."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import uuid_utils.compat as uuid

from kiosk.domain.ticket import business_day
from tests.hub.conftest import MORNING, Client, MovableClock, RunningHub


def test_the_first_person_of_the_day_gets_001_and_a_secret_to_follow(hub: RunningHub) -> None:
    answer = hub.kiosk().take("cu-tru")
    ticket = answer.json()
    assert answer.status_code == 201
    assert ticket["number"] == "B001"
    assert ticket["ahead"] == 0
    assert len(ticket["token"]) == 22
    assert ticket["follow_url"] == f"{hub.url}/t/{ticket['token']}"
    assert ticket["day"] == "2026-03-02"


def test_a_retry_after_a_lost_answer_gets_the_same_number(hub: RunningHub) -> None:
    kiosk, key = hub.kiosk(), str(uuid.uuid7())
    first, second = kiosk.take(ticket_id=key), kiosk.take(ticket_id=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert kiosk.take().json()["number"] == "A002"


def test_a_key_cannot_be_used_for_another_wish(hub: RunningHub) -> None:
    kiosk, key = hub.kiosk(), str(uuid.uuid7())
    kiosk.take(ticket_id=key)
    answer = kiosk.take("cu-tru", ticket_id=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert kiosk.take("cu-tru").json()["number"] == "B001"


def test_without_its_key_in_the_header_no_number_is_given(hub: RunningHub) -> None:
    kiosk, key = hub.kiosk(), str(uuid.uuid7())
    body = {"ticket_id": key, "service_id": "ho-tich", "kiosk_id": "k1"}
    for headers in ({}, {"Idempotency-Key": "x"}, {"Idempotency-Key": str(uuid.uuid7())}):
        answer = kiosk.call("POST", "/v1/tickets", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "key-missing")
    assert kiosk.call("GET", f"/v1/tickets/{key}").status_code == 404


def test_an_unknown_service_is_named(hub: RunningHub) -> None:
    answer = hub.kiosk().take("bay-len-trang")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-service")
    assert answer.json()["detail"] == "bay-len-trang"


def test_people_ahead_counts_priority_too(hub: RunningHub) -> None:
    kiosk = hub.kiosk()
    tickets = [kiosk.take().json()["ticket_id"] for _ in range(3)]
    assert kiosk.take(priority=True).json()["ahead"] == 0
    ahead = [kiosk.call("GET", f"/v1/tickets/{each}").json()["ahead"] for each in tickets]
    assert ahead == [1, 2, 3]


def test_ten_kiosks_at_once_get_no_number_twice_no_gap_and_the_order_of_the_store(
    hub: RunningHub,
) -> None:
    def take_many(name: int) -> list[str]:
        kiosk = hub.kiosk()
        return [kiosk.take(kiosk_id=f"k{name}").json()["number"] for _ in range(20)]

    with ThreadPoolExecutor(10) as pool:
        each = list(pool.map(take_many, range(10)))
    assert all(numbers == sorted(numbers) for numbers in each)  # later asked, later in line
    wanted = [f"A{serial:03d}" for serial in range(1, 201)]
    assert sorted(number for numbers in each for number in numbers) == wanted
    in_line = hub.rows("SELECT serial FROM ticket ORDER BY place")
    assert in_line == [(serial,) for serial in range(1, 201)]
    commits = hub.rows("SELECT ticket_id FROM event WHERE kind = 'issued' ORDER BY seq")
    assert commits == hub.rows("SELECT ticket_id FROM ticket ORDER BY serial")


def test_one_key_sent_by_eight_threads_at_once_makes_one_ticket(hub: RunningHub) -> None:
    key = str(uuid.uuid7())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: hub.kiosk().take(ticket_id=key), range(8)))
    assert {answer.json()["number"] for answer in answers} == {"A001"}
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]


def test_after_499_the_hub_goes_on_at_1001_and_leaves_the_kiosks_their_ranges(
    hub: RunningHub,
) -> None:
    hub.kiosk().take()
    hub.rows("UPDATE counter SET issued = 498 RETURNING issued")
    assert [hub.kiosk().take().json()["number"] for _ in range(2)] == ["A499", "A1001"]


def test_when_the_range_is_used_up_the_hub_says_so_and_keeps_the_other_services(
    hub: RunningHub,
) -> None:
    hub.kiosk().take()
    hub.rows("UPDATE counter SET issued = 499 + 999 RETURNING issued")
    for _ in range(2):
        answer = hub.kiosk().take()
        assert (answer.status_code, answer.json()["code"]) == (503, "out-of-numbers")
    assert hub.rows("SELECT issued FROM counter") == [(1498,)]
    assert hub.kiosk().take("cu-tru").status_code == 201


def test_at_midnight_in_vietnam_numbers_start_anew_and_yesterday_is_not_called(
    hub: RunningHub,
) -> None:
    kiosk, clerk = hub.kiosk(), hub.clerk()
    hub.clock.now = dt.datetime(2026, 3, 2, 16, 59, 59, tzinfo=dt.UTC)
    late = kiosk.take().json()
    hub.clock.now = dt.datetime(2026, 3, 2, 17, 0, 0, tzinfo=dt.UTC)
    early = kiosk.take().json()
    assert (late["number"], late["day"]) == ("A001", "2026-03-02")
    assert (early["number"], early["day"]) == ("A001", "2026-03-03")
    clerk.sign_in()
    assert clerk.call_next("1").json()["current"]["ticket_id"] == early["ticket_id"]
    assert kiosk.call("GET", f"/v1/tickets/{late['ticket_id']}").json()["state"] == "closed"
    assert hub.rows("SELECT kind, detail FROM event WHERE ticket_id = ?", late["ticket_id"]) == [
        ("issued", "ho-tich"),
        ("closed", "left waiting"),
    ]


def test_seven_in_the_morning_is_not_midnight(hub: RunningHub) -> None:
    hub.clock.now = dt.datetime(2026, 3, 1, 23, 59, 59, tzinfo=dt.UTC)
    first = hub.kiosk().take().json()["number"]
    hub.clock.now = dt.datetime(2026, 3, 2, 0, 0, 1, tzinfo=dt.UTC)
    assert (first, hub.kiosk().take().json()["number"]) == ("A001", "A002")


@pytest.mark.parametrize("back", [dt.timedelta(minutes=5), dt.timedelta(days=1)])
def test_a_clock_that_jumps_back_neither_repeats_a_number_nor_turns_the_line(
    hub: RunningHub, back: dt.timedelta
) -> None:
    kiosk, seen = hub.kiosk(), set[tuple[str, str]]()
    for step in (dt.timedelta(0), -back, back, -back):
        hub.clock.now += step
        for _ in range(2):
            ticket = kiosk.take().json()
            assert (ticket["day"], ticket["number"]) not in seen
            seen.add((ticket["day"], ticket["number"]))
    line = hub.rows("SELECT day, serial FROM ticket ORDER BY day, place")
    assert line == sorted(line)


def test_a_clock_that_jumps_past_midnight_and_comes_back_sends_nobody_home(
    hub: RunningHub,
) -> None:
    kiosk, clerk = hub.kiosk(), hub.clerk()
    for _ in range(3):
        kiosk.take()
    assert clerk.call_next("1").json()["current"]["number"] == "A001"
    hub.clock.now += dt.timedelta(days=1)
    assert kiosk.take().json()["number"] == "A001"  # of the day that the clock says
    hub.clock.now -= dt.timedelta(days=1)
    kiosk.take()
    state = clerk.call("GET", "/v1/desks/1/state").json()
    assert state["current"]["number"] == "A001"
    assert [each["number"] for each in state["waiting"]] == ["A002", "A003", "A004"]
    hub.clock.now += dt.timedelta(days=1)  # the true next day, which the jump had opened
    kiosk.take()
    unfinished = "SELECT count(*) FROM ticket WHERE state <> 'closed' AND day < ?"
    assert hub.rows(unfinished, business_day(hub.clock.now).isoformat()) == [(0,)]


def test_a_restarted_hub_goes_on_where_it_was(start_hub: Callable[..., RunningHub]) -> None:
    assert start_hub().kiosk().take().json()["number"] == "A001"
    again = start_hub(MovableClock(MORNING + dt.timedelta(minutes=1)))
    assert again.kiosk().take().json()["number"] == "A002"


@pytest.mark.parametrize(
    ("reports", "kept"),
    [
        (["printed"], "printed"),
        (["not_started", "printed"], "printed"),
        (["printed", "unconfirmed"], "printed"),
        (["unconfirmed", "unconfirmed"], "unconfirmed"),
    ],
)
def test_a_slip_once_confirmed_stays_printed(
    hub: RunningHub, reports: list[str], kept: str
) -> None:
    kiosk = hub.kiosk()
    ticket_id = kiosk.take().json()["ticket_id"]
    answer = kiosk.call("GET", f"/v1/tickets/{ticket_id}")
    for result in reports:
        answer = kiosk.call(
            "POST",
            f"/v1/tickets/{ticket_id}/print-results",
            json={"result": result, "cause": "PRN-02"},
        )
        assert answer.status_code == 200
    assert answer.json()["print_state"] == kept


def test_a_cause_that_is_no_code_is_not_kept(hub: RunningHub) -> None:
    kiosk: Client = hub.kiosk()
    ticket_id = kiosk.take().json()["ticket_id"]
    body = {"result": "not_started", "cause": "Nguyễn Thị Lan 012345678901"}
    kiosk.call("POST", f"/v1/tickets/{ticket_id}/print-results", json=body)
    assert hub.rows("SELECT detail FROM event WHERE kind = 'print'") == [("not_started",)]


def test_history_cannot_be_deleted_or_changed(hub: RunningHub) -> None:
    hub.kiosk().take()
    for sql in ("DELETE FROM ticket", "DELETE FROM event", "UPDATE event SET kind = 'x'"):
        with pytest.raises(Exception, match=r"never changed|rule of retention alone"):
            hub.rows(sql)
