"""What a page says: stories, the links between them, and the views over them.

A story's fields are declared once, on `Story`. Readers, rules, cards, views and exports go by these declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import cached_property
from typing import Any

from .criteria import Criterion
from .link_kinds import LINK_KINDS, LinkKind
from .plain_text import as_number, as_title, is_state, said_of
from .story_types import EPIC, EVERY, STORIES, TECHNICAL, USER, StoryType
from .strays import Lookalike, Stray
from .text import Phrase, Source, Span


class Value(Enum):
    """What a field's value has to be."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    URL = "url"
    CHOICE = "choice"
    LIST = "list"
    IDS = "ids"
    CRITERIA = "criteria"
    ALLOWANCES = "allowances"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a story: its name, what else it is read as, who has it and what its value has to be."""

    name: str
    aliases: tuple[str, ...] = ()
    types: frozenset[StoryType] = EVERY
    value: Value = Value.TEXT
    meaning: str = ""
    """What it says of a story, in a sentence."""
    label: str = ""
    choices: tuple[str, ...] = ()
    required: frozenset[StoryType] = frozenset()
    attribute: str = ""
    """The attribute of `Story` that holds it; empty for links and for fields that the site declares."""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference of a story to another one, as it was typed."""

    kind: LinkKind
    target: Phrase


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that a story may break, and why."""

    rule: Phrase
    reason: Phrase | None


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of a field that the site declares."""

    field: Field
    values: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """What a report tells of a story: what it is called, and the line that its block begins in.

    `id` is empty where it has none. `unreadable` is the block's text, where its YAML could not be read.
    """

    name: str
    heading: str
    line: int
    id: str = ""
    unreadable: str | None = None


def _declare(
    meaning: str, *aliases: str, on: frozenset[StoryType] = EVERY, value: Value = Value.TEXT, name: str = ""
) -> Any:
    """Declare a field of `Story`: what it says, and what else it is read as."""
    many = value in (Value.LIST, Value.CRITERIA, Value.ALLOWANCES)
    declared = Field(name, aliases, on, value, meaning)
    return field(default=() if many else None, metadata={Field: declared})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A user story, a technical story or an epic, as far as its block tells it.

    A broken block is a story with gaps: what is missing is `None`, what could not be placed is in `strays`. A story
    told in one sentence has its parts as well, cut out of the sentence.
    """

    type: StoryType
    source: Source = field(repr=False)
    span: Span
    """From the opening fence to the closing one."""
    head: Phrase
    """The word of the fence."""
    body: str = field(default="", repr=False)
    """The block's text: what stands between the fences, without the indentation of its container."""
    is_readable: bool = True
    """Whether the block's YAML could be read; of one that could not, nothing is known but perhaps its id."""

    id: Phrase | None = _declare("The address of the story. Every story needs one, and each may be used once.")
    title: Phrase | None = _declare(
        "The heading of the card. Without it, the heading is made of the goal.", "name", "summary"
    )
    sentence: Phrase | None = _declare(
        "The whole sentence. It stands for role or component, goal and benefit.", "sentence", on=STORIES, name="story"
    )
    role: Phrase | None = _declare(
        "Who wants it: a person.", "as a", "as an", "as the", "as", "persona", "actor", "user", on=USER
    )
    component: Phrase | None = _declare(
        "Which part of the system it is about.", "the", "as a", "as an", "as the", "system", "actor", on=TECHNICAL
    )
    goal: Phrase | None = _declare(
        "What must be possible.",
        *("I want", "I want to", "we want", "I need", "I can", "I should be able to"),
        *("should", "must", "shall", "means"),
        on=STORIES,
    )
    benefit: Phrase | None = _declare(
        "Why: the value. Every user story and technical story needs one.",
        *("so that", "so", "in order to", "to prevent", "because", "value", "ends"),
        on=STORIES,
    )
    text: Phrase | None = _declare("What the epic is for.", "goal", "description", on=EPIC)
    kind: Phrase | None = _declare("What sort of technical work it is.", on=TECHNICAL, value=Value.CHOICE)
    status: Phrase | None = _declare("How far it is.", "state", value=Value.CHOICE)
    priority: Phrase | None = _declare("How urgent it is.", value=Value.CHOICE)
    estimate: Phrase | None = _declare(
        "How much work it is.", "points", "story points", "effort", on=STORIES, value=Value.NUMBER
    )
    business_value: Phrase | None = _declare(
        "How much it is worth. Divided by the estimate it gives the value per point.",
        "worth",
        on=STORIES,
        value=Value.NUMBER,
    )
    acceptance: tuple[Criterion, ...] = _declare(
        "How you will know that it is done.", "acceptance criteria", "criteria", "ac", on=STORIES, value=Value.CRITERIA
    )
    tags: tuple[Phrase, ...] = _declare("Words to find it by.", "labels", value=Value.LIST)
    owner: Phrase | None = _declare("Whose it is.", "assignee")
    milestone: Phrase | None = _declare("When it is due.", "release", "sprint", "iteration")
    issue: tuple[Phrase, ...] = _declare(
        "A number, a key or an address in your issue tracker.", "ticket", "issues", value=Value.LIST
    )
    allow: tuple[Allowance, ...] = _declare(
        "Rules that this story may break, each with its reason.", value=Value.ALLOWANCES
    )

    links: tuple[Link, ...] = ()
    custom: tuple[Entry, ...] = ()
    notes: Phrase | None = None
    """The Markdown after `---`, without its task list, which is part of `acceptance`."""
    strays: tuple[Stray, ...] = ()

    @property
    def name(self) -> str:
        """The id, or words that stand for it where there is none."""
        return self.id.text if self.id else f"without id (line {self.span.line})"

    @property
    def look(self) -> tuple[object, ...]:
        """What decides how a story looks: its name, its block, and the page that it stands on."""
        return self.source.path, self.name, self.type, self.is_readable, self.body

    @property
    def anchor(self) -> str:
        """The fragment of the card's address; empty without an id. HTML allows no white space in it."""
        name = "-".join(self.id.text.lower().split()) if self.id else ""
        return name if name.isprintable() else "".join(filter(str.isprintable, name))

    @property
    def actor(self) -> Phrase | None:
        """Who wants it, human or part of the system."""
        return self.role or self.component

    @property
    def heading(self) -> str:
        """The title, or one made of what the story wants, with its component where that alone tells what is meant."""
        if self.title:
            return self.title.text.strip()
        if self.component and self.goal and is_state(self.goal.text):
            return as_title(said_of(self.component.text, self._before(self.goal), self.goal.text))
        told = self.goal or self.text or self.sentence
        return (as_title(told.text) if told else "") or f"{self.type.label.capitalize()} {self.id or ''}".strip()

    def _before(self, part: Phrase) -> str:
        """What was typed before a part: in its sentence, or on its line."""
        if self.sentence and self.sentence.holds(part):
            return self.sentence.text[: self.sentence.offset_of(part)]
        return self.source.line(part.line)[: part.column - 1]

    @property
    def headline(self) -> Headline:
        """By what a report names it."""
        unreadable = None if self.is_readable else self.body
        return Headline(self.name, self.heading, self.span.line, self.id.text if self.id else "", unreadable)

    @property
    def points(self) -> float | None:
        """The estimate as a number, where it is one."""
        return number(self.estimate)

    @property
    def worth(self) -> float | None:
        """The business value as a number, where it is one."""
        return number(self.business_value)

    @property
    def value_per_point(self) -> float | None:
        """Business value by estimate: what ranks unlike stories."""
        if self.worth is None or not self.points:
            return None
        return self.worth / self.points

    def values(self, of: Field) -> tuple[Phrase, ...]:
        """What was typed for a field, whatever sort of field it is."""
        if not of.attribute:
            if of.value is Value.IDS:
                return tuple(link.target for link in self.links if link.kind.name == of.name)
            return next((entry.values for entry in self.custom if entry.field.name == of.name), ())
        told = getattr(self, of.attribute)
        if told is None:
            return ()
        if isinstance(told, Phrase):
            return (told,)
        return tuple(part if isinstance(part, Phrase) else _words(part) for part in told)

    @property
    def words(self) -> Iterator[Phrase]:
        """Everything in a story that is Markdown."""
        parts = (self.role, self.component, self.goal, self.benefit, self.text, self.notes)
        yield from (part for part in parts if part is not None)
        for criterion in self.acceptance:
            yield criterion.phrase
            yield from (step.phrase for step in criterion.steps if step.phrase is not criterion.phrase)
        for entry in self.custom:
            if entry.field.value is Value.TEXT:
                yield from entry.values

    def targets(self, kind: LinkKind) -> tuple[Phrase, ...]:
        """The ids that this story refers to by a kind of link."""
        return tuple(link.target for link in self.links if link.kind is kind)


