"""What the kiosk did alone reaches the hub some day, whatever the hub or the disk says today."""

import datetime as dt
import json
from pathlib import Path
from uuid import uuid4

from kiosk.contract.hub import PrintReport
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
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
