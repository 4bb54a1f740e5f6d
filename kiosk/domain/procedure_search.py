"""Finding a procedure by everyday words, with or without marks.

"lam giay khai sinh cho con" must find *Thủ tục đăng ký khai sinh*: every entry is a bag of
folded words, rare words weigh more than common ones, a phrase that stands in a keyword as typed
weighs most, then a name or keyword that begins with it, then what most people come for; marks that
were typed right break ties ("bán" and "bản" differ).

Half a word weighs by how many entries it may mean, not by the rarest word it may become. A word
that nobody here uses leaves common words nothing to say: *hộ chiếu* finds no household. Slips of
the finger are mended first; where nothing is found, `nearest` has what looks most like it.
"""

import bisect
import heapq
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.procedure import Procedure
from kiosk.domain.spelling import Spelling, likeness, pairs
from kiosk.domain.vietnamese import fold
from kiosk.domain.words import NO_WORDS, Words

#: Results below this share of the best are noise, not help.
_CUT: Final = 0.45
_MOST_RESULTS: Final = 20  # three screens of tiles; who needs more needs other words
_LONGEST_QUERY: Final = 80  # characters of a search box
#: Weights: a whole word, the beginning of one (still being typed), the query inside a phrase of
#: the entry, the beginning of a phrase, the query being that phrase; what most people come for,
#: less than a phrase that begins so, and so much less for each place further down.
_WHOLE, _BEGINNING, _PHRASE, _START, _EXACT = 1.0, 0.6, 2.0, 1.0, 1.0
_EVERYDAY, _PLACE = 0.75, 0.05
#: A word in more than this share of all entries tells nothing beside one that is in none.
_COMMON: Final = 1 / 3
#: How many are seen at a glance.
_FIRST: Final = 3
#: Less in common than this is chance: nothing is near.
_NEAR: Final = 0.4
#: Two words that everybody says together; each alone may tell ("chữ ký", "tờ trình").
_EMPTY_PAIRS: Final = frozenset(
    (*map(fold, ("đăng ký", "thủ tục", "giấy tờ", "xin phép")), "how to", "apply for")
)
#: Words that everybody says about every procedure ("tôi muốn xin làm thủ tục …"); of English ones
#: those that are no Vietnamese word without its marks, as *me*, *the*, *to* and *an* are.
_EMPTY_WORDS: Final = frozenset(
    (
        *fold("tôi em anh chị ông bà muốn xin cần làm đăng giấy cho của").split(),
        *fold("thì là bị và").split(),
        *("i", "a", "of", "for", "from", "with", "and", "need", "want", "get", "make"),
    )
)


@dataclass(frozen=True, slots=True)
class _Entry:
    procedure: Procedure
    words: frozenset[str]
    marked: frozenset[str]
    phrases: tuple[str, ...]  # without words that everybody says
    said: tuple[str, ...]


def _words(text: str) -> list[str]:
    """`text` cut at everything that is neither letter nor digit nor dot inside a code."""
    kept = "".join(char if char.isalnum() or char == "." else " " for char in text)
    return [word.strip(".") for word in kept.split() if word.strip(".")]


def _telling(words: list[str]) -> list[str]:
    """`words` without the empty ones, or all of them if nothing else is there."""
    left: list[str] = []
    for word in words:
        if left and f"{left[-1]} {word}" in _EMPTY_PAIRS:
            left.pop()
        else:
            left.append(word)
    return [word for word in left if word not in _EMPTY_WORDS] or words


