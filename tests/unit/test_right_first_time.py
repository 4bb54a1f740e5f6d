"""What is looked for before a dossier is sent, and what is left in peace."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.answer_kinds import Value
from kiosk.domain.citizen_card import Birth
from kiosk.domain.procedure import Acting
from kiosk.domain.right_first_time import (
    Bears,
    Code,
    Dossier,
    PageSeen,
    findings,
    valid_until,
)
from kiosk.domain.vietnamese import name_key
from kiosk.services.catalogue import load_catalogue
from tests.campaigns.right_first_time import campaign
from tests.support.walker import NEW_CARD, Person, card, case_of
from tests.unit.test_pages import PLAIN
from ui import checking, flow, lists
from ui.case import Case, say
from ui.filing_view import FilingView, words
from ui.flow import CHECK, DECLARE, Kind, Step, Walk
from ui.lists import Cell
from ui.page import Item, Page

CATALOGUE = load_catalogue()


def at_check(*shots: PageSeen) -> Walk:
    """Somebody divorced, whose card was read and whose judgment was scanned."""
    person = Person(card=card(NEW_CARD), true_cases=frozenset({"ly_hon"}), special={"tthn": 3})
    walk = person.go(flow.begin(case_of(CATALOGUE, "1.004873")), until=CHECK)
    return replace(walk, case=replace(walk.case, shots={"ly_hon": shots or (PageSeen(1),)}))


def typed(case: Case, name: str, value: str) -> Case:
    return say(case, flow.field_of(case, name), value)


def codes(case: Case) -> list[Code]:
    return [item.code for item in checking.open_findings(case)]


def test_of_scripted_dossiers_with_mistakes_most_are_caught_and_sound_ones_pass() -> None:
    result = campaign(20, seed=3, variety=1)
    assert result.share >= 0.95, result.caught
    assert result.false == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Trần Thị Hòa", "TRẦN THỊ HOÀ", True),
        ("nguyễn  thúy", "NGUYỄN THUÝ", True),
        ("Nguyễn An", "Nguyen An", False),
        ("Lê Đức", "Lê Duc", False),
        ("H' Nhuôl Êban", "h' nhuôl êban", True),
    ],
)
def test_a_name_is_the_same_whatever_its_capitals_and_the_place_of_its_tone(
    one: str, other: str, *, same: bool
) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("born", "issued", "end"),
    [
        ("1985-02-14", "2021-05-10", "2025-02-14"),
        ("1985-02-14", "2023-02-14", "2045-02-14"),  # two years before forty: holds to sixty
        ("1985-02-14", "2023-02-13", "2025-02-14"),
        ("1964-07-01", "2022-07-01", None),  # from 58 on for good
        ("2015-06-01", "2024-08-01", "2029-06-01"),
        ("2000-02-29", "2021-05-10", "2025-03-01"),
    ],
)
def test_a_card_ends_on_the_birthdays_of_the_law(born: str, issued: str, end: str | None) -> None:
    day = dt.date.fromisoformat(born)
    found = valid_until(Birth(day.year, day), dt.date.fromisoformat(issued))
    assert (found.isoformat() if found else None) == end


@given(st.dates(dt.date(1920, 1, 1), dt.date(2012, 12, 31)), st.integers(0, 2000))
@example(dt.date(1996, 12, 31), 0)  # the 366th day of its year
@example(dt.date(1996, 2, 29), 0)
def test_of_a_year_alone_no_earlier_end_is_said_than_any_birthday_gives(
    born: dt.date, days: int
) -> None:
    issued = dt.date(2021, 1, 4) + dt.timedelta(days=days)
    unsure, sure = (
        valid_until(Birth(born.year), issued),
        valid_until(Birth(born.year, born), issued),
    )
    assert unsure is None or (sure is not None and unsure >= sure)


def test_what_is_sound_is_left_in_peace() -> None:
    walk = at_check()
    assert codes(walk.case) == []
    assert checking.onward(walk).at == DECLARE
    assert page_of(walk).alert == ""


def page_of(walk: Walk) -> Page:
    view = FilingView(place="walk", procedure=walk.case.procedure, walk=walk)
    return words(view, None, PLAIN)  # type: ignore[arg-type]  # no procedure is chosen here


def test_a_name_changed_on_purpose_is_asked_once_and_then_sent() -> None:
    walk = at_check()
    walk = replace(walk, case=typed(walk.case, "nyc_ho_ten", "Trần Thị Lan"))
    page = page_of(walk)
    assert "xem lại" in page.alert
    assert page.items[0].key == "question:nyc_ho_ten"
    assert "khác với thẻ" in page.items[0].detail
    assert page.primary == "Đúng rồi, tiếp tục"
    walk = checking.onward(walk)
    assert walk.at == DECLARE
    assert codes(walk.case) == []
    assert codes(typed(walk.case, "nyc_ho_ten", "Trần Thị Lam")) == [Code.NAME_DIFFERS]


def test_who_looked_at_the_answer_and_left_it_has_confirmed_it() -> None:
    walk = at_check()
    walk = replace(walk, case=typed(walk.case, "nyc_ho_ten", "Trần Thị Lan"))
    there = flow.edit(walk, Step(Kind.QUESTION, "nyc_ho_ten"))
    again = replace(there, case=typed(there.case, "nyc_ho_ten", "Trần Thị Lan"))
    back = flow.forward(checking.reviewed(there, again))
    assert back.at == CHECK
    assert codes(back.case) == []


def test_what_cannot_be_leads_to_its_answer_and_is_not_sent() -> None:
    walk = at_check()
    walk = replace(walk, case=typed(walk.case, "nyc_ngay_cap", "1980-01-01"))
    assert Code.ISSUED_BEFORE_BIRTH in codes(walk.case)
    assert not checking.may_send(walk.case)
    there = checking.onward(walk)
    assert (there.at, there.editing) == (Step(Kind.QUESTION, "nyc_ngay_cap"), True)
    mended = replace(there, case=typed(there.case, "nyc_ngay_cap", "2026-02-03"))
    assert flow.forward(mended).at == CHECK
    assert checking.may_send(mended.case)


@pytest.mark.parametrize("born", ["0000", "9999", "abcd", "0000-00-00", "1990"])
def test_a_birth_that_never_was_is_no_reason_to_stop_looking(born: str) -> None:
    """Somebody who comes back from the check page may leave any figures there for a moment."""
    case = typed(at_check().case, "nyc_ngay_sinh", born)
    issued = "1980-01-01"
    assert (Code.ISSUED_BEFORE_BIRTH in codes(typed(case, "nyc_ngay_cap", issued))) is (
        born in {"1990", "9999"}
    )


@pytest.mark.parametrize(
    ("pages", "found", "blocks"),
    [
        ((), [Code.NO_PAGE], True),
        ((PageSeen(1, "blank"),), [Code.ALL_BLANK], True),
        ((PageSeen(1), PageSeen(2, "blank")), [Code.PAGE_BLANK], False),
        ((PageSeen(1), PageSeen(2, same_as=True)), [Code.PAGE_TWICE], False),
        ((PageSeen(1, "blur"),), [Code.PAGE_UNCLEAR], False),
        ((PageSeen(1, bears=Bears.IDENTITY),), [Code.IDENTITY_PAGE], True),
        ((PageSeen(1), PageSeen(2, bears=Bears.SLIP)), [Code.SLIP_PAGE], False),
    ],
)
def test_pages_that_do_not_belong_are_seen(
    pages: tuple[PageSeen, ...], found: list[Code], *, blocks: bool
) -> None:
    walk = at_check()
    case = replace(walk.case, shots={"ly_hon": pages})
    assert codes(case) == found
    assert checking.may_send(case) is not blocks


def test_a_page_that_was_shot_twice_can_be_left_out_in_two_taps() -> None:
    walk = at_check(PageSeen(1), PageSeen(2, same_as=True))
    there = flow.edit(walk, checking.step_of(page_of(walk).items[0].key))
    assert page_of(there).items[0].key == "leave_out:2"


def test_two_people_cannot_have_one_card_but_a_guardian_may_ask_in_person() -> None:
    marriage = Person(None, card(NEW_CARD)).go(
        flow.begin(case_of(CATALOGUE, "1.000894")), until=CHECK
    )
    both = dict.fromkeys(("nu", "nam"), card(NEW_CARD))
    said = {k: v for k, v in marriage.case.said.items() if not k.startswith("nam_")}
    assert Code.NUMBER_TWICE in codes(replace(marriage.case, cards=both, said=said))
    guardian = Person(None, card(NEW_CARD)).go(
        flow.begin(case_of(CATALOGUE, "1.004837")), until=CHECK
    )
    both = dict.fromkeys(("nyc", "gh"), card(NEW_CARD))
    said = {k: v for k, v in guardian.case.said.items() if not k.startswith("gh_")}
    assert Code.NUMBER_TWICE not in codes(replace(guardian.case, cards=both, said=said))


def test_whose_card_ran_out_hears_the_day_and_may_go_on() -> None:
    old = card(NEW_CARD.replace("03022026", "10052021"))
    person = Person(Acting.SELF, old, frozenset({"ly_hon"}), {"tthn": 3})
    walk = person.go(flow.begin(case_of(CATALOGUE, "1.004873")), until=CHECK)
    (finding,) = checking.open_findings(walk.case)
    assert finding.code is Code.CARD_EXPIRED
    assert "14/02/2025" in checking.sentence(walk.case, finding, PLAIN)
    assert checking.step_of(finding.mends) == Step(Kind.CARD, "nyc")
    assert checking.onward(walk).at == DECLARE


def found_in(form: str, values: dict[str, Value], *rows: dict[str, Value]) -> list[Code]:
    kept = CATALOGUE.forms[form]
    place = next((n for n, part in enumerate(kept.sections) if part.rows), 0)
    said = Dossier(kept, values, dt.date(2026, 11, 25), rows={place: rows} if rows else {})
    return [item.code for item in findings(said)]


@pytest.mark.parametrize(
    ("form", "values", "codes"),
    [
        ("F-KS", {"me_ngay_sinh": "1990", "tre_ngay_sinh": "2026-03-15"}, []),
        ("F-KS", {"me_ngay_sinh": "2026-04-01", "tre_ngay_sinh": "2026-03-15"}, ["date_order"]),
        ("F-KS", {"cha_ngay_sinh": "2015", "tre_ngay_sinh": "2026-03-15"}, ["years_few"]),
        ("F-KS", {"me_ngay_sinh": "1990-02-28", "gcnkh_ngay": "1989-05-05"}, ["date_order"]),
        ("F-KT", {"nkt_ngay_sinh": "1950", "ngay_chet": "1949-05-05"}, ["date_order"]),
        ("F-KT", {"ngay_chet": "2026-05-05", "gbt_ngay": "2026-05-04"}, ["date_order"]),
        ("F-NCMC", {"cm_ngay_sinh": "2001-01-01", "con_ngay_sinh": "1999"}, ["date_order"]),
        ("F-NCMC", {"cm_ngay_sinh": "1990-01-01", "con_ngay_sinh": "2001-09-09"}, ["years_few"]),
        ("F-NCMC", {"cm_ngay_sinh": "1990-01-01", "con_ngay_sinh": "2008-09-09"}, []),
        ("F-MTP", {"ngay_sinh": "1950", "ngay_chet": "2026-05-05"}, []),
        (
            "F-KH",
            {"nu_ngay_sinh": "1999-01-01", "nu_ngay_cap": "1998-01-01"},
            ["issued_before_birth"],
        ),
        ("F-KH", {"nu_so_dinh_danh": "003199000001"}, ["number_place"]),
        ("F-KH", {"nu_so_dinh_danh": "101199000001"}, []),  # registered abroad
        ("F-KH", {"nu_so_dinh_danh": "001199000001", "nu_ngay_sinh": "1998"}, ["number_year"]),
        ("F-KH", {"nu_so_dinh_danh": "001399000001", "nu_ngay_sinh": "1999"}, ["number_year"]),
        ("F-TTHN", {"tu_ngay": "2020-01-01", "den_ngay": "2019-01-01"}, ["date_order"]),
    ],
)
def test_dates_and_numbers_that_contradict_each_other_are_told(
    form: str, values: dict[str, Value], codes: list[str]
) -> None:
    assert found_in(form, values) == codes


def test_a_listed_person_s_number_is_compared_with_birth_and_sex() -> None:
    row: dict[str, Value] = {"tv_sdd": "001306000123", "tv_ngay_sinh": "2006", "tv_gioi_tinh": "Nữ"}
    assert found_in("F-CT01", {}, row) == []
    slipped = row | {"tv_ngay_sinh": "2016-05-05", "tv_gioi_tinh": "Nam"}
    assert found_in("F-CT01", {}, row, slipped) == [Code.NUMBER_YEAR, Code.NUMBER_SEX]
    case = case_of(CATALOGUE, "1.004222")
    place = next(n for n, part in enumerate(case.form.sections) if part.rows)
    for name, value in ({"tv_ho_ten": "Lê An"} | slipped).items():
        case = case if lists.rows_of(case, place) else lists.add_row(case, place)
        case = lists.put(case, Cell(place, 0, name), value)
    remarks = [item for item in checking.remarks(case, PLAIN) if item.mends.startswith("row:")]
    assert [item.blocking for item in remarks] == [False, False]
    page = checking.summary(Page("check", "", "", items=(Item("x", "x"),)), case, PLAIN)
    (first, _) = [item for item in page.items if item.key == f"row:{place}/0"]
    assert first.label == "Thành viên thứ 1"
    assert checking.step_of(first.key) == Step(Kind.ROW, f"{place}/0")
