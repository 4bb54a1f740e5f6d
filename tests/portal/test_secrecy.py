"""What a person said is readable on no disk and in no log; guesses do not pay."""

import logging
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from kiosk import logs
from kiosk.domain.dossier_code import DossierCode, mint_code
from kiosk.domain.tracking_secret import secret_check
from kiosk.portal import tables, tracking
from kiosk.portal.problems import ProblemError
from kiosk.portal.tracking import PAUSE, TRIES, Tracking
from tests.portal.conftest import CODE, OTHER_CODE, PARTS_OF_ONE, SECRET, Portal, deliver, manifest
from tests.portal.world import (
    CANARY_NAME,
    CANARY_NUMBER,
    Browser,
    Kiosk,
    RunningPortal,
    declaration,
    new_ids,
    wait_until,
)


def test_nothing_a_person_said_is_readable_on_either_disk_or_in_the_logs(
    tmp_path: Path, served: RunningPortal, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure(json=True)
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    ids = new_ids()
    pages = (kiosk.scan(), kiosk.scan(b"LAST-PAGE-CANARY", 2))
    kiosk.submitting.submit(ids, declaration(), pages, office_id="song-may")
    before = _everything(tmp_path)
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    clerk = Browser(served.url).sign_in("lan").unlock()
    page = f"/staff/dossiers/{ids.dossier_id}"
    assert CANARY_NAME in clerk.get(page).text
    clerk.act(f"{page}/refuse", reason="other", words=f"Ghi chú riêng về {CANARY_NAME}")
    kiosk.socket.track(str(ids.code), ids.secret)
    kiosk.close()
    out, err = capfd.readouterr()
    logged = (out + err).encode()
    assert b"delivery.receipted" in logged
    canaries = [
        CANARY_NUMBER,
        CANARY_NAME,
        "Hoàng Yến",
        "Phố Canary",
        "0912345678",
        "SCAN-CANARY-7731",
        "LAST-PAGE-CANARY",
        "Ghi chú riêng",
    ]
    for canary in canaries:
        for place in (before, _everything(tmp_path), logged):
            assert canary.encode() not in place, canary
    assert f'"secret":"{ids.secret}"'.encode() not in _everything(tmp_path)
    logging.getLogger("uvicorn").handlers = []


def _everything(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_twenty_taps_on_send_are_one_dossier(tmp_path: Path, served: RunningPortal) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    ids, page = new_ids(), kiosk.scan(b"page")
    with ThreadPoolExecutor(20) as pool:
        results = list(
            pool.map(
                lambda _: kiosk.submitting.submit(
                    ids, declaration(), (page,), office_id="song-may"
                ),
                range(20),
            )
        )
    assert {(each.code, each.secret, each.stored_at) for each in results} == {
        (ids.code, ids.secret, results[0].stored_at)
    }
    kiosk.start_agent()
    wait_until(lambda: kiosk.states() == {str(ids.dossier_id): "purged"})
    kiosk.close()
    assert len(served.rows(tables.dossier)) == len(served.rows(tables.delivery)) == 1


def test_a_wrong_code_and_a_wrong_secret_get_the_same_answer_after_the_same_work(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(portal, manifest(PARTS_OF_ONE), PARTS_OF_ONE)
    work: list[str] = []

    def counted(code: DossierCode, secret: str) -> str:
        work.append(str(code))
        return secret_check(code, secret)

    monkeypatch.setattr(tracking, "secret_check", counted)
    tracker = Tracking(portal.store, clock=portal.clock)
    answers = set()
    for code, secret in ((CODE, "AAAA"), (OTHER_CODE, SECRET), ("no code at all", SECRET)):
        with pytest.raises(ProblemError) as refused:
            tracker.track(str(code), secret, address="10.0.0.1")
        answers.add((refused.value.code, refused.value.detail, refused.value.status))
    assert len(answers) == 1
    assert len(work) == 3
    assert tracker.track(str(CODE).lower(), SECRET.lower(), address="10.0.0.1").status == 1


def test_five_wrong_secrets_pause_the_code_for_everyone_and_then_it_opens_again(
    portal: Portal,
) -> None:
    deliver(portal, manifest(PARTS_OF_ONE), PARTS_OF_ONE)
    tracker = Tracking(portal.store, clock=portal.clock)
    codes = []
    for number in range(TRIES + 1):
        with pytest.raises(ProblemError) as refused:
            tracker.track(str(CODE), "AAAA", address=f"10.0.0.{number}")
        codes.append(refused.value.code)
    assert codes == ["not-found"] * TRIES + ["too-many-attempts"]
    with pytest.raises(ProblemError):
        tracker.track(str(CODE), SECRET, address="10.9.9.9")
    portal.clock.later(seconds=PAUSE.total_seconds() + 1)
    assert tracker.track(str(CODE), SECRET, address="10.9.9.9").code == str(CODE)


def test_an_address_that_guesses_many_codes_is_paused_too(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "TRIES_OF_ADDRESS", 6)
    tracker = Tracking(portal.store, clock=portal.clock)
    seen = []
    for number in range(tracking.TRIES_OF_ADDRESS + 1):
        with pytest.raises(ProblemError) as refused:
            tracker.track(str(some_code(number)), "AAAA", address="10.0.0.1")
        seen.append(refused.value.code)
    assert seen[-1] == "too-many-attempts"
    assert set(seen[:-1]) == {"not-found"}


def _told(portal: Portal, code: DossierCode) -> str:
    with pytest.raises(ProblemError) as refused:
        Tracking(portal.store, clock=portal.clock).track(str(code), "AAAA", address="10.0.0.1")
    return str(refused.value.code)


def test_a_pause_ends_no_sooner_because_the_first_guess_is_long_ago(portal: Portal) -> None:
    for _ in range(TRIES - 1):
        _told(portal, CODE)
    portal.clock.later(minutes=59)
    assert [_told(portal, CODE) for _ in range(2)] == ["not-found", "too-many-attempts"]
    portal.clock.later(minutes=5)
    _told(portal, OTHER_CODE)  # whatever is counted meanwhile
    assert _told(portal, CODE) == "too-many-attempts"
    portal.clock.later(minutes=11)
    assert _told(portal, CODE) == "not-found"


def test_a_clock_set_back_by_a_day_pauses_nobody_for_a_day(portal: Portal) -> None:
    for _ in range(TRIES):
        _told(portal, CODE)
    portal.clock.later(minutes=-2)
    assert _told(portal, CODE) == "too-many-attempts"
    portal.clock.later(days=-1)
    assert _told(portal, CODE) == "not-found"


def some_code(number: int) -> DossierCode:
    return mint_code(random.Random(1000 + number).randrange)


def test_the_public_page_shows_a_state_and_never_a_person(
    tmp_path: Path, served: RunningPortal
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    ids = new_ids()
    kiosk.submitting.submit(ids, declaration(), (), office_id="song-may")
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    public = Browser(served.url)
    empty, other = public.get(f"/d/{ids.code}"), public.get(f"/d/{OTHER_CODE}")
    assert empty.text.replace(str(ids.code), "") == other.text.replace(str(OTHER_CODE), "")
    found = public.post("/d", code=str(ids.code), secret=ids.secret)
    assert found.status_code == 200
    assert "Sent, waiting to be received" in found.text
    for secret_thing in (CANARY_NAME, CANARY_NUMBER, "Phố Canary", str(ids.dossier_id)):
        assert secret_thing not in found.text
    assert not found.cookies
    wrong = public.post("/d", code=str(ids.code), secret="AAAA")
    nobody = public.post("/d", code=str(OTHER_CODE), secret="AAAA")
    assert wrong.status_code == nobody.status_code == 404
    assert wrong.text.replace(str(ids.code), "") == nobody.text.replace(str(OTHER_CODE), "")
    tries = [public.post("/d", code=str(ids.code), secret="AAAA") for _ in range(TRIES)]
    assert tries[-1].status_code == 429
    assert "15 minutes" in tries[-1].text
    script = empty.text.split('<script src="', 1)[1].split('"', 1)[0]
    assert requests.get(served.url + script, timeout=5).status_code == 200


def test_pages_of_a_session_that_was_given_up_go_and_handed_in_ones_stay(
    tmp_path: Path, served: RunningPortal
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    kept, dropped, forgotten = (kiosk.scan(text, 1) for text in (b"kept", b"dropped", b"cut off"))
    kiosk.submitting.submit(new_ids(), declaration(), (kept,), office_id="song-may")
    kiosk.submitting.discard((kept, dropped))
    left = {path.name for path in (kiosk.data / "sealed").iterdir()}
    assert kept.blob.sha256 in left
    assert forgotten.blob.sha256 in left
    assert dropped.blob.sha256 not in left
    assert kiosk.submitting.tidy() == 1
    assert len(list((kiosk.data / "sealed").iterdir())) == 2  # the page and the form
    kiosk.close()
