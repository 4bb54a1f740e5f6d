"""What the pages of a dossier say."""

import re
from dataclasses import replace

import pytest

from kiosk.domain.answer_kinds import Address
from kiosk.domain.citizen_card import Card
from kiosk.domain.procedure import Acting, PaperKind
from kiosk.domain.words import Words
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.texts import catalogue as words_of
from tests.support.walker import NEW_CARD, OLD_CARD, Person, card, case_of
from ui import flow, pages, paper_pages
from ui.case import Entry, acting_choices, answers, take_card
from ui.check_pages import HEAD, without_empty_groups
from ui.flow import CHECK, Kind, Step, Walk
from ui.page import Circumstances, Item, Page

OFFICE = Words("UBND phường Sông Mây", "Song May Ward")
PLAIN = Circumstances("vi", OFFICE, "0900 000 000", "Tỉnh Hà Giang Mới", "Phường Sông Mây")
CATALOGUE = load_catalogue()


def walked(code: str, person: Person) -> list[tuple[Walk, Page]]:
    """Every page of one way with what it says, up to the check."""
    found = []
    walk = flow.begin(case_of(CATALOGUE, code))
    while walk.at != CHECK:
        found.append((walk, pages.page(walk, PLAIN)))
        walk = person.turn(walk)
    return [*found, (walk, pages.page(walk, PLAIN))]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_every_procedure_has_words(language: str) -> None:
    here = Circumstances("vi" if language == "vi" else "en", OFFICE)
    seen: set[Kind] = set()
    for procedure in CATALOGUE.procedures.values():
        assert paper_pages.guide(procedure, here).items
        if not flow.walkable(procedure, CATALOGUE.forms):
            continue
        case = case_of(CATALOGUE, procedure.code)
        person = Person((acting_choices(case.procedure, case.form) or (None,))[0], card(OLD_CARD))
        walk = flow.begin(case)
        while walk.at != flow.DECLARE:
            said = pages.page(walk, here)
            assert said.title
            assert said.primary or said.items or said.secondary, (procedure.code, walk.at)
            seen.add(walk.at.kind)
            walk = person.turn(walk)
        assert pages.page(walk, here).primary
    assert seen == set(Kind) - {Kind.DECLARE, Kind.STOP, Kind.ROW}


def test_the_check_page_shows_what_will_be_sent_and_hides_the_number() -> None:
    person = Person(card=card(NEW_CARD), true_cases=frozenset({"ly_hon"}), special={"tthn": 3})
    _, check = walked("1.004873", person)[-1]
    rows = {item.key: item.detail for item in check.items}
    assert rows["question:nyc_ho_ten"] == "TRẦN THỊ MÂY"
    assert rows["question:nyc_ngay_sinh"] == "14/02/1985"
    assert rows["question:nyc_so_dinh_danh"].endswith("2345")
    assert "079185012345" not in str(check)
    assert check.secondary == "Hiện đủ số"
    # For a moment, to eyes alone; who reads along is not even offered it.
    walk, _ = walked("1.004873", person)[-1]
    whole = pages.page(walk, replace(PLAIN, revealed=True))
    row = next(item for item in whole.items if item.key == "question:nyc_so_dinh_danh")
    assert (row.detail, whole.secondary) == ("079185012345", "Che số")
    assert row.aloud == f"{row.label}: bốn số cuối 2 3 4 5"
    assert pages.page(walk, replace(PLAIN, masked=True)).secondary == ""
    assert rows["scan:ly_hon"] == "Đã quét"


