"""A block as it stands in a page: its lines, its text without its container, and where in the page words of it are."""

from __future__ import annotations

from typing import NamedTuple

from .story_types import StoryType
from .text import Anchor, Phrase, Source, Span


class Block(NamedTuple):
    """A fenced block that begins with one of our words.

    `first` and `last` are the numbers of its first and last line, fences included. `prefix` stands before the opening
    fence, `indent` before each further line. `text` is what stands between the fences; `cuts` are the characters left
    out at the start of each of its lines.
    """

    source: Source
    type: StoryType | None
    word: Phrase
    first: int
    last: int
    prefix: str
    indent: str
    text: str
    cuts: tuple[int, ...]
    closed: bool

    @property
    def span(self) -> Span:
        """The whole block, from the opening fence on."""
        return Span(self.first, len(self.prefix) + 1, self.last, len(self.source.line(self.last)) + 1)

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Where a character of `text` stands in the source; `line` and `column` count from 0."""
        cut = self.cuts[line] if line < len(self.cuts) else 0
        # The rest of a tab that was cut in two stands for nothing before it.
        return self.first + 1 + line, max(cut + column, 0) + 1


def phrase_in(block: Block, line: int, text: str, column: int = 0) -> Phrase:
    """Words of one line of a block's text; `line` and `column` count from 0."""
    return Phrase.on_line(text, *block.position(line, column))


def lines_in(block: Block, rows: list[tuple[int, int, str]]) -> Phrase | None:
    """Words over several lines of a block's text as one phrase, its lines joined by line feeds.

    Each row is a line's number, the column of its words, both from 0, and the words.
    """
    if not rows:
        return None
    anchors = []
    offset = 0
    for number, column, text in rows:
        anchors.append(Anchor(offset, *block.position(number, column)))
        offset += len(text) + 1
    start, end = anchors[0], anchors[-1]
    span = Span(start.line, start.column, end.line, end.column + len(rows[-1][2]))
    return Phrase("\n".join(text for _, _, text in rows), span, tuple(anchors) if len(rows) > 1 else ())
