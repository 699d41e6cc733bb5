"""A first look at a text, so that expressions search only those that may have what they look for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


class Hints:
    """Words, and pieces of them, of which one is in every text that is worth a search, whatever its case.

    Stories share most of their words, and each is looked at once. Of a hint of several words the longest one counts.
    """

    def __init__(self, hints: Iterable[str]) -> None:
        pieces = {max(hint.lower().split(), key=len) for hint in hints}
        self._is_hint = lru_cache(maxsize=1 << 14)(re.compile("|".join(map(re.escape, sorted(pieces)))).search)

    def may_be_in(self, text: str) -> bool:
        """Whether a text has one of them; it may still be another word."""
        return any(map(self._is_hint, _words_of(text)))


@lru_cache(maxsize=1)  # rules look at one story after the other
def _words_of(text: str) -> list[str]:
    return text.lower().split()
