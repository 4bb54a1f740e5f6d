"""What the portal asks the catalogue: names, papers that can be asked for, and due dates."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol, Self

from kiosk.domain.due_date import Due, OfficeCalendar, TermKind, after_pause, due
from kiosk.domain.feedback import FEEDBACK
from kiosk.domain.procedure import Procedure
from kiosk.services.catalogue import Catalogue, load_catalogue
from kiosk.services.holidays import load_calendar
from kiosk.texts import text


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """A procedure as the portal's pages and the national message name it.

    `papers`: (id, name) of all papers; `askable`: ids of those that can be scanned at a kiosk, as
    papers that are only shown never are; `fields`: (id, label) of the form; `rows`: (id of a
    list, what one row of it is called).
    """

    code: str
    name: str
    field_code: str
    field_name: str
    papers: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    askable: frozenset[str] = frozenset()
    rows: tuple[tuple[str, str], ...] = ()

    def paper(self, paper_id: str) -> str:
        """The name of a paper; its id if the catalogue has changed since."""
        return dict(self.papers).get(paper_id, paper_id)

    def field(self, field_id: str) -> str:
        """The label of a form field; its id if the form has changed since."""
        return dict(self.fields).get(field_id, field_id)

    def row(self, list_id: str) -> str:
        """What a row of a list is called; the list's id if the form has changed since."""
        return dict(self.rows).get(list_id, list_id)


class Procedures(Protocol):
    """The catalogue, seen from the portal."""

    def procedure(self, code: str) -> Procedure | None:
        """The catalogue's entry, or None."""
        ...

    def facts(self, code: str, language: str = "vi") -> ProcedureFacts:
        """A procedure; one that the catalogue does not know has its code as name."""
        ...

    def due_at(self, code: str, accepted_at: dt.datetime) -> dt.datetime | None:
        """When a dossier accepted then is due; None where the clerk must say."""
        ...

    def after_pause(
        self, code: str, due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime
    ) -> dt.datetime:
        """The new due moment after the term stood still."""
        ...


class CatalogueProcedures:
    """`Procedures` from the product's catalogue and calendar."""

    def __init__(self, catalogue: Catalogue, calendar: OfficeCalendar) -> None:
        self._catalogue = catalogue
        self._calendar = calendar

    @classmethod
    def load(cls) -> Self:
        """From the product's own data; raises `CatalogueError` or `HolidayError`."""
        return cls(load_catalogue(), load_calendar())

    def procedure(self, code: str) -> Procedure | None:
        """See `Procedures.procedure`."""
        return self._catalogue.procedures.get(code)

    def facts(self, code: str, language: str = "vi") -> ProcedureFacts:
        """See `Procedures.facts`."""
        procedure = self._catalogue.procedures.get(code)
        if code == FEEDBACK:
            fields = ("tone", "subject", "text")
            labels = tuple((name, text(f"staff_feedback.{name}", language)) for name in fields)
            return ProcedureFacts(code, text("feedback.name", language), "", "", fields=labels)
        if procedure is None:
            return ProcedureFacts(code, code, "", "")
        sections = tuple(
            section for form in procedure.forms for section in self._catalogue.forms[form].sections
        )
        return ProcedureFacts(
            code,
            procedure.name.in_language(language),
            procedure.field_code,
            procedure.field.in_language(language),
            tuple((paper.id, paper.name.in_language(language)) for paper in procedure.requirements),
            tuple(
                (field.name, field.label.in_language(language))
                for part in sections
                for field in part.fields
            ),
            frozenset(paper.id for paper in procedure.requirements if paper.scannable),
            tuple(
                (part.rows.id, part.rows.item.in_language(language))
                for part in sections
                if part.rows is not None
            ),
        )

    def due_at(self, code: str, accepted_at: dt.datetime) -> dt.datetime | None:
        """See `Procedures.due_at`."""
        procedure = self._catalogue.procedures.get(code)
        found = procedure and due(procedure.term, accepted_at, self._calendar)
        return found.at if found else None

    def after_pause(
        self, code: str, due_at: dt.datetime, paused: dt.datetime, resumed: dt.datetime
    ) -> dt.datetime:
        """See `Procedures.after_pause`; a date an officer set moves by the length of the pause."""
        procedure = self._catalogue.procedures.get(code)
        if procedure is None or procedure.term.kind is TermKind.STAFF_SETS:
            return due_at + (resumed - paused)
        old = Due(due_at, certain=True)
        return after_pause(old, procedure.term, paused, resumed, self._calendar).at
