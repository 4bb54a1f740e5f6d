"""Feedback on its way: stored, sealed, sent once, read, answered; nobody unnamed is in it."""

import datetime as dt
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import utc_now
from kiosk.contract.portal import Manifest
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.feedback import FEEDBACK, LONGEST, PER_HOUR, Subject, Tone
from kiosk.domain.words import Words
from kiosk.services import disk_fault
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import DossierDesk, Fault, NotTakenError
from kiosk.services.submit_dossier import DossierIds, Stored
from tests.portal.world import (
    CANARY_NAME,
    CANARY_NUMBER,
    Browser,
    Kiosk,
    RunningPortal,
    new_ids,
    wait_until,
)
from ui import giving, tracking
from ui.page import Circumstances

HERE = Circumstances(language="vi", office=Words("Phường Sông Mây", "Song May Ward"))
#: Every Vietnamese letter with every mark is in it; an insult too, which blocks nothing.
LONG = unicodedata.normalize("NFC", ("Đồ ngốc! Chờ từ sáng: ăâêôơư ừểỗợẫẵ. " * 60)[:LONGEST])


def comment(text: str = "Chờ lâu.", **who: object) -> giving.Comment:
    return giving.Comment(Tone.COMPLAINT, Subject.WAITING, text, **who)  # type: ignore[arg-type]


