"""A simulated printer on each kind of cable, and a real slip to print."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.sim.ports import Port, PtyPort, TcpPort
from devices.sim.printer import SimulatedPrinter
from kiosk.slips.check import checked
from kiosk.slips.ticket_slip import TicketSlip


@pytest.fixture(scope="session")
def slip() -> Image.Image:
    """A queue number's slip as the office prints it."""
    return checked(
        TicketSlip(
            office="Phường Sông Mây (đơn vị minh họa)",
            number="A042",
            service="Khai sinh, kết hôn, khai tử",
            at=dt.datetime(2026, 11, 25, 3, 3, tzinfo=dt.UTC),
            ahead=12,
            follow_url="http://127.0.0.1:8460/t/AbCdEfGhIjKlMnOpQrStUv",
        )
    )


@pytest.fixture(params=["tcp", "pty"])
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Port:
    """Both kinds of cable that can be had without hardware."""
    return TcpPort() if request.param == "tcp" else PtyPort(tmp_path / "printer")


@pytest.fixture
def simulator(port: Port) -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter(port) as running:
        yield running
