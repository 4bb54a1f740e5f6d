"""The shipped catalogue, and what happens to a broken one."""

import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import cli
from kiosk.domain.due_date import TermKind
from kiosk.domain.form import FieldKind, Required, Trust
from kiosk.domain.procedure import (
    ConditionMeans,
    Filing,
    Mode,
    Need,
    PaperKind,
    Part,
    Reply,
    Way,
    needs,
    way,
)
from kiosk.paths import asset
from kiosk.services.catalogue import Catalogue, CatalogueError, load_catalogue


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(asset("catalogue"), tmp_path / "catalogue"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.build(), ["catalogue", *arguments])


def test_the_shipped_catalogue_is_whole(shipped: Catalogue) -> None:
    assert (len(shipped.procedures), len(shipped.forms)) == (53, 19)
    birth = shipped.procedures["1.001193"]
    assert birth.name.vi == "Thủ tục đăng ký khai sinh"
    assert birth.term.kind is TermKind.SAME_DAY
    assert birth.forms == ("F-KS",)
    assert shipped.procedures["1.000689"].forms == ("F-KS", "F-NCMC")


def test_every_entry_says_where_and_when_it_was_read_and_what_nobody_compared(
    shipped: Catalogue,
) -> None:
    for item in shipped.procedures.values():
        assert item.provenance.source == "Cổng Dịch vụ công quốc gia (dichvucong.gov.vn)"
        assert item.provenance.as_of.startswith("2026-07")
        assert Part.REQUIREMENTS in item.provenance.unverified


def test_no_paper_that_is_only_shown_is_ever_scanned(shipped: Catalogue) -> None:
    papers = [paper for item in shipped.procedures.values() for paper in item.requirements]
    assert len(papers) == 281
    assert not any(paper.scannable for paper in papers if paper.kind is PaperKind.SHOW)


def test_every_word_of_the_catalogue_is_in_one_unicode_form() -> None:
    for path in asset("catalogue").rglob("*.toml"):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path


def test_a_person_in_a_block_gets_the_prefix_of_the_form(shipped: Catalogue) -> None:
    form = shipped.forms["F-KS"]
    fields = {field.name: field for field in form.single_fields()}
    assert fields["nyc_ho_ten"].required is Required.ALWAYS
    assert fields["cha_ho_ten"].required is Required.WITH_GROUP
    assert fields["cha_so_dinh_danh"].required is Required.NO
    assert fields["me_ho_ten"].kind is FieldKind.NAME
    assert form.card_groups() == ("nyc", "me", "cha")
    assert shipped.forms["F-KH"].card_groups() == ("nu", "nam")
    assert shipped.forms["F-CT01"].card_groups() == ("nk",)


def test_the_condition_of_a_paper_is_asked_in_its_own_words(shipped: Catalogue) -> None:
    birth = shipped.procedures["1.001193"]
    open_case = needs(birth, {})
    assert open_case["to_khai"] is Need.NEEDED
    assert open_case["mang_thai_ho"] is Need.BRING_IF_ANY

    case = needs(birth, {"chung_sinh": Reply.NO, "mang_thai_ho": Reply.YES, "uy_quyen": Reply.NO})
    # "Không cần nếu đã có bản điện tử ký số?" - "Không": the paper is needed.
    assert case["chung_sinh"] is Need.NEEDED
    assert case["mang_thai_ho"] is Need.NEEDED
    assert case["uy_quyen"] is Need.NOT_NEEDED
    assert needs(birth, {"chung_sinh": Reply.YES})["chung_sinh"] is Need.NOT_NEEDED


def test_without_a_birth_notification_the_witness_stands_in_for_it(shipped: Catalogue) -> None:
    birth = shipped.procedures["1.001193"]
    case = needs(birth, {"chung_sinh": Reply.NO, "lam_chung": Reply.YES})
    assert case["lam_chung"] is Need.NEEDED
    assert case["chung_sinh"] is Need.NOT_NEEDED


def test_not_knowing_never_stops_anybody(shipped: Catalogue) -> None:
    for item in shipped.procedures.values():
        for paper, need in zip(item.requirements, needs(item, {}).values(), strict=True):
            if paper.condition.vi and paper.condition_means is not ConditionMeans.REMARK:
                assert need is Need.BRING_IF_ANY


