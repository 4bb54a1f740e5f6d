"""Every kind of field takes what is right and what is rare, and says in words what is amiss."""

import datetime as dt
from typing import Final

import pytest

from kiosk.domain.answer_kinds import Address, Value, problem_key
from kiosk.domain.form import Field, FieldKind, Option
from kiosk.domain.words import Words
from kiosk.texts import LANGUAGES, text

TODAY: Final = dt.date(2026, 11, 25)
HOME: Final = ("Thành phố Hồ Chí Minh", "Phường Bến Thành")
K = FieldKind
OPTIONS: Final = (Option("Nam", Words("Nam")), Option(3, Words("Ly hôn")))
PAST: Final = Field("x", Words("x"), K.DATE, past=True)
#: What a field needs beside its kind.
FIELDS: Final = {
    K.DATE: PAST,
    K.SELECT: Field("x", Words("x"), K.SELECT, options=OPTIONS),
    K.RADIO: Field("x", Words("x"), K.RADIO, options=OPTIONS),
    K.INT: Field("x", Words("x"), K.INT, least=1),
    K.MONEY: Field("x", Words("x"), K.MONEY, least=1),
}
#: Of each kind: what people usually write, what is rare and right, what is amiss and its words.
TRIED: Final[dict[FieldKind, tuple[tuple[Value, ...], tuple[Value, ...], dict[Value, str]]]] = {
    K.NAME: (
        ("Nguyễn Văn An", "TRẦN THỊ BÌNH"),
        ("An", "H' Nhuôl Êban", "Y-Bhăm Niê", "Nguyễn Thị Ánh Tuyết Mai Lan", "Ă" * 100),
        {
            "An 2": "form.name_letters",
            "Аn": "form.name_letters",  # a Cyrillic А
            "...": "form.name_letters",
            "Lan 🙂": "form.name_letters",
            "Ă" * 101: "form.name_long",
            "An\u202e": "form.hidden_character",
            7: "form.answer_kind",
        },
    ),
    K.TEXT: (
        ("Bệnh viện Từ Dũ", "Bị lạc"),
        ("X", "12", "x" * 300, "Số 5/7A, ngách 6"),
        {
            "...": "form.words",
            "🙂": "form.words",
            "x" * 301: "form.too_long",
            "a\nb": "form.hidden_character",
            "\u3164": "form.hidden_character",
            True: "form.answer_kind",
        },
    ),
    K.TEXTAREA: (
        ("Đề nghị sửa chữ lót.",),
        ("dòng một\ndòng hai", "x" * 2000),
        {"—": "form.words", "x" * 2001: "form.too_long", "x\x07": "form.hidden_character"},
    ),
    K.DATE: (
        ("1990-02-28",),
        (TODAY.isoformat(), "2024-02-29", "1900-01-01"),
        {
            "2026-02-31": "form.date",
            "2023-02-29": "form.date",
            "1899-12-31": "form.date",
            "31/12/2020": "form.date",
            "20260315": "form.date",
            "2020": "form.date",
            "٢٠٢٠-٠١-٠١": "form.date",
            "2026-11-26": "form.date_ahead",
            20200101: "form.answer_kind",
        },
    ),
    K.TIME: (
        ("09:30",),
        ("00:00", "23:59"),
        {"24:00": "form.time", "12:60": "form.time", "9:30": "form.time", "930": "form.time"},
    ),
    K.DATETIME: (
        ("2026-11-25T09:30",),
        ("2024-02-29T23:59", "2027-01-01T00:00"),
        {
            "2026-02-31T09:30": "form.date",
            "2026-11-25T25:00": "form.date",
            "2026-11-25": "form.date",
            "2226-11-25T09:30": "form.date",
        },
    ),
    K.SELECT: (("Nam",), (3,), {"nam": "form.option", "": "form.option", True: "form.option"}),
    K.RADIO: (("Nam",), (3,), {"Nữ": "form.option", 4: "form.option", "3": "form.option"}),
    K.BOOL: ((True,), (False,), {"có": "form.answer_kind", 2: "form.answer_kind"}),
    K.INT: (
        (2,),
        (1, 999),
        {
            0: "form.number_least",
            -1: "form.number_range",
            1000: "form.number_range",
            "2": "form.number",
            "hai": "form.number",
        },
    ),
    K.MONEY: (
        (50_000_000,),
        (1, 10**12 - 1),
        {10**12: "form.number_range", 0: "form.number_least", "năm triệu": "form.number"},
    ),
    K.PHONE: (
        ("0901234567", "02838295678"),
        (
            "090 123 4567",
            "090.123.4567",
            "(028) 3829-5678",
            "+84901234567",
            "+84 (0)90 123 4567",
            "0084901234567",
            "84901234567",
            "0842345678",
        ),
        {
            "12345": "form.phone",
            "0190123456": "form.phone",
            "090123456": "form.phone",
            "09012345678": "form.phone",
            "+81901234567": "form.phone",
            "090123456a": "form.phone",
            "０９０１２３４５６７": "form.phone",  # wide digits
        },
    ),
    K.EMAIL: (
        ("lan@noi.vn",),
        ("lan.tran+1@thu.noi.com.vn", "l_t-9@a-b.vn", f"{'a' * 64}@noi.vn"),
        {
            "a@b": "form.email",
            "a b@noi.vn": "form.email",
            "@noi.vn": "form.email",
            "lan@noi.vn.": "form.email",
            "lan@.vn": "form.email",
            "lan@noi..vn": "form.email",
            "lan..tran@noi.vn": "form.email",
            ".lan@noi.vn": "form.email",
            "lan@noi,vn": "form.email",
            "a@b@noi.vn": "form.email",
            "tên@noi.vn": "form.email",
            f"{'a' * 65}@noi.vn": "form.email",
        },
    ),
    K.PERSONAL_NUMBER: (
        ("079306000123",),
        ("001190654321", "101199000001", " 079306000123 "),  # one of them registered abroad
        {
            "07930600012": "form.personal_number",
            "0793060001234": "form.personal_number",
            "079 306 000 123": "form.personal_number",
            "012345678": "form.personal_number",  # the old card's nine digits
            "٠" * 12: "form.personal_number",
            "07930600012a": "form.personal_number",
        },
    ),
    K.ADDRESS: (
        (Address(*HOME, "12 Lê Lợi"),),
        (
            Address(*HOME),
            Address(*HOME, "Không số"),
            Address(*HOME, "12/3A-B"),
            Address(*HOME, "7"),
            Address(*HOME, "x" * 300),
        ),
        {
            Address("", HOME[1], "1"): "form.address_province",
            Address(HOME[0], " ", "1"): "form.address_commune",
            Address(*HOME, "---"): "form.words",
            Address(*HOME, "x\x07"): "form.hidden_character",
            Address(*HOME, "x" * 301): "form.too_long",
            "Hà Nội": "form.answer_kind",
        },
    ),
}


@pytest.mark.parametrize("kind", FieldKind)
def test_a_field_takes_what_is_right_and_says_what_is_amiss(kind: FieldKind) -> None:
    usual, rare, amiss = TRIED[kind]
    item = FIELDS.get(kind, Field("x", Words("x"), kind))
    assert usual
    assert rare
    assert amiss
    assert {value: problem_key(item, value, today=TODAY) for value in (*usual, *rare)} == (
        dict.fromkeys((*usual, *rare), "")
    )
    assert {value: problem_key(item, value, today=TODAY) for value in amiss} == amiss
    for key in amiss.values():
        for language in LANGUAGES:
            said = text(key, language)
            assert said.endswith("."), said
            assert all(len(part.split()) <= 20 for part in said.split(". ")), said
