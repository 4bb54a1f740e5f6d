"""Forms as citizens fill them in, with the slips that people make."""

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.answer_kinds import Address, Value, plain_phone, problem_key
from kiosk.domain.answers import (
    Answers,
    Problem,
    check,
    complete,
    differences,
    visible,
    visible_lists,
)
from kiosk.domain.card_prefill import OldAddress, prefill, split_address
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.form import Condition, Field, FieldKind, Form, Section, Trust
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from kiosk.texts import LANGUAGES, catalogue

FORMS = load_catalogue().forms
TODAY = dt.date(2026, 11, 25)
HOME = Address("Thành phố Hồ Chí Minh", "Phường Bến Thành", "12 Lê Lợi")
NEW_CARD = (
    "079306000123||Lê Ngọc Minh Châu|05112006|Nữ"
    "|Số 5, Phường Bến Thành, Thành phố Hồ Chí Minh|20082025||||"
)
OLD_CARD = (
    "001090123456|012345678|Nguyễn Văn An|01011990|Nam"
    "|Số 1, Phố Huế, Phạm Đình Hổ, Hai Bà Trưng, Hà Nội|01012021"
)


def card(text: str) -> Card:
    result = parse_card(text.encode())
    assert isinstance(result, Card)
    return result


def person(prefix: str, **other: Value) -> dict[str, Value]:
    """Answers about one invented person."""
    values: dict[str, Value] = {
        "ho_ten": "Trần Thị Bình",
        "ngay_sinh": "1990-02-28",
        "so_dinh_danh": "027190654321",
        "noi_cu_tru": HOME,
    }
    return {f"{prefix}_{name}": value for name, value in (values | other).items()}


def birth(**other: Value) -> dict[str, Value]:
    """A birth declaration that is ready to go."""
    values: dict[str, Value] = {
        **person("nyc"),
        "nyc_quan_he": "Mẹ",
        "tre_ho_ten": "Nguyễn An",
        "tre_ngay_sinh": "2026-03-15",
        "tre_gioi_tinh": "Nam",
        "tre_dan_toc": "Kinh",
        "tre_noi_sinh": "Bệnh viện Từ Dũ",
        "tre_que_quan": HOME,
        "me_ho_ten": "Trần Thị Bình",
        "de_nghi_ban_sao": "Không",
    }
    return values | other


def problems(form: Form, values: Mapping[str, Value]) -> dict[str, str]:
    return {item.field: item.text_key for item in check(form, Answers(values), today=TODAY)}


def test_a_birth_declaration_that_is_ready_has_no_problem() -> None:
    assert problems(FORMS["F-KS"], birth()) == {}


def test_what_is_left_open_is_asked_for_and_a_default_is_not() -> None:
    found = problems(FORMS["F-KS"], {})
    assert found["tre_ho_ten"] == found["nyc_quan_he"] == "form.required"
    assert "tre_quoc_tich" not in found  # "Việt Nam" is filled in
    assert "tre_ngay_sinh_chu" not in found  # the machine writes it
    assert found["me_ho_ten"] == found["cha_ho_ten"] == "form.one_of"


def test_one_parent_is_enough_and_a_parent_who_is_begun_needs_a_name() -> None:
    form = FORMS["F-KS"]
    assert problems(form, birth(me_ho_ten="", cha_ho_ten="Nguyễn Văn An")) == {}
    assert problems(form, birth(cha_ngay_sinh="1989-01-01")) == {"cha_ho_ten": "form.required"}


def test_the_date_of_birth_is_written_in_words_on_the_form() -> None:
    done = complete(FORMS["F-KS"], Answers(birth()))
    assert done.values["tre_ngay_sinh_chu"] == (
        "Ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu"
    )
    assert "tre_ngay_sinh_chu" not in complete(FORMS["F-KS"], Answers({})).values
    # What the person may have typed there does not count: the words follow the date.
    forged = complete(FORMS["F-KS"], Answers(birth(tre_ngay_sinh_chu="Ngày khác")))
    assert forged.values["tre_ngay_sinh_chu"] == done.values["tre_ngay_sinh_chu"]


def test_names_go_on_the_form_in_capitals_and_in_one_unicode_form() -> None:
    loose = unicodedata.normalize("NFD", "  h'  nhuôl   êban ")
    done = complete(FORMS["F-KS"], Answers(birth(tre_ho_ten=loose)))
    assert done.values["tre_ho_ten"] == "H' NHUÔL ÊBAN"
    assert done.values["tre_quoc_tich"] == "Việt Nam"


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("tre_ho_ten", "An 2", "form.name_letters"),
        ("tre_ngay_sinh", "2026-11-26", "form.date_ahead"),
        ("tre_que_quan", Address("", "Xã A", "x"), "form.address_province"),
        ("nyc_so_dinh_danh", "02719065432", "form.personal_number"),
        ("so_luong_ban_sao", 0, "form.number_least"),
    ],
)
def test_a_slip_is_shown_at_its_field_with_its_own_words(
    field: str, value: Value, key: str
) -> None:
    copies: dict[str, Value] = {"de_nghi_ban_sao": "Có", "so_luong_ban_sao": 1}
    answers = birth(**(copies | {field: value}))
    assert problems(FORMS["F-KS"], answers) == {field: key}


