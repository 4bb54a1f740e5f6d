"""Forms, and what they share, from ``assets/catalogue``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.domain.form import (
    MAX_ROWS,
    CardFact,
    Condition,
    Field,
    FieldKind,
    Form,
    Option,
    Required,
    Rows,
    Section,
    Suggest,
    Trust,
)
from kiosk.domain.words import NO_WORDS, Words
from kiosk.services.catalogue_reader import Mistakes, Table

#: What may stand beside a block: whether all of it, only the name, or nothing is required.
_BLOCK_REQUIRED = ("all", "name", "if_started")
_CHOICES = frozenset({FieldKind.SELECT, FieldKind.RADIO})


@dataclass(frozen=True, slots=True)
class Shared:
    """What procedures and forms share."""

    life_events: Mapping[str, Words]
    offices: Mapping[str, Words]
    options: Mapping[str, tuple[Option, ...]]
    blocks: Mapping[str, tuple[Field, ...]]


def read_words(table: Table, prefix: str = "") -> Words:
    """The keys ``<prefix>vi`` and ``<prefix>en`` of `table`; both must be there."""
    return Words(table.text(f"{prefix}vi"), table.text(f"{prefix}en"))


def read_shared(table: Table) -> Shared:
    """``common.toml`` without its version; mistakes go to `table.mistakes`."""
    life_events, offices = (_named_words(table.table(key)) for key in ("life_events", "offices"))
    lists = table.table("options")
    options = {name: tuple(_option(item) for item in lists.tables(name)) for name in lists}
    shared = Shared(life_events, offices, options, {})
    parts = table.table("blocks")
    blocks = {
        name: tuple(_field(item, shared) for item in parts.tables(name, "name")) for name in parts
    }
    table.done()
    return replace(shared, blocks=blocks)


def read_form(table: Table, stem: str, shared: Shared) -> Form:
    """One form; mistakes go to `table.mistakes`."""
    code = table.text("code")
    if code != stem:
        table.mistakes.add(f"{stem}.code", f"'{code}' must be the file's name")
    form = Form(
        code=code,
        title=read_words(table),
        legal=table.text("legal"),
        trust=table.choice("trust", Trust),
        trust_note=table.text("trust_note"),
        one_of=_one_of(table),
        sections=tuple(_section(item, shared) for item in table.tables("section")),
    )
    table.done()
    _check_names(form, table.mistakes)
    return form


def _named_words(table: Table) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for name in table:
        part = table.table(name)
        found[name] = read_words(part)
        part.done()
    return found


def _option(table: Table) -> Option:
    label = read_words(table)
    code, only_if = table.optional_number("code"), _condition(table, "only_if")
    table.done()
    return Option(label.vi if code is None else code, label, only_if)


def _section(table: Table, shared: Shared) -> Section:
    title, note = read_words(table), table.table("note")
    fields: list[Field] = []
    for item in table.tables("field", "name"):
        block = item.text("block", "")
        fields += _block(item, block, shared) if block else [_field(item, shared)]
    section = Section(
        title=title,
        fields=tuple(fields),
        note=read_words(note) if note else NO_WORDS,
        rows=_rows(table),
        visible_if=_condition(table),
    )
    if section.visible_if is not None and section.rows is None:
        table.mistakes.add(f"{table.where}.visible_if", "only a list is asked or not as a whole")
    note.done()
    table.done()
    return section


def _rows(table: Table) -> Rows | None:
    if "rows" not in table:
        return None
    part = table.table("rows")
    rows = Rows(
        id=part.text("id"),
        item=read_words(part),
        least=part.number("least", 0),
        most=part.number("most", MAX_ROWS),
    )
    part.done()
    if not rows.least <= rows.most <= MAX_ROWS:
        table.mistakes.add(f"{part.where}.most", f"must lie between least and {MAX_ROWS}")
    return rows


def _block(table: Table, name: str, shared: Shared) -> list[Field]:
    """The fields of a block, renamed with the prefix of the person they are about, who may be
    born only after others.
    """
    prefix, required = table.text("prefix"), table.text("required")
    born_after, years_after = table.texts("born_after"), table.number("years_after", 0)
    table.done()
    if name not in shared.blocks:
        table.mistakes.add(f"{table.where}.block", f"no block '{name}'")
        return []
    if required not in _BLOCK_REQUIRED:
        known = ", ".join(_BLOCK_REQUIRED)
        table.mistakes.add(f"{table.where}.required", f"is '{required}', must be one of {known}")
    return [
        replace(
            field,
            name=f"{prefix}_{field.name}",
            group=prefix,
            required=_in_block(field, required),
            not_before=born_after if field.card is CardFact.BIRTH else (),
            years_after=years_after if field.card is CardFact.BIRTH else 0,
        )
        for field in shared.blocks[name]
    ]


def _in_block(field: Field, block_required: str) -> Required:
    if block_required == "all" or field.required is Required.NO:
        return field.required
    if field.kind is not FieldKind.NAME:
        return Required.NO  # of a parent or a dead person often no more than the name is known
    return Required.ALWAYS if block_required == "name" else Required.WITH_GROUP


def _field(table: Table, shared: Shared) -> Field:
    kind = table.choice("kind", FieldKind)
    options = _options(table, shared)
    if (kind in _CHOICES) != bool(options):
        table.mistakes.add(f"{table.where}.options", f"{kind.value} and options do not go together")
    remark = table.table("remark")
    field = Field(
        name=table.text("name"),
        label=read_words(table),
        kind=kind,
        required=table.choice("required", Required, Required.NO),
        group=table.text("group", ""),
        options=options,
        presets=tuple(_preset(item) for item in table.tables("presets")),
        default=_default(table, kind, options),
        help=Words(table.text("help_vi", ""), table.text("help_en", "")),
        remark=read_words(remark) if remark else NO_WORDS,
        capitals=table.flag("capitals"),
        past=table.flag("past"),
        date_in_words_of=table.text("date_in_words_of", ""),
        visible_if=_condition(table),
        card=table.choice("card", CardFact) if "card" in table else None,
        not_before=table.texts("not_before"),
        years_after=table.number("years_after", 0),
        suggest=table.choice("suggest", Suggest, Suggest.NO),
        least=table.number("least", 0),
        asked=table.flag("asked"),
        by_office=table.flag("by_office"),
    )
    remark.done()
    table.done()
    return field


def _preset(table: Table) -> Words:
    words = read_words(table)
    table.done()
    return words


def _options(table: Table, shared: Shared) -> tuple[Option, ...]:
    if "options" not in table:
        return ()
    named = table.raw("options")
    if isinstance(named, str):
        if named not in shared.options:
            table.mistakes.add(f"{table.where}.options", f"no list of options '{named}'")
        return shared.options.get(named, ())
    part = Table({"options": named}, table.where, table.mistakes)
    return tuple(_option(item) for item in part.tables("options"))


def _default(table: Table, kind: FieldKind, options: tuple[Option, ...]) -> str | int | None:
    value = table.raw("default")
    if value is None:
        return None
    right = int if kind in {FieldKind.INT, FieldKind.MONEY} else str
    if options:
        fits = value in [option.value for option in options]
    else:
        fits = isinstance(value, right) and not isinstance(value, bool)
    if not fits or not isinstance(value, str | int):
        table.mistakes.add(f"{table.where}.default", f"{value!r} is no answer to this field")
        return None
    return value


def _condition(table: Table, key: str = "visible_if") -> Condition | None:
    if key not in table:
        return None
    part = table.table(key)
    field, values = part.text("field"), part.raw("values")
    part.done()
    if not isinstance(values, list) or not values:
        table.mistakes.add(f"{part.where}.values", "must be a list of answers")
        values = []
    return Condition(field, tuple(values))


def _one_of(table: Table) -> tuple[frozenset[str], ...]:
    sets = table.raw("one_of") or []
    if not isinstance(sets, list) or not all(isinstance(item, list) for item in sets):
        table.mistakes.add(f"{table.where}.one_of", "must be a list of lists of field names")
        return ()
    return tuple(frozenset(map(str, item)) for item in sets)


def _check_names(form: Form, mistakes: Mistakes) -> None:
    """Names are unique, and what one field says about another is there."""
    names = [field.name for section in form.sections for field in section.fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        mistakes.add(f"{form.code}.{name}", "this name is used twice")
    single = {field.name: field for field in form.single_fields()}
    for field in single.values():
        if field.date_in_words_of:
            source = single.get(field.date_in_words_of)
            if source is None or source.kind is not FieldKind.DATE:
                mistakes.add(f"{form.code}.{field.name}", f"no date '{field.date_in_words_of}'")
        _check_order(form.code, field, single, mistakes)
        where = f"{form.code}.{field.name}"
        _check_condition(f"{where}.visible_if", field.visible_if, single, mistakes)
        for option in field.options:
            _check_condition(f"{where}.only_if", option.only_if, single, mistakes)
    for section in form.sections:
        where = f"{form.code}.{section.title.vi}.visible_if"
        _check_condition(where, section.visible_if, single, mistakes)
    for names_of_set in form.one_of:
        for name in sorted(names_of_set - single.keys()):
            mistakes.add(f"{form.code}.one_of", f"no field '{name}'")


def _check_order(code: str, field: Field, single: Mapping[str, Field], mistakes: Mistakes) -> None:
    dates = {FieldKind.DATE, FieldKind.DATETIME}
    for name in field.not_before:
        other = single.get(name)
        if other is None or other is field or not {field.kind, other.kind} <= dates:
            mistakes.add(f"{code}.{field.name}.not_before", f"no other date '{name}'")


def _check_condition(
    where: str, condition: Condition | None, single: Mapping[str, Field], mistakes: Mistakes
) -> None:
    if condition is None:
        return
    decides = single.get(condition.field)
    known = [option.value for option in decides.options] if decides else []
    for value in condition.values:
        if value not in known:
            mistakes.add(where, f"'{condition.field}' has no answer {value!r}")
