"""A dossier goes from the kiosk's disk through the agent to an office's desk, and its news back."""

from uuid import UUID

from kiosk.contract.agent import Following
from kiosk.contract.portal import Tracked
from kiosk.domain.dossier_code import OfficialCode
from kiosk.portal import tables
from kiosk.services.submit_dossier import DossierIds, Stored
from kiosk.services.track_dossier import NotACode, TrackDossier
from tests.portal.world import (
    CANARY_NAME,
    CANARY_PAGE,
    Browser,
    Kiosk,
    RunningPortal,
    declaration,
    new_ids,
    uuid7,
    wait_until,
)


def test_a_dossier_handed_in_while_the_portal_is_off_is_received_supplemented_and_returned(
    served: RunningPortal, kiosk: Kiosk
) -> None:
    served.stop()
    ids = new_ids()
    stored = _handed_in_without_a_line(kiosk, ids)
    assert stored.follow_url == f"{served.url}/d/{ids.code}#{ids.secret}"

    served.start()
    _delivered(kiosk, ids.dossier_id)
    assert list((kiosk.data / "sealed").iterdir()) == []
    assert _tracked(kiosk, ids, secret=ids.secret.lower()).status == 1

    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{ids.dossier_id}"
    _read_by_the_clerk(clerk, page)
    _received_once_compared(clerk, page)
    wait_until(lambda: _tracked(kiosk, ids).status == 2)
    _asked_for_more(clerk, page)
    asked = _tracked(kiosk, ids)
    assert (asked.status, asked.wanted) == (5, ("van_ban",))

    _supplemented(kiosk, ids)
    assert "New papers came" in clerk.get("/staff").text
    assert "thiếu trang 2" in clerk.get(page).text
    for deed in ("process", "finish", "return"):
        assert clerk.act(f"{page}/{deed}").status_code == 303
    assert [row["status"] for row in served.rows(tables.dossier)] == [10]
    assert len(served.rows(tables.delivery)) == 2
    wait_until(lambda: '"status":10' in _last_status(kiosk))
    served.stop()
    assert _tracked(kiosk, ids, where="last-known").status == 10


def _handed_in_without_a_line(kiosk: Kiosk, ids: DossierIds) -> Stored:
    kiosk.start_agent()
    stored = kiosk.submitting.submit(
        ids, declaration(), (kiosk.scan(),), office_id="song-may", ticket="A001"
    )
    kiosk.poke()
    wait_until(lambda: kiosk.socket.status().link == "down")
    here = kiosk.socket.track(str(ids.code), ids.secret)
    assert (here.where, here.delivered) == ("here", False)
    return stored


def _delivered(kiosk: Kiosk, delivery: UUID) -> None:
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(delivery)] == "purged")


def _tracked(kiosk: Kiosk, ids: DossierIds, *, secret: str = "", where: str = "portal") -> Tracked:
    found = kiosk.socket.track(str(ids.code), secret or ids.secret)
    assert found.where == where
    assert found.tracked is not None
    return found.tracked


def _last_status(kiosk: Kiosk) -> str:
    return str(kiosk.database.execute("SELECT status FROM own_dossier").fetchone()[0])


def _read_by_the_clerk(clerk: Browser, page: str) -> None:
    shown = clerk.get(page).text
    assert CANARY_NAME in shown
    assert "bears no signature" in shown
    link = shown.split(f'href="{page}/pages/', 1)[1].split('"', 1)[0]
    scanned = clerk.get(f"{page}/pages/{link}")
    assert scanned.content == CANARY_PAGE
    assert scanned.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in scanned.headers["Content-Security-Policy"]


def _received_once_compared(clerk: Browser, page: str) -> None:
    refused = clerk.act(f"{page}/accept", official_code="H26.14-261125-0001")
    assert refused.status_code == 409
    assert "Compare the papers" in refused.text
    assert clerk.act(f"{page}/compare").status_code == 303
    assert clerk.act(f"{page}/accept", official_code="not a code").status_code == 409
    assert clerk.act(f"{page}/accept", official_code="h26.14-261125-0001").status_code == 303


def _asked_for_more(clerk: Browser, page: str) -> None:
    assert clerk.act(f"{page}/process").status_code == 303
    asked = clerk.act(f"{page}/ask", wanted=["van_ban"], by="2099-01-01", words="thiếu trang 2")
    assert asked.status_code == 303


def _supplemented(kiosk: Kiosk, ids: DossierIds) -> None:
    delivery = uuid7()
    papers = (kiosk.scan(b"second page", 2),)
    kiosk.submitting.supplement(
        ids, delivery, declaration(supplement=True), papers, office_id="song-may"
    )
    _delivered(kiosk, delivery)


def test_every_kind_of_code_gets_a_true_answer_at_the_kiosk(kiosk: Kiosk) -> None:
    follow = TrackDossier(kiosk.socket)
    foreign = follow.track(" h56.14-240823-0001 ", "")
    assert isinstance(foreign, OfficialCode)
    assert foreign.owner == "province"
    assert isinstance(follow.track("H3K-7QP-2MN", "AAAA"), NotACode)
    ids = new_ids()
    away = follow.track(str(ids.code), ids.secret)
    assert isinstance(away, Following)
    assert away.where == "away"
    kiosk.start_agent()
    unknown = follow.track(str(ids.code), ids.secret)
    assert isinstance(unknown, Following)
    assert unknown.where == "unknown"
    kiosk.submitting.submit(ids, declaration(), (), office_id="song-may")
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    wrong = follow.track(str(ids.code), "AAAA")
    assert isinstance(wrong, Following)
    assert wrong.where == "unknown"
