"""Household members and trades, written at the machine line by line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import utc_now
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from tests.support.walker import NEW_CARD, OLD_CARD, Person, card, case_of
from ui import answering, flow, lists
from ui.answering import Draft
from ui.declaring import declaration
from ui.filing_view import why_not
from ui.flow import CHECK, DECLARE, Kind, Step, Walk
from ui.lists import Cell
from ui.page import Circumstances
from ui.pages import page

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))
MEMBERS = Step(Kind.LIST, "3")


def at_the_list(code: str = "1.004222", place: int = 3) -> Walk:
    person = Person(card=card(OLD_CARD))
    return person.go(flow.begin(case_of(CATALOGUE, code)), until=Step(Kind.LIST, str(place)))


def named(walk: Walk, name: str) -> Walk:
    """A person is added and only named; all else about them is left open."""
    walk = flow.forward(answering.write(answering.change_list(walk), Draft(), name, HERE).walk)
    while walk.at.kind is Kind.QUESTION:
        walk = flow.forward(answering.decline(walk))
    return walk


def test_of_a_member_of_the_household_the_name_is_enough() -> None:
    walk = named(at_the_list(), "Lê Thị Hoa")
    assert walk.at == MEMBERS
    walk = flow.forward(answering.confirm(walk))
    assert walk.at.kind is not Kind.LIST
    assert flow.problems(walk.case).keys() <= {"yk_chu_ho", "yk_chu_so_huu", "yk_cha_me"}


def test_a_name_cannot_be_left_open_and_a_wrong_number_keeps_the_page() -> None:
    walk = answering.change_list(at_the_list())
    assert not flow.may_pass(walk.case, walk.at.key)
    empty = answering.write(walk, Draft(), "", HERE).walk
    assert flow.forward(empty).at == walk.at
    wrong = answering.write(walk, Draft(), "L33", HERE).walk
    assert flow.forward(wrong).at == walk.at
    assert why_not(wrong) == "form.name_letters"


def test_who_goes_back_at_once_has_added_nobody() -> None:
    walk = answering.change_list(at_the_list())
    back = flow.back(walk)
    assert back is not None
    assert back.at == MEMBERS
    assert lists.rows_of(back.case, 3) == ()


def test_a_line_is_corrected_and_another_taken_away() -> None:
    walk = named(named(at_the_list(), "Lê Thị Hoa"), "Lê Văn Năm")
    cell = Cell(3, 0, "tv_ho_ten")
    walk = replace(walk, at=Step(Kind.QUESTION, str(cell)))
    walk = flow.forward(answering.write(walk, Draft(), "Lê Thị Hòa", HERE).walk)
    assert walk.at == MEMBERS
    walk = answering.change_list(replace(walk, at=Step(Kind.ROW, "3/1")))
    assert walk.at == MEMBERS
    assert [row["tv_ho_ten"] for row in lists.rows_of(walk.case, 3)] == ["LÊ THỊ HÒA"]


def test_from_the_check_page_a_list_is_opened_again_and_leads_back() -> None:
    person = Person(card=card(NEW_CARD), rows=1)
    walk = person.go(flow.begin(case_of(CATALOGUE, "1.004222")), until=CHECK)
    walk = named(flow.edit(walk, MEMBERS), "Lê Văn Năm")
    assert walk.at == MEMBERS
    assert flow.forward(answering.confirm(walk)).at == CHECK


def test_a_business_without_a_trade_is_not_handed_in() -> None:
    walk = at_the_list("1.001612", 2)
    closed = answering.confirm(walk)
    assert flow.forward(closed).at == walk.at
    assert why_not(closed) == "form.too_few_rows"
    (line,) = page(named(walk, "Bán tạp hóa"), HERE).items
    assert line.detail == "Bán tạp hóa; Mã ngành (cấp 4 VSIC): Cán bộ ghi"


def test_a_full_list_takes_nobody_more() -> None:
    case = at_the_list().case
    full = replace(case, lists={3: ({"tv_ho_ten": "Lê An"},) * 30})
    assert not lists.has_room(full, 3)
    assert lists.has_room(case, 3)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_what_is_sealed_holds_every_line_as_it_was_shown(rows: int) -> None:
    person = Person(card=card(NEW_CARD), rows=rows)
    walk = person.go(flow.begin(case_of(CATALOGUE, "1.004222")), until=DECLARE)
    said = declaration(walk.case, catalogue_version="1", consented_at=utc_now(), language="en")
    (members,) = said.lists
    assert members.id == "thanh_vien"
    assert len(members.rows) == rows
    for row in members.rows:
        assert row["tv_ngay_sinh"] == "31/01/2020"
        assert row["tv_ho_ten"] == "LÊ VĂN BÌNH"


@given(st.lists(st.sampled_from(["add", "back", "on", "drop"]), max_size=25))
def test_whatever_is_touched_a_list_keeps_its_bounds_and_leads_somewhere(taps: list[str]) -> None:
    walk = START
    for tap in taps:
        match tap:
            case "add" if walk.at.kind is Kind.LIST and lists.has_room(walk.case, 3):
                walk = answering.change_list(walk)
            case "back" if walk.at != MEMBERS:
                walk = flow.back(walk) or walk
            case "drop" if walk.at == MEMBERS and lists.rows_of(walk.case, 3):
                walk = answering.change_list(replace(walk, at=Step(Kind.ROW, "3/0")))
            case "on" if walk.at.kind is Kind.QUESTION:
                walk = flow.forward(answering.write(walk, Draft(), "Lê An", HERE).walk)
            case _:
                pass
        assert walk.at == MEMBERS or lists.in_list(walk.at.key)
    while walk.at.kind is Kind.QUESTION:
        walk = flow.back(walk) or walk
    ended = flow.forward(answering.confirm(walk))
    assert ended.at != MEMBERS or lists.problems(ended.case, 3)


START = at_the_list()
