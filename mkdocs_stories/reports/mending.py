"""What a fix does, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Edit
from ..edits import apply
from ..text import Source, Span

_LONGEST = 60
_LEAD = 20


def mending(diagnostic: Diagnostic) -> str:
    """What a fix does, as in "writes `status: done`"; empty where there is none.

    That is the first line that it changes, as it will stand there, cut around the change where it is long.
    """
    edits = diagnostic.fix
    if not edits:
        return ""
    before = diagnostic.source.lines[min(one.span.line for one in edits) - 1 : max(one.span.end_line for one in edits)]
    after = _after(before, edits)
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    was = before[start : len(before) - end]
    written = [row for row in after[start : len(after) - end] if row.strip()]
    if not written:
        return f"takes out `{_short(was[0].strip(), 0)}`" if was else ""
    more = " …" if len(written) > 1 else ""
    return f"writes `{_row(was[0] if was else '', written[0])}`{more}"


def _after(rows: Sequence[str], edits: Sequence[Edit]) -> Sequence[str]:
    """Rows with edits made that stand in them."""
    up = min(one.span.line for one in edits) - 1
    moved = []
    for edit in edits:
        line, column, end_line, end_column = edit.span
        moved.append(Edit(Span(line - up, column, end_line - up, end_column), edit.text))
    return apply(Source("", "\n".join(rows)), moved).lines


def _same(some: Sequence[str], others: Sequence[str]) -> int:
    """How many members are the same from the first one on."""
    same, last = 0, min(len(some), len(others))
    while same < last:  # by halves, since lines may be long
        middle = (same + last + 1) // 2
        if some[same:middle] == others[same:middle]:
            same = middle
        else:
            last = middle - 1
    return same


def _row(was: str, row: str) -> str:
    """A row without its indentation, unless that is what changes."""
    row = row.rstrip()
    indent = len(row) - len(row.lstrip())
    if was[:indent] == row[:indent]:
        was, row = was[indent:], row[indent:]
    return _short(row, _same(was, row))


def _short(words: str, at: int) -> str:
    """Words, cut around the place where they change if they are long."""
    if len(words) <= _LONGEST:
        return words
    start = max(0, min(at - _LEAD, len(words) - _LONGEST))
    end = start + _LONGEST
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"
