"""The demonstration's office does a dossier's whole day with every program in its own process."""

import datetime as dt
import os
import queue
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.camera.pdf import to_pdf
from devices.camera.qr import read_still
from devices.camera.quality import Verdict
from devices.camera.rectify import Sheet
from devices.camera.scan import scan
from devices.camera.source import Camera
from devices.health import State
from devices.scanner.api import Scan
from devices.scanner.serial import SerialScanner
from kiosk.clock import utc_now
from kiosk.contract.hub import Words
from kiosk.contract.sealed_form import Person
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.services.notices import NoticeShelf
from kiosk.services.submit_dossier import Declaration, DossierIds, Stored
from kiosk.settings import Settings
from kiosk.slips.ticket_slip import TicketSlip, draw
from tests.portal.world import Kiosk, new_ids, uuid7, wait_until
from ui.demo import far_end, plain_search, scenes
from ui.demo.building import CALM
from ui.demo.dossiers import OFFICE, DossierOffice
from ui.demo.office_clerk import DeedRefusedError, OfficeClerk
from ui.demo.programs import ProgramFailedError
from ui.demo.tour_dossier import CANARIES
from ui.demo.web_page import NotOnPageError

#: Some fifty parts: long enough to be cut off in the middle, also on a fast machine.
LONG_PAGE = 12_000_000
MISSING = "Thiếu trang có chữ ký"
OFFICIAL_CODE = "H26.14-261125-0007"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DossierOffice]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "data").mkdir()
    name = Words(vi="Phường Sông Mây", en="Song May Ward")
    made = DossierOffice(folder, data=folder / "data", office=name, lobby=True)
    made.begin()
    try:
        made.wait_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture
def kiosk(office: DossierOffice) -> Iterator[Kiosk]:
    made = Kiosk(office.data, office.wait_enrolled())
    yield made
    made.close()


@pytest.fixture
def camera(office: DossierOffice) -> Iterator[Camera]:
    made = Camera(office.settings(Settings()).camera.url)
    made.start()
    yield made
    assert made.stop()


def card_before(office: DossierOffice, camera: Camera) -> Card:
    office.show(scenes.IDENTITY_CARD)
    found: list[Card] = []

    def read() -> bool:
        frame = camera.latest
        for code in read_still(frame.image) if frame else []:
            card = parse_card(code.data)
            if isinstance(card, Card):  # else what lay there before is still in the picture
                found.append(card)
        return bool(found)

    wait_until(read)
    return found[0]


def page_before(office: DossierOffice, camera: Camera, scene: scenes.Scene) -> bytes:
    office.show(scene)
    shown = camera.latest
    frame = camera.wait_for_frame(shown.number + 1 if shown else 0, timeout_s=5)
    assert frame is not None
    shot = scan(frame.image, sheet=Sheet.A4)
    assert shot.verdict is Verdict.GOOD
    assert shot.page is not None
    return to_pdf([shot.page], Sheet.A4)


def declaration(card: Card | None) -> Declaration:
    owner = None
    if card is not None:
        owner = Person(
            full_name=card.name,
            number=card.number.digits,
            address=card.address,
            phone=scenes.PHONE,
        )
    return Declaration(
        procedure="2.000635",
        catalogue_version="2026-11",
        form_version="1",
        owner=owner,
        identity="QR_CCCD",
        consent_version="2026-01",
        consented_at=utc_now(),
        answers={"noi_dung": f"Bản sao của {card.name}"} if card else {},
        not_scanned={},
    )


def leaks(office: DossierOffice, **more: str) -> list[plain_search.Leak]:
    return plain_search.search_apart([office.folder], {**CANARIES, **more})


def test_in_a_building_what_its_board_wrote_is_on_the_kiosk_when_people_come(
    office: DossierOffice,
) -> None:
    shelf = NoticeShelf(office.data, clock=utc_now)
    wait_until(lambda: shelf.refresh() or shelf.showing())
    assert {each.title.vi for each in shelf.showing()} == {each.title.vi for each in CALM}
    shelf.close()


