"""How long one waits is told from the hub's own visits, and not before it has seen enough."""

import datetime as dt

from tests.hub.conftest import Client, RunningHub

VISIT = dt.timedelta(minutes=4)


def serve(hub: RunningHub, clerk: Client, people: int) -> None:
    """So many come one by one, and each sits four minutes at desk 2."""
    for _ in range(people):
        hub.kiosk().take("cu-tru")
        ticket = clerk.call_next("2").json()["current"]["ticket_id"]
        hub.clock.now += VISIT
        assert clerk.act(ticket, "finish", "2").ok


def told(hub: RunningHub) -> dict[str, object]:
    services = hub.kiosk().call("GET", "/v1/services").json()["services"]
    return {each["id"]: each["wait"] for each in services if each["wait"]}


def test_a_range_of_minutes_is_told_after_ten_visits_while_somebody_sits_at_a_desk(
    hub: RunningHub,
) -> None:
    clerk = hub.clerk()
    serve(hub, clerk, 9)
    for _ in range(3):
        hub.kiosk().take("cu-tru")
    assert clerk.call("GET", "/v1/help-calls").ok  # the desk's page
    assert told(hub) == {}
    ticket = clerk.call_next("2").json()["current"]["ticket_id"]
    hub.clock.now += VISIT
    assert clerk.act(ticket, "finish", "2").ok
    assert clerk.call("GET", "/v1/help-calls").ok
    assert told(hub) == {"cu-tru": {"low": 5, "high": 10}}  # two people of four minutes
    hub.clock.now += dt.timedelta(minutes=2)
    assert told(hub) == {}  # no page of a desk is open any more