class Lobby:
    """A kiosk with its desk of feedback and its agent."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.now = utc_now()
        self.desk = DossierDesk(kiosk.data, filing="portal", clock=lambda: self.now)

    def give(self, said: giving.Comment, ids: DossierIds | None = None) -> Stored:
        return giving.giving(self.desk, ids or new_ids(), said, now=self.now, here=HERE)()

    def arrived(self, stored: Stored) -> None:
        self.kiosk.poke()
        wait_until(lambda: self.kiosk.states()[str(stored.dossier_id)] == "purged")


@pytest.fixture
def lobby(tmp_path: Path, served: RunningPortal) -> Iterator[Lobby]:
    made = Lobby(Kiosk.enrolled(tmp_path / "kiosk", served.provision()))
    yield made
    made.desk.close()
    made.kiosk.close()


def _answers(served: RunningPortal, stored: Stored) -> str:
    return Browser(served.url).sign_in("lan").unlock().get(_page(stored)).text


def _page(stored: Stored) -> str:
    return f"/staff/dossiers/{stored.dossier_id}"


def test_two_thousand_characters_given_while_the_portal_is_off_arrive_letter_for_letter(
    served: RunningPortal, lobby: Lobby
) -> None:
    served.stop()
    lobby.kiosk.start_agent()
    assert len(LONG) == LONGEST
    stored = lobby.give(comment(LONG))
    wait_until(lambda: lobby.kiosk.socket.status().link == "down")
    here = lobby.kiosk.socket.track(str(stored.code), stored.secret)
    told = tracking.page(here, load_catalogue(), HERE)
    assert told.lead == "Góp ý đã lưu trên máy này. Máy sẽ gửi khi có mạng."
    served.start()
    lobby.arrived(stored)
    shown = _answers(served, stored)
    assert LONG in shown
    assert "Chê, chưa hài lòng" in shown
    assert "Feedback" in shown


def test_twenty_presses_on_send_are_one_comment(served: RunningPortal, lobby: Lobby) -> None:
    ids = new_ids()
    codes = {str(lobby.give(comment(), ids).code) for _ in range(20)}
    assert len(codes) == 1
    lobby.kiosk.start_agent()
    wait_until(lambda: lobby.kiosk.states()[str(ids.dossier_id)] == "purged")
    inbox = Browser(served.url).sign_in("lan").get("/staff").text
    assert inbox.count(">Feedback</td>") == 1


def test_an_anonymous_comment_has_no_field_about_a_person(
    tmp_path: Path, served: RunningPortal, lobby: Lobby
) -> None:
    said = giving.declaration(comment(), now=lobby.now, here=HERE)
    assert (said.owner, said.helper, said.acting_for_other) == (None, None, False)
    assert set(said.answers) == {"tone", "subject", "text"}
    lobby.kiosk.start_agent()
    named = lobby.give(comment(f"Gọi cho {CANARY_NAME}", name=CANARY_NAME, phone="0912345678"))
    stored = lobby.give(comment("TEXT-CANARY-4410"))
    everything = b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )  # both were sealed: not even the named one can be read on a disk
    for canary in (CANARY_NAME, CANARY_NAME.upper(), "0912345678", "TEXT-CANARY-4410"):
        assert canary.encode() not in everything
    lobby.arrived(named)
    lobby.arrived(stored)
    shown = _answers(served, stored)
    assert "The sender gave no name." in shown
    assert CANARY_NAME.upper() not in shown
    assert "Owner" not in shown


def test_the_manifest_says_nothing_but_that_it_is_feedback(lobby: Lobby) -> None:
    stored = lobby.give(comment(name=CANARY_NAME, phone="0912345678"))
    ((body,),) = lobby.kiosk.database.execute(
        "SELECT body FROM outbox_envelope WHERE key = ?", (str(stored.dossier_id),)
    ).fetchall()
    manifest = Manifest.model_validate_json(body)
    assert (manifest.procedure, manifest.ticket, len(manifest.parts)) == (FEEDBACK, None, 1)


def test_a_named_comment_is_read_answered_and_followed_by_its_code(
    served: RunningPortal, lobby: Lobby
) -> None:
    lobby.kiosk.start_agent()
    stored = lobby.give(comment(card=_card()))
    lobby.arrived(stored)
    clerk = Browser(served.url).sign_in("lan").unlock()
    shown = clerk.get(_page(stored)).text
    assert CANARY_NAME in shown
    assert CANARY_NUMBER in shown

    def status() -> int:
        tracked = lobby.kiosk.socket.track(str(stored.code), stored.secret).tracked
        assert tracked is not None
        return tracked.status

    assert status() == 1
    for deed, after in (("seen", 4), ("answered", 9)):
        assert clerk.act(f"{_page(stored)}/{deed}").status_code == 303
        assert status() == after
    assert clerk.act(f"{_page(stored)}/seen").status_code == 409
    public = Browser(served.url)
    page = public.http.post(
        f"{served.url}/d", data={"code": str(stored.code), "secret": stored.secret}, timeout=10
    ).text
    assert "The office has answered" in page
    assert CANARY_NAME not in page


def test_no_clerk_receives_feedback_as_a_dossier(served: RunningPortal, lobby: Lobby) -> None:
    lobby.kiosk.start_agent()
    stored = lobby.give(comment())
    lobby.arrived(stored)
    clerk = Browser(served.url).sign_in("lan").unlock()
    for deed in ("compare", "accept", "process", "finish"):
        answer = clerk.act(f"{_page(stored)}/{deed}", official_code="H26.14-261125-0001")
        assert answer.status_code == 409, deed


def test_one_machine_takes_twenty_comments_an_hour_and_then_says_so(lobby: Lobby) -> None:
    lobby.now += dt.timedelta(days=1)  # a clock that is a day ahead
    first = new_ids()
    lobby.give(comment(), first)
    for _ in range(PER_HOUR - 1):
        lobby.give(comment())
    with pytest.raises(NotTakenError) as refused:
        lobby.give(comment())
    assert refused.value.fault is Fault.TOO_MUCH_FEEDBACK
    assert refused.value.fault.citizen_key == "citizen.feedback_many"
    assert lobby.give(comment(), first).code == first.code  # a second press is no new comment
    lobby.now += dt.timedelta(minutes=61)
    lobby.give(comment())
    lobby.now -= dt.timedelta(days=1)  # and is set right
    lobby.give(comment())


GB = 1_000_000_000


@pytest.mark.parametrize(("size", "free"), [(16, 0.7), (250, 0.9)])
def test_on_a_full_disk_nobody_begins_and_both_sentences_say_so(
    lobby: Lobby, monkeypatch: pytest.MonkeyPatch, size: int, free: float
) -> None:
    _fill(monkeypatch, int(size * GB), int(free * GB))
    with pytest.raises(NotTakenError) as refused:
        lobby.give(comment())
    assert refused.value.fault is Fault.DISK_LOW
    assert disk_fault.remedy(lobby.kiosk.data)["code"] == "DOS-03"
    _fill(monkeypatch, int(size * GB), int(1.1 * GB))
    lobby.give(comment())
    assert disk_fault.remedy(lobby.kiosk.data)["code"] == "DOS-05"  # so it did not write


def _fill(monkeypatch: pytest.MonkeyPatch, size: int, free: int) -> None:
    blocks, left = size // 4096, free // 4096
    figures = os.statvfs_result((4096, 4096, blocks, left, left, 1 << 20, 1 << 20, 1 << 20, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _path: figures)


def _card() -> Card:
    payload = (
        f"{CANARY_NUMBER}||{CANARY_NAME}|14021990|Nữ|Số 5, Phường Sông Mây, Tỉnh Lào Cai|03022022"
    )
    found = parse_card(payload.encode())
    assert isinstance(found, Card)
    return found
