"""After every way a person can end, the app says nothing of them any more."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
import structlog
from pytestqt.qtbot import QtBot

from devices.camera.quality import Verdict
from kiosk.domain.citizen_card import Card, parse_card
from kiosk.domain.dossier_code import parse_code
from kiosk.domain.scan_kind import CardScan, OfficialScan, SlipScan, UnknownScan, read_scan
from kiosk.services.catalogue import load_catalogue
from kiosk.services.page_shot import Shot
from kiosk.services.submit_dossier import CapturedPage
from offline_queue.envelope import Blob
from tests.support.canary import PERSON, Canary
from tests.support.remains import remains
from ui import flow
from ui import gallery_filing as gf
from ui.case import Case, take_card
from ui.flow import CHECK, Kind
from ui.gallery import SCENES
from ui.gallery_office import NOW, SampleOffice, StillClock
from ui.gallery_stage import Look, staged
from ui.screens.paper import Taken
from ui.stage import Stage

CANARY: Final = Canary()
CARD: Final = (
    f"{PERSON['number']}|012345678|{PERSON['name']}|14021985|Nữ|{PERSON['address']}|03022026"
)


NO_PICTURE: Final = (None, b"", None, None, (1, 1))


@pytest.fixture
def open_stage(qtbot: QtBot) -> Iterator[tuple[Stage, StillClock]]:
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, office, clock):
        assert isinstance(office, SampleOffice)
        yield stage, clock


def card() -> Card:
    found = parse_card(CARD.encode())
    assert isinstance(found, Card)
    return found


def type_in(stage: Stage, words: str) -> None:
    for key in words:
        stage.kiosk.dossier.typing.press(key)


def comment(stage: Stage) -> None:
    feedback = stage.kiosk.dossier.feedback
    feedback.open()
    for key in ("complaint", "waiting"):
        feedback.choose(key)
    type_in(stage, PERSON["comment"])


def name_after_comment(stage: Stage) -> None:
    comment(stage)
    feedback: Any = stage.kiosk.dossier.feedback
    feedback.go()
    feedback.choose("named")
    feedback._shown(CardScan(card()))
    feedback.go()
    type_in(stage, PERSON["phone"])


def feedback_sent(stage: Stage) -> None:
    name_after_comment(stage)
    stage.kiosk.dossier.feedback.go()
    handed = stage.kiosk.dossier.handed_in
    stage.wait_until(lambda: handed.view.state == "done")


def form_with_card(stage: Stage) -> None:
    catalogue = load_catalogue()
    procedure = catalogue.procedures["1.004873"]
    form = catalogue.forms[procedure.forms[0]]
    case = Case(procedure, form, NOW.date(), prepared=True, consented=True)
    for step in flow.steps(case):
        if step.kind is Kind.CARD:
            case = take_card(case, step.key, card())
    stage.kiosk.dossier.filing.stand_at(replace(flow.begin(case), at=CHECK))


def a_page() -> CapturedPage:
    return CapturedPage("ly_hon", 1, "application/pdf", "0" * 64, Blob("0" * 64, 9), ())


def tracked(stage: Stage) -> None:
    track: Any = stage.kiosk.dossier.track
    track.open()
    type_in(stage, gf.CODE)
    track._shown(SlipScan(parse_code(gf.CODE), gf.SECRET))
    stage.wait_until(lambda: track.view.place == "told")


def key_end(stage: Stage, clock: StillClock) -> None:
    del clock
    stage.kiosk.session.end()


def walk_away(stage: Stage, clock: StillClock) -> None:
    session = stage.kiosk.session
    for seconds in (181, 31):  # the longest patience, then the question
        clock.seconds += seconds
        session.tick()


def back_to_home(stage: Stage, clock: StillClock) -> None:
    del clock
    stage.kiosk.session.back()


Begin = Callable[[Stage], None]
End = Callable[[Stage, StillClock], None]


@pytest.mark.parametrize("end", [key_end, walk_away, back_to_home])
def test_nothing_of_a_person_is_left_in_the_app(
    open_stage: tuple[Stage, StillClock], end: End
) -> None:
    stage, clock = open_stage
    kiosk = stage.kiosk
    for begin in (comment, name_after_comment, form_with_card, feedback_sent, tracked):
        kiosk.session.begin()
        begin(stage)
        if begin not in {feedback_sent, tracked}:
            assert remains(kiosk, CANARY), begin.__name__  # else the search sees nothing
        end(stage, clock)
        wanted = "home" if end is back_to_home else "attract"
        stage.wait_until(lambda page=wanted: kiosk.session.view.page == page)  # type: ignore[misc]
        assert remains(kiosk, CANARY) == [], begin.__name__
        assert kiosk.dossier.track.view.code is None
        assert kiosk.dossier.handed_in.view.stored is None


def test_consent_that_is_taken_back_leaves_no_answer_no_card_and_no_page(
    open_stage: tuple[Stage, StillClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, _clock = open_stage
    filing, paper = stage.kiosk.dossier.filing, stage.kiosk.dossier.paper
    form_with_card(stage)
    paper.begin("ly_hon", "ttpvhcc")
    paper.view = replace(paper.view, taken=(Taken(a_page(), Shot(Verdict.GOOD, *NO_PICTURE)),))
    walk = filing.view.walk
    assert walk is not None
    consent = next(step for step in flow.steps(walk.case) if step.kind is Kind.CONSENT)
    filing.stand_at(replace(walk, at=consent))
    assert remains(stage.kiosk, CANARY)
    thrown: list[object] = []
    monkeypatch.setattr(paper._dossiers, "discard", thrown.extend)
    stage.tap("secondary")
    stage.wait_until(lambda: filing.view.walk and filing.view.walk.at == flow.STOP_NO_CONSENT)
    assert remains(stage.kiosk, CANARY) == []
    assert paper.view.taken == ()
    stage.wait_until(lambda: thrown == [a_page()])
    filing.back()  # who agrees after all begins with an empty form
    assert remains(stage.kiosk, CANARY) == []


def test_the_next_person_finds_language_size_and_colours_as_they_were(
    open_stage: tuple[Stage, StillClock],
) -> None:
    stage, _clock = open_stage
    session = stage.kiosk.session
    before = session.view
    session.beginIn("en")
    session.setSize(4)
    session.setTheme("contrast")
    for ease in ("reach", "big", "slow", "still"):
        session.setEase(ease, True)  # noqa: FBT003 - a Qt slot
    stage.kiosk.helper.begin("to-cong-nghe-1")
    stage.kiosk.voice.setLoud(4)
    started = time.monotonic()
    session.end()
    assert time.monotonic() - started < 1
    assert session.view == before
    assert stage.kiosk.texts.spoken == "vi"
    assert not stage.kiosk.helper.helps()
    assert stage.kiosk.voice.view == type(stage.kiosk.voice.view)()


def hostile() -> list[bytes]:
    """Two hundred codes that nobody prints by mistake."""
    whole = CARD.encode()
    fields = CARD.split("|")
    found = [whole[:cut] for cut in range(0, len(whole), 4)]
    found += [whole + extra for extra in (b"\x00\x1b[2J", b"\xff\xfe", b"|" * 400, b"a" * 2900)]
    for sign in ("\u202e", "\u200b", "\u2028", "\x07", "\ud7fc", "\ufffd", "<b>", "%n%s", "';--"):
        for place in range(len(fields)):
            spoilt = [*fields]
            spoilt[place] = sign + spoilt[place][1:]
            found.append("|".join(spoilt).encode())
    found += ["|".join(fields[:count]).encode() for count in range(7)]
    found += [b"LUUTAM-" + tail for tail in (b"", b"../../etc", b"A" * 2900, b"\x00" * 22)]
    found += [
        f"https://cong.songmay.example/d/{tail}".encode()
        for tail in ("", "..", "%00", "H3K-7QP-2MH#", "H3K-7QP-2MH#" + "7" * 900, "[", "\u202e")
    ]
    chance = random.Random(20)
    found += [chance.randbytes(chance.choice((1, 30, 300, 2900))) for _ in range(200 - len(found))]
    return found


def test_two_hundred_hostile_codes_move_nothing_and_are_in_no_log(
    open_stage: tuple[Stage, StillClock], capsys: pytest.CaptureFixture[str]
) -> None:
    stage, _clock = open_stage
    kiosk = stage.kiosk
    payloads = hostile()
    assert len(payloads) >= 200
    scans = [read_scan(payload) for payload in payloads]
    scans = [scan for scan in scans if not isinstance(scan, OfficialScan)]
    track: Any = kiosk.dossier.track
    feedback: Any = kiosk.dossier.feedback
    with structlog.testing.capture_logs() as logged:
        for scan in scans:  # at the door: neither a staff card nor a slip
            kiosk.doorstep.came.emit(scan)
            assert kiosk.session.view.page == "attract"
        track.open()
        for scan in scans:
            if not isinstance(scan, SlipScan):
                track._shown(scan)
                assert (track.view.place, track.view.problem) == ("code", "not_slip")
        name_after_comment(stage)
        feedback.back()
        for scan in scans:
            if not isinstance(scan, CardScan):
                feedback._shown(scan)
                assert feedback.view.problem == "not_card"
    assert isinstance(read_scan(b"\x00" * 50), UnknownScan)
    told = str(logged) + "".join(capsys.readouterr())
    assert CANARY.in_bytes(told.encode(errors="replace"), "log") == []
    for scan in scans:  # what came through is a card as the law describes it, nothing hidden in it
        if isinstance(scan, CardScan):
            assert scan.card.name.isprintable()
            assert scan.card.address.isprintable()
