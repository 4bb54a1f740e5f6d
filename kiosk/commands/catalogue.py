"""``kiosk catalogue``: check the catalogue of procedures, and look into it."""

import json
from collections import Counter
from pathlib import Path
from typing import NoReturn

import click

from kiosk.domain.procedure import Procedure
from kiosk.services.catalogue import Catalogue, CatalogueError, load_catalogue


def register(root: click.Group) -> None:
    """Add the commands to `root`."""
    root.add_command(catalogue)


@click.group()
def catalogue() -> None:
    """Check the catalogue of procedures and forms, and look into it."""


_folders = click.option(
    "--dir",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of a catalogue; later ones lie over earlier ones (default: the built-in one).",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@catalogue.command()
@_folders
@_json
def check(*, folders: tuple[Path, ...], as_json: bool) -> None:
    """Load everything; print counts, warnings and broken entries.

    Exit status 0: usable (warnings may remain). 1: broken entries; the catalogue is not used.
    """
    try:
        loaded = load_catalogue(*folders)
    except CatalogueError as error:
        _broken(error, as_json=as_json)
    counts = _counts(loaded)
    warnings = loaded.warnings()
    if as_json:
        answer = {"ok": True, **counts, "warnings": warnings, "broken": []}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for key, value in counts.items():
        shown = (
            ", ".join(f"{n} {k}" for k, n in value.items()) if isinstance(value, dict) else value
        )
        click.echo(f"{key}: {shown}")
    for warning in warnings:
        click.echo(f"warning: {warning}")


@catalogue.command()
@click.argument("code")
@_folders
@_json
def show(*, code: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Print the procedure CODE (such as 1.001193) with its source.

    Exit status 2: the catalogue has no such code.
    """
    try:
        loaded = load_catalogue(*folders)
    except CatalogueError as error:
        _broken(error, as_json=as_json)
    found = loaded.procedures.get(code)
    if found is None:
        near = ", ".join(item.code for item in loaded.search.find(code)[:3])
        raise click.BadParameter(f"no procedure {code}" + (f"; near: {near}" if near else ""))
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        click.echo(_as_text(found, loaded))


def _broken(error: CatalogueError, *, as_json: bool) -> NoReturn:
    if as_json:
        answer = {"ok": False, "broken": error.mistakes}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for mistake in error.mistakes:
            click.echo(f"broken: {mistake}", err=True)
    click.get_current_context().exit(1)


def _counts(loaded: Catalogue) -> dict[str, object]:
    procedures, forms = loaded.procedures.values(), loaded.forms.values()
    return {
        "version": loaded.version,
        "procedures": len(procedures),
        "forms": len(forms),
        "modes": dict(Counter(item.mode.value for item in procedures)),
        "form_trust": dict(Counter(form.trust.value for form in forms)),
        "unverified_parts": dict(
            Counter(part.value for item in procedures for part in item.provenance.unverified)
        ),
    }


def _as_json(item: Procedure) -> dict[str, object]:
    return {
        "code": item.code,
        "name": {"vi": item.name.vi, "en": item.name.en},
        "mode": item.mode.value,
        "forms": item.forms,
        "term": {
            "kind": item.term.kind.value,
            "quantity": item.term.quantity,
            "at_most": item.term.at_most,
            "note": item.term_note,
        },
        "fee": item.fee_summary.vi,
        "requirements": [
            {
                "id": paper.id,
                "kind": paper.kind.value,
                "name": paper.name.vi,
                "condition": paper.condition.vi,
                "condition_means": paper.condition_means.value,
                "scannable": paper.scannable,
                "replaceable_by_data": paper.replaceable_by_data,
            }
            for paper in item.requirements
        ],
        "source": item.provenance.source,
        "as_of": item.provenance.as_of,
        "unverified": [part.value for part in item.provenance.unverified],
        "warning": item.warning,
    }


def _as_text(item: Procedure, loaded: Catalogue) -> str:
    lines = [
        f"{item.code}  {item.name.vi}",
        f"           {item.name.en}",
        f"Nơi nhận:  {loaded.offices[item.receiving_office].vi}",
        f"Lệ phí:    {item.fee_summary.vi}",
        f"Ki-ốt:     {item.mode.value} {' '.join(item.forms)}",
        "Giấy tờ:",
    ]
    for paper in item.requirements:
        condition = f" [{paper.condition.vi}]" if paper.condition.vi else ""
        lines.append(f"  - {paper.kind.value:<10} {paper.name.vi}{condition}")
    unverified = ", ".join(part.value for part in item.provenance.unverified)
    lines.append(f"Nguồn:     {item.provenance.source}, {item.provenance.as_of}")
    lines.append(f"Chưa đối chiếu: {unverified}")
    if item.warning:
        lines.append(f"Lưu ý:     {item.warning}")
    return "\n".join(lines)
