"""Cards as scanners deliver them, and everything else that somebody may hold to the glass."""

import datetime as dt
import json
import re
import unicodedata

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kiosk import cli
from kiosk.domain.citizen_card import (
    MAX_NAME,
    MAX_PAYLOAD,
    Birth,
    Card,
    CardDoubt,
    Generation,
    Reason,
    Refused,
    parse_card,
)
from kiosk.domain.personal_number import NumberDoubt, Sex

# Invented people only.
AN = (
    "001090123456|012345678|Nguyễn Văn An|01011990|Nam"
    "|Số 1, Phố Huế, Phạm Đình Hổ, Hai Bà Trưng, Hà Nội|01012021"
)
BINH = "027190654321||Trần Thị Bình|28021990|Nữ|Thôn Trung, Đại Đồng, Tiên Du, Bắc Ninh|15072022"
CHAU = (
    "079306000123||Lê Ngọc Minh Châu|05112006|Nữ"
    "|Phường Bến Thành, Thành phố Hồ Chí Minh|20082025||||"
)
HUY = (
    "038203004567|172345678|Phạm Đức Huy|31122003|Nam"
    "|Tổ 3, Phường Hạc Thành, Tỉnh Thanh Hóa|02072025||||"
)
NHUOL = (
    "066198000999||H' Nhuôl Êban|10101998|Nữ|Buôn Ako Dhong, Tân Lợi, Buôn Ma Thuột, Đắk Lắk"
    "|11092021"
)


def card(text: str) -> Card:
    result = parse_card(text.encode())
    assert isinstance(result, Card), result
    return result


def refusal(payload: bytes | str) -> Reason:
    result = parse_card(payload.encode() if isinstance(payload, str) else payload)
    assert isinstance(result, Refused), "accepted as a card"
    return result.reason


def test_a_card_of_2021_is_read_in_full() -> None:
    an = card(AN)
    assert (an.number.digits, an.old_number, an.name) == (
        "001090123456",
        "012345678",
        "Nguyễn Văn An",
    )
    assert (an.birth.day, an.sex, an.issued) == (
        dt.date(1990, 1, 1),
        Sex.MALE,
        dt.date(2021, 1, 1),
    )
    assert an.address == "Số 1, Phố Huế, Phạm Đình Hổ, Hai Bà Trưng, Hà Nội"
    assert an.generation is Generation.CCCD
    assert an.generation.issuer.startswith("Cục Cảnh sát")
    assert an.doubts == ()


@pytest.mark.parametrize("text", [CHAU, HUY])
def test_a_card_of_2024_has_four_fields_more_and_another_issuer(text: str) -> None:
    found = card(text)
    assert found.generation is Generation.CAN_CUOC
    assert found.generation.issuer == "Bộ Công an"
    assert found.extra == ("", "", "", "")
    assert found.doubts == ()


def test_a_person_who_never_had_an_old_number_keeps_the_name_in_its_place() -> None:
    assert (card(BINH).old_number, card(BINH).name) == ("", "Trần Thị Bình")


def test_a_name_of_an_ethnic_minority_is_kept_letter_by_letter() -> None:
    assert card(NHUOL).name == "H' Nhuôl Êban"
    assert card(NHUOL.replace("H' Nhuôl Êban", "Y-Bhăm Niê Kŏ Čĭ")).name == "Y-Bhăm Niê Kŏ Čĭ"


def test_a_seven_field_card_issued_from_july_2024_is_the_new_card() -> None:
    assert card(AN.replace("01012021", "30062024")).generation is Generation.CCCD
    assert card(AN.replace("01012021", "01072024")).generation is Generation.CAN_CUOC


def test_a_payload_that_lost_its_old_number_is_shifted_back_and_said_to_be_degraded() -> None:
    found = card(BINH.replace("||", "|"))
    assert found.name == "Trần Thị Bình"
    assert found.degraded
    assert CardDoubt.OLD_NUMBER_MISSING in found.doubts
    assert not card(BINH).degraded


def test_what_a_scanner_adds_around_the_payload_does_not_matter() -> None:
    for before, after in (("\ufeff", ""), ("", "\r\n"), ("\x00\t", "\t\x00"), (" ", " \n")):
        assert card(before + AN + after) == card(AN)
    # The empty last fields are not "white space at the end".
    assert card(CHAU + "\r\n").extra == ("", "", "", "")


def test_letters_in_pieces_are_put_together() -> None:
    found = card(unicodedata.normalize("NFD", AN))
    assert found == card(AN)


def test_dates_with_slashes_are_read_too() -> None:
    assert card(AN.replace("01011990", "01/01/1990")).birth.day == dt.date(1990, 1, 1)


@pytest.mark.parametrize("birth", ["1990", "00001990"])
def test_an_old_person_with_a_year_of_birth_only_is_served(birth: str) -> None:
    found = card(AN.replace("01011990", birth))
    assert found.birth == Birth(1990)
    assert CardDoubt.BIRTH_YEAR_ONLY in found.doubts


