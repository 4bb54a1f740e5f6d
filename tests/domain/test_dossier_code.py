"""Our codes survive tired eyes and fingers, and are never taken for an agency's."""

import contextlib
import datetime as dt
import random
import secrets
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dossier_code import (
    ALPHABET,
    BadCodeError,
    CodeProblem,
    DossierCode,
    OfficialCode,
    Owner,
    mint_code,
    mint_secret,
    parse_code,
    parse_official,
    parse_secret,
    read_code,
)

codes = st.integers().map(lambda seed: mint_code(random.Random(seed).randrange))


def is_code(characters: str) -> bool:
    try:
        DossierCode(characters)
    except BadCodeError:
        return False
    return True


def test_a_code_is_three_groups_of_three() -> None:
    code = mint_code(secrets.randbelow)
    assert len(str(code)) == 11
    assert str(code)[3] == str(code)[7] == "-"
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("ILOUZ")


def test_the_same_randomness_gives_the_same_code_and_other_randomness_another() -> None:
    assert mint_code(random.Random(1).randrange) == mint_code(random.Random(1).randrange)
    generator = random.Random(1)
    assert len({mint_code(generator.randrange) for _ in range(1000)}) == 1000


# The sum is linear, so whether an error is caught depends only on its place and on the values
# that are exchanged, never on the other characters. The two tests below go through all of
# those; the tests by Hypothesis confirm it on whole codes.


def test_every_single_wrong_character_is_caught() -> None:
    code = mint_code(random.Random(7).randrange).characters
    by_place = {place: {code} for place in range(9)}
    for place in range(9):
        for first in ALPHABET:  # any code that has `first` in this place
            base = code_with(first, place)
            for other in ALPHABET:
                spoilt = base[:place] + other + base[place + 1 :]
                assert is_code(spoilt) == (other == first)
                by_place[place].add(spoilt)
    assert all(len(seen) > 31 * 30 for seen in by_place.values())


def test_every_swap_of_two_neighbours_is_caught() -> None:
    tried = 0
    for place in range(8):
        for left in ALPHABET:
            for right in ALPHABET:
                base = code_with(left + right, place)
                swapped = base[:place] + right + left + base[place + 2 :]
                assert is_code(swapped) == (left == right)
                tried += 1
    assert tried == 8 * 31 * 31


def code_with(characters: str, place: int) -> str:
    """Some valid code with `characters` at `place`."""
    filler = "3" * 9
    fixed = filler[:place] + characters + filler[place + len(characters) :]
    free = 0 if place > 0 else 8  # a place that may be adjusted to make the check right
    return next(
        candidate
        for char in ALPHABET
        if is_code(candidate := fixed[:free] + char + fixed[free + 1 :])
    )


@given(codes, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_a_slip_of_one_character_is_told_as_a_slip(
    code: DossierCode, place: int, other: str
) -> None:
    spoilt = code.characters[:place] + other + code.characters[place + 1 :]
    if other == code.characters[place]:
        assert parse_code(spoilt) == code
    else:
        with pytest.raises(BadCodeError) as caught:
            parse_code(spoilt)
        assert caught.value.problem is CodeProblem.CHECK


@given(codes, st.integers(0, 8), st.integers(0, 8))
def test_even_two_distant_characters_cannot_change_places(
    code: DossierCode, one: int, other: int
) -> None:
    letters = list(code.characters)
    letters[one], letters[other] = letters[other], letters[one]
    assert is_code("".join(letters)) == ("".join(letters) == code.characters)


@given(
    codes,
    st.sampled_from(["", "-", " ", " - ", "–", "—", "\u2011", ".", "_"]),
    st.sampled_from([str.lower, str.upper]),
)
def test_a_code_is_understood_however_it_is_typed(
    code: DossierCode, between: str, case: Callable[[str], str]
) -> None:
    typed = between.join(str(code).split("-"))
    assert parse_code(f" {case(typed)} ") == code


def test_letters_that_look_alike_are_taken_for_what_was_printed() -> None:
    code = code_with("1012V", 2)
    typed = code.replace("1", "l", 1).replace("1", "I").replace("0", "O").replace("2", "z")
    assert parse_code(typed.replace("V", "u")) == DossierCode(code)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CodeProblem.LENGTH),
        ("ABC-DEF", CodeProblem.LENGTH),
        ("A" * 10, CodeProblem.LENGTH),
        ("A" * 10_000, CodeProblem.LENGTH),
        ("ĐBC-DEF-GHJ", CodeProblem.CHARACTER),
        ("ABC-DEF-GH?", CodeProblem.CHARACTER),
        ("١٢٣-١٢٣-١٢٣", CodeProblem.CHARACTER),
    ],
)
def test_what_is_no_code_is_refused_with_the_cause(text: str, problem: CodeProblem) -> None:
    with pytest.raises(BadCodeError) as caught:
        parse_code(text)
    assert caught.value.problem is problem


