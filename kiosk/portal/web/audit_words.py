"""The audit in words: who, what, and what belongs to it, for a reader who knows no JSON."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import RowMapping

from kiosk.contract.hub import Words
from kiosk.portal.store import moment
from kiosk.portal.web.pages import when
from kiosk.texts import UnknownTextError, text

#: Ids that say nothing to a reader: the line's dossier, or the words, stand beside them.
UNSAID: Final = frozenset({"delivery", "manifest", "notice"})

#: Names of papers by their ids: ``(dossier_id, ids) -> names``.
Papers = Callable[[str | None, Sequence[str]], list[str]]


def deed_words(action: str, language: str) -> str:
    """A deed for a reader; one without words is shown as it is stored."""
    try:
        return text(f"staff_deed.{action.replace('-', '_')}", language)
    except UnknownTextError:
        return action


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line as its page shows it."""

    at: dt.datetime | None
    who: str
    deed: str
    dossier_id: str | None
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditWords:
    """How one reader is told. `places`: name of each site and of the office, by id."""

    language: str
    places: Mapping[str, Words]
    papers: Papers

    def line(self, row: RowMapping) -> AuditLine:
        """A row of the audit in words."""
        details = json.loads(row["detail"])
        said = (self._detail(row, name, value) for name, value in details.items())
        return AuditLine(
            moment(row["at"]),
            self._who(row["actor"]),
            deed_words(row["action"], self.language),
            row["dossier_id"],
            tuple(each for each in said if each),
        )

    def _who(self, actor: str) -> str:
        kind, _, name = actor.partition(":")
        if kind == "staff":
            return name
        return self._t(f"who_{kind}", name=name) or actor

    def _detail(self, row: RowMapping, name: str, value: object) -> str:
        """One detail; "" for one that tells a reader nothing."""
        if name in UNSAID or value in ([], "", None, 0, False):
            return ""
        words = self._value(row, name, value)
        return self._t(name, value=words) or f"{name}: {words}"

    def _value(self, row: RowMapping, name: str, value: object) -> str:
        if name == "wanted" and isinstance(value, list):
            return "; ".join(self.papers(row["dossier_id"], value))
        if name in {"site", "sites", "places"}:
            ids = value if isinstance(value, list) else [value]
            return "; ".join(self._place(str(each)) for each in ids)
        if name == "until":
            return when(str(value))
        if isinstance(value, list):
            return ", ".join(str(each) for each in value)
        if name in {"role", "reason"}:
            known = {"role": "staff_audit.role_", "reason": "staff_reason."}[name]
            return text(known + str(value).replace("-", "_"), self.language)
        return str(value)

    def _place(self, place: str) -> str:
        found = self.places.get(place)
        if found is None:
            return place
        return found.en if self.language == "en" and found.en else found.vi

    def _t(self, key: str, **parts: object) -> str:
        try:
            return text(f"staff_audit.{key}", self.language, **parts)
        except UnknownTextError:
            return ""
