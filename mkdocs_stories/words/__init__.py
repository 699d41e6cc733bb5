"""Every text that a reader of the site sees, one module a language."""

from __future__ import annotations

from types import MappingProxyType

from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .spanish import SPANISH
from .table import Counted, Own, Words, WordsError, plain

__all__ = ["ENGLISH", "LANGUAGES", "Counted", "Own", "Words", "WordsError", "words_of"]

LANGUAGES = MappingProxyType({words.code: words for words in (ENGLISH, GERMAN, FRENCH, SPANISH)})
"""The tables there are, by the code of their language."""


def words_of(code: str) -> Words | None:
    """The table for a language as hosts name it: `de`, `de-AT` or `de_AT`; `None` where there is none."""
    return LANGUAGES.get(plain(code).partition(" ")[0])
