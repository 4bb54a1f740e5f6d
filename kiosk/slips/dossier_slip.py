"""Slips about dossiers: what was handed in, and what to bring. Pure drawing.

The first is no receipt: *tiếp nhận* is an officer's act, so the slip says so in its second line
and bears no date to come back. Neither bears a name or an identity number.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image

from kiosk.slips.composer import (
    INNER,
    SCALES,
    Composer,
    Modules,
    Paragraphs,
    SlipTooLongError,
    modules_of,
    moment,
    require_url,
)
from kiosk.slips.paper import (
    MARGIN,
    Face,
    Layout,
    mm,
    paint,
    set_text,
    width_of,
)
from kiosk.texts import text

#: Words get smaller first, then a slip longer than this.
HANDY: Final = mm(200)
#: Longer slips tear in the hand; what is left out is asked for at the desk.
MAX_DOSSIER: Final = mm(240)
MAX_CHECKLIST: Final = mm(300)
#: A list's words are never smaller: capitals of 2.1 mm are read without glasses.
LIST_SCALES: Final = tuple(scale for scale in SCALES if scale >= 0.9)
LIST_SHRINK: Final = 0.92


@dataclass(frozen=True, slots=True)
class DossierSlip:
    """PHIẾU GỬI HỒ SƠ.

    Attributes:
        code: our own code, grouped (H3K-7QP-2MD); `secret`: four characters.
        at: when it was stored; aware, printed in the office's zone.
        follow_url: ASCII, at most 200 characters; what the QR says, letter for letter.
        pages: how many pages were scanned.
        bring: papers still to bring to the desk.
        source: where an unverified catalogue entry comes from, "" if nothing is to be said.
        filing: "prepare" where the person finishes at the desk.
    """

    office: str
    procedure: str
    code: str
    secret: str
    at: dt.datetime
    follow_url: str
    language: Literal["vi", "en"] = "vi"
    pages: int = 0
    bring: tuple[str, ...] = ()
    source: str = ""
    hotline: str = ""
    filing: Literal["portal", "prepare"] = "portal"
    supplement: bool = False
    feedback: bool = False  # PHIẾU GỬI GÓP Ý: no receipt is due, no page was scanned

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("at must be aware")
        require_url(self.follow_url)


@dataclass(frozen=True, slots=True)
class ChecklistSlip:
    """What to bring for a procedure. `papers` are (name, remark), `facts` (label, value);
    `follow_url` is the portal's public page of it, "" for none.
    """

    office: str
    procedure: str
    papers: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    language: Literal["vi", "en"] = "vi"
    hotline: str = ""
    at: dt.datetime | None = None
    follow_url: str = ""

    def __post_init__(self) -> None:
        if self.follow_url:
            require_url(self.follow_url)


def draw(slip: DossierSlip | ChecklistSlip) -> Image.Image:
    """Mode "1", 576 dots wide; raises `SlipTooLongError`."""
    return paint(layout(slip))


def layout(slip: DossierSlip | ChecklistSlip) -> Layout:
    """Where everything stands: smaller words first, then fewer papers; says how many are left.

    Raises:
        SlipTooLongError: it is too long even without any paper.
    """
    papers = slip.bring if isinstance(slip, DossierSlip) else slip.papers
    longest = MAX_DOSSIER if isinstance(slip, DossierSlip) else MAX_CHECKLIST
    whole = _fitting(slip, len(papers), longest)
    if whole is not None:
        return whole
    fits, too_many = 0, len(papers)  # fewer papers are never longer
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _fitting(slip, middle, longest) is None:
            too_many = middle
        else:
            fits = middle
    made = _fitting(slip, fits, longest)
    if made is None:
        raise SlipTooLongError(f"longer than {longest} dots even in the smallest type")
    return made


def _fitting(slip: DossierSlip | ChecklistSlip, kept: int, longest: int) -> Layout | None:
    """In the largest type in which it is handy; None: too long with `kept` papers in any."""
    made = None
    for scale in LIST_SCALES if kept else SCALES:
        made = _compose(slip, scale, kept)
        if made.height <= HANDY:
            break
    return made if made is not None and made.height <= longest else None


def _compose(slip: DossierSlip | ChecklistSlip, scale: float, kept: int) -> Layout:
    if isinstance(slip, DossierSlip):
        return _Dossier(slip, scale, kept, modules_of(slip.follow_url)).compose()
    return _Checklist(slip, scale, kept).compose()


#: Mark, name and remark ("" for none) of each row.
Rows = Sequence[tuple[str, str, str]]


class _Slip(Composer):
    def __init__(self, language: str, scale: float) -> None:
        super().__init__(scale)
        self.language = language

    def words(self, key: str, **values: object) -> str:
        return text(f"slip_dossier.{key}", self.language, **values)

    def listed(self, rows: Rows, face: Face, size: int, shrink: float = 1.0) -> None:
        """Marks, and names beside them in one size; a name's remark stands under it.

        That size is at most `shrink` smaller, where that saves lines.
        """
        indent = self.indent(rows, face, size)
        names = [name for _, name, _ in rows]
        fits = self.fitting(names, face, size, INNER - indent, shrink)
        for mark, name, remark in rows:
            lines, _ = set_text(
                mark, face, fits, top=self.y, left=MARGIN, width=indent, centred=False
            )
            self.marks += lines
            lines, self.y = set_text(
                name,
                face,
                fits,
                top=self.y,
                left=MARGIN + indent,
                width=INNER - indent,
                centred=False,
            )
            self.marks += lines
            if remark:
                self.left(remark, indent=indent)
            self.y += mm(1 if remark else 0.5)

    def indent(self, rows: Rows, face: Face, size: int) -> int:
        """Where names begin, right of the widest mark."""
        return mm(1.5) + round(
            max((width_of(r[0], face, self.size(size)) for r in rows), default=0)
        )

    def left(self, words: str, face: Face = "body", size: int = 26, indent: int = 0) -> None:
        """A paragraph from the left edge."""
        lines, self.y = set_text(
            words,
            face,
            self.size(size),
            top=self.y,
            left=MARGIN + indent,
            width=INNER - indent,
            centred=False,
        )
        self.marks += lines

    def rest(self, kept: int, total: int) -> None:
        """How many papers are not named."""
        if kept < total:
            self.left(self.words("rest" if kept else "rest_all", n=total - kept), "strong")

    def end(self, hotline: str) -> Layout:
        if hotline:
            self.text(self.words("hotline", hotline=hotline), "body", 26)
        return Layout(tuple(self.marks), self.y + mm(1))


class _Dossier(_Slip):
    def __init__(self, slip: DossierSlip, scale: float, kept: int, modules: Modules) -> None:
        super().__init__(slip.language, scale)
        self.slip, self.kept, self.modules = slip, kept, modules

    def compose(self) -> Layout:
        slip = self.slip
        self.text(slip.office, "head", 30)
        self.rule(3)
        kind: str = "supplement" if slip.supplement else slip.filing
        if slip.feedback:
            kind = "feedback"
        self.text(self.words(f"title_{kind}"), "head", 40)
        if not slip.feedback:
            self.text(self.words("not_receipt"), "strong", 26)
            self.y += mm(1)
            self.text(slip.procedure, "strong", 32)
        self.y += mm(1)
        self.text(self.words("code_feedback" if slip.feedback else "code"), "body", 26)
        self.figures(slip.code, 66)
        self.text(self.words("secret", secret=slip.secret), "strong", 34)
        self.y += mm(1)
        self.code_beside(
            self.modules,
            (
                (moment(slip.at), "strong", 28),
                *(() if slip.feedback else ((self.words("pages", n=slip.pages), "body", 25),)),
                (self.words("stored"), "body", 25),
                (self.words("keep_feedback" if slip.feedback else "keep"), "body", 25),
            ),
        )
        if slip.filing == "prepare":
            self.boxed(self.words("finish"), 28)
        elif slip.bring:
            self.rule(1)
        if slip.bring:
            self.left(self.words("bring"), "strong", 28)
            self.listed([("–", name, "") for name in slip.bring[: self.kept]], "body", 26)
            self.rest(self.kept, len(slip.bring))
        if slip.source:
            self.rule(1)
            self.left(slip.source, size=22)
        self.rule(1)
        return self.end(slip.hotline)


class _Checklist(_Slip):
    def __init__(self, slip: ChecklistSlip, scale: float, kept: int) -> None:
        super().__init__(slip.language, scale)
        self.slip, self.kept = slip, kept

    def compose(self) -> Layout:
        slip = self.slip
        self.text(slip.office, "head", 30)
        self.rule(3)
        self.text(self.words("checklist"), "head", 36)
        self.text(slip.procedure, "strong", 34)
        self.rule(1)
        papers = enumerate(slip.papers[: self.kept], start=1)
        self.listed(
            [(f"{n}.", name, remark) for n, (name, remark) in papers], "strong", 30, LIST_SHRINK
        )
        self.rest(self.kept, len(slip.papers))
        self.rule(1)
        for label, value in slip.facts:
            self.left(f"{label}: {value}")
        when: Paragraphs = ((moment(slip.at), "strong", 28),) if slip.at is not None else ()
        if slip.follow_url:
            self.rule(1)
            on_phone: Paragraphs = ((self.words("on_phone"), "body", 27),)
            self.code_beside(modules_of(slip.follow_url), when + on_phone)
        else:
            for words, face, size in when:
                self.left(words, face, size)
        self.rule(1)
        return self.end(slip.hotline)