def test_a_number_that_contradicts_the_card_is_a_doubt_and_not_a_refusal() -> None:
    assert card(AN.replace("|Nam|", "|Nữ|")).doubts == (NumberDoubt.SEX,)
    assert card(AN.replace("01011990", "01011991")).doubts == (NumberDoubt.BIRTH_YEAR,)
    assert card(AN.replace("001090", "999090")).doubts == (NumberDoubt.PLACE_UNKNOWN,)
    assert CardDoubt.ISSUED_BEFORE_BIRTH in card(AN.replace("01012021", "01011980")).doubts


def test_fields_that_no_published_text_orders_are_kept_raw() -> None:
    assert card(AN + "|a|b|c|d|e").extra == ("a", "b", "c", "d", "e")


HOSTILE = {
    "nothing": (b"", Reason.EMPTY),
    "only the end of a line": (b"\r\n", Reason.EMPTY),
    "a web address": (b"https://dichvucong.gov.vn/p/home?x=1|2|3|4|5|6|7", Reason.NOT_A_CARD),
    "a payment code": (b"00020101021138560010A000000727", Reason.NOT_A_CARD),
    "twelve digits and nothing else": (b"001090123456", Reason.NOT_A_CARD),
    "a health card": (b"GD4797931234567|4e677579|01/01/1990|1|x|y|z|w", Reason.NOT_A_CARD),
    "labels as some scanners add": (
        "CCCD:001090123456|Họ tên:Nguyễn Văn An|a|b|c|d|e".encode(),
        Reason.NOT_A_CARD,
    ),
    "JSON": (b'{"id":"001090123456","a":"|"}', Reason.NOT_A_CARD),
    "eleven digits": (AN[1:].encode(), Reason.NOT_A_CARD),
    "thirteen digits": (("0" + AN).encode(), Reason.NOT_A_CARD),
    "digits of another script": (
        AN.replace("001090123456", "٠٠١٠٩٠١٢٣٤٥٦").encode(),
        Reason.NOT_A_CARD,
    ),
    "full-width digits": (
        AN.replace("001090123456", "００１０９０１２３４５６").encode(),
        Reason.NOT_A_CARD,
    ),
    "five fields": (b"001090123456|012345678|A|01011990|Nam", Reason.FIELD_COUNT),
    "six fields with an old number": (
        "001090123456|012345678|An|01011990|Nam|Hà Nội".encode(),
        Reason.FIELD_COUNT,
    ),
    "the name where the old number belongs": (
        AN.replace("|012345678|", "|An|").encode(),
        Reason.OLD_NUMBER,
    ),
    "UTF-16": (AN.encode("utf-16-le"), Reason.NOT_UTF8),
    "VISCII bytes": (b"001090123456||Nguy\xean|01011990", Reason.NOT_UTF8),
    "Latin-1 bytes": ("001090123456||Lê|01011990".encode("latin-1"), Reason.NOT_UTF8),
    "an overlong encoding": (AN.encode().replace(b"|", b"\xc1\xbc", 1), Reason.NOT_UTF8),
    "half a surrogate pair": (AN.encode() + b"\xed\xa0\x80", Reason.NOT_UTF8),
    "text cut inside a letter": (
        AN.encode()[: AN.encode().index("ễ".encode()) + 1],
        Reason.NOT_UTF8,
    ),
    "letters lost on the way": (AN.replace("ễ", "\ufffd").encode(), Reason.DAMAGED_TEXT),
    "question marks for letters": (AN.replace("ễ", "?").encode(), Reason.NAME),
    "NUL inside": (AN.replace("Văn", "V\x00n").encode(), Reason.HIDDEN_CHARACTER),
    "an escape sequence": (AN.replace("Văn", "\x1b[2J").encode(), Reason.HIDDEN_CHARACTER),
    "a line break inside": (AN.replace("Văn", "V\nn").encode(), Reason.HIDDEN_CHARACTER),
    "a C1 control": (AN.replace("Văn", "V\x9bn").encode(), Reason.HIDDEN_CHARACTER),
    "right-to-left override": (AN.replace("Văn", "\u202enăV").encode(), Reason.HIDDEN_CHARACTER),
    "bidirectional isolate": (AN.replace("Văn", "\u2066Văn").encode(), Reason.HIDDEN_CHARACTER),
    "zero-width space": (AN.replace("Văn", "Vă\u200bn").encode(), Reason.HIDDEN_CHARACTER),
    "a byte order mark inside": (AN.replace("Văn", "\ufeffVăn").encode(), Reason.HIDDEN_CHARACTER),
    "a line separator": (AN.replace("Phố", "\u2028").encode(), Reason.HIDDEN_CHARACTER),
    "a private-use letter": (AN.replace("Văn", "\ue000").encode(), Reason.HIDDEN_CHARACTER),
    "an invisible tag": (AN.replace("Văn", "V\U000e0041n").encode(), Reason.HIDDEN_CHARACTER),
    "Cyrillic that looks Latin": (AN.replace("An|", "Аn|").encode(), Reason.NAME),
    "markup in the name": (AN.replace("Văn", "<b>V</b>").encode(), Reason.NAME),
    "SQL in the name": (AN.replace("Văn", "'; DROP--1").encode(), Reason.NAME),
    "an empty name": (AN.replace("Nguyễn Văn An", "").encode(), Reason.NAME),
    "a name of marks": (AN.replace("Nguyễn Văn An", "\u0301\u0301").encode(), Reason.NAME),
    "towers of marks": (AN.replace("Văn", "V" + "\u0335" * 9).encode(), Reason.NAME),
    "a digit in the name": (AN.replace("Văn", "V4n").encode(), Reason.NAME),
    "a name without end": (AN.replace("Văn", "V" * MAX_NAME).encode(), Reason.NAME),
    "the 31st of February": (AN.replace("01011990", "31021990").encode(), Reason.BIRTH),
    "month thirteen": (AN.replace("01011990", "01131990").encode(), Reason.BIRTH),
    "a birth in 1066": (AN.replace("01011990", "14101066").encode(), Reason.BIRTH),
    "American order": (AN.replace("01011990", "12/31/1990").encode(), Reason.BIRTH),
    "mixed slashes": (AN.replace("01011990", "01/011990").encode(), Reason.BIRTH),
    "a date in another script": (AN.replace("01011990", "٠١٠١١٩٩٠").encode(), Reason.BIRTH),
    "another sex": (AN.replace("|Nam|", "|M|").encode(), Reason.SEX),
    "no address": (
        AN.replace("Số 1, Phố Huế, Phạm Đình Hổ, Hai Bà Trưng, Hà Nội", "").encode(),
        Reason.ADDRESS,
    ),
    "no issue date": (AN[:-8].encode(), Reason.ISSUE_DATE),
    "more than a card can hold": (AN.encode() + b"|" * MAX_PAYLOAD, Reason.TOO_LONG),
    "a mebibyte": (b"0" * 2**20, Reason.TOO_LONG),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_a_whole_and_clean_card_is_refused_with_its_reason(what: str) -> None:
    payload, reason = HOSTILE[what]
    assert refusal(payload) is reason


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_can_break_the_reader(payload: bytes) -> None:
    assert isinstance(parse_card(payload), Card | Refused)


@given(st.text(max_size=60), st.integers(0, 10))
def test_no_text_in_any_field_brings_in_what_cannot_be_seen(text: str, where: int) -> None:
    fields = CHAU.split("|")
    fields[where] = text
    try:
        payload = "|".join(fields).encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8
        return
    result = parse_card(payload)
    if isinstance(result, Card):
        shown = result.name + result.address + "".join(result.extra)
        assert all(unicodedata.category(char)[0] != "C" for char in shown)
        assert unicodedata.is_normalized("NFC", shown)


LATIN = st.sampled_from("aăâbcčdđeêĕghiĭklmnñoôơŏpqrstuưŭvxyAĂÂĐÊÔƠƯ")


@given(
    st.lists(st.text(LATIN, min_size=1, max_size=7), min_size=1, max_size=6),
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(Sex),
)
def test_every_person_with_a_latin_name_is_read_as_printed(
    words: list[str], born: dt.date, sex: Sex
) -> None:
    name = " ".join(words)
    digit = 2 * (born.year // 100 - 19) + (sex is Sex.FEMALE)
    found = card(f"001{digit}{born:%y}000001||{name}|{born:%d%m}{born.year}|{sex}|Hà Nội|01012150")
    assert (found.name, found.birth.day, found.sex) == (name, born, sex)
    assert found.doubts == ()


def test_nothing_personal_is_in_what_a_traceback_would_show() -> None:
    shown = f"{card(HUY)!r} {card(HUY).number} {card(HUY).number!r}"
    assert not re.search(r"Huy|0382|17234|Hạc|2003|Nam", shown)


def run(payload: bytes) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(cli.build(), ["parse-card"], input=payload)
    return result.exit_code, json.loads(result.stdout)


def test_the_command_prints_a_card_and_says_done() -> None:
    code, answer = run(CHAU.encode() + b"\r\n")
    assert code == 0
    assert answer["card"] == {
        "number": "079306000123",
        "old_number": None,
        "name": "Lê Ngọc Minh Châu",
        "birth": "2006-11-05",
        "sex": "Nữ",
        "address": "Phường Bến Thành, Thành phố Hồ Chí Minh",
        "issued": "2025-08-20",
        "generation": "Căn cước",
        "issuer": "Bộ Công an",
        "place_of_registration": "Thành phố Hồ Chí Minh",
        "extra_fields": 4,
    }


def test_the_command_tells_why_it_refused() -> None:
    assert run(b"https://example.vn/") == (3, {"card": None, "refused": "not_a_card"})
    assert run(b"x" * 5000) == (3, {"card": None, "refused": "too_long"})
