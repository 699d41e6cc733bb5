"""Read blocks into stories and views, and a source into a page.

Reading is total: whatever a block holds gives a story, in which what is missing is missing and what could not be
placed is a stray. Rules speak about both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .block import Block, lines_in, phrase_in
from .criteria import Criterion, Step
from .grammar import PLACEHOLDER
from .link_kinds import LINK_KINDS
from .model import Allowance, Entry, Field, Link, Page, Story, Value, View
from .nodes import NOT_A_MAPPING, compose
from .plain_lines import FieldLine, Items, Node, Pairs, name_of
from .references import may_refer, references
from .sentence import parse, parse_question
from .story_types import StoryType
from .strays import UNREADABLE, Gap, Stray
from .syntax import may_hold_lookalikes, scan
from .text import Phrase, Source
from .view_reader import read_view
from .vocabulary import Vocabulary, normal

STEPS = ("given", "when", "then", "and", "but")
CRITERION_FIELDS = ("text", "done", "technical", *STEPS)

NO = ("no", "false", "off", "n")
YES = ("yes", "true", "on", "y", "x")
_LINKS = {kind.name: kind for kind in LINK_KINDS}
_TASK = re.compile(r"( *)(?:[-*+]|\d+[.)]) +\[([ xX])\] +(?=\S)")
_TECHNICAL = re.compile(r"technical: +", re.IGNORECASE)
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_ONE_VALUE = (Value.TEXT, Value.CHOICE, Value.NUMBER, Value.DATE, Value.URL)
_TEMPLATED = ("role", "component", "goal", "benefit", "text", "sentence")
_LONGEST_PLACEHOLDER = 80
_SALVAGED_ID = re.compile(r"^id[ \t]*:[ \t]*['\"]?([^\s'\"#]+)", re.MULTILINE | re.IGNORECASE)


def read_page(source: Source, vocabulary: Vocabulary, loader: type | None = None) -> Page:
    """The stories and views of a source, and the ids that its prose refers to."""
    text = source.text
    if not may_hold_lookalikes(text) and not may_refer(text, vocabulary):
        return Page(source)
    found = scan(source)
    read = [read_block(block, vocabulary, loader) for block in found.blocks]
    stories = tuple(one for one in read if isinstance(one, Story))
    views = tuple(one for one in read if isinstance(one, View))
    return Page(source, stories, views, tuple(references(found.prose, stories, vocabulary)), found.lookalikes)


def read_block(block: Block, vocabulary: Vocabulary, loader: type | None = None) -> Story | View:
    """The story or view that a block tells."""
    if block.type is None:
        return read_view(block, loader)
    return _StoryReader(block, block.type, vocabulary, loader).read()


def _halves(block: Block) -> tuple[str, int, list[str]]:
    """A block's YAML, the number of the line after the `---` below it, and the lines of Markdown from there."""
    if "---" not in block.text:
        return block.text, 0, []
    lines = block.text.split("\n")
    opened = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[opened].rstrip() == "---":
        lines[opened] = ""
    for number, line in enumerate(lines):
        if line.startswith("---") and line.rstrip() == "---":
            return "\n".join(lines[:number]), number + 1, lines[number + 1 :]
    return "\n".join(lines), len(lines), []


