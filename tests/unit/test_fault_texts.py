"""One fault, two sentences, in step with the faults that exist."""

import re
import tomllib

import pytest

from devices.faults import FAULTS
from kiosk.paths import asset

BANNED = re.compile(
    r"lỗi hệ thống|không hợp lệ|vui lòng|xin lỗi|thất bại|exception|timeout|null|mã lỗi|\bbạn\b"
    r"|system error|invalid|please|sorry|failed",
    re.IGNORECASE,
)


def texts(area: str, language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(asset("i18n", f"{area}.{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_has_a_title_a_remedy_and_a_calm_sentence_and_nothing_is_left_over(
    language: str,
) -> None:
    words = texts("faults", language)
    codes = {code for code in FAULTS if code.startswith("PRN-")}
    for section in ("title", "remedy"):
        assert {code for code in words[section] if code.startswith("PRN-")} == codes
    assert {fault.citizen_key for fault in FAULTS.values()} <= set(words["citizen"])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("area", ["faults", "slip"])
def test_no_sentence_frightens_or_begs(area: str, language: str) -> None:
    for section, entries in texts(area, language).items():
        for key, text in entries.items():
            assert not BANNED.search(text), (section, key)


def test_no_vietnamese_sentence_is_longer_than_twenty_syllables() -> None:
    for area in ("faults", "slip"):
        for entries in texts(area, "vi").values():
            for text in entries.values():
                for sentence in re.split(r"[.:!?]\s", text):
                    assert len(sentence.split()) <= 20, sentence


def test_citizens_are_told_that_the_number_is_safe() -> None:
    for key in ("printer_down", "paper_out", "print_unknown"):
        assert "đã được lưu" in texts("faults", "vi")["citizen"][key]
        assert "is saved" in texts("faults", "en")["citizen"][key]
