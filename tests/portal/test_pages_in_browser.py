"""The pages work in a real browser, scripts, cookies, origins and all."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.portal.world import (
    CANARY_NAME,
    PASSPHRASE,
    PASSWORD,
    Kiosk,
    RunningPortal,
    declaration,
    new_ids,
    wait_until,
)

pytestmark = pytest.mark.browser


def test_a_clerk_receives_a_dossier_and_its_owner_follows_it_from_the_slip(
    tmp_path: Path, page: Page
) -> None:
    portal = RunningPortal(tmp_path / "portal")
    portal.start()
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", portal.provision())
    try:
        ids = new_ids()
        stored = kiosk.submitting.submit(
            ids, declaration(), (kiosk.scan(b"page"),), office_id="song-may", ticket="A001"
        )
        kiosk.start_agent()
        wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
        page.goto(f"{portal.url}/staff")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_label("Cụm mật khẩu").fill(PASSPHRASE)
        page.get_by_role("button", name="Mở khóa hồ sơ").click()
        page.get_by_role("link", name=str(ids.code)).click()
        expect(page.get_by_text(CANARY_NAME, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Tiếp nhận", exact=True)).to_have_count(0)
        page.get_by_role("button", name="Đã đối chiếu giấy tờ").click()
        page.get_by_label("Mã hồ sơ chính thức").fill("H26.14-261125-0009")
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
        expect(page.get_by_text("Đã tiếp nhận", exact=False).first).to_be_visible()

        page.goto(stored.follow_url)  # the secret stands behind the "#"
        expect(page.locator(".state")).to_have_text("Đã tiếp nhận")
        expect(page.get_by_text("H26.14-261125-0009")).to_be_visible()
        assert ids.secret not in page.url
        assert not re.search(CANARY_NAME, page.content())
    finally:
        kiosk.close()
        portal.stop()
