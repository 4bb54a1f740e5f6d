"""What a finger types on the glass: the text, and the face the keyboard shows for it."""

import string
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.dossier_code import ALPHABET, CODE_LENGTH
from ui.typing.syllable import HOI, HUYEN, NANG, NGA, SAC
from ui.typing.telex import Line

QML_IMPORT_NAME = "Kiosk.Core"
QML_IMPORT_MAJOR_VERSION = 1

Layout = Literal["letters", "digits", "date", "moment", "clock", "email", "code", "codes"]
Capitals = Literal["none", "names", "all", "sentence"]
Shift = Literal["off", "once", "lock"]

TONE_KEYS: Final = {
    "tone.sac": SAC,
    "tone.huyen": HUYEN,
    "tone.hoi": HOI,
    "tone.nga": NGA,
    "tone.nang": NANG,
}
MAX_LENGTH: Final = 300  # characters; four lines of the largest form field
_DIGITS: Final = "0123456789"
_FIGURES: Final = ("digits", "date", "moment", "clock")  # layouts of figures alone
#: Where a layout takes only some characters: which.
#: "codes" also takes those of other systems (H26.14-261126-0001), as long as they come.
_SIGNS: Final = ".-"
_TAKEN: Final = {
    **dict.fromkeys(_FIGURES, _DIGITS),
    "code": ALPHABET,
    "codes": _DIGITS + string.ascii_uppercase + _SIGNS,
}
#: And how many at most; a date is ddmmyyyy, a moment a date and hhmm.
_LONGEST: Final = {"date": 8, "moment": 12, "clock": 4, "code": CODE_LENGTH, "codes": 40}
#: Of a number given before, this many digits are seen (S6).
LAST: Final = 4
#: The groups a layout is shown in: what parts each from the one before it, and its size.
_CODE: Final = (("-", 3),) * 3
_GROUPS: Final = {
    "date": (("/", 2), ("/", 2), ("/", 4)),
    "moment": (("/", 2), ("/", 2), ("/", 4), (" ", 2), (":", 2)),
    "clock": ((":", 2), (":", 2)),
    "code": _CODE,
    "codes": _CODE,
}
_NEXT_SHIFT: Final[dict[Shift, Shift]] = {"off": "once", "once": "lock", "lock": "off"}
_SENTENCE_ENDS: Final = (". ", "? ", "! ")


@dataclass(frozen=True, slots=True)
class TypingView:
    """What field and keyboard show, in one value that tests can compare. `repr` hides the text."""

    text: str = field(default="", repr=False)  # NFC, without the marks between groups
    layout: Layout = "letters"
    capitals: Capitals = "none"
    max_length: int = MAX_LENGTH
    shift: Shift = "off"
    symbols: bool = False
    refused: bool = False  # the last key no longer fitted
    others: bool = False  # letters of other languages of the country and of foreign names
    groups: tuple[int, ...] = ()  # sizes of the groups it is read in, with air between them
    hidden: bool = False  # given before: only its end is seen, and a key begins anew

    @property
    def figures(self) -> bool:
        """Whether it is typed on the keys of a telephone."""
        return self.layout in _FIGURES


