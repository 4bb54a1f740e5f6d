"""Every slip of the product, as a printer would hand it out: from the bytes that it is sent."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PIL import Image

from devices.printer.profile import profile
from devices.printer.raster import encode
from devices.sim.decoder import Cut, SlipDecoder
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from kiosk.settings import Settings, Site
from kiosk.slips.check import checked
from kiosk.slips.dossier_slip import ChecklistSlip, DossierSlip, draw
from kiosk.slips.draft_slip import DraftSlip
from kiosk.slips.sample import sample
from kiosk.slips.ticket_slip import TicketSlip
from kiosk.texts import text
from ui.page import Circumstances
from ui.sending import checklist

Slip = TicketSlip | DossierSlip | ChecklistSlip | DraftSlip
AT: Final = dt.datetime(2026, 11, 25, 3, 3, tzinfo=dt.UTC)
HUB: Final = "http://192.168.10.20:8460"
PORTAL: Final = "https://cong.songmay.example"
WARD: Final = TicketSlip(
    office="Phường Sông Mây (đơn vị minh họa)",
    number="A042",
    service="Khai sinh, kết hôn, khai tử",
    at=AT,
    ahead=12,
    follow_url=f"{HUB}/t/AbCdEfGhIjKlMnOpQrStUv",
    hotline="1900 1234",
)
ENGLISH: Final = replace(
    WARD,
    office="Song May Ward (demonstration office)",
    service="Birth, marriage and death",
    language="en",
)
LONGEST: Final = replace(
    WARD,
    office="Trung tâm Phục vụ hành chính công phường Nguyễn Thị Minh Khai",
    number="W9999",
    service="Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất "
    "do chuyển nhượng, tặng cho",
    ahead=0,
    offline=True,
    reprint=True,
    priority=True,
)
DOSSIER: Final = DossierSlip(
    office="UBND phường Sông Mây (minh họa)",
    procedure="Xác nhận tình trạng hôn nhân (độc thân)",
    code="H3K-7QP-2MR",
    secret="7K2M",  # noqa: S106 - stands on a sample
    at=AT,
    follow_url=f"{PORTAL}/d/H3K-7QP-2MR#7K2M",
    pages=2,
    bring=("Căn cước, hộ chiếu, giấy có ảnh còn hạn, hoặc VNeID",),
    hotline="1900 1234",
)
CHECKLIST: Final = ChecklistSlip(
    office="UBND phường Sông Mây (minh họa)",
    procedure="Đăng ký kết hôn",
    papers=(
        ("Tờ khai đăng ký kết hôn", "Có sẵn tại quầy, không mất tiền"),
        ("Giấy xác nhận tình trạng hôn nhân", "Bản chính, cấp chưa quá 6 tháng"),
        ("Bản án hoặc quyết định ly hôn", "Chỉ khi đã từng ly hôn"),
        ("Căn cước của hai người", "Đưa cán bộ xem, rồi nhận lại"),
    ),
    facts=(("Lệ phí", "Không thu"), ("Thời hạn", "Trong ngày")),
    hotline="1900 1234",
    at=AT,
    follow_url=f"{PORTAL}/p/1.000894",
)
DRAFT: Final = DraftSlip(DOSSIER.office, "AbCdEfGhIjKlMnOpQrStUv", AT + dt.timedelta(minutes=15))
_LONGEST_LIST: Final = max(
    load_catalogue().procedures.values(), key=lambda procedure: len(procedure.requirements)
)
_HERE: Final = Circumstances(
    "vi",
    Words(vi=CHECKLIST.office, en=CHECKLIST.office),
    hotline=CHECKLIST.hotline,
    phone=f"{PORTAL}/p/{_LONGEST_LIST.code}",
)
SLIPS: Final[dict[str, Slip]] = {
    "ticket-vi": WARD,
    "ticket-en": ENGLISH,
    "ticket-vi-next": replace(WARD, ahead=0, hotline=""),
    "ticket-vi-priority": replace(WARD, priority=True),
    "ticket-vi-offline": replace(WARD, number="D501", ahead=None, offline=True),
    "ticket-vi-reprint": replace(WARD, reprint=True),
    "ticket-vi-longest": LONGEST,
    "ticket-en-offline-reprint": replace(ENGLISH, ahead=None, offline=True, reprint=True),
    "test-vi": sample(
        Settings(site=Site(name_vi=WARD.office, name_en=ENGLISH.office, hotline="1900 1234")), AT
    ),
    "dossier-vi": DOSSIER,
    "dossier-en": replace(
        DOSSIER,
        office="Song May Ward (demonstration)",
        procedure="Certificate of marital status (single)",
        bring=("Identity card, passport or VNeID",),
        language="en",
    ),
    "dossier-vi-ahead": replace(DOSSIER, filing="prepare"),
    "dossier-vi-supplement": replace(DOSSIER, supplement=True, bring=()),
    "dossier-vi-longest": replace(
        DOSSIER,
        bring=tuple(item.name.vi for item in _LONGEST_LIST.requirements),
        source="Theo bản chụp ngày 01/11/2026 của Cổng dịch vụ công, chưa được cơ quan đối chiếu.",
    ),
    "feedback-vi": replace(
        DOSSIER, procedure=text("feedback.name", "vi"), pages=0, bring=(), feedback=True
    ),
    "feedback-en": replace(
        DOSSIER,
        office="Song May Ward (demonstration)",
        procedure=text("feedback.name", "en"),
        pages=0,
        bring=(),
        feedback=True,
        language="en",
    ),
    "checklist-vi": CHECKLIST,
    "checklist-en": replace(
        CHECKLIST,
        office="Song May Ward (demonstration)",
        procedure="Registering a marriage",
        papers=(("Application form", "At the desk, free"), ("Both identity cards", "To show")),
        facts=(("Fee", "None"), ("Time", "The same day")),
        language="en",
        follow_url="",
    ),
    "checklist-vi-longest": checklist(_LONGEST_LIST, None, _HERE, AT),
    "draft-vi": DRAFT,
    "draft-en": replace(DRAFT, office="Song May Ward (demonstration)", language="en"),
}


def printed(slip: Slip) -> Image.Image:
    """What comes out when the bytes for this slip go to a printer; mode "1", 576 dots wide."""
    drawn = draw(slip) if isinstance(slip, ChecklistSlip) and not slip.follow_url else checked(slip)
    (picture,) = _pictures(encode(drawn, profile("generic-80mm")))
    return picture


def _pictures(stream: bytes) -> Iterator[Image.Image]:
    for event in SlipDecoder().feed(stream):
        if isinstance(event, Cut) and event.picture is not None:
            yield event.picture
