"""Abbreviations: words whose stop ends no sentence, and is part of them."""

from __future__ import annotations

import re

_LEADING_ON = r"e\.?g|i\.?e|cf|vs|(?-i:Dr|Mrs?|Ms|Prof)"
_ALWAYS = r"(?:[a-z]\.)+[a-z]|approx|ca|corp|dept|etc|excl|inc|incl|jr|ltd|resp|sr"
# Words of their own, too: their stop may be that of the sentence.
_SOMETIMES = r"[a-z]|ext|fig|max|min|(?-i:Co|Mt|Nos?|St)"
_BEFORE_STOP = re.compile(rf"(?<![\w.'\u2019])(?:(?P<leads_on>{_LEADING_ON})|{_ALWAYS}|{_SOMETIMES})\Z", re.IGNORECASE)
_LAST_WORD = re.compile(rf"[^\w.'\u2019]*(?:{_LEADING_ON}|{_ALWAYS})", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?:The|This|That|These|Those|It|There|I|We|You|He|She|They|In|If|When|While|After|Also|However|Then|Otherwise|"
    r"Currently|Today)(?![\w.-])"
)
_LONGEST = 10


def is_inside(text: str, stop: int, after: int) -> bool:
    """Whether the stop at a place belongs to an abbreviation, behind which the sentence goes on at `after`.

    In "4 p.m. The" a sentence ends, in "4 p.m. Eastern" and in "i.e. The" none does.
    """
    found = _BEFORE_STOP.search(text, max(0, stop - _LONGEST), stop)
    return found is not None and (found["leads_on"] is not None or not _SENTENCE.match(text, after))


def ends_in_one(words: str) -> bool:
    """Whether words whose stop was taken off end in an abbreviation, so that it belongs to them."""
    last = max(words.rfind(" "), words.rfind("\n")) + 1
    return _LAST_WORD.fullmatch(words, last) is not None


def without_end(text: str, signs: str) -> str:
    """Words without the signs at their end, but for the stop of an abbreviation."""
    bare = text.rstrip(signs)
    return f"{bare}." if text.startswith(".", len(bare)) and ends_in_one(bare) else bare
