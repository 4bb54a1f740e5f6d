"""Administrative procedures as the kiosk offers them: what to bring, how long, what it costs.

Facts come from the national database of procedures (Cổng Dịch vụ công quốc gia). They change
monthly, and fees of a provincial council override national ones, so every entry carries where
and when it was read, and which of its parts nobody has compared with the source.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from kiosk.domain.due_date import Term
from kiosk.domain.form import Form
from kiosk.domain.words import NO_WORDS, Words


class Mode(StrEnum):
    """The most that a kiosk can do for a procedure, whatever the site allows."""

    FORM = "form"  # the form can be filled in here
    INTAKE = "intake"  # a slip for the desk; the deed itself needs an officer's eyes
    QUEUE = "queue"  # a number for the desk
    GUIDE = "guide"  # what to bring, where to go, the portal's address


class Filing(StrEnum):
    """The site's setting `filing`: what happens to a form that was filled in here."""

    PORTAL = "portal"  # our portal is the agency's own channel of receipt
    PREPARE = "prepare"  # sent ahead to the desk, finished there
    GUIDE = "guide"


class Way(StrEnum):
    """What a procedure's tile leads to on this machine."""

    FILE = "file"
    PREPARE = "prepare"
    INTAKE = "intake"
    QUEUE = "queue"
    GUIDE = "guide"


class Acting(StrEnum):
    """For whom somebody acts; whose card is read follows from it."""

    SELF = "self"
    CHILD = "child"  # as parent or guardian
    FAMILY = "family"  # declares a birth or a death in the family, in their own right
    AUTHORISED = "authorised"


class PaperKind(StrEnum):
    """What happens to a paper: filled in, handed in, or only shown."""

    FORM = "to_khai"
    HAND_IN = "nop"
    SHOW = "xuat_trinh"


class ConditionMeans(StrEnum):
    """What "Có" to a paper's condition says about the paper."""

    NEEDED_IF = "needed_if"
    NOT_NEEDED_IF = "not_needed_if"  # "không cần nếu …", "trừ …"
    ALTERNATIVE = "alternative"  # this paper or another one: which, an officer sees
    REMARK = "remark"  # nothing to ask; a remark on the paper


class Reply(StrEnum):
    """Answer to a condition, which is asked in its own words: Có, Không, Không rõ."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Need(StrEnum):
    """Whether a paper is needed in this case."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    BRING_IF_ANY = "bring_if_any"  # not known here: bring it if there is one, an officer decides


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper of a dossier (*thành phần hồ sơ*).

    `replaceable_by_data`: the office looks it up itself, so one may go on without it
    (NQ 66.7/2025/NQ-CP, NĐ 18/2026/NĐ-CP). Papers that are only shown are never scanned
    (TT 03/2025/TT-VPCP, Điều 5). `replaces`: papers that need not be given if this one is.
    `for_others`: its condition can only hold if somebody comes for another, a person or a body.
    `lacking`: its condition is that none of these papers is there, so that it is not asked again.
    `follows`: its condition is that of this paper and is asked there. A declaration that follows
    another paper takes the place of the form that this machine fills in.
    """

    id: str
    kind: PaperKind
    name: Words
    condition: Words = NO_WORDS
    question: Words = NO_WORDS  # the condition as a person is asked, where it does not ask itself
    condition_means: ConditionMeans = ConditionMeans.NEEDED_IF
    originals: int = 1
    copies: int = 0
    replaceable_by_data: bool = False
    scannable: bool = False
    replaces: tuple[str, ...] = ()
    least_pages: int = 1  # by its own name: a request *with* a list, a decision *and* a letter
    for_others: bool = False
    lacking: tuple[str, ...] = ()
    follows: str = ""

    @property
    def asks(self) -> Words:
        """The words that are answered with Có, Không or Không rõ."""
        return self.question if self.question.vi else self.condition

    @property
    def asked(self) -> bool:
        """Whether its condition is a question for the person."""
        means = self.condition_means
        return bool(self.condition.vi) and means in {
            ConditionMeans.NEEDED_IF,
            ConditionMeans.NOT_NEEDED_IF,
        }


class IfNo(StrEnum):
    """Where "Không" to a question of eligibility leads."""

    DESK = "desk"
    NOT_HERE = "not_here"
    GO_ON = "ok"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of eligibility."""

    text: Words
    if_no: IfNo


class Channel(StrEnum):
    """How a dossier may be handed in."""

    ONLINE = "ONLINE"
    POSTAL = "POSTAL"
    DIRECT = "DIRECT"


class FeeBasis(StrEnum):
    """Who sets a fee."""

    NATIONAL = "national"
    PROVINCIAL = "provincial_council"


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee in đồng; `amount` is None where only the province knows it."""

    amount: int | None
    basis: FeeBasis
    note: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A channel with its fees."""

    channel: Channel
    fees: tuple[Fee, ...] = ()
    note: str = ""


