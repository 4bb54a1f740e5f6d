"""What is offered above the keyboard while an answer is typed."""

from dataclasses import replace

from kiosk.domain.answer_kinds import Address
from kiosk.domain.procedure import Acting
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from tests.support.walker import NEW_CARD, Person, card, case_of
from ui import answering, flow, pages
from ui.answering import Draft
from ui.case import Entry
from ui.flow import Kind, Step, Walk
from ui.page import Circumstances, Page

CATALOGUE = load_catalogue()
OFFICE = Words("UBND phường Sông Mây", "Song May Ward")
HERE = Circumstances("vi", OFFICE, province="Tỉnh Lào Cai", commune="Phường Sông Mây")


def at(code: str, name: str, person: Person) -> Walk:
    return person.go(flow.begin(case_of(CATALOGUE, code)), until=Step(Kind.QUESTION, name))


def labels(page: Page) -> list[str]:
    return [item.label for item in page.items]


def test_a_commune_is_chosen_after_a_few_letters_without_marks() -> None:
    walk = at("1.004873", "nyc_noi_cu_tru", Person(card=Entry.BY_HAND))
    here = replace(HERE, part="commune", within="Tỉnh Lào Cai", typed="song may")
    (chip,) = [item for item in pages.page(walk, here).items if item.label == "Phường Sông Mây"]
    draft = Draft("commune", Address("Tỉnh Lào Cai", "", ""))
    said = answering.choose(walk, draft, chip.key, here)
    assert said.draft == Draft("detail", Address("Tỉnh Lào Cai", "Phường Sông Mây", ""))
    whole = answering.write(said.walk, said.draft, "Số 5", HERE).walk
    found = flow.value_of(whole.case, "nyc_noi_cu_tru")
    assert found == Address("Tỉnh Lào Cai", "Phường Sông Mây", "Số 5")


def test_the_name_a_commune_had_before_is_said_beside_the_one_it_has() -> None:
    walk = at("1.004873", "nyc_noi_cu_tru", Person(card=Entry.BY_HAND))
    here = replace(HERE, part="commune", within="Thành phố Hà Nội", typed="trúc bạch")
    (chip,) = pages.page(walk, here).items
    assert (chip.label, chip.detail) == ("Phường Ba Đình", "Trước đây: Phường Trúc Bạch")


def test_where_a_record_was_registered_is_one_touch_for_people_of_the_place() -> None:
    walk = at("2.000635", "noi_dang_ky", Person(card=card(NEW_CARD)))
    (chip,) = pages.page(walk, HERE).items
    said = answering.choose(walk, Draft(), chip.key, HERE)
    value = flow.value_of(said.walk.case, "noi_dang_ky")
    assert value == "Ủy ban nhân dân phường Sông Mây, Tỉnh Lào Cai"
    assert flow.forward(said.walk).at != walk.at


def test_one_of_54_ethnic_groups_is_found_by_typing_and_all_are_there_before() -> None:
    walk = at("1.001193", "tre_dan_toc", Person(Acting.FAMILY, card(NEW_CARD)))
    assert len(pages.page(walk, HERE).items) == 54
    assert labels(pages.page(walk, replace(HERE, typed="xo d"))) == ["Xơ Đăng"]
    assert labels(pages.page(walk, replace(HERE, typed="van kieu"))) == ["Bru - Vân Kiều"]
    english = replace(HERE, language="en", typed="hmong")
    assert labels(pages.page(walk, english)) == ["Mong (Hmong)"]
    said = answering.choose(walk, Draft(), "Xơ Đăng", HERE)
    assert flow.value_of(said.walk.case, "tre_dan_toc") == "Xơ Đăng"


def test_a_plain_text_has_nothing_to_offer() -> None:
    walk = at("1.004873", "nyc_ho_ten", Person(card=Entry.BY_HAND))
    assert pages.page(walk, replace(HERE, typed="song may")).items == ()
