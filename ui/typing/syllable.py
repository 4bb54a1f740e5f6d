"""What can be written as a Vietnamese syllable, and which letter of it carries the tone."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

#: "old" writes hòa, thúy (the first vowel of an open oa, oe, uy), "new" writes hoà, thuý.
ToneStyle = Literal["old", "new"]

SAC: Final = "\u0301"
HUYEN: Final = "\u0300"
HOI: Final = "\u0309"
NGA: Final = "\u0303"
NANG: Final = "\u0323"
TONES: Final = (SAC, HUYEN, HOI, NGA, NANG)
NO_TONE: Final = ""

VOWELS: Final = "aăâeêioôơuưy"
_SHAPED: Final = "ăâêôơư"
_PLAIN_OF: Final = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}
_MIXED_HORNS: Final = ("uơ", "ưo")  # on the way to ươ, never before another letter

_SPOKEN: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
#: Names of places in the Central Highlands: Cư Jút, Krông Búk, Chư Prông, Kon Plông, M'Đrắk.
_OF_PLACES: Final = "j kr pr pl đr dr"
_ONSETS: Final = frozenset(f"{_SPOKEN} {_OF_PLACES}".split())
#: Nucleus and the endings it takes ("-": none). Endings in k are those of place names (Đắk Lắk).
_RIMES: Final = {
    "a": "- c ch i k m n ng nh o p t u y",
    "ă": "c k m n ng p t",
    "â": "c k m n ng p t u y",
    "e": "- c k m n ng o p t",
    "ê": "- ch k m n nh p t u",
    "i": "- a c ch k m n nh p t u",
    "iê": "c m n ng p t u",
    "o": "- c i k m n ng p t",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "- m n ng o t",
    "oo": "c k ng",
    "ô": "- c i k m n ng p t",
    "ơ": "- i k m n p t",
    "u": "- a c i k m n ng p t",
    "uâ": "n ng t y",
    "uê": "- ch n nh u",
    "uô": "c i k m n ng t",
    "uơ": "-",
    "uy": "- a ch n nh p t u",
    "uyê": "n t",
    "ư": "- a c i k m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "- ch n nh t",  # with an ending only after qu: huỳnh quỳnh quýt
    "yê": "m n ng t u",
}
#: A syllable that ends so is short, and only these tones can be spoken on it.
_STOPS: Final = ("c", "ch", "k", "p", "t")
_TONES_OF_STOPS: Final = (NO_TONE, SAC, NANG)


def _less_shaped(letters: str) -> Iterator[str]:
    """`letters`, and with every choice of its marks still missing (they may be typed late)."""
    for choice in product(*((char, _PLAIN_OF.get(char, char)) for char in letters)):
        yield "".join(choice)


def _rime_starts() -> frozenset[str]:
    whole = (
        nucleus + ending.strip("-") for nucleus, ends in _RIMES.items() for ending in ends.split()
    )
    starts = {rime[: size + 1] for rime in whole for size in range(len(rime))}
    return frozenset(form for start in starts for form in _less_shaped(start))


_RIME_STARTS: Final = _rime_starts()
_ONSET_STARTS: Final = frozenset(onset[: n + 1] for onset in _ONSETS for n in range(len(onset)))
_LONGEST_FIRST: Final = (*sorted(_ONSETS, key=len, reverse=True), "")


@dataclass(frozen=True, slots=True)
class Parts:
    """A syllable, or the beginning of one; lower case, no tone."""

    onset: str
    rime: str

    @property
    def nucleus(self) -> str:
        """The vowel letters of the rime."""
        ending = self.rime.lstrip(VOWELS)
        return self.rime[: len(self.rime) - len(ending)]

    @property
    def ending(self) -> str:
        """The consonants after the nucleus."""
        return self.rime[len(self.nucleus) :]


def parts(letters: str) -> Parts | None:
    """How `letters` (lower case, no tone) begin a syllable; None if they cannot.

    ``gi`` and ``qu`` are onsets before a vowel: the tone of *già* and *quý* stands behind them.
    """
    for onset in _LONGEST_FIRST:
        rime = letters[len(onset) :]
        if not letters.startswith(onset) or rime not in _RIME_STARTS:
            continue
        if onset == "qu" and rime[0] in "uư":
            continue
        return Parts(onset, rime)
    return Parts(letters, "") if letters in _ONSET_STARTS else None


def carries(found: Parts, tone: str) -> bool:
    """Whether the syllable, as far as it goes, can be spoken with `tone`."""
    if tone and not found.rime:
        return False
    return found.ending not in _STOPS or tone in _TONES_OF_STOPS


def tone_seat(nucleus: str, ending: str, style: ToneStyle) -> int:
    """Index in `nucleus` of the letter that carries the tone.

    A marked vowel carries it (the last one, in ươ); before an ending the last vowel; of three
    the middle one; else the first, but for oa, oe, uy in the new style.
    """
    shaped = [i for i, char in enumerate(nucleus) if char in _SHAPED]
    if shaped:
        return shaped[-1]
    if ending:
        return len(nucleus) - 1
    if len(nucleus) == 3:
        return 1
    if nucleus in {"oa", "oe", "uy"}:
        return 1 if style == "new" else 0
    # the mark of iê, yê, uê, uô is still to come, and with it the seat
    return 1 if nucleus in {"ie", "ye", "ue", "uo"} else 0


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters taken apart: each as it stands but without tone, and the tone."""

    letters: tuple[str, ...]
    tone: str = NO_TONE

    @classmethod
    def of(cls, text: str) -> "Word":
        """Take `text` (NFC, letters and their marks only) apart."""
        letters, tone = [], NO_TONE
        for letter in visible(text):
            bare, own = _toneless(letter)
            letters.append(bare)
            tone = own or tone
        return cls(tuple(letters), tone)

    @property
    def lower(self) -> str:
        """The letters, lower case."""
        return "".join(self.letters).lower()

    @property
    def parts(self) -> Parts | None:
        """The syllable this is the beginning of, or None."""
        found = parts(self.lower)
        return found if found is not None and carries(found, self.tone) else None

    def plus(self, letter: str) -> "Word":
        """With one more letter at the end; its own tone becomes the word's."""
        bare, own = _toneless(letter)
        return Word((*self.letters, bare), own or self.tone)

    def shaped(self, at: int, letter: str) -> "Word":
        """With `letter` (lower case) at index `at`, in the case of what stands there."""
        old = self.letters[at]
        new = letter.upper() if old.isupper() else letter
        return Word((*self.letters[:at], new, *self.letters[at + 1 :]), self.tone)

    def toned(self, tone: str) -> "Word":
        """With `tone` instead of its own."""
        return Word(self.letters, tone)

    def settled(self) -> "Word":
        """With ươ for the half-typed uơ and ưo before another letter."""
        found = self.parts
        if found is None or len(found.rime) < 3 or not found.rime.startswith(_MIXED_HORNS):
            return self
        at = len(found.onset)
        word = self.shaped(at, "ư").shaped(at + 1, "ơ")
        return word if word.parts else self

    def write(self, style: ToneStyle) -> str:
        """The text, NFC, with the tone on the letter that carries it."""
        if not self.tone:
            return unicodedata.normalize("NFC", "".join(self.letters))
        seat = self._seat(style)
        return unicodedata.normalize(
            "NFC",
            "".join(
                letter + self.tone if i == seat else letter for i, letter in enumerate(self.letters)
            ),
        )

    def _seat(self, style: ToneStyle) -> int:
        """Index of the letter with the tone; of a word that is no syllable, in its last vowels."""
        found = self.parts
        if found is not None:
            return len(found.onset) + tone_seat(found.nucleus, found.ending, style)
        end = max((i + 1 for i, c in enumerate(self.letters) if _is_vowel(c)), default=0)
        start = end
        while start and _is_vowel(self.letters[start - 1]):
            start -= 1
        nucleus = "".join(letter[0].lower() for letter in self.letters[start:end])
        ending = "".join(self.letters[end:])
        return start + tone_seat(nucleus, ending, style) if nucleus else -1


def has_vowel(word: Word) -> bool:
    """Whether a tone has a letter to stand on."""
    return any(_is_vowel(letter) for letter in word.letters)


def visible(text: str) -> Iterator[str]:
    """The characters as one sees them: a letter with the marks that stand on it."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not unicodedata.combining(text[i]):
            yield text[start:i]
            start = i


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0].lower() in "aeiouy"


def _toneless(letter: str) -> tuple[str, str]:
    """A visible character without its tone, and the tone; the tilde of ñ is none."""
    if not _is_vowel(letter):
        return letter, NO_TONE
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES), NO_TONE)
    bare = "".join(mark for mark in marks if mark not in TONES)
    return unicodedata.normalize("NFC", bare), tone
