"""What the portal asks the catalogue: names, required papers, and when a dossier is due."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """A procedure as the portal's pages and the national message name it.

    `papers`: (id, name) of the papers that may be asked for; `fields`: (id, label) of the form.
    """

    code: str
    name: str
    field_code: str
    field_name: str
    papers: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    def paper(self, paper_id: str) -> str:
        """The name of a paper; its id if the catalogue has changed since."""
        return dict(self.papers).get(paper_id, paper_id)

    def field(self, field_id: str) -> str:
        """The label of a form field; its id if the form has changed since."""
        return dict(self.fields).get(field_id, field_id)


class Procedures(Protocol):
    """The catalogue, seen from the portal."""

    def facts(self, code: str) -> ProcedureFacts:
        """A procedure; one that the catalogue does not know has its code as name."""
        ...

    def due_at(self, code: str, accepted_at: dt.datetime) -> dt.datetime | None:
        """When a dossier accepted then is due; None where the clerk must say."""
        ...
