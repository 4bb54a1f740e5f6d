"""What keys give: every Vietnamese syllable, in every usual order, and nothing else touched."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.typing.syllable import HOI, HUYEN, NANG, NGA, NO_TONE, SAC, TONES, ToneStyle, visible
from ui.typing.telex import DEFAULT_STYLE, Line


def press(text: str, key: str) -> str:
    """`text` before the caret after one key; knows nothing of keys before it."""
    return Line.of(text).press(key).text


def type_keys(keys: str, style: ToneStyle = DEFAULT_STYLE) -> str:
    """What pressing `keys` one after another gives, NFC."""
    line = Line(style=style)
    for key in visible(keys):
        line = line.press(key)
    return line.text


ONSETS = (
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x",
    "j kr pr pl đr dr",  # Cư Jút, Krông Pắk, Chư Prông, Kon Plông, M'Đrắk
)
#: Every rime as school books write it with the acute, which also says where a tone stands.
RIMES = """
á ác ách ái ám án áng ánh áo áp át áu áy ắc ắm ắn ắng ắp ắt ấc ấm ấn ấng ấp ất ấu ấy
é éc ém én éng éo ép ét ế ếch ếm ến ếnh ếp ết ếu
í ía ích ím ín ính íp ít íu iếc iếm iến iếng iếp iết iếu
ó óc ói óm ón óng óp ót óa oác oách oái oám oán oáng oánh oáp oát oáy
oắc oắm oắn oắng oắt óe oém oén oéo oét
ố ốc ối ốm ốn ống ốp ốt ớ ới ớm ớn ớp ớt
ú úa úc úi úm ún úng úp út uấn uấng uất uấy uế uếch uếnh uốc uối uốm uốn uống uốt
úy uých uýn uýnh uýp uýt uýu uyến uyết
ứ ứa ức ứi ứm ứn ứng ứt ứu ước ưới ướm ướn ướng ướp ướt ướu ý
"""
WITHOUT_ONSET = "yếm yến yếng yết yếu"
OPEN_UO = ("huớ", "khuớ", "thuớ")  # thuở, huơ; uơ stands behind no other onset
STOPS = ("c", "ch", "p", "t")
KEY_OF_TONE = {NO_TONE: "", SAC: "s", HUYEN: "f", HOI: "r", NGA: "x", NANG: "j"}
KEYS_OF = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VOWELS = "aăâeêioôơuưy"

Order = Callable[[str, str], Iterable[str]]


def _rimes_after(onset: str) -> Iterator[str]:
    for rime in RIMES.split():
        first = unicodedata.normalize("NFD", rime)[0]
        if onset == "gi" and first in "iy":
            continue  # gì is g and i
        if onset == "g" and rime in {"ía", "íu"}:
            continue  # gi is the onset of giá and giú
        if onset == "qu" and first in "ou":
            continue
        yield rime
    if not onset:
        yield from WITHOUT_ONSET.split()


def _with_tones(onset: str, acute: str) -> Iterator[tuple[str, str, str]]:
    bare = onset + _toned(acute, NO_TONE)
    for tone in TONES if not acute.endswith(STOPS) else (SAC, NANG):
        yield bare, tone, onset + _toned(acute, tone)
    yield bare, NO_TONE, bare


def _toned(acute: str, tone: str) -> str:
    marks = unicodedata.normalize("NFD", acute).replace(SAC, tone)
    return unicodedata.normalize("NFC", marks)


def _syllables(onsets: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(letters without tone, tone, as written) of everything that can be spoken."""
    for onset in onsets:
        for rime in _rimes_after(onset):
            yield from _with_tones(onset, rime)
    for word in OPEN_UO:
        yield from _with_tones("", word)


def _keys(letters: str) -> str:
    return "".join(KEYS_OF.get(letter, letter) for letter in letters)


def _plain(letters: str) -> str:
    return "".join(KEYS_OF.get(letter, letter)[0] for letter in letters)


