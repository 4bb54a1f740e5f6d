"""One fault, two sentences, in step with the faults that exist."""

import re
import tomllib

import pytest

from devices.faults import FAULTS
from kiosk.paths import asset
from kiosk.services.dossier_desk import Fault

BANNED = re.compile(
    r"lỗi hệ thống|không hợp lệ|vui lòng|xin lỗi|thất bại|exception|timeout|null|mã lỗi|\bbạn\b"
    r"|system error|invalid|please|sorry|failed",
    re.IGNORECASE,
)

AREAS = (
    *("faults", "faults_camera", "faults_site", "faults_store", "faults_voice"),
    *("photo", "slip", "slip_dossier"),
)


def texts(area: str, language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(asset("i18n", f"{area}.{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_has_a_title_a_remedy_and_a_calm_sentence_and_nothing_is_left_over(
    language: str,
) -> None:
    areas = [
        texts(area, language) for area in ("faults", "faults_camera", "faults_site", "faults_voice")
    ]
    codes = {code for code in FAULTS if code[:3] in {"PRN", "CAM", "SCN", "VOI", "APP"}}
    for section in ("title", "remedy"):
        written = [code for words in areas for code in words[section]]
        assert sorted(code for code in written if code in FAULTS) == sorted(codes)
    citizen = {key for words in areas for key in words["citizen"]}
    assert {fault.citizen_key for fault in FAULTS.values()} <= citizen


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("area", AREAS)
def test_no_sentence_frightens_or_begs(area: str, language: str) -> None:
    for section, entries in texts(area, language).items():
        for key, text in entries.items():
            assert not BANNED.search(text), (section, key)


def test_no_vietnamese_sentence_is_longer_than_twenty_syllables() -> None:
    for area in AREAS:
        for entries in texts(area, "vi").values():
            for text in entries.values():
                for sentence in re.split(r"[.:!?]\s", text):
                    assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_not_to_take_a_dossier_has_its_two_sentences(language: str) -> None:
    words = texts("faults_store", language)
    codes = sorted(fault.value for fault in Fault)
    assert sorted(words["title"]) == sorted(words["remedy"]) == codes
    assert {fault.citizen_key.removeprefix("citizen.") for fault in Fault} == set(words["citizen"])


def test_citizens_are_told_that_the_number_is_safe() -> None:
    for key in ("printer_down", "paper_out", "print_unknown"):
        assert "đã được lưu" in texts("faults", "vi")["citizen"][key]
        assert "is saved" in texts("faults", "en")["citizen"][key]
