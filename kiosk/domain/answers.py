"""What somebody answered on a form: which questions stand, what is wrong, what is derived.

Answers are plain values, so that they can be stored and sent as JSON: a text, a whole number, a
truth value, or an `Address`. Dates are ISO (``2026-03-15``; a year alone where only the year of
birth is known), times ``09:30``, moments ``2026-03-15T09:30``.

A form is checked as a whole and nothing is ever corrected silently: `check` says what is wrong,
`complete` gives the answers as they go on the form.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kiosk.domain.answer_kinds import Address, Value, is_blank, problem_key
from kiosk.domain.form import CardFact, Condition, Field, FieldKind, Form, Option, Required, Section
from kiosk.domain.vietnamese import date_in_words, form_name, tidy


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by field name; `rows` those of repeated sections, by the section's place.

    Not shown by `repr`: answers are personal data.
    """

    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    rows: Mapping[int, tuple[Mapping[str, Value], ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to be put right. `text_key` is a sentence of assets/i18n/form for the person;
    `row` counts from 0 in a repeated section whose place is `section`.
    """

    field: str
    text_key: str
    section: int | None = None
    row: int | None = None


def visible(form: Form, answers: Answers) -> frozenset[str]:
    """Names of the single fields that are asked, given the answers so far.

    A field that depends on one that is itself not asked is not asked either.
    """
    names: set[str] = set()
    for item in form.single_fields():
        if _holds(item.visible_if, answers, names):
            names.add(item.name)
    return frozenset(names)


def visible_lists(form: Form, answers: Answers) -> tuple[int, ...]:
    """Places of the repeated sections that are asked, given the answers so far."""
    names = visible(form, answers)
    return tuple(
        place
        for place, section in enumerate(form.sections)
        if section.repeated and _holds(section.visible_if, answers, names)
    )


def _holds(condition: Condition | None, answers: Answers, names: Collection[str]) -> bool:
    return condition is None or (
        condition.field in names and answers.values.get(condition.field) in condition.values
    )


def open_options(item: Field, values: Mapping[str, Value]) -> tuple[Option, ...]:
    """The choices of a field that no other answer rules out."""
    return tuple(
        option
        for option in item.options
        if option.only_if is None
        or is_blank(values.get(option.only_if.field))
        or values[option.only_if.field] in option.only_if.values
    )


def check(form: Form, answers: Answers, *, today: dt.date) -> tuple[Problem, ...]:
    """Everything to be put right before the form may be used, in the order of the form.

    Raises:
        KeyError: an answer to a field that the form does not have: a defect of ours.
    """
    _refuse_strangers(form, answers)
    found = [*_check_single(form, answers, today)]
    for place in visible_lists(form, answers):
        found += _check_rows(place, form.sections[place], answers.rows.get(place, ()), today)
    for names in form.one_of:
        if all(is_blank(answers.values.get(name)) for name in names):
            found += [Problem(name, "form.one_of") for name in sorted(names)]
    return tuple(found)


def _refuse_strangers(form: Form, answers: Answers) -> None:
    strangers = answers.values.keys() - {item.name for item in form.single_fields()}
    for place, rows in answers.rows.items():
        known = {item.name for item in form.sections[place].fields}
        strangers |= {name for row in rows for name in row} - known
    if strangers:
        raise KeyError(f"{form.code} has no field {', '.join(sorted(strangers))}")


def _check_single(form: Form, answers: Answers, today: dt.date) -> Iterator[Problem]:
    shown = visible(form, answers)
    started = {
        item.group
        for item in form.single_fields()
        if item.group
        and not is_blank(answers.values.get(item.name))
        and answers.values[item.name] != item.default  # a default is not the person's doing
    }
    for item in form.single_fields():
        if item.name not in shown or item.date_in_words_of:
            continue
        value = answers.values.get(item.name)
        if is_blank(value):
            due = item.required is Required.ALWAYS or (
                item.required is Required.WITH_GROUP and item.group in started
            )
            if due and item.default is None:
                yield Problem(item.name, "form.required")
            continue
        open_item = replace(item, options=open_options(item, answers.values))
        key = problem_key(open_item, value, today=today)
        if key:
            yield Problem(item.name, key)


def _check_rows(
    place: int, section: Section, rows: tuple[Mapping[str, Value], ...], today: dt.date
) -> Iterator[Problem]:
    if section.rows is None:
        return
    if len(rows) > section.rows.most:
        yield Problem(section.fields[0].name, "form.too_many_rows", place)
        return
    if len(rows) < section.rows.least:
        yield Problem(section.fields[0].name, "form.too_few_rows", place)
    for number, row in enumerate(rows):
        for item in section.fields:
            value = row.get(item.name)
            if is_blank(value):
                key = "form.required" if item.required is Required.ALWAYS else ""
            elif item.kind is FieldKind.PERSONAL_NUMBER and any(
                before.get(item.name) == value for before in rows[:number]
            ):
                key = "form.listed_twice"
            else:
                key = problem_key(item, value, today=today)
            if key:
                yield Problem(item.name, key, place, number)


def complete(form: Form, answers: Answers) -> Answers:
    """The answers as they go on the form: NFC, single spaces, names in capitals, defaults and
    derived texts filled in, and nothing of fields that were not asked.
    """
    shown = visible(form, answers)
    values: dict[str, Value] = {}
    for item in form.single_fields():
        if item.name not in shown:
            continue
        value = answers.values.get(item.name)
        if item.date_in_words_of:
            value = _in_words(answers.values.get(item.date_in_words_of))
        elif is_blank(value) and item.default is not None:
            value = item.default
        if value is not None and not is_blank(value):
            values[item.name] = _as_printed(item, value)
    rows: dict[int, tuple[Mapping[str, Value], ...]] = {}
    for place in visible_lists(form, answers):
        section = form.sections[place]
        rows[place] = tuple(_row(section, row) for row in answers.rows.get(place, ()))
    return Answers(MappingProxyType(values), MappingProxyType(rows))


def _row(section: Section, row: Mapping[str, Value]) -> Mapping[str, Value]:
    return {
        item.name: _as_printed(item, row[item.name])
        for item in section.fields
        if not is_blank(row.get(item.name))
    }


def _as_printed(item: Field, value: Value) -> Value:
    if isinstance(value, Address):
        return Address(tidy(value.province), tidy(value.commune), tidy(value.detail))
    if not isinstance(value, str):
        return value
    if item.kind is FieldKind.NAME or item.capitals:
        return form_name(value)
    if item.kind in {FieldKind.SELECT, FieldKind.RADIO}:
        return value
    if item.kind is FieldKind.TEXTAREA:
        return "\n".join(line for part in value.splitlines() if (line := tidy(part)))
    return tidy(value)


def _in_words(value: Value | None) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return date_in_words(dt.date.fromisoformat(value))
    except ValueError:  # only the year is known, or the date itself is reported by `check`
        return None


def differences(
    form: Form, group: str, card: Mapping[str, Value], answers: Answers
) -> tuple[Problem, ...]:
    """Where the answers about the person `group` contradict that person's card.

    `card` is what `kiosk.domain.card_prefill.prefill` gave. The address is left out: a card
    keeps the old place after a move.
    """
    return tuple(
        Problem(item.name, "form.differs_from_card")
        for item in form.single_fields()
        if item.group == group
        and item.card not in {None, CardFact.ADDRESS}
        and item.name in card
        and not is_blank(answers.values.get(item.name))
        and _as_printed(item, answers.values[item.name]) != _as_printed(item, card[item.name])
    )