def _late(letters: str) -> str:
    """The keys of the marks alone; one w serves both letters of ươ."""
    return "".join(KEYS_OF[c][1] for c in letters if c in KEYS_OF).replace("ww", "w")


def marks_with_letters(letters: str, tone: str) -> str:
    return _keys(letters) + KEY_OF_TONE[tone]


def keys_of_their_own(letters: str, tone: str) -> list[str]:
    return [*letters, tone] if tone else [*letters]


def marks_at_the_end(letters: str, tone: str) -> str:
    return _plain(letters) + _late(letters) + KEY_OF_TONE[tone]


def tone_before_the_marks(letters: str, tone: str) -> str:
    return _plain(letters) + KEY_OF_TONE[tone] + _late(letters)


def tone_behind_the_vowels(letters: str, tone: str) -> str:
    end = max(i for i, letter in enumerate(letters) if letter in VOWELS) + 1
    return _keys(letters[:end]) + KEY_OF_TONE[tone] + _keys(letters[end:])


def one_w_for_two_horns(letters: str, tone: str) -> str:
    return _keys(letters).replace("uwow", "uow") + KEY_OF_TONE[tone]


def w_alone_for_u_with_horn(letters: str, tone: str) -> str:
    return _keys(letters).replace("uw", "w") + KEY_OF_TONE[tone]


def _wrong(onsets: Iterable[str], order: Order) -> list[str]:
    wrong = []
    for letters, tone, written in _syllables(onsets):
        keys = tuple(order(letters, tone))
        text = _typed(keys).text
        if text != written:
            wrong.append(f"{''.join(keys)}: {text}, not {written}")
    return wrong


@cache
def _typed(keys: tuple[str, ...]) -> Line:
    """What these keys give: a line never changes, so those that begin alike share their start."""
    return _typed(keys[:-1]).press(keys[-1]) if keys else Line()


@pytest.mark.parametrize("order", [marks_with_letters, keys_of_their_own])
def test_every_syllable_can_be_typed(order: Order) -> None:
    onsets = ["", *" ".join(ONSETS).split()]
    assert len(set(_syllables(onsets))) > 20_000
    assert _wrong(onsets, order) == []


@pytest.mark.parametrize(
    "order",
    [
        marks_at_the_end,
        tone_before_the_marks,
        tone_behind_the_vowels,
        one_w_for_two_horns,
        w_alone_for_u_with_horn,
    ],
)
def test_the_order_of_the_keys_does_not_matter(order: Order) -> None:
    assert _wrong(["", "đ", "g", "gi", "h", "ng", "qu", "th", "đr"], order) == []


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("xooong", "xoong"),
        ("rơ-moocs", "rơ-mốc"),
        ("rơ-mooocs", "rơ-moóc"),
        ("gif", "gì"),
        ("quys", "quý"),
        ("khuya", "khuya"),
        ("dduwowngf", "đường"),
        ("duongdwf", "đường"),
        ("tieengs Vieejt", "tiếng Việt"),
        ("hoaf binhf", "hòa bình"),
        ("ddawks lawks", "đắk lắk"),
        ("NGUYEENX", "NGUYỄN"),
        ("Ddoox", "Đỗ"),
        ("DDOOX", "ĐỖ"),
        ("Wng", "Ưng"),
    ],
)
def test_words_people_write(keys: str, text: str) -> None:
    assert type_keys(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ass", "as"),
        ("aff", "af"),
        ("arr", "ar"),
        ("axx", "ax"),
        ("ajj", "aj"),
        ("asz", "a"),
        ("aaa", "aa"),
        ("eee", "ee"),
        ("ooo", "oo"),
        ("aww", "aw"),
        ("oww", "ow"),
        ("uww", "uw"),
        ("ddd", "dd"),
        ("tww", "tw"),
        ("asf", "à"),  # another tone replaces
        ("aaw", "ă"),  # another mark too
        ("ass" + "s", "ass"),  # and a third time it is only a letter
    ],
)
def test_pressing_again_takes_the_mark_back(keys: str, text: str) -> None:
    assert type_keys(keys) == text
    assert type_keys(keys.upper()) == text.upper()


