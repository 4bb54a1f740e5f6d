"""The demonstration as an apartment building: its name, its board, and what the board writes."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.contract.hub import Words
from kiosk.domain.notice import Topic
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.settings import Settings, Site
from ui.demo.moon import moon
from ui.demo.notice_writer import NoticeWriter, Written

SITE: Final = "chung-cu-song-may"
NAME: Final = Words(vi="Chung cư Sông Mây (minh họa)", en="Song May Apartments (demonstration)")
#: The management board's name at the portal.
BOARD: Final = "banquanly"
_BOARD: Final = "Ban quản lý tòa nhà (minh họa)"


def as_building(base: Settings) -> Settings:
    """`base` in a building's lobby; unchanged where it stands in one already."""
    if base.site.profile == "building":
        return base
    site = base.site.model_copy(
        update={"profile": "building", "name_vi": NAME.vi, "name_en": NAME.en}
    )
    return base.model_copy(update={"site": site})


def as_office(base: Settings) -> Settings:
    """`base` in an office; a building gets the name of the demonstration's ward."""
    if base.site.profile == "office":
        return base
    plain = Site()
    names = {"profile": "office", "name_vi": plain.name_vi, "name_en": plain.name_en}
    return base.model_copy(update={"site": base.site.model_copy(update=names)})


def building_name(settings: Settings) -> Words:
    """What the building is called."""
    site = as_building(settings).site
    return Words(vi=site.name_vi, en=site.name_en)


@dataclass(frozen=True, slots=True)
class Sample:
    """A notice of the demonstration, shown for `days` from now."""

    topic: Topic
    title: Words
    body: Words
    source: str = _BOARD
    days: int = 3
    urgent: bool = False

    def written(self, now: dt.datetime) -> Written:
        """As it is typed at `now`."""
        start = now.astimezone(OFFICE_ZONE)
        return Written(
            topic=self.topic,
            title=self.title,
            body=self.body,
            source=self.source,
            starts=start,
            ends=start + dt.timedelta(days=self.days),
            urgent=self.urgent,
        )


#: What makes everybody stop. The only one that the tour's board writes in a browser.
WATER: Final = Sample(
    Topic.UTILITIES,
    Words(vi="Cắt nước cả tòa nhà từ 8 giờ sáng mai", en="No water tomorrow from 8 in the morning"),
    Words(
        vi="Nước sạch ngừng từ 8 giờ đến 11 giờ để rửa bể.\n"
        "Mời các gia đình trữ nước từ tối nay.\n"
        "Cần hỏi thêm, mời gặp lễ tân ở sảnh.",
        en="Water stops from 8 to 11: the tank is cleaned.\nPlease store some tonight.\n"
        "Questions: at the reception.",
    ),
    days=1,
    urgent=True,
)
LANTERN: Final = Sample(
    Topic.GROUPS,
    Words(vi="Đêm hội trăng rằm ở sân tòa nhà", en="Full moon evening in the courtyard"),
    Words(
        vi="Các cháu rước đèn lúc 19 giờ thứ Bảy tại sân trước sảnh A.\n"
        "Nhóm cư dân chuẩn bị bánh và đèn, mời mang theo ghế.",
        en="Children carry lanterns at 19:00 on Saturday in front of lobby A.\n"
        "Bring a chair; cakes and lanterns are there.",
    ),
    "Nhóm cư dân sảnh A (minh họa)",
    days=6,
)
#: Written when the demonstration begins, the last one on top; the lantern with a picture.
CALM: Final = (
    Sample(
        Topic.HEALTH,
        Words(vi="Tiêm phòng cúm cho người cao tuổi", en="Flu vaccination for older people"),
        Words(
            vi="Trạm y tế phường tiêm sáng thứ Tư và thứ Năm.\nMời mang theo thẻ bảo hiểm y tế.",
            en="At the ward's health station on Wednesday and Thursday morning.\n"
            "Bring the health insurance card.",
        ),
        "Phường Sông Mây (minh họa)",
        days=5,
    ),
    Sample(
        Topic.LOST_FOUND,
        Words(vi="Nhặt được chùm chìa khóa ở thang máy số 2", en="Keys found in lift 2"),
        Words(
            vi="Chùm ba chìa khóa có móc gỗ. Mời nhận lại ở bàn bảo vệ sảnh A.",
            en="Three keys on a wooden tag. They are at the guards' desk in lobby A.",
        ),
        "Bảo vệ tòa nhà (minh họa)",
        days=10,
    ),
    LANTERN,
)


def write_calm(writer: NoticeWriter, folder: Path, *, now: dt.datetime) -> None:
    """Write the calm notices through the portal's page; a picture is drawn in `folder`."""
    for sample in CALM:
        picture = moon(folder / "moon.png").read_bytes() if sample is LANTERN else None
        writer.write(sample.written(now), picture=picture)