@pytest.mark.parametrize(
    "phone", ["0901234567", "+84 (0)90 123 4567", "0084901234567", "84901234567", "028.3829.5678"]
)
def test_a_telephone_number_is_accepted_as_people_write_it(phone: str) -> None:
    assert problems(FORMS["F-KS"], birth(nyc_sdt=phone)) == {}
    assert plain_phone(phone).startswith("0")
    assert plain_phone(phone).isdigit()


def test_a_child_born_today_can_be_declared_today() -> None:
    assert problems(FORMS["F-KS"], birth(tre_ngay_sinh=TODAY.isoformat())) == {}


def test_a_year_alone_is_a_date_of_birth_but_not_another_date() -> None:
    assert problems(FORMS["F-KS"], birth(nyc_ngay_sinh="1950")) == {}
    assert problems(FORMS["F-KS"], birth(nyc_ngay_sinh="2027")) == {"nyc_ngay_sinh": "form.date"}
    assert problems(FORMS["F-KS"], birth(nyc_ngay_cap="2020")) == {"nyc_ngay_cap": "form.date"}


def test_the_divorce_paper_is_asked_only_of_who_was_married_before() -> None:
    form = FORMS["F-KH"]
    assert "nu_ban_an" not in visible(form, Answers({"nu_tthn": 1}))
    assert "nu_ban_an" in visible(form, Answers({"nu_tthn": 3}))
    hidden = complete(form, Answers({"nu_tthn": 1, "nu_ban_an": "12/2020"}))
    assert "nu_ban_an" not in hidden.values
    assert complete(form, Answers({"nu_tthn": 4, "nu_ban_an": "12/2020"})).values["nu_ban_an"]


def test_a_question_that_hangs_on_one_that_is_not_asked_is_not_asked_either() -> None:
    def text(name: str, after: str = "") -> Field:
        condition = Condition(after, ("có",)) if after else None
        return Field(name, Words(name), FieldKind.TEXT, visible_if=condition)

    section = Section(Words("Mục"), (text("a"), text("b", "a"), text("c", "b")))
    form = Form("F-X", Words("Mẫu"), "", Trust.OWN, "", (section,))
    assert visible(form, Answers({"a": "có", "b": "có"})) == {"a", "b", "c"}
    # "có" was answered to b before a was changed to "không": c hangs in the air.
    assert visible(form, Answers({"a": "không", "b": "có"})) == {"a"}


def test_rows_of_a_household_may_be_empty_but_a_business_names_a_trade() -> None:
    residence, business = FORMS["F-CT01"], FORMS["F-HKD"]
    found = check(business, Answers(), today=TODAY)
    assert Problem("nganh", "form.too_few_rows", 2) in found
    assert not any(item.section == 3 for item in check(residence, Answers(), today=TODAY))
    wrong = Answers({}, {3: ({"tv_ho_ten": "Lê An"}, {"tv_ho_ten": "L33"})})
    found = check(residence, wrong, today=TODAY)
    assert [item for item in found if item.section == 3] == [
        Problem("tv_ho_ten", "form.name_letters", 3, 1)
    ]
    assert complete(residence, wrong).rows[3][0] == {"tv_ho_ten": "LÊ AN"}


def test_only_a_family_that_founds_a_business_is_asked_for_its_members() -> None:
    business = FORMS["F-HKD"]
    alone = Answers({"chu_the": "Cá nhân"}, {4: ({"tv_ho_ten": "Lê An"},)})
    family = Answers({"chu_the": "Các thành viên hộ gia đình"})
    assert visible_lists(business, alone) == (2,)
    assert 4 not in complete(business, alone).rows
    found = check(business, family, today=TODAY)
    assert Problem("tv_ho_ten", "form.too_few_rows", 4) in found


def test_a_list_without_end_is_taken_on_paper() -> None:
    rows = Answers({}, {3: ({"tv_ho_ten": "Lê An"},) * 31})
    assert Problem("tv_ho_ten", "form.too_many_rows", 3) in check(
        FORMS["F-CT01"], rows, today=TODAY
    )


def test_an_answer_to_a_question_that_was_never_asked_is_a_defect() -> None:
    with pytest.raises(KeyError, match="khong_co"):
        check(FORMS["F-KS"], Answers({"khong_co": "x"}), today=TODAY)


def test_a_new_card_fills_in_the_person_and_the_address() -> None:
    form = FORMS["F-TL"]
    filled = prefill(form, "nyc", card(NEW_CARD))
    assert filled.values == {
        "nyc_ho_ten": "LÊ NGỌC MINH CHÂU",
        "nyc_ngay_sinh": "2006-11-05",
        "nyc_gioi_tinh": "Nữ",
        "nyc_so_dinh_danh": "079306000123",
        "nyc_loai_giay_to": "Thẻ căn cước",
        "nyc_so_giay_to": "079306000123",
        "nyc_ngay_cap": "2025-08-20",
        "nyc_noi_cap": "Bộ Công an",
        "nyc_noi_cu_tru": Address("Thành phố Hồ Chí Minh", "Phường Bến Thành", "Số 5"),
    }
    assert filled.address_on_card == ""
    assert not [name for name in problems(form, filled.values) if name in filled.values]


