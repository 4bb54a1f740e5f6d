"""A dossier's way through the office, and what its owner hears of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dossier import (
    CLOCK_STOPPED,
    MOVES,
    Actor,
    MoveRefusal,
    MoveRefusedError,
    Status,
    move,
    moves_from,
    told,
)
from kiosk.texts import LANGUAGES, catalogue

statuses = st.sampled_from(Status)

#: How a dossier ends.
FINAL = {Status.NOT_RECEIVED, Status.WITHDRAWN, Status.HANDED_OVER}
#: What is said on the machine before a clerk has looked.
BEFORE = ["dossier.stored_here", "dossier.delivered"]


def refusal(current: Status, wanted: Status, by: Actor, reason: str = "") -> MoveRefusal:
    with pytest.raises(MoveRefusedError) as caught:
        move(current, wanted, by=by, reason=reason)
    return caught.value.refusal


def test_the_ten_statuses_have_the_numbers_and_names_of_the_national_message() -> None:
    assert [(status.value, status.vietnamese) for status in Status] == [
        (1, "Mới đăng ký"),
        (2, "Được tiếp nhận"),
        (3, "Không được tiếp nhận"),
        (4, "Đang xử lý"),
        (5, "Yêu cầu bổ sung giấy tờ"),
        (6, "Yêu cầu thực hiện nghĩa vụ tài chính"),
        (7, "Công dân yêu cầu rút hồ sơ"),
        (8, "Dừng xử lý"),
        (9, "Đã xử lý xong"),
        (10, "Đã trả kết quả"),
    ]


def test_only_an_officer_accepts_a_dossier() -> None:
    assert move(Status.SENT, Status.RECEIVED, by=Actor.CLERK) is Status.RECEIVED
    for actor in (Actor.APPLICANT, Actor.PAYMENT):
        assert refusal(Status.SENT, Status.RECEIVED, actor) is MoveRefusal.NOT_THIS_ACTOR


def test_the_applicant_withdraws_until_the_dossier_is_stopped_settled_or_closed() -> None:
    may = {status for status in Status if Status.WITHDRAWN in moves_from(status, Actor.APPLICANT)}
    assert may == {
        Status.SENT,
        Status.RECEIVED,
        Status.IN_PROGRESS,
        Status.TO_COMPLETE,
        Status.TO_PAY,
    }
    assert all(told(status).may_withdraw == (status in may) for status in Status)


def test_a_refusal_without_a_reason_is_not_made() -> None:
    for wanted in (Status.NOT_RECEIVED, Status.TO_COMPLETE):
        assert refusal(Status.SENT, wanted, Actor.CLERK, " ") is MoveRefusal.REASON_MISSING
        assert move(Status.SENT, wanted, by=Actor.CLERK, reason="Thiếu giấy chứng sinh") is wanted


def test_a_supplement_goes_back_to_waiting_only_if_no_officer_had_accepted_it() -> None:
    back = (Status.TO_COMPLETE, Status.SENT)
    assert move(*back, by=Actor.APPLICANT, was_received=False) is Status.SENT
    assert refusal(*back, Actor.APPLICANT) is MoveRefusal.NO_SUCH_MOVE


def test_money_that_arrives_lets_the_work_go_on_and_moves_nothing_else() -> None:
    assert move(Status.TO_PAY, Status.IN_PROGRESS, by=Actor.PAYMENT) is Status.IN_PROGRESS
    assert [pair for pair, actors in MOVES.items() if Actor.PAYMENT in actors] == [
        (Status.TO_PAY, Status.IN_PROGRESS)
    ]


@given(statuses, statuses, st.sampled_from(Actor))
def test_a_closed_dossier_never_moves_and_no_dossier_moves_onto_itself(
    current: Status, wanted: Status, by: Actor
) -> None:
    if current in FINAL or current is wanted:
        assert refusal(current, wanted, by, "lý do") is MoveRefusal.NO_SUCH_MOVE


def test_every_status_can_be_reached_and_every_open_one_can_come_to_an_end() -> None:
    reached = {Status.SENT}
    while new := {to for (start, to) in MOVES if start in reached} - reached:
        reached |= new
    assert reached == set(Status)
    ends = set(FINAL)
    while new := {start for (start, to) in MOVES if to in ends} - ends:
        ends |= new
    assert ends == set(Status)


def test_no_date_is_promised_before_an_officer_accepted_or_while_the_term_stands_still() -> None:
    assert {status for status in Status if told(status).due_date} == {
        Status.RECEIVED,
        Status.IN_PROGRESS,
    }
    assert not any(told(status).due_date for status in CLOCK_STOPPED)
    assert told(Status.TO_COMPLETE).may_complete
    assert told(Status.NOT_RECEIVED).reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_its_words(language: str) -> None:
    texts = catalogue(language)
    for key in [told(status).text_key for status in Status] + BEFORE:
        assert texts[key]
    # Accepting is an officer's act: what precedes it never claims it in Vietnamese.
    vietnamese = catalogue("vi")
    for key in (told(Status.SENT).text_key, *BEFORE):
        assert "đã tiếp nhận" not in vietnamese[key].lower()
