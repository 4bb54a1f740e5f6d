"""A form that is put aside: sealed, for a quarter of an hour, for whoever holds the slip."""

import datetime as dt
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from devices import qr
from kiosk.domain.scan_kind import DraftScan, UnknownScan, read_scan
from kiosk.services.catalogue import load_catalogue
from kiosk.services.draft import HOLDS, MOST, DraftError, DraftShelf, Refusal
from kiosk.slips.check import checked
from kiosk.slips.draft_slip import DraftSlip
from tests.support.walker import NEW_CARD, OLD_CARD, Person, card, case_of
from ui import flow
from ui.case import PaperDeed
from ui.flow import CHECK, Kind
from ui.keeping import ChangedError, pack, unpack

CATALOGUE = load_catalogue()
NOW = dt.datetime(2026, 11, 25, 2, 41, tzinfo=dt.UTC)
CANARY = "TRẦN THỊ CHIM VÀNH KHUYÊN 079185012345".encode()


@dataclass
class Clock:
    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def refusal(shelf: DraftShelf, secret: str) -> Refusal:
    with pytest.raises(DraftError) as caught:
        shelf.take(secret)
    return caught.value.refusal


def test_what_is_kept_opens_once_with_its_secret(tmp_path: Path, clock: Clock) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    assert kept.until == NOW + HOLDS
    assert shelf.take(kept.secret) == CANARY
    assert refusal(shelf, kept.secret) is Refusal.GONE
    assert list((tmp_path / "drafts").iterdir()) == []


def test_neither_words_nor_secret_lie_on_the_disk(tmp_path: Path, clock: Clock) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    lying = bytes_of(tmp_path)
    names = "".join(path.name for path in tmp_path.rglob("*"))
    for word in (*CANARY.split(), kept.secret.encode()):
        assert word not in lying
        assert word.decode() not in names
    longer = shelf.keep(CANARY * 50)
    sizes = {path.stat().st_size for path in (tmp_path / "drafts").iterdir()}
    assert len(sizes) == 1  # the length tells nothing
    assert longer.secret not in repr(longer)


def test_another_secret_opens_nothing(tmp_path: Path, clock: Clock) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    wrong = ("B" if kept.secret[0] == "A" else "A") + kept.secret[1:]
    assert refusal(shelf, wrong) is Refusal.GONE
    assert refusal(DraftShelf(tmp_path / "another", clock=clock), kept.secret) is Refusal.GONE
    assert shelf.take(kept.secret) == CANARY


@pytest.mark.parametrize("step", [HOLDS, dt.timedelta(days=-1)], ids=["past", "clock-set-back"])
def test_after_a_quarter_of_an_hour_it_is_gone(
    tmp_path: Path, clock: Clock, step: dt.timedelta
) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    clock.now += HOLDS - dt.timedelta(seconds=1)
    assert shelf.sweep() == 0
    clock.now = NOW + step
    assert shelf.sweep() == 1
    assert refusal(shelf, kept.secret) is Refusal.GONE
    assert list((tmp_path / "drafts").iterdir()) == []


def test_after_a_power_cut_half_a_file_goes_and_a_whole_one_still_opens(
    tmp_path: Path, clock: Clock
) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    (whole,) = (tmp_path / "drafts").iterdir()
    whole.with_suffix(".part").write_bytes(whole.read_bytes()[:500])
    torn = whole.with_name("0" * 32 + ".draft")
    torn.write_bytes(whole.read_bytes()[:5])
    again = DraftShelf(tmp_path, clock=clock)
    assert list((tmp_path / "drafts").iterdir()) == [whole]
    assert again.take(kept.secret) == CANARY


def test_a_file_that_somebody_changed_opens_nothing(tmp_path: Path, clock: Clock) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    kept = shelf.keep(CANARY)
    (path,) = (tmp_path / "drafts").iterdir()
    data = bytearray(path.read_bytes())
    data[11] ^= 1  # the end, which is not secret but sealed all the same
    path.write_bytes(data)
    assert refusal(shelf, kept.secret) is Refusal.GONE


def test_looking_for_what_has_run_out_takes_nothing_that_is_being_kept(
    tmp_path: Path, clock: Clock
) -> None:
    shelf, ending = DraftShelf(tmp_path, clock=clock), threading.Event()

    def sweep() -> None:
        while not ending.is_set():
            shelf.sweep()

    sweeping = threading.Thread(target=sweep)
    sweeping.start()
    try:
        for _ in range(40):
            assert shelf.take(shelf.keep(CANARY).secret) == CANARY
    finally:
        ending.set()
        sweeping.join()


def test_nobody_fills_the_disk_with_drafts(tmp_path: Path, clock: Clock) -> None:
    shelf = DraftShelf(tmp_path, clock=clock)
    for _ in range(MOST):
        shelf.keep(b"x")
    with pytest.raises(DraftError) as caught:
        shelf.keep(b"x")
    assert caught.value.refusal is Refusal.FULL
    with pytest.raises(DraftError) as caught:
        shelf.keep(b"x" * 40_000)
    assert caught.value.refusal is Refusal.TOO_LARGE


def test_the_slip_says_the_secret_and_nothing_of_the_form() -> None:
    slip = DraftSlip("UBND phường Sông Mây", "A1_-" + "x" * 18, NOW + HOLDS)
    (found,) = qr.zbar(checked(slip))
    scan = read_scan(found)
    assert isinstance(scan, DraftScan)
    assert scan.secret == slip.secret
    assert slip.secret not in repr(scan) + repr(slip)
    assert isinstance(read_scan(b"LUUTAM-short"), UnknownScan)


@pytest.mark.parametrize("code", ["1.004873", "1.004222", "2.000635", "1.001193", "2.000720"])
@pytest.mark.parametrize("text", [NEW_CARD, OLD_CARD])
def test_a_form_goes_on_where_it_was_with_its_scans_to_be_shot_anew(code: str, text: str) -> None:
    acting = None if code == "1.001193" else Person().acting
    person = Person(acting, card(text), frozenset({"ly_hon"}), {"tthn": 3}, rows=1)
    walk = person.go(flow.begin(case_of(CATALOGUE, code)), until=CHECK)
    aside = unpack(pack(walk.case, NOW, CATALOGUE.version), CATALOGUE, walk.case.today)
    kept = {k: v for k, v in walk.case.papers.items() if v is not PaperDeed.SCANNED}
    assert aside.walk.case == replace(walk.case, papers=kept)
    assert aside.consented_at == NOW
    scans = any(step.kind is Kind.SCAN for step in flow.steps(walk.case))
    assert aside.walk.at.kind is (Kind.SCAN if scans else Kind.CHECK)


def test_another_catalogue_opens_no_form_that_was_put_aside() -> None:
    case = case_of(CATALOGUE, "1.004873")
    with pytest.raises(ChangedError):
        unpack(pack(case, NOW, "older"), CATALOGUE, case.today)
