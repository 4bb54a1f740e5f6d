"""Nobody is asked what the procedure, the card or another answer tells already."""

from dataclasses import replace

import pytest

from kiosk.domain.procedure import Acting, Need, Reply
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from tests.support.walker import NEW_CARD, card, case_of
from ui import answering, flow
from ui.case import Case, acting_choices, answers, conditions, say, take_card, wanted
from ui.page import Circumstances
from ui.question_pages import question_page

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))


def case_for(code: str, acting: Acting | None = None) -> Case:
    """A person who has shown their own card."""
    case = replace(case_of(CATALOGUE, code), acting=acting)
    return take_card(case, case.requester, card(NEW_CARD))


def asked(case: Case) -> set[str]:
    return {item.name for item in flow.questions(case)}


def says(case: Case, name: str, value: str | int) -> Case:
    return say(case, flow.field_of(case, name), value)


@pytest.mark.parametrize("code", ["1.004772", "1.004884"])
def test_an_adult_without_a_birth_certificate_is_the_person_on_their_card(code: str) -> None:
    case = case_for(code, Acting.SELF)
    assert acting_choices(case.procedure, case.form)[0] is Acting.SELF
    found = answers(case).values
    assert found["tre_ho_ten"] == "TRẦN THỊ MÂY"
    assert found["tre_ngay_sinh"] == "1985-02-14"
    assert found["nyc_quan_he"] == "Bản thân"
    assert not asked(case) & {"tre_ho_ten", "tre_ngay_sinh", "tre_gioi_tinh", "nyc_quan_he"}


def test_for_a_newborn_nobody_comes_as_the_child() -> None:
    case = case_for("1.001193", Acting.FAMILY)
    assert Acting.SELF not in acting_choices(case.procedure, case.form)
    assert "tre_ho_ten" in asked(case)


def test_a_guardian_shows_one_card_and_is_not_asked_who_they_are() -> None:
    case = case_for("1.004837", Acting.SELF)
    assert answers(case).values["gh_so_dinh_danh"] == "079185012345"
    cards = [step.key for step in flow.steps(case) if step.kind is flow.Kind.CARD]
    assert cards == ["nyc", "dgh"]


def test_the_head_of_a_household_is_not_asked_for_name_and_number_again() -> None:
    case = case_for("1.004194", Acting.SELF)
    assert {"chu_ho", "sdd_chu_ho"} <= asked(case)
    head = says(case, "quan_he_chu_ho", "Chủ hộ")
    assert not {"chu_ho", "sdd_chu_ho"} & asked(head)
    assert answers(head).values["sdd_chu_ho"] == "079185012345"
    assert {"chu_ho", "sdd_chu_ho"} <= asked(says(head, "quan_he_chu_ho", "Con"))


@pytest.mark.parametrize(
    ("who", "group", "kind"),
    [("Cha", "cm", "Cha nhận con"), ("Mẹ", "cm", "Mẹ nhận con"), ("Con", "con", None)],
)
def test_who_recognises_whom_is_asked_once(who: str, group: str, kind: str | None) -> None:
    case = says(case_for("1.001022", Acting.FAMILY), "quan_he_nguoi_nhan", who)
    found = answers(case).values
    assert found[f"{group}_ho_ten"] == "TRẦN THỊ MÂY"
    assert found.get("loai_xac_nhan") == kind
    assert ("loai_xac_nhan" in asked(case)) is (kind is None)


@pytest.mark.parametrize(
    ("reply", "need"),
    [(Reply.YES, None), (Reply.NO, Need.NEEDED), (Reply.UNSURE, Need.BRING_IF_ANY)],
)
def test_what_stands_in_for_a_lost_copy_follows_from_whether_it_is_lost(
    reply: Reply, need: Need | None
) -> None:
    case = replace(case_for("1.005461", Acting.FAMILY), cases={"ban_sao_ct": reply})
    assert "giay_lien_quan" not in {item.id for item in conditions(case)}
    assert {item.id: found for item, found in wanted(case)}.get("giay_lien_quan") is need


@pytest.mark.parametrize(
    ("copy", "older", "need"),
    [
        (Reply.NO, Reply.NO, Need.NEEDED),
        (Reply.NO, Reply.YES, None),
        (Reply.UNSURE, Reply.YES, None),
        (Reply.NO, Reply.UNSURE, Need.BRING_IF_ANY),
    ],
)
def test_one_of_two_older_papers_is_enough(copy: Reply, older: Reply, need: Need | None) -> None:
    case = case_for("1.004884", Acting.SELF)
    case = replace(case, cases={"ban_sao_ks": copy, "giay_thay_the": older})
    assert {item.id: found for item, found in wanted(case)}.get("giay_ca_nhan") is need


def test_how_many_copies_of_a_record_is_asked_with_one_copy_ready() -> None:
    case = case_for("2.000635", Acting.SELF)
    step = flow.Step(flow.Kind.QUESTION, "so_luong_ban_sao")
    assert step in flow.steps(case)
    assert not flow.satisfied(case, step)
    page = question_page(case, step, HERE)
    assert [(item.label, item.mark) for item in page.items[:2]] == [("1", "on"), ("2", "off")]
    for key, more in (("3", "off"), ("12", "on")):
        walk = answering.choose(flow.Walk(case, step), answering.Draft(), key, HERE).walk
        assert answers(walk.case).values["so_luong_ban_sao"] == int(key)
        assert flow.forward(walk).at.kind is flow.Kind.CHECK
        assert question_page(walk.case, step, HERE).items[-1].mark == more
    other = answering.choose(flow.Walk(case, step), answering.Draft(), answering.WRITE, HERE)
    assert other.draft.elsewhere


def test_what_was_chosen_at_the_beginning_is_not_asked_on_the_form() -> None:
    for procedure in CATALOGUE.procedures.values():
        if procedure.known:
            case = case_of(CATALOGUE, procedure.code)
            assert not asked(case) & set(procedure.known), procedure.code
            assert procedure.known.items() <= answers(case).values.items()


@pytest.mark.parametrize("code", ["1.000656", "1.000894", "1.001022", "1.001193", "1.004859"])
def test_how_many_copies_is_asked_only_of_those_who_want_some(code: str) -> None:
    case = case_for(code)
    whether, how_many = (
        flow.Step(flow.Kind.QUESTION, name) for name in ("de_nghi_ban_sao", "so_luong_ban_sao")
    )
    assert whether in flow.steps(case)
    assert not flow.satisfied(case, whether)
    none = says(case, whether.key, "Không")
    assert flow.satisfied(none, whether)
    assert how_many not in flow.steps(none)
    wants = says(case, whether.key, "Có")
    assert how_many in flow.steps(wants)
    assert not flow.satisfied(wants, how_many)
    assert [item.label for item in question_page(wants, how_many, HERE).items[:2]] == ["1", "2"]


def test_who_reports_a_guest_is_not_asked_for_an_authorisation() -> None:
    case = case_of(CATALOGUE, "2.001159")
    assert acting_choices(case.procedure, case.form) == ()


def test_an_owner_who_comes_in_person_is_asked_nothing_about_messengers() -> None:
    case = case_for("1.001612", Acting.SELF)
    assert [item.id for item in conditions(case)] == ["uq_thanh_vien"]
