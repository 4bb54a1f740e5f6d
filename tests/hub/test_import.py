"""Numbers of a kiosk that was cut off: printed labels stay true, nobody loses their place."""

import datetime as dt
import itertools
import json
from typing import Any

import pytest
import uuid_utils.compat as uuid

from kiosk.contract.hub import OfflineTicket
from kiosk.remote.hub_client import HubClient
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from offline_queue.moment import Moment
from tests.hub.conftest import MORNING, RunningHub


def offline(number: str = "A501", minute: int = 0, **fields: object) -> dict[str, Any]:
    return {
        "ticket_id": str(uuid.uuid7()),
        "service_id": "ho-tich",
        "kiosk_id": "k1",
        "number": number,
        "day": "2026-03-02",
        "arrived_at": (MORNING + dt.timedelta(minutes=minute)).isoformat(),
        "token": uuid.uuid4().hex[:22],
        "print_state": "printed",
    } | fields


def hand_in(
    hub: RunningHub, *tickets: object, sent: dt.datetime | None = None
) -> list[dict[str, Any]]:
    body = {
        "kiosk_id": "k1",
        "slot": 1,
        "sent_at": (sent or hub.clock.now).isoformat(),
        "tickets": tickets,
    }
    answer = hub.kiosk().call("POST", "/v1/tickets:import", json=body)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def called(hub: RunningHub) -> list[str]:
    clerk = hub.clerk()
    state = clerk.call("GET", "/v1/desks/1/state").json()
    return [person["number"] for person in state["waiting"]]


def test_offline_people_stand_where_they_came_not_where_their_number_says(
    hub: RunningHub,
) -> None:
    hub.kiosk().take()
    hub.clock.now += dt.timedelta(minutes=10)
    hub.kiosk().take()
    results = hand_in(hub, offline("A501", 5), offline("A502", -5))
    assert [each["result"] for each in results] == ["imported", "imported"]
    assert called(hub) == ["A502", "A001", "A501", "A002"]


def test_the_kiosks_clock_is_corrected(hub: RunningHub) -> None:
    hub.kiosk().take()
    hub.clock.now += dt.timedelta(minutes=10)
    hub.kiosk().take()
    # The kiosk's clock is three hours fast; the person really came at minute 5.
    fast = dt.timedelta(hours=3)
    ticket = offline("A501", arrived_at=(MORNING + dt.timedelta(minutes=5) + fast).isoformat())
    hand_in(hub, ticket, sent=hub.clock.now + fast)
    assert called(hub) == ["A001", "A501", "A002"]


def test_no_clock_puts_somebody_into_the_future_or_before_the_day(hub: RunningHub) -> None:
    hand_in(hub, offline("A501", 60 * 24 * 9), offline("A502", -60 * 24 * 9))
    arrivals = hub.rows("SELECT arrived_at FROM ticket ORDER BY serial")
    day_start = dt.datetime(2026, 3, 1, 17, tzinfo=dt.UTC)
    assert arrivals[0][0] <= hub.clock.now.timestamp() * 1e6
    assert arrivals[1][0] == day_start.timestamp() * 1e6


def test_a_kiosks_clock_that_was_set_right_before_the_line_came_back_sends_nobody_home(
    hub: RunningHub,
) -> None:
    hub.kiosk().take()
    came = hub.clock.now
    uptimes = itertools.count(0, 60_000)  # a minute from each look to the next
    own = OwnNumbers(
        hub.settings.paths.data / "kiosk.db",
        slot=1,
        moment=lambda now: Moment(int(now.timestamp() * 1000), "boot", next(uptimes)),
    )
    number = own.issue(
        {"ticket_id": uuid.uuid7(), "service_id": "ho-tich", "kiosk_id": "k1"},
        series="A",
        token="t" * 22,
        now=came - dt.timedelta(days=3),
    ).number
    hub.clock.now += dt.timedelta(minutes=1)
    client = HubClient(hub.url, kiosk_id="k1", timeout_s=5)
    assert HandIn(client, own, clock=hub.clock).run()
    own.close()
    assert called(hub) == ["A001", number]
    (arrived, day) = hub.rows("SELECT arrived_at, day FROM ticket WHERE serial = 501")[0]
    assert day == "2026-03-02"
    assert abs(arrived / 1e6 - came.timestamp()) < 1


def test_handing_in_again_changes_nothing(hub: RunningHub) -> None:
    ticket = offline()
    assert hand_in(hub, ticket)[0]["result"] == "imported"
    assert hand_in(hub, ticket)[0]["result"] == "known"
    assert hand_in(hub, ticket | {"number": "A502"})[0]["result"] == "refused"
    assert hub.rows("SELECT count(*) FROM ticket") == [(1,)]


