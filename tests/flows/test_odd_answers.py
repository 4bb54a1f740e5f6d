"""Odd answers at the glass: real touches on the real keys, a sentence at the field, words kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from devices.sim.scanner import ScannerSimulator
from devices.sim.scene import Subject
from kiosk.domain.procedure import Acting, Filing, Reply
from kiosk.services.capture import Capture, open_capture
from kiosk.services.catalogue import load_catalogue
from kiosk.settings import Scanner, Settings
from kiosk.texts import text
from tests.support.procedure_visitor import keys_of
from tests.support.walker import NEW_CARD, card
from ui import flow, lists
from ui.case import Case, Entry, PaperDeed, answers, conditions, take_card
from ui.flow import Kind, Step, Walk
from ui.gallery import SCENES
from ui.gallery_filing import SampleDossiers, touch
from ui.gallery_office import NOW, SampleOffice, StillClock, from_hub, services
from ui.gallery_stage import Look, staged
from ui.ports import Ports
from ui.screens import paper as paper_screen
from ui.stage import Stage, run_for
from ui.wiring import Wiring

CATALOGUE = load_catalogue()
SETTLED_MS = 150  # a line has come through the driver


@dataclass
class Glass:
    """One window; every test stands at a question of its own."""

    stage: Stage
    dossiers: SampleDossiers
    clock: StillClock

    def stand(self, code: str, field: str, acting: Acting | None = None) -> None:
        """Where a question is asked, as far as nobody has answered it."""
        case = begun(code, acting)
        self.at(Walk(case, Step(Kind.QUESTION, field)))

    def at(self, walk: Walk) -> None:
        self.stage.kiosk.texts.switch("vi")
        self.stage.kiosk.dossier.filing.forget()
        self.stage.kiosk.dossier.filing.stand_at(walk)
        self.stage.settle()

    def write(self, words: str) -> None:
        """By the letters of a word, the digits of a number, or the keys between pluses."""
        keys = words.split("+") if "+" in words else keys_of(words)
        for key in list(words) if words.isdigit() else keys:
            touch(self.stage, f"key.{key}")

    def tap(self, *names: str) -> None:
        touch(self.stage, *names)

    @property
    def walk(self) -> Walk:
        found = self.stage.kiosk.dossier.filing.view.walk
        assert found is not None
        return found

    @property
    def field(self) -> str:
        return self.stage.text("field.text")

    def says(self, key: str) -> None:
        """The sentence stands at the field, and the person still stands there."""
        assert self.stage.text("filing.problem") == text(key, self.stage.kiosk.texts.spoken)


def begun(code: str, acting: Acting | None = None) -> Case:
    """Somebody without a card, who has agreed."""
    procedure = CATALOGUE.procedures[code]
    case = Case(procedure, CATALOGUE.forms[procedure.forms[0]], NOW.date())
    case = replace(
        case,
        acting=acting,
        fit=dict.fromkeys(range(len(procedure.eligibility)), Reply.YES),
        prepared=True,
        consented=True,
    )
    case = replace(case, cases={item.id: Reply.NO for item in conditions(case)})
    return replace(case, cards=dict.fromkeys(case.form.card_groups(), Entry.BY_HAND))


@pytest.fixture(scope="module")
def glass(qapp: QGuiApplication) -> Iterator[Glass]:
    del qapp
    scene = next(scene for scene in SCENES if scene.name == "attract")
    with staged(scene, Look()) as (stage, office, clock):
        assert isinstance(office, SampleOffice)
        yield Glass(stage, office.dossiers, clock)


@pytest.mark.parametrize(
    ("code", "field", "typed", "left"),
    [
        ("1.001193", "tre_ho_ten", "", ("", "form.required")),
        ("1.001193", "tre_ho_ten", "space+space", ("", "form.required")),
        ("1.001193", "tre_ho_ten", "l+a+n+symbols+9", ("LAN9", "form.name_letters")),
        ("1.001193", "tre_ngay_sinh", "", ("", "form.required")),
        ("1.001193", "tre_ngay_sinh", "31022020", ("31/02/2020", "form.date")),
        ("1.001193", "tre_ngay_sinh", "29022023", ("29/02/2023", "form.date")),
        ("1.001193", "tre_ngay_sinh", "01011899", ("01/01/1899", "form.date")),
        ("1.001193", "tre_ngay_sinh", "01012099", ("01/01/2099", "form.date")),
        ("1.001193", "tre_ngay_sinh", "0503", ("05/03", "form.date")),
        ("1.001193", "nyc_sdt", "0412345678", ("0412345678", "form.phone")),
        ("1.001193", "nyc_sdt", "091", ("091", "form.phone")),
        ("1.001193", "nyc_sdt", "091234567890", ("09123456789", "form.full_digits")),
        ("1.001193", "nyc_email", "a+n+@+b", ("an@b", "form.email")),
        ("1.004194", "sdd_chu_ho", "12345678901", ("1234 5678 901", "form.personal_number")),
        ("1.004194", "sdd_chu_ho", "0790850123456", ("0790 8501 2345", "form.full_digits")),
        ("1.000894", "nu_lan_kh", "0", ("0", "form.number_least")),
        ("1.000894", "nu_lan_kh", "1234", ("123", "form.full_digits")),
        ("1.001612", "von", "0", ("0", "form.number_least")),
        ("1.000656", "gio_chet", "2460", ("24:60", "form.time")),
        ("1.000656", "gio_chet", "9", ("9", "form.time")),
        ("2.001159", "tu", "310220261200", ("31/02/2026 12:00", "form.date")),
        ("2.001159", "tu", "25112026", ("25/11/2026", "form.date")),
        ("1.004194", "yk_chu_ho", "symbols+.+.", ("..", "form.words")),
    ],
)
def test_a_slip_is_said_at_the_field_and_what_was_typed_stays(
    glass: Glass, code: str, field: str, typed: str, left: tuple[str, str]
) -> None:
    seen, key = left
    glass.stand(code, field)
    glass.write(typed)
    if not key.startswith("form.full"):
        glass.tap("primary")
    glass.says(key)
    assert glass.walk.at == Step(Kind.QUESTION, field)
    assert glass.field == seen


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        ("tre_ho_ten", "n+g+u+y+e+e+n+x", "NGUYỄN"),
        ("tre_ho_ten", "h+others+ʼ+others+n+h+u+ô+l", "HʼNHUÔL"),
        ("tre_ho_ten", "tôn nữ công huyền tằng tôn nữ thị", "TÔN NỮ CÔNG HUYỀN TẰNG TÔN NỮ THỊ"),
        ("tre_noi_sinh", "s+y+m+b", "Symb"),
    ],
)
def test_old_and_foreign_names_and_loose_telex_are_taken(
    glass: Glass, field: str, typed: str, answer: str
) -> None:
    glass.stand("1.001193", field)
    glass.write(typed)
    glass.tap("primary")
    assert glass.walk.at != Step(Kind.QUESTION, field)
    assert answers(glass.walk.case).values[field] == answer


def test_what_was_typed_is_there_again_after_going_back(glass: Glass) -> None:
    glass.stand("1.001193", "tre_ho_ten")
    glass.write("lê")
    glass.tap("back")
    assert glass.walk.at != Step(Kind.QUESTION, "tre_ho_ten")
    glass.at(replace(glass.walk, at=Step(Kind.QUESTION, "tre_ho_ten")))
    assert glass.field == "LÊ"


def test_a_number_given_before_shows_its_end_until_it_is_typed_anew(glass: Glass) -> None:
    glass.stand("1.004194", "sdd_chu_ho")
    glass.write("079085012345")
    glass.tap("primary")
    there = replace(glass.walk, at=Step(Kind.QUESTION, "sdd_chu_ho"))
    glass.at(there)
    assert glass.field == "•••• •••• 2345"
    assert "4 số cuối" in str(glass.stage.kiosk.dossier.filing.note)
    glass.tap("primary")
    assert answers(glass.walk.case).values["sdd_chu_ho"] == "079085012345"
    glass.at(there)
    glass.write("0")
    assert glass.field == "0"


def test_whole_numbers_stand_on_the_check_page_for_a_moment(glass: Glass) -> None:
    case = take_card(begun("1.004873", Acting.SELF), "nyc", card(NEW_CARD))
    walk = Walk(case, flow.CHECK)
    glass.at(walk)
    filing = glass.stage.kiosk.dossier.filing

    def seen() -> bool:
        return "079185012345" in str(filing.items)

    assert not seen()
    glass.tap("secondary")
    assert seen()
    assert glass.stage.text("secondary") == "Che số"
    assert (filing.hiding.isActive(), filing.hiding.interval()) == (True, 10_000)
    filing.hiding.timeout.emit()
    assert not seen()
    glass.tap("secondary", "secondary")
    assert not seen()
    glass.tap("secondary", "back")
    filing.stand_at(walk)
    assert not seen()


def test_an_address_goes_back_part_by_part_with_its_words(glass: Glass) -> None:
    glass.stand("1.001193", "nyc_noi_cu_tru")
    glass.tap("option.other", "option.Thành phố Hà Nội")
    glass.write("hoàn kiếm")
    glass.tap("suggest:Phường Hoàn Kiếm")
    glass.write("số")
    glass.tap("back")
    assert glass.field == "Phường Hoàn Kiếm"
    glass.tap("primary")
    assert glass.field == "Số"
    glass.tap("back", "back", "option.Thành phố Hà Nội", "primary", "primary")
    value = answers(glass.walk.case).values["nyc_noi_cu_tru"]
    assert str(value) != ""
    assert getattr(value, "detail", "") == "Số"


def test_a_commune_that_no_list_has_is_asked_about_once(glass: Glass) -> None:
    glass.stand("1.001193", "nyc_noi_cu_tru")
    glass.tap("option.other", "option.Thành phố Hà Nội", "primary")
    glass.says("form.required")  # an address without its commune
    glass.write("abcd")
    glass.tap("primary")
    glass.says("form.commune_unknown")
    assert glass.field == "Abcd"
    glass.tap("primary")
    assert glass.stage.kiosk.dossier.filing.view.draft.part == "detail"


def test_a_name_that_is_no_ethnic_group_is_said_while_it_is_typed(glass: Glass) -> None:
    glass.stand("1.001193", "tre_dan_toc")
    glass.write("xyz")
    glass.says("filing.pick_none")
    glass.tap("key.clear")
    assert not glass.stage.shows("filing.problem")


def test_a_long_text_says_when_it_is_full(glass: Glass) -> None:
    glass.stand("1.001193", "tre_ho_ten")
    glass.stage.kiosk.dossier.typing.begin("letters", "lan " * 25, "all", max_length=100)
    glass.write("lan")
    glass.says("form.full")
    glass.tap("key.backspace")
    assert not glass.stage.shows("filing.problem")


def test_language_and_letter_size_change_in_the_middle_of_a_word(glass: Glass) -> None:
    glass.stand("1.001193", "tre_ngay_sinh")
    glass.write("3102")
    glass.stage.kiosk.session.setSize(4)
    glass.tap("key.language")
    glass.write("2020")
    glass.tap("primary")
    glass.says("form.date")
    assert glass.field == "31/02/2020"
    glass.stage.kiosk.session.setSize(1)
    glass.tap("key.language")
    glass.says("form.date")


def test_a_card_that_is_shown_while_somebody_types_changes_nothing(glass: Glass) -> None:
    glass.stand("1.001193", "tre_ho_ten")
    glass.write("lê")
    before = glass.walk
    glass.dossiers.camera.subject = Subject.CARD
    glass.write("a")
    glass.dossiers.camera.subject = Subject.EMPTY
    assert (glass.walk, glass.field) == (before, "LÊA")


def test_whoever_comes_for_another_after_all_says_who_that_is_anew(glass: Glass) -> None:
    case = take_card(begun("1.004873", Acting.SELF), "nyc", card(NEW_CARD))
    case = flow.put(case, "ndc_noi_cu_tru", answers(case).values["nyc_noi_cu_tru"])
    glass.at(Walk(case, Step(Kind.FIT)))
    glass.tap("option.authorised")
    now = answers(glass.walk.case).values
    assert now["nyc_ho_ten"] == "TRẦN THỊ MÂY"  # who stands here is the same
    assert not {name for name in now if name.startswith("ndc_")}
    glass.tap("option.self")
    assert answers(glass.walk.case).values["ndc_ho_ten"] == "TRẦN THỊ MÂY"


def test_a_choice_that_another_answer_rules_out_is_none(glass: Glass) -> None:
    case = begun("1.001022", Acting.FAMILY)
    case = flow.put(case, "quan_he_nguoi_nhan", "Con")
    glass.at(Walk(case, Step(Kind.QUESTION, "loai_xac_nhan")))
    assert not glass.stage.shows("option.Cha nhận con")
    glass.tap("option.Con nhận mẹ")
    glass.at(replace(glass.walk, at=Step(Kind.QUESTION, "quan_he_nguoi_nhan")))
    glass.tap("option.Cha")
    assert answers(glass.walk.case).values["loai_xac_nhan"] == "Cha nhận con"


def test_a_line_of_a_list_that_is_taken_away_is_gone(glass: Glass) -> None:
    case = begun("1.004194", Acting.SELF)
    place = next(number for number, part in enumerate(case.form.sections) if part.rows)
    glass.at(Walk(case, Step(Kind.LIST, str(place))))
    for name in ("an", "bo"):
        glass.tap("secondary")
        glass.write(name)
        glass.tap("primary", "back", "back")
    assert len(lists.rows_of(glass.walk.case, place)) == 2
    glass.tap(f"row.row:{place}/0", "secondary")
    (left,) = lists.rows_of(glass.walk.case, place)
    assert left["tv_ho_ten"] == "BO"


def test_a_scan_that_another_answer_made_needless_takes_no_room_and_is_not_sent(
    glass: Glass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_screen, "MOST_PAGES", 1)
    case = replace(begun("1.004873", Acting.AUTHORISED), papers={"uy_quyen": PaperDeed.SCANNED})
    glass.at(Walk(case, Step(Kind.SCAN, "uy_quyen")))
    glass.dossiers.camera.subject = Subject.PAGE
    glass.tap("scan.shoot", "scan.keep")
    paper = glass.stage.kiosk.dossier.paper
    glass.stage.wait_until(lambda: paper.view.full)
    glass.dossiers.camera.subject = Subject.EMPTY
    alone = replace(case, acting=Acting.SELF, cases={"ly_hon": Reply.YES})
    glass.at(Walk(alone, Step(Kind.SCAN, "ly_hon")))
    assert paper.view.pages, "the other answer may be taken back"
    assert not paper.view.full
    paper.only({"ly_hon"})
    assert not paper.view.pages


def test_nobody_there_in_the_middle_of_a_word_leaves_nothing(glass: Glass) -> None:
    glass.stand("1.001193", "tre_ho_ten")
    glass.write("lê")
    glass.clock.seconds += 3600
    glass.stage.kiosk.session.tick()
    assert glass.stage.kiosk.dossier.filing.view.walk is None
    assert glass.stage.kiosk.dossier.typing.view.text == ""


def filing_stage(capture: Capture | None = None, *, animated: bool = False) -> Stage:
    """A window of its own, with another reader of codes or with the pace of a real one."""
    dossiers = SampleDossiers(NOW)
    office = SampleOffice(from_hub, dossiers=dossiers)
    filing = dossiers.ports(Filing.PORTAL)
    if capture is not None:
        filing = replace(filing, capturing=capture)
    ports = Ports(office, office, office, services(), filing=filing)
    wiring = Wiring(now=lambda: NOW, monotonic=StillClock(), animated=animated)
    return Stage(ports, Settings(), wiring=wiring)


def test_a_double_tap_answers_one_question_and_not_the_next(qapp: QGuiApplication) -> None:
    del qapp
    with filing_stage(animated=True) as stage:
        filing = stage.kiosk.dossier.filing
        filing.stand_at(Walk(begun("1.001193"), Step(Kind.QUESTION, "tre_ho_ten")))
        touch(stage, "key.a", "key.n")
        stage.tap("primary", times=3)
        assert filing.view.walk is not None
        assert filing.view.walk.at == Step(Kind.QUESTION, "tre_ngay_sinh")
        assert not stage.shows(
            "filing.problem"
        )  # the next question was not left open by the second tap
        touch(stage, "key.0", "primary")  # a moment later it takes a touch
        assert stage.text("filing.problem") == text("form.date", "vi")


def test_a_line_of_the_scanner_does_nothing_while_somebody_types(
    qapp: QGuiApplication, tmp_path: Path
) -> None:
    del qapp
    scanner = ScannerSimulator(tmp_path / "scanner")
    capture = open_capture(Settings(scanner=Scanner(url=scanner.url)))
    capture.start()
    try:
        with filing_stage(capture) as stage:
            filing = stage.kiosk.dossier.filing
            case = begun("1.001193")
            filing.stand_at(Walk(case, Step(Kind.QUESTION, "nyc_sdt")))
            touch(stage, "key.0")
            for line in (NEW_CARD, "0912abc345", "x" * 4000):
                scanner.scan(line)
            run_for(SETTLED_MS)
            touch(stage, "key.9")
            assert stage.text("field.text") == "09"
            bare = replace(case, cards={})
            filing.stand_at(Walk(bare, Step(Kind.CARD, "nyc")))
            run_for(SETTLED_MS)
            assert not stage.shows("card.name")  # what was scanned before is nobody's card
            scanner.scan(NEW_CARD)
            stage.wait_until(lambda: stage.shows("card.name"))
    finally:
        capture.stop()
