"""Printers fail at any moment, in any order; what is claimed of each slip stays true."""

import random
import threading
from typing import Any

import pytest
from PIL import Image

from devices.health import State
from devices.printer import open_printer, raster
from devices.printer.api import PrintResult
from devices.sim.ports import Port
from devices.sim.printer import Faults, SimulatedPrinter

WELL: dict[str, Any] = {name: field.default for name, field in Faults.__dataclass_fields__.items()}
SLIP_BYTES = 9_000


def piece_of_paper(number: int) -> Image.Image:
    """A picture that no other job has."""
    ink = random.Random(number).randbytes(72 * 120)
    return raster.without_real_time_bytes(Image.frombytes("1", (576, 120), ink))


def next_trouble(dice: random.Random) -> dict[str, Any]:
    """One way for the next job to go wrong, or none."""
    at = dice.randrange(SLIP_BYTES + 200)
    kind = dice.choice(
        ["none", "none", "none", "paper_out_after", "drop_after", "stall_after", "hold_answers",
         "answers_left", "mute", "cover_open", "rate", "asb_burst", "stale"]
    )  # fmt: skip
    settings: dict[str, dict[str, Any]] = {
        "none": {},
        "rate": {"rate": dice.choice([20_000, 100_000])},
        "answers_left": {"answers_left": dice.randrange(3)},
        "stale": {"stale": dice.choice(["10000000", "ff", "1000", "b7"])},
    }
    return settings.get(kind, {kind: at if kind.endswith("_after") else True})


def stop_or_go(simulator: SimulatedPrinter, dice: random.Random) -> None:
    """Something happens while a job runs: nothing, the cover, a power cut, all mended."""
    event = dice.choice(["nothing", "nothing", "cover", "power", "mended"])
    if event == "cover":
        simulator.set(cover_open=True)
    elif event == "power":
        simulator.power_cycle()
    elif event == "mended":
        simulator.set(**WELL)


def tell_the_truth(port: Port, *, seed: int, jobs: int) -> dict[PrintResult, int]:
    """Run `jobs` slips through trouble and check every claim against the paper."""
    dice = random.Random(seed)
    claims: dict[bytes, PrintResult] = {}
    buffer_size = dice.choice([4096, 65536])
    papers: list[bytes] = []
    with SimulatedPrinter(
        port,
        buffer_size=buffer_size,
        on_slip=lambda slip: papers.append(slip.picture.tobytes() if slip.picture else b""),
    ) as simulator:
        printer = open_printer(simulator.url, print_s=0.9)
        for number in range(jobs):
            simulator.set(**next_trouble(dice))
            event = threading.Timer(dice.random() * 0.1, stop_or_go, (simulator, dice))
            event.start()
            picture = piece_of_paper(number)
            outcome = printer.print_slip(picture)
            claims[picture.tobytes()] = outcome.result
            if outcome.result is PrintResult.PRINTED:
                assert papers.count(picture.tobytes()) == 1, (seed, number)
            event.join()
            if dice.random() < 0.7:
                simulator.set(**WELL)
        simulator.set(**WELL)
        last = [printer.print_slip(piece_of_paper(jobs)).result for _ in range(2)][-1]
        assert last is PrintResult.PRINTED, seed  # whatever was, a mended printer prints
        assert printer.status().state is State.READY
        printer.close()
    for picture_bytes, claim in claims.items():
        allowed = {
            PrintResult.PRINTED: {1},
            PrintResult.NOT_STARTED: {0},
            PrintResult.UNCONFIRMED: {0, 1},
        }[claim]
        assert papers.count(picture_bytes) in allowed, (seed, claim)
    return {result: list(claims.values()).count(result) for result in PrintResult}


@pytest.mark.parametrize("seed", [1, 2])
def test_no_claim_is_ever_untrue(port: Port, seed: int) -> None:
    counted = tell_the_truth(port, seed=seed, jobs=25)
    assert all(counted.values()), counted  # every kind of outcome was met


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 150))
def test_no_claim_is_ever_untrue_in_five_thousand_slips(port: Port, seed: int) -> None:
    tell_the_truth(port, seed=seed, jobs=100)