def test_one_bad_ticket_never_blocks_the_others(hub: RunningHub) -> None:
    good, late = offline("A501"), offline("A502")
    bad = [
        (offline("A601"), "outside the range"),
        (offline("B503"), "series"),
        (offline("A0501"), "not written"),
        (offline("x"), "series"),
        (offline("A503", service_id="nothing"), "no such service"),
        (offline("A503", kiosk_id="k2"), "another kiosk's"),
        (offline("A503", day="2026-03-03"), "still to come"),
        (offline("A503", day="2025-03-02"), "older than"),
        (offline("A503", token="short"), "22 letters"),
        (offline("A501"), "already used"),
        (offline("A503", token=good["token"]), "already used"),
        (offline("A503", language="fr"), "cannot be read: language"),
        (offline("A503", arrived_at="gestern"), "cannot be read: arrived_at"),
    ]
    results = hand_in(hub, good, *[ticket for ticket, _ in bad], late)
    assert [each["result"] for each in results] == ["imported", *["refused"] * 13, "imported"]
    for (_, why), result in zip(bad, results[1:], strict=False):
        assert why in result["why"]
    assert called(hub) == ["A501", "A502"]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "bytes"])
def test_one_bad_letter_never_blocks_the_other_tickets(
    hub: RunningHub, *, ascii_only: bool
) -> None:
    half = "half\ud83d"  # the first half of a pair: JSON can write it, UTF-8 cannot
    bad = [offline("A502") | {field: half} for field in OfflineTicket.model_fields]
    unasked = offline("A503") | {half: half}  # what a newer kiosk adds is not looked at
    tickets = [offline("A501"), *bad, {half: half}, unasked, offline("A504")]
    body = {"kiosk_id": "k1", "slot": 1, "sent_at": MORNING.isoformat(), "tickets": tickets}
    answer = hub.kiosk().call(
        "POST",
        "/v1/tickets:import",
        data=json.dumps(body, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass"),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    words = [each["result"] for each in results]
    assert words == ["imported", *["refused"] * (len(bad) + 1), "imported", "imported"]
    assert all(each["why"] for each in results[1:-2])
    assert called(hub) == ["A501", "A503", "A504"]


@pytest.mark.parametrize("nothing", [{"a": 1}, {"ticket_id": "x"}, "A502", None, 7, [[]], {}])
def test_what_has_no_key_is_refused_by_its_place(hub: RunningHub, nothing: object) -> None:
    results = hand_in(hub, offline("A501"), nothing, offline("A503"))
    assert [each["result"] for each in results] == ["imported", "refused", "imported"]
    assert results[1]["ticket_id"] is None
    assert called(hub) == ["A501", "A503"]


def test_yesterdays_numbers_are_history_and_not_called(hub: RunningHub) -> None:
    ticket = offline(day="2026-03-01")
    assert hand_in(hub, ticket)[0]["result"] == "imported"
    assert called(hub) == []
    assert hub.rows("SELECT state, day FROM ticket") == [("closed", "2026-03-01")]


@pytest.mark.parametrize("behind", [dt.timedelta(hours=15), dt.timedelta(days=20_000)])
def test_somebody_who_came_today_is_called_though_the_kiosks_clock_was_of_another_day(
    hub: RunningHub, behind: dt.timedelta
) -> None:
    hub.clock.now += dt.timedelta(minutes=10)
    hub.kiosk().take()
    came = MORNING + dt.timedelta(minutes=5) - behind
    day = came.astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    ticket = offline("A501", arrived_at=came.isoformat(), day=day.isoformat())
    (result,) = hand_in(hub, ticket, sent=hub.clock.now - behind)
    assert result["result"] == "imported"
    assert called(hub) == ["A501", "A001"]
    assert hub.rows("SELECT day FROM ticket WHERE serial = 501") == [("2026-03-02",)]


def test_a_moment_no_calendar_has_is_refused_and_blocks_no_other(hub: RunningHub) -> None:
    never = offline("A501", arrived_at="0001-01-01T00:00:00+14:00")
    late = dt.datetime.max.replace(tzinfo=dt.UTC)
    results = hand_in(hub, never, sent=late)
    assert results[0]["result"] == "refused"


@pytest.mark.parametrize("called_in_vain", [False, True])
def test_a_person_whose_hub_number_never_reached_the_kiosk_keeps_the_printed_one(
    hub: RunningHub, *, called_in_vain: bool
) -> None:
    """The hub had committed A001, its answer was lost, and the kiosk printed its own A501."""
    key = str(uuid.uuid7())
    hub.kiosk().take(ticket_id=key)
    if called_in_vain:
        clerk = hub.clerk()
        clerk.call_next("1")
        clerk.act(key, "no-show", "1")
    mine = offline("A501", ticket_id=key)
    assert hand_in(hub, mine)[0]["result"] == "imported"
    assert hand_in(hub, mine)[0]["result"] == "known"
    assert called(hub) == ["A501"]
    ticket = hub.kiosk().call("GET", f"/v1/tickets/{key}").json()
    assert (ticket["number"], ticket["token"]) == ("A501", mine["token"])
    assert hub.kiosk().take().json()["number"] == "A002"
    assert hub.rows("SELECT detail FROM event WHERE kind = 'relabelled'") == [("was A001",)]


def test_a_number_taken_without_the_line_keeps_its_dossier(hub: RunningHub) -> None:
    hand_in(hub, offline("A501", dossier="H3K-7QP-2MH"))
    assert hub.clerk().call_next("1").json()["current"]["dossier"] == "H3K-7QP-2MH"
