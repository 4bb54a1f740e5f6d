"""A management board writes a notice in a real browser, at a desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.portal.test_notices import TOWERS, Building, building, drawn
from tests.portal.world import PASSWORD

__all__ = ["building"]  # the fixture

pytestmark = pytest.mark.browser


def test_a_notice_is_written_looked_at_saved_and_withdrawn_on_a_phone(
    building: Building, page: Page, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    photo = tmp_path / "ảnh.jpg"
    photo.write_bytes(drawn("JPEG"))
    page.goto(f"{building.portal.url}/staff")
    page.get_by_label("Tên đăng nhập").fill(f"bql-{TOWERS[0]}")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Viết thông báo").click()
    page.get_by_label("Tiêu đề", exact=False).first.fill("Cắt nước tầng 5 đến 9")
    page.get_by_label("Nội dung", exact=False).first.fill("Từ 14 giờ.\nHỏi quầy lễ tân.")
    page.get_by_label("Chỉ cho các tầng").fill("5-9")
    page.get_by_label("Thông báo khẩn").check()
    page.get_by_label("Ảnh").set_input_files(photo)
    page.get_by_role("button", name="Xem thử").click()
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="Cắt nước tầng 5 đến 9")).to_be_visible()
    expect(preview.get_by_text("Khẩn", exact=True)).to_be_visible()
    picture = preview.locator("img")
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 1600
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Lưu và cho hiện").click()
    expect(page.get_by_text("Đang hiện (1)")).to_be_visible()
    expect(page.get_by_text("Tầng 5-9")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main summary, main button')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.textContent)"
    )
    assert small == []
    page.locator("summary", has_text="Gỡ thông báo").click()
    page.get_by_role("button", name="Gỡ thông báo").click()
    expect(page.get_by_text("Đang hiện (0)")).to_be_visible()


def test_words_that_a_session_took_along_come_back_to_their_writer_until_they_are_saved(
    building: Building, page: Page, complaints: list[str]
) -> None:
    title, place = "Tiêu đề", "/staff/notices/new"

    def sign_in() -> None:
        page.goto(f"{building.portal.url}/staff/sign-in")
        page.get_by_label("Tên đăng nhập").fill(f"bql-{TOWERS[0]}")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("link", name="Viết thông báo").click()

    sign_in()
    page.get_by_label(title).first.fill("Cắt nước tầng 5 đến 9")
    page.get_by_label("Nội dung").first.fill("Từ 14 giờ.\nHỏi quầy lễ tân.")
    page.get_by_label("Thông báo khẩn").check()
    page.context.clear_cookies()  # as when the session ended
    page.get_by_role("button", name="Lưu và cho hiện").click()
    expect(page.get_by_role("button", name="Lưu và cho hiện")).to_have_count(0)
    (refused,) = complaints
    assert "401" in refused
    complaints.clear()
    sign_in()
    expect(page.get_by_role("status")).to_contain_text("chưa lưu")
    expect(page.get_by_label(title).first).to_have_value("Cắt nước tầng 5 đến 9")
    expect(page.get_by_label("Nội dung").first).to_have_value("Từ 14 giờ.\nHỏi quầy lễ tân.")
    expect(page.get_by_label("Thông báo khẩn")).to_be_checked()
    page.get_by_role("button", name="Lưu và cho hiện").click()
    expect(page.get_by_text("Đang hiện (1)")).to_be_visible()
    assert page.url.endswith("/staff/notices")
    page.goto(f"{building.portal.url}{place}")
    expect(page.get_by_label(title).first).to_have_value("")
    page.get_by_label(title).first.fill("Có nước lại")
    page.goto(f"{building.portal.url}{place}")
    page.get_by_role("button", name="Bỏ nội dung này").click()
    expect(page.get_by_label(title).first).to_have_value("")
    page.goto(f"{building.portal.url}{place}")
    expect(page.get_by_role("status")).to_be_hidden()
    expect(page.get_by_label(title).first).to_have_value("")
