"""Telex without a mode: one key after another, and the text before the caret that comes of it.

Letters are Telex keys (aa aw ow uw w dd, s f r x j z) as long as the word can become a
Vietnamese syllable. The moment it cannot (*Maria*, *Costa*, *Smith*), what Telex made of it
falls back to the letters that were pressed. Keys with their own letter or tone (ê, dấu sắc)
always give just that, in any word (*Êban*). Pressing a Telex key again takes its mark back and
writes the letter ("ass" gives "as").
"""

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final

from ui.typing.syllable import (
    HOI,
    HUYEN,
    NANG,
    NGA,
    NO_TONE,
    SAC,
    TONES,
    ToneStyle,
    Word,
    has_vowel,
    visible,
)

#: Resolution 202/2025/QH15 on the arrangement of provinces writes *Khánh Hòa*, *Thanh Hóa*:
#: the traditional place of the tone, as names stand on identity papers.
DEFAULT_STYLE: Final[ToneStyle] = "old"

_TONE_OF_KEY: Final = {"s": SAC, "f": HUYEN, "r": HOI, "x": NGA, "j": NANG, "z": NO_TONE}
_ROOF: Final = {"a": "â", "e": "ê", "o": "ô"}
_UNDER_ROOF: Final = {"a": "aă", "e": "e", "o": "oơ"}
_HOOK: Final = {"a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"}
_UNHOOKED: Final = {"ă": "a", "ơ": "o", "ư": "u"}
#: After these an open uow is uơ (thuở, huơ); elsewhere it is the beginning of ươ.
_OPEN_HORN_ONSETS: Final = ("h", "kh", "th", "qu")
#: W alone is ư after an onset, and after this one although its i could be the rime (giữ).
_LOOKS_LIKE_RIME: Final = "gi"