def test_what_a_tile_leads_to_follows_the_site(shipped: Catalogue) -> None:
    birth = shipped.procedures["1.001193"]

    def leads(code: str, filing: Filing) -> Way:
        return way(shipped.procedures[code], shipped.forms, filing)

    assert [leads("1.001193", filing) for filing in Filing] == [Way.FILE, Way.PREPARE, Way.GUIDE]
    assert {leads("2.000986", filing) for filing in Filing} == {Way.GUIDE}
    assert {leads("2.001035", filing) for filing in Filing} == {Way.QUEUE}
    assert [leads("2.000815", filing) for filing in Filing] == [Way.INTAKE, Way.INTAKE, Way.QUEUE]
    # Held until an officer has compared it.
    held = way(birth, shipped.forms, Filing.PORTAL, ())
    assert held is Way.GUIDE
    ticked = way(birth, shipped.forms, Filing.PORTAL, {"1.001193"})
    assert ticked is Way.FILE


def test_a_form_without_fields_is_only_a_guide(copy: Path) -> None:
    edit(copy / "procedures/1.001776.toml", 'mode = "guide"', 'mode = "form"')
    loaded = load_catalogue(copy)
    assert loaded.forms["F-BTXH"].empty
    assert loaded.forms["F-BTXH"].trust is Trust.NO
    item = loaded.procedures["1.001776"]
    assert item.mode is Mode.FORM
    assert way(item, loaded.forms, Filing.PORTAL) is Way.GUIDE
    assert any("1.001776: a form without fields" in text for text in loaded.warnings())


def test_a_province_lays_its_own_entry_over_the_national_one(copy: Path, tmp_path: Path) -> None:
    own = tmp_path / "province"
    (own / "procedures").mkdir(parents=True)
    shutil.copy(copy / "procedures/2.000635.toml", own / "procedures")
    edit(
        own / "procedures/2.000635.toml",
        'vi = "8.000 đồng mỗi bản"',
        'vi = "Miễn phí tại tỉnh này"',
    )
    loaded = load_catalogue(copy, own)
    assert loaded.procedures["2.000635"].fee_summary.vi == "Miễn phí tại tỉnh này"
    assert len(loaded.procedures) == 53


