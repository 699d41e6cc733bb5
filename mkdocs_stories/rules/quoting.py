"""How a block that is no YAML is made readable: quotes around values that need them, spaces where they are missing.

The lines of a block are looked at one by one, as a person would: a field, a colon, and what follows up to the next
field. Whatever this comes to, it is offered only if the block can be read then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..diagnostics import Edit
from ..edits import apply
from ..model import Field, Story, Value, View
from ..reader import CRITERION_FIELDS
from ..strays import UNREADABLE
from ..text import Source, Span
from ..view_reader import VIEW_FIELDS
from ..vocabulary import Vocabulary, normal
from .mending import read_anew

_LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<dashes>(?:- +)*)(?:(?P<key>[^\s\"'\[\]{},#&*!|>%@`:][^:]*):(?=[ ]|$)[ ]*)?(?P<value>.*)"
)
_TIGHT = re.compile(r"([ \t]*)(\w[\w ]*):(?=[^\s:/])")
_BLOCK_SCALAR = re.compile(r"[|>](?:[1-9][+-]?|[+-][1-9]?)?(?:[ ]+#.*)?$")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BRACKETS = re.compile(r"\[(?![ xX]\])[^\[\]]*\]|\{[^{}]*\}")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*$")
_PLAIN_REST = re.compile(r"(?!- |\? |#)(?:(?!: |:$| #).)*")
_REFERENCE = re.compile(r"[&*]([\w-]+)")


@dataclass
class _Entry:
    """A field or an item of a list: its value, and where it begins and ends; rows and columns count from 0.

    `head` is the first row of `text`. It is not certain where a value ends that goes on with more than plain words.
    """

    name: str
    margin: int
    head: str
    text: str
    row: int
    column: int
    last_row: int
    end: int
    is_certain: bool = True


def readable(block: Story | View, vocabulary: Vocabulary) -> tuple[Edit, ...]:
    """What makes a block readable that is not; nothing where that takes more than quotes, spaces and tabs."""
    typed = Source("", block.body)
    edits = [*_without_tabs(typed), *_spaced(typed, block, vocabulary)]
    for entry in _entries(typed, block, vocabulary):
        if entry.is_certain and _needs_quotes(entry, block, vocabulary):
            edits += _quotes(entry, typed)
    if not edits or not _reads(block, apply(typed, edits).text):
        return ()
    moved = [_in_page(edit, block, typed) for edit in edits]
    return tuple(edit for edit in moved if edit) if all(moved) else ()


def _reads(block: Story | View, text: str) -> bool:
    page = read_anew(block, text, Vocabulary())
    return all(stray.gap not in UNREADABLE for one in page.blocks for stray in one.strays)


def _in_page(edit: Edit, block: Story | View, typed: Source) -> Edit | None:
    """An edit of a block's text as one of its page; none where its container has changed the line."""
    span = edit.span
    number = block.span.line + span.line
    whole, bare = block.source.line(number), typed.line(span.line)
    if not whole.endswith(bare):
        return None
    shift = len(whole) - len(bare)
    return Edit(Span(number, span.column + shift, number, span.end_column + shift), edit.text)


def _rows(typed: Source) -> Iterator[tuple[int, str]]:
    """The lines that are YAML, each with its number from 0."""
    seen = False
    for number, line in enumerate(typed.lines):
        is_ruled = line.rstrip() == "---"
        if is_ruled and seen:
            return
        seen = seen or bool(line.strip())
        if line.strip() and not is_ruled:
            yield number, line


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _width(margin: str) -> int:
    return len(margin.replace("\t", "  "))


def _without_tabs(typed: Source) -> Iterator[Edit]:
    """Two spaces for each tab that indents a line, where nothing is indented with spaces."""
    margins = {row: _margin(line) for row, line in _rows(typed)}
    if any(" " in margin for margin in margins.values()):
        return
    for row, margin in margins.items():
        if margin:
            yield _edit(row, 0, len(margin), "  " * len(margin))


def _spaced(typed: Source, block: Story | View, vocabulary: Vocabulary) -> Iterator[Edit]:
    """A space after the colon of fields at the margin of the block."""
    rows = list(_rows(typed))
    margin = _width(_margin(rows[0][1])) if rows else 0
    for row, line in rows:
        tight = _TIGHT.match(line)
        if tight and _width(tight[1]) == margin and _is_field(tight[2], block, vocabulary):
            yield _edit(row, tight.end(), tight.end(), " ")


def _is_field(name: str, block: Story | View, vocabulary: Vocabulary) -> bool:
    return normal(name) in VIEW_FIELDS if isinstance(block, View) else vocabulary.field(name, block.type) is not None


