"""A line of a source and the marks below it, in the columns of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from ..text import Span, visible

_TAB = " " * 4
_MORE = "…"
_TEXT_STYLE, _EMOJI_STYLE = "\N{VARIATION SELECTOR-15}", "\N{VARIATION SELECTOR-16}"
_STYLED = frozenset("#*0123456789‼⁉ℹ")
"""Characters that can be shown as an emoji, and are no symbols."""


class Underlined(NamedTuple):
    """What is shown of a line, and where its marks stand: how many columns from its left, and how many columns wide."""

    line: str
    start: int
    width: int


class _Cell(NamedTuple):
    """A character as it is shown, with those that are drawn on top of it, and the columns they take."""

    text: str
    columns: int


def width(words: str) -> int:
    """The columns that words take on a terminal, after `visible`."""
    if words.isascii() and words.isprintable():
        return len(words)
    return _sum(_cells(words))


def underlined(line: str, span: Span, columns: int) -> Underlined:
    """A line in at most that many columns, so that the words at the span stay in sight; tabs as spaces.

    Of a span over several lines the first one is marked to its end.
    """
    first = span.column - 1
    last = max(span.end_column - 1 if span.end_line == span.line else len(line), first + 1)
    if len(line) <= columns and line.isascii() and line.isprintable():
        return Underlined(line, first, max(1, min(last, len(line)) - first))
    # No cell is wider than a tab, so more characters than these are not looked at, however long the line is.
    most = 4 * columns
    before = _cells(line[max(0, first - most) : first])
    marked = _cells(line[first : min(last, first + most)])
    after = _cells(line[last : last + most])
    parts = before, marked, after
    is_whole = first <= most and last - first <= most and len(line) - last <= most
    if not is_whole or _sum(cell for part in parts for cell in part) > columns:
        parts = _cut(before, marked, after, columns - 2 * len(_MORE))
    head = _MORE if first > most or len(parts[0]) < len(before) else ""
    is_cut = len(parts[1]) < len(marked) or len(parts[2]) < len(after) or len(line) - last > most
    text = "".join(cell.text for part in parts for cell in part)
    start = len(head) + _sum(parts[0])
    return Underlined(f"{head}{text}{_MORE if is_cut else ''}", start, max(1, _sum(parts[1])))


def _cut(
    before: list[_Cell], marked: list[_Cell], after: list[_Cell], columns: int
) -> tuple[list[_Cell], list[_Cell], list[_Cell]]:
    """What fits: a quarter of the columns for what stands before the marked words, more of it where there is room."""
    lead = min(_sum(before), columns // 4)
    marked = _fitting(marked, columns - lead)
    after = _fitting(after, columns - lead - _sum(marked))
    before = _fitting(reversed(before), columns - _sum(marked) - _sum(after))
    return before[::-1], marked, after


def _fitting(cells: Iterable[_Cell], columns: int) -> list[_Cell]:
    kept = []
    for cell in cells:
        columns -= cell.columns
        if columns < 0:
            break
        kept.append(cell)
    return kept


def _sum(cells: Iterable[_Cell]) -> int:
    return sum(cell.columns for cell in cells)


def _cells(words: str) -> list[_Cell]:
    cells: list[_Cell] = []
    for one in words:
        if one == "\t":
            cells.append(_Cell(_TAB, len(_TAB)))
        elif not one.isprintable():
            code = visible(one)
            cells.append(_Cell(code, len(code)))
        elif cells and (joined := _joined(cells[-1], one)) is not None:
            cells[-1] = _Cell(cells[-1].text + one, joined)
        else:
            cells.append(_Cell(one, _columns(one)))
    return cells


def _joined(cell: _Cell, one: str) -> int | None:
    """The columns of a cell together with a character, where that is drawn on top of it."""
    if one in (_TEXT_STYLE, _EMOJI_STYLE) and _is_emoji(cell.text):
        return 1 if one == _TEXT_STYLE else 2
    if "\U0001f3fb" <= one <= "\U0001f3ff" and cell.columns == 2 and _is_emoji(cell.text):
        return 2  # the colour of its skin
    return cell.columns if _columns(one) == 0 else None


def _is_emoji(one: str) -> bool:
    return one in _STYLED or (len(one) == 1 and unicodedata.category(one) in ("So", "Sm"))


def _columns(one: str) -> int:
    """The columns of a printable character: none for marks and the later letters of a Korean syllable."""
    if one.isascii():
        return 1
    if unicodedata.category(one) in ("Mn", "Me") or "\u1160" <= one <= "\u11ff" or "\ud7b0" <= one <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1
