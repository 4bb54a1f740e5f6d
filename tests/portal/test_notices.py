"""A notice goes from a management board's page to a kiosk's shelf, and its counts come back."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from PIL import Image

from kiosk.agent import downlink
from kiosk.clock import utc_now
from kiosk.contract.hub import Words
from kiosk.contract.notices import NoticePicture
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.portal import setup, tables
from kiosk.portal.roles import Role
from kiosk.portal.routes_notices import PICTURE_LIMIT
from kiosk.portal.sites import Sites
from kiosk.portal.staff import StaffRoom
from kiosk.portal.store import Store, migrate, migrations
from kiosk.remote.portal_client import PortalClient, PortalRefusedError
from kiosk.services import notices
from kiosk.services.notices import NoticeShelf
from offline_queue.database import open_database
from tests.portal.world import (
    OFFICE,
    PASSWORD,
    Browser,
    Kiosk,
    RunningPortal,
    declaration,
    new_ids,
    wait_until,
)

TOWERS = ("may-trang", "may-xanh")


@dataclass
class Building:
    """A portal with two towers, a management board for each, and a kiosk in the first."""

    portal: RunningPortal
    kiosk: Kiosk
    shelf: NoticeShelf

    def store(self) -> Store:
        return Store(self.portal.folder / setup.STORE)


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    portal = RunningPortal(tmp_path / "portal")
    store = Store(portal.folder / setup.STORE)
    room = StaffRoom(store, clock=utc_now)
    for tower in TOWERS:
        Sites(store).add(tower, OFFICE, Words(vi=f"Tòa {tower}", en=tower), now=utc_now())
        room.add(f"bql-{tower}", PASSWORD, role=Role.NOTICES, office_id=OFFICE, sites=[tower])
    portal.start()
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", portal.provision())
    Sites(store).settle("lobby-1", TOWERS[0], now=utc_now())
    store.close()
    shelf = NoticeShelf(kiosk.data, clock=utc_now, block="A")
    yield Building(portal, kiosk, shelf)
    shelf.close()
    kiosk.close()
    portal.stop()


def local(**later: float) -> str:
    at = utc_now().astimezone(OFFICE_ZONE) + dt.timedelta(**later)
    return at.strftime("%Y-%m-%dT%H:%M")


def drawn(kind: str = "PNG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "the owner's flat"
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


def words(**changes: object) -> dict[str, object]:
    return {
        "topic": "utilities",
        "title_vi": "Cắt nước chiều nay",
        "body_vi": "Từ 14 giờ đến 17 giờ.",
        "source": "Ban quản lý tòa nhà",
        "starts": local(minutes=-1),
        "ends": local(hours=5),
        **changes,
    }


def send(
    writer: Browser,
    form: dict[str, object],
    *,
    to: str = "new",
    do: str = "save",
    picture: bytes = b"",
    csrf: str = "",
) -> requests.Response:
    """Send the form of a notice as a browser does."""
    return writer.http.post(
        f"{writer.url}/staff/notices/{to}",
        data={"csrf": csrf or token_of(writer), "do": do, **form},
        files={"picture": ("a.png" if picture else "", picture)},
        timeout=20,
        allow_redirects=False,
    )


def token_of(writer: Browser) -> str:
    page = writer.get("/staff/notices").text
    return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def board(building: Building, tower: str = TOWERS[0]) -> Browser:
    return Browser(building.portal.url).sign_in(f"bql-{tower}")


def only_id(building: Building) -> str:
    return str(building.portal.rows(tables.notice)[0]["id"])


def titles(building: Building) -> list[str]:
    building.shelf.refresh()
    return [each.title.vi for each in building.shelf.showing()]


def test_a_form_sent_twice_is_one_notice_and_a_changed_one_another(building: Building) -> None:
    writer = board(building)
    blank = writer.get("/staff/notices/new").text
    key = blank.split('name="key" value="', 1)[1].split('"', 1)[0]
    times = {"starts": local(), "ends": local(hours=2)}
    for title in ("Cắt nước", "Cắt nước", "Có nước lại"):
        sent = send(writer, words(title_vi=title, key=key, **times))
        assert (sent.status_code, sent.headers["location"]) == (303, "/staff/notices?saved=new")
    found = building.portal.rows(tables.notice)
    assert [row["title_vi"] for row in found] == ["Cắt nước", "Có nước lại"]
    assert found[0]["id"] == key


def test_a_notice_reaches_the_kiosk_and_its_counts_come_back(building: Building) -> None:
    writer, kiosk = board(building), building.kiosk
    kiosk.start_agent()
    sent = send(writer, words(urgent="1", blocks="A, B"), picture=drawn())
    assert (sent.status_code, sent.headers["location"]) == (303, "/staff/notices?saved=new")
    wait_until(lambda: titles(building) == ["Cắt nước chiều nay"])
    wait_until(lambda: building.shelf.refresh() or building.shelf.showing()[0].picture)
    shown = building.shelf.showing()[0]
    assert shown.urgent
    assert shown.picture is not None
    with Image.open(shown.picture) as picture:
        assert picture.size == (1600, 800)
        assert not picture.getexif()

    for _ in range(3):
        building.shelf.shown(shown.id)
    building.shelf.opened(shown.id)
    building.shelf.flush()
    wait_until(lambda: "Shown 3 times, opened 1 times" in writer.get("/staff/notices").text)
    assert "on 1 of 1 kiosks" in writer.get("/staff/notices").text

    known = only_id(building)
    assert 'value="Cắt nước chiều nay"' in writer.get(f"/staff/notices/{known}").text
    kept = str(building.portal.rows(tables.notice)[0]["picture"])
    changed = send(writer, words(title_vi="Có nước lại từ 15 giờ", kept_picture=kept), to=known)
    assert changed.status_code == 303
    wait_until(lambda: titles(building) == ["Có nước lại từ 15 giờ"])

    building.portal.stop()
    kiosk.stop_agent()
    assert titles(building) == ["Có nước lại từ 15 giờ"]  # the shelf needs nobody
    building.portal.start()
    kiosk.start_agent()
    assert writer.post(f"/staff/notices/{known}/withdraw", csrf=token_of(writer)).status_code == 303
    wait_until(lambda: titles(building) == [])
    assert send(writer, words(), to=known).status_code == 422
    assert list((kiosk.data / "notice-pictures").iterdir()) == []
    told = [(row["actor"], row["action"]) for row in building.portal.rows(tables.audit)]
    for deed in ("notice-written", "notice-changed", "notice-withdrawn"):
        assert (f"staff:bql-{TOWERS[0]}", deed) in told


def test_a_disk_that_takes_no_pictures_stops_neither_words_nor_dossiers(
    building: Building,
) -> None:
    pictures = building.kiosk.data / "notice-pictures"
    pictures.write_text("in the way")
    building.kiosk.start_agent()
    assert send(board(building), words(), picture=drawn()).status_code == 303
    wait_until(lambda: titles(building) == ["Cắt nước chiều nay"])
    before = building.portal.rows(tables.device)[0]["seen_at"]
    wait_until(lambda: building.portal.rows(tables.device)[0]["seen_at"] != before)
    ids = new_ids()
    building.kiosk.submitting.submit(ids, declaration(), (), office_id=OFFICE)
    building.kiosk.poke()
    wait_until(lambda: building.kiosk.states()[str(ids.dossier_id)] == "purged")


def test_a_mistake_is_named_and_nothing_typed_is_lost(building: Building) -> None:
    writer = board(building)
    answer = send(
        writer, words(body_vi="", ends=local(hours=-3), floors="3, 5-9"), picture=drawn("JPEG")
    )
    assert answer.status_code == 422
    assert "2 places need a change" in answer.text
    assert "This is missing." in answer.text
    assert 'value="Cắt nước chiều nay"' in answer.text
    assert 'value="3, 5-9"' in answer.text
    kept = re.search('name="kept_picture" value="([0-9a-f]{64})"', answer.text)
    assert kept is not None
    assert writer.get(f"/staff/notices/pictures/{kept[1]}").headers["content-type"] == "image/jpeg"

    preview = send(writer, words(kept_picture=kept[1], title_vi="<b>Nước</b>"), do="preview")
    assert preview.status_code == 200
    assert "&lt;b&gt;Nước&lt;/b&gt;" in preview.text
    assert "On a kiosk it looks like this" in preview.text
    assert building.portal.rows(tables.notice) == []

    broken = send(writer, words(), picture=b"\x89PNG no picture")
    assert broken.status_code == 422
    assert "This picture cannot be opened" in broken.text
    large = send(writer, words(title_vi="Giữ lại"), picture=bytes(PICTURE_LIMIT + 1))
    assert large.status_code == 422
    assert "larger than 12 MB" in large.text
    assert 'value="Giữ lại"' in large.text
    assert send(writer, words(kept_picture="0" * 64)).status_code == 404
    assert building.portal.rows(tables.notice) == []


def test_a_writer_of_notices_sees_no_dossier_and_no_other_towers_notices(
    building: Building,
) -> None:
    writer, other = board(building), board(building, TOWERS[1])
    assert writer.get("/staff").headers["location"] == "/staff/notices"
    for path in ("/staff/audit", "/staff/dossiers/x", "/staff/code/AAA-AAA-AAA"):
        assert writer.get(path).status_code == 403, path
    token = token_of(writer)
    for path in ("/staff/export", "/staff/dossiers/x/accept"):
        assert writer.post(path, csrf=token).status_code == 403, path
    assert writer.post("/staff/unlock", csrf=token, passphrase="x").status_code == 403

    assert send(writer, words()).status_code == 303
    notice = only_id(building)
    clerk = Browser(building.portal.url).sign_in("lan")
    assert "Cắt nước chiều nay" in clerk.get("/staff/notices").text
    for stranger in (other, Browser(building.portal.url).sign_in("xa")):
        assert "Cắt nước chiều nay" not in stranger.get("/staff/notices").text
        assert stranger.get(f"/staff/notices/{notice}").status_code == 404
        assert send(stranger, words(), to=notice).status_code == 404
        gone = stranger.post(f"/staff/notices/{notice}/withdraw", csrf=token_of(stranger))
        assert gone.status_code == 404
    nobody = Browser(building.portal.url)
    assert nobody.get("/staff/notices").headers["location"] == "/staff/sign-in"
    assert send(nobody, words(), csrf="x").status_code == 401
    assert send(writer, words(), csrf="stale").status_code == 403
    assert len(building.portal.rows(tables.notice)) == 1


def test_staff_choose_among_their_places_and_kiosks_and_no_others(building: Building) -> None:
    clerk = Browser(building.portal.url).sign_in("lan")
    nowhere = send(clerk, words())
    assert nowhere.status_code == 422
    assert "Choose at least one place." in nowhere.text
    assert send(clerk, words(place="nui-xa")).status_code == 422
    foreign = send(clerk, words(place=TOWERS[1], kiosk="lobby-1"))
    assert "Choose at least one place this account" in foreign.text
    assert send(clerk, words(place=list(TOWERS), title_vi="Cho cả hai")).status_code == 303
    assert send(clerk, words(place=TOWERS[1], title_vi="Chỉ tòa xanh")).status_code == 303
    assert send(clerk, words(place=OFFICE, title_vi="Ở phường")).status_code == 303
    building.kiosk.start_agent()
    wait_until(lambda: titles(building) == ["Cho cả hai"])


def test_a_kiosk_gets_the_notices_and_pictures_of_its_own_place_alone(building: Building) -> None:
    assert send(board(building, TOWERS[1]), words(), picture=drawn()).status_code == 303
    other = str(building.portal.rows(tables.notice)[0]["picture"])
    enrolment = building.kiosk.enrolment
    client = PortalClient(
        building.portal.url,
        enrolment.device_key(),
        server_keys=enrolment.server_keys,
        ca=None,
        clock=utc_now,
    )
    text = client.notices(0)
    assert text is not None
    taken = building.shelf.take(text)
    assert taken.notices == ()
    assert taken.audience == ("lobby-1",)
    assert client.notices(taken.serial) is None
    wanted = building.portal.rows(tables.notice_picture)[0]
    assert wanted["sha256"] == other
    with pytest.raises(PortalRefusedError):
        client.picture(picture_of(wanted))
    now = client.time()
    assert now is not None
    assert abs(now - utc_now()) < dt.timedelta(seconds=5)
    store = building.store()
    Sites(store).settle("lobby-1", TOWERS[1], now=utc_now())  # the kiosk is carried over
    store.close()
    moved = client.notices(taken.serial)
    assert moved is not None
    building.shelf.take(moved)
    (missing,) = building.shelf.missing()
    assert building.shelf.keep_picture(missing, client.picture(missing))
    client.close()


def picture_of(row: dict[str, object]) -> NoticePicture:
    content = row["content"]
    assert isinstance(content, bytes)
    return NoticePicture.model_validate(
        {"sha256": row["sha256"], "size": len(content), "media": row["media"]}
    )


def test_a_portal_of_the_version_before_keeps_its_staff_and_kiosks(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    database = open_database(path)
    database.conn.executescript(f"{migrations()[1]}\nPRAGMA user_version=1;")
    database.conn.executescript(
        """
        INSERT INTO office VALUES ('song-may', 'Sông Mây', 'Song May', '', '2026-11-25');
        INSERT INTO user VALUES ('lan', 'x', 0);
        INSERT INTO staff VALUES ('lan', 'song-may', 'clerk');
        INSERT INTO device (id, office_id) VALUES ('lobby-1', 'song-may');
        """
    )
    database.close()
    migrate(path)
    store = Store(path)
    with store.read() as connection:
        staff = connection.execute(sa.select(tables.staff)).all()
        kiosk = connection.execute(sa.select(tables.device)).mappings().one()
    store.close()
    assert [tuple(row) for row in staff] == [("lan", "song-may", "clerk")]
    assert (kiosk["site_id"], kiosk["notice_serial"]) == (None, 0)


def test_an_urgent_notice_is_due_on_the_screen_within_a_minute_also_after_an_outage() -> None:
    assert downlink.EVERY_S + notices.LOOK_S <= 60
    assert downlink.LONGEST_S + notices.LOOK_S <= 60
