"""A first look at a text, so that expressions search only those that may have what they look for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_NONE: frozenset[str] = frozenset()


class Hints:
    """Words, and pieces of them, of which one is in every text that is worth a search, whatever its case.

    Stories share most of their words, and each is looked at once.
    """

    def __init__(self, hints: Iterable[str]) -> None:
        self._pieces = sorted(set(map(piece_of, hints)))
        self._has_one = re.compile("|".join(map(re.escape, self._pieces))).search
        self._in_word = lru_cache(maxsize=1 << 14)(self._pieces_in)

    def in_text(self, text: str) -> frozenset[str]:
        """The pieces that a text has: none where it has no hint. With some, it may still be another word."""
        words = _words_of(text)
        return _NONE.union(*map(self._in_word, words)) if any(map(self._in_word, words)) else _NONE

    def _pieces_in(self, word: str) -> frozenset[str]:
        return frozenset(piece for piece in self._pieces if piece in word) if self._has_one(word) else _NONE


def piece_of(hint: str) -> str:
    """The word of a hint that is looked for: the longest one, in small letters."""
    return max(hint.lower().split(), key=len)


@lru_cache(maxsize=64)  # rules look at the stories of one page, one rule after the other
def _words_of(text: str) -> list[str]:
    return text.lower().split()
