"""Read a `backlog` block into a view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .block import Block
from .model import Condition, SortKey, View
from .nodes import compose
from .plain_lines import Items, Node, Pairs, name_of
from .strays import Gap, Stray
from .text import Phrase
from .vocabulary import normal

VIEW_FIELDS = ("view", "where", "not", "group by", "sort", "columns", "limit", "of", "depth")


def read_view(block: Block, loader: type | None) -> View:
    """The view that a block asks for; what could not be placed is a stray."""
    return _ViewReader(block, loader).read()


class _ViewReader:
    def __init__(self, block: Block, loader: type | None) -> None:
        self.block = block
        self.loader = loader
        self.strays: list[Stray] = []

    def read(self) -> View:
        block = self.block
        if not block.closed:
            self.strays.append(Stray(Gap.UNCLOSED, block.word))
        mapping = compose(block, block.text, self.loader)
        self.strays += mapping.strays
        asked: dict[str, Any] = {}
        given: dict[str, Phrase] = {}
        for told in mapping.fields:
            key, node = name_of(told), told[2]
            name = normal(key.text)
            if name not in VIEW_FIELDS:
                self.strays.append(Stray(Gap.UNKNOWN_KEY, key))
            elif name in given:
                self.strays.append(Stray(Gap.REPEATED_KEY, key, name, first=given[name].span))
            else:
                given[name] = key
                asked |= self._value(name, node)
        return View(
            source=block.source, span=block.span, head=block.word, body=block.text, strays=tuple(self.strays), **asked
        )

    def _value(self, name: str, node: Node) -> dict[str, Any]:
        if name in ("where", "not"):
            return {"where" if name == "where" else "without": tuple(self._conditions(name, node))}
        words = tuple(self._words(name, node))
        if name == "sort":
            return {"sort": tuple(_sort_key(word) for word in words)}
        if name == "columns":
            return {"columns": words}
        for surplus in words[1:]:
            self.strays.append(Stray(Gap.WRONG_SHAPE, surplus, name, "one value"))
        attribute = {"view": "name", "group by": "group_by"}.get(name, name)
        return {attribute: words[0]} if words else {}

    def _conditions(self, name: str, node: Node) -> Iterator[Condition]:
        if not isinstance(node, Pairs):
            self._wrong_shape(node, name, "lines of `field: value`")
            return
        given: dict[str, Phrase] = {}
        for key, value in node.entries:
            values = tuple(self._words(name, value))
            first = given.setdefault(normal(key.text), key)
            if first is not key:
                self.strays.append(Stray(Gap.REPEATED_KEY, key, key.text, first=first.span))
            elif values:
                yield Condition(key, values)
            else:
                self.strays.append(Stray(Gap.WRONG_SHAPE, key, key.text, "a value"))

    def _words(self, name: str, node: Node) -> Iterator[Phrase]:
        if isinstance(node, Phrase):
            yield from node.pieces(",")
            return
        if not isinstance(node, Items):
            self._wrong_shape(node, name, "a value or a list of values")
            return
        for item in node.nodes:
            if isinstance(item, Phrase):
                yield item
            else:
                self._wrong_shape(item, name, "a list of words")

    def _wrong_shape(self, node: Node, field: str, expected: str) -> None:
        typed = node if isinstance(node, Phrase) else node.typed
        self.strays.append(Stray(Gap.WRONG_SHAPE, typed, field, expected))


def _sort_key(word: Phrase) -> SortKey:
    if word.text.startswith("-"):
        return SortKey(word.cut(1, len(word.text)), descending=True)
    return SortKey(word)
