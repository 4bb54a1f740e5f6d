"""PHIẾU LƯU TẠM: opens what was put aside, at this kiosk, for a quarter of an hour."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from kiosk.domain.scan_kind import DRAFT_PREFIX
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.slips.composer import Composer, modules_of
from kiosk.slips.paper import Layout, mm
from kiosk.texts import text


@dataclass(frozen=True, slots=True)
class DraftSlip:
    """`secret`: 22 characters; `until`: aware. Bears no name and not what the form is about."""

    office: str
    secret: str = field(repr=False)
    until: dt.datetime
    language: Literal["vi", "en"] = "vi"
    scans: bool = True  # papers belonged to it, and are not kept

    @property
    def follow_url(self) -> str:
        """What the code says, letter for letter; no address, so that no phone sends it away."""
        return DRAFT_PREFIX + self.secret


def layout(slip: DraftSlip) -> Layout:
    """Where everything stands."""
    paper = Composer(1.0)

    def words(key: str, **values: object) -> str:
        return text(f"slip_draft.{key}", slip.language, **values)

    paper.text(slip.office, "head", 30)
    paper.rule(3)
    paper.text(words("title"), "head", 40)
    paper.text(words("until"), "body", 26)
    paper.figures(f"{slip.until.astimezone(OFFICE_ZONE):%H:%M}", 80)
    paper.y += mm(1)
    paper.code_beside(
        modules_of(slip.follow_url),
        ((words("use"), "strong", 27), (words("here"), "body", 25)),
    )
    paper.rule(1)
    if slip.scans:
        paper.text(words("scans"), "body", 26)
    paper.text(words("keep"), "strong", 26)
    return Layout(tuple(paper.marks), paper.y + mm(1))