def test_a_secret_is_four_characters_that_can_be_typed_carelessly() -> None:
    assert len(mint_secret(secrets.randbelow)) == 4
    assert parse_secret(" a1-oz ") == "A102"
    for text in ("", "ABC", "ABCDE", "AB?D"):
        with pytest.raises(BadCodeError):
            parse_secret(text)


OFFICIAL = {
    "000.00.01.H26-180801-0001": ("H26", dt.date(2018, 8, 1), Owner.PROVINCE),
    "H56.14-240823-0001": ("H56", dt.date(2024, 8, 23), Owner.PROVINCE),
    "H29-260102-12345678": ("H29", dt.date(2026, 1, 2), Owner.PROVINCE),
    "G15.001.02-260630-0042": ("G15", dt.date(2026, 6, 30), Owner.MINISTRY),
    "G01.001.02-260630-CA0042": ("G01", dt.date(2026, 6, 30), Owner.MINISTRY),
    "H17.20.05.011-231231-0007": ("H17", dt.date(2023, 12, 31), Owner.PROVINCE),
    "K01.1-260630-0042": None,
    "H56.14-241323-0001": None,
    "H56.14-240230-0001": None,
    "H56.14-240823-001": None,
    "56.14-240823-0001": None,
    "H٥٦-240823-0001": None,
}


@pytest.mark.parametrize("text", OFFICIAL)
def test_a_code_of_another_system_is_known_with_its_owner_and_day(text: str) -> None:
    expected = OFFICIAL[text]
    found = parse_official(text)
    if expected is None:
        assert found is None
    else:
        assert found == OfficialCode(text, *expected[:2])
        assert found.owner is expected[2]
        assert read_code(f" {text.lower()} ") == found


def test_a_payment_code_leads_to_its_dossier() -> None:
    found = parse_official("H56.14-240823-0001-20240823101500")
    assert found is not None
    assert found.text == "H56.14-240823-0001"


@given(codes)
def test_none_of_our_codes_can_be_taken_for_an_official_one(code: DossierCode) -> None:
    assert parse_official(str(code)) is None
    assert parse_official(code.characters) is None
    assert read_code(str(code)) == code


@given(st.text(max_size=80))
def test_no_text_breaks_the_tracking_field(text: str) -> None:
    with contextlib.suppress(BadCodeError):
        assert str(read_code(text))


@pytest.mark.parametrize(
    "typed",
    ["0000000H38261126 0001", "000.00.00.h38.261126.0001", "000-00-00-H38-261126-0001"],
)
def test_an_official_code_is_known_with_other_signs_between_its_groups(typed: str) -> None:
    code = read_code(typed)
    assert isinstance(code, OfficialCode)
    assert (code.root, code.owner) == ("H38", Owner.PROVINCE)
    assert code.received == dt.date(2026, 11, 26)
