"""What somebody meant to type: misspelt words of a search, and what comes nearest to them.

A word that nobody here uses is read again as first letters ("xntthn"), as words without their
spaces ("kethon", "giaykhaisinh"), as Telex left as it was typed ("keets"), as a known word with one
letter too many, missing, wrong or swapped ("hno"), or as words without spaces of which the last is
still being typed ("giaykhaisi"). What stands beside it decides: "ket hno" is "ket hon" since people
say these two together. A word beside which none of that was ever said stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

#: Fewer letters than these say too little: a word in which one may be missing or swapped, one in
#: which any slip is looked for, one that has no neighbours to speak for it.
_SHORTEST, _SHORT, _SHORTEST_ALONE = 3, 4, 5
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_DOUBLED: Final = re.compile(r"([aeod])\1")
_TONE_KEYS: Final = re.compile(r"(?<=[aeiouy])([a-z]*)")
_LONGEST_WORD: Final = 40  # letters; the syllables of a phrase without spaces
#: Of words without spaces, all but one stand together as people say them; and that one may stand
#: apart only among so many words ("chuyen" and "ho khau"), or chance would cut anything.
_UNSAID, _ENOUGH = 1, 3
_BEGUN: Final = 2  # letters of a last word that is still being typed: one may be a Telex key
_FEWEST_INITIALS, _SURE_INITIALS = 2, 3  # two letters are first letters only where they stand alone


def telex_left(word: str) -> str:
    """`word`, folded, without the Telex keys in it: "ddawng" is "dang", "keets" is "ket"."""
    plain = _DOUBLED.sub(r"\1", word).replace("w", "")
    return _TONE_KEYS.sub(lambda rest: re.sub("[sfrxj](?![aeiouy])", "", rest[0]), plain, count=1)


class Spelling:
    """Words and phrases that are known here, folded.

    Args:
        phrases: what people say, words between single spaces; twice said counts twice.
        words: every known word.
    """

    def __init__(self, phrases: Iterable[str], words: Iterable[str]) -> None:
        self._words = frozenset(words)
        cut = [phrase.split() for phrase in phrases]
        self._count = Counter(word for words in cut for word in words)
        self._pairs = Counter(pair for words in cut for pair in pairwise(words))
        self._longest = max(map(len, self._count), default=0)
        self._initials: dict[str, set[tuple[str, ...]]] = {}
        for phrase in cut:
            first = "".join(word[0] for word in phrase)
            if len(first) >= _FEWEST_INITIALS and first not in self._words:
                self._initials.setdefault(first, set()).add(tuple(phrase))

    def repaired(self, typed: Sequence[str], known: Callable[[int], bool]) -> list[str]:
        """`typed` with what was meant in place of words that are not `known` (by their place)."""
        words: list[str] = []
        for place, word in enumerate(typed):
            meant = word
            if not known(place) and word.isalpha() and len(word) <= _LONGEST_WORD:
                after = typed[place + 1] if place + 1 < len(typed) else ""
                meant = self._meant(word, words[-1] if words else "", after) or word
            words.extend(meant.split())
        return words

    def guessed(self, typed: Sequence[str]) -> list[str]:
        """`typed` with the commonest known word one slip away, whatever stands beside it."""
        return [word if word in self._words else self._like(word) or word for word in typed]

    def _meant(self, word: str, before: str, after: str) -> str:
        if word in self._initials and (len(word) >= _SURE_INITIALS or not before + after):
            meant = sorted(self._initials[word])
            return " ".join(
                max(meant, key=lambda said: min(self._pairs[pair] for pair in pairwise(said)))
            )
        if apart := self._apart(word):
            return apart
        keys = telex_left(word)
        left = keys if keys != word and keys in self._words else ""
        if left and self._together(before, left, after):
            return left
        if len(word) < (_SHORTEST_ALONE if not self._beside(before, after) else _SHORTEST):
            return left
        return self._like(word, before, after) or left or self._begun(word)

    def _apart(self, word: str) -> str:
        """`word` cut into words that people say after one another, the most often said; or ""."""
        # By where they end and their last word: how many stand beside a word they were never said
        # with, how seldom the others are, and the words.
        ways: list[dict[str, tuple[int, int, tuple[str, ...]]]] = [{} for _ in range(len(word) + 1)]
        ways[0][""] = (0, 0, ())
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - self._longest), end):
                last = word[begin:end]
                if not ways[begin] or last not in self._count:
                    continue
                for before, (unsaid, seldom, words) in ways[begin].items():
                    said = self._pairs[before, last]
                    if len(last) == 1 and not said:
                        continue
                    way = (unsaid + (begin > 0 and not said), seldom - said, (*words, last))
                    if way[0] <= _UNSAID and way < ways[end].get(last, (_UNSAID + 1,)):
                        ways[end][last] = way
        whole = [
            way
            for way in ways[-1].values()
            if len(way[-1]) > 1 and (not way[0] or len(way[-1]) >= _ENOUGH)
        ]
        return " ".join(min(whole)[-1]) if whole else ""

    def _begun(self, word: str) -> str:
        """`word` cut where its end begins a word that people say after the rest; or ""."""
        for cut in range(len(word) - _BEGUN, 1, -1):
            whole, begun = word[:cut], word[cut:]
            words = whole if whole in self._count else self._apart(whole)
            last = words.rpartition(" ")[2]
            if words and any(one == last and other.startswith(begun) for one, other in self._pairs):
                return f"{words} {begun}"
        return ""

    def _like(self, word: str, before: str = "", after: str = "") -> str:
        """The known word one slip away: the one most often said with its neighbours."""
        beside = self._beside(before, after)
        likely = []
        for found in {*_slips(word)} & self._words:
            together = self._together(before, found, after)
            if together or not beside:
                likely.append((together, self._count[found], found))
        return max(likely)[-1] if likely else ""

    def _beside(self, before: str, after: str) -> bool:
        return before in self._words or after in self._words

    def _together(self, before: str, word: str, after: str) -> int:
        """How often `word` is said after `before` or in front of `after`."""
        return self._pairs[before, word] + self._pairs[word, after]


def _slips(word: str) -> Iterator[str]:
    """Words that `word` may have been meant for: one letter is swapped, missing, wrong or extra."""
    ends = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in ends:
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _ALPHABET:
            yield left + letter + right
            if right and len(word) >= _SHORT:
                yield left + letter + right[1:]
        if right and len(word) >= _SHORT:
            yield left + right[1:]


def pairs(text: str) -> frozenset[str]:
    """Every two letters of `text` that stand together, its ends among them."""
    padded = f" {text} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts have in common by their `pairs`, 0 to 1 (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other))
