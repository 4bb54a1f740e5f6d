"""What is told to whoever holds a slip: where it is, what is wanted, and nothing more."""

import datetime as dt
import re
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.contract.agent import Following
from kiosk.contract.hub import Words as NamesOf
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier import Status
from kiosk.domain.dossier_code import BadCodeError, OfficialCode, parse_code, read_code
from kiosk.domain.feedback import FEEDBACK
from kiosk.domain.words import Words
from kiosk.portal.casework import REFUSAL_REASONS
from kiosk.services.catalogue import load_catalogue
from kiosk.services.track_dossier import Answer, NotACode
from ui import tracking
from ui.page import Circumstances, Language, Page

AT = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)
CATALOGUE = load_catalogue()
ICONS = Path(tracking.__file__).parent / "qml/Kiosk/Controls/Icons.qml"
TOPICS = ICONS.read_text(encoding="utf-8").partition("topics: (")[2].partition("})")[0]
SIGNS = set(re.findall(r'"?([\w:]+)"?: (?:"|icons)', TOPICS))


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
    assert [item.label for item in found.items] == ["Đã lưu lúc", "Việc tiếp theo"]
    assert "gửi khi có mạng" in found.lead


@pytest.mark.parametrize("where", ["away", "unknown", "paused"])
def test_every_other_answer_is_a_sentence(where: str) -> None:
    found = page(Following.model_validate({"where": where, "retry_after_s": 30}))
    assert found.lead
    assert found.items == ()


@pytest.mark.parametrize(("seconds", "words"), [(60, "60 giây"), (121, "3 phút"), (900, "15 phút")])
def test_a_long_pause_is_told_in_minutes(seconds: int, words: str) -> None:
    found = page(Following(where="paused", retry_after_s=seconds))
    assert f"Mời chờ {words} rồi thử lại" in found.lead


@pytest.mark.parametrize(
    ("typed", "asks"),
    [("H26.14-261125-0001", True), ("G15.07-261125-0001", True), ("K15.07-261125-0001", False)],
)
def test_codes_of_other_systems_are_named_with_where_to_ask(typed: str, asks: bool) -> None:  # noqa: FBT001
    code = read_code(typed)
    assert isinstance(code, OfficialCode)
    here = Circumstances("vi", Words("UBND", "Ward"), hotline="0214 3 999 999")
    said = tracking.page(code, CATALOGUE, here)
    told = {item.key: item.detail for item in said.items}
    where = {"where": "dichvucong.gov.vn"} if asks else {}
    assert told == {"code": typed, **where, "hotline": "0214 3 999 999"}
    assert all(item.label and item.icon in SIGNS for item in said.items)
    assert said.code == ("https://dichvucong.gov.vn" if asks else "")
    assert bool(said.ahead) == asks
    assert "hotline" not in rows(code)


@pytest.mark.parametrize("status", [*Status, 11])
def test_every_row_has_its_name_and_a_sign_that_the_screen_knows(status: int) -> None:
    told = page(
        tracked(
            status,
            wanted=("ly_hon",),
            wanted_by=AT,
            due_at=AT,
            official_code="H26.14-261125-0001",
            reason=next(iter(REFUSAL_REASONS)),
        )
    )
    assert len(told.items) >= 6
    for item in told.items:
        assert item.label, item
        assert item.icon in SIGNS, item


@pytest.mark.parametrize(
    ("status", "passed"),
    [
        (Status.SENT, 1),
        (Status.RECEIVED, 2),
        (Status.IN_PROGRESS, 2),
        (Status.TO_PAY, 2),
        (Status.SETTLED, 3),
        (Status.HANDED_OVER, 4),
    ],
)
def test_the_way_of_a_dossier_has_no_station_ahead_of_the_officer(
    status: Status, passed: int
) -> None:
    way = tracking.way(tracked(status))
    assert way.stations == ("sent", "received", "settled", "handed")
    assert way.passed == passed


@pytest.mark.parametrize(
    "status", [Status.NOT_RECEIVED, Status.TO_COMPLETE, Status.WITHDRAWN, Status.STOPPED, 11]
)
def test_no_way_is_drawn_where_it_is_not_known_how_it_goes_on(status: int) -> None:
    assert not tracking.way(tracked(status)).stations


def test_what_lies_here_has_the_way_to_the_officer_before_it() -> None:
    here = Following(where="here", stored_at=AT, procedure="1.004873")
    assert tracking.way(here) == tracking.Way(("stored", "sent", "received"), 1)
    delivered = Following(where="last-known", stored_at=AT, delivered=True)
    assert tracking.way(delivered).passed == 2
    assert rows(here)["procedure"] == "Xác nhận tình trạng hôn nhân (độc thân)"
    for none in (None, Following(where="away"), Following(where="here", procedure=FEEDBACK)):
        assert not tracking.way(none).stations


@pytest.mark.parametrize("typed", ["H3K7QP2MR", "H3K", "H3K7QP2M?"])
def test_a_slip_of_the_finger_is_said_to_be_one(typed: str) -> None:
    with pytest.raises(BadCodeError) as raised:
        parse_code(typed)
    assert page(NotACode(raised.value.problem)).lead
