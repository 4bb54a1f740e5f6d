"""Numbers from the kiosk's own range: on the disk before they are shown, never twice."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest
import uuid_utils.compat as uuid

from kiosk.contract.hub import PrintReport, Service, Services, Words
from kiosk.domain.ticket import OutOfNumbersError
from kiosk.services import own_numbers
from kiosk.services.own_numbers import OwnNumbers

EVENING = dt.datetime(2026, 11, 25, 16, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Viet Nam


def fields(ticket_id: UUID | None = None) -> dict[str, object]:
    return {
        "ticket_id": ticket_id or uuid.uuid7(),
        "service_id": "ho-tich",
        "priority": False,
        "kiosk_id": "k1",
        "language": "vi",
    }


def issue(own: OwnNumbers, ticket_id: UUID | None = None, *, now: dt.datetime = EVENING) -> str:
    return own.issue(fields(ticket_id), series="A", token="t" * 22, now=now).number


def test_the_same_tap_gets_the_same_number_also_after_a_power_cut(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=2)
    first, second = uuid.uuid7(), uuid.uuid7()
    assert [issue(own, first), issue(own, second), issue(own, first)] == ["A601", "A602", "A601"]
    again = OwnNumbers(tmp_path / "kiosk.db", slot=2)  # the first one was never closed
    assert issue(again, second) == "A602"
    assert issue(again) == "A603"
    again.close()
    own.close()


def test_at_midnight_the_series_begins_again(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    assert issue(own) == "A501"
    assert issue(own, now=EVENING + dt.timedelta(seconds=1)) == "A501"
    assert issue(own, now=EVENING) == "A502"  # the clock went back: the old day goes on
    own.close()


def test_past_the_range_there_are_four_digits_and_then_no_more(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=6)
    numbers = [issue(own) for _ in range(99)]
    assert numbers[-1] == "A2099"
    with pytest.raises(OutOfNumbersError):
        issue(own)
    own.close()


def test_what_the_hub_took_over_is_not_handed_in_again(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    ids = [uuid.uuid7() for _ in range(3)]
    for ticket_id in ids:
        issue(own, ticket_id)
    assert [ticket.ticket_id for ticket in own.waiting()] == ids
    own.handed_in([(ids[0], None), (ids[1], "number-taken")], now=EVENING)
    assert [ticket.ticket_id for ticket in own.waiting()] == ids[2:]
    own.close()


def test_print_results_wait_for_the_hub(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    own.keep_report(uuid.uuid7(), PrintReport(result="printed"))
    [pending] = own.reports()
    assert pending.report.result == "printed"
    own.reported(pending.seq)
    assert own.reports() == []
    own.close()


def test_a_start_without_the_hub_still_knows_the_services(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    assert own.known_services(EVENING) is None
    words = Words(vi="Hộ tịch", en="Civil status")
    service = Service(id="ho-tich", series="A", name=words, hint=words, waiting=7)
    own.remember_services(
        Services(office=words, day=dt.date(2026, 11, 24), now=EVENING, services=(service,))
    )
    known = own.known_services(EVENING)
    assert known is not None
    assert known.day == dt.date(2026, 11, 25)
    assert known.services == (service.model_copy(update={"waiting": 0}),)
    own.close()


def test_numbers_the_hub_has_are_kept_a_while_and_those_it_lacks_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_numbers, "KEPT", 3)
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    waits, *told = (uuid.uuid7() for _ in range(10))
    for ticket_id in (waits, *told):
        issue(own, ticket_id)
    own.handed_in([(ticket_id, None) for ticket_id in told], now=EVENING)
    kept = {UUID(row[0]) for row in own._database.execute("SELECT ticket_id FROM own_ticket")}
    assert kept == {waits, *told[-3:]}
    assert [ticket.ticket_id for ticket in own.waiting()] == [waits]
    moments = own._database.execute("SELECT ticket_id FROM own_moment")
    assert {UUID(row[0]) for row in moments} == kept
    assert issue(own) == "A511"  # forgetting a number does not give it out again
    own.close()
