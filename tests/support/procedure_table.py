"""The table of all procedures for the documents, from the results of the campaign."""

from collections.abc import Mapping

from kiosk.services.catalogue import load_catalogue
from tests.support.procedure_visit import Visit

HEAD = """# Every procedure, walked

Written by `make every-procedure`; do not edit. Screens from the attract screen to the end, taps
outside the keyboard, and keys, as counted at the real window. The quick person shows a card, takes
ready answers and leaves out what may be left out, papers are all scanned; the thorough one answers
every field, says yes to every condition (but one that needs another form) and adds three people to
each list. What a person who is unsure of everything does, and what a site that only guides says, is
walked as well.

| Code | Procedure | Ends with | Quick: screens | taps | keys | Thorough: screens | taps | keys |
|---|---|---|--:|--:|--:|--:|--:|--:|
"""
_ENDS = {"code": "dossier code", "guide": "list and number"}


def write_table(done: Mapping[tuple[str, str], Visit]) -> str:
    """The whole document."""
    rows = []
    for code, procedure in sorted(load_catalogue().procedures.items()):
        quick, thorough = done.get((code, "quick")), done.get((code, "thorough"))
        end = _ENDS.get(quick.end, "") if quick else ""
        figures = (*_figures(quick), *_figures(thorough))
        cells = (code, procedure.short_name.en, end, *figures)
        rows.append(f"| {' | '.join(cells)} |\n")
    return HEAD + "".join(rows)


def _figures(one: Visit | None) -> tuple[str, ...]:
    """What was counted; nothing for a visit that was not made, or went wrong."""
    if one is None or not one.good:
        return ("", "", "")
    return str(one.screens), str(one.taps), str(one.characters)
