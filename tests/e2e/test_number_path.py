"""A number goes from a finger to a desk, through the hub's own process and the printer's bytes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import pytest
import uuid_utils.compat as uuid

from devices.qr import zbar
from kiosk.services.take_ticket import TakenTicket, TicketRefusedError
from offline_queue.database import open_database
from tests.office import Office
from ui.bootstrap import Machine


def rows(office: Office, query: str) -> list[Any]:
    database = open_database(office.folder / "hub.db")
    try:
        return list(database.execute(query).fetchall())
    finally:
        database.close()


def settled(kiosk: Machine, *, limit_s: float = 10.0) -> None:
    """Wait until nothing is left to hand in."""
    waiting = threading.Event()
    end = monotonic() + limit_s
    while kiosk.own.waiting() or kiosk.own.reports():
        assert monotonic() < end, "the kiosk still has something to hand in"
        waiting.wait(0.02)


def test_a_number_is_taken_printed_called_and_ended(office: Office) -> None:
    kiosk = office.kiosk()
    office.wait_linked()
    ticket = office.take(kiosk)
    assert (ticket.number, ticket.ahead, ticket.origin) == ("A001", 0, "hub")

    assert office.print_slip(kiosk, ticket).state == "printed"
    [slip] = office.printer.slips
    assert slip.picture is not None
    assert zbar(slip.picture) == [ticket.follow_url.encode()]
    settled(kiosk)
    assert rows(office, "SELECT print_state FROM ticket") == [("printed",)]

    clerk = office.clerk()
    called = clerk.call_next()
    assert called.number == "A001"
    office.wait_for(
        lambda: [(c.number, c.desk) for c in office.states[-1].calls] == [("A001", "1")],
        "the kiosk hears the call",
    )
    clerk.act(called.ticket_id, "start")
    clerk.act(called.ticket_id, "finish")
    assert clerk.state().current is None
    assert rows(office, "SELECT state FROM ticket") == [("finished",)]
    clerk.close()


def test_out_of_paper_the_number_is_kept_and_prints_when_there_is_paper(office: Office) -> None:
    kiosk = office.kiosk()
    office.wait_linked()
    office.printer.set(paper_out=True)
    ticket = office.take(kiosk)
    news = office.print_slip(kiosk, ticket)
    assert (news.state, news.code, news.citizen_key) == ("not_started", "PRN-02", "paper_out")
    settled(kiosk)
    assert rows(office, "SELECT print_state, state FROM ticket") == [("not_started", "waiting")]
    office.printer.set(paper_out=False)
    assert office.print_slip(kiosk, ticket).state == "printed"


def test_a_mute_printer_is_never_believed(office: Office) -> None:
    kiosk = office.kiosk()
    office.wait_linked()
    office.printer.set(mute=True)
    news = office.print_slip(kiosk, office.take(kiosk))
    assert news.state != "printed"
    assert news.citizen_key is not None


def test_with_the_hub_gone_the_kiosk_numbers_itself_and_tells_the_hub_later(
    office: Office,
) -> None:
    kiosk = office.kiosk()
    office.wait_linked()
    first = office.take(kiosk)
    office.hub.kill()
    office.wait_for(lambda: office.links[-1:] == [False], "the kiosk sees the hub go")
    alone = [office.take(kiosk) for _ in range(2)]
    assert [ticket.number for ticket in alone] == ["A501", "A502"]
    assert all(ticket.origin == "kiosk" and ticket.ahead is None for ticket in alone)
    assert office.print_slip(kiosk, alone[0]).state == "printed"

    office.hub.start()
    office.wait_linked()
    settled(kiosk)
    last = office.take(kiosk)
    assert last.number == "A002"
    clerk = office.clerk()
    order = []
    for _ in range(4):
        called = clerk.call_next()
        order.append(called.number)
        clerk.act(called.ticket_id, "start")
        clerk.act(called.ticket_id, "finish")
    assert order == [first.number, "A501", "A502", last.number]
    clerk.close()


def test_twenty_taps_with_one_intent_make_one_number(office: Office) -> None:
    kiosk = office.kiosk()
    key = uuid.uuid7()

    def tap(_: int) -> TakenTicket:
        return kiosk.tickets.take("ho-tich", priority=False, ticket_id=key, language="vi")

    with ThreadPoolExecutor(8) as pool:
        assert {ticket.number for ticket in pool.map(tap, range(20))} == {"A001"}
    assert rows(office, "SELECT count(*) FROM ticket") == [(1,)]


def test_two_kiosks_at_once_never_share_a_number(office: Office) -> None:
    kiosks = [office.kiosk(slot=1), office.kiosk(slot=2)]
    with ThreadPoolExecutor(8) as pool:
        tickets = list(pool.map(lambda n: office.take(kiosks[n % 2]), range(40)))
    assert sorted(ticket.number for ticket in tickets) == [f"A{n:03d}" for n in range(1, 41)]


def test_a_service_the_office_does_not_have_is_refused(office: Office) -> None:
    with pytest.raises(TicketRefusedError):
        office.take(office.kiosk(), service="khong-co")
