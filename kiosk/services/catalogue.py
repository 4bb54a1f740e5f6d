"""The catalogue of procedures and forms: ``assets/catalogue``, one readable file per entry.

Everything is checked when it is loaded, and all mistakes are reported together, each by entry
and field; a catalogue with a mistake is not used. `Catalogue.warnings` are not mistakes: what an
officer should compare before people rely on it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kiosk.domain.elsewhere import Elsewhere
from kiosk.domain.form import Form, Trust
from kiosk.domain.procedure import Mode, Procedure
from kiosk.domain.procedure_search import ProcedureSearch
from kiosk.domain.words import Words
from kiosk.paths import asset
from kiosk.services.catalogue_forms import Shared, read_form, read_shared, read_words
from kiosk.services.catalogue_procedures import read_procedure
from kiosk.services.catalogue_reader import Mistakes, Table


class CatalogueError(Exception):
    """The catalogue cannot be used; `mistakes` names entry and field of each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Catalogue:
    """What the kiosk offers, by code."""

    version: str
    source: str
    procedures: Mapping[str, Procedure]
    forms: Mapping[str, Form]
    life_events: Mapping[str, Words]
    offices: Mapping[str, Words]
    top: tuple[str, ...] = ()  # codes offered first
    often: tuple[str, ...] = ()  # codes that come after those among what fits equally well
    elsewhere: tuple[Elsewhere, ...] = ()

    @cached_property
    def search(self) -> ProcedureSearch:
        """The index over all procedures, built at first use."""
        everyday = (*self.top, *self.often)
        return ProcedureSearch(self.procedures.values(), self.life_events, everyday)

    def warnings(self) -> tuple[str, ...]:
        """What an officer should look at, by entry."""
        procedures, forms = self.procedures.values(), self.forms.values()
        return (
            *(f"{item.code}: {item.warning}" for item in procedures if item.warning),
            *(
                f"{item.code}: a form without fields; offered as a guide only"
                for item in procedures
                if item.mode is Mode.FORM and any(self.forms[code].empty for code in item.forms)
            ),
            *(
                f"{form.code}: fields not compared with the official form ({form.trust_note})"
                for form in forms
                if form.trust in {Trust.PARTLY, Trust.NO}
            ),
        )


def load_catalogue(*folders: Path) -> Catalogue:
    """The catalogue in `folders` (default: the product's own, which is read once).

    A file of a later folder stands in place of the same file of an earlier one, so that a
    province lays its own fees and forms over the national entries.

    Raises:
        CatalogueError: a file is missing, is not TOML, or says something impossible.
    """
    return _read_all(folders) if folders else _own()


@cache
def _own() -> Catalogue:
    return _read_all((asset("catalogue"),))


def _read_all(folders: tuple[Path, ...]) -> Catalogue:
    mistakes = Mistakes()
    files = _files(folders)
    if "common.toml" not in files:
        raise CatalogueError(("common.toml: is missing",))
    head = Table(_read(files.pop("common.toml"), mistakes), "common", mistakes)
    version, source = head.text("version"), head.text("source")
    top, often = head.texts("top"), head.texts("often")
    elsewhere = tuple(_elsewhere(item) for item in head.tables("elsewhere", "key"))
    shared = read_shared(head)
    forms: dict[str, Form] = {}
    procedures: dict[str, Procedure] = {}
    for name, path in sorted(files.items()):
        kind, stem = name.removesuffix(".toml").split("/")
        table = Table(_read(path, mistakes), stem, mistakes)
        if kind == "forms":
            forms[stem] = read_form(table, stem, shared)
        else:
            procedures[stem] = read_procedure(table, stem, source)
    _check_links(procedures, forms, shared, mistakes)
    for name, codes in (("top", top), ("often", often)):
        for code in codes:
            if code not in procedures:
                mistakes.add(f"common.{name}", f"no procedure '{code}'")
    if mistakes.found:
        raise CatalogueError(tuple(mistakes.found))
    return Catalogue(
        version,
        source,
        procedures,
        forms,
        shared.life_events,
        shared.offices,
        top,
        often,
        elsewhere,
    )


def _elsewhere(table: Table) -> Elsewhere:
    found = Elsewhere(
        table.text("key"),
        table.texts("keywords"),
        read_words(table),
        read_words(table, "body_"),
        table.text("source"),
    )
    table.done()
    return found


def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for pattern in ("common.toml", "procedures/*.toml", "forms/*.toml"):
            found |= {path.relative_to(folder).as_posix(): path for path in folder.glob(pattern)}
    return found


def _read(path: Path, mistakes: Mistakes) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.add(path.name, f"not valid TOML: {error}")
        return {}


def _check_links(
    procedures: Mapping[str, Procedure],
    forms: Mapping[str, Form],
    shared: Shared,
    mistakes: Mistakes,
) -> None:
    """Everything that one entry says about another must be there."""
    for item in procedures.values():
        if item.life_event not in shared.life_events:
            mistakes.add(f"{item.code}.life_event", f"no life event '{item.life_event}'")
        if item.receiving_office not in shared.offices:
            mistakes.add(f"{item.code}.receiving_office", f"no office '{item.receiving_office}'")
        for code in item.forms:
            if code not in forms:
                mistakes.add(f"{item.code}.forms", f"no form '{code}'")
        if item.mode in {Mode.FORM, Mode.INTAKE} and not item.forms:
            mistakes.add(f"{item.code}.forms", f"mode {item.mode.value} needs a form")
        _check_form_words(item, forms, mistakes)


def _check_form_words(item: Procedure, forms: Mapping[str, Form], mistakes: Mistakes) -> None:
    """What a procedure says about its form must fit the fields of that form."""
    form = forms.get(item.forms[0]) if item.forms else None
    fields = {field.name: field for field in form.single_fields()} if form else {}
    for name, value in item.known.items():
        field = fields.get(name)
        options = [option.value for option in field.options] if field else []
        if field is None or (options and value not in options):
            mistakes.add(f"{item.code}.known.{name}", f"the form has no answer '{value}' to it")
    if item.oneself and not any(name.startswith(f"{item.oneself}_") for name in fields):
        mistakes.add(f"{item.code}.oneself", f"no fields about '{item.oneself}'")