def test_a_dossier_outlives_a_dead_portal_and_a_killed_agent_and_is_received_once_complete(
    office: DossierOffice, kiosk: Kiosk, camera: Camera
) -> None:
    card = card_before(office, camera)
    assert (card.name, card.number.digits, card.doubts) == (scenes.NAME, scenes.NUMBER, ())
    first = page_before(office, camera, scenes.FIRST_PAGE)
    second = page_before(office, camera, scenes.SECOND_PAGE)
    office.show(scenes.EMPTY_PLATE)
    assert first != second

    office.portal.stop()
    ids = new_ids()
    pages = (kiosk.scan(first), kiosk.scan(os.urandom(LONG_PAGE), 2))
    stored = kiosk.submitting.submit(ids, declaration(card), pages, office_id=OFFICE)
    kiosk.poke()
    wait_until(lambda: far_end.envelopes(office.data)[str(ids.dossier_id)].attempts > 0)
    assert kiosk.socket.track(str(ids.code), ids.secret).where == "here"
    assert leaks(office) == []

    _delivered_after_a_killed_agent(office, kiosk, ids)
    assert far_end.tracking_page(stored.follow_url).state == "Đã gửi, chờ tiếp nhận"

    clerk = office.clerk()
    path = clerk.find(str(ids.code))
    _read_and_asked_for_more(clerk, path, first)
    assert far_end.tracking_page(stored.follow_url).state == "Cần bổ sung giấy tờ"
    assert far_end.dossiers(office.portal_folder)[str(ids.code)].wanted == ("van_ban",)

    _supplemented(office, kiosk, ids, second)
    opened = clerk.open(path)
    assert len(opened.deliveries) == 2
    assert clerk.page(opened.deliveries[1].pages[0])[0] == second
    _received(clerk, path, stored)
    clerk.close()
    everything = far_end.dossiers(office.portal_folder)[str(ids.code)]
    assert everything.status == 2
    assert [each.kind for each in everything.deliveries] == ["new", "supplement"]
    assert leaks(office, words=MISSING, answer="Bản sao của") == []


def _delivered_after_a_killed_agent(office: DossierOffice, kiosk: Kiosk, ids: DossierIds) -> None:
    """The portal comes back, the agent dies in mid-upload, another one ends the work."""
    key, code = str(ids.dossier_id), str(ids.code)
    office.agent.kill()
    office.portal.start()
    office.agent.start()
    kiosk.poke()
    wait_until(lambda: far_end.incoming_bytes(office.portal_folder) > 0)
    office.agent.kill()
    half = far_end.dossiers(office.portal_folder)
    assert code not in half or half[code].deliveries[0].receipt_no is None
    assert far_end.envelopes(office.data)[key].state not in far_end.DELIVERED
    office.agent.start()
    kiosk.poke()
    wait_until(lambda: far_end.envelopes(office.data)[key].state == "purged")
    assert far_end.envelopes(office.data)[key].attempts >= 3
    assert list((office.data / "sealed").iterdir()) == []
    (delivery,) = far_end.dossiers(office.portal_folder)[code].deliveries
    assert delivery.receipt_no is not None
    assert [part.role for part in delivery.parts] == ["form", "page", "page"]
    assert all(part.whole for part in delivery.parts)


def _read_and_asked_for_more(clerk: OfficeClerk, path: str, first_page: bytes) -> None:
    opened = clerk.open(path)
    assert scenes.NAME in opened.deliveries[0].person.values()
    assert f"Bản sao của {scenes.NAME}" in opened.deliveries[0].answers.values()
    assert clerk.page(opened.deliveries[0].pages[0])[0] == first_page
    assert "accept" not in opened.deeds
    by = utc_now().date() + dt.timedelta(days=7)
    clerk.ask(path, ["van_ban"], by=by, words=MISSING)


def _supplemented(office: DossierOffice, kiosk: Kiosk, ids: DossierIds, page: bytes) -> None:
    more = uuid7()
    pages = (kiosk.scan(page, 1),)
    kiosk.submitting.supplement(ids, more, declaration(None), pages, office_id=OFFICE)
    kiosk.poke()
    wait_until(lambda: far_end.envelopes(office.data)[str(more)].state == "purged")