@dataclass(frozen=True, slots=True)
class _Marked:
    """What a Telex key made of a word; `undone` if it took a mark back and wrote itself."""

    word: Word
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The text before the caret, and how its last word was typed. Not shown by `repr`."""

    before: str = field(default="", repr=False)  # NFC, up to the last word
    base: str = field(default="", repr=False)  # the last word when its typing began
    keys: tuple[str, ...] = field(default=(), repr=False)  # pressed since, as they came
    word: str = field(default="", repr=False)  # what base and keys give
    style: ToneStyle = DEFAULT_STYLE

    @classmethod
    def of(cls, text: str, style: ToneStyle = DEFAULT_STYLE) -> "Line":
        """A line that holds `text` already; its last word can still take marks."""
        text = unicodedata.normalize("NFC", text)
        shown = list(visible(text))
        size = len(shown)
        while size and shown[size - 1][0].isalpha():
            size -= 1
        word = "".join(shown[size:])
        return cls("".join(shown[:size]), word, (), word, style)

    @property
    def text(self) -> str:
        """Everything before the caret, NFC."""
        return unicodedata.normalize("NFC", self.before + self.word)

    def press(self, key: str) -> "Line":
        """With one key more: a letter, one of `TONES`, or anything else, which ends the word."""
        key = unicodedata.normalize("NFC", key)
        if key in TONES:
            return self._tone(key)
        if len(key) != 1 or not key.isalpha():
            return Line.of(self.text + key, self.style)
        keys = (*self.keys, key)
        word = Word.of(self.word)
        marked = _mark(word, key, self.base + "".join(self.keys))
        if marked is not None and marked.undone:
            written = marked.word.write(self.style)
            return replace(self, base=written, keys=(), word=written)
        grown = marked.word if marked else word.plus(key).settled()
        written = grown.write(self.style) if grown.parts else self._as_pressed(keys)
        return replace(self, keys=keys, word=written)

    def backspace(self) -> "Line":
        """Without the last visible character.

        If that character made Telex marks fall back to letters, they come back: a slip of the
        finger does not cost the word.
        """
        fell = self.keys and self.keys[-1] not in TONES and Word.of(self.word).parts is None
        if fell:
            line = replace(self, keys=(), word=self.base)
            for key in self.keys[:-1]:
                line = line.press(key)
            return line
        return Line.of("".join(list(visible(self.text))[:-1]), self.style)

    def _tone(self, tone: str) -> "Line":
        word = Word.of(self.word)
        if not has_vowel(word):
            return self
        toned = word.toned(NO_TONE if word.tone == tone else tone)
        return replace(self, keys=(*self.keys, tone), word=toned.write(self.style))

    def _as_pressed(self, keys: tuple[str, ...]) -> str:
        """The word with every Telex key as a letter; tones of tone keys stay."""
        word = Word.of(self.base)
        for key in keys:
            if key not in TONES:
                word = word.plus(key)
            elif has_vowel(word):
                word = word.toned(NO_TONE if word.tone == key else key)
        return word.write(self.style)


def _mark(word: Word, key: str, pressed: str) -> _Marked | None:
    """What `key` does as a Telex key; None if it is a letter here."""
    telex = key.lower()
    if telex == "w":
        return _horn_or_breve(word, key, pressed)
    if word.parts is None:
        return None
    if telex in _TONE_OF_KEY:
        return _tone_mark(word, key, _TONE_OF_KEY[telex])
    if telex == "d":
        return _stroke(word, key)
    if telex in _ROOF:
        return _roof(word, key)
    return None


def _if_possible(word: Word) -> _Marked | None:
    return _Marked(word) if word.parts else None


def _undone(word: Word, key: str) -> _Marked:
    return _Marked(word.plus(key), undone=True)


def _tone_mark(word: Word, key: str, tone: str) -> _Marked | None:
    if tone == word.tone:
        return _undone(word.toned(NO_TONE), key) if tone else None
    return _if_possible(word.toned(tone))


def _stroke(word: Word, key: str) -> _Marked | None:
    """Dd, also late: "did" is đi."""
    first = word.lower[:1]
    if first == "đ":
        return _undone(word.shaped(0, "d"), key)
    return _if_possible(word.shaped(0, "đ")) if first == "d" else None


def _roof(word: Word, key: str) -> _Marked | None:
    """Aa ee oo, also late: "tienges" is tiếng."""
    telex = key.lower()
    for at in _nucleus(word):
        letter = word.lower[at]
        if letter == _ROOF[telex]:
            return _undone(word.shaped(at, telex), key)
        if letter in _UNDER_ROOF[telex]:
            marked = _if_possible(_roofed(word, at, _ROOF[telex]))
            if marked is not None:
                return marked
    return None


def _roofed(word: Word, at: int, letter: str) -> Word:
    """With the roof on; an ư before what was ơ becomes u again (uô, not ưô)."""
    if letter == "ô" and at and word.lower[at - 1] == "ư":
        word = word.shaped(at - 1, "u")
    return word.shaped(at, letter)


def _horn_or_breve(word: Word, key: str, pressed: str) -> _Marked | None:
    """Aw ow uw, w for both of ươ, and w alone for ư."""
    found, lower = word.parts, word.lower
    if found is None and lower:
        return None
    if found is None or not found.rime or lower == _LOOKS_LIKE_RIME:
        return _if_possible(word.plus("Ư" if key.isupper() else "ư"))
    start = len(found.onset)
    if found.rime[:2] in {"uo", "ưo", "uô"}:
        both = word.shaped(start + 1, "ơ")
        if len(found.rime) > 2 or found.onset not in _OPEN_HORN_ONSETS or lower[start] == "ư":
            both = both.shaped(start, "ư")
        if both.parts:
            return _Marked(both)
    for at in _nucleus(word):
        if lower[at] in _HOOK:
            marked = _if_possible(word.shaped(at, _HOOK[lower[at]]))
            if marked is not None:
                return marked
    return _unhooked(word, key, pressed)


def _unhooked(word: Word, key: str, pressed: str) -> _Marked | None:
    hooked = [at for at in _nucleus(word) if word.lower[at] in _UNHOOKED]
    if not hooked:
        return None
    if word.lower.endswith("ư") and not set(pressed.lower()) & set("uư"):
        return _undone(Word(word.letters[:-1], word.tone), key)  # it was w alone
    for at in hooked:
        word = word.shaped(at, _UNHOOKED[word.lower[at]])
    return _undone(word, key)


def _nucleus(word: Word) -> range:
    """Indices of the vowels of the rime, last first."""
    found = word.parts
    if found is None:
        return range(0)
    start = len(found.onset)
    return range(start + len(found.nucleus) - 1, start - 1, -1)
