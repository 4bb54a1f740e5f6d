"""Every fault of a printer, on every kind of cable, through the real driver: what is claimed."""

import socket
import threading
from time import monotonic
from typing import Any

import pytest
from PIL import Image

from devices import faults, qr
from devices.health import State
from devices.printer import open_printer, raster
from devices.printer.api import PrintOutcome, PrintResult, SlipPrinter
from devices.sim.ports import Port
from devices.sim.printer import SimulatedPrinter

PRINTED, NOT_STARTED, UNCONFIRMED = PrintResult
FOLLOW_URL = "http://127.0.0.1:8460/t/AbCdEfGhIjKlMnOpQrStUv"  # of the fixture's slip
LIMIT_S = 2.0  # enough for every wait of the driver, short enough to test

Row = tuple[str, dict[str, Any], PrintResult, State, faults.Fault | None]
MATRIX: list[Row] = [
    ("all is well", {}, PRINTED, State.READY, None),
    ("paper near its end", {"paper_low": True}, PRINTED, State.DEGRADED, faults.PAPER_LOW),
    ("unasked status in between", {"asb_burst": True}, PRINTED, State.READY, None),
    ("old bytes in the cable", {"stale": "1000000fffb6"}, PRINTED, State.READY, None),
    ("a slow cable", {"rate": 60_000}, PRINTED, State.READY, None),
    ("no paper", {"paper_out": True}, NOT_STARTED, State.BLOCKED, faults.PAPER_OUT),
    ("cover open", {"cover_open": True}, NOT_STARTED, State.BLOCKED, faults.COVER_OPEN),
    ("cutter jammed", {"cutter": True}, NOT_STARTED, State.BLOCKED, faults.CUTTER),
    ("head too hot", {"overheated": True}, NOT_STARTED, State.BLOCKED, faults.OVERHEATED),
    ("broken", {"unrecoverable": True}, NOT_STARTED, State.BLOCKED, faults.UNRECOVERABLE),
    ("switched offline", {"offline": True}, NOT_STARTED, State.BLOCKED, faults.OFFLINE),
    ("unplugged", {"unplugged": True}, NOT_STARTED, State.ABSENT, faults.PRINTER_ABSENT),
    ("reply line not wired", {"mute": True}, UNCONFIRMED, State.UNKNOWN, faults.MUTE),
    ("does not know GS r", {"no_barrier": True}, UNCONFIRMED, State.UNKNOWN, faults.MUTE),
    ("answer comes too late", {"hold_answers": True}, UNCONFIRMED, State.UNKNOWN, faults.MUTE),
    ("hangs", {"stall_after": 8_000}, UNCONFIRMED, State.UNKNOWN, faults.MUTE),
    ("paper ends", {"paper_out_after": 20_000}, UNCONFIRMED, State.BLOCKED, faults.PAPER_OUT),
    ("cable pulled", {"drop_after": 20_000}, UNCONFIRMED, State.ABSENT, faults.LINK_LOST),
]


def printer_at(simulator: SimulatedPrinter, *, print_s: float = LIMIT_S) -> SlipPrinter:
    return open_printer(simulator.url, print_s=print_s)


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row[0].replace(" ", "-"))
def test_what_is_claimed_of_a_slip_is_what_the_printer_showed(
    simulator: SimulatedPrinter, slip: Image.Image, row: Row
) -> None:
    _, fault, result, state, cause = row
    simulator.set(**fault)
    printer = printer_at(simulator)
    started = monotonic()
    outcome = printer.print_slip(slip)
    took = monotonic() - started
    printer.close()
    claimed = (outcome.result, outcome.health.state, outcome.health.code)
    assert claimed == (result, state, cause and cause.code), outcome
    assert took < LIMIT_S + 0.4  # a slice of waiting, and a machine with other work
    assert not simulator.errors
    if result is PRINTED:
        wanted = raster.without_real_time_bytes(slip)
        printed = [each.picture.tobytes() for each in simulator.slips if each.picture]
        assert printed == [wanted.tobytes()]
        assert simulator.slips[0].picture
        assert qr.zbar(simulator.slips[0].picture) == [FOLLOW_URL.encode()]
    if result is NOT_STARTED:
        assert not simulator.slips


@pytest.mark.parametrize(
    ("fault", "cause"),
    [(row[1], row[4]) for row in MATRIX if row[2] is not UNCONFIRMED],
    ids=[row[0].replace(" ", "-") for row in MATRIX if row[2] is not UNCONFIRMED],
)
def test_the_status_tells_every_fault_apart_within_a_second(
    simulator: SimulatedPrinter, fault: dict[str, Any], cause: faults.Fault | None
) -> None:
    simulator.set(**fault)
    printer = printer_at(simulator)
    started = monotonic()
    health = printer.status()
    assert monotonic() - started < 1.1
    assert health.code == (cause and cause.code), health
    printer.close()


