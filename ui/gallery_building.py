"""What stands behind the pages of information in a gallery: sample notices, a sample building."""

import datetime as dt
import tempfile
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from kiosk.domain.notice import Notice, Topic
from kiosk.domain.words import Words
from ui.demo.moon import moon
from ui.stage import Stage

HALF_DAY: Final = dt.timedelta(hours=12)
DAY: Final = dt.timedelta(days=1)
BOARD: Final = "Ban quản lý tòa nhà (minh họa)"


def water(at: dt.datetime) -> Notice:
    """Urgent: no water tomorrow."""
    return Notice(
        "water",
        Topic.UTILITIES,
        Words("Tạm ngừng cấp nước sáng thứ Ba", "No water on Tuesday morning"),
        Words(
            "Nước sạch tạm ngừng từ 8 giờ đến 11 giờ để rửa bể.\n"
            "Mời các gia đình trữ nước từ tối thứ Hai.\n"
            "Cần hỏi thêm, gọi kỹ thuật của tòa nhà.",
            "Water stops from 8 to 11: the tank is cleaned.\nPlease store some on Monday.",
        ),
        BOARD,
        at - HALF_DAY,
        at - HALF_DAY,
        at + 2 * DAY,
        urgent=True,
    )


def lantern(at: dt.datetime, picture: Path) -> Notice:
    """A group of residents, with a picture."""
    return Notice(
        "lantern",
        Topic.GROUPS,
        Words("Đêm hội trăng rằm ở sân tòa nhà", "Full moon evening in the courtyard"),
        Words(
            "Các cháu rước đèn lúc 19 giờ thứ Bảy tại sân trước sảnh A.\n"
            "Nhóm cư dân chuẩn bị bánh và đèn, mời mang theo ghế.",
            "Children carry lanterns at 19:00 on Saturday in front of lobby A.",
        ),
        "Nhóm cư dân sảnh A (minh họa)",
        at - DAY,
        at - DAY,
        at + 5 * DAY,
        picture=picture,
    )


def keys(at: dt.datetime) -> Notice:
    """Found in the lift."""
    return Notice(
        "keys",
        Topic.LOST_FOUND,
        Words("Nhặt được chùm chìa khóa ở thang máy số 2", "Keys found in lift 2"),
        Words("Chùm ba chìa khóa có móc gỗ. Mời nhận lại ở bàn bảo vệ sảnh A."),
        "Bảo vệ tòa nhà (minh họa)",
        at - 2 * DAY,
        at - 2 * DAY,
        at + 10 * DAY,
    )


def flu(at: dt.datetime) -> Notice:
    """From the ward."""
    return Notice(
        "flu",
        Topic.HEALTH,
        Words("Tiêm phòng cúm cho người cao tuổi", "Flu vaccination for older people"),
        Words("Trạm y tế phường tiêm sáng thứ Tư và thứ Năm. Mời mang theo thẻ bảo hiểm y tế."),
        "Phường Sông Mây (minh họa)",
        at - 3 * DAY,
        at - 3 * DAY,
        at + 4 * DAY,
    )


def sample(at: dt.datetime) -> tuple[Notice, ...]:
    """A day in a building, in the order of the shelf."""
    folder = Path(_folder().name)
    return (water(at), lantern(at, moon(folder / "moon.png")), keys(at), flu(at))


@lru_cache(maxsize=1)
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory()


def pictured(at: dt.datetime) -> tuple[Notice, ...]:
    """The one with a picture alone."""
    return sample(at)[1:2]


def calm(at: dt.datetime) -> tuple[Notice, ...]:
    """Nothing urgent."""
    return sample(at)[1:]


class SampleNotices:
    """A shelf that stands still; counts what it is told."""

    def __init__(self, *notices: Notice) -> None:
        self.notices = notices
        self.shown_ids: list[str] = []
        self.opened_ids: list[str] = []

    def showing(self, topic: Topic | None = None) -> tuple[Notice, ...]:
        """All, or those of `topic`."""
        return tuple(each for each in self.notices if topic in {None, each.topic})

    def shown(self, notice_id: str) -> None:
        """Remember."""
        self.shown_ids.append(notice_id)

    def opened(self, notice_id: str) -> None:
        """Remember."""
        self.opened_ids.append(notice_id)

    def when_changed(self, call: Callable[[], None]) -> None:
        """Nothing changes."""


def plays(stage: Stage) -> None:
    """The attract screen shows a notice, and its picture if it has one."""
    stage.wait_until(partial(stage.shows, "attract.headline"))
    stage.image()
    stage.wait_until(stage.pictures_loaded)


def touch(*names: str) -> Callable[[Stage], None]:
    """Touch one thing after the other, from the attract screen."""

    def act(stage: Stage) -> None:
        for name in ("attract.begin", *names):
            stage.wait_until(partial(stage.shows, name))
            stage.tap(name)

    return act