def test_an_old_address_is_shown_and_never_guessed() -> None:
    filled = prefill(FORMS["F-TL"], "nyc", card(OLD_CARD))
    assert "nyc_noi_cu_tru" not in filled.values
    assert filled.address_on_card == "Số 1, Phố Huế, Phạm Đình Hổ, Hai Bà Trưng, Hà Nội"
    # Two levels on a card of before the merger name a commune that may no longer exist.
    early = card(NEW_CARD.replace("20082025", "30062025"))
    assert prefill(FORMS["F-TL"], "nyc", early).address_on_card


@pytest.mark.parametrize("code", [code for code, form in FORMS.items() if form.card_groups()])
def test_whatever_a_card_fills_in_passes_the_check_of_the_form(code: str) -> None:
    form = FORMS[code]
    for group in form.card_groups():
        for text in (NEW_CARD, OLD_CARD, OLD_CARD.replace("01011990", "1990")):
            values = prefill(form, group, card(text)).values
            assert values
            assert not problems(form, values).keys() & values.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tổ 3, Phường Hạc Thành, Tỉnh Thanh Hóa",
            Address("Tỉnh Thanh Hóa", "Phường Hạc Thành", "Tổ 3"),
        ),
        (
            "Phạm Đình Hổ, Hai Bà Trưng, Hà Nội",
            OldAddress("", "Phạm Đình Hổ", "Hai Bà Trưng", "Hà Nội"),
        ),
        (
            "Số 1, Ngõ 2, Xã A, Huyện B, Tỉnh C",
            OldAddress("Số 1, Ngõ 2", "Xã A", "Huyện B", "Tỉnh C"),
        ),
        (
            "Phường A, Thị xã B, Tỉnh C",
            OldAddress("", "Phường A", "Thị xã B", "Tỉnh C"),
        ),
        ("Hà Nội", None),
        ("A,, B, C", None),
    ],
)
def test_an_address_says_itself_how_many_levels_it_has(
    text: str, expected: Address | OldAddress | None
) -> None:
    assert split_address(text) == expected


def test_a_name_that_differs_from_the_card_is_seen_and_a_different_spelling_is_not() -> None:
    form = FORMS["F-TL"]
    filled = prefill(form, "nyc", card(NEW_CARD)).values
    same = dict(filled) | {"nyc_ho_ten": "Lê Ngọc  Minh Châu"}
    assert differences(form, "nyc", filled, Answers(same)) == ()
    other = dict(filled) | {"nyc_ho_ten": "Lê Ngọc Minh Chu", "nyc_ngay_sinh": "2006-11-15"}
    assert [item.field for item in differences(form, "nyc", filled, Answers(other))] == [
        "nyc_ho_ten",
        "nyc_ngay_sinh",
    ]


def test_answers_do_not_show_in_a_traceback() -> None:
    assert "Bình" not in repr(Answers(birth(), {3: ({"tv_ho_ten": "Bình"},)}))
    assert "CHÂU" not in repr(prefill(FORMS["F-TL"], "nyc", card(NEW_CARD)))


anything = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.booleans(),
    st.builds(Address, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)),
)


@given(st.sampled_from(FieldKind), anything)
def test_no_answer_breaks_a_check_and_every_problem_has_its_words(
    kind: FieldKind, value: Value
) -> None:
    key = problem_key(Field("x", Words("x"), kind), value, today=TODAY)
    if key:
        for language in LANGUAGES:
            assert catalogue(language)[key]


@given(st.data())
def test_what_passes_the_check_still_passes_when_it_is_complete(data: st.DataObject) -> None:
    form = FORMS["F-KS"]
    names = st.sampled_from(["tre_ho_ten", "tre_noi_sinh", "nyc_email", "nyc_sdt", "gcnkh_so"])
    values = birth(**data.draw(st.dictionaries(names, st.text(max_size=30))))
    if not problems(form, values):
        done = complete(form, Answers(values))
        assert problems(form, done.values) == {}
        assert complete(form, done) == done


def test_every_sentence_about_a_form_is_short_and_names_no_fault_of_the_person() -> None:
    banned = ("lỗi hệ thống", "không hợp lệ", "vui lòng", "xin lỗi", "thất bại", "mã lỗi", "bạn")
    for key, text in catalogue("vi").items():
        if key.startswith(("form.", "dossier.")):
            assert not any(word in text.lower() for word in banned), key
            assert all(len(part.split()) <= 20 for part in text.split(". ")), key


def test_a_form_is_a_value_that_nobody_can_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FORMS["F-KS"].code = "x"  # type: ignore[misc]
