"""The YAML that most blocks are written in, read line by line.

A line is `field: value`; under a field without a value stand the items of its list, a line each. Where all lines of a
block are so plain that YAML cannot mean anything else by them, this gives what the loader gives, in a quarter of the
time. Where one is not, it gives nothing, and the loader reads the block.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from .block import Block
from .text import Phrase, is_printable


class Items(NamedTuple):
    """A list. `words` are its first ones as they stand in the source; `width` is how long it is on one line, or 0."""

    words: str
    line: int
    column: int
    width: int
    nodes: tuple[Node, ...]

    @property
    def typed(self) -> Phrase:
        """The words at their place."""
        return Phrase.on_line(self.words, self.line, self.column)


class Pairs(NamedTuple):
    """A mapping, as `Items` is a list. A key that is no scalar is empty."""

    words: str
    line: int
    column: int
    width: int
    entries: tuple[tuple[Phrase, Node], ...]

    @property
    def typed(self) -> Phrase:
        """The words at their place."""
        return Phrase.on_line(self.words, self.line, self.column)


Node: TypeAlias = Phrase | Items | Pairs
FieldLine: TypeAlias = tuple[str, Phrase | tuple[int, int], Node]
"""A field of a block: its name, where that stands, and its value.

Of a plain line that is the line and the column: there are more names than other words, and most are never spoken of.
"""


def name_of(told: FieldLine) -> Phrase:
    """The name of a field at its place."""
    name, place, _ = told
    return place if isinstance(place, Phrase) else Phrase.on_line(name, *place)


_ROW = re.compile(
    r"^(?:(?P<key>[A-Za-z](?:[\w -]{0,60}\w)?):(?:(?P<gap> +)(?P<value>.*\S))?"
    r"|(?P<indent> *)(?P<dash>- +)(?P<item>.*\S))? *$",
    re.MULTILINE,
)
"""A line: a field, an item of a list, or nothing."""
_Row: TypeAlias = tuple[str, str, str, str, str, str]
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_on_line = Phrase.on_line  # called for every line
_LIST = re.compile(r"\[[\w ,./-]+\]")


def fields_of_lines(block: Block, text: str) -> tuple[FieldLine, ...] | None:
    """The fields of `text`, the part of a block that is YAML; `None` where it is not plain, or is empty."""
    if " #" in text or (block.cuts and min(block.cuts) < 0):
        return None
    if not (block.source.is_printable or is_printable(text)):
        return None
    rows: list[_Row] = _ROW.findall(text)
    if len(rows) <= text.count("\n"):
        return None
    cuts = block.cuts or (0,) * len(rows)
    told: list[FieldLine] = []
    number = 0
    while number < len(rows):
        key, gap, value, _, dash, _ = rows[number]
        if key:
            line, start = block.first + 1 + number, cuts[number] + 1
            node: Node | None
            if value:
                node = _value(value, line, start + len(key) + 1 + len(gap))
            else:
                node = _items(rows, number + 1, block.first + 1, cuts)
                number += len(node.nodes) if node else 0
            if node is None:
                return None
            told.append((key, (line, start), node))
        elif dash:
            return None
        number += 1
    return tuple(told) or None


def _items(rows: list[_Row], begin: int, first: int, cuts: tuple[int, ...]) -> Items | None:
    """The items from a row on; all begin at the same column. `first` is the line that the first row stands on."""
    nodes: list[Node] = []
    typed, start, outer = "", 0, ""
    for number in range(begin, len(rows)):
        _, _, _, indent, dash, item = rows[number]
        if not dash:
            break
        line, column = first + number, cuts[number] + len(indent) + 1
        if not typed:
            typed, start, outer = dash + item, column, indent
        node = _value(item, line, column + len(dash))
        if node is None or indent != outer:
            return None
        nodes.append(node)
    return Items(typed, first + begin, start, 0, tuple(nodes)) if typed else None


def _value(words: str, line: int, column: int) -> Node | None:
    """A value on one line: plain words, words in quotes, or a list in brackets."""
    sign = words[0]
    if sign not in _INDICATORS:
        return None if ": " in words or words[-1] == ":" else _on_line(words, line, column)
    if sign in "'\"":
        is_plain = words.count(sign) == 2 and words[-1] == sign and "\\" not in words
        return _on_line(words[1:-1], line, column + 1) if is_plain else None
    return _list(words, line, column) if sign == "[" else None


def _list(words: str, line: int, column: int) -> Items | None:
    """A list in brackets, of words that begin with a letter or a digit."""
    if not _LIST.fullmatch(words):
        return None
    nodes = []
    at = column + 1
    for piece in words[1:-1].split(","):
        bare = piece.lstrip(" ")
        if bare[:1] in _NO_LETTERS:
            return None
        nodes.append(_on_line(bare.rstrip(" "), line, at + len(piece) - len(bare)))
        at += len(piece) + 1
    return Items(words, line, column, len(words), tuple(nodes))


_NO_LETTERS = frozenset(("", ".", "/", "-"))
