"""A list of papers goes on to a phone: public, the same for all, and about nobody."""

from pathlib import Path

import pytest
import requests

from kiosk.clock import utc_now
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import DossierDesk
from tests.portal.world import Kiosk, RunningPortal


@pytest.fixture
def portal(tmp_path: Path) -> RunningPortal:
    return RunningPortal(tmp_path / "portal")


def test_the_code_of_the_kiosk_opens_a_page_that_says_what_to_bring(
    portal: RunningPortal, tmp_path: Path
) -> None:
    portal.start()
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", portal.provision())
    desk = DossierDesk(kiosk.data, filing="portal", clock=utc_now)
    try:
        url = desk.guide_url("1.004873", "ttpvhcc")
        said = requests.get(url, headers={"accept-language": "vi-VN"}, timeout=10)
        spoken = requests.get(url, headers={"accept-language": "en-GB"}, timeout=10)
        bare = requests.get(f"{portal.url}/p/1.004873?o=%3Cscript%3E", timeout=10)
        unknown = requests.get(f"{portal.url}/p/0.000000", timeout=10)
    finally:
        desk.close()
        kiosk.close()
        portal.stop()
    assert url == f"{portal.url}/p/1.004873?o=song-may"
    procedure = load_catalogue().procedures["1.004873"]
    papers = [item.name for item in procedure.requirements if item.kind.value != "to_khai"]
    assert said.status_code == 200
    assert all(name.vi in said.text for name in papers)
    assert "Phường Sông Mây" in said.text
    assert "Khi: đã ly hôn" in said.text
    assert procedure.fee_summary.vi.split(";")[0] in said.text
    assert all(name.en in spoken.text.replace("&#39;", "'") for name in papers)
    assert "Song May Ward" in spoken.text
    assert bare.status_code == 200
    assert "<script" not in bare.text
    assert "Sông Mây" not in bare.text
    assert (unknown.status_code, "Mời hỏi ở máy" in unknown.text) == (404, True)
    for answer in (said, spoken, bare, unknown):
        assert "set-cookie" not in answer.headers
        assert "<script" not in answer.text
        assert "http" not in answer.text.replace("http-equiv", "")


def test_a_phone_in_another_language_is_one_touch_from_english(
    portal: RunningPortal, tmp_path: Path
) -> None:
    portal.start()
    try:
        vietnamese = {"accept-language": "vi-VN"}
        page = requests.get(f"{portal.url}/p/1.004873?o=song-may", headers=vietnamese, timeout=10)
        english = requests.get(
            f"{portal.url}/p/1.004873?o=song-may&lang=en", headers=vietnamese, timeout=10
        )
        asked = requests.get(f"{portal.url}/d?lang=en", headers=vietnamese, timeout=10)
        odd = requests.get(f"{portal.url}/d?lang=%22%3E", headers=vietnamese, timeout=10)
    finally:
        portal.stop()
    assert 'href="/p/1.004873?o=song-may&amp;lang=en"' in page.text
    assert '<html lang="en">' in english.text
    assert "Song May Ward" in english.text
    assert 'href="/p/1.004873?o=song-may&amp;lang=vi"' in english.text
    assert 'action="/d?lang=en"' in asked.text
    assert '<html lang="vi">' in odd.text
    assert '">"' not in odd.text
    assert all("set-cookie" not in each.headers for each in (page, english, asked, odd))