BROKEN = {
    "a choice that hangs on an answer that cannot be given": (
        "forms/F-NCMC.toml",
        'values = ["Cha"]',
        'values = ["Ông"]',
        "F-NCMC.loai_xac_nhan.only_if: 'quan_he_nguoi_nhan' has no answer 'Ông'",
    ),
    "a paper that follows none": (
        "procedures/1.004222.toml",
        'follows = "quoc_tich_khac"',
        'follows = "ct01"',
        "requirement[ct02].follows: no paper 'ct01' that is asked about",
    ),
    "a missing name": (
        "procedures/1.001193.toml",
        'vi = "Thủ tục đăng ký khai sinh"\n',
        "",
        "1.001193.vi: is missing",
    ),
    "a slip in a key": (
        "procedures/1.001193.toml",
        "keywords =",
        "keyword =",
        "1.001193.keyword: is not a known key",
    ),
    "an unknown form": (
        "procedures/1.001193.toml",
        "F-KS",
        "F-XX",
        "1.001193.forms: no form 'F-XX'",
    ),
    "an unknown life event": (
        "procedures/1.001193.toml",
        '"sinh_con"',
        '"sinh"',
        "1.001193.life_event: no life event 'sinh'",
    ),
    "a code that is not the file's": (
        "procedures/1.001193.toml",
        'code = "1.001193"',
        'code = "1.001194"',
        "1.001193.code: '1.001194' must be the file's name",
    ),
    "an unknown mode": (
        "procedures/1.001193.toml",
        'mode = "form"',
        'mode = "from"',
        "1.001193.mode: is 'from', must be one of form, intake, queue, guide",
    ),
    "a part nobody judged": (
        "procedures/1.001193.toml",
        '["name_en", "requirements", "eligibility"]',
        '["name_en", "requirements"]',
        "1.001193.provenance: verified and not_verified must name each part once",
    ),
    "a scan of what is only shown": (
        "procedures/1.001193.toml",
        'kind = "xuat_trinh"',
        'kind = "xuat_trinh"\nscannable = true',
        "a paper that is only shown is not scanned",
    ),
    "a paper that replaces nothing": (
        "procedures/1.001193.toml",
        'replaces = ["chung_sinh"]',
        'replaces = ["chung_xinh"]',
        "requirement[lam_chung].replaces: no other paper 'chung_xinh'",
    ),
    "a term that means nothing": (
        "procedures/1.004873.toml",
        "quantity = 3",
        "quantity = 0",
        "1.004873.term: working_days with quantity 0",
    ),
    "a number in quotes": (
        "procedures/1.004873.toml",
        "quantity = 3",
        'quantity = "3"',
        "1.004873.term.quantity: must be a whole number",
    ),
    "letters in pieces": (
        "procedures/1.001193.toml",
        "Thủ tục đăng ký khai sinh",
        unicodedata.normalize("NFD", "Thủ tục đăng ký khai sinh"),
        "1.001193.vi: is not in NFC",
    ),
    "not TOML": ("procedures/1.001193.toml", "code =", "code", "1.001193.toml: not valid TOML"),
    "a choice without options": (
        "forms/F-KH.toml",
        'options = "loai_dang_ky_kh"\n',
        "",
        "options: radio and options do not go together",
    ),
    "an unknown list of options": (
        "forms/F-KH.toml",
        '"loai_dang_ky_kh"',
        '"loai"',
        "no list of options 'loai'",
    ),
    "a condition on an answer that cannot be given": (
        "forms/F-KH.toml",
        "values = [3, 4]",
        "values = [3, 9]",
        "F-KH.nu_ban_an.visible_if: 'nu_tthn' has no answer 9",
    ),
    "a condition on a field that is not there": (
        "forms/F-KH.toml",
        'field = "nu_tthn"',
        'field = "nu_xx"',
        "F-KH.nu_ban_an.visible_if: 'nu_xx' has no answer 3",
    ),
    "a name used twice": (
        "forms/F-KH.toml",
        'name = "nu_lan_kh"',
        'name = "nu_ho_ten"',
        "F-KH.nu_ho_ten: this name is used twice",
    ),
    "an unknown block": ("forms/F-KH.toml", 'block = "person"', 'block = "pet"', "no block 'pet'"),
    "a default that is no answer": (
        "forms/F-KH.toml",
        "default = 1",
        'default = "một"',
        "default: 'một' is no answer to this field",
    ),
    "words of a date that is not there": (
        "forms/F-KS.toml",
        'date_in_words_of = "tre_ngay_sinh"',
        'date_in_words_of = "tre_ho_ten"',
        "F-KS.tre_ngay_sinh_chu: no date 'tre_ho_ten'",
    ),
    "a choice among fields that are not there": (
        "forms/F-KS.toml",
        '"cha_ho_ten"',
        '"bo_ho_ten"',
        "F-KS.one_of: no field 'bo_ho_ten'",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_entry_is_named_with_its_field(copy: Path, what: str) -> None:
    file, old, new, message = BROKEN[what]
    edit(copy / file, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(copy)
    assert any(message in mistake for mistake in caught.value.mistakes), caught.value.mistakes


def test_all_mistakes_are_told_at_once(copy: Path) -> None:
    for what in ("a missing name", "an unknown list of options", "a number in quotes"):
        file, old, new, _ = BROKEN[what]
        edit(copy / file, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(copy)
    assert len(caught.value.mistakes) >= 3


def test_the_check_command_counts_and_warns_and_fails_on_broken_entries(copy: Path) -> None:
    good = run("check", "--json")
    answer = json.loads(good.stdout)
    assert good.exit_code == 0
    assert (answer["procedures"], answer["forms"], answer["broken"]) == (53, 19, [])
    assert any("F-LT: fields not compared" in text for text in answer["warnings"])

    file, old, new, message = BROKEN["a slip in a key"]
    edit(copy / file, old, new)
    bad = run("check", "--dir", str(copy), "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["broken"] == [message]
    assert message in run("check", "--dir", str(copy)).stderr


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    assert "common.toml: is missing" in run("check", "--dir", str(tmp_path)).stderr


def test_the_show_command_prints_papers_and_their_source() -> None:
    text = run("show", "2.000635").stdout
    assert "8.000 đồng mỗi bản" in text
    assert "dichvucong.gov.vn" in text
    answer = json.loads(run("show", "1.001193", "--json").stdout)
    assert answer["requirements"][1]["condition_means"] == "not_needed_if"
    assert run("show", "9.999999").exit_code == 2
