"""People look for their business in their own words."""

import time
import tomllib
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_search import ProcedureSearch
from kiosk.domain.vietnamese import fold
from kiosk.services.catalogue import Catalogue, load_catalogue
from ui.choosing import SEARCH_ROWS

CATALOGUE: Catalogue = load_catalogue()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "1.001193"),
        ("lam giay khai sinh cho con", "1.001193"),
        ("tôi muốn làm giấy khai sinh cho em bé", "1.001193"),
        ("đẻ con", "1.001193"),
        ("nguoi mat", "1.000656"),
        ("chết", "1.000656"),
        ("cuoi", "1.000894"),
        ("độc thân", "1.004873"),
        ("sao y", "2.000815"),
        ("chứng thực chữ ký", "2.000884"),
        ("tạm trú", "1.004194"),
        ("tam tru", "1.004194"),
        ("thuong tru", "1.004222"),
        ("khách ở lại", "2.001159"),
        ("lưu trú", "2.001159"),
        ("CT07", "1.010041"),
        ("hộ kinh doanh", "1.001612"),
        ("ban quản trị chung cư", "1.012888"),
        ("số nhà", "1.009141"),
        ("mai táng", "1.001731"),
        ("household business", "1.001612"),
        ("1.004194", "1.004194"),
        ("trich luc", "2.000635"),
    ],
)
def test_everyday_words_lead_to_the_procedure(query: str, code: str) -> None:
    assert code in [found.code for found in CATALOGUE.search.find(query)[:3]]


#: What is typed first by an elderly person, a student, a foreigner, in haste or half, and what must
#: then stand first.
FIRST = {
    "1.001193": "khai; khai s; khai sinh; giay khai sinh; lam giay khai sinh; lam giay to cho con; "
    "giấy tờ cho con; con; birth; birth certificate; dang ky",
    "1.000656": "bao tu; khai tu; mat; ong mat; người mất; death; death certificate",
    "1.000894": "ket; ket hon; dang ky ket hon; marriage; marriage certificate",
    "1.004873": "doc than; giay doc than; single",
    "2.000635": "sao; ban sao; trich luc; trich luc ket hon; copy; mat giay khai sinh; "
    "mất giấy kết hôn",
    "1.004194": "tam; tam tru; sv tam tru; temporary residence; giay tam tru; ct01",
    "1.004222": "chuyen ho khau; nhap ho khau; ho khau; thuong tru; nha",
    "1.003677": "tam vang; tạm trú tạm vắng",
    "2.000815": "sao y; sao y ban chinh; photo; cong chung; chung thuc; certified copy; notary",
    "2.000884": "chu ky; uy quyen; giay uy quyen; so yeu ly lich",
    "2.001035": "sang ten xe; xe",
    "1.115562": "sang tên sổ đỏ; so do",
    "1.001612": "mo quan; mo quan an; kinh doanh; business; open a restaurant",
    "1.001776": "ho ngheo; tro cap",
    "1.014027": "luong huu; nguoi cao tuoi; tro cap nguoi gia",
    "1.004859": "doi ten; sai ten; cai chinh; name change",
    "3.000228": "can cuoc; cccd; vneid",
    "2.001159": "khach; luu tru; guest",
    "1.013225": "xay nha; giay phep xay dung",
    "1.010041": "xac nhan cu tru; ct07",
}


@pytest.mark.parametrize(
    ("query", "code"),
    [(query, code) for code, queries in FIRST.items() for query in queries.split("; ")],
)
def test_few_words_and_half_words_lead_to_what_most_people_mean(query: str, code: str) -> None:
    for typed in (query, fold(query), query.upper()):
        assert CATALOGUE.search.find(typed)[0].code == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinhh", "1.001193"),  # one letter too many
        ("kha sinh", "1.001193"),  # one missing
        ("kahi sinh", "1.001193"),  # two swapped
        ("khao sinh", "1.001193"),  # a wrong one
        ("dang ky ket hno", "1.000894"),
        ("dnag ky kết hônn", "1.000894"),
        ("ddawng kys keets hoon", "1.000894"),  # Telex left as it was typed
        ("tamj trus", "1.004194"),
        ("sỗ đõ", "1.115562"),  # wrong tones
        ("khaisinh", "1.001193"),  # no space
        ("xntthn", "1.004873"),  # first letters
        ("ks", "1.001193"),
        ("marrage", "1.000894"),
    ],
)
def test_a_slip_of_the_finger_is_mended(query: str, code: str) -> None:
    assert CATALOGUE.search.find(query)[0].code == code


#: Typed without spaces, as on a telephone; and with them.
JOINED = (
    "khai sinh",
    "giấy khai sinh",
    "làm giấy khai sinh",
    "khai sinh cho con",
    "mất giấy khai sinh",
    "đăng ký kết hôn",
    "ly hôn",
    "giấy độc thân",
    "xác nhận tình trạng hôn nhân",
    "làm giấy xác nhận tình trạng hôn nhân",
    "sao y bản chính",
    "chuyển hộ khẩu",
    "đăng ký tạm trú",
    "tạm trú tạm vắng",
    "người cao tuổi",
    "birth certificate",
)


@pytest.mark.parametrize("words", JOINED)
def test_words_without_their_spaces_find_what_they_find_with_them(words: str) -> None:
    apart = [item.code for item in CATALOGUE.search.find(fold(words))[:3]]
    joined = words.replace(" ", "")
    for typed in (joined, fold(joined), joined.upper()):
        found = [item.code for item in CATALOGUE.search.find(typed)[:3]]
        assert (found[0], {*found}) == (apart[0], {*apart})