def test_a_printer_that_says_nothing_is_unknown_and_never_ready(
    simulator: SimulatedPrinter,
) -> None:
    simulator.set(mute=True)
    printer = printer_at(simulator)
    assert [printer.status().state for _ in range(3)] == [State.UNKNOWN] * 3
    printer.close()


def test_a_board_without_a_reply_line_prints_whole_slips_at_once_and_confirms_none(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    simulator.set(mute=True)
    printer = open_printer(simulator.url, "mute-80mm", print_s=2.0)
    outcomes = [printer.print_slip(slip) for _ in range(2)]
    assert [outcome.result for outcome in outcomes] == [UNCONFIRMED] * 2
    assert max(outcome.ms for outcome in outcomes) < 1_000
    assert simulator.wait_for_slips(2, timeout_s=2.0)
    wanted = raster.without_real_time_bytes(slip).tobytes()
    assert [each.picture and each.picture.tobytes() for each in simulator.slips] == [wanted] * 2
    printer.close()


def test_a_line_that_went_dead_is_opened_anew(slip: Image.Image) -> None:
    """A switch without power leaves the connection standing, and nothing at its other end."""
    with socket.create_server(("127.0.0.1", 0)) as dead:
        dead.settimeout(2)
        printer = open_printer(f"tcp://127.0.0.1:{dead.getsockname()[1]}", print_s=1.0)
        assert printer.status().state is State.UNKNOWN
        first, _ = dead.accept()
        assert printer.status().state is State.UNKNOWN
        second, _ = dead.accept()
        assert first.recv(10) == second.recv(10) == b"\x10\x04\x01"
        first.close()
        second.close()
        printer.close()


def test_a_cover_opened_in_the_middle_of_a_slip_is_named(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    simulator.set(rate=30_000)
    printer = printer_at(simulator, print_s=4.0)
    outcomes: list[PrintOutcome] = []
    job = threading.Thread(target=lambda: outcomes.append(printer.print_slip(slip)))
    job.start()
    assert simulator.wait_until_printing(2_000, timeout_s=3.0)
    simulator.set(cover_open=True)
    job.join(timeout=5.0)
    printer.close()
    assert outcomes[0].result is UNCONFIRMED
    assert outcomes[0].health.code == faults.COVER_OPEN.code
    assert outcomes[0].ms < 2_000  # told at once, not at the end of the limit


def test_after_a_power_cut_the_next_slip_prints_without_a_restart(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    printer = printer_at(simulator)
    assert printer.print_slip(slip).result is PRINTED
    simulator.power_cycle()
    assert printer.print_slip(slip).result is PRINTED
    simulator.set(unplugged=True)
    assert printer.status().state is State.ABSENT
    simulator.set(unplugged=False)
    assert printer.status().state is State.READY
    printer.close()


def test_a_torn_slip_is_cut_off_and_the_next_one_is_whole(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    printer = printer_at(simulator)
    simulator.set(drop_after=20_000)
    assert printer.print_slip(slip).result is UNCONFIRMED
    assert printer.print_slip(slip).result is PRINTED
    printer.close()
    torn, whole = simulator.slips
    assert torn.picture is not None
    assert whole.picture is not None
    assert torn.picture.tobytes() != whole.picture.tobytes()
    assert whole.picture.tobytes() == raster.without_real_time_bytes(slip).tobytes()
    assert not simulator.errors


def test_after_a_new_roll_the_next_slip_is_whole_and_confirmed(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    printer = printer_at(simulator)
    simulator.set(paper_out_after=20_000)
    assert printer.print_slip(slip).health.code == faults.PAPER_OUT.code
    assert printer.print_slip(slip).result is NOT_STARTED
    simulator.set(paper_out=False)
    assert printer.print_slip(slip).result is PRINTED
    printer.close()
    last = simulator.slips[-1].picture
    assert last is not None
    assert last.tobytes() == raster.without_real_time_bytes(slip).tobytes()


def test_a_full_buffer_leaves_the_cause_known_and_starts_no_job(
    port: Port, slip: Image.Image
) -> None:
    """With 4 KB of memory the printer often cannot hear us behind the picture that fills it.

    Whether our question still fits depends on where the line was cut: silence is *unknown*, an
    answer is *blocked*. Both name the paper, and neither lets a job start.
    """
    with SimulatedPrinter(port, buffer_size=4096) as simulator:
        printer = printer_at(simulator)
        simulator.set(paper_out_after=20_000)
        outcome = printer.print_slip(slip)
        assert (outcome.result, outcome.health.code) == (UNCONFIRMED, faults.PAPER_OUT.code)
        health = printer.status()
        assert health.state in {State.UNKNOWN, State.BLOCKED}
        assert health.code == faults.PAPER_OUT.code
        assert printer.print_slip(slip).result is NOT_STARTED
        simulator.set(paper_out=False)
        assert simulator.wait_until_printing(1, timeout_s=2.0)
        assert printer.print_slip(slip).result is PRINTED
        printer.close()
        last = simulator.slips[-1].picture
        assert last is not None
        assert last.tobytes() == raster.without_real_time_bytes(slip).tobytes()
        assert not simulator.errors


def test_the_late_answer_of_one_slip_does_not_confirm_the_next(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    printer = printer_at(simulator)
    simulator.set(hold_answers=True)
    assert printer.print_slip(slip).result is UNCONFIRMED
    simulator.set(hold_answers=False, paper_out_after=20_000)
    outcome = printer.print_slip(slip)
    printer.close()
    assert (outcome.result, outcome.health.code) == (UNCONFIRMED, faults.PAPER_OUT.code)


@pytest.mark.parametrize(("answers", "result"), [(2, UNCONFIRMED), (3, PRINTED)])
def test_answers_owed_from_before_are_counted_not_believed(
    simulator: SimulatedPrinter, slip: Image.Image, answers: int, result: PrintResult
) -> None:
    """Two old answers arrive while the second slip waits; only a third one is its own."""
    printer = printer_at(simulator, print_s=2.5)
    simulator.set(hold_answers=True)
    assert printer.print_slip(slip).result is UNCONFIRMED
    outcomes: list[PrintOutcome] = []
    job = threading.Thread(target=lambda: outcomes.append(printer.print_slip(slip)))
    job.start()
    assert simulator.wait_for_slips(2, timeout_s=3.0)
    simulator.set(hold_answers=False, answers_left=answers)
    job.join(timeout=5.0)
    printer.close()
    assert outcomes[0].result is result


def test_a_picture_full_of_look_alikes_prints_and_triggers_nothing(
    simulator: SimulatedPrinter,
) -> None:
    """DLE EOT, DLE ENQ and DLE DC4 inside a picture would be obeyed as commands."""
    ink = bytes.fromhex("1004011005021014080103140106020810100401") * 18 * 8
    paper = ink[: len(ink) // 72 * 72].translate(raster.INVERTED)
    hostile = Image.frombytes("1", (576, len(paper) // 72), paper)
    printer = printer_at(simulator)
    assert printer.print_slip(hostile).result is PRINTED
    printer.close()
    assert not simulator.errors
    printed = simulator.slips[0].picture
    assert printed is not None
    wanted = raster.without_real_time_bytes(hostile)
    assert printed.tobytes() == wanted.tobytes()
    changed = sum(
        (a ^ b).bit_count() for a, b in zip(wanted.tobytes(), hostile.tobytes(), strict=True)
    )
    assert 0 < changed <= len(ink) // 3  # one dot for each look-alike


def test_closing_from_another_thread_ends_a_print_at_once(
    simulator: SimulatedPrinter, slip: Image.Image
) -> None:
    simulator.set(hold_answers=True)
    printer = printer_at(simulator, print_s=6.0)
    outcomes: list[PrintOutcome] = []
    job = threading.Thread(target=lambda: outcomes.append(printer.print_slip(slip)))
    job.start()
    assert simulator.wait_for_slips(1, timeout_s=3.0)
    started = monotonic()
    printer.close()
    job.join(timeout=3.0)
    assert monotonic() - started < 1.0
    assert outcomes[0].result is UNCONFIRMED


class Slow(threading.Thread):
    """A printer that takes everything and answers `GS r` late or never: for each question how
    long after it which answers come.
    """

    def __init__(self, answers: list[tuple[float, ...]]) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._answers, self._pause = answers, threading.Event()
        self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    def run(self) -> None:
        client, _ = self._server.accept()
        with client, self._server:
            seen = b""
            while data := client.recv(4096):
                seen += data
                while len(seen) >= 3:
                    command, seen = seen[:3], seen[1:]
                    if command[:2] == b"\x10\x04":
                        client.sendall(b"\x12")
                    elif command == raster.BARRIER:
                        for after_s in self._answers.pop(0):
                            self._pause.wait(after_s)
                            client.sendall(b"\x00")


def test_the_late_answer_of_an_older_slip_is_never_that_of_the_next(slip: Image.Image) -> None:
    late = Slow([(), (0.0, 0.15), ()])  # slip 1; the question that settles it; slip 2
    late.start()
    printer = open_printer(late.url, print_s=LIMIT_S)
    assert printer.print_slip(slip).result is UNCONFIRMED
    assert printer.print_slip(slip).result is UNCONFIRMED
    printer.close()
    late.join(2.0)
