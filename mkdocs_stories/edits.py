"""Edits made in a source: the one place where the text of a page is changed.

Every other character stays as it is: line ends of whatever sort, comments, white space at the ends of lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from .diagnostics import Edit
from .text import LINE_END, Source


class OverlapError(ValueError):
    """Two edits want to write to the same place."""


def apply(source: Source, edits: Iterable[Edit]) -> Source:
    """The source with edits made, in whatever order they are given.

    A line feed in the words of an edit is written as the line end of the source at that place.

    Raises OverlapError where edits overlap, or where two of them insert words at the same place.
    """
    placed = sorted((source.offsets(edit.span), edit.text) for edit in edits)
    if _overlap(place for place, _ in placed):
        raise OverlapError(f"{source.path}: two edits want to write to the same place")
    kept: list[str] = []
    done = 0
    for (start, end), words in placed:
        kept += (
            source.text[done:start],
            words.replace("\n", _line_end(source.text, start)) if "\n" in words else words,
        )
        done = end
    return Source(source.path, "".join((*kept, source.text[done:])))


def compatible(source: Source, groups: Iterable[Iterable[Edit]]) -> tuple[Edit, ...]:
    """The edits that can be made together: of groups that overlap, the first is kept, and the other left out whole."""
    kept: list[Edit] = []
    taken: list[tuple[int, int]] = []
    for group in groups:
        edits = tuple(group)
        added: list[tuple[int, int]] = []
        for place in (source.offsets(edit.span) for edit in edits):
            at = bisect_left(taken, place)
            if _overlap((*taken[max(0, at - 1) : at], place, *taken[at : at + 1])):
                for other in added:
                    del taken[bisect_left(taken, other)]
                break
            taken.insert(at, place)
            added.append(place)
        else:
            kept += edits
    return tuple(kept)


def _overlap(places: Iterable[tuple[int, int]]) -> bool:
    """Whether two of some sorted places have a character in common, or are the same one between two characters."""
    return any(one[1] > other[0] or one == other for one, other in pairwise(places))


def _line_end(text: str, at: int) -> str:
    """The line end of the line at a place, else the first one of the text."""
    found = LINE_END.search(text, at) or LINE_END.search(text)
    return found[0] if found else "\n"
