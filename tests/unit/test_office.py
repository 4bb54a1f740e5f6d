"""A mistake in the list of services is named before a citizen meets it."""

import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.services import OfficeError, parse_office
from kiosk.services.office import read_office

SERVICE = """
[[service]]
id = "ho-tich"
series = "A"
name = { vi = "Hộ tịch", en = "Civil status" }
"""
DESK = """
[[desk]]
id = "1"
name = { vi = "Quầy 1", en = "Desk 1" }
services = ["ho-tich"]
"""
GOOD = SERVICE + DESK


def test_the_demonstration_ward_has_a_desk_for_every_service() -> None:
    office = read_office("ward")
    assert len(office.services) == 6
    assert office.desk("1") is not None
    assert office.service("nothing") is None


def test_names_are_kept_composed_so_that_every_font_draws_them() -> None:
    office = parse_office(GOOD.replace("Hộ tịch", "Hộ tịch"), source="x")
    assert office.services[0].name.vi == "Hộ tịch"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[service", "ward.toml: not valid TOML"),
        (DESK, "ward.toml: at least one [[service]] is needed"),
        (SERVICE, "ward.toml: at least one [[desk]] is needed"),
        ("titel = 1\n" + GOOD, "ward.toml: titel: unknown; known: service, desk"),
        (
            SERVICE + SERVICE.replace("ho-tich", "khac") + DESK,
            "ward.toml: service 2 ('khac'): series: 'A' already belongs to 'ho-tich'",
        ),
        (
            SERVICE + SERVICE.replace('"A"', '"B"') + DESK,
            "ward.toml: service 2 ('ho-tich'): id: 'ho-tich' is used twice",
        ),
        (
            GOOD.replace('["ho-tich"]', '["dat-dai"]'),
            "desk 1 ('1'): services: unknown service 'dat-dai'; known: ho-tich",
        ),
        (GOOD + DESK, "ward.toml: desk 2 ('1'): id: '1' is used twice"),
        (GOOD.replace('["ho-tich"]', '"ho-tich"'), "desk 1 ('1'): services: must list at least"),
        (
            GOOD.replace('["ho-tich"]', '["ho-tich", "ho-tich"]'),
            "desk 1 ('1'): services: names one id twice",
        ),
        (
            SERVICE + SERVICE.replace("ho-tich", "khac").replace('"A"', '"K"') + DESK,
            "ward.toml: service 'khac': no desk serves it",
        ),
        (
            GOOD.replace("Hộ tịch", "H" * 100),
            "service 1 ('ho-tich'): name.vi: has 100 letters; at most 60 fit",
        ),
        (
            GOOD.replace("Hộ tịch", "<b>Hộ tịch</b>"),
            "service 1 ('ho-tich'): name.vi: has '<' or '>'; names are plain text, not HTML",
        ),
        (GOOD.replace("Hộ tịch", "Hộ\\u001btịch"), "name.vi: has a control character"),
        (GOOD.replace("Hộ tịch", "  "), "name.vi: must be a text with at least one letter"),
        (GOOD.replace(', en = "Civil status"', ""), 'name: must be { vi = "...", en = "..." }'),
        (GOOD.replace('series = "A"', 'series = "AB"'), "series: must be one letter A to Z"),
        (GOOD.replace('series = "A"', ""), "series: must be one letter A to Z"),
        (
            GOOD.replace('id = "ho-tich"\n', 'id = "ho-tich"\nserie = "A"\n'),
            "service 1 ('ho-tich'): serie: unknown field; known: id, series, name, hint",
        ),
    ],
)
def test_a_mistake_is_told_with_its_entry_and_field(text: str, sentence: str) -> None:
    with pytest.raises(OfficeError) as told:
        parse_office(text, source="ward.toml")
    assert sentence in str(told.value)


def test_a_missing_or_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="there is no list of services 'nowhere'"):
        read_office("nowhere")
    broken = tmp_path / "x.toml"
    broken.write_bytes(b"\xff\xfe")
    with pytest.raises(OfficeError, match="cannot be read"):
        read_office(str(broken))


@given(st.text(max_size=80))
def test_whatever_a_name_holds_it_is_kept_as_text_or_refused(name: str) -> None:
    quoted = "".join(
        f"\\U{ord(letter):08X}" for letter in name if not 0xD800 <= ord(letter) < 0xE000
    )
    text = GOOD.replace("Hộ tịch", quoted)
    plain = name.strip() and not any(unicodedata.category(each)[0] in "CZ" for each in name)
    if plain and "<" not in name and ">" not in name and len(name) <= 20:
        kept = parse_office(text, source="x").services[0].name.vi
        assert kept == unicodedata.normalize("NFC", name)
    else:
        with suppress(OfficeError):
            kept = parse_office(text, source="x").services[0].name.vi
            assert len(kept) <= 60
            assert not any(unicodedata.category(each) == "Cc" or each in "<>" for each in kept)
