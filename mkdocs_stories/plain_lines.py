"""The YAML that most blocks are written in, read line by line.

A line is `field: value`; under a field without a value stand the items of its list, a line each. Where all lines of a
block are so plain that YAML cannot mean anything else by them, this gives what the loader gives, in a quarter of the
time. Where one is not, it gives nothing, and the loader reads the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from .syntax import Block, phrase_in
from .text import Phrase


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `typed` are its first words as they stand in the source; `width` is how long it is on one line, or 0."""

    typed: Phrase
    width: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, as `Items` is a list. A key that is no scalar is empty."""

    typed: Phrase
    width: int
    entries: tuple[tuple[Phrase, Node], ...]


Node: TypeAlias = Phrase | Items | Pairs

_ENTRY = re.compile(r"([A-Za-z](?:[\w -]{0,60}\w)?):(?: +(.*\S))? *")
_ITEM = re.compile(r"( *)- +(.*\S) *")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_IN_BRACKETS = re.compile(r"\w[\w ./-]*")


def entries_of_lines(block: Block, text: str) -> tuple[tuple[Phrase, Node], ...] | None:
    """The keys and values of `text`, the part of a block that is YAML; `None` where it is not plain, or is empty."""
    if " #" in text:
        return None
    lines = text.split("\n")
    entries: list[tuple[Phrase, Node]] = []
    number = 0
    while number < len(lines):
        entry = _ENTRY.fullmatch(lines[number])
        if entry:
            key = phrase_in(block, number, entry[1])
            if entry[2]:
                node = _value(block, number, entry.start(2), entry[2])
            else:
                node = _items(block, lines, number + 1)
                number += len(node.nodes) if node else 0
            if node is None:
                return None
            entries.append((key, node))
        elif lines[number].strip(" "):
            return None
        number += 1
    return tuple(entries) or None


def _items(block: Block, lines: list[str], first: int) -> Items | None:
    """The items from a line on; all begin at the same column."""
    nodes: list[Node] = []
    found = opening = _ITEM.fullmatch(lines[first]) if first < len(lines) else None
    while found and opening:
        number = first + len(nodes)
        node = _value(block, number, found.start(2), found[2])
        if node is None or found[1] != opening[1]:
            return None
        nodes.append(node)
        found = _ITEM.fullmatch(lines[number + 1]) if number + 1 < len(lines) else None
    if not opening:
        return None
    column = opening.end(1)
    return Items(phrase_in(block, first, lines[first][column:].rstrip(), column), 0, tuple(nodes))


def _value(block: Block, line: int, column: int, words: str) -> Node | None:
    """A value on one line: plain words, words in quotes, or a list in brackets."""
    sign = words[0]
    if not words.isprintable():
        return None
    if sign not in _INDICATORS:
        return None if ": " in words or words[-1] == ":" else phrase_in(block, line, words, column)
    if sign in "'\"":
        is_plain = words.count(sign) == 2 and words[-1] == sign and "\\" not in words
        return phrase_in(block, line, words[1:-1], column + 1) if is_plain else None
    if sign == "[" and words[-1] == "]":
        return _list(block, line, column, words)
    return None


def _list(block: Block, line: int, column: int, words: str) -> Items | None:
    nodes = []
    at = 1
    for piece in words[1:-1].split(","):
        bare = piece.strip(" ")
        if not _IN_BRACKETS.fullmatch(bare):
            return None
        nodes.append(phrase_in(block, line, bare, column + at + piece.index(bare)))
        at += len(piece) + 1
    return Items(phrase_in(block, line, words, column), len(words), tuple(nodes))
