"""What is told to whoever holds a slip: where it is, what is wanted, and nothing more."""

import datetime as dt
from uuid import UUID

import pytest

from kiosk.contract.agent import Following
from kiosk.contract.hub import Words as NamesOf
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier import Status
from kiosk.domain.dossier_code import BadCodeError, parse_code, read_code
from kiosk.domain.words import Words
from kiosk.portal.casework import REFUSAL_REASONS
from kiosk.services.catalogue import load_catalogue
from kiosk.services.track_dossier import Answer, NotACode
from ui import tracking
from ui.page import Circumstances, Language, Page

AT = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)
CATALOGUE = load_catalogue()


def tracked(status: int, **fields: object) -> Following:
    given: dict[str, object] = {
        "dossier_id": UUID(int=1),
        "code": "H3K-7QP-2MH",
        "procedure": "1.004873",
        "office": NamesOf(vi="UBND phường Sông Mây", en="Song May Ward"),
        "received_at": AT,
        "status": status,
        "status_at": AT,
    }
    return Following(where="portal", tracked=Tracked.model_validate(given | fields))


def page(answer: Answer, language: Language = "vi") -> Page:
    office = Words("UBND phường Sông Mây", "Song May Ward")
    return tracking.page(answer, CATALOGUE, Circumstances(language, office))


def rows(answer: Answer, language: Language = "vi") -> dict[str, str]:
    return {item.key: item.detail for item in page(answer, language).items}


def test_what_is_wanted_stands_first_with_its_day() -> None:
    wanted = dt.datetime(2026, 12, 2, 10, 0, tzinfo=dt.UTC)
    found = rows(tracked(Status.TO_COMPLETE, wanted=("ly_hon",), wanted_by=wanted))
    assert list(found)[:2] == ["wanted", "wanted_by"]
    assert found["wanted"] == "Bản án, quyết định hoặc ghi chú ly hôn"
    assert found["wanted_by"] == "02/12/2026"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refusal_says_why_in_words(language: Language) -> None:
    said = {
        rows(tracked(Status.NOT_RECEIVED, reason=reason), language)["reason"]
        for reason in REFUSAL_REASONS
    }
    assert len(said) == len(REFUSAL_REASONS)
    assert not said & set(REFUSAL_REASONS)
    assert "reason" not in rows(tracked(Status.NOT_RECEIVED, reason="of-a-newer-portal"), language)


def test_a_day_to_come_back_is_told_only_once_an_officer_has_received() -> None:
    due = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
    assert "due" not in rows(tracked(Status.SENT, due_at=due))
    assert rows(tracked(Status.RECEIVED, due_at=due))["due"] == "17:00 30/11/2026"


def test_a_status_of_a_newer_portal_is_shown_without_a_promise() -> None:
    due = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
    newer = tracked(11, due_at=due, wanted=("van_ban",))
    assert page(newer).title == "Hồ sơ đang ở cơ quan. Hỏi cán bộ để biết thêm."
    assert not {"due", "wanted", "reason"} & rows(newer).keys()
    assert not tracking.may_complete(newer)
    assert tracking.result(newer) is None


def test_what_lies_here_is_not_said_to_be_sent() -> None:
    found = page(Following(where="here", stored_at=AT))
    assert [item.label for item in found.items] == ["Đã lưu lúc"]
    assert "gửi khi có mạng" in found.lead


@pytest.mark.parametrize("where", ["away", "unknown", "paused"])
def test_every_other_answer_is_a_sentence(where: str) -> None:
    found = page(Following.model_validate({"where": where, "retry_after_s": 30}))
    assert found.lead
    assert found.items == ()


def test_codes_of_other_systems_are_named_with_where_to_ask() -> None:
    code = read_code("H26.14-261125-0001")
    assert not isinstance(code, type(parse_code("H3K-7QP-2MH")))
    assert rows(code) == {"code": "H26.14-261125-0001", "where": "dichvucong.gov.vn"}  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["H3K7QP2MR", "H3K", "H3K7QP2M?"])
def test_a_slip_of_the_finger_is_said_to_be_one(typed: str) -> None:
    with pytest.raises(BadCodeError) as raised:
        parse_code(typed)
    assert page(NotACode(raised.value.problem)).lead
