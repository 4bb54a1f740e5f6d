"""What is told while lines are down is true in every state (the truth table of the banner)."""

from itertools import product

import pytest
from pytestqt.qtbot import QtBot

from kiosk.contract.hub import Words
from kiosk.domain.procedure import Filing
from kiosk.texts import text
from ui.outage import sentence
from ui.screens.office import Office
from ui.screens.texts import Texts

STATES = tuple(product((False, True), (False, True), (False, True), Filing))


@pytest.mark.parametrize("state", STATES)
def test_the_banner_says_what_still_works_and_nothing_else(
    state: tuple[bool, bool, bool, Filing],
) -> None:
    hub, portal, building, filing = state
    key = sentence(hub=hub, portal=portal, building=building, filing=filing)
    unsent = portal and filing is not Filing.GUIDE
    assert (key == "") == (not hub and not unsent)
    if key:
        assert text(key, "en")
        words = text(key, "vi")
        assert ("lấy số" in words) == (hub and not building)
        assert ("Hồ sơ sẽ gửi khi có mạng" in words) == unsent
        assert ("nộp" in words) == (unsent and filing is Filing.PORTAL)
        assert ("chuẩn bị" in words) == (unsent and filing is Filing.PREPARE)
        assert ("xem thông báo" in words) == (hub and unsent and building)


def test_each_line_must_be_steady_before_its_banner_goes(qtbot: QtBot) -> None:
    name = Words(vi="Phường", en="Ward")
    office = Office(Texts(), name=name, settle_ms=40, filing=Filing.PORTAL)
    seen: list[str] = []
    office.viewChanged.connect(lambda: seen.append(office.property("outage")))
    office.portal_linked(up=False)
    office.linked(up=False)
    qtbot.waitUntil(lambda: office.property("outage") == "outage.office_portal")
    office.linked(up=True)
    office.portal_linked(up=True)
    office.portal_linked(up=False)  # it flaps: not steady yet
    qtbot.waitUntil(lambda: office.property("outage") == "outage.portal_portal")
    office.portal_linked(up=True)
    qtbot.waitUntil(lambda: office.property("outage") == "")
    assert seen == ["outage.portal_portal", "outage.office_portal", "outage.portal_portal", ""]
