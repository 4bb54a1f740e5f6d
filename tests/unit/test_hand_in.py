"""What the kiosk did alone reaches the hub some day, whatever the hub or the disk says today."""

import datetime as dt
import json
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.contract.hub import PrintReport
from kiosk.domain.rating import Occasion, Score
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.own_ratings import OwnRatings
from tests.unit.test_hub_client import stranger
from tests.unit.test_own_numbers import issue

NOW = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)
NOT_PAIRED = {"title": "no", "status": 403, "code": "kiosk-not-allowed"}


def test_a_hub_that_takes_nothing_yet_is_asked_again_later(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    issue(own)
    with stranger(status=403, body=json.dumps(NOT_PAIRED).encode()) as client:
        assert not HandIn(client, own, clock=lambda: NOW).run()
    assert len(own.waiting()) == 1
    own.close()


def test_a_disk_that_keeps_nothing_does_not_end_the_handing_in(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    own.keep_report(uuid4(), PrintReport(result="printed"))
    own._database.execute(
        "CREATE TRIGGER full BEFORE DELETE ON print_report"
        " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    with stranger(status=204, body=b"") as client:
        assert not HandIn(client, own, clock=lambda: NOW).run()
    own.close()


@pytest.mark.parametrize(
    ("status", "code", "kept"),
    [(403, "kiosk-not-allowed", 1), (421, "host-refused", 1), (404, "not-found", 0)],
)
def test_what_a_hub_refuses_of_the_whole_kiosk_waits_and_what_it_refuses_of_one_does_not(
    tmp_path: Path, status: int, code: str, kept: int
) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    own.keep_report(uuid4(), PrintReport(result="printed"))
    ratings = OwnRatings(tmp_path / "ratings.db", now=NOW)
    visit = uuid4()
    ratings.rate(Occasion.NUMBER, visit, service="ho-tich", score=Score.GOOD, now=NOW)
    ratings.settle(Occasion.NUMBER, visit)
    body = json.dumps({"title": "no", "status": status, "code": code}).encode()
    with stranger(status=status, body=body) as client:
        hand_in = HandIn(client, own, clock=lambda: NOW, ratings=ratings)
        assert hand_in.run() is (not kept)
    assert (len(own.reports()), len(ratings.waiting())) == (kept, kept)
    own.close()
    ratings.close()
