"""What a management board types becomes a notice, or each mistake is named where it is."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.notice import Topic
from kiosk.domain.notice_draft import DraftError, read_draft, syllables, written
from kiosk.domain.words import Words

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
TYPED = {
    "topic": "utilities",
    "title_vi": "  Cắt nước   chiều nay ",
    "body_vi": "Từ 14 giờ.\r\n\r\n\r\n\r\nHỏi bảo vệ.  ",
    "source": "Ban quản lý tòa nhà",
    "starts": "2026-11-25T09:00",
    "ends": "2026-11-25T17:00",
    "urgent": "1",
    "blocks": "A, b; A",
    "floors": "2, 5-7, Trệt",
}


def wrong(**changes: str) -> dict[str, str]:
    with pytest.raises(DraftError) as found:
        read_draft(TYPED | changes, now=NOW, zone=ZONE)
    return found.value.wrong


def test_what_was_typed_is_understood() -> None:
    draft = read_draft(TYPED, now=NOW, zone=ZONE)
    assert draft.topic is Topic.UTILITIES
    assert draft.title == Words("Cắt nước chiều nay")
    assert draft.body.vi == "Từ 14 giờ.\n\nHỏi bảo vệ."
    assert draft.starts_at == NOW
    assert draft.ends_at - draft.starts_at == dt.timedelta(hours=8)
    assert (draft.blocks, draft.floors) == (("A", "b"), ("2", "5", "6", "7", "Trệt"))
    assert draft.urgent


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title_vi": " \u200b "}, {"title_vi": "empty"}),
        ({"body_vi": "", "source": ""}, {"body_vi": "empty", "source": "empty"}),
        ({"title_vi": "a" * 121}, {"title_vi": "long"}),
        ({"title_en": "Water"}, {"body_en": "half_english"}),
        ({"body_en": "Water"}, {"title_en": "half_english"}),
        ({"ends": "2026-11-25T09:00"}, {"ends": "before"}),
        ({"starts": "2026-11-01T09:00", "ends": "2026-11-25T09:00"}, {"ends": "over"}),
        ({"ends": "2028-01-01T00:00"}, {"ends": "far"}),
        ({"starts": "mai", "ends": ""}, {"starts": "time", "ends": "time"}),
        ({"starts": "0001-01-01T00:00"}, {"starts": "time"}),
        ({"ends": "9999-12-31T23:59:59.999999-14:00"}, {"ends": "far"}),
        ({"topic": "weather"}, {"topic": "choose"}),
        ({"floors": "1-300"}, {"floors": "places"}),
        ({"blocks": "toàn bộ các khối nhà phía đông"}, {"blocks": "places"}),
        ({"floors": "0-999," * 100}, {"floors": "places"}),
    ],
)
def test_each_mistake_is_named_at_its_field(changes: dict[str, str], why: dict[str, str]) -> None:
    assert wrong(**changes) == why


@given(st.dictionaries(st.sampled_from(sorted(TYPED)), st.text(max_size=40)))
def test_whatever_is_typed_is_a_notice_or_named_mistakes(typed: dict[str, str]) -> None:
    try:
        draft = read_draft(TYPED | typed, now=NOW, zone=ZONE)
    except DraftError as error:
        named = error.wrong
    else:
        named = {}
        assert draft.starts_at < draft.ends_at
        assert draft.ends_at > NOW
        assert draft.starts_at.astimezone(dt.UTC) < draft.ends_at.astimezone(dt.UTC)
        assert draft.title.vi.strip()
    assert set(named) <= {*TYPED, "title_en", "body_en"}


def test_syllables_are_counted_as_they_are_read() -> None:
    assert syllables("Cắt nước tầng 5 đến 9 – chiều nay") == 8


def test_floors_are_written_as_they_were_typed() -> None:
    draft = read_draft(TYPED | {"floors": "2, 5-9, 11, 12, Trệt"}, now=NOW, zone=ZONE)
    assert written(draft.floors) == "2, 5-9, 11, 12, Trệt"
    assert written(()) == ""
