"""The printer's own thread: the screen is told changes, every slip gets exactly one outcome."""

import queue
import threading
from time import monotonic

import pytest
import structlog
from PIL import Image

from devices import faults
from devices.health import Health, State
from devices.printer import open_printer
from devices.printer.api import PrintOutcome, PrintResult
from devices.sim.printer import SimulatedPrinter
from devices.worker import QUEUE_SIZE, PrinterBusyError, PrinterWorker

HealthQueue = queue.Queue[Health]


def worker_for(simulator: SimulatedPrinter, told: HealthQueue) -> PrinterWorker:
    printer = open_printer(simulator.url, print_s=2.0)
    worker = PrinterWorker(printer, on_health=told.put, poll_s=0.05)
    worker.start()
    return worker


def test_health_is_told_when_it_changes_and_only_then(simulator: SimulatedPrinter) -> None:
    told: HealthQueue = queue.Queue()
    with structlog.testing.capture_logs() as logged:
        _ready_low_out_ready(simulator, told)
    assert [entry["code"] for entry in logged if entry["event"] == "printer.health"] == [
        None,
        "PRN-09",
        "PRN-02",
        None,
    ]


def _ready_low_out_ready(simulator: SimulatedPrinter, told: HealthQueue) -> None:
    worker = worker_for(simulator, told)
    assert told.get(timeout=2).state is State.READY
    simulator.set(paper_low=True)
    assert told.get(timeout=2).code == faults.PAPER_LOW.code
    simulator.set(paper_low=True, paper_out=True)
    assert told.get(timeout=2).code == faults.PAPER_OUT.code
    simulator.set(paper_low=False, paper_out=False)
    assert told.get(timeout=2).state is State.READY
    with pytest.raises(queue.Empty):  # eight more looks, no news
        told.get(timeout=0.4)
    assert worker.stop()


def test_slips_come_out_in_order_each_with_its_own_outcome(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    worker = worker_for(simulator, queue.Queue())
    done: queue.Queue[tuple[int, PrintOutcome]] = queue.Queue()
    for n in range(3):
        worker.submit(slip, lambda outcome, n=n: done.put((n, outcome)))  # type: ignore[misc]
    got = [done.get(timeout=5) for _ in range(3)]
    assert [(n, outcome.result) for n, outcome in got] == [
        (n, PrintResult.PRINTED) for n in range(3)
    ]
    assert len(simulator.slips) == 3
    assert worker.stop()


def test_stopping_takes_two_seconds_at_most_and_leaves_no_one_without_an_answer(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    simulator.set(hold_answers=True)
    worker = worker_for(simulator, queue.Queue())
    done: queue.Queue[PrintOutcome] = queue.Queue()
    for _ in range(3):
        worker.submit(slip, done.put)
    assert simulator.wait_for_slips(1, timeout_s=3.0)
    started = monotonic()
    assert worker.stop()
    assert monotonic() - started < 2.0
    results = [done.get(timeout=1).result for _ in range(3)]
    assert results == [PrintResult.UNCONFIRMED, PrintResult.NOT_STARTED, PrintResult.NOT_STARTED]
    assert "printer" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(PrinterBusyError):
        worker.submit(slip, done.put)


def test_a_printer_with_a_queue_refuses_further_slips_at_once(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    simulator.set(hold_answers=True)
    worker = worker_for(simulator, queue.Queue())
    done: queue.Queue[PrintOutcome] = queue.Queue()
    worker.submit(slip, done.put)
    assert simulator.wait_for_slips(1, timeout_s=3.0)
    for _ in range(QUEUE_SIZE):
        worker.submit(slip, done.put)
    with pytest.raises(PrinterBusyError):
        worker.submit(slip, done.put)
    assert worker.stop()
    assert done.qsize() == QUEUE_SIZE + 1


def test_a_picture_of_another_width_is_refused_where_it_is_handed_in(
    simulator: SimulatedPrinter,
) -> None:
    worker = worker_for(simulator, queue.Queue())
    with pytest.raises(ValueError, match="512"):
        worker.submit(Image.new("1", (512, 10), 1), lambda _: None)
    assert worker.stop()
