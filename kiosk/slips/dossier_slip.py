"""Slips about dossiers: what was handed in, and what to bring. Pure drawing.

The first is no receipt: *tiếp nhận* is an officer's act, so the slip says so in its second line
and bears no date to come back. Neither bears a name or an identity number.
"""

import datetime as dt
from collections.abc import Callable, Sequence
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
#: Longer slips tear in the hand. A list says no more when which paper is needed, then it names
#: fewer papers; the rest is on the phone's page or asked for at the desk.
LONGEST: Final = mm(250)
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
    """Where everything stands: smaller words first, then fewer remarks, then fewer papers; says
    how many are left.

    Raises:
        SlipTooLongError: it is too long even without any paper.
    """
    count = len(slip.bring if isinstance(slip, DossierSlip) else slip.papers)
    made = None
    if isinstance(slip, ChecklistSlip):
        made = _most(count, lambda told: _fitting(slip, count, told))
    made = made or _most(count, lambda kept: _fitting(slip, kept, 0))
    if made is None:
        raise SlipTooLongError(f"longer than {LONGEST} dots even in the smallest type")
    return made


def _most(count: int, make: Callable[[int], Layout | None]) -> Layout | None:
    """With as many as fit: fewer are never longer. None: not even with none."""
    fits, too_many = -1, count + 1
    made, tried = None, count  # most slips are short
    while too_many - fits > 1:
        found = make(tried)
        if found is None:
            too_many = tried
        else:
            fits, made = tried, found
        tried = (fits + too_many) // 2
    return made


def _fitting(slip: DossierSlip | ChecklistSlip, kept: int, told: int) -> Layout | None:
    """In the largest type in which it is handy; None: too long with `kept` papers in any."""
    made = None
    for scale in LIST_SCALES if kept else SCALES:
        made = _compose(slip, scale, kept, told)
        if made.height <= HANDY:
            break
    return made if made is not None and made.height <= LONGEST else None


def _compose(slip: DossierSlip | ChecklistSlip, scale: float, kept: int, told: int) -> Layout:
    if isinstance(slip, DossierSlip):
        return _Dossier(slip, scale, kept, modules_of(slip.follow_url)).compose()
    return _Checklist(slip, scale, kept, told).compose()


#: Mark, name and remark ("" for none) of each row.
Rows = Sequence[tuple[str, str, str]]


class _Slip(Composer):
    def __init__(self, language: str, scale: float) -> None:
        super().__init__(scale)
        self.language = language

    def words(self, key: str, **values: object) -> str:
        return text(f"slip_dossier.{key}", self.language, **values)

    def listed(
        self, rows: Rows, face: Face, size: int, shrink: float = 1.0, indent: int = 0
    ) -> None:
        """Marks, and names beside them in one size, `indent` from the edge or as far as the widest
        mark; a name's remark stands under it.

        That size is at most `shrink` smaller, where that saves lines.
        """
        indent = indent or self.indent(rows, face, size)
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
    """Names `kept` papers, the first `told` of them with a remark: the commonest come first."""

    def __init__(self, slip: ChecklistSlip, scale: float, kept: int, told: int) -> None:
        super().__init__(slip.language, scale)
        self.slip, self.kept, self.told = slip, kept, told

    def papers(self) -> None:
        """Numbered throughout; those without a remark under a heading of their own."""
        kept = self.slip.papers[: self.kept]
        rows = [(f"{n}.", name, remark) for n, (name, remark) in enumerate(kept, start=1)]
        told, named = rows[: self.told], [(mark, name, "") for mark, name, _ in rows[self.told :]]
        indent = self.indent(rows, "strong", 30)
        self.listed(told, "strong", 30, LIST_SHRINK, indent)
        if named:
            self.y += mm(1) if told else 0
            self.left(self.words("others"), "strong", 28)
        self.listed(named, "body", 27, LIST_SHRINK, indent)
        self.rest(self.kept, len(self.slip.papers))

    def compose(self) -> Layout:
        slip = self.slip
        self.text(slip.office, "head", 30)
        self.rule(3)
        self.text(self.words("checklist"), "head", 36)
        self.text(slip.procedure, "strong", 34)
        self.rule(1)
        self.papers()
        self.rule(1)
        for label, value in slip.facts:
            self.left(f"{label}: {value}")
        when: Paragraphs = ((moment(slip.at), "strong", 28),) if slip.at is not None else ()
        whole = self.told == len(slip.papers)
        if slip.follow_url:
            self.rule(1)
            key = "on_phone" if whole else "on_phone_when"
            on_phone: Paragraphs = ((self.words(key), "body", 27),)
            self.code_beside(modules_of(slip.follow_url), when + on_phone)
        else:
            for words, face, size in when:
                self.left(words, face, size)
            if not whole:
                self.left(self.words("ask_when"), "strong")
        self.rule(1)
        return self.end(slip.hotline)