@QmlElement
@QmlUncreatable("owned by Python")
class Typing(QObject):  # type: ignore[operator]  # stub of QmlUncreatable has no __call__
    """The text of the one field that is typed into now; the caret is always at its end.

    Who opens a field calls `begin`, reads `finish`, and calls `forget` when the person leaves:
    what was typed is theirs.

    Signals:
        viewChanged: `view`, and with it any property, has a new value.
    """

    viewChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = TypingView()
        self._line = Line()

    def begin(
        self,
        layout: Layout,
        text: str = "",
        capitals: Capitals = "none",
        *,
        max_length: int = MAX_LENGTH,
        groups: tuple[int, ...] = (),
        hidden: bool = False,
    ) -> None:
        """Type into a new field that holds `text` already, at most `max_length` characters; see
        `TypingView` for the rest.
        """
        limit = min(max_length, _LONGEST.get(layout, max_length))
        taken = _TAKEN.get(layout)
        text = unicodedata.normalize("NFC", text)
        if taken is not None:
            text = "".join(char for char in text.upper() if char in taken)
        self._line = Line.of(text[:limit])
        empty = TypingView(
            layout=layout, capitals=capitals, max_length=limit, groups=groups, hidden=hidden
        )
        self._become(replace(empty, text=self._line.text, shift=_shift(capitals, text[:limit])))

    def finish(self) -> str:
        """The text, NFC, single spaces, none at the ends; the field keeps it until `forget`."""
        return " ".join(self.view.text.split())

    def forget(self) -> None:
        """Nothing of what was typed stays."""
        self._line = Line()
        self._become(TypingView())

    @Slot(str)
    def press(self, key: str) -> None:
        """One key: the characters it writes, or a name of `TONE_KEYS`.

        A key the layout has no use for does nothing; one that no longer fits is `refused`.
        """
        view, before = self.view, Line() if self.view.hidden else self._line
        if key in TONE_KEYS:
            if view.layout == "letters":
                self._type(before.press(TONE_KEYS[key]), view.shift)
            return
        if view.shift != "off":
            key = key.upper()
        taken = _TAKEN.get(view.layout)
        if taken is not None:
            key = key.upper()
            line = Line.of(before.text + key) if key in taken else self._line
        elif view.layout == "email":
            line = Line.of(before.text + key) if key.isascii() else self._line
        else:
            line = before.press(key)
        self._type(line)

    @Slot()
    def backspace(self) -> None:
        """Take the last character away, with its marks; of what is hidden, all of it."""
        if self.view.hidden:
            self.clear()
        elif self.view.layout == "letters":
            self._type(self._line.backspace())
        else:
            self._type(Line.of(self._line.text[:-1]))

    @Slot()
    def clear(self) -> None:
        """Take everything away."""
        self._type(Line())

    @Slot()
    def space(self) -> None:
        """One space between words, and the letters again after a house number."""
        if self.view.layout != "letters" or self._line.text[-1:] in {"", " "}:
            return
        self._type(self._line.press(" "))
        self._become(replace(self.view, symbols=False, others=False))

    @Slot()
    def toggleShift(self) -> None:
        """Off, the next letter, all letters, and off again."""
        if self.view.capitals != "all":
            self._become(replace(self.view, shift=_NEXT_SHIFT[self.view.shift]))

    @Slot()
    def toggleSymbols(self) -> None:
        """Figures and signs instead of letters, and back."""
        if self.view.layout == "letters":
            self._become(replace(self.view, symbols=not self.view.symbols, others=False))

    @Slot()
    def toggleOthers(self) -> None:
        """Letters that Vietnamese does not have (ƀ č ŏ ơ̆ ñ ü), and back."""
        if self.view.layout == "letters":
            self._become(replace(self.view, others=not self.view.others, symbols=False))

    @Property(str, notify=viewChanged)
    def text(self) -> str:
        return self.view.text

    @Property(str, notify=viewChanged)
    def shown(self) -> str:
        """The text as it is read: 14/02/1985 19:30, H3K-7QP-2MD, 0791 8501 2345, •••• •••• 2345."""
        return _grouped(self.view)

    @Property(str, notify=viewChanged)
    def aloud(self) -> str:
        """The text as a voice says it: of what is hidden, what is seen."""
        return " ".join(self.view.text[-LAST:]) if self.view.hidden else _grouped(self.view)

    @Property(str, notify=viewChanged)
    def layout(self) -> str:
        return self.view.layout

    @Property(bool, notify=viewChanged)
    def figures(self) -> bool:
        return self.view.figures

    @Property(str, notify=viewChanged)
    def shift(self) -> str:
        return self.view.shift

    @Property(bool, notify=viewChanged)
    def symbols(self) -> bool:
        return self.view.symbols

    @Property(bool, notify=viewChanged)
    def others(self) -> bool:
        return self.view.others

    def _type(self, line: Line, shift: Shift | None = None) -> None:
        """Show `line` unless it is too long; `shift` stays as given, else follows the text."""
        text = line.text
        if len(text) > self.view.max_length:
            self._become(replace(self.view, refused=True))
            return
        hidden = self.view.hidden and line is self._line
        self._line = line
        if shift is None:
            locked = self.view.shift == "lock"
            shift = "lock" if locked else _shift(self.view.capitals, text)
        self._become(replace(self.view, text=text, shift=shift, refused=False, hidden=hidden))

    def _become(self, view: TypingView) -> None:
        if view != self.view:
            self.view = view
            self.viewChanged.emit()


def _own(code: str) -> bool:
    """Whether `code` may become one of our codes, with the signs that stand in them."""
    return len(code) <= CODE_LENGTH and not any(sign in code for sign in _SIGNS)


def _grouped(view: TypingView) -> str:
    written, rest, between = "", view.text, ""
    if view.layout == "codes" and not _own(rest):
        return rest
    if view.hidden:
        rest = "•" * (len(rest) - LAST) + rest[-LAST:]
    own = tuple((" ", size) for size in view.groups)
    for between, size in _GROUPS.get(view.layout, own):
        if rest:
            written += (between if written else "") + rest[:size]
            rest = rest[size:]
    return written + between + rest if rest else written


def _shift(capitals: Capitals, text: str) -> Shift:
    """Whether the next letter is a capital. A word of a name also begins after ' and -."""
    match capitals:
        case "all":
            return "lock"
        case "names":
            return "off" if text[-1:].isalnum() else "once"
        case "sentence":
            return "once" if not text or text.endswith(_SENTENCE_ENDS) else "off"
        case "none":
            return "off"
