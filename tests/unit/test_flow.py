"""The way through a dossier, walked without a window."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.procedure import Acting, IfNo, Mode, Need, Reply, other_form
from kiosk.domain.words import Words
from kiosk.services.catalogue import Catalogue, load_catalogue
from tests.support.walker import NEW_CARD, OLD_CARD, Person, card, case_of
from ui import flow, pages
from ui.case import (
    Entry,
    acting_choices,
    answers,
    birth_field,
    conditions,
    replies,
    say,
    take_card,
    to_bring,
    to_scan,
    wanted,
)
from ui.flow import CHECK, DECLARE, STOP_OTHER_FORM, Kind, Step, Walk
from ui.page import Circumstances
from ui.shown import typed


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_a_woman_who_was_married_asks_for_her_marital_status(catalogue: Catalogue) -> None:
    person = Person(card=card(NEW_CARD), true_cases=frozenset({"ly_hon"}), special={"tthn": 3})
    walk = person.go(flow.begin(case_of(catalogue, "1.004873")))
    assert [step.kind for step in person.seen[:5]] == [
        Kind.FIT,
        Kind.CASES,
        Kind.NEEDS,
        Kind.CONSENT,
        Kind.CARD,
    ]
    # The card answers all but three questions; the judgment is asked for and scanned.
    assert person.pages(Kind.QUESTION) == ["tthn", "ly_hon", "muc_dich"]
    assert person.pages(Kind.SCAN) == ["ly_hon"]
    found = answers(walk.case).values
    assert found["ndc_ho_ten"] == found["nyc_ho_ten"] == "TRẦN THỊ MÂY"
    assert found["ndc_so_dinh_danh"] == "079185012345"
    assert found["nyc_quan_he"] == "Bản thân"
    assert flow.problems(walk.case) == {}


def test_nothing_personal_is_asked_before_consent(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        if procedure.mode is not Mode.FORM or catalogue.forms[procedure.forms[0]].empty:
            continue
        way = flow.steps(case_of(catalogue, procedure.code))
        consent = way.index(Step(Kind.CONSENT))
        personal = {Kind.CARD, Kind.QUESTION, Kind.SCAN}
        assert not any(step.kind in personal for step in way[:consent]), procedure.code


def test_a_mother_registers_a_birth_and_gives_her_data_once(catalogue: Catalogue) -> None:
    person = Person(Acting.FAMILY, card=card(NEW_CARD), special={"nyc_quan_he": "Mẹ"})
    walk = person.go(flow.begin(case_of(catalogue, "1.001193")))
    assert person.pages(Kind.CARD) == ["nyc", "cha"]
    assert answers(walk.case).values["me_ho_ten"] == "TRẦN THỊ MÂY"
    assert person.pages(Kind.SCAN) == ["chung_sinh"]
    assert flow.problems(walk.case) == {}


def test_a_son_declares_a_death(catalogue: Catalogue) -> None:
    person = Person(Acting.FAMILY, card=card(NEW_CARD), special={"nyc_quan_he": "Con"})
    walk = person.go(flow.begin(case_of(catalogue, "1.000656")))
    assert person.pages(Kind.CARD) == ["nyc", "nkt"]
    assert {"nkt_ho_ten", "ngay_chet", "noi_chet"} <= set(person.pages(Kind.QUESTION))
    assert "ngay_chet_chu" not in person.pages(Kind.QUESTION)  # written out by the machine
    assert flow.problems(walk.case) == {}


def test_somebody_registers_a_residence(catalogue: Catalogue) -> None:
    person = Person(card=card(OLD_CARD), true_cases=frozenset({"dong_y"}))
    walk = person.go(flow.begin(case_of(catalogue, "1.004222")))
    assert person.pages(Kind.CARD) == ["nk"]
    assert "ngay_khai" not in person.pages(Kind.QUESTION)
    assert person.pages(Kind.SCAN) == ["dong_y"]
    # What shows that the dwelling is lawful is only shown, so it is brought to the desk.
    assert "cho_o" in [item.id for item in to_bring(walk.case)]
    assert flow.problems(walk.case) == {}


def test_every_procedure_with_a_form_can_be_walked_to_its_end(catalogue: Catalogue) -> None:
    walked = 0
    for procedure in catalogue.procedures.values():
        if not flow.walkable(procedure, catalogue.forms):
            continue
        for acting in acting_choices(procedure, catalogue.forms[procedure.forms[0]]) or (None,):
            for shown in (card(NEW_CARD), card(OLD_CARD), Entry.BY_HAND):
                here = {item.id for item in procedure.requirements}
                away = {item.follows for item in procedure.requirements}  # to another form
                every = frozenset(here - away)
                person = Person(acting, shown, every)
                walk = person.go(flow.begin(case_of(catalogue, procedure.code)))
                assert flow.problems(walk.case) == {}, procedure.code
                walked += 1
    assert walked > 60


def test_no_where_the_law_wants_yes_leads_to_the_desk(catalogue: Catalogue) -> None:
    case = replace(case_of(catalogue, "1.004873"), acting=Acting.SELF)
    walk = Walk(replace(case, fit={0: Reply.NO, 1: Reply.YES}), Step(Kind.FIT))
    stopped = flow.forward(walk)
    assert stopped.at == flow.STOP_DESK
    again = flow.back(stopped)
    assert again is not None
    assert again.at == Step(Kind.FIT)
    assert flow.forward(again).at == flow.STOP_DESK


@pytest.mark.parametrize("code", sorted(load_catalogue().procedures))
def test_whatever_is_answered_the_way_ends_and_not_sure_blocks_nobody(
    catalogue: Catalogue, code: str
) -> None:
    procedure = catalogue.procedures[code]
    if not flow.walkable(procedure, catalogue.forms):
        # Nothing is asked: the page of a guide, or a number for the desk.
        assert procedure.mode is not Mode.FORM or catalogue.forms[procedure.forms[0]].empty
        return
    case = case_of(catalogue, code)
    for fit in product(Reply, repeat=len(procedure.eligibility)):
        for acting in acting_choices(case.procedure, case.form) or (None,):
            for reply in Reply:
                ways = replace(case, acting=acting, fit=dict(enumerate(fit)), prepared=True)
                asked = {item.id: reply for item in conditions(ways)}
                way = flow.steps(replace(ways, cases=asked))
                no = [
                    question.if_no
                    for question, said in zip(procedure.eligibility, fit, strict=True)
                    if said is Reply.NO and question.if_no is not IfNo.GO_ON
                ]
                stops = {IfNo.DESK: flow.STOP_DESK, IfNo.NOT_HERE: flow.STOP_NOT_HERE}
                elsewhere = other_form(procedure, replies(replace(ways, cases=asked)))
                end = STOP_OTHER_FORM if elsewhere else DECLARE
                assert way[-1] == (stops[no[0]] if no else end)
                # Each page before the end can be left with the answer that was given.
                first = [step for step in way if step.kind in {Kind.FIT, Kind.CASES, Kind.NEEDS}]
                ready = replace(ways, cases=asked)
                assert all(flow.satisfied(ready, step) for step in first)


def test_not_sure_blocks_nobody(catalogue: Catalogue) -> None:
    case = replace(case_of(catalogue, "1.004873"), acting=Acting.SELF)
    walk = Walk(replace(case, fit={0: Reply.UNSURE, 1: Reply.UNSURE}), Step(Kind.FIT))
    assert flow.forward(walk).at == Step(Kind.CASES)


def test_without_consent_the_way_ends(catalogue: Catalogue) -> None:
    case = replace(case_of(catalogue, "2.000635"), consented=False)
    assert flow.steps(case)[-1] == flow.STOP_NO_CONSENT
    assert flow.forward(Walk(case, Step(Kind.CONSENT))).at == flow.STOP_NO_CONSENT


@pytest.mark.parametrize(
    ("born", "stops"), [("25112010", False), ("26112010", True), ("2010", False), ("2011", True)]
)
def test_a_child_is_told_that_a_parent_must_hand_in_and_a_parent_may(
    catalogue: Catalogue,
    born: str,
    stops: bool,  # noqa: FBT001
) -> None:
    text = NEW_CARD.replace("14021985", born).replace("079185", f"0793{born[-2:]}")
    ready = replace(case_of(catalogue, "1.004873"), cases={}, prepared=True, consented=True)
    mine = replace(ready, acting=Acting.SELF, fit=dict.fromkeys(range(2), Reply.YES))
    mine = replace(mine, cases={item.id: Reply.NO for item in conditions(mine)})
    read = take_card(mine, mine.requester, card(text))
    walk = flow.forward(Walk(read, Step(Kind.CARD, mine.requester)))
    assert (walk.at == flow.STOP_MINOR) is stops
    if stops:
        again = flow.back(walk)
        assert again is not None
        assert again.at.kind is Kind.CARD
    # The same without a card, from the moment the day is typed; nothing was scanned by then.
    day = flow.field_of(mine, birth_field(mine, mine.requester))
    by_hand = say(take_card(mine, mine.requester, Entry.BY_HAND), day, typed(day, born))
    walk = flow.forward(Walk(by_hand, Step(Kind.QUESTION, day.name)))
    assert (walk.at == flow.STOP_MINOR) is stops
    assert (CHECK in flow.steps(by_hand)) is not stops
    parents = take_card(mine, mine.requester, card(NEW_CARD))
    assert flow.forward(Walk(parents, Step(Kind.CARD, mine.requester))).at != flow.STOP_MINOR


def test_an_answer_that_is_wrong_keeps_the_page(catalogue: Catalogue) -> None:
    person = Person(card=card(NEW_CARD))
    walk = person.go(flow.begin(case_of(catalogue, "1.004873")), until=CHECK)
    item = flow.field_of(walk.case, "nyc_sdt")
    walk = flow.edit(walk, Step(Kind.QUESTION, "nyc_sdt"))
    wrong = replace(walk, case=say(walk.case, item, "12"))
    assert flow.forward(wrong).at == Step(Kind.QUESTION, "nyc_sdt")
    right = replace(walk, case=say(walk.case, item, "0912345678"))
    assert flow.forward(right).at == CHECK


def test_an_edit_that_raises_a_new_question_asks_it_and_returns(catalogue: Catalogue) -> None:
    person = Person(card=card(NEW_CARD), special={"tthn": 1})
    walk = person.go(flow.begin(case_of(catalogue, "1.004873")), until=CHECK)
    walk = flow.edit(walk, Step(Kind.QUESTION, "tthn"))
    walk = replace(walk, case=say(walk.case, flow.field_of(walk.case, "tthn"), 3))
    walk = flow.forward(walk)
    assert walk.at == Step(Kind.QUESTION, "ly_hon")
    walk = replace(walk, case=say(walk.case, flow.field_of(walk.case, "ly_hon"), None))
    assert flow.forward(walk).at == CHECK


def test_someone_elses_authorisation_is_asked_for_only_when_acting_for_them(
    catalogue: Catalogue,
) -> None:
    case = case_of(catalogue, "1.004873")
    for acting, due in ((Acting.SELF, False), (Acting.AUTHORISED, True), (Acting.CHILD, False)):
        papers = [item.id for item in to_scan(replace(case, acting=acting, cases={}))]
        assert ("uy_quyen" in papers) is due


def test_another_card_takes_the_place_of_what_was_typed(catalogue: Catalogue) -> None:
    case = replace(case_of(catalogue, "2.000635"), acting=Acting.SELF)
    case = take_card(case, "nyc", Entry.BY_HAND)
    case = say(case, flow.field_of(case, "nyc_ho_ten"), "Người Khác")
    case = say(case, flow.field_of(case, "nyc_sdt"), "0912345678")
    case = take_card(case, "nyc", card(NEW_CARD))
    values = answers(case).values
    assert values["nyc_ho_ten"] == values["ndc_ho_ten"] == "TRẦN THỊ MÂY"
    assert values["nyc_sdt"] == "0912345678"


@cache
def _at_the_check() -> flow.Walk:
    person = Person(card=card(NEW_CARD), true_cases=frozenset({"ly_hon"}), special={"tthn": 3})
    return person.go(flow.begin(case_of(_CATALOGUE, "1.004873")), until=CHECK)


@settings(max_examples=settings().max_examples // 4)  # each step reads a whole form
@given(st.lists(st.booleans(), max_size=60))
def test_back_and_forward_keep_every_answer(turns: list[bool]) -> None:
    walk = _at_the_check()
    before = answers(walk.case)
    for goes_back in turns:
        walk = (flow.back(walk) or walk) if goes_back else flow.forward(walk)
        assert answers(walk.case) == before
        assert walk.at in flow.steps(walk.case)


_CATALOGUE = load_catalogue()


def test_a_person_who_needs_a_form_that_is_not_here_is_told_which_and_not_asked_further(
    catalogue: Catalogue,
) -> None:
    case = replace(
        case_of(catalogue, "1.004222"),
        acting=Acting.SELF,
        fit=dict.fromkeys(range(3), Reply.YES),
        cases=dict.fromkeys(
            (item.id for item in conditions(case_of(catalogue, "1.004222"))), Reply.NO
        ),
    )
    assert STOP_OTHER_FORM not in flow.steps(case)
    assert "ct02" not in {item.id for item in conditions(case)}
    abroad = replace(case, cases={**(case.cases or {}), "quoc_tich_khac": Reply.YES})
    assert flow.steps(abroad)[-1] == STOP_OTHER_FORM
    assert Step(Kind.CONSENT) not in flow.steps(abroad)
    assert {"ct02", "quoc_tich_khac"} <= {item.id for item, _ in wanted(abroad)}
    here = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))
    said = pages.page(Walk(abroad, STOP_OTHER_FORM), here)
    assert "CT02" in said.lead
    unsure = replace(case, cases={**(case.cases or {}), "quoc_tich_khac": Reply.UNSURE})
    assert flow.steps(unsure)[-1] == DECLARE  # whoever does not know is not held up
    assert {item.id: need for item, need in wanted(unsure)}["ct02"] is Need.BRING_IF_ANY
