"""A dossier goes from the kiosk's disk through the agent to an office's desk, and its news back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.contract.agent import Following
from kiosk.domain.dossier_code import OfficialCode
from kiosk.portal import tables
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


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[RunningPortal]:
    made = RunningPortal(tmp_path / "portal")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def kiosk(tmp_path: Path, portal: RunningPortal) -> Iterator[Kiosk]:
    made = Kiosk.enrolled(tmp_path / "kiosk", portal.provision())
    yield made
    made.close()


def test_a_dossier_handed_in_while_the_portal_is_off_is_received_supplemented_and_returned(  # noqa: PLR0915 - one long day of one dossier
    portal: RunningPortal, kiosk: Kiosk
) -> None:
    portal.stop()
    ids = new_ids()
    kiosk.start_agent()
    stored = kiosk.submitting.submit(
        ids, declaration(), (kiosk.scan(),), office_id="song-may", ticket="A001"
    )
    kiosk.poke()
    wait_until(lambda: kiosk.socket.status().link == "down")
    here = kiosk.socket.track(str(ids.code), ids.secret)
    assert (here.where, here.delivered) == ("here", False)

    portal.start()
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    assert list((kiosk.data / "sealed").iterdir()) == []
    followed = kiosk.socket.track(str(ids.code), ids.secret.lower())
    assert followed.where == "portal"
    assert followed.tracked is not None
    assert followed.tracked.status == 1

    clerk = Browser(portal.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{ids.dossier_id}"
    shown = clerk.get(page).text
    assert CANARY_NAME in shown
    assert "bears no signature" in shown
    link = shown.split(f'href="{page}/pages/', 1)[1].split('"', 1)[0]
    scanned = clerk.get(f"{page}/pages/{link}")
    assert scanned.content == CANARY_PAGE
    assert scanned.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in scanned.headers["Content-Security-Policy"]

    refused = clerk.act(f"{page}/accept", official_code="H26.14-261125-0001")
    assert refused.status_code == 409
    assert "Compare the papers" in refused.text
    assert clerk.act(f"{page}/compare").status_code == 303
    assert clerk.act(f"{page}/accept", official_code="not a code").status_code == 409
    assert clerk.act(f"{page}/accept", official_code="h26.14-261125-0001").status_code == 303
    wait_until(lambda: kiosk.socket.track(str(ids.code), ids.secret).tracked.status == 2)  # type: ignore[union-attr]

    assert clerk.act(f"{page}/process").status_code == 303
    asked = clerk.act(f"{page}/ask", wanted=["van_ban"], by="2099-01-01", words="thiếu trang 2")
    assert asked.status_code == 303
    found = kiosk.socket.track(str(ids.code), ids.secret).tracked
    assert found is not None
    assert (found.status, found.wanted) == (5, ("van_ban",))

    delivery = uuid7()
    kiosk.submitting.supplement(
        ids,
        delivery,
        declaration(supplement=True),
        (kiosk.scan(b"second page", 2),),
        office_id="song-may",
    )
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(delivery)] == "purged")
    assert "New papers came" in clerk.get("/staff").text
    assert "thiếu trang 2" in clerk.get(page).text
    for deed in ("process", "finish", "return"):
        assert clerk.act(f"{page}/{deed}").status_code == 303
    assert [row["status"] for row in portal.rows(tables.dossier)] == [10]
    assert len(portal.rows(tables.delivery)) == 2
    wait_until(
        lambda: (
            '"status":10'
            in str(kiosk.database.execute("SELECT status FROM own_dossier").fetchone()[0])
        )
    )
    portal.stop()
    last = kiosk.socket.track(str(ids.code), ids.secret)
    assert last.where == "last-known"
    assert last.tracked is not None
    assert last.tracked.status == 10
    assert stored.follow_url == f"{portal.url}/d/{ids.code}#{ids.secret}"


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
