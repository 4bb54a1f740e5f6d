"""What field and keyboard show while a person types; a view-model without a window."""

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from kiosk.domain.dossier_code import ALPHABET, mint_code, read_code
from kiosk.domain.vietnamese import is_name
from ui.screens.typing import TONE_KEYS, Capitals, Layout, Typing, TypingView

LAYOUTS: tuple[Layout, ...] = (
    "letters",
    "digits",
    "date",
    "moment",
    "clock",
    "email",
    "code",
    "codes",
)
CAPITALS: tuple[Capitals, ...] = ("none", "names", "all", "sentence")


def _type(typing: Typing, keys: Iterable[str]) -> str:
    for key in keys:
        if key == " ":
            typing.space()
        else:
            typing.press(key)
    return typing.view.text


@pytest.fixture
def typing(qtbot: QtBot) -> Typing:
    return Typing()


@pytest.mark.parametrize(
    ("capitals", "keys", "text"),
    [
        ("none", "nguyeenx vawn an", "nguyễn văn an"),
        ("names", "nguyeenx vawn an", "Nguyễn Văn An"),
        ("names", "h'hen niê", "H'Hen Niê"),
        ("names", "marie-claire", "Marie-Claire"),
        ("all", "ddoox thij", "ĐỖ THỊ"),
        ("sentence", "xin ddoori teen. lys do khacs", "Xin đổi tên. Lý do khác"),
    ],
)
def test_capitals_come_by_themselves(
    typing: Typing, capitals: Capitals, keys: str, text: str
) -> None:
    typing.begin("letters", capitals=capitals)
    assert _type(typing, keys) == text


def test_shift_goes_from_one_letter_to_all_and_off_again(typing: Typing) -> None:
    typing.begin("letters")
    typing.toggleShift()
    assert typing.property("shift") == "once"
    assert _type(typing, "ab") == "Ab"
    typing.toggleShift()
    typing.toggleShift()
    assert typing.property("shift") == "lock"
    assert _type(typing, "c d") == "AbC D"
    typing.toggleShift()
    assert _type(typing, "e") == "AbC De"


def test_a_small_letter_can_begin_a_name_that_has_one(typing: Typing) -> None:
    typing.begin("letters", capitals="names")
    _type(typing, "maria ")
    for _ in range(2):  # once, lock, off
        typing.toggleShift()
    assert _type(typing, "de silva") == "Maria de Silva"


def test_capitals_that_a_form_asks_for_cannot_be_turned_off(typing: Typing) -> None:
    typing.begin("letters", capitals="all")
    typing.toggleShift()
    assert typing.property("shift") == "lock"


def test_a_tone_key_leaves_shift_as_it_was(typing: Typing) -> None:
    typing.begin("letters", "ngô")
    typing.toggleShift()
    typing.press("tone.nang")
    assert typing.view == TypingView(text="ngộ", shift="once")


@pytest.mark.parametrize(
    ("layout", "keys", "text", "shown"),
    [
        ("date", "1", "1", "1"),
        ("date", "140", "140", "14/0"),
        ("date", "14021985", "14021985", "14/02/1985"),
        ("date", "140219857", "14021985", "14/02/1985"),  # a ninth figure has no place
        ("date", "1a4", "14", "14"),
        ("moment", "31022020", "31022020", "31/02/2020"),
        ("moment", "2703202619301", "270320261930", "27/03/2026 19:30"),
        ("clock", "19305", "1930", "19:30"),
        ("digits", "0912 345x", "0912345", "0912345"),
        ("code", "h3k7", "H3K7", "H3K-7"),
        ("code", "H3K7QP2MD5", "H3K7QP2MD", "H3K-7QP-2MD"),
        ("code", "OIL-H", "H", "H"),
        ("codes", "h3k7qp2md", "H3K7QP2MD", "H3K-7QP-2MD"),
        ("codes", "000.00.00.h38-2611", "000.00.00.H38-2611", "000.00.00.H38-2611"),
        ("codes", "0000000H38é", "0000000H38", "0000000H38"),
        ("email", "ass.dd_w@x", "ass.dd_w@x", "ass.dd_w@x"),  # no Telex
        ("email", ["a", "ă", "tone.sac", " ", "@gmail.com"], "a@gmail.com", "a@gmail.com"),
    ],
)
def test_each_layout_takes_what_it_is_for_and_groups_it(
    typing: Typing, layout: Layout, keys: Iterable[str], text: str, shown: str
) -> None:
    typing.begin(layout)
    assert _type(typing, keys) == text
    assert typing.property("shown") == shown


@pytest.mark.parametrize(
    ("layout", "before", "text"),
    [
        ("date", "14/02/1985", "14021985"),
        ("code", "h3k-7qp-2md", "H3K7QP2MD"),
        ("codes", "h26.14-261125-0001", "H26.14-261125-0001"),
    ],
)
def test_what_was_shown_can_be_typed_on(
    typing: Typing, layout: Layout, before: str, text: str
) -> None:
    typing.begin(layout, before)
    assert typing.view.text == text
    typing.backspace()
    assert typing.view.text == text[:-1]


def test_a_shorter_limit_than_the_code_holds_too(typing: Typing) -> None:
    typing.begin("code", max_length=4)  # the secret beside a code
    assert _type(typing, "H3K7Q") == "H3K7"


