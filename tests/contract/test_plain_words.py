"""What people read is said plainly: length of sentences, words, address, and how numbers look.

Who reads decides how strict the rule is. A section that is not listed is read by citizens.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from kiosk.domain.form import Field, FieldKind, Required
from kiosk.domain.words import NO_WORDS, Words
from kiosk.paths import asset
from kiosk.services.catalogue import load_catalogue
from kiosk.services.provinces import provinces
from kiosk.texts import LANGUAGES, catalogue
from ui.shown import shown

#: Read by who works with the product all day, at their own desk.
STAFF = frozenset(
    {
        *("web_common", "web_sign_in", "web_desks", "web_desk", "web_ratings"),
        *("staff", "staff_deed", "staff_reason", "hub_problem", "portal_problem"),
    }
)
#: Read by who mends it, with a screwdriver in the other hand: exact terms, one more clause.
TECHNICIAN = frozenset({"title", "remedy", "staff_card", "staff_screen"})

#: Syllables a sentence; the goal for plain words of the screens (100th percentile, mean).
LONGEST = {"citizen": 20, "staff": 20, "technician": 25}
MEAN = 12.0

#: Never: they blame, they talk of the machine's insides, or they are English.
BANNED = (
    *("lỗi hệ thống", "không hợp lệ", "vui lòng", "xin lỗi", "thất bại", "mã lỗi"),
    *("exception", "timeout", "null", "error", "bạn"),
)
#: Short for words that a person has to know to read them.
ABBREVIATIONS = re.compile(
    r"(?<![/-])\b(TTHC|DVC|DVCTT|UBND|HĐND|CCCD|CMND|CSDL|BHYT|BHXH|GCN|GTGT|QSDĐ|TP|VNĐ|NĐ|TT|KT-XH)\b"
)
#: A money amount is written with the unit's name after a space, thousands apart by a point.
SHORT_MONEY = re.compile(r"\d{3}đ\b|\d VNĐ|\d{4,} đồng|\d,\d{3} đồng")
#: Sino-Vietnamese of offices, each with what one says at a counter. Small on purpose: words such
#: as *hồ sơ*, *tiếp nhận*, *bổ sung* are hard too, but they stand on every paper a person holds.
STIFF = {
    "hoàn tất": "làm xong",
    "khởi tạo": "bắt đầu",
    "xác thực": "kiểm tra",
    "truy cập": "mở, vào",
    "hiển thị": "hiện",
    "tiến hành": "làm",
    "thực hiện": "làm",
    "nhập liệu": "nhập",
    "kích hoạt": "bật",
    "vô hiệu hóa": "tắt",
    "kết xuất": "in ra",
    "phản hồi": "trả lời",
    "thao tác": "làm",
    "thiết bị": "máy",
    "thẩm quyền": "được quyền",
    "phát sinh": "có thêm",
    "đối soát": "so lại",
    "khả dụng": "dùng được",
    "quý khách": "ông/bà",
    "quý công dân": "ông/bà",
}

#: Names that the law gives; nobody may say them otherwise.
GIVEN = frozenset({"staff.identity_DICH_VU_XAC_THUC"})

SENTENCE_END = re.compile(r"[.?!…]+(?:\s|$)|\n")
PLACEHOLDER = re.compile(r"{(\w+)")


def reader(key: str) -> str:
    section = key.split(".", maxsplit=1)[0]
    if section in TECHNICIAN:
        return "technician"
    return "staff" if section in STAFF else "citizen"


def sentences(words: str) -> Iterator[str]:
    return (part for part in SENTENCE_END.split(words) if re.search(r"\w", part))


def syllables(sentence: str) -> int:
    return len(re.findall(r"\w+", sentence))


def stiff(words: str) -> list[str]:
    return [f"{word} -> {plain}" for word, plain in STIFF.items() if word in words.lower()]


def texts_of(value: object) -> Iterator[Words]:
    """Every text in both languages inside a value of the catalogue of procedures."""
    if isinstance(value, Words):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from texts_of(getattr(value, item.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)


def test_no_sentence_is_longer_than_its_reader_can_take_in_at_a_glance() -> None:
    counted: dict[str, list[int]] = {}
    for key, words in catalogue("vi").items():
        for sentence in sentences(words):
            counted.setdefault(reader(key), []).append(syllables(sentence))
            assert syllables(sentence) <= LONGEST[reader(key)], (key, sentence)
    assert len(counted["citizen"]) > 300
    assert sum(counted["citizen"]) / len(counted["citizen"]) <= MEAN


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_blames_or_speaks_of_the_machines_insides(language: str) -> None:
    for key, words in catalogue(language).items():
        found = [word for word in BANNED if re.search(rf"\b{word}\b", words.lower())]
        assert not found, (key, words)


def test_no_text_is_short_for_words_one_has_to_know() -> None:
    for key, words in catalogue("vi").items():
        assert not ABBREVIATIONS.search(words), (key, words)
        assert not SHORT_MONEY.search(words), (key, words)


def test_the_catalogue_of_procedures_spells_out_names_and_money() -> None:
    found = load_catalogue()
    for code, entry in itertools.chain(found.procedures.items(), found.forms.items()):
        for words in texts_of(entry):
            assert not ABBREVIATIONS.search(words.vi), (code, words.vi)
            assert not SHORT_MONEY.search(words.vi), (code, words.vi)
            assert not re.search(r"\bbạn\b", words.vi.lower()), (code, words.vi)
            assert unicodedata.is_normalized("NFC", words.vi), (code, words.vi)


def test_citizens_and_clerks_read_no_stiff_word_that_has_a_plain_one() -> None:
    for key, words in catalogue("vi").items():
        if reader(key) != "technician" and key not in GIVEN:
            assert not stiff(words), (key, words)


def test_a_stiff_word_is_found_with_the_plain_one_to_use() -> None:
    assert stiff("Thao tác chưa hoàn tất.") == ["hoàn tất -> làm xong", "thao tác -> làm"]


def test_files_are_written_in_the_form_that_every_renderer_knows() -> None:
    for path in asset("i18n").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name


def test_both_languages_say_everything_and_fill_in_the_same() -> None:
    vi, en = catalogue("vi"), catalogue("en")
    plural = {key for key in en if key.endswith("_one") and key.removesuffix("_one") in en}
    assert vi.keys() == en.keys() - plural
    for key in vi:
        assert sorted(PLACEHOLDER.findall(vi[key])) == sorted(PLACEHOLDER.findall(en[key])), key
    for key in plural:
        assert set(PLACEHOLDER.findall(en[key])) <= set(
            PLACEHOLDER.findall(en[key.removesuffix("_one")])
        ), key


# --- how days, amounts and lists look --------------------------------------------------------


def field(kind: FieldKind) -> Field:
    return Field("x", NO_WORDS, kind, Required.ALWAYS)


def test_amounts_are_grouped_by_points_and_days_run_from_day_to_year() -> None:
    assert shown(field(FieldKind.MONEY), 50_000) == "50.000 đồng"
    assert shown(field(FieldKind.MONEY), 1_500_000) == "1.500.000 đồng"
    assert shown(field(FieldKind.MONEY), 0) == "0 đồng"
    assert shown(field(FieldKind.DATE), "2026-03-05") == "05/03/2026"


#: The 29 letters (Luật chính tả has no rank for marks of tone: they decide last).
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries


def alphabetical(name: str) -> list[tuple[list[int], list[int]]]:
    """A key that puts Ă after A and Đ after D, syllable by syllable."""
    key = []
    for syllable in name.lower().split():
        letters: list[int] = []
        tones: list[int] = []
        for char in unicodedata.normalize("NFC", syllable):
            parts = unicodedata.normalize("NFD", char)
            tones += [TONES.index(mark) + 1 for mark in parts if mark in TONES]
            bare = "".join(mark for mark in parts if mark not in TONES)
            letters.append(LETTERS.index(unicodedata.normalize("NFC", bare)))
        key.append((letters, tones))
    return key


def test_provinces_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    assert sorted(["Đa", "Da", "Ăn", "An", "Âu", "Ba"], key=alphabetical) == [
        *("An", "Ăn", "Âu", "Ba", "Da", "Đa")
    ]
    names = [name.removeprefix("Tỉnh ") for name in provinces() if name.startswith("Tỉnh ")]
    assert len(names) == 27
    assert names == sorted(names, key=alphabetical)
