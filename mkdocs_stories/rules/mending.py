"""How rules mend things: the edits that a finding offers where there is one right answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..diagnostics import Edit
from ..edits import apply
from ..model import Page, Story, View
from ..reader import read_page
from ..text import Phrase, Source, Span
from ..vocabulary import Vocabulary, normal
from .words import meant

_BARE = re.compile(r"\w(?:[\w ./+-]*[\w+])?")
"""Words that mean themselves in YAML, with quotes around them or without."""


def instead(source: Source, typed: Phrase, words: str) -> tuple[Edit, ...]:
    """Other words in the place of a phrase; nothing where they need quotes, or the phrase was typed with escapes."""
    if not _BARE.fullmatch(words) or source.slice(typed.span) != typed.text:
        return ()
    return (Edit(typed.span, words),)


def without(source: Source, entry: Phrase) -> tuple[Edit, ...]:
    """A list without one of its entries, which is not the first; nothing where a comment would go with it."""
    span = entry.span
    line = source.line(span.line)
    if span.line != span.end_line:
        return ()
    start, end = span.column - 1, span.end_column - 1
    if line[start - 1 : start] in ("'", '"') and line[end : end + 1] == line[start - 1]:
        start, end = start - 1, end + 1
    if re.fullmatch(r"[\s>]*- +", line[:start]) and not line[end:].strip():
        return (Edit(Span(span.line, 1, span.line + 1, 1), ""),)
    before = line[:start].rstrip()
    if before.endswith(",") and re.match(r" *(?:[,\]]|$)", line[end:]):
        return (Edit(Span(span.line, len(before), span.line, end + 1), ""),)
    return ()


def in_quotes(source: Source, typed: Phrase) -> tuple[Edit, ...]:
    """Quotes around words that are a whole value, to the end of their line; nothing where they are only its end."""
    line, column = source.line(typed.span.line), typed.span.column - 1
    if not re.search(r"[:-] +$", line[:column]) or re.search(r"[\"\\]| #", typed.text):
        return ()
    start, end = typed.span.column, typed.span.end_column
    places = (Span(typed.span.line, at, typed.span.line, at) for at in (start, end))
    return tuple(Edit(place, '"') for place in places)


def on_a_line_below(source: Source, typed: Phrase, start: int, words: str) -> tuple[Edit, ...]:
    """Words on a line below, in the place of the end of a value from `start` on; nothing where it is no plain line."""
    line, span = source.line(typed.span.line), typed.span
    key = re.match(r"([\s>]*)\w[\w -]*: +", line[: span.column - 1])
    is_plain = (
        key and key.end() == span.column - 1 and span.line == span.end_line and not line[span.end_column - 1 :].strip()
    )
    if not key or not is_plain or source.slice(span) != typed.text or not re.match(r"\w[\w ]*: \w", words):
        return ()
    kept = len(typed.text[:start].rstrip(" ,;"))
    return (Edit(span._replace(column=span.column + kept), f"\n{key[1]}{words}"),)


def misspelt(words: str, names: Iterable[str], shortest: int = 3) -> tuple[str, ...]:
    """The names that somebody meant who typed these words with one slip; none of words shorter than `shortest`."""
    typed = normal(words)
    return tuple(name for name in names if _is_slip(typed, normal(name))) if len(typed) >= shortest else ()


def respelt(source: Source, typed: Phrase, names: Iterable[str]) -> tuple[Edit, ...]:
    """The one name that was meant, in the place of a phrase."""
    found = misspelt(typed.text, names)
    return instead(source, typed, found[0]) if len(found) == 1 else ()


def chosen(
    field: str, typed: Phrase, choices: tuple[str, ...], otherwise: str, source: Source, vocabulary: Vocabulary
) -> tuple[str, tuple[Edit, ...]]:
    """Help for a value that is none of a field's choices, and what mends it."""
    if name := vocabulary.labelled(field, typed.text):
        return f"`{typed}` is the label of `{name}`", instead(source, typed, name)
    if field == "status" and (alike := vocabulary.statuses_like(typed.text)):
        return f"this site calls it {' or '.join(f'`{name}`' for name in alike)}", ()
    fix = respelt(source, typed, choices)
    return meant(typed.text, choices, otherwise, fix), fix


def read_anew(block: Story | View, text: str, vocabulary: Vocabulary) -> Page:
    """A page that holds a block alone, with another text."""
    fence = "~" * (3 + max(map(len, re.findall("~+", text)), default=0))
    return read_page(Source("", f"{fence}{block.head}\n{text}\n{fence}\n"), vocabulary)


def with_edit(block: Story | View, edit: Edit) -> str | None:
    """The text of a block with an edit made in one of its lines; none where its container has changed that line."""
    span, typed = edit.span, Source("", block.body)
    row = span.line - block.span.line
    whole, bare = block.source.line(span.line), typed.line(row)
    shift = len(whole) - len(bare)
    if span.line != span.end_line or not whole.endswith(bare) or span.column <= shift:
        return None
    return apply(typed, [Edit(Span(row, span.column - shift, row, span.end_column - shift), edit.text)]).text


def _is_slip(typed: str, name: str) -> bool:
    """Whether a name was typed with a letter too many, too few or wrong, or with two letters in each other's place.

    Words that differ so may be two words all the same: `rule` and `role`, `enabled` and `enables`. So a letter is only
    taken for a wrong one inside a longer word, and for one too many at the end if it is an `s` or there twice.
    """
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    start = _same(typed, name)
    after = _same(typed[start:][::-1], name[start:][::-1])
    wrong, right = typed[start : len(typed) - after], name[start : len(name) - after]
    if len(wrong) + len(right) == 1:
        return not wrong or bool(after) or wrong in ("s", typed[start - 1])
    if len(wrong) == len(right) == 1:
        return len(typed) >= _LONG and start > 0 and after > 0
    return len(wrong) == 2 and wrong == right[::-1]


_LONG = 6


def _same(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
