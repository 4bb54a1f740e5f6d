"""What the check page offers to add: only what can be kept."""

import datetime as dt
from dataclasses import replace

import pytest

from kiosk.domain.procedure import Acting
from kiosk.domain.words import Words
from kiosk.services.catalogue import Catalogue, load_catalogue
from tests.support.walker import NEW_CARD, Person, card, case_of
from ui import answering, flow
from ui.case import Case
from ui.check_pages import HEAD, optional_rows, row_labels
from ui.flow import CHECK, Kind, Step, Walk
from ui.page import Circumstances
from ui.pages import page

TODAY = dt.date(2026, 11, 25)
HERE = Circumstances("vi", Words("UBND", "Ward"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_a_condition_that_spares_a_paper_does_not_say_that_it_is_needed(
    catalogue: Catalogue,
) -> None:
    procedure = catalogue.procedures["1.001193"]
    case = Case(procedure, catalogue.forms["F-KS"], TODAY, acting=Acting.FAMILY)
    rows = {row.key: row for row in page(Walk(case, Step(Kind.CASES)), HERE).items}
    assert rows["chung_sinh"].label == "Giấy chứng sinh đã có bản điện tử ký số"
    assert rows["chung_sinh"].detail.startswith("Khi đó không cần")
    assert rows["lam_chung"].detail.startswith("Khi đó cần")


def test_no_two_rows_of_the_check_page_are_called_the_same(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        for code in procedure.forms[:1]:
            case = Case(procedure, catalogue.forms[code], TODAY)
            labels = list(row_labels(case, HERE).values())
            twice = {label for label in labels if labels.count(label) > 1}
            assert not twice, (procedure.code, twice)


def test_every_word_of_a_form_is_there_in_both_languages(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        for section in form.sections:
            for item in section.fields:
                for words in (section.title, item.label, item.help, item.remark, *item.presets):
                    assert bool(words.vi) == bool(words.en), (form.code, item.name, words)


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5, 6])
def test_nothing_is_offered_that_another_answer_rules_out(
    catalogue: Catalogue, status: int
) -> None:
    procedure = catalogue.procedures["1.004873"]
    case = Case(procedure, catalogue.forms["F-TTHN"], TODAY, acting=Acting.SELF)
    case = flow.put(case, "tthn", status)
    rows = [row.key.partition(":")[2] for row in optional_rows(case, HERE) if row.mark != HEAD]
    assert rows
    for name in rows:
        item = flow.field_of(case, name)
        if item.kind.value == "text":
            answered = flow.put(case, name, "một câu trả lời")
            assert flow.satisfied(answered, Step(Kind.QUESTION, name)), name


def test_an_optional_answer_given_or_left_from_the_check_page_leads_back_there(
    catalogue: Catalogue,
) -> None:
    walk = Person(card=card(NEW_CARD)).go(flow.begin(case_of(catalogue, "1.004873")), until=CHECK)
    offered = {row.key: row for row in optional_rows(walk.case, HERE)}
    phone = Step(Kind.QUESTION, "nyc_sdt")
    assert offered["question:nyc_sdt"].detail == "Chưa cung cấp"
    there = flow.edit(walk, phone)

    wrong = flow.forward(replace(there, case=flow.put(there.case, phone.key, "0912")))
    assert wrong.at == phone
    given = flow.forward(replace(wrong, case=flow.put(wrong.case, phone.key, "0912345678")))
    assert (given.at, given.editing) == (CHECK, False)
    assert "question:nyc_sdt" not in {row.key for row in optional_rows(given.case, HERE)}
    again = flow.forward(answering.decline(flow.edit(given, phone)))
    assert again.at == CHECK
    shown = {row.key: row.detail for row in page(again, HERE).items}
    assert shown["question:nyc_sdt"] == "Chưa cung cấp"
    back = flow.back(there)
    assert back is not None
    assert back.at == CHECK
