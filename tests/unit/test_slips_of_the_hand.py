"""What a finger, a scanner or a hurry puts into a field: one sentence, and the words stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import utc_now
from kiosk.domain.form import Field, FieldKind
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from kiosk.texts import text as words_of
from tests.support.walker import NEW_CARD, TODAY, card, case_of
from ui import answering, flow, lists
from ui.case import Case, take_card
from ui.declaring import declaration
from ui.flow import Kind, Step, Walk
from ui.lists import Cell
from ui.page import Circumstances
from ui.shown import shown, to_type, typed

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))
#: One field of each kind that is typed, and the procedure that asks it.
FIELDS = {
    "name": ("1.001193", "tre_ho_ten"),
    "date": ("1.001193", "tre_ngay_sinh"),
    "text": ("1.004194", "yk_chu_ho"),
    "prose": ("1.001193", "tre_noi_sinh"),
    "phone": ("1.001193", "nyc_sdt"),
    "email": ("1.001193", "nyc_email"),
    "id": ("1.004194", "sdd_chu_ho"),
    "int": ("2.000635", "so_luong_ban_sao"),
    "money": ("1.001612", "von"),
    "time": ("1.000656", "gio_chet"),
    "moment": ("2.001159", "tu"),
}


def case_with(kind: str) -> tuple[Case, Field]:
    code, name = FIELDS[kind]
    case = case_of(CATALOGUE, code)
    case = take_card(case, case.requester, card(NEW_CARD))
    return case, flow.field_of(case, name)


def after(kind: str, text: str) -> tuple[Case, Field, str]:
    """The case once `text` was typed and the button pressed, and what is said at the field."""
    case, item = case_with(kind)
    walk = Walk(case, Step(Kind.QUESTION, item.name))
    case = answering.write(walk, answering.Draft(), text, HERE).walk.case
    return case, item, flow.problem_of(case, item.name)


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("name", "А. Пушкин", "form.name_letters"),
        ("name", "Lan 🙂", "form.name_letters"),
        ("name", "ă" * 101, "form.name_long"),
        ("date", "31022020", "form.date"),
        ("date", "29022023", "form.date"),
        ("date", "٣١١٢٢٠٢٠", "form.date"),
        ("date", "🙂", "form.date"),
        ("date", "27112026", "form.date_ahead"),
        ("text", "🙂🙂", "form.words"),
        ("text", "...", "form.words"),
        ("text", "\u3164", "form.hidden_character"),
        ("text", "x" * 301, "form.too_long"),
        ("prose", "—", "form.words"),
        ("prose", "x" * 2001, "form.too_long"),
        ("phone", "81912345678", "form.phone"),
        ("phone", "０９１２３４５６７８", "form.phone"),
        ("email", "tên@noi.vn", "form.email"),
        ("email", "ten@noi", "form.email"),
        ("id", "07908501234", "form.personal_number"),
        ("id", "٠" * 12, "form.personal_number"),
        ("int", "0", "form.number_least"),
        ("int", "-5", "form.number"),
        ("int", "1.5", "form.number"),
        ("int", "٣", "form.number"),
        ("int", "9" * 5000, "form.number"),
        ("int", "1000", "form.number_range"),
        ("money", "0", "form.number_least"),
        ("money", "9" * 13, "form.number_range"),
        ("money", "năm triệu", "form.number"),
        ("time", "1260", "form.time"),
        ("moment", "310220261200", "form.date"),
        ("moment", "251120262560", "form.date"),
    ],
)
def test_a_slip_is_said_at_its_field_and_the_words_stay(kind: str, text: str, key: str) -> None:
    case, item, found = after(kind, text)
    assert found == key
    value = flow.value_of(case, item.name)
    assert value is not None
    # What is asked about again is what was typed, not another day or number.
    back = to_type(item, value)
    # (Of signs that a pad of digits does not have, nothing is typed again.)
    on_pad = item.kind is not FieldKind.DATE or text.isascii()
    assert back.casefold() == (text.casefold() if on_pad else "")
    for language in ("vi", "en"):
        said = words_of(key, language)
        assert said.count(".") <= 2, said


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("text", ["", "   ", "\u00a0\u2003"])
def test_spaces_are_no_answer(kind: str, text: str) -> None:
    case, item, _ = after(kind, text)
    assert item.name not in case.said


@pytest.mark.parametrize(
    ("text", "amount"), [("50000000", 50_000_000), ("50.000.000", 50_000_000), ("1", 1)]
)
def test_money_is_read_as_it_is_written(text: str, amount: int) -> None:
    case, item, key = after("money", text)
    assert (flow.value_of(case, item.name), key) == (amount, "")


def test_an_impossible_day_is_shown_as_it_was_typed() -> None:
    _, item = case_with("date")
    value = typed(item, "31022020")
    assert value is not None
    assert shown(item, value) == "31/02/2020"
    assert to_type(item, value) == "31022020"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_is_sealed_is_one_unicode_form(form: str) -> None:
    for kind, text in (("prose", "Trạm y tế xã Đường Lâm"), ("text", "Ông Nguyễn Hữu Ước")):
        loose = unicodedata.normalize("NFD" if form == "NFD" else "NFC", text)
        case, item, key = after(kind, loose)
        sealed = declaration(case, catalogue_version="1", consented_at=utc_now(), language="vi")
        assert (sealed.answers[item.name], key) == (text, "")


@given(st.text(max_size=40), st.sampled_from(sorted(FIELDS)))
def test_nothing_that_can_be_typed_stops_the_machine(text: str, kind: str) -> None:
    case, item, key = after(kind, text)
    value = flow.value_of(case, item.name)
    if value is not None and not key and item.name in case.said:
        sealed = declaration(case, catalogue_version="1", consented_at=utc_now(), language="vi")
        words = sealed.answers.get(item.name, "")
        assert unicodedata.is_normalized("NFC", words)
        assert words.strip() == words != ""


def test_one_person_stands_on_a_list_once() -> None:
    case, _ = case_with("text")
    place = next(number for number, part in enumerate(case.form.sections) if part.rows)
    for row, number in enumerate(["079085012345", "079085012345"]):
        case = lists.add_row(case, place)
        case = lists.put(case, Cell(place, row, "tv_ho_ten"), "Lê Văn Bình")
        case = lists.put(case, Cell(place, row, "tv_sdd"), number)
    assert lists.problem_at(case, Cell(place, 0, "tv_sdd")) == ""
    assert lists.problem_at(case, Cell(place, 1, "tv_sdd")) == "form.listed_twice"
    case = lists.put(case, Cell(place, 1, "tv_sdd"), "079085012346")
    assert lists.problem_at(case, Cell(place, 1, "tv_sdd")) == ""


def test_every_kind_that_is_typed_is_tried() -> None:
    tried = {case_with(kind)[1].kind for kind in FIELDS}
    chosen = {FieldKind.SELECT, FieldKind.RADIO, FieldKind.BOOL, FieldKind.ADDRESS}
    assert tried | chosen == set(FieldKind)
    assert TODAY.year == 2026