def _entries(typed: Source, block: Story | View, vocabulary: Vocabulary) -> Iterator[_Entry]:
    """The values of a block, each with the lines that it goes on over."""
    entry: _Entry | None = None
    parent, base = "", -1
    for row, line in _rows(typed):
        found = _LINE.match(line)
        tight = _TIGHT.match(line)
        assert found  # noqa: S101 every line is matched
        margin = _width(found["indent"])
        base = margin if base < 0 else base
        if entry and entry.text and margin > entry.margin:
            rest = line.strip()
            is_whole = entry.end == len(typed.lines[entry.last_row].rstrip())
            entry.is_certain &= is_whole and _PLAIN_REST.fullmatch(rest) is not None
            entry.text += f" {rest}"
            entry.last_row, entry.end = row, len(line.rstrip())
            continue
        if entry:
            yield entry
        name, column = found["key"] or "", found.start("value")
        if found["dashes"] and name and _is_words(name, parent, block, vocabulary):
            name, column = "", found.end("dashes")
        elif not name and tight and _is_field(tight[2], block, vocabulary):
            name, column = tight[2], tight.end()
        if not found["dashes"] and name and margin == base:
            parent = name
        bare = _COMMENT.sub("", line[column:]).rstrip()
        inner = margin + len(found["dashes"]) if name else margin
        entry = _Entry(name or parent, inner, bare, bare, row, column, row, column + len(bare))
    if entry:
        yield entry


def _is_words(name: str, parent: str, block: Story | View, vocabulary: Vocabulary) -> bool:
    """Whether the words before a colon in an item are no key, but the beginning of a criterion."""
    field = _field(parent, block, vocabulary)
    return field is not None and field.value is Value.CRITERIA and normal(name) not in CRITERION_FIELDS


def _field(name: str, block: Story | View, vocabulary: Vocabulary) -> Field | None:
    return None if isinstance(block, View) else vocabulary.field(name, block.type)


def _needs_quotes(entry: _Entry, block: Story | View, vocabulary: Vocabulary) -> bool:
    """Whether a value is text that YAML takes for something else."""
    text = entry.text
    field = _field(entry.name, block, vocabulary)
    if not text or text[0] == "#" or text[:2] in ("- ", "? ") or text == "-":
        return False
    if opened := _QUOTED.match(text):
        return opened.end() < len(text)
    if text[0] in "\"'":
        return False
    if text[0] in "[{":
        closed = _BRACKETS.match(text)
        return bool(closed and closed.end() < len(text) and field and field.value is Value.TEXT)
    if text[0] in "|>":
        return not _BLOCK_SCALAR.match(entry.head)
    if text[0] in "&*!":
        return _is_text(text, block.body)
    return text[0] in "@`%,]}" or (": " in f"{text} " and _may_hold_colons(entry, block, field))


def _is_text(text: str, body: str) -> bool:
    """Whether `&`, `*` or `!` stand for themselves: they are no tag of YAML's, nor the two ends of a reference."""
    reference = _REFERENCE.match(text)
    if reference is None:
        return not text.startswith("!!")
    other_end = "*" if text[0] == "&" else "&"
    return not re.search(rf"{re.escape(other_end + reference[1])}(?![\w-])", body)


def _may_hold_colons(entry: _Entry, block: Story | View, field: Field | None) -> bool:
    """Whether a value with a colon is text, and not the lines `field: value` of a mapping, put on one line."""
    if isinstance(block, View):
        return False
    if field is None:
        return True
    first = normal(entry.text.partition(":")[0])
    return field.value is not Value.ALLOWANCES and (field.value is not Value.CRITERIA or first not in CRITERION_FIELDS)


def _quotes(entry: _Entry, typed: Source) -> Iterator[Edit]:
    """Quotes around a value: those in which nothing has to be escaped, if there are any."""
    single = '"' in entry.text or "\\" in entry.text
    mark = "'" if single else '"'
    for row in range(entry.row, entry.last_row + 1):
        line = typed.lines[row]
        start = entry.column if row == entry.row else len(_margin(line))
        end = entry.end if row == entry.last_row else len(line)
        bare = line[start:end]
        words = bare.replace("'", "''") if single else bare
        opening, closing = mark * (row == entry.row), mark * (row == entry.last_row)
        if words != bare or opening or closing:
            yield _edit(row, start, end, f"{opening}{words}{closing}")


def _edit(row: int, start: int, end: int, words: str) -> Edit:
    return Edit(Span(row + 1, start + 1, row + 1, end + 1), words)
