"""One thing that the hub cannot take holds nothing up; staff read which and why."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import uuid_utils.compat as uuid

from kiosk.contract.hub import (
    ImportAnswer,
    ImportRequest,
    ImportResult,
    PrintReport,
    Problem,
    Rating,
)
from kiosk.domain.rating import Occasion, Score
from kiosk.remote.hub_client import HubClient, HubFailedError, HubRefusedError, HubUnreachableError
from kiosk.services import hand_in
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers, set_aside
from kiosk.services.own_ratings import OwnRatings
from kiosk.services.readiness import Level, Parts, checks
from offline_queue.moment import Moment
from tests.unit.test_hub_client import stranger
from tests.unit.test_own_numbers import EVENING, issue

NEXT_DAY = EVENING + dt.timedelta(days=1)
SLOT = "the number is outside the range of this slot"


def no(status: int, code: str) -> Problem:
    return Problem(title="no", status=status, code=code)


def raises(status: int, code: str) -> Exception:
    problem = no(status, code)
    return HubFailedError("/v1/x", problem) if status >= 500 else HubRefusedError(problem)


class Hub:
    """Takes everything but what has one of the keys `bad`, at which it says `word` of all of it."""

    kiosk_id = "k1"

    def __init__(self, bad: set[UUID], word: Exception) -> None:
        self.bad, self.word = bad, word
        self.took: list[UUID] = []
        self.asked = 0

    def import_tickets(self, request: ImportRequest, *, key: UUID) -> ImportAnswer:
        del key
        self._may({ticket.ticket_id for ticket in request.tickets})
        self.took += [ticket.ticket_id for ticket in request.tickets]
        return ImportAnswer(
            results=tuple(
                ImportResult(ticket_id=one.ticket_id, result="imported") for one in request.tickets
            )
        )

    def report_print(self, ticket_id: UUID, report: PrintReport) -> None:
        del report
        self._take(ticket_id)

    def rate(self, rating: Rating) -> None:
        self._take(rating.rating_id)

    def _take(self, key: UUID) -> None:
        self._may({key})
        self.took.append(key)

    def _may(self, keys: set[UUID]) -> None:
        self.asked += 1
        if keys & self.bad:
            raise self.word


class Away(Hub):
    """Refuses whatever is asked, also nothing at all."""

    def _may(self, keys: set[UUID]) -> None:
        del keys
        raise self.word


def of_a_clock_never_set(now: dt.datetime) -> Moment:
    wall_ms = int(now.timestamp() * 1000)
    return Moment(wall_ms, "boot", wall_ms)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnNumbers]:
    numbers = OwnNumbers(tmp_path / "kiosk.db", slot=1, moment=of_a_clock_never_set)
    yield numbers
    numbers.close()


def issued(own: OwnNumbers, count: int) -> list[UUID]:
    ids = [uuid.uuid7() for _ in range(count)]
    for ticket_id in ids:
        issue(own, ticket_id)
    return ids


def handing(
    hub: Hub, own: OwnNumbers, now: dt.datetime = EVENING, ratings: OwnRatings | None = None
) -> HandIn:
    return HandIn(hub, own, clock=lambda: now, ratings=ratings)  # type: ignore[arg-type]


def aside(tmp_path: Path, now: dt.datetime = EVENING) -> list[tuple[str, str]]:
    return [(one.number, one.why) for one in set_aside(tmp_path / "kiosk.db", now=now)]


@pytest.mark.parametrize("code", [(422, "invalid"), (400, "bad-request"), (413, "too-large")])
def test_a_number_for_which_the_hub_refuses_all_is_set_aside_alone(
    own: OwnNumbers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: tuple[int, str]
) -> None:
    monkeypatch.setattr(hand_in, "_BATCH", 20)
    ids = issued(own, 50)
    hub = Hub({ids[7], ids[45]}, raises(*code))
    assert handing(hub, own).run()
    assert sorted(hub.took) == [each for each in ids if each not in hub.bad]
    assert aside(tmp_path) == [(number, f"{code[0]} {code[1]}") for number in ("A546", "A508")]
    assert hub.asked < 30


def test_what_the_hub_refuses_of_everything_is_no_fault_of_a_number(
    own: OwnNumbers, tmp_path: Path
) -> None:
    issued(own, 3)
    for word in (raises(422, "invalid"), raises(404, "not-found"), raises(500, "our-fault")):
        assert not handing(Away(set(), word), own, NEXT_DAY).run()
    assert len(own.waiting()) == 3
    assert aside(tmp_path) == []


def test_a_number_at_which_the_hub_fails_holds_nothing_up_and_is_asked_about_for_its_day(
    own: OwnNumbers, tmp_path: Path
) -> None:
    ids = issued(own, 5)
    hub = Hub({ids[0]}, raises(500, "our-fault"))
    assert not handing(hub, own).run()
    assert hub.took == ids[1:]
    assert [ticket.ticket_id for ticket in own.waiting()] == ids[:1]
    assert aside(tmp_path) == []
    assert handing(hub, own, NEXT_DAY).run()
    assert own.waiting() == []
    assert aside(tmp_path, NEXT_DAY) == [("A501", "500 our-fault")]


@pytest.mark.parametrize("word", [raises(503, "busy"), HubUnreachableError("cut")])
def test_a_hub_that_is_busy_or_away_is_asked_once(
    own: OwnNumbers, tmp_path: Path, word: Exception
) -> None:
    ids = issued(own, 5)
    hub = Hub({ids[0]}, word)
    assert not handing(hub, own).run()
    assert hub.asked == 1
    assert len(own.waiting()) == 5
    assert aside(tmp_path) == []


def test_a_result_or_a_rating_at_which_the_hub_fails_holds_nothing_up(
    own: OwnNumbers, tmp_path: Path
) -> None:
    minted = int(EVENING.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62
    printed = [UUID(int=minted + nth) for nth in range(3)]
    for ticket_id in printed:
        own.keep_report(ticket_id, PrintReport(result="printed"))
    ratings = OwnRatings(tmp_path / "ratings.db", now=EVENING)
    for _ in range(3):
        visit = uuid.uuid7()
        ratings.rate(Occasion.NUMBER, visit, service="x", score=Score.GOOD, now=EVENING)
        ratings.settle(Occasion.NUMBER, visit)
    rated = [rating.rating_id for rating in ratings.waiting()]
    hub = Hub({printed[0], rated[0]}, raises(500, "our-fault"))
    for _ in range(2):
        assert not handing(hub, own, ratings=ratings).run()
        assert hub.took == [*printed[1:], *rated[1:]]
        assert (len(own.reports()), len(ratings.waiting())) == (1, 1)
    assert handing(hub, own, NEXT_DAY, ratings=ratings).run()
    assert (own.reports(), ratings.waiting()) == ([], [])
    ratings.close()


ROT = {
    "own_ticket": "UPDATE own_ticket SET body = '{\"cut' WHERE seq = 1",
    "print_report": "UPDATE print_report SET body = '{\"cut' WHERE seq = 1",
    "rating": "UPDATE rating SET body = '{\"cut'"
    " WHERE rating_id = (SELECT min(rating_id) FROM rating)",
}


@pytest.mark.parametrize("table", ROT)
def test_a_row_that_cannot_be_read_any_more_holds_nothing_up(
    own: OwnNumbers, tmp_path: Path, table: str
) -> None:
    ids = issued(own, 2)
    for ticket_id in ids:
        own.keep_report(ticket_id, PrintReport(result="printed"))
    ratings = OwnRatings(tmp_path / "ratings.db", now=EVENING)
    for ticket_id in ids:
        ratings.rate(Occasion.NUMBER, ticket_id, service="x", score=Score.GOOD, now=EVENING)
        ratings.settle(Occasion.NUMBER, ticket_id)
    file = ratings if table == "rating" else own
    file._database.execute(ROT[table])
    file._database.conn.commit()
    hub = Hub(set(), raises(500, "our-fault"))
    assert handing(hub, own, ratings=ratings).run()
    assert len(hub.took) == 5
    assert (own.waiting(), own.reports(), ratings.waiting()) == ([], [], [])
    expected = [(str(ids[0]), "cannot be read any more")] if table == "own_ticket" else []
    assert aside(tmp_path) == expected
    ratings.close()


def test_staff_read_which_number_the_hub_does_not_have_and_why(
    own: OwnNumbers, tmp_path: Path
) -> None:
    ids = issued(own, 2)
    own.handed_in([(ids[0], None), (ids[1], SLOT)], now=EVENING)
    services = {
        "office": {"vi": "x", "en": "x"},
        "day": "2026-11-25",
        "now": EVENING.isoformat(),
        "services": [],
    }
    with stranger(body=json.dumps(services).encode()) as client:
        assert _hub(tmp_path, client, EVENING) == (
            Level.FAILED,
            "NUM-01",
            f"1 of this kiosk's numbers not taken in 7 days, the last: A502 of 2026-11-25, {SLOT}",
        )
        assert _hub(tmp_path, client, NEXT_DAY)[:2] == (Level.ATTENTION, "NUM-01")
        assert _hub(tmp_path, client, EVENING + dt.timedelta(days=8))[:2] == (Level.READY, None)


def _hub(data: Path, client: HubClient, now: dt.datetime) -> tuple[Level, str | None, str]:
    parts = Parts(data, lambda: now, client, portal_wanted=False)
    found = next(each for each in checks(parts) if each.part == "hub").look()
    return found.level, found.code, found.evidence
