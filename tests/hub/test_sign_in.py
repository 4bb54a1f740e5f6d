"""Only a signed-in clerk works at a desk; guessing a password does not pay."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.hub.app import create_app
from kiosk.hub.guards import AllowedPeers
from kiosk.hub.store import store
from kiosk.settings import Hub, Settings
from kiosk.web import accounts
from kiosk.web.accounts import AccountError, add_user, wait_after
from tests.hub.conftest import PASSWORD, RunningHub


def test_without_signing_in_no_desk_is_shown_and_nobody_is_called(hub: RunningHub) -> None:
    stranger = hub.kiosk()
    ticket = stranger.take().json()["ticket_id"]
    for answer in (
        stranger.call("GET", "/v1/desks/1/state"),
        stranger.call_next("1"),
        stranger.act(ticket, "finish", "1"),
        stranger.call("GET", "/v1/help-calls"),
        stranger.call("GET", "/v1/session"),
        stranger.call("DELETE", "/v1/session"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_the_cookie_is_hidden_from_scripts_and_foreign_pages(hub: RunningHub) -> None:
    answer = hub.kiosk().sign_in()
    assert answer.json()["name"] == "lan"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_a_post_needs_the_sessions_own_token(hub: RunningHub) -> None:
    clerk = hub.clerk()
    for token in ("", "x" * 22, "đ"):
        clerk.http.headers["X-CSRF-Token"] = token.encode()
        answer = clerk.call_next("1")
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_signing_out_ends_the_session_also_for_a_copied_cookie(hub: RunningHub) -> None:
    clerk = hub.clerk()
    cookie = clerk.http.cookies["kiosk_session"]
    assert clerk.call("GET", "/v1/session").json()["name"] == "lan"
    assert clerk.call("DELETE", "/v1/session").status_code == 204
    thief = hub.kiosk()
    thief.http.cookies["kiosk_session"] = cookie
    assert thief.call("GET", "/v1/session").status_code == 401


def test_a_session_ends_after_a_long_absence_and_after_the_working_day(hub: RunningHub) -> None:
    clerk = hub.clerk()
    for _ in range(7):  # at work: a click every 100 minutes
        hub.clock.now += dt.timedelta(minutes=100)
        assert clerk.call("GET", "/v1/session").status_code == 200
    hub.clock.now += dt.timedelta(minutes=100)
    assert clerk.call("GET", "/v1/session").status_code == 401
    clerk = hub.clerk()
    hub.clock.now += dt.timedelta(minutes=121)
    assert clerk.call("GET", "/v1/session").status_code == 401


def test_the_store_holds_neither_passwords_nor_cookies(hub: RunningHub) -> None:
    clerk = hub.clerk()
    cookie = clerk.http.cookies["kiosk_session"]
    content = b"".join(path.read_bytes() for path in hub.db.parent.glob("hub.db*"))
    assert PASSWORD.encode() not in content
    assert cookie.encode() not in content
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in content


def test_after_five_wrong_passwords_the_wait_grows(hub: RunningHub) -> None:
    guesser = hub.kiosk()
    for _ in range(5):
        answer = guesser.sign_in(password="doan-mo")
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong-name-or-password")
    answer = guesser.sign_in()  # even the right one has to wait now
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-attempts")
    assert 0 < int(answer.headers["retry-after"]) <= 30
    hub.clock.now += dt.timedelta(seconds=31)
    assert guesser.sign_in(password="doan-mo").status_code == 401
    hub.clock.now += dt.timedelta(seconds=31)
    assert guesser.sign_in().status_code == 429  # the second wait is 60 s
    hub.clock.now += dt.timedelta(seconds=31)
    assert guesser.sign_in().status_code == 200
    assert guesser.sign_in(password="doan-mo").status_code == 401  # counted from one again


def test_the_wait_has_an_end() -> None:
    waits = [wait_after(failures) for failures in range(100)]
    assert waits == sorted(waits)
    assert waits[4] == dt.timedelta(0)
    assert waits[-1] == dt.timedelta(minutes=15)


def test_a_clock_set_back_by_a_day_shuts_nobody_out_for_a_day(hub: RunningHub) -> None:
    clerk = hub.kiosk()
    for _ in range(5):
        clerk.sign_in(password="doan-mo")
    assert clerk.sign_in().status_code == 429
    hub.clock.now -= dt.timedelta(seconds=5)  # what a time server corrects changes nothing
    assert clerk.sign_in().status_code == 429
    hub.clock.now -= dt.timedelta(days=1)
    assert clerk.sign_in().status_code == 200


def test_a_flood_of_attempts_is_sent_away_instead_of_waiting_for_ever(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking, done = threading.Semaphore(0), threading.Event()

    def slow(stored: str | None, password: str) -> bool:
        checking.release()
        return not done.wait(10)

    monkeypatch.setattr(accounts, "right_password", slow)
    monkeypatch.setattr(accounts, "TURN_WAIT_S", 0.05)
    with ThreadPoolExecutor() as pool:
        held = [pool.submit(hub.kiosk().sign_in) for _ in range(accounts.HASHES_AT_ONCE)]
        for _ in held:
            assert checking.acquire(timeout=10)
        answer = hub.kiosk().sign_in()
        done.set()
        assert [each.result().status_code for each in held] == [401] * len(held)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    monkeypatch.undo()
    assert hub.kiosk().sign_in().status_code == 200  # the turns came back


def test_invented_names_do_not_fill_the_disk(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "FAILURES_KEPT", 20)
    with store(hub.db) as connection:
        for serial in range(50):
            now = hub.clock.now + dt.timedelta(seconds=serial)
            accounts.note_failure(connection, f"ma-{serial}", "10.1.1.1", now=now)
    names = {name for (name,) in hub.rows("SELECT name FROM sign_in_failure")}
    assert names == {f"ma-{serial}" for serial in range(30, 50)}  # the newest


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(hub: RunningHub) -> None:
    unknown, wrong = hub.kiosk().sign_in(name="ma"), hub.kiosk().sign_in(password="doan-mo")
    assert unknown.content == wrong.content


def test_a_new_password_ends_old_sessions(hub: RunningHub) -> None:
    clerk = hub.clerk()
    with store(hub.db) as connection:
        add_user(connection, "lan", "mat-khau-moi", now=hub.clock.now)
    assert clerk.call("GET", "/v1/session").status_code == 401
    assert clerk.sign_in(password="mat-khau-moi").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("Lan", PASSWORD), ("", PASSWORD), ("lan", "short"), ("lan", "x" * 201)]
)
def test_a_poor_name_or_password_is_not_taken(hub: RunningHub, name: str, password: str) -> None:
    with pytest.raises(AccountError), store(hub.db) as connection:
        add_user(connection, name, password, now=hub.clock.now)


def test_only_loopback_and_named_addresses_take_numbers() -> None:
    peers = AllowedPeers(("192.168.1.20", "10.1.0.0/16", "fd00::/8"))
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "192.168.1.20", "10.1.2.3", "fd00::7"):
        assert address in peers
    for address in ("192.168.1.21", "8.8.8.8", "", "testclient", "::ffff:8.8.8.8"):
        assert address not in peers
    with pytest.raises(ValueError, match="nonsense"):
        create_app(Settings(hub=Hub(allow_kiosks=("nonsense",))))
