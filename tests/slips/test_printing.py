"""A slip on its way to a real driver and a simulated printer behind a socket."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from uuid import uuid4

import pytest
from PIL import Image
from structlog.testing import capture_logs

from devices import qr
from devices.faults import PAPER_OUT, SLIP_UNREADABLE
from devices.health import Health
from devices.printer import open_printer, raster
from devices.sim.ports import TcpPort
from devices.sim.printer import SimulatedPrinter
from devices.worker import PrinterWorker
from kiosk import logs
from kiosk.clock import utc_now
from kiosk.contract.hub import Words
from kiosk.remote.hub_client import HubClient
from kiosk.services import printing as printing_module
from kiosk.services.hand_in import HandIn
from kiosk.services.own_numbers import OwnNumbers
from kiosk.services.print_slip import PrintSlip
from kiosk.services.printing import NOT_DRAWN, Printing, PrintNews
from kiosk.settings import Settings
from kiosk.slips.check import Slip, checked
from kiosk.slips.sample import sample
from kiosk.slips.ticket_slip import TicketSlip
from tests.portal.world import wait_until
from tests.slips.test_dossier_slip import LIST, SLIP
from ui.gallery_office import from_hub

WAIT_S = 15.0  # drawing, the way to the simulator and its answer, on a loaded machine


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter(TcpPort(), record=tmp_path) as printer:
        yield printer


@pytest.fixture
def printing(simulator: SimulatedPrinter) -> Iterator[Printing]:
    printer = open_printer(simulator.url, "generic-80mm", print_s=6.0)
    worker = PrinterWorker(printer, on_health=lambda _: None)
    worker.start()
    service = Printing(worker)
    yield service
    service.close()
    worker.stop()


CANARY = "TRẦN THỊ CHIM VÀNH KHUYÊN"


class Stumbling:
    """A slip whose drawing meets a defect of ours, which quotes what it was given."""

    def draw(self) -> Image.Image:
        raise KeyError(CANARY)

    def __getattr__(self, name: str) -> object:
        raise KeyError(CANARY)


def test_a_defect_in_drawing_a_slip_quotes_nothing_of_it(
    printing: Printing, capsys: pytest.CaptureFixture[str], told: list[Health]
) -> None:
    logs.configure(json=True)
    assert news_of(printing, Stumbling()) == NOT_DRAWN
    assert told[-1].evidence.startswith("draw-slip 1x; last KeyError")
    assert CANARY not in told[-1].evidence
    said = capsys.readouterr().err
    assert "slip.not_drawn" in said
    assert "KeyError" in said
    assert "VÀNH KHUYÊN" not in said


def news_of(printing: Printing, slip: object) -> PrintNews:
    """The one piece of news about `slip`; a second would be found by the next call."""
    told: Queue[PrintNews] = Queue()
    printing.print(slip, told.put)  # type: ignore[arg-type]
    first = told.get(timeout=WAIT_S)
    with pytest.raises(Empty):
        told.get(timeout=0.2)
    return first


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Queue[object]:
    """Every slip that is drawn."""
    slips: Queue[object] = Queue()

    def draw(slip: Slip) -> Image.Image:
        slips.put(slip)
        return checked(slip)

    monkeypatch.setattr(printing_module, "checked", draw)
    return slips


def test_a_slip_is_drawn_for_nobody_before_the_first_is_wanted(
    simulator: SimulatedPrinter, drawn: Queue[object]
) -> None:
    worker = PrinterWorker(
        open_printer(simulator.url, "generic-80mm", print_s=6.0), on_health=lambda _: None
    )
    early, late = (Printing(worker, warm_after_s=seconds) for seconds in (0.0, 3600.0))
    example = sample(Settings(), utc_now())
    early.warm(example)
    assert drawn.get(timeout=WAIT_S) is example
    late.warm(example)  # somebody comes first: nothing is in the way of their slip
    late.print(SLIP, lambda _: None)
    assert drawn.get(timeout=WAIT_S) is SLIP
    for service in (early, late):
        service.close()
    assert drawn.empty()


def test_a_sample_that_cannot_be_drawn_is_told_before_anybody_wants_a_slip(
    simulator: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_slip: Slip) -> Image.Image:
        raise OSError("cannot open resource")  # a font that is not where it was

    monkeypatch.setattr(printing_module, "checked", broken)
    worker = PrinterWorker(
        open_printer(simulator.url, "generic-80mm", print_s=6.0), on_health=lambda _: None
    )
    service = Printing(worker, warm_after_s=0.0)
    with capture_logs() as told:
        service.warm(sample(Settings(), utc_now()))
        wait_until(lambda: told)
    service.close()
    assert told[0]["event"] == "slip.sample_not_drawn"
    assert isinstance(told[0]["exc_info"], OSError)


def test_the_printed_bytes_say_the_code(
    simulator: SimulatedPrinter, printing: Printing, tmp_path: Path
) -> None:
    assert news_of(printing, SLIP) == PrintNews("printed")
    assert simulator.wait_for_slips(1, timeout_s=WAIT_S)
    (picture,) = tmp_path.glob("*.png")
    assert qr.zbar(Image.open(picture)) == [SLIP.follow_url.encode()]
    assert news_of(printing, LIST) == PrintNews("printed")


def test_without_paper_nothing_is_started_and_the_reason_is_known(
    simulator: SimulatedPrinter, printing: Printing
) -> None:
    simulator.set(paper_out=True)
    news = news_of(printing, SLIP)
    assert (news.state, news.code) == ("not_started", PAPER_OUT.code)
    simulator.set(paper_out=False)
    assert news_of(printing, SLIP).state == "printed"


def test_paper_that_ends_in_the_middle_leaves_it_open_whether_there_is_a_slip(
    simulator: SimulatedPrinter, printing: Printing
) -> None:
    simulator.set(paper_out_after=20_000)
    news = news_of(printing, SLIP)
    assert (news.state, news.code) == ("unconfirmed", PAPER_OUT.code)


def test_after_a_slip_the_printers_memory_holds_nothing_of_it(
    simulator: SimulatedPrinter, printing: Printing
) -> None:
    assert news_of(printing, SLIP).state == "printed"
    memory = simulator._memory
    assert not any((memory.buffer, memory.pending, memory.out))
    assert len(memory.current) < 64, "more than questions and settings since the cut"


@pytest.mark.parametrize("ends_at", [1, 9_000, 17_000, 26_000])
def test_wherever_the_paper_ends_a_second_print_is_one_whole_slip_that_says_so(
    simulator: SimulatedPrinter, printing: Printing, tmp_path: Path, ends_at: int
) -> None:
    """30,000 bytes are a slip; what a printer kept of it may come out after the new roll."""
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    hub = HubClient("http://127.0.0.1:9", kiosk_id="t", timeout_s=1)
    hand_in = HandIn(hub, own, clock=utc_now)
    slips = PrintSlip(printing, own, hand_in, office=Words(vi="P", en="W"), hotline="")
    ticket, told = from_hub(uuid4()), Queue[PrintNews]()
    simulator.set(paper_out_after=ends_at)
    slips.print(ticket, "vi", told.put)
    first = told.get(timeout=WAIT_S)
    assert (first.state, first.code) in {
        ("unconfirmed", PAPER_OUT.code),
        ("not_started", PAPER_OUT.code),
    }
    simulator.set(paper_out=False)
    assert slips.reprint(told.put) == ticket.number
    assert told.get(timeout=WAIT_S).state == "printed"
    second = TicketSlip(
        office="P",
        number=ticket.number,
        service=ticket.service.vi,
        at=ticket.arrived_at,
        ahead=None,
        follow_url=ticket.follow_url,
        reprint=True,
    )
    marked = raster.without_real_time_bytes(checked(second)).tobytes()
    cut = [slip.picture.tobytes() for slip in simulator.slips if slip.picture]
    assert cut[-1] == marked
    assert cut.count(marked) == 1
    assert len(cut) <= 2
    own.close()


def test_a_slip_that_cannot_be_drawn_is_told_too(printing: Printing, told: list[Health]) -> None:
    news = news_of(printing, replace(SLIP, procedure="Việc " * 2000))
    assert (news.state, news.code) == ("not_started", SLIP_UNREADABLE.code)
    assert len(told) == 1  # too long a slip is no defect
    assert news_of(printing, "no slip").state == "not_started"


def test_after_the_end_nothing_is_printed_and_that_is_told(printing: Printing) -> None:
    printing.close()
    assert news_of(printing, SLIP).state == "not_started"


def test_a_number_is_printed_and_told_though_the_disk_keeps_nothing_of_it(
    simulator: SimulatedPrinter, printing: Printing, tmp_path: Path
) -> None:
    own = OwnNumbers(tmp_path / "kiosk.db", slot=1)
    hub = HubClient("http://127.0.0.1:9", kiosk_id="t", timeout_s=0.1)
    hand_in = HandIn(hub, own, clock=utc_now)
    slips = PrintSlip(printing, own, hand_in, office=Words(vi="P", en="W"), hotline="")
    told: Queue[PrintNews] = Queue()
    own.close()
    for _ in range(2):  # the second is printed by the same thread as the first
        slips.print(from_hub(uuid4()), "vi", told.put)
        assert told.get(timeout=WAIT_S) == PrintNews("printed")
    unprintable = replace(from_hub(uuid4()), follow_url="http://x/" + "t" * 200)
    slips.print(unprintable, "vi", told.put)
    assert told.get(timeout=WAIT_S) == NOT_DRAWN
