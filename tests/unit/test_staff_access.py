"""A staff card, its PIN and the log: a lost card, a guessing hand, a pulled plug."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.qr import zbar
from kiosk.cli import build
from kiosk.domain.scan_kind import StaffScan, read_scan
from kiosk.domain.staff import (
    ERRORS_TO_LOCK,
    PREFIX,
    BadStaffCardError,
    Role,
    SignedCard,
    StaffCard,
    parse_token,
    wait_after,
    weak_pin,
)
from kiosk.remote.signing import DeviceKey
from kiosk.services import staff_access as sa
from kiosk.services.staff_access import CardRefusal, CardRefusedError, StaffAccess

NOW = dt.datetime(2026, 3, 9, 2, 41, tzinfo=dt.UTC)
CARD = StaffCard("an-01", Role.TECHNICIAN, dt.date(2026, 3, 31))
PIN, WRONG = "246813", "246814"


class Hands:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> dt.datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def key(tmp_path: Path) -> DeviceKey:
    return sa.operator_key(tmp_path / "operator")


@pytest.fixture
def signed(key: DeviceKey) -> SignedCard:
    return sa.sign_card(CARD, key)


@pytest.fixture
def access(tmp_path: Path, clock: Hands, key: DeviceKey, signed: SignedCard) -> StaffAccess:
    found = StaffAccess(tmp_path, clock=clock)
    found.admit(sa.admission(signed, PIN, key))
    return found


def refusal(access: StaffAccess, token: str) -> CardRefusal:
    with pytest.raises(CardRefusedError) as caught:
        access.present(token)
    return caught.value.reason


def test_a_card_and_its_pin_open_and_both_are_in_the_log(
    access: StaffAccess, signed: SignedCard
) -> None:
    assert access.present(signed.token) == CARD
    assert access.open("an-01", PIN).right
    assert [(deed.staff, deed.what) for deed in access.deeds()] == [("an-01", "opened")]


def test_a_kiosk_without_cards_keeps_nothing_and_believes_none(
    tmp_path: Path, signed: SignedCard, clock: Hands
) -> None:
    bare = StaffAccess(tmp_path, clock=clock)
    assert not bare.in_use
    assert refusal(bare, signed.token) is CardRefusal.FOREIGN
    assert not bare.in_use


def test_a_card_that_was_changed_by_one_letter_is_foreign(
    access: StaffAccess, signed: SignedCard
) -> None:
    longer = StaffCard("an-01", Role.TECHNICIAN, dt.date(2099, 1, 1))
    forged = SignedCard(longer, signed.signature).token
    assert refusal(access, forged) is CardRefusal.FOREIGN


def test_a_card_of_another_operator_is_foreign_and_cannot_be_admitted(
    access: StaffAccess, tmp_path: Path
) -> None:
    other = sa.operator_key(tmp_path / "other")
    card = sa.sign_card(CARD, other)
    assert refusal(access, card.token) is CardRefusal.FOREIGN
    with pytest.raises(sa.AdmissionError):
        access.admit(sa.admission(card, PIN, other))


def test_an_expired_card_opens_nothing_from_the_next_midnight_of_the_office(
    access: StaffAccess, signed: SignedCard, clock: Hands
) -> None:
    clock.at = dt.datetime(2026, 3, 31, 16, 59, tzinfo=dt.UTC)  # 23:59 in the office
    assert access.present(signed.token) == CARD
    clock.wait(60)
    assert refusal(access, signed.token) is CardRefusal.EXPIRED


def test_a_new_card_takes_the_old_one_back_and_so_does_revoking(
    access: StaffAccess, signed: SignedCard, key: DeviceKey
) -> None:
    new = sa.sign_card(StaffCard("an-01", Role.TECHNICIAN, dt.date(2026, 4, 30)), key)
    access.admit(sa.admission(new, PIN, key))
    assert refusal(access, signed.token) is CardRefusal.UNKNOWN
    assert access.present(new.token).expires == dt.date(2026, 4, 30)
    assert access.revoke("an-01")
    assert refusal(access, new.token) is CardRefusal.UNKNOWN


def test_wrong_pins_cost_15_s_doubling_and_then_the_card_whatever_is_restarted(
    access: StaffAccess, tmp_path: Path, clock: Hands, signed: SignedCard
) -> None:
    for errors in range(1, ERRORS_TO_LOCK + 1):
        again = StaffAccess(tmp_path, clock=clock)  # the app was started anew
        answer = again.open("an-01", WRONG)
        assert not answer.right
        expected = 0 if errors < 5 else 15 * 2 ** (errors - 5)
        if errors < ERRORS_TO_LOCK:
            assert (answer.wait_s, answer.locked) == (expected, False)
        else:
            assert answer.locked
        if 5 <= errors < ERRORS_TO_LOCK:
            early = StaffAccess(tmp_path, clock=clock).open("an-01", PIN)
            assert not early.right  # also the right one is not looked at
            assert early.wait_s == expected
        clock.wait(expected)
    assert refusal(access, signed.token) is CardRefusal.LOCKED
    assert access.open("an-01", PIN).locked
    assert access.unlock("an-01")
    assert access.open("an-01", PIN).right


def test_a_clock_set_back_makes_no_wait_longer_than_it_is(
    access: StaffAccess, clock: Hands
) -> None:
    for _ in range(5):
        access.open("an-01", WRONG)
    clock.wait(-86_400)
    assert access.open("an-01", PIN).wait_s == 15
    clock.wait(10)
    assert access.open("an-01", PIN).wait_s == 5
    clock.wait(5)
    assert access.open("an-01", PIN).right


def test_a_right_pin_forgets_the_wrong_ones(access: StaffAccess) -> None:
    for _ in range(4):
        access.open("an-01", WRONG)
    assert access.open("an-01", PIN).right
    assert access.people()[0].errors == 0


@given(st.binary(max_size=400))
def test_no_bytes_after_the_prefix_do_harm(rest: bytes) -> None:
    scan = read_scan(PREFIX.encode() + rest)
    if isinstance(scan, StaffScan):
        with pytest.raises(BadStaffCardError):
            parse_token(scan.token)


def test_the_pins_everybody_tries_first_are_not_taken() -> None:
    weak = ("000000", "123456", "654321", "121212", "123123", "12345", "1234567", "12345a")
    assert all(weak_pin(pin) for pin in weak)
    assert not weak_pin(PIN)


def test_the_wait_never_shrinks() -> None:
    waits = [wait_after(errors) for errors in range(ERRORS_TO_LOCK)]
    seconds = [wait.total_seconds() for wait in waits if wait is not None]
    assert seconds == sorted(seconds)
    assert len(seconds) == ERRORS_TO_LOCK


def test_a_card_is_made_printed_read_and_taken_back_at_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_PATHS__DATA", str(tmp_path / "data"))
    run, out = CliRunner(), tmp_path / "card.png"

    def kiosk(*arguments: str, typed: str = "") -> str:
        done = run.invoke(build(), ["staff", *arguments], input=typed)
        assert done.exit_code == 0, done.output
        return done.output

    kiosk("card", "an-01", "--out", str(out), "--pin-stdin", typed=f"{PIN}\n")
    (payload,) = zbar(Image.open(out))
    assert isinstance(read_scan(payload), StaffScan)
    assert StaffAccess(tmp_path / "data", clock=Hands()).present(payload.decode("ascii")).staff_id
    (listed,) = (json.loads(line) for line in kiosk("list", "--json").splitlines())
    assert (listed["id"], listed["locked"]) == ("an-01", False)
    kiosk("card", "an-02", "--out", str(tmp_path / "b.pdf"), "--pin-stdin", typed=f"{PIN}\n")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
    kiosk("revoke", "an-01")
    assert [json.loads(line)["id"] for line in kiosk("list", "--json").splitlines()] == ["an-02"]
    assert PIN not in "".join(p.read_text("latin-1") for p in (tmp_path / "data").iterdir())