class ProcedureSearch:
    """An index over procedures; building it is cheap enough to do at every load.

    `everyday` are the codes of what most people come for, the commonest first.
    """

    def __init__(
        self,
        procedures: Iterable[Procedure],
        life_events: Mapping[str, Words] | None = None,
        everyday: Sequence[str] = (),
    ) -> None:
        self._entries = [_entry(procedure, life_events or {}) for procedure in procedures]
        count = Counter(word for entry in self._entries for word in entry.words)
        total = len(self._entries)
        self._weight = {word: math.log(1 + total / seen) for word, seen in count.items()}
        self._vocabulary = sorted(self._weight)
        self._common = {word for word, seen in count.items() if seen > total * _COMMON}
        self._everyday = {
            code: max(0.0, _EVERYDAY - place * _PLACE) for place, code in enumerate(everyday)
        }
        said = [phrase for entry in self._entries for phrase in entry.said]
        self._spelling = Spelling(said, self._weight)
        self._looks = [
            (entry.procedure, [pairs(phrase) for phrase in entry.said]) for entry in self._entries
        ]

    def find(self, query: str) -> tuple[Procedure, ...]:
        """The procedures that fit `query`, best first; empty if no word of it is known."""
        query = unicodedata.normalize("NFC", query[:_LONGEST_QUERY]).lower()
        typed = _words(fold(query))
        typed = self._spelling.repaired(typed, lambda place: self._is_known(typed, place))
        telling = _telling(typed)
        if not telling:
            return ()
        known = self._known(telling)
        marked = set(_words(query))
        phrase = " ".join(telling)
        scored: list[tuple[float, int, Procedure]] = []
        for entry in self._entries:
            score = sum(
                max((weight for word, weight in found.items() if word in entry.words), default=0.0)
                for found in known
            )
            if score == 0:
                continue
            score += _PHRASE * any(f" {phrase}" in f" {text}" for text in entry.phrases)
            score += _START * any(text.startswith(phrase) for text in entry.phrases)
            score += _EXACT * (phrase in entry.phrases)
            score += self._everyday.get(entry.procedure.code, 0.0)
            scored.append((round(score, 6), len(marked & entry.marked), entry.procedure))
        scored.sort(key=lambda item: (-item[0], item[2].code))
        kept = [item for item in scored[:_MOST_RESULTS] if item[0] >= _CUT * scored[0][0]]
        # Marks decide the order of what is seen first, never what it is: people who type none
        # get the same.
        kept[:_FIRST] = sorted(kept[:_FIRST], key=lambda item: (-item[0], -item[1], item[2].code))
        return tuple(procedure for _, _, procedure in kept)

    def nearest(self, query: str) -> tuple[Procedure, ...]:
        """The three procedures whose names or keywords look most like `query`, likest first;
        empty if none looks like it.
        """
        typed = _words(fold(query[:_LONGEST_QUERY]))
        looks = {pairs(" ".join(words)) for words in (typed, self._spelling.guessed(typed))}
        scored = []
        for procedure, phrases in self._looks:
            like = max(likeness(look, phrase) for look in looks for phrase in phrases)
            everyday = self._everyday.get(procedure.code, 0.0)
            scored.append((-like, -everyday, procedure.code, procedure))
        near = heapq.nsmallest(_FIRST, scored)
        return tuple(item[-1] for item in near) if near and -near[0][0] >= _NEAR else ()

    def _is_known(self, typed: list[str], place: int) -> bool:
        """Whether a word is one of those known here or, the last being typed, begins one."""
        word, last = typed[place], place == len(typed) - 1
        if word in self._weight or word in _EMPTY_WORDS:
            return True
        if not last:
            return False
        at = bisect.bisect_left(self._vocabulary, word)
        return at < len(self._vocabulary) and self._vocabulary[at].startswith(word)

    def _known(self, telling: list[str]) -> list[dict[str, float]]:
        """For each word of a query what it may mean."""
        known = [self._matches(word, last=word is telling[-1]) for word in telling]
        if all(known):
            return known
        return [
            {word: weight for word, weight in found.items() if word not in self._common}
            for found in known
        ]

    def _matches(self, word: str, *, last: bool) -> dict[str, float]:
        """Known words that `word` is, or (while it is being typed) begins, with their weight."""
        if word in self._weight:
            return {word: _WHOLE * self._weight[word]}
        if not last and len(word) < 3:
            return {}
        found = frozenset(known for known in self._vocabulary if known.startswith(word))
        seen = sum(not found.isdisjoint(entry.words) for entry in self._entries)
        weight = math.log(1 + len(self._entries) / seen) if seen else 0.0
        return dict.fromkeys(found, _BEGINNING * weight)


def _entry(procedure: Procedure, life_events: Mapping[str, Words]) -> _Entry:
    event = life_events.get(procedure.life_event, NO_WORDS)
    names = (procedure.name, procedure.short_name)
    said = [words for name in names for words in (name.vi, name.en)] + [*procedure.keywords]
    texts = [*said, event.vi, event.en, procedure.field.vi, procedure.code]
    folded = [fold(text) for text in texts]
    return _Entry(
        procedure,
        frozenset(word for text in folded for word in _words(text)),
        frozenset(word for text in texts for word in _words(text.lower())),
        tuple(" ".join(_telling(_words(text))) for text in folded[: len(said)]),
        tuple({" ".join(_words(text)): None for text in folded[: len(said)] if _words(text)}),
    )
