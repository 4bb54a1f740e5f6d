"""How visits were: counted once each, and never so that somebody can be found by it."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
import requests
import uuid_utils.compat as uuid
from click.testing import CliRunner

from kiosk.cli import build
from kiosk.domain.rating import SHOWN_FROM, Occasion, Reason, Score
from kiosk.domain.ticket import business_day
from kiosk.remote.hub_client import HubClient
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.own_ratings import OwnRatings
from kiosk.services.rate_visit import RateVisit
from tests.hub.conftest import MORNING, Client, MovableClock, RunningHub

TICKET = UUID("01900000-0000-7000-8000-00000000beef")


def rating(day: dt.date, score: int = 5, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    body = {"rating_id": str(uuid.uuid4()), "day": day.isoformat(), "occasion": "number"}
    return body | {"service": "ho-tich", "score": score, "reasons": []} | fields


def send(kiosk: Client, body: dict[str, Any]) -> requests.Response:
    headers = {"Idempotency-Key": body["rating_id"]}
    return kiosk.call("POST", "/v1/ratings", json=body, headers=headers)


def test_the_same_rating_counts_once_and_cannot_be_changed(hub: RunningHub) -> None:
    kiosk, body = hub.kiosk(), rating(MORNING.date())
    assert [send(kiosk, body).status_code for _ in range(3)] == [201, 200, 200]
    answer = send(kiosk, body | {"score": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert hub.rows("SELECT count(*), min(score) FROM rating") == [(1, 5)]


def test_faces_and_reasons_that_do_not_exist_are_refused(hub: RunningHub) -> None:
    for wrong in ({"score": 0}, {"score": 6}, {"reasons": ["the clerk at desk 2"]}):
        assert send(hub.kiosk(), rating(MORNING.date(), **wrong)).status_code == 422
    assert hub.rows("SELECT * FROM rating") == []


def test_the_office_sees_a_day_from_the_next_day_on(hub: RunningHub) -> None:
    today = business_day(hub.clock.now)
    for score in (5, 5, 4, 3, 1):
        send(hub.kiosk(), rating(today, score, reasons=["waiting"]))
    clerk = hub.clerk()
    assert "Chưa có đánh giá nào" in clerk.call("GET", "/ratings").text
    hub.clock.now += dt.timedelta(days=1)
    clerk.sign_in()
    page = clerk.call("GET", "/ratings?days=7").text
    assert "02/03/2026" in page
    assert "60%" in page  # three of five chose one of the two best faces
    assert "Thời gian chờ: <b>5</b>" in page
    assert "Lấy số: Khai sinh, kết hôn, khai tử" in page


def test_a_few_ratings_show_how_many_and_no_faces(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = business_day(hub.clock.now)
    for service, times in (("ho-tich", SHOWN_FROM), ("cu-tru", SHOWN_FROM + 1)):
        for _ in range(times):
            send(hub.kiosk(), rating(day, service=service))
    send(hub.kiosk(), rating(day, 1, service="dat-dai", reasons=["staff"]))
    morrow = hub.clock.now + dt.timedelta(days=1)
    monkeypatch.setattr("kiosk.commands.hub.utc_now", lambda: morrow)
    shown = _printed(hub)
    land = next(line for line in shown if line.get("service") == "dat-dai")
    assert (land["ratings"], land["scores"], land["reasons"]) == (1, None, None)
    homes = next(line for line in shown if line.get("service") == "cu-tru")
    assert homes["scores"] == [0, 0, 0, 0, SHOWN_FROM + 1]
    births = next(line for line in shown if line.get("service") == "ho-tich")
    assert births["scores"] is None  # else the day less the others would be the one for land


def _printed(hub: RunningHub) -> list[dict[str, Any]]:
    command = ["hub", "ratings", "--json", "--db", str(hub.db)]
    printed = CliRunner().invoke(build(), command, catch_exceptions=False)
    assert printed.exit_code == 0
    return [json.loads(line) for line in printed.output.splitlines()]


def test_only_who_signs_in_sees_the_counts(hub: RunningHub) -> None:
    answer = hub.kiosk().call("GET", "/ratings", allow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/ratings")


def test_neither_the_kiosks_nor_the_hubs_file_says_whose_rating_it_is(hub: RunningHub) -> None:
    hub.kiosk().take(ticket_id=str(TICKET))
    own, rate = _kiosk(hub)
    rate.rate(Occasion.NUMBER, TICKET, service="ho-tich", score=Score.BAD)
    rate.settle(Occasion.NUMBER, TICKET, (Reason.STAFF,))
    folder = hub.settings.paths.data
    numbers = OwnNumbers(folder / "kiosk.db", slot=1)
    assert HandIn(_client(hub), numbers, clock=hub.clock, ratings=own).run()
    ((stored, *_, score),) = hub.rows("SELECT rating_id, day, occasion, service, score FROM rating")
    assert score == Score.BAD
    assert UUID(stored) != TICKET
    assert UUID(stored) != _kiosk(hub, "another.db")[0].rating_id(Occasion.NUMBER, TICKET)
    for path in folder.glob("ratings.db*"):
        content = path.read_bytes()
        assert str(TICKET).encode() not in content
        assert TICKET.bytes not in content
    assert "kiosk" not in {row[1] for row in hub.rows("PRAGMA table_info(rating)")}
    own.close()
    numbers.close()


def test_twenty_touches_are_one_rating_also_after_a_restart(hub: RunningHub) -> None:
    own, rate = _kiosk(hub)
    for score in (Score.GOOD, *[Score.VERY_BAD] * 19):
        rate.rate(Occasion.NUMBER, TICKET, service="ho-tich", score=score)
    assert own.waiting() == []  # the person may still say why
    again, rate = _kiosk(hub)  # the power went off before that
    assert [each.score for each in again.waiting()] == [Score.GOOD]
    assert not rate.open(Occasion.NUMBER, TICKET)
    assert rate.open(Occasion.RESULT, TICKET)
    rate.rate(Occasion.NUMBER, TICKET, service="ho-tich", score=Score.VERY_BAD)
    assert len(again.waiting()) == 1
    own.close()
    again.close()


def test_a_rating_waits_for_the_hub_and_leaves_only_its_id(hub: RunningHub) -> None:
    own, rate = _kiosk(hub)
    numbers = OwnNumbers(hub.settings.paths.data / "kiosk.db", slot=1)
    rate.rate(Occasion.DOSSIER, TICKET, service="1.004873", score=Score.VERY_GOOD)
    rate.settle(Occasion.DOSSIER, TICKET, (Reason.KIOSK, Reason.PLACE))
    away = HubClient("http://127.0.0.1:9", kiosk_id="k1", timeout_s=0.4)
    assert not HandIn(away, numbers, clock=hub.clock, ratings=own).run()
    assert len(own.waiting()) == 1
    for _ in range(2):
        assert HandIn(_client(hub), numbers, clock=hub.clock, ratings=own).run()
    assert own.waiting() == []
    assert hub.rows("SELECT service, reasons FROM rating") == [("1.004873", '["kiosk", "place"]')]
    own.close()
    numbers.close()


def test_a_result_told_at_two_kiosks_is_rated_once(hub: RunningHub) -> None:
    numbers = OwnNumbers(hub.settings.paths.data / "kiosk.db", slot=1)
    for kiosk, score in (("one.db", Score.GOOD), ("two.db", Score.VERY_BAD)):
        own, rate = _kiosk(hub, kiosk)
        rate.rate(Occasion.RESULT, TICKET, service="1.004873", score=score)
        rate.settle(Occasion.RESULT, TICKET, ())
        assert HandIn(_client(hub), numbers, clock=hub.clock, ratings=own).run()
        assert own.waiting() == []  # the second one is not offered for ever
        own.close()
    assert hub.rows("SELECT occasion, score FROM rating") == [("result", Score.GOOD)]
    numbers.close()


def _client(hub: RunningHub) -> HubClient:
    return HubClient(hub.url, kiosk_id="k1", timeout_s=2)


def _kiosk(hub: RunningHub, name: str = "ratings.db") -> tuple[OwnRatings, RateVisit]:
    clock = MovableClock()
    own = OwnRatings(hub.settings.paths.data / name, now=clock())
    numbers = OwnNumbers(hub.settings.paths.data / "unused.db", slot=1)
    hand_in = HandIn(_client(hub), numbers, clock=clock, ratings=own)  # its thread is not started
    numbers.close()
    return own, RateVisit(own, hand_in, clock=clock)
