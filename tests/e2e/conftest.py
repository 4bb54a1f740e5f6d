"""Fixtures of the tests that start whole programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.printer.start()
    office.hub.start()
    yield office
    for kiosk in office.kiosks:
        kiosk.stop()
    office.hub.stop()
    office.printer.stop()
