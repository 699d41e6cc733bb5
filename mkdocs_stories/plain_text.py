"""What words of Markdown say to those who read no Markdown: as plain text, as a title, as a number."""

from __future__ import annotations

import re

from .abbreviations import without_end

_MARKUP = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|[*`]+|~~|(?<!\w)_+|_+(?!\w)")


def without_markup(words: str) -> str:
    """The words alone, on one line; of a link its label."""
    return " ".join(_MARKUP.sub(lambda mark: mark[1] or "", words).split())


def as_title(words: str) -> str:
    """What somebody wants, as a heading: a capital letter begins it, no sign but that of an abbreviation ends it."""
    return as_label(without_end(without_markup(words).removeprefix("to "), " .,;:"))


def as_label(words: str) -> str:
    """Words that begin with a capital letter, unless they are written in a way of their own: `iOS`."""
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]


def as_number(words: str) -> float | None:
    """The number that words say, 0 or more; `None` where they say none."""
    digits = words.strip()
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > 15:
        return None
    return float(digits)
