"""The slips about dossiers."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from devices import qr
from kiosk.slips.check import checked
from kiosk.slips.dossier_slip import (
    LONGEST,
    ChecklistSlip,
    DossierSlip,
    draw,
    layout,
)
from kiosk.slips.paper import WIDTH, Line

AT = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)
SLIP = DossierSlip(
    office="UBND phường Sông Mây",
    procedure="Xác nhận tình trạng hôn nhân (độc thân)",
    code="H3K-7QP-2MR",
    secret="7K2M",
    at=AT,
    follow_url="http://127.0.0.1:8470/d/H3K-7QP-2MR#7K2M",
    pages=2,
    bring=("Căn cước, hộ chiếu, giấy có ảnh còn hạn, hoặc VNeID",),
    hotline="0900 000 000",
)
LIST = ChecklistSlip(
    office="UBND phường Sông Mây",
    procedure="Đăng ký thường trú",
    papers=tuple((f"Giấy tờ thứ {n} về chỗ ở hợp pháp", "Nộp ở quầy") for n in range(22)),
    facts=(("Lệ phí", "8.000 đồng mỗi bản"), ("Thời hạn", "7 ngày làm việc")),
)


def words(slip: DossierSlip | ChecklistSlip) -> str:
    return " ".join(mark.text for mark in layout(slip).marks if isinstance(mark, Line))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_code_says_the_address_and_nothing_is_clipped(language: str) -> None:
    slip = replace(SLIP, language="vi" if language == "vi" else "en")
    picture = checked(slip)
    assert qr.zbar(picture) == [SLIP.follow_url.encode()]
    for mark in layout(slip).marks:
        if isinstance(mark, Line):
            left, top, right, bottom = mark.ink
            assert left >= 0
            assert top >= 0
            assert right <= WIDTH
            assert bottom <= picture.height


def test_it_says_that_it_is_no_receipt_and_names_no_date_to_come_back() -> None:
    said = words(SLIP)
    assert "PHIẾU GỬI HỒ SƠ" in said
    assert "Chưa phải Giấy tiếp nhận" in said
    assert "H3K-7QP-2MR" in said
    assert "09:41" in said
    assert "tiếp nhận hồ sơ và hẹn" in said
    assert not {"name", "number", "due"} & {field.name for field in fields(DossierSlip)}


def test_a_supplement_and_a_dossier_sent_ahead_have_their_own_titles() -> None:
    assert "BỔ SUNG" in words(replace(SLIP, supplement=True))
    ahead = words(replace(SLIP, filing="prepare"))
    assert "GỬI TRƯỚC" in ahead
    assert "đến quầy để làm xong" in ahead
    assert "Chưa phải Giấy tiếp nhận" in ahead
    both = words(replace(SLIP, filing="prepare", supplement=True))
    assert "BỔ SUNG" in both
    assert "đến quầy để làm xong" in both


def test_the_slip_of_feedback_speaks_of_no_receipt_and_of_no_page() -> None:
    said = words(replace(SLIP, feedback=True, pages=0, bring=()))
    assert "PHIẾU GỬI GÓP Ý" in said
    assert "MÃ GÓP Ý" in said
    assert "tiếp nhận" not in said
    assert "Số trang" not in said


def test_too_many_papers_are_counted_never_cut_off_in_silence() -> None:
    many = replace(SLIP, bring=tuple(f"Giấy tờ rất dài tên số {n} " * 4 for n in range(40)))
    assert layout(many).height <= LONGEST
    assert "giấy tờ khác, hỏi tại quầy" in words(many)
    none = replace(SLIP, bring=("Giấy tờ " * 400, "Giấy khác"))
    assert "2 giấy tờ, hỏi tại quầy" in words(none)


def test_a_long_list_names_all_papers_and_leaves_to_others_when_each_is_needed() -> None:
    said = words(LIST)
    assert layout(LIST).height <= LONGEST
    assert "22." in said.split()  # the number and its dot on one line
    assert "Giấy tờ thứ 21 về" in said
    assert 1 < said.count("Nộp ở quầy") < 22
    assert said.index("Nộp ở quầy") < said.index("Tùy trường hợp, có thể cần:")
    assert "hỏi tại quầy" in said
    assert draw(LIST).width == WIDTH
    short = words(replace(LIST, papers=LIST.papers[:4]))
    assert short.count("Nộp ở quầy") == 4
    assert "Tùy trường hợp" not in short


def test_html_in_a_name_stays_text() -> None:
    assert "<b>" in words(replace(SLIP, procedure="<b>Khai sinh</b>"))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(SLIP, at=dt.datetime(2026, 11, 25, 9, 41))  # noqa: DTZ001 - that is the point


def test_a_list_can_be_taken_along_on_a_phone() -> None:
    url = "https://cong.songmay.example/p/1.004873?o=song-may"
    picture = checked(replace(LIST, follow_url=url))
    (found,) = qr.zbar(picture)
    assert found.decode() == url
    assert "điện thoại" in words(replace(LIST, follow_url=url))
    assert not qr.zbar(draw(LIST))
