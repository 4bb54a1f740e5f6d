"""Procedures from ``assets/catalogue/procedures``."""

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.due_date import Term, TermKind
from kiosk.domain.procedure import (
    Acting,
    Channel,
    ConditionMeans,
    Fee,
    FeeBasis,
    IfNo,
    Method,
    Mode,
    PaperKind,
    Part,
    Procedure,
    Provenance,
    Question,
    Requirement,
)
from kiosk.domain.words import NO_WORDS, Words
from kiosk.services.catalogue_forms import read_words
from kiosk.services.catalogue_reader import Table

_CODE = re.compile(r"\d\.\d{6}")
_AS_OF = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-\d\d)?")


def read_procedure(table: Table, stem: str, source: str) -> Procedure:
    """One procedure; mistakes go to `table.mistakes`. `source` is where entries come from."""
    code = table.text("code")
    if code != stem or not _CODE.fullmatch(code):
        table.mistakes.add(f"{stem}.code", f"'{code}' must be the file's name, as in 1.001193")
    requirements = tuple(_requirement(item) for item in table.tables("requirement", "id"))
    _check_requirements(requirements, table)
    term, term_note = _term(table.table("term"))
    procedure = Procedure(
        code=code,
        name=read_words(table),
        short_name=read_words(table, "short_"),
        keywords=(*table.texts("keywords"), *table.texts("keywords_en")),
        life_event=table.text("life_event"),
        field=_words(table, "field"),
        field_code=table.text("field_code", ""),
        receiving_office=table.text("receiving_office"),
        publishing_decision=table.text("publishing_decision"),
        online_level=table.text("online_level"),
        mode=table.choice("mode", Mode),
        term=term,
        term_note=term_note,
        fee_summary=_words(table, "fee_summary"),
        legal_basis=table.text("legal_basis"),
        subjects=table.texts("subjects"),
        results=table.texts("results"),
        provenance=_provenance(table.table("provenance"), source),
        forms=table.texts("forms"),
        eligibility=tuple(_question(item) for item in table.tables("eligibility")),
        requirements=requirements,
        methods=tuple(_method(item) for item in table.tables("method", "channel")),
        warning=table.text("warning", ""),
        for_whom=_for_whom(table),
        oneself=table.text("oneself", ""),
        known=_known(table.table("known")),
    )
    table.done()
    return procedure


def _for_whom(table: Table) -> tuple[Acting, ...] | None:
    if "for_whom" not in table:
        return None
    said = table.texts("for_whom")
    for word in said:
        if word not in set(Acting):
            known = ", ".join(Acting)
            table.mistakes.add(f"{table.where}.for_whom", f"is '{word}', must be one of {known}")
    return tuple(each for each in Acting if each in said)


def _known(table: Table) -> Mapping[str, str]:
    found = {name: table.text(name) for name in table}
    table.done()
    return MappingProxyType(found)


def _words(table: Table, key: str) -> Words:
    part = table.table(key)
    found = read_words(part)
    part.done()
    return found


def _question(table: Table) -> Question:
    question = Question(read_words(table), table.choice("if_no", IfNo))
    table.done()
    return question


def _requirement(table: Table) -> Requirement:
    condition, question = table.table("condition"), table.table("question")
    found = Requirement(
        id=table.text("id"),
        kind=table.choice("kind", PaperKind),
        name=read_words(table),
        condition=read_words(condition) if condition else NO_WORDS,
        question=read_words(question) if question else NO_WORDS,
        condition_means=table.choice("condition_means", ConditionMeans, ConditionMeans.NEEDED_IF),
        originals=table.number("originals", 1),
        copies=table.number("copies", 0),
        replaceable_by_data=table.flag("replaceable_by_data"),
        scannable=table.flag("scannable"),
        for_others=table.flag("for_others"),
        lacking=table.texts("lacking"),
        follows=table.text("follows", ""),
        replaces=table.texts("replaces"),
        least_pages=table.number("least_pages", 1),
    )
    condition.done()
    question.done()
    table.done()
    if found.kind is PaperKind.SHOW and found.scannable:
        table.mistakes.add(f"{table.where}.scannable", "a paper that is only shown is not scanned")
    return found


def _check_requirements(requirements: tuple[Requirement, ...], table: Table) -> None:
    ids = [item.id for item in requirements]
    for item in requirements:
        where = f"{table.where}.requirement[{item.id}]"
        if ids.count(item.id) > 1:
            table.mistakes.add(where, "this id is used twice")
        for other in item.replaces:
            if other not in ids or other == item.id:
                table.mistakes.add(f"{where}.replaces", f"no other paper '{other}'")
        for other in item.lacking:
            if not any(each.id == other and each.asked for each in requirements):
                table.mistakes.add(f"{where}.lacking", f"no paper '{other}' that is asked about")
        if item.follows and not any(
            each.id == item.follows and each.asked for each in requirements
        ):
            table.mistakes.add(f"{where}.follows", f"no paper '{item.follows}' that is asked about")
        if item.replaces and not item.asked:
            table.mistakes.add(f"{where}.replaces", "needs a condition that can be asked")


def _term(table: Table) -> tuple[Term, str]:
    kind = table.choice("kind", TermKind)
    quantity, at_most = table.number("quantity", 0), table.optional_number("at_most")
    cutoff = table.text("cutoff", "15:00")
    note = table.text("note", "")
    table.done()
    try:
        return Term(kind, quantity, at_most, dt.time.fromisoformat(cutoff)), note
    except ValueError as error:
        table.mistakes.add(table.where, str(error))
        return Term(TermKind.STAFF_SETS), note


def _provenance(table: Table, source: str) -> Provenance:
    as_of = table.text("as_of")
    if not _AS_OF.fullmatch(as_of):
        table.mistakes.add(f"{table.where}.as_of", f"'{as_of}' is not a month or day (ISO)")
    verified, unverified = table.texts("verified"), table.texts("not_verified")
    own_source = table.text("source", source)
    table.done()
    # Each part is in exactly one list, so that a forgotten one never counts as verified.
    if sorted(verified + unverified) != sorted(Part):
        table.mistakes.add(
            table.where, "verified and not_verified must name each part once: " + ", ".join(Part)
        )
    return Provenance(own_source, as_of, frozenset(part for part in Part if part in verified))


def _method(table: Table) -> Method:
    method = Method(
        channel=table.choice("channel", Channel),
        fees=tuple(_fee(item) for item in table.tables("fees")),
        note=table.text("note", ""),
    )
    table.done()
    return method


def _fee(table: Table) -> Fee:
    fee = Fee(
        table.optional_number("amount"), table.choice("basis", FeeBasis), table.text("note", "")
    )
    table.done()
    if fee.amount is None and fee.basis is FeeBasis.NATIONAL:
        table.mistakes.add(f"{table.where}.amount", "is missing; a national fee has an amount")
    return fee