class _StoryReader:
    """The reading of one story block: `told` gathers the fields by attribute, `strays` what has no place."""

    def __init__(self, block: Block, story_type: StoryType, vocabulary: Vocabulary, loader: type | None) -> None:
        self.block = block
        self.type = story_type
        self.vocabulary = vocabulary
        self.loader = loader
        self.told: dict[str, Any] = {}
        self.strays: list[Stray] = []
        self.links: list[Link] = []
        self.custom: list[Entry] = []

    def read(self) -> Story:
        block = self.block
        typed, below, lines = _halves(block)
        mapping = compose(block, typed, self.loader)
        if not block.closed:
            self.strays.append(Stray(Gap.UNCLOSED, block.word))
        self.strays += mapping.strays
        if not mapping.fields and not mapping.strays:
            self.strays.append(Stray(Gap.INVALID_YAML, block.word, note=NOT_A_MAPPING))
        is_readable = UNREADABLE.isdisjoint([stray.gap for stray in self.strays])
        first_given: dict[str, FieldLine] = {}
        by_name = self.vocabulary.names_of(self.type)
        for told in mapping.fields:
            name = told[0]
            field = by_name.get(name) or self.vocabulary.field(name, self.type)
            if field is None:
                self._misnamed(name_of(told))
            elif field.name in first_given:
                first = name_of(first_given[field.name])
                self.strays.append(Stray(Gap.REPEATED_KEY, name_of(told), field.name, first=first.span))
            else:
                first_given[field.name] = told
                self._take(field, told)
        if "id" not in self.told and not is_readable:
            self._salvage_id(typed)
        self._drop_placeholders()
        if "sentence" in self.told:
            self._take_sentence(self.told["sentence"])
        if lines:
            self._take_notes(below, lines)
        return Story(
            type=self.type,
            source=block.source,
            span=block.span,
            head=block.word,
            body=block.text,
            links=tuple(self.links),
            custom=tuple(self.custom),
            strays=tuple(self.strays),
            is_readable=is_readable,
            **self.told,
        )

    def _drop_placeholders(self) -> None:
        """Take a part that was left as a template has it for one that is not said."""
        for name in _TEMPLATED:
            part = self.told.get(name)
            if part and len(part.text) <= _LONGEST_PLACEHOLDER and _is_placeholder(part.text.lower()):
                self.strays.append(Stray(Gap.UNFILLED, part, name))
                del self.told[name]

    def _salvage_id(self, typed: str) -> None:
        found = _SALVAGED_ID.search(typed)
        if found:
            line = typed.count("\n", 0, found.start())
            self.told["id"] = phrase_in(self.block, line, found[1], found.start(1) - found.start())

    def _misnamed(self, key: Phrase) -> None:
        other = self.vocabulary.field_of_any(key.text)
        gap = Gap.MISPLACED_KEY if other else Gap.UNKNOWN_KEY
        self.strays.append(Stray(gap, key, other.name if other else ""))

    def _wrong_shape(self, node: Node, field: str, expected: str) -> None:
        typed = node if isinstance(node, Phrase) else node.typed
        self.strays.append(Stray(Gap.WRONG_SHAPE, typed, field, expected))

    def _take(self, field: Field, told: FieldLine) -> None:
        """Put a field's value where it belongs."""
        node = told[2]
        if field.value in _ONE_VALUE:
            if not self._take_one(field, node) and field.attribute in _TEMPLATED:
                self.strays.append(Stray(Gap.EMPTY, name_of(told), field.attribute))
        elif field.value is Value.CRITERIA:
            self.told[field.attribute] = tuple(self._criteria(node))
        elif field.value is Value.ALLOWANCES:
            self.told[field.attribute] = tuple(self._allowances(node))
        elif field.value is Value.IDS:
            self.links += [Link(_LINKS[field.name], phrase) for phrase in self._list(field, node)]
        else:
            values = tuple(self._list(field, node))
            if field.attribute:
                self.told[field.attribute] = values
            elif values:
                self.custom.append(Entry(field, values))

    def _take_one(self, field: Field, node: Node) -> bool:
        """Put one value where it belongs; whether there is one."""
        if isinstance(node, Phrase):
            if not node.text.strip():
                return False
            if field.attribute:
                self.told[field.attribute] = node
            else:
                self.custom.append(Entry(field, (node,)))
        elif field.attribute in _TEMPLATED and (left := _placeholder(node)):
            self.strays.append(Stray(Gap.UNFILLED, left, field.attribute))
        else:
            self._wrong_shape(node, field.name, "one value, not a list or a mapping")
        return True

    def _list(self, field: Field, node: Node) -> Iterator[Phrase]:
        if isinstance(node, Phrase):
            yield from node.pieces(",")
            return
        if not isinstance(node, Items):
            self._wrong_shape(node, field.name, "a list, not a mapping")
            return
        for item in node.nodes:
            if not isinstance(item, Phrase):
                self._wrong_shape(item, field.name, "a list of words")
            elif item.text.strip():
                yield item

    def _criteria(self, node: Node) -> Iterator[Criterion]:
        for item in node.nodes if isinstance(node, Items) else (node,):
            if isinstance(item, Phrase):
                if item.text.strip():
                    yield Criterion(item)
            elif isinstance(item, Pairs):
                yield from self._criterion(item)
            else:
                self._wrong_shape(item, "acceptance", "a list of texts")

    def _criterion(self, node: Pairs) -> Iterator[Criterion]:
        told: dict[str, Phrase] = {}
        first_given: dict[str, Phrase] = {}
        steps = []
        for key, value in node.entries:
            name = normal(key.text)
            if not isinstance(value, Phrase):
                self._wrong_shape(value, f"acceptance, {key.text}", "one text")
            elif name in STEPS:
                first_given.setdefault(name, key)
                if value.text.strip():
                    steps.append(Step(name, value))
            elif name not in CRITERION_FIELDS:
                self.strays.append(Stray(Gap.UNKNOWN_KEY, key, "acceptance"))
            elif name in first_given:
                self.strays.append(Stray(Gap.REPEATED_KEY, key, name, first=first_given[name].span))
            else:
                first_given[name] = key
                if value.text.strip():
                    told[name] = value
        text, marks = self._marks(told)
        phrase_or_step = text or (steps[0].phrase if steps else None)
        if phrase_or_step:
            yield Criterion(phrase_or_step, marks.get("done", False), marks.get("technical", False), tuple(steps))
        elif first_given:
            self._wrong_shape(node, "acceptance", "a text beside `done` or `technical`" if marks else "a text")

    def _marks(self, told: dict[str, Phrase]) -> tuple[Phrase | None, dict[str, bool]]:
        """The text of a criterion, which a mark may hold, and what the marks say."""
        text = told.pop("text", None)
        marks = dict.fromkeys(told, True)
        for name, said in told.items():
            answer = said.text.strip().lower()
            if answer in (*NO, *YES):
                marks[name] = answer in YES
            elif text is None:
                text = said
            else:
                marks[name] = False
                self._wrong_shape(said, f"acceptance, {name}", "`yes` or `no`, beside a text")
        return text, marks

    def _allowances(self, node: Node) -> Iterator[Allowance]:
        for item in node.nodes if isinstance(node, Items) else (node,):
            if isinstance(item, Phrase):
                yield from (Allowance(rule, None) for rule in item.pieces(","))
            elif isinstance(item, Pairs):
                for rule, reason in item.entries:
                    said = reason if isinstance(reason, Phrase) and reason.text.strip() else None
                    yield Allowance(rule, said)
            else:
                self._wrong_shape(item, "allow", "the rule's name and a reason")

    def _take_sentence(self, sentence: Phrase) -> None:
        """Take the parts of a sentence. What was given beside it is kept, and is a stray if it says the part again.

        A sentence without a goal is not understood, and may say anything again.
        """
        parts = parse(sentence)
        asked = parse_question(sentence) if not parts.goal and self._is_spike() else None
        parts = asked or parts
        actor = parts.role or parts.component
        attribute = "role" if self.type is StoryType.USER else "component"
        for name, part in ((attribute, actor), ("goal", parts.goal), ("benefit", parts.benefit)):
            given = self.told.get(name)
            if given is None:
                if part:
                    self.told[name] = part
            elif name == attribute:
                if part and part.text != given.text and _bare(part) != _bare(given):
                    self.strays.append(Stray(Gap.SAID_TWICE, given, name))
            elif part or not parts.goal:
                self.strays.append(Stray(Gap.SAID_TWICE, given, name))
        for name, left in parts.unfilled:
            own = name if name in ("goal", "benefit") else attribute
            if own not in self.told:
                self.strays.append(Stray(Gap.UNFILLED, left, own))

    def _is_spike(self) -> bool:
        kind = self.told.get("kind")
        return kind is not None and normal(kind.text) == "spike"

    def _take_notes(self, below: int, lines: list[str]) -> None:
        """Part the Markdown of a block: the items of task lists are criteria, the rest is notes."""
        notes: list[tuple[int, int, str]] = []
        tasks: list[tuple[re.Match[str], list[tuple[int, int, str]]]] = []
        fence = ""
        indent = -1
        for number, line in enumerate(lines, below):
            bare = line.strip()
            if fence:
                fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
            elif opened := _FENCE.match(line):
                fence, indent = opened[1], -1
            elif task := _TASK.match(line):
                tasks.append((task, [(number, task.end(), line[task.end() :].rstrip())]))
                indent = len(task[1])
                continue
            elif indent >= 0 and bare and (start := len(line) - len(line.lstrip())) > indent:
                tasks[-1][1].append((number, start, bare))
                continue
            else:
                indent = -1
            notes.append((number, 0, line))
        while notes and not notes[0][2].strip():
            notes.pop(0)
        while notes and not notes[-1][2].strip():
            notes.pop()
        self.told["notes"] = lines_in(self.block, notes)
        if tasks:
            criteria = (self._task(mark, rows) for mark, rows in tasks)
            self.told["acceptance"] = (*self.told.get("acceptance", ()), *criteria)

    def _task(self, mark: re.Match[str], rows: list[tuple[int, int, str]]) -> Criterion:
        number, column, text = rows[0]
        technical = _TECHNICAL.match(text)
        if technical:
            rows[0] = (number, column + technical.end(), text[technical.end() :])
        phrase = lines_in(self.block, rows) or self.block.word
        return Criterion(phrase, mark[2] in "xX", bool(technical))


def _placeholder(node: Items | Pairs) -> Phrase | None:
    """What a template left where it is a list or a mapping to YAML: `[goal]`, `{role}`."""
    if not node.width or not (node.nodes if isinstance(node, Items) else node.entries):
        return None
    typed = node.typed.cut(0, node.width)
    return typed if typed.text[:1] in "[{" and _is_placeholder(typed.text.lower()) else None


def _is_placeholder(words: str) -> bool:
    bare = words.strip(" .…_?")
    return not bare or PLACEHOLDER.fullmatch(bare) is not None


def _bare(actor: Phrase) -> str:
    return re.sub(r"^(?:the|an?) ", "", normal(actor.text))
