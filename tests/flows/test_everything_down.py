"""A building's kiosk with every line and device away: what residents need is there all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk import settings
from tests.commands.test_content_commands import Desk, desk
from ui.bootstrap import Machine, ports
from ui.stage import Stage
from ui.wiring import Wiring

__all__ = ["desk"]  # the fixture: a desk that signs notices for this kiosk

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def lobby(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[Stage]:
    """The product's own parts; the notices came on a stick."""
    assert desk.sign("a.notices").exit_code == 0
    assert desk.run("take", desk.path("a.notices")).exit_code == 0
    made = settings.load(tmp_path / "kiosk.toml")
    site = made.site.model_copy(update={"profile": "building"})
    hub = made.hub.model_copy(update={"url": NOBODY})
    machine = Machine(made.model_copy(update={"site": site, "hub": hub}))
    with Stage(ports(machine), machine.settings, wiring=Wiring(animated=False)) as stage:
        yield stage
    machine.stop()


def test_notices_fire_telephones_and_papers_need_nobody(lobby: Stage) -> None:
    assert lobby.text("attract.headline") == "Bảo trì thang máy số 2"
    lobby.wait_until(lambda: lobby.shows("attract.picture"))
    lobby.tap("attract.begin")
    lobby.wait_until(lambda: lobby.kiosk.office.property("outage") == "outage.building_hub")
    lobby.tap("tile.fire")  # one touch
    assert lobby.text("inform.fire") == "Gọi 114"
    lobby.tap("back")
    lobby.tap("tile.notices")
    lobby.tap("inform.notice:thang-may")
    assert lobby.text("title") == "Bảo trì thang máy số 2"
    for _ in range(2):
        lobby.tap("back")
    lobby.tap("tile.more")
    information = lobby.kiosk.information
    places = [row["key"] for row in information.property("rows") if "place:" in row["key"]]
    assert len(places) >= 4
    for place in places:
        information.choose(place)
        told = information.property("rows") or information.property("empty")
        assert told, place
        information.back()
    information.choose("place:hotlines")
    assert "113" in str(information.property("rows"))
    lobby.kiosk.session.go("home")
    lobby.tap("tile.stay")  # what to bring is read here, whoever is away
    assert lobby.text("title")
    assert lobby.kiosk.dossier.filing.property("items")
