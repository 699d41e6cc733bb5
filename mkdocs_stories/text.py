"""Words that know where they were written.

A `Source` is one page, a `Span` a place in it, a `Phrase` some words and the place they were typed at. This is the
only module that counts lines: everything above it passes phrases on, or cuts smaller ones out of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\r|\n")
DIGEST = 32
"""How many bytes a digest has."""


_new = tuple.__new__


class Span(NamedTuple):
    """A place in a source. Lines and columns count from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `offset` in a phrase's text on, the words stand at `line` and `column` of the source."""

    offset: int
    line: int
    column: int


class Elsewhere(NamedTuple):
    """Where words end that do not stand on one line as they are, and where they go on in between."""

    end_line: int
    end_column: int
    anchors: tuple[Anchor, ...] = ()


class _Placed(NamedTuple):
    """What a phrase is made of. It is little, since a backlog has more phrases than anything else."""

    text: str
    line: int
    column: int
    elsewhere: Elsewhere | None


class Phrase(_Placed):
    """Words, and where they were typed.

    `text` is what was meant (folded lines joined, quotes and escapes resolved), `span` where it stands. Where the two
    do not run side by side, as in text over several lines, `anchors` say at which offsets the words go on elsewhere.
    A phrase without words is a phrase as well: whether there are any is asked of `text`.
    """

    __slots__ = ()

    def __new__(cls, text: str, span: Span, anchors: tuple[Anchor, ...] = ()) -> Phrase:
        """Words at a place."""
        line, column, end_line, end_column = span
        is_as_typed = not anchors and (end_line, end_column) == (line, column + len(text))
        return _new(cls, (text, line, column, None if is_as_typed else Elsewhere(end_line, end_column, anchors)))

    @classmethod
    def on_line(cls, text: str, line: int, column: int) -> Phrase:
        """Words that stand on one line as they are, from a column on."""
        # Nearly all phrases are made here, and the constructors of named tuples would take twice the time.
        return _new(cls, (text, line, column, None))

    @property
    def span(self) -> Span:
        """Where the words stand."""
        if self.elsewhere:
            return Span(self.line, self.column, self.elsewhere.end_line, self.elsewhere.end_column)
        return Span(self.line, self.column, self.line, self.column + len(self.text))

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Where the words go on; none where they stand as they are."""
        return self.elsewhere.anchors if self.elsewhere else ()

    def __str__(self) -> str:
        return self.text

    def cut(self, start: int, end: int) -> Phrase:
        """The words from offset `start` to `end` of this phrase, without white space around them."""
        text = self.text[start:end]
        bare = text.strip()
        if len(bare) < len(text):
            start += len(text) - len(text.lstrip())
        if not (self.elsewhere and self.elsewhere.anchors):
            return _new(Phrase, (bare, self.line, self.column + start, None))
        end = start + len(bare)
        line, column = self._position(start)
        end_line, end_column = self._position(end - 1) if bare else (line, column - 1)
        within = slice(bisect_right(self.anchors, start, key=_offset), bisect_left(self.anchors, end, key=_offset))
        inner = tuple(Anchor(anchor.offset - start, anchor.line, anchor.column) for anchor in self.anchors[within])
        if inner:
            inner = (Anchor(0, line, column), *inner)
        return Phrase(bare, Span(line, column, end_line, end_column + 1), inner)

    def pieces(self, separator: str) -> Iterator[Phrase]:
        """What stands between the separators, empty pieces left out."""
        start = 0
        for piece in self.text.split(separator):
            if piece.strip():
                yield self.cut(start, start + len(piece))
            start += len(piece) + len(separator)

    def holds(self, part: Phrase) -> bool:
        """Whether words begin inside this phrase."""
        if not self.elsewhere:
            return part.line == self.line and self.column <= part.column < self.column + len(self.text)
        end_line, end_column, _ = self.elsewhere
        return (self.line, self.column) <= (part.line, part.column) < (end_line, end_column)

    def offset_of(self, part: Phrase) -> int:
        """Where in the text words begin that were cut out of it, in characters from 0."""
        if not self.anchors:
            return part.column - self.column
        found = max(bisect_right(self.anchors, (part.line, part.column), key=_place) - 1, 0)
        anchor = self.anchors[found]
        return anchor.offset + part.column - anchor.column

    def _position(self, offset: int) -> tuple[int, int]:
        found = max(bisect_right(self.anchors, offset, key=_offset) - 1, 0)
        anchor = self.anchors[found]
        return anchor.line, anchor.column + offset - anchor.offset


def _offset(anchor: Anchor) -> int:
    return anchor.offset


def _place(anchor: Anchor) -> tuple[int, int]:
    return anchor.line, anchor.column


@dataclass(frozen=True)
class Source:
    """One page as it was typed.

    `path` is relative to the docs folder, with `/` between its parts. `flaws` are the places of bytes that are no text
    (see `Source.decode`).
    """

    path: str
    text: str = field(repr=False)
    flaws: tuple[Span, ...] = ()
    lines: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.text if "\r" not in self.text else LINE_END.sub("\n", self.text)
        object.__setattr__(self, "lines", tuple(text.split("\n")))

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """The source in `data`, whatever its bytes are.

        UTF-8 with or without a byte-order mark is read as it is. Bytes that are not UTF-8, and NUL, are shown as U+FFFD
        and their places are kept in `flaws`, the first of each line.
        """
        try:
            text = data.decode("utf-8-sig")
            if "\0" not in text:
                return cls(path, text)
        except UnicodeDecodeError:
            text = data.decode("utf-8-sig", errors="surrogateescape")
        lines = LINE_END.split(text)
        hits = ((number, _UNREADABLE.search(line)) for number, line in enumerate(lines, 1))
        flaws = tuple(Span(number, hit.start() + 1, number, hit.end() + 1) for number, hit in hits if hit)
        return cls(path, _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text), flaws)

    @cached_property
    def digest(self) -> bytes:
        """What the source is known by: the same for the same path and the same text."""
        told = "\0".join((self.path, repr(self.flaws), self.text))
        return sha256(told.encode("utf-8", "surrogatepass")).digest()

    @cached_property
    def is_printable(self) -> bool:
        """Whether no line holds anything but printable characters."""
        return is_printable(self.text)

    def line(self, number: int) -> str:
        """The line of that number, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def slice(self, span: Span) -> str:
        """The raw text at a place, its lines joined by line feeds."""
        rows = list(self.lines[span.line - 1 : span.end_line])
        if not rows:
            return ""
        rows[-1] = rows[-1][: span.end_column - 1]
        rows[0] = rows[0][span.column - 1 :]
        return "\n".join(rows)

    def offsets(self, span: Span) -> tuple[int, int]:
        """Where a place begins and ends in `text`, in characters from 0."""
        return self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1 if line <= len(self.lines) else len(self.text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(end.end() for end in LINE_END.finditer(self.text)))


_UNREADABLE = re.compile("[\ud800-\udfff\0]")


def is_printable(text: str) -> bool:
    """Whether a text holds nothing but printable characters and ends of lines."""
    return text.replace("\n", "").isprintable()


def visible(words: str, but: str = "") -> str:
    """Words without characters that would steer a terminal: each is shown as its code, but for some."""
    if words.isprintable():
        return words
    return "".join(one if one.isprintable() or one in but else f"\\x{ord(one):02x}" for one in words)
