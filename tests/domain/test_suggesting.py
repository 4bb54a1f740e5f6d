"""Known names found while they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.suggesting import MOST_HITS, Hit, Names
from kiosk.domain.vietnamese import fold
from kiosk.services.places import commune_names, communes
from kiosk.services.provinces import provinces

#: Communes of each of the 34 provinces since 1/7/2025, as the resolutions count them.
COUNTS = (
    *(126, 40, 114, 94, 168, 103, 95),  # Hà Nội, Huế, Hải Phòng, Đà Nẵng, HCM, Cần Thơ, Đồng Nai
    *(102, 99, 64, 56, 102, 45, 102, 135, 69, 104, 65, 38, 124, 65, 99, 130, 129, 148),
    *(96, 54, 78, 75, 96, 92, 166, 124, 124),
)


def test_all_communes_are_there() -> None:
    found = [len(communes(name)) for name in provinces()]
    assert sum(found) == 3321
    assert sorted(found) == sorted(COUNTS)
    every = [name for province in provinces() for name, _ in communes(province)]
    kinds = {kind: sum(name.startswith(kind) for name in every) for kind in ("Xã", "Phường", "Đặc")}
    assert kinds == {"Xã": 2621, "Phường": 687, "Đặc": 13}


@pytest.mark.parametrize("typed", ["song may", "sông mây", "Phường Song M", "may", "SONG MAY"])
def test_a_place_is_found_with_and_without_marks(typed: str) -> None:
    names = commune_names("Tỉnh Lào Cai", "Phường Sông Mây")
    assert Hit("Phường Sông Mây") in names.find(typed)


def test_the_name_of_before_finds_the_name_of_today_and_says_so() -> None:
    hits = commune_names("Thành phố Hà Nội").find("truc bach")
    assert hits == (Hit("Phường Ba Đình", "Phường Trúc Bạch"),)


def test_a_commune_that_was_divided_leads_to_all_its_parts() -> None:
    hits = commune_names("Thành phố Hà Nội").find("minh quang")
    assert {hit.name for hit in hits} == {"Xã Ba Vì", "Xã Bất Bạt"}


def test_what_was_typed_with_its_marks_comes_first() -> None:
    names = Names([("Xã Ba", ()), ("Xã Bá", ()), ("Xã Bà", ())])
    assert names.find("bà")[0] == Hit("Xã Bà")


def test_nothing_typed_offers_nothing() -> None:
    assert commune_names("Thành phố Huế").find("  ") == ()
    assert communes("Tỉnh Không Có") == ()


@given(st.sampled_from([name for name, _ in communes("Thành phố Huế")]))
def test_every_commune_is_among_four_once_it_is_typed_whole(name: str) -> None:
    names = commune_names("Thành phố Huế")
    for typed in (name, fold(name)):
        hits = names.find(typed)
        assert len(hits) <= MOST_HITS
        assert name in {hit.name for hit in hits}