def _words(part: Criterion | Allowance) -> Phrase:
    return part.phrase if isinstance(part, Criterion) else part.rule


def number(phrase: Phrase | None) -> float | None:
    """The number that a phrase says, 0 or more; `None` where it says none."""
    return None if phrase is None else as_number(phrase.text)


def _declared_fields() -> Iterator[Field]:
    for one in fields(Story):
        declared: Field | None = one.metadata.get(Field)
        if declared:
            name = declared.name or one.name.replace("_", " ")
            yield replace(declared, name=name, attribute=one.name)
    for kind in LINK_KINDS:
        yield Field(kind.name, kind.aliases, kind.types, Value.IDS, kind.meaning)


FIELDS: tuple[Field, ...] = tuple(_declared_fields())


@dataclass(frozen=True, slots=True)
class Condition:
    """A field and the values of which a story needs one."""

    field: Phrase
    values: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class SortKey:
    """A field to sort by."""

    field: Phrase
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A `backlog` block: which stories to draw, and how. What is `None` or empty is the view's own default."""

    source: Source = field(repr=False)
    span: Span
    head: Phrase
    body: str = field(default="", repr=False)
    name: Phrase | None = None
    where: tuple[Condition, ...] = ()
    without: tuple[Condition, ...] = ()
    group_by: Phrase | None = None
    sort: tuple[SortKey, ...] = ()
    columns: tuple[Phrase, ...] = ()
    limit: Phrase | None = None
    of: Phrase | None = None
    depth: Phrase | None = None
    strays: tuple[Stray, ...] = ()


@dataclass(frozen=True)
class Page:
    """What one source tells: its stories, its views, and the ids that its words refer to.

    `lookalikes` are fences that begin no block, though the word behind them begins as one of ours does.
    """

    source: Source
    stories: tuple[Story, ...] = ()
    views: tuple[View, ...] = ()
    references: tuple[Phrase, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()

    @cached_property
    def blocks(self) -> tuple[Story | View, ...]:
        """The stories and views, in the order of the page."""
        return tuple(sorted((*self.stories, *self.views), key=lambda one: one.span))

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Story | View]]:
        """The stories and views by the text of their blocks; those of equal texts in the order of the page."""
        found: dict[str, list[Story | View]] = {}
        for one in self.blocks:
            found.setdefault(one.body, []).append(one)
        return found
