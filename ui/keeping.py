"""A form that is put aside as bytes, and back. Without scans: those are shot anew. No window."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.citizen_card import NEW_CARD_DAY, Card, Generation, parse_card
from kiosk.domain.procedure import Acting, Reply
from kiosk.services.catalogue import Catalogue
from ui import flow
from ui.case import Case, Entry, PaperDeed
from ui.flow import Walk


class ChangedError(Exception):
    """The catalogue is another one: what was answered may not fit any more."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What somebody goes on with."""

    walk: Walk = field(repr=False)
    consented_at: dt.datetime


def pack(case: Case, consented_at: dt.datetime, version: str) -> bytes:
    """Everything that was said, and which catalogue it answers."""
    papers = {k: v.value for k, v in case.papers.items() if v is not PaperDeed.SCANNED}
    return json.dumps(
        {
            "catalogue": version,
            "procedure": case.procedure.code,
            "consented_at": consented_at.isoformat(),
            "acting": case.acting.value if case.acting else None,
            "fit": {str(place): reply.value for place, reply in case.fit.items()},
            "cases": case.cases and {k: v.value for k, v in case.cases.items()},
            "cards": {group: _of_card(card) for group, card in case.cards.items()},
            "said": {name: _plain(value) for name, value in case.said.items()},
            "passed": sorted(case.passed),
            "lists": {
                str(place): [{k: _plain(v) for k, v in row.items()} for row in rows]
                for place, rows in case.lists.items()
            },
            "closed": sorted(case.closed),
            "papers": papers,
        },
        ensure_ascii=False,
    ).encode()


def unpack(data: bytes, catalogue: Catalogue, today: dt.date) -> Aside:
    """The walk again, at the first page that is still open.

    Raises:
        ChangedError: it was put aside under another catalogue.
    """
    found: dict[str, Any] = json.loads(data)
    if found["catalogue"] != catalogue.version:
        raise ChangedError
    procedure = catalogue.procedures[found["procedure"]]
    case = Case(
        procedure,
        catalogue.forms[procedure.forms[0]],
        today,
        acting=Acting(found["acting"]) if found["acting"] else None,
        fit={int(place): Reply(reply) for place, reply in found["fit"].items()},
        cases=found["cases"] and {k: Reply(v) for k, v in found["cases"].items()},
        prepared=True,
        consented=True,
        cards={group: _to_card(text) for group, text in found["cards"].items()},
        said={name: _value(value) for name, value in found["said"].items()},
        passed=frozenset(found["passed"]),
        lists={
            int(place): tuple({k: _row_value(v) for k, v in row.items()} for row in rows)
            for place, rows in found["lists"].items()
        },
        closed=frozenset(found["closed"]),
        papers={k: PaperDeed(v) for k, v in found["papers"].items()},
    )
    walk = flow.begin(case)
    at = next(step for step in flow.steps(case) if not flow.satisfied(case, step))
    return Aside(replace(walk, at=at), dt.datetime.fromisoformat(found["consented_at"]))


def _plain(value: Value | None) -> object:
    if isinstance(value, Address):
        return {"province": value.province, "commune": value.commune, "detail": value.detail}
    return value


def _value(value: Any) -> Value:  # noqa: ANN401 - what JSON has
    found: Value = Address(**value) if isinstance(value, Mapping) else value
    return found


def _row_value(value: Any) -> Value | None:  # noqa: ANN401 - what JSON has
    return None if value is None else _value(value)


def _of_card(card: Card | Entry) -> str:
    """What its code said, as far as it is used; "" for somebody without a card."""
    if not isinstance(card, Card):
        return ""
    birth = f"{card.birth.day:%d%m%Y}" if card.birth.day else str(card.birth.year)
    fields = (card.number.digits, card.old_number, card.name, birth, card.sex.value)
    text = "|".join((*fields, card.address, f"{card.issued:%d%m%Y}"))
    early = card.generation is Generation.CAN_CUOC and card.issued < NEW_CARD_DAY
    return text + ("||||" if early else "")


def _to_card(text: str) -> Card | Entry:
    card = parse_card(text.encode()) if text else None
    return card if isinstance(card, Card) else Entry.BY_HAND
