"""Running text made ready for reading, and questions about the words around a place in it.

Reading happens on copies in which every letter stays where it was: `without_noise` puts out of sight what says nothing,
`reading_copy` evens out letters and signs. A question looks a few characters back, or forward, and never at everything.
"""

from __future__ import annotations

import re

from . import abbreviations

# Issue references, link targets, tags and comments say nothing; an aside is part of the words around it.
_NOISE = re.compile(
    r"#?\[#?\d+\]\([^()\s]*\)|(?<=\])\([^()\s]*\)|<!--[^<]*?-->"
    r"|</?(?:br|b|i|em|strong|p|span|u|a|code|div|small|sub|sup|mark|kbd)\b[^<>]*>|\\[tn]?(?=\s)"
)
# One that says what for is the end of the sentence.
_ASIDE = re.compile(r'\((?!so\s+that\b[^()]*\)\s*(?:[.!?]|\Z))[^()]*\)|`[^`\n]+`|"[^"\n]*"|“[^“”\n]*”')
# An underscore is a letter inside a word, and emphasis at its edge.
_EMPHASIS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)[ \t]*\n|(?<=\n)(?=To\s)"
    r"|(?<!\n)[*_\"'”)`]{0,4}\s+[*_\"'(\[`<]{0,4}(?=[A-Z]))"
)
# Where a list or a note was run into the sentence.
_RUN_ON = re.compile(r"(?<=\w)[ \t]{2,}(?=[A-Z])|\b[Aa]cceptance\s+[Cc]riteria\b")

_MARKS = frozenset("*_~")
_TARGET = re.compile(r"\([^()\s]*\)")
_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_SIGNS = (("*", " "), ("~", " "), ("`", " "), ("\\", " "), ("\u2019", "'"), ("\u2018", "'"))

NEAR = 24
"""How many characters a look at the word before goes back: longer words are in no table."""


def without_noise(text: str) -> str:
    """The text with noise blanked and asides filled up, each letter where it was."""
    if "](" in text or "<" in text or "\\" in text:
        text = _NOISE.sub(_blank, text)
    if "_" in text:
        text = _EMPHASIS.sub(" ", text)
    if "(" in text or "`" in text or '"' in text or "\u201c" in text:
        text = _ASIDE.sub(_fill, text)
    return text


def in_small_letters(text: str) -> str:
    """The text in lower case, each letter where it was."""
    words = text.lower()
    return words if len(words) == len(text) else text.translate(_SMALL)


def reading_copy(plain: str) -> str:
    """Small letters, and white space for markup, each letter where it was."""
    words = in_small_letters(plain)
    for sign, other in _SIGNS:
        if sign in words:
            words = words.replace(sign, other)
    return words


def sentence_end(plain: str, start: int) -> tuple[int, int]:
    """Where a sentence ends, and where the next one begins."""
    found = _SENTENCE_END.search(plain, start)
    while found and plain[found.start()] == "." and abbreviations.is_inside(plain, *found.span()):
        found = _SENTENCE_END.search(plain, found.start() + 1)
    end, after = found.span() if found else (len(plain), len(plain))
    if "  " in plain or "cceptance" in plain:
        found = _RUN_ON.search(plain, start, end)
        if found:
            return found.span()
    return end, after


def before(words: str, at: int) -> str:
    """The few characters before a place."""
    return words[max(0, at - NEAR) : at]


def word_before(words: str, at: int) -> str:
    """The word before a place, with the signs that cling to it: "so," is not "so"."""
    found = before(words, at).split()
    return found[-1] if found else ""


def word_after(words: str, at: int) -> str:
    """The word behind a place."""
    found = words[at : at + NEAR].split(None, 1)
    return found[0] if found else ""


def follows_comma(words: str, at: int) -> bool:
    """Whether a comma, or what is used like one, stands before a place."""
    return before(words, at).rstrip()[-1:] in {",", ";", "-", "\u2013", "\u2014"}


def starts_clause(words: str, at: int) -> bool:
    """Whether a sign or a line end stands before a place."""
    behind = before(words, at)
    bare = behind.rstrip()
    return not bare or bare[-1] in ",.;:!?-\u2013\u2014)]|>([\"'\u201c" or "\n" in behind[len(bare) :]


def starts_sentence(words: str, at: int) -> bool:
    """Whether a sentence ended before a place."""
    return before(words, at).rstrip()[-1:] in {".", "!", "?"}


def with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a part, with what belongs to it at its edge: the partner of a mark inside, the target of a link."""
    if start and text[start - 1] in _MARKS:
        mark = text[start - 2 : start] if text[start - 2 : start - 1] == text[start - 1] else text[start - 1]
        if text.count(mark, start, end) % 2:
            start -= len(mark)
    if text[end : end + 1] in _MARKS:
        mark = text[end : end + 2] if text[end + 1 : end + 2] == text[end] else text[end]
        if text.count(mark, start, end) % 2:
            end += len(mark)
    if text[end - 1 : end + 1] == "](":
        target = _TARGET.match(text, end)
        end = target.end() if target else end
    return start, end


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _fill(found: re.Match[str]) -> str:
    return "x" * len(found[0]) if found.start() else found[0]
