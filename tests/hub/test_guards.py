"""What must not reach the hub does not, and every answer is careful."""

import socket

import pytest

from kiosk.hub.guards import known_hosts
from kiosk.hub.problems import STATUS, ProblemError
from kiosk.settings import Hub, Settings
from tests.hub.conftest import RunningHub


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8460", "", "127.0.0.1.evil.example"]
)
def test_a_foreign_name_that_points_here_is_refused(hub: RunningHub, host: str) -> None:
    answer = hub.kiosk().call("GET", "/v1/services", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host-refused")


def test_the_offices_own_names_are_known() -> None:
    settings = Settings(
        hub=Hub(listen="10.0.0.5:80", url="http://Hub.lan:80", follow_url="https://so.xa.gov.vn")
    )
    assert known_hosts(settings) >= {"localhost", "10.0.0.5", "hub.lan", "so.xa.gov.vn"}


def test_a_foreign_page_cannot_make_a_browser_take_numbers(hub: RunningHub) -> None:
    for origin in ("https://evil.example", "null"):
        answer = hub.kiosk().call("POST", "/v1/tickets", headers={"Origin": origin}, json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "origin-refused")
    kiosk = hub.kiosk()
    kiosk.http.headers["Origin"] = hub.url
    assert kiosk.take().status_code == 201


def test_every_answer_carries_the_headers(hub: RunningHub) -> None:
    kiosk = hub.kiosk()
    for answer in (kiosk.call("GET", "/v1/health"), kiosk.call("GET", "/nowhere")):
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not-found"),
        ("PUT", "/v1/tickets", None, 405, "method-not-allowed"),
        ("POST", "/v1/tickets", b"{", 422, "invalid"),
        ("POST", "/v1/session", b"{", 422, "invalid"),
        ("POST", "/v1/session", b"\xff", 400, "bad-request"),
        ("POST", "/v1/session", b"x" * 65537, 413, "too-large"),
        ("GET", "/v1/tickets/x", None, 422, "invalid"),
    ],
)
def test_errors_are_problem_documents(  # noqa: PLR0917 - one row of the table
    hub: RunningHub, method: str, path: str, body: bytes | None, status: int, code: str
) -> None:
    answer = hub.kiosk().call(method, path, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("path", "headers", "status", "words", "home"),
    [
        ("/ratings?days=none", {}, 422, "Yêu cầu thiếu hoặc sai dữ liệu.", True),
        ("/sign-in", {"Host": "evil.example"}, 421, "Tên máy chủ trong địa chỉ không phải", True),
        ("/v1/tickets", {}, 405, "Địa chỉ này không nhận cách gửi đó.", True),
        ("/t/nobody/nowhere", {}, 404, "Không có trang này", False),
    ],
)
def test_people_are_refused_by_a_page_in_words(
    hub: RunningHub, path: str, headers: dict[str, str], status: int, words: str, *, home: bool
) -> None:
    browser = {"Accept": "text/html,*/*;q=0.8"}
    answer = hub.kiosk().call("GET", path, headers=browser | headers)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "text/html; charset=utf-8",
    )
    assert words in answer.text
    assert ('<a href="/">' in answer.text) == home
    assert answer.headers["cache-control"] == "no-store"


def test_a_fault_of_ours_carries_the_headers_too(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kiosk.hub.web.routes.text", broken)
    monkeypatch.setattr("kiosk.hub.web.routes.section", broken)
    answer = hub.kiosk().call("GET", "/sign-in", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "gặp sự cố" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_endless_body_is_cut_off(hub: RunningHub) -> None:
    def endless() -> object:
        for _ in range(200):
            yield b"x" * 1024

    answer = hub.kiosk().call("POST", "/v1/session", data=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_wrong_password_is_not_repeated_in_the_answer(hub: RunningHub) -> None:
    answer = hub.kiosk().call("POST", "/v1/session", json={"name": "lan", "password": ["bi-mat"]})
    assert answer.status_code == 422
    assert "bi-mat" not in answer.text


def test_rubbish_on_the_line_harms_nobody(hub: RunningHub) -> None:
    host, port = hub.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(b"\x00\xff\x16\x03 hello\r\n\r\n")
        line.settimeout(5)
        line.recv(1000)
    assert hub.kiosk().take().status_code == 201


def test_every_refusal_has_words_in_both_languages() -> None:
    for code in STATUS:
        assert ProblemError(code).document("vi") != ProblemError(code).document("en")


def test_the_language_follows_the_reader(hub: RunningHub) -> None:
    answer = hub.kiosk().call("GET", "/nowhere", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert answer.json()["title"] == "Not found."
    assert hub.kiosk().call("GET", "/nowhere").json()["title"] == "Không tìm thấy."


def test_no_page_links_to_another_host_that_stands_in_its_address(hub: RunningHub) -> None:
    page = hub.kiosk().call("GET", "//elsewhere.example/x", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "elsewhere.example" in page.text
    assert "//elsewhere.example" not in page.text
