"""The YAML of a block as nodes: every scalar as it was typed, each with its place.

Plain lines are read as they stand (see `plain_lines`), all other YAML by libyaml; PyYAML's own loader does the same,
only slower. What the language has no use for is refused before it can do harm: anchors, aliases and tags are never
expanded, and nesting is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from .block import Block, phrase_in
from .plain_lines import FieldLine, Items, Node, Pairs, fields_of_lines
from .strays import Gap, Stray
from .text import Anchor, Phrase, Span

MAX_DEPTH = 16
TOO_DEEP = "nested too deep"
LOADERS: tuple[type, ...] = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
"""The loader for what is not read by lines, and the pure one."""

_INDICATOR = re.compile(r"(?:^|[\s,\[\]{}])[&*!]", re.MULTILINE)
_OTHER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Mapping(NamedTuple):
    """A block's YAML: its fields in order, and what could not be read. A name that is no scalar is empty.

    Of a block that is no YAML, these are the fields before the one that breaks it.
    """

    fields: tuple[FieldLine, ...] = ()
    strays: tuple[Stray, ...] = ()


class _RefusedError(Exception):
    """What is refused, and where: line and column count from 0."""

    def __init__(self, what: str, line: int, column: int) -> None:
        self.what, self.line, self.column = what, line, column


class _Bounded:
    """Mixed into a loader: keeps every scalar as it is, and ends at nesting that no field has."""

    depth = 0

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, parent: yaml.Node | None, _index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH and parent is not None:
            raise _RefusedError(TOO_DEEP, parent.start_mark.line, parent.start_mark.column)

    def ascend_resolver(self) -> None:
        self.depth -= 1


_COMPOSERS = {loader: type(f"Bounded{loader.__name__}", (_Bounded, loader), {}) for loader in LOADERS}


def compose(block: Block, text: str, loader: type | None = None) -> Mapping:
    """The nodes of `text`, the part of a block that is YAML. Never raises.

    With a `loader`, all of it is read by that one, which gives the same.
    """
    if loader is None:
        plain = fields_of_lines(block, text)
        if plain is not None:
            return Mapping(plain)
        loader = LOADERS[0]
    text = text.translate(_OTHER_BREAKS) if not text.isascii() else text
    try:
        node = _composed(text, loader)
    except _RefusedError as refused:
        return Mapping(strays=(_stray(block, Gap.REFUSED_YAML, text, refused.line, refused.column, refused.what),))
    except yaml.MarkedYAMLError as error:
        stray = _invalid(block, text, error)
        return Mapping(_fields_before(block, error, text, loader), (stray,))
    except yaml.YAMLError:
        found = _UNPRINTABLE.search(text)
        before = text[: found.start() if found else 0]
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        return Mapping(strays=(_stray(block, Gap.INVALID_YAML, text, line, column, "a control character"),))
    if node is None:
        return Mapping()
    if not isinstance(node, yaml.MappingNode):
        mark = node.start_mark
        return Mapping(strays=(_stray(block, Gap.INVALID_YAML, text, mark.line, mark.column, NOT_A_MAPPING),))
    return Mapping(_fields(block, node), tuple(_comments(block, text, node)) if " #" in text else ())


def _composed(text: str, loader: type) -> yaml.Node | None:
    if ("&" in text or "*" in text or "!" in text) and _INDICATOR.search(text):
        _refuse(text, loader)
    node: yaml.Node | None = _COMPOSERS[loader](text).get_single_node()
    return node


NO_COLON = "could not find expected ':'"


def _invalid(block: Block, text: str, error: yaml.MarkedYAMLError) -> Stray:
    """What the loader says of a text that is no YAML; of what is never closed, where it was opened."""
    problem = error.problem or "not YAML"
    mark = error.problem_mark or error.context_mark
    bare = _line_without_colon(text, error)
    if bare is not None:
        typed = text.split("\n")[bare]
        words = phrase_in(block, bare, typed.strip(), len(typed) - len(typed.lstrip()))
        return Stray(Gap.INVALID_YAML, words, note=NO_COLON)
    if "unexpected end of stream" in problem or _is_left_open(text, error):
        mark = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return _stray(block, Gap.INVALID_YAML, text, line, column, problem)


NO_COMMA = "expected ',' or "


def _is_left_open(text: str, error: yaml.MarkedYAMLError) -> bool:
    """Whether a bracket is not closed up to the end of the line that the loader gives up in."""
    if NO_COMMA not in (error.problem or "") or not error.context_mark or not error.problem_mark:
        return False
    rows = text.split("\n")[error.context_mark.line : error.problem_mark.line + 1]
    typed = "\n".join(rows)[error.context_mark.column :]
    return sum(map(typed.count, "[{")) > sum(map(typed.count, "]}"))


def _line_without_colon(text: str, error: yaml.MarkedYAMLError) -> int | None:
    """The line that lacks a colon, where that is the error; the loader tells of the line after it."""
    problem, mark = error.problem or "", error.problem_mark
    if NO_COLON in problem and error.context_mark:
        return int(error.context_mark.line)
    first, typed = next(((number, row) for number, row in enumerate(text.split("\n")) if row.strip()), (0, ""))
    is_bare = "mapping values are not allowed" in problem and ":" not in typed
    return first if is_bare and mark and mark.line > first else None


def _fields_before(block: Block, error: yaml.MarkedYAMLError, text: str, loader: type) -> tuple[FieldLine, ...]:
    """The fields before the one that holds an error, so that what is wrong with them is said in the same run."""
    mark = error.context_mark or error.problem_mark
    rows = text.split("\n")
    last = min(mark.line if mark else 0, len(rows) - 1)
    while last and (not rows[last].strip() or rows[last][0] in " \t-"):
        last -= 1
    try:
        node = _composed("\n".join(rows[:last]), loader)
    except (_RefusedError, yaml.YAMLError):
        return ()
    return _fields(block, node) if isinstance(node, yaml.MappingNode) else ()


_COMMENT = re.compile(r"(?<=\S)[ \t]+(#\S[^\n]*)")


def _comments(block: Block, text: str, root: yaml.MappingNode) -> Iterator[Stray]:
    """Words after ` #` that YAML takes for a comment, though nobody leaves a space out before a comment's words."""
    places = [(node.start_mark.index, node.end_mark.index) for node in _scalars(root)]
    starts = [start for start, _ in places]
    for found in _COMMENT.finditer(text):
        at = found.start(1)
        before = bisect_right(starts, at) - 1
        if before < 0 or at >= places[before][1]:
            line = text.count("\n", 0, at)
            phrase = phrase_in(block, line, found[1].rstrip(), at - text.rfind("\n", 0, at) - 1)
            yield Stray(Gap.COMMENT, phrase)


