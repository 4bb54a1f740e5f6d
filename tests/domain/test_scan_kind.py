"""What people hold to the glass, and what the kiosk says it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.citizen_card import Reason
from kiosk.domain.dossier_code import mint_code
from kiosk.domain.scan_kind import (
    CardScan,
    LinkScan,
    OfficialScan,
    PaymentScan,
    SlipScan,
    SpoiltCardScan,
    TicketScan,
    UnknownScan,
    read_scan,
)

CARD = (
    "079306000123||Lê Ngọc Minh Châu|05112006|Nữ"
    "|Phường Bến Thành, Thành phố Hồ Chí Minh|20082025||||"
)
CODE = mint_code(random.Random(42).randrange)
TOKEN = "AbC-_0123456789xyzXYZ0"


@pytest.mark.parametrize("before", ["", "\ufeff", "\x00", " \r\n"])
def test_a_card_is_a_card(before: str) -> None:
    scan = read_scan((before + CARD + "\r\n").encode())
    assert isinstance(scan, CardScan)
    assert scan.card.number.digits == "079306000123"


def test_a_card_that_lost_its_letters_is_said_to_be_a_card_that_cannot_be_read() -> None:
    assert read_scan(CARD.encode().replace("ễ".encode(), b"?")[:60]) == SpoiltCardScan(
        Reason.FIELD_COUNT
    )
    assert read_scan(CARD.encode("ascii", "replace")) == SpoiltCardScan(Reason.NAME)


@pytest.mark.parametrize(
    "base",
    ["https://hoso.phuong-song-may.example", "http://127.0.0.1:8470", "HTTPS://A.B/mot/cua"],
)
def test_our_slip_is_known_on_any_host(base: str) -> None:
    assert read_scan(f"{base}/d/{CODE}#7KPQ".encode()) == SlipScan(CODE, "7KPQ")
    assert read_scan(f"{base}/t/{TOKEN}".encode()) == TicketScan(TOKEN)


def test_a_slip_without_its_secret_is_still_a_slip() -> None:
    assert read_scan(f"https://a.example/d/{CODE}".encode()) == SlipScan(CODE, None)
    assert read_scan(f"https://a.example/d/{CODE}#much-too-long".encode()) == SlipScan(CODE, None)
    assert read_scan(f"{CODE}\r".encode()) == SlipScan(CODE, None)


def test_a_receipt_of_another_system_is_never_not_found() -> None:
    for payload in (
        "H56.14-240823-0001",
        "https://dvc.example.gov.vn/tra-cuu?SGT=001090123456&MHS=H56.14-240823-0001",
    ):
        scan = read_scan(payload.encode())
        assert isinstance(scan, OfficialScan)
        assert scan.code.root == "H56"
        assert "001090123456" not in repr(scan)


def test_a_payment_code_is_named_as_one() -> None:
    napas = (
        b"00020101021138560010A0000007270126000697041501121133666688880208QRIBFTTA"
        b"53037045802VN6304F443"
    )
    assert read_scan(napas) == PaymentScan(vietqr=True)
    assert read_scan(b"00020101021226280010com.another") == PaymentScan(vietqr=False)


@pytest.mark.parametrize(
    "payload",
    [
        "https://example.com/",
        f"https://example.com/d/{str(CODE)[:-1]}",
        f"https://example.com/d/{CODE}/more",
        f"https://example.com/x?d={CODE}",
        f"https://example.com/t/{TOKEN}x",
        "http://[",
        "https://ví-dụ.vn/đường",
        "https://example.com/?" + "&".join(f"mhs{n}=1" for n in range(50)),
    ],
)
def test_another_address_is_only_a_link(payload: str) -> None:
    assert read_scan(payload.encode()) == LinkScan()


@pytest.mark.parametrize(
    "payload",
    [b"", b"\xff\xfe", b"hello", b"javascript:alert(1)", b"WIFI:S:x;;", b"{}", b"x" * 5000],
)
def test_anything_else_is_unknown(payload: bytes) -> None:
    assert read_scan(payload) == UnknownScan()


def test_secrets_do_not_show_in_a_traceback() -> None:
    assert "7KPQ" not in repr(SlipScan(CODE, "7KPQ"))
    assert TOKEN not in repr(TicketScan(TOKEN))


@given(st.binary(max_size=1200))
def test_no_bytes_break_the_decision(payload: bytes) -> None:
    assert read_scan(payload) is not None


@given(st.text(max_size=100))
def test_no_address_breaks_the_decision(rest: str) -> None:
    scan = read_scan(("https://" + rest).encode("utf-8", "surrogatepass"))
    assert not isinstance(scan, CardScan | SpoiltCardScan)
