"""A board speaks its calls in a real browser: one after the other, and never where nobody asked."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.lobby import Lobby, person

pytestmark = pytest.mark.browser

#: Notes every clip when it begins, by the sound card's clock, and how long it is.
LISTEN = """
window.played = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) {
  window.played.push({ at, seconds: this.buffer.duration });
  return start.call(this, at);
};
"""


@pytest.fixture
def speaking(tmp_path: Path, known_clerk: Path) -> Iterator[Lobby]:
    shutil.copy(known_clerk, tmp_path / "hub.db")
    office = Lobby(tmp_path, announce="vi+en")
    office.open()
    yield office
    office.close()
    office.stop(signal.SIGKILL)


def board_of(browser: Browser, office: Lobby, query: str = "") -> Page:
    page = person(browser, type_faces=False).new_page()
    page.add_init_script(LISTEN)
    page.goto(f"{office.url}/board{query}")
    expect(page.locator("#big")).to_contain_text("Chưa gọi số nào")
    return page


def played(page: Page, many: int) -> list[dict[str, Any]]:
    page.wait_for_function("many => window.played.length >= many", arg=many)
    found: list[dict[str, Any]] = page.evaluate("window.played")
    return found


def test_two_calls_in_one_second_are_spoken_one_after_the_other(
    browser: Browser, speaking: Lobby
) -> None:
    speaking.take("ho-tich")
    speaking.take("cu-tru")
    page = board_of(browser, speaking)
    fetched: list[str] = []
    page.on("request", lambda sent: fetched.append(sent.url) if "/voice/" in sent.url else None)
    page.locator("#sound").click()  # a browser is silent until it is touched
    expect(page.locator("#voice")).to_have_text("Đang đọc số")
    clerk = speaking.clerk()
    speaking.call_next(clerk, "1")
    speaking.call_next(clerk, "2")
    clips = played(page, 4)
    ends = [each["at"] + each["seconds"] for each in clips]
    assert all(after["at"] >= end for after, end in zip(clips[1:], ends, strict=False)), clips
    assert all(each["seconds"] > 1 for each in clips)
    assert [url.split("/voice/")[1] for url in fetched] == [
        "vi/1/A001.wav",
        "en/1/A001.wav",
        "vi/2/B001.wav",
        "en/2/B001.wav",
    ]


def test_the_switch_on_the_board_is_kept_and_an_absent_voice_is_said(
    browser: Browser, speaking: Lobby
) -> None:
    speaking.take("ho-tich")
    speaking.take("cu-tru")
    page = board_of(browser, speaking)
    page.locator("#sound").click()
    page.locator("#voice").click()
    expect(page.locator("#voice")).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.locator("#sound").click()
    expect(page.locator("#voice")).to_have_text("Đã tắt đọc số")
    clerk = speaking.clerk()
    speaking.call_next(clerk, "1")
    expect(page.locator("#big")).to_contain_text("A001")
    assert page.evaluate("window.played") == []
    page.route("**/board/voice/**", lambda route: route.fulfill(status=503))
    page.locator("#voice").click()
    speaking.call_next(clerk, "2")
    expect(page.locator("#voice")).to_have_text("Chưa có giọng đọc")
    expect(page.locator("#big")).to_contain_text("B001")  # the call itself is shown all the same


def test_a_board_without_a_voice_shows_no_switch(browser: Browser, lobby: Lobby) -> None:
    page = board_of(browser, lobby)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_be_hidden()
    expect(page.locator("#voice")).to_be_hidden()