def test_what_is_said_of_one_person_twice_is_checked_once_and_sent_twice() -> None:
    person = Person(card=card(NEW_CARD), true_cases=frozenset({"ly_hon"}), special={"tthn": 3})
    walk, check = walked("1.004873", person)[-1]
    rows = {item.key: item.label for item in check.items}
    assert rows["question:nyc_ho_ten"] == "Họ, chữ đệm, tên"
    assert "question:ndc_ho_ten" not in rows
    assert not [label for label in rows.values() if "(Người" in label]
    sent = answers(walk.case).values
    assert sent["ndc_ho_ten"] == sent["nyc_ho_ten"] == "TRẦN THỊ MÂY"

    said = replace(walk.case, said={**walk.case.said, "ndc_ho_ten": "TRẦN VĂN HAI"})
    items = pages.page(Walk(said, CHECK), PLAIN).items
    apart = {item.key: item for item in items}
    assert apart["question:ndc_ho_ten"].detail == "TRẦN VĂN HAI"
    assert apart["question:nyc_ho_ten"].label == apart["question:ndc_ho_ten"].label
    keys = [item.key if item.mark != HEAD else item.label for item in items]
    assert keys.index("Người yêu cầu") < keys.index("question:nyc_ho_ten")
    assert keys.index("question:nyc_ho_ten") < keys.index("Người được cấp")
    assert keys.index("Người được cấp") < keys.index("question:ndc_ho_ten")
    assert keys[keys.index("scan:ly_hon") - 1] == "Giấy tờ"


def test_no_name_of_a_group_stands_over_nothing() -> None:
    one, two = Item("a", "a", mark=HEAD), Item("b", "b", mark=HEAD)
    row = Item("row", "row")
    assert without_empty_groups((row, one, two, row, two)) == (row, two, row)


def test_a_card_that_was_read_shows_name_and_four_digits() -> None:
    case = take_card(case_of(CATALOGUE, "1.004873"), "nyc", card(NEW_CARD))
    said = pages.page(Walk(case, Step(Kind.CARD, "nyc")), PLAIN)
    assert [item.detail for item in said.items] == ["Trần Thị Mây", "••••••••2345", ""]
    filled = [each.label for each in said.items[-1].choices]
    assert filled[:3] == ["Họ, chữ đệm, tên", "Ngày, tháng, năm sinh", "Giới tính"]


@pytest.mark.parametrize(
    ("code", "acting", "group", "title"),
    [
        ("1.004873", Acting.SELF, "nyc", "Mời đưa thẻ căn cước vào khung"),
        ("1.004873", Acting.AUTHORISED, "ndc", "Thẻ căn cước: Người được cấp"),
        ("2.001159", None, "khach", "Thẻ căn cước: Người đến lưu trú"),
        ("1.004194", Acting.SELF, "nk", "Mời đưa thẻ căn cước vào khung"),
    ],
)
def test_whose_card_is_wanted_is_said(
    code: str, acting: Acting | None, group: str, title: str
) -> None:
    """Who stands here is not always the person of the form's first card."""
    case = replace(case_of(CATALOGUE, code), acting=acting)
    assert pages.page(Walk(case, Step(Kind.CARD, group)), PLAIN).title == title


def test_an_old_card_shows_its_address_beside_the_open_question() -> None:
    person = Person(card=card(OLD_CARD))
    asked = {walk.at.key: said for walk, said in walked("1.004873", person)}
    said = asked["nyc_noi_cu_tru"]
    assert "Quận Cũ" in said.note
    assert [item.key for item in said.items] == ["here", "other"]


def test_an_address_given_once_is_offered_again() -> None:
    person = Person(Acting.FAMILY, card(NEW_CARD), special={"nyc_quan_he": "Mẹ"})
    asked = {walk.at.key: said for walk, said in walked("1.001193", person)}
    keys = [item.key for item in asked["tre_que_quan"].items]
    assert keys[0].startswith("same:")
    labels = [item.label for item in asked["tre_que_quan"].items]
    assert len(labels) == len(set(labels))  # also where it is that of the office


def test_an_address_that_is_the_offices_own_is_offered_once() -> None:
    case = case_of(CATALOGUE, "1.001193")
    case = flow.put(case, "nyc_noi_cu_tru", Address(PLAIN.province, PLAIN.commune, ""))
    said = pages.page(Walk(case, Step(Kind.QUESTION, "tre_que_quan")), PLAIN)
    assert [item.key for item in said.items] == ["same:nyc_noi_cu_tru", "other"]


