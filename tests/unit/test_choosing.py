"""What this machine offers to do for a procedure is what it can do."""

from collections import Counter
from dataclasses import replace

import pytest

from kiosk.clock import utc_now
from kiosk.domain.elsewhere import asked_for
from kiosk.domain.procedure import Filing, Way
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from tests.support.walker import NEW_CARD, Person, card, case_of
from ui import choosing, flow, paper_pages
from ui.case import acting_choices
from ui.choosing import Offer
from ui.declaring import declaration
from ui.filing_view import FilingView, words
from ui.page import Circumstances

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))


def test_what_nobody_here_takes_in_is_only_explained() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda office: office == "ttpvhcc")
    residence, birth = CATALOGUE.procedures["1.004222"], CATALOGUE.procedures["1.001193"]
    assert residence.receiving_office != "ttpvhcc"
    assert choosing.way_of(offer, residence) is Way.GUIDE
    assert choosing.way_of(offer, birth) is Way.FILE
    said = {item.key: item.detail for item in choosing.top(offer, HERE).items}
    assert said["1.004222"] == "Xem hướng dẫn"
    assert said["1.001193"] == "Làm được ở máy này"


def test_an_office_opens_what_its_officer_has_compared_and_explains_the_rest() -> None:
    open_to_all = Offer(CATALOGUE, Filing.PORTAL, lambda _office: True)
    files = {Way.FILE, Way.PREPARE}
    unverified = {
        code
        for code, each in CATALOGUE.procedures.items()
        if each.provenance.unverified and choosing.way_of(open_to_all, each) in files
    }
    assert "1.001193" in unverified
    for compared in (frozenset[str](), frozenset({"1.001193"})):
        offer = replace(open_to_all, compared=compared)
        ways = {code: choosing.way_of(offer, CATALOGUE.procedures[code]) for code in unverified}
        assert {code for code, way in ways.items() if way in files} == compared
        assert {way for code, way in ways.items() if code not in compared} == {Way.GUIDE}


def test_a_machine_that_was_never_enrolled_only_explains() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: False)
    ways = {choosing.way_of(offer, each) for each in CATALOGUE.procedures.values()}
    assert not ways & {Way.FILE, Way.PREPARE}


def test_words_without_marks_find_a_procedure() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: True)
    found = choosing.search(offer, "khai sinh", HERE).items
    assert found == choosing.search(offer, "KHAI SINH ", HERE).items
    assert "1.001193" in [item.key for item in found]
    nearest = choosing.search(offer, "thuongmai", HERE)
    assert (nearest.title, nearest.secondary) == ("Không thấy. Gần nhất là:", "Gọi hỗ trợ")
    assert len(nearest.items) == 3
    usual = choosing.search(offer, "zzzz", HERE)
    assert usual.title == "Không thấy. Nhiều người cần:"
    assert [item.key for item in usual.items] == [*CATALOGUE.top[:3]]
    assert not choosing.search(offer, " ", HERE).items


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("hochieu", "ho_chieu"),
        ("lamhochieu", "ho_chieu"),
        ("lidi", "ly_hon"),
        ("idcard", "the_can_cuoc"),
    ],
)
def test_another_authoritys_business_is_named_without_spaces_too(query: str, key: str) -> None:
    found = asked_for(query, CATALOGUE.elsewhere)
    assert found is not None
    assert found.key == key
    assert asked_for("solidity", CATALOGUE.elsewhere) is None  # "lidi" by chance


@pytest.mark.parametrize("query", ["ly hon", "Ly dị", "divorce", "vo chong li hôn", "lyhon"])
def test_a_divorce_is_said_to_be_a_courts_and_what_follows_it_is_offered(query: str) -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: True)
    first, *others = choosing.search(offer, query, HERE).items
    assert first.key == "elsewhere:ly_hon"
    assert {"1.004873", "1.010038"} <= {item.key for item in others}
    view = FilingView(place="elsewhere", event="ly_hon")
    page = words(view, offer, HERE)
    assert page.look == "stop"
    assert "Tòa án nhân dân" in page.lead
    assert "52/2014/QH13" in page.lead


@pytest.mark.parametrize("filing", list(Filing))
def test_every_procedure_of_the_catalogue_leads_to_an_end_in_its_way(filing: Filing) -> None:
    offer = Offer(CATALOGUE, filing, lambda _office: True)
    ends: Counter[Way] = Counter()
    for procedure in CATALOGUE.procedures.values():
        way = choosing.way_of(offer, procedure)
        ends[way] += 1
        if way not in {Way.FILE, Way.PREPARE}:
            said = paper_pages.guide(procedure, HERE)
            assert said.primary
            assert [item for item in said.items if item.key == "source"], procedure.code
            continue
        case = case_of(CATALOGUE, procedure.code)
        person = Person(
            (acting_choices(case.procedure, case.form) or (None,))[0], card(NEW_CARD), rows=1
        )
        walk = person.go(flow.begin(case))
        at = utc_now()
        sealed = declaration(walk.case, catalogue_version="1", consented_at=at, language="vi")
        assert sealed.answers
        assert sealed.owner is not None, procedure.code
    assert sum(ends.values()) == 53
    files = Way.FILE if filing is Filing.PORTAL else Way.PREPARE
    assert (ends[files] >= 25) is (filing is not Filing.GUIDE)


def test_a_form_of_which_nothing_is_known_is_only_explained() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: True)
    for procedure in CATALOGUE.procedures.values():
        if any(CATALOGUE.forms[code].empty for code in procedure.forms):
            assert choosing.way_of(offer, procedure) not in {Way.FILE, Way.PREPARE}