def test_a_full_field_takes_marks_but_no_letter(typing: Typing) -> None:
    typing.begin("letters", "nguyen", max_length=6)
    assert _type(typing, "t") == "nguyen"
    assert _type(typing, "ex") == "nguyễn"


def test_spaces_are_single_and_none_comes_first(typing: Typing) -> None:
    typing.begin("letters")
    assert _type(typing, "  a   b ") == "a b "
    assert typing.finish() == "a b"


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("y", "space", "others", "b", "h", "ă", "m"), "Y BHĂM"),
        (("h", "ʼ", "space", "others", "ñ", "ŏ", "ŭ", "č"), "Hʼ ÑŎŬČ"),
        (("others", "ơ̆", "ê̆", "ƀ"), "Ơ̆Ê̆Ƀ"),
    ],
)
def test_letters_of_other_languages_of_the_country_are_a_name(
    typing: Typing, keys: tuple[str, ...], name: str
) -> None:
    typing.begin("letters", capitals="all")
    for key in keys:
        match key:
            case "space":
                typing.space()
            case "others":
                typing.toggleOthers()
            case _:
                typing.press(key)
    assert typing.finish() == unicodedata.normalize("NFC", name)
    assert is_name(typing.finish())
    typing.backspace()
    assert typing.finish() == unicodedata.normalize("NFC", name[: -len(keys[-1])]).strip()


def test_a_space_leads_back_from_other_letters_and_figures_have_none(typing: Typing) -> None:
    typing.begin("letters")
    typing.toggleOthers()
    typing.press("ö")
    assert typing.property("others")
    typing.space()
    assert not typing.property("others")
    typing.toggleOthers()
    typing.toggleSymbols()
    assert not typing.property("others")
    typing.begin("digits")
    typing.toggleOthers()
    assert not typing.property("others")


def test_signs_give_way_to_letters_after_a_house_number(typing: Typing) -> None:
    typing.begin("letters")
    typing.toggleSymbols()
    _type(typing, "12/3")
    assert typing.property("symbols")
    typing.space()
    assert not typing.property("symbols")
    typing.begin("digits")
    typing.toggleSymbols()
    assert not typing.property("symbols")


def test_nothing_of_one_person_is_left_for_the_next(typing: Typing) -> None:
    typing.begin("letters", "Nguyễn Văn An")
    typing.forget()
    assert typing.view == TypingView()
    assert _type(typing, "x") == "x"


def test_what_is_typed_is_in_no_repr_and_no_log(typing: Typing) -> None:
    with capture_logs() as logs:
        typing.begin("letters", "Nguyễn", "names")
        _type(typing, " ans")
        typing.finish()
    assert logs == []
    assert "Nguy" not in f"{typing!r} {typing.view!r} {typing._line!r}"


def test_only_a_change_is_signalled(typing: Typing) -> None:
    typing.begin("date")
    spy = QSignalSpy(typing.viewChanged)
    typing.press("x")
    typing.clear()
    typing.backspace()
    assert spy.count() == 0
    typing.press("1")
    assert spy.count() == 1


@given(st.lists(st.integers(0, len(ALPHABET) - 1), min_size=8, max_size=8))
def test_a_minted_code_typed_key_by_key_is_read_again(figures: list[int]) -> None:
    left = iter(figures)
    code = mint_code(lambda _: next(left))
    typing = Typing()
    typing.begin("code")
    _type(typing, code.characters)
    assert typing.property("shown") == str(code)
    assert read_code(typing.finish()) == code


KEYS = st.sampled_from([*"aeiouyăâêôơưđdwsfrxjz19@.-'H", *TONE_KEYS, ".com", "shift", "back", " "])


@given(st.sampled_from(LAYOUTS), st.sampled_from(CAPITALS), st.text(max_size=12), st.lists(KEYS))
def test_no_keys_break_the_promises_of_a_field(
    layout: Layout, capitals: Capitals, before: str, keys: list[str]
) -> None:
    typing = Typing()
    typing.begin(layout, before, capitals, max_length=10)
    deeds = {"shift": typing.toggleShift, "back": typing.backspace, " ": typing.space}
    for key in keys:
        deeds.get(key, lambda key=key: typing.press(key))()
        text = typing.view.text
        assert len(text) <= 10
        assert unicodedata.is_normalized("NFC", text)
    done = typing.finish()
    assert done == " ".join(done.split())


def test_a_number_given_before_shows_its_end_and_a_key_begins_anew() -> None:
    typing = Typing()
    typing.begin("digits", "079185012345", max_length=12, groups=(4, 4, 4), hidden=True)
    assert (typing.property("shown"), typing.property("aloud")) == ("•••• •••• 2345", "2 3 4 5")
    typing.press("a")  # a digit pad has no use for it
    assert (typing.property("shown"), typing.finish()) == ("•••• •••• 2345", "079185012345")
    for key in "07918":
        typing.press(key)
    assert (typing.property("shown"), typing.property("aloud")) == ("0791 8", "0791 8")
    typing.begin("digits", "079185012345", groups=(4, 4, 4), hidden=True)
    typing.backspace()
    assert typing.finish() == ""