@pytest.mark.parametrize(
    "words",
    [
        "Jrai",
        "Ksor",
        "Smith",
        "Maria",
        "Costa",
        "William",
        "wifi",
        "zalo",
        "Brown",
        "H'Hen",
        "12/3",
        "pleiku",
        "nhuool",  # no syllable is nhuôl: who means it has the key ô
    ],
)
def test_other_words_stay_as_they_were_pressed(words: str) -> None:
    assert type_keys(words) == words


@pytest.mark.parametrize(
    "name", ["H' Nhuôl Êban", "Kpă Y Blô", "Niê Kđăm", "Rơ Châm Hʼ Bơi", "Siu Bluôr", "Ñem"]
)
def test_keys_of_their_own_write_any_name(name: str) -> None:
    assert type_keys(name) == name


def test_a_tone_key_works_on_a_name_that_is_no_vietnamese_syllable() -> None:
    line = Line.of("Kbl")
    for key in ("a", SAC, "k"):
        line = line.press(key)
    assert line.text == "Kblák"


def test_a_tone_key_again_takes_the_tone_away_and_without_a_vowel_does_nothing() -> None:
    assert press("á", SAC) == "a"
    assert press("á", HUYEN) == "à"
    assert press("ng", SAC) == "ng"
    assert press("", SAC) == ""
    assert press("má ", SAC) == "má "


def test_the_tone_moves_when_the_syllable_grows() -> None:
    shown, line = [], Line()
    for key in "toansf":
        line = line.press(key)
        shown.append(line.text)
    assert shown == ["t", "to", "toa", "toan", "toán", "toàn"]
    assert [type_keys(k) for k in ("hoas", "hoasn", "hoas n")] == ["hóa", "hoán", "hóa n"]


def test_the_new_place_of_the_tone_is_a_setting() -> None:
    assert [type_keys(k, "new") for k in ("hoaf", "thuys", "quys")] == ["hoà", "thuý", "quý"]


def test_a_text_from_before_is_typed_on() -> None:
    assert press("Tran Van Nguyên", "x") == "Tran Van Nguyễn"
    assert press(unicodedata.normalize("NFD", "Việ"), "t") == "Việt"


def test_backspace_takes_a_letter_with_all_its_marks() -> None:
    line = Line.of("huệ").backspace()
    assert line.text == "hu"
    assert line.press("a").text == "hua"
    assert Line().backspace().text == ""


def test_a_slip_that_made_the_marks_fall_back_is_undone_by_backspace() -> None:
    line = Line()
    for key in "nguyeenxb":
        line = line.press(key)
    assert line.text == "nguyeenxb"
    assert line.backspace().text == "nguyễn"


def test_what_is_typed_is_not_in_the_repr() -> None:
    line = Line.of("Nguyễn An").press("h")
    assert not {"Nguy", "An", "h'"} & set(repr(line).split("'"))
    assert "Nguy" not in repr(line)


ANY_KEY = st.sampled_from([*"aeiouyăâêôơưđbcdghklmnpqrstvxzwjf", *"AEOUWĐDS", *TONES, *" -'1"])


@given(st.lists(ANY_KEY, max_size=24))
def test_any_keys_give_composed_text_and_backspace_empties_it(keys: list[str]) -> None:
    line = Line()
    for key in keys:
        line = line.press(key)
        assert unicodedata.is_normalized("NFC", line.text)
    for _ in range(len(line.text)):
        line = line.backspace()
    assert line.text == ""


@given(st.text(max_size=20))
def test_any_text_is_taken_up_and_typed_on(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert Line.of(text).text == composed
    assert press(text, " ") == unicodedata.normalize("NFC", composed + " ")