def _scalars(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every scalar below a node, in the order of the text."""
    left = [root]
    while left:
        node = left.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.SequenceNode):
            left += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            left += (one for pair in reversed(node.value) for one in reversed(pair))


NOT_A_MAPPING = "no `field: value` lines"


def _fields(block: Block, node: yaml.MappingNode) -> tuple[FieldLine, ...]:
    return tuple((key.text, key, value) for key, value in _entries(block, node))


def _entries(block: Block, node: yaml.MappingNode) -> tuple[tuple[Phrase, Node], ...]:
    return tuple((_key(block, key), _node(block, value)) for key, value in node.value)


def _key(block: Block, node: yaml.Node) -> Phrase:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(block, node)
    return phrase_in(block, node.start_mark.line, "", node.start_mark.column)


def _node(block: Block, node: yaml.Node) -> Node:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(block, node)
    start, end = node.start_mark, node.end_mark
    line, column = block.position(start.line, start.column)
    words = block.source.line(line)[column - 1 :].rstrip()
    width = end.column - start.column if start.line == end.line else 0
    if isinstance(node, yaml.MappingNode):
        return Pairs(words, line, column, width, _entries(block, node))
    return Items(words, line, column, width, tuple(_node(block, item) for item in node.value))


def _scalar(block: Block, node: yaml.ScalarNode) -> Phrase:
    """A scalar's text and its place."""
    start, end, text = node.start_mark, node.end_mark, node.value
    if start.line == end.line:
        line, column = block.position(start.line, start.column)
        if not node.style:
            return Phrase.on_line(text, line, column)
        width = end.column - start.column
        if width == len(text) + 2:
            return Phrase(text, Span(line, column + 1, line, column + width - 1))
    return _aligned(block, node)


def _aligned(block: Block, node: yaml.ScalarNode) -> Phrase:
    """A scalar whose text was typed otherwise: over several lines, or with quotes and escapes in it.

    Each of its words is looked for in what was typed, from the place of the one before on; a word that was written with
    an escape is taken to stand where the search had come to. In single quotes, a quote is typed twice and ends a word.
    """
    start, end, text = node.start_mark, node.end_mark, node.value.rstrip("\n")
    typed = [(number, block.position(number, 0)) for number in range(start.line, end.line + 1)]
    lines = [(number, *at, block.source.line(at[0])[at[1] - 1 :]) for number, at in typed]
    anchors: list[Anchor] = []
    row, column = 0, start.column + (1 if node.style else 0)
    if node.style in ("|", ">"):
        row, column = 1, 0
    for word in (_QUOTED_WORD if node.style == "'" else _WORD).finditer(text):
        row, column = _find(lines, row, column, word.group())
        if row >= len(lines):
            break
        _, at, shift, _ = lines[row]
        anchors.append(Anchor(word.start(), at, shift + column))
        column += len(word.group()) + (node.style == "'" and word.group().endswith("'"))
    if not anchors:
        line, at = block.position(start.line, start.column)
        return Phrase(text, Span(line, at, line, at + 1))
    if node.style in ("|", ">") or end.line >= len(lines) + start.line:
        last = anchors[-1].line, anchors[-1].column + len(text) - anchors[-1].offset
    else:
        at, shift = block.position(end.line, end.column)
        last = (at, shift - 1) if node.style else (at, shift)
    first = anchors[0]
    if text[0] != " ":
        return Phrase(text, Span(first.line, first.column, *last), tuple(anchors))
    return Phrase(text, Span(first.line, first.column, *last), (Anchor(0, first.line, first.column), *anchors))


_WORD = re.compile(r"\S+")
_QUOTED_WORD = re.compile(r"[^\s']*'|[^\s']+")
_LOOK_AHEAD = 3


def _find(lines: list[tuple[int, int, int, str]], row: int, column: int, word: str) -> tuple[int, int]:
    """Where a word stands from a row and column on, looking no further than the next line that has words."""
    for ahead in range(row, min(row + _LOOK_AHEAD, len(lines))):
        begin = column if ahead == row else 0
        line = lines[ahead][3]
        found = line.find(word, begin, begin + len(word) + 200)
        if found >= 0:
            return ahead, found
    for ahead in range(row, min(row + _LOOK_AHEAD, len(lines))):
        line = lines[ahead][3]
        rest = line[column:] if ahead == row else line
        if rest.strip():
            return ahead, len(line) - len(rest.lstrip())
    return row, column


def _refuse(text: str, loader: type) -> None:
    """Raise for the first anchor, alias or tag of a text, or for nesting that is too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        mark = event.start_mark
        if mark is None:
            continue
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(f"the alias `*{event.anchor}`", mark.line, mark.column)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise _RefusedError(f"the anchor `&{event.anchor}`", mark.line, mark.column)
        tag = getattr(event, "tag", None)
        if tag is not None:
            typed = text.split("\n")[mark.line][mark.column :].split()
            raise _RefusedError(f"the tag `{typed[0] if typed else tag}`", mark.line, mark.column)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _RefusedError(TOO_DEEP, mark.line, mark.column)


def _stray(block: Block, gap: Gap, text: str, line: int, column: int, note: str) -> Stray:
    rows = text.split("\n")
    line = min(line, len(rows) - 1)
    typed = rows[line]
    column = min(column, len(typed))
    word = re.match(r"\S+", typed[column:])
    return Stray(gap, phrase_in(block, line, word.group() if word else "", column), note=note)