def test_the_last_of_words_without_spaces_may_still_be_being_typed() -> None:
    for typed in ("giaykhaisi", "giaykhaisin", "giaykhaisinh"):
        assert CATALOGUE.search.find(typed)[0].code == "1.001193"


@pytest.mark.parametrize("typed", ["thuongmai", "quoctich", "bangaixe", "nopthue", "hocphi"])
def test_no_word_is_cut_where_chance_would_have_it(typed: str) -> None:
    assert CATALOGUE.search.find(typed) == ()


def test_what_is_not_found_has_three_that_come_nearest() -> None:
    assert not CATALOGUE.search.find("hochieu")
    assert len(CATALOGUE.search.nearest("hochieu")) == 3
    assert CATALOGUE.search.nearest("dki thuongtr")[0].code == "1.004222"
    assert CATALOGUE.search.nearest("zzzz") == ()
    assert CATALOGUE.search.nearest("") == ()


@pytest.mark.parametrize("query", ["ho chieu", "hộ chiếu", "visa", "passport"])
def test_common_words_of_another_authoritys_business_find_nothing(query: str) -> None:
    assert CATALOGUE.search.find(query) == ()


def test_a_thousand_procedures_are_searched_in_a_tenth_of_a_second() -> None:
    some = [*CATALOGUE.procedures.values()]
    many = [replace(some[n % len(some)], code=f"8.{n:06}") for n in range(1000)]
    search = ProcedureSearch(many, CATALOGUE.life_events, CATALOGUE.top)
    joined = "lamgiayxacnhantinhtranghonnhan"
    for query in ("k", "khai sinh", "lam giay to cho con toi moi s", joined):
        took = []
        for _ in range(3):  # the machine collects its garbage in between
            before = time.thread_time()
            assert search.find(query)
            search.nearest(query)
            took.append(time.thread_time() - before)
        assert min(took) < 0.1


@pytest.mark.parametrize("item", CATALOGUE.procedures.values(), ids=lambda item: item.code)
def test_every_procedure_is_found_by_its_own_name_with_and_without_marks(item: Procedure) -> None:
    name = item.short_name.vi
    for query in (name, fold(name), unicodedata.normalize("NFD", name), name.upper()):
        assert item in CATALOGUE.search.find(query)[:3]


@pytest.mark.parametrize("item", CATALOGUE.procedures.values(), ids=lambda item: item.code)
def test_six_letters_bring_each_procedure_onto_the_page(item: Procedure) -> None:
    """Some beginning of a word of its name or of everyday words for it, keys without marks."""
    begun = {
        " ".join(fold(words).split()[first:])[:letters].strip()
        for words in (item.short_name.vi, *item.keywords)
        for first in range(len(fold(words).split()))
        for letters in (4, 5, 6)
    }
    assert any(item in CATALOGUE.search.find(typed)[:SEARCH_ROWS] for typed in sorted(begun))


SAID = tomllib.loads(Path(__file__).with_name("everyday_words.toml").read_text())


@pytest.mark.parametrize("code", CATALOGUE.procedures)
def test_words_of_people_who_know_no_procedure_lead_to_each_of_them(code: str) -> None:
    words = SAID[code]
    for query in (*words["vi"], *map(fold, words["vi"]), *words["en"]):
        assert code in [found.code for found in CATALOGUE.search.find(query)[:3]], query
    for query in words["vi"]:
        marked, bare = (CATALOGUE.search.find(each)[:3] for each in (query, fold(query)))
        assert {item.code for item in marked} == {item.code for item in bare}, query


def test_the_beginning_of_a_word_is_enough_while_typing() -> None:
    found = [item.code for item in CATALOGUE.search.find("giám h")]
    assert "1.004837" in found


def test_marks_that_were_typed_decide_between_words_that_fold_alike() -> None:
    any_one = CATALOGUE.procedures["1.001193"]
    sale = replace(any_one, code="9.000001", keywords=("bán nhà",))
    copy = replace(any_one, code="9.000002", keywords=("bản nhà",))
    for order in ((sale, copy), (copy, sale)):
        search = ProcedureSearch(order)
        assert search.find("bán nhà")[0] == sale
        assert search.find("bản nhà")[0] == copy


def test_both_ways_of_placing_a_tone_find_the_same() -> None:
    assert CATALOGUE.search.find("xóa thường trú") == CATALOGUE.search.find("xoá thường trú")
    assert CATALOGUE.search.find("xóa thường trú")[0].code == "1.003197"


@pytest.mark.parametrize("query", ["", "   ", "?!", "qwerty zxcv", "\x00"])
def test_words_that_mean_nothing_here_find_nothing(query: str) -> None:
    assert CATALOGUE.search.find(query) == ()


@given(st.text(max_size=200))
def test_no_query_breaks_the_search(query: str) -> None:
    assert len(CATALOGUE.search.find(query)) <= 20


EVERYDAY = sorted(
    {word for item in CATALOGUE.procedures.values() for word in item.keywords}
    | {words.vi for words in CATALOGUE.life_events.values()}
)


@given(st.sampled_from(EVERYDAY))
def test_the_first_three_are_the_same_with_and_without_marks(words: str) -> None:
    marked = [item.code for item in CATALOGUE.search.find(words)[:3]]
    bare = [item.code for item in CATALOGUE.search.find(fold(words))[:3]]
    assert set(marked) == set(bare)