class Part(StrEnum):
    """The parts of an entry that are compared with the source, or not."""

    CATALOGUE = "catalogue"
    ONLINE_LEVEL = "online_level"
    PROCESSING = "processing"
    FEES = "fees"
    COMPONENTS = "components"
    LEGAL_BASIS = "legal_basis"
    NAME_EN = "name_en"
    DUE_RULE = "due_rule"
    REQUIREMENTS = "requirements"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an entry comes from: `as_of` is the day or month (ISO) it was read there."""

    source: str
    as_of: str
    verified: frozenset[Part]

    @property
    def unverified(self) -> tuple[Part, ...]:
        """The parts nobody compared with the source or showed to an officer."""
        return tuple(part for part in Part if part not in self.verified)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure of the national database, e.g. 1.001193 *đăng ký khai sinh*.

    `for_whom`: for whom one may come, where the form alone does not tell (None); empty: not
    asked. `oneself`: prefix of the fields about the person who comes for themselves. `known`:
    answers of the form that follow from the choice of this procedure.
    """

    code: str
    name: Words
    short_name: Words
    keywords: tuple[str, ...]
    life_event: str
    field: Words
    field_code: str
    receiving_office: str
    publishing_decision: str
    online_level: str
    mode: Mode
    term: Term
    term_note: str
    fee_summary: Words
    legal_basis: str
    subjects: tuple[str, ...]
    results: tuple[str, ...]
    provenance: Provenance
    forms: tuple[str, ...] = ()
    eligibility: tuple[Question, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    methods: tuple[Method, ...] = ()
    warning: str = ""
    for_whom: tuple[Acting, ...] | None = None
    oneself: str = ""
    known: Mapping[str, str] = dataclass_field(default_factory=dict)


def deduced(procedure: Procedure, replies: Mapping[str, Reply]) -> dict[str, Reply]:
    """`replies`, and what they say about papers that follow one of those asked about, or for
    which one of those is lacking.
    """
    opposite = {Reply.YES: Reply.NO, Reply.NO: Reply.YES, Reply.UNSURE: Reply.UNSURE}
    found = dict(replies)
    for item in procedure.requirements:
        if item.follows in replies:
            found[item.id] = replies[item.follows]
        said = [replies[other] for other in item.lacking if other in replies]
        if item.lacking and len(said) == len(item.lacking):
            order = (Reply.YES, Reply.UNSURE, Reply.NO)  # one that is there is enough
            found[item.id] = opposite[next(reply for reply in order if reply in said)]
    return found


def needs(procedure: Procedure, replies: Mapping[str, Reply]) -> dict[str, Need]:
    """Which papers of `procedure` this person needs; keys are requirement ids, in order.

    `replies` holds the answers to conditions by requirement id; an unanswered condition counts
    as "Không rõ". "Không rõ" never stops anybody: the paper is brought if there is one.
    """
    found = {
        item.id: _need(item, replies.get(item.id, Reply.UNSURE)) for item in procedure.requirements
    }
    for item in procedure.requirements:
        if item.replaces and found[item.id] is Need.NEEDED:
            found.update(dict.fromkeys(item.replaces, Need.NOT_NEEDED))
    return found


def other_form(procedure: Procedure, replies: Mapping[str, Reply]) -> Requirement | None:
    """The declaration that this person needs instead of the form this machine fills in."""
    found = needs(procedure, replies)
    others = (item for item in procedure.requirements if item.kind is PaperKind.FORM)
    return next((one for one in others if one.follows and found[one.id] is Need.NEEDED), None)


def _need(item: Requirement, reply: Reply) -> Need:
    if item.condition_means is ConditionMeans.ALTERNATIVE:
        return Need.BRING_IF_ANY
    if not item.asked:
        return Need.NEEDED
    if reply is Reply.UNSURE:
        return Need.BRING_IF_ANY
    holds = reply is Reply.YES
    if item.condition_means is ConditionMeans.NOT_NEEDED_IF:
        holds = not holds
    return Need.NEEDED if holds else Need.NOT_NEEDED


def way(
    procedure: Procedure,
    forms: Mapping[str, Form],
    filing: Filing,
    compared: Collection[str] | None = None,
) -> Way:
    """What this machine offers for `procedure`.

    `compared` are the codes that an officer has compared with their source, where the office only
    explains the other unverified entries; None: they are offered too. A form of which no field is
    known is never offered.
    """
    if procedure.mode is Mode.GUIDE:
        return Way.GUIDE
    awaited = compared is not None and procedure.code not in compared
    held = awaited and procedure.provenance.unverified
    fillable = bool(procedure.forms) and not any(forms[code].empty for code in procedure.forms)
    can_fill = fillable and filing is not Filing.GUIDE and not held
    if procedure.mode is Mode.FORM:
        if not can_fill:
            return Way.GUIDE
        return Way.FILE if filing is Filing.PORTAL else Way.PREPARE
    return Way.INTAKE if procedure.mode is Mode.INTAKE and can_fill else Way.QUEUE