def _received(clerk: OfficeClerk, path: str, stored: Stored) -> None:
    clerk.compare(path)
    clerk.accept(path, OFFICIAL_CODE)
    received = far_end.tracking_page(stored.follow_url)
    assert received.state == "Đã tiếp nhận"
    assert OFFICIAL_CODE in received.facts.values()
    assert scenes.NAME not in received.text
    assert clerk.find(OFFICIAL_CODE) == path


def test_a_clerk_refuses_a_dossier_with_a_reason_and_its_owner_reads_which(
    office: DossierOffice, kiosk: Kiosk
) -> None:
    ids = new_ids()
    stored = kiosk.submitting.submit(
        ids, declaration(None), (kiosk.scan(b"page"),), office_id=OFFICE
    )
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    with pytest.raises(DeedRefusedError, match="mật khẩu"):
        OfficeClerk(office.url).sign_in("canbo", "another password")
    clerk = office.clerk()
    path = clerk.find(str(ids.code))
    reason = min(clerk.open(path).reasons)
    with pytest.raises(NotOnPageError):
        clerk.accept(path, "H26.14-261125-0008")
    with pytest.raises(NotOnPageError):
        clerk.refuse(path, "no-such-reason", words="Không thuộc thẩm quyền")
    clerk.refuse(path, reason, words="Không thuộc thẩm quyền")
    page = far_end.tracking_page(stored.follow_url)
    assert page.state == "Không được tiếp nhận"
    assert "Không thuộc thẩm quyền" not in page.text
    assert str(ids.code) in {each.code for each in clerk.inbox(ended=True)}
    wrong = far_end.tracking_page(f"{stored.follow_url[:-4]}AAAA")
    assert wrong.state is None
    assert wrong.notice
    clerk.close()


def test_a_printed_slip_is_read_by_the_camera_and_a_code_by_the_scanner(
    office: DossierOffice, camera: Camera, tmp_path: Path
) -> None:
    slip = TicketSlip(
        office="Phường Sông Mây",
        number="A042",
        service="Hộ tịch",
        at=utc_now(),
        ahead=3,
        follow_url=f"{office.url}/d/H3K-7QP-2MR#AB2C",
    )
    draw(slip).save(tmp_path / "slip.png")
    office.show(scenes.printed_slip(tmp_path / "slip.png"))
    read: list[str | None] = []

    def reads() -> list[str | None]:
        frame = camera.latest
        read.extend(code.text for code in read_still(frame.image)) if frame else None
        return read

    wait_until(reads)
    assert read[0] == slip.follow_url

    heard: queue.Queue[Scan] = queue.Queue()
    scanner = SerialScanner(office.settings(Settings()).scanner.url, on_scan=heard.put)
    scanner.start()
    wait_until(lambda: scanner.health.state is State.READY)
    office.scan(scenes.CARD)
    assert heard.get(timeout=5).text == scenes.CARD
    assert scanner.stop()
    with pytest.raises(ProgramFailedError, match="camera refuses: picture must be a file"):
        office.show(scenes.printed_slip(tmp_path / "none.png"))


def test_a_program_that_is_killed_from_outside_is_named_with_how_it_ended(
    office: DossierOffice,
) -> None:
    assert office.fallen() == []
    os.kill(office.agent.pid, signal.SIGKILL)
    wait_until(lambda: not office.agent.running)
    (said,) = office.fallen()
    assert said.startswith("agent is gone (killed by SIGKILL); it said last: ")
    office.agent.start()
    assert office.fallen() == []


def test_a_portal_that_cannot_start_is_named_and_nothing_is_left_running(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    made = DossierOffice(tmp_path, data=tmp_path / "data", office=Words(vi="A", en="A"))
    (tmp_path / "portal").write_text("in the way", encoding="utf-8")
    made.begin()
    with pytest.raises(ProgramFailedError, match="portal-setup did not start"):
        made.wait_ready()
    made.stop()
    assert not made.portal.running
    assert not made.agent.running