def test_identity_papers_are_shown_never_scanned() -> None:
    for procedure in CATALOGUE.procedures.values():
        if not flow.walkable(procedure, CATALOGUE.forms):
            continue
        shown_only = {item.id for item in procedure.requirements if item.kind is PaperKind.SHOW}
        case = case_of(CATALOGUE, procedure.code)
        scans = {step.key for step in flow.steps(case) if step.kind is Kind.SCAN}
        assert not scans & shown_only


def test_sentences_are_short_and_calm() -> None:
    banned = re.compile(r"vui lòng|xin lỗi|không hợp lệ|thất bại|\bbạn\b|mã lỗi", re.IGNORECASE)
    mine = {k: v for k, v in words_of("vi").items() if k.startswith(("filing.", "track."))}
    for key, words in mine.items():
        assert not banned.search(words), key
        for sentence in re.split(r"[.:!?…]\s", words):
            assert len(sentence.split()) <= 20, (key, sentence)
    theirs = {k for k in words_of("en") if k.startswith(("filing.", "track."))}
    assert {key for key in theirs if not key.endswith("_one")} == set(mine)


def test_without_a_card_the_person_is_asked_once_for_each_thing() -> None:
    person = Person(card=Entry.BY_HAND)
    keys = [walk.at.key for walk, _ in walked("2.000635", person)]
    assert "nyc_ho_ten" in keys
    assert "ndc_ho_ten" not in keys  # the same person: never asked twice
    assert isinstance(card(NEW_CARD), Card)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return CATALOGUE


def test_each_member_of_the_household_has_a_line_on_the_list_and_on_the_check_page() -> None:
    person = Person(card=card(OLD_CARD), rows=2)
    said = walked("1.004222", person)
    asked = [page for walk, page in said if walk.at.key == "3/1/tv_ho_ten"]
    assert [page.lead for page in asked] == ["Thành viên thứ 2"]
    full = [page for walk, page in said if walk.at.kind is Kind.LIST][-1]
    assert full.title == "Thành viên hộ gia đình cùng thay đổi"
    assert [item.label for item in full.items] == ["Thành viên thứ 1", "Thành viên thứ 2"]
    assert full.items[0].detail == "LÊ VĂN BÌNH; 31/01/2020; Nam; ••••••••2345; Chủ hộ"
    assert (full.primary, full.secondary) == ("Không còn ai", "Thêm người")
    _, check = said[-1]
    assert [item.label for item in check.items if item.key == "list:3"] == [
        "Thành viên thứ 1",
        "Thành viên thứ 2",
    ]


def test_who_reads_along_sees_no_name_in_a_list_nor_in_a_line_of_it() -> None:
    walk = Person(card=card(OLD_CARD), rows=1).go(
        flow.begin(case_of(CATALOGUE, "1.004222")), until=CHECK
    )
    here = replace(PLAIN, masked=True)
    for at in (Step(Kind.LIST, "3"), Step(Kind.ROW, "3/0"), CHECK):
        page = pages.page(replace(walk, at=at), here)
        said = " ".join(item.detail for item in page.items)
        assert "L•" in said
        assert "BÌNH" not in said


def test_a_household_of_one_says_so_with_one_touch() -> None:
    said = walked("1.004222", Person(card=card(OLD_CARD)))
    (asked,) = [page for walk, page in said if walk.at.kind is Kind.LIST]
    assert asked.primary == "Không có ai"
    row = next(item for item in said[-1][1].items if item.key == "list:3")
    assert row.detail == "Không có"


def test_the_list_goes_on_to_a_phone_only_where_the_portal_has_its_page() -> None:
    procedure = CATALOGUE.procedures["1.004873"]
    assert not any(item.mark == "code" for item in paper_pages.guide(procedure, PLAIN).items)
    url = "https://cong.songmay.example/p/1.004873"
    page = paper_pages.guide(procedure, replace(PLAIN, phone=url))
    assert page.code == url
    assert [item.label for item in page.items if item.mark == "code"] == ["Xem trên điện thoại"]
