"""ST1xx: the block can be read, and its fields hold what they can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..addresses import is_safe
from ..backlog import Backlog
from ..diagnostics import Finding, Related, Severity
from ..language import Language
from ..model import LINK_KINDS, Field, Gap, Story, StoryType, Stray, Value, View, number
from ..reader import CRITERION_FIELDS
from ..rule import rule
from ..text import Phrase
from ..view_reader import VIEW_FIELDS
from .words import listed, meant, of_gap, wanted, with_article

_LINK_TARGETS = (
    re.compile(r"\]\(\s*<?\s*([^\s)>]+)"),
    re.compile(r"^ {0,3}\[[^\[\]]+\]:\s*<?([^\s>]+)", re.MULTILINE),
)
"""The address of a link, and of a definition that links refer to."""


@rule("ST110", Severity.ERROR)
def unclosed_block(block: Story | View, _backlog: Backlog) -> Iterator[Finding]:
    """A block has no closing fence.

    Without it nobody can tell where the block ends. The checker takes it to end at the first blank line, so that the
    rest of the page is still there.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    for stray in of_gap(block, Gap.UNCLOSED):
        yield Finding(
            stray.phrase.span,
            f"the {stray.phrase} block is not closed",
            "end it with a fence like the opening one, on a line of its own and indented like it",
            "opened here",
        )


@rule("ST111", Severity.ERROR)
def invalid_yaml(block: Story | View, _backlog: Backlog) -> Iterator[Finding]:
    """A block is not YAML, so that its fields cannot be told apart.

    A block is lines of `field: value`. The most frequent cause is a colon inside of a value: such a value needs quotes.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see this: the discount
        so that: I pay less
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: "to see this: the discount"
        so that: I pay less
        ```
    """
    for stray in of_gap(block, Gap.INVALID_YAML):
        yield Finding(stray.phrase.span, f"the block cannot be read: {stray.note}", _yaml_help(stray, block), "here")


def _yaml_help(stray: Stray, block: Story | View) -> str:
    if "mapping values are not allowed" in stray.note:
        return 'put a value that holds ": " in quotes: `I want: "to see this: the discount"`'
    line = stray.phrase.span.line
    if re.match(r"\s*-{3,}\s*$", block.source.line(line)):
        return "the line above the notes is `---`, at the left margin; a view has no notes"
    if any(re.match(r"\s*[A-Za-z]\w*:\S", block.source.line(one)) for one in (line - 1, line)):
        return "write a space after the colon: `id: US-1`"
    if "no `field: value`" in stray.note and isinstance(block, View):
        return "write lines of `field: value`, like `view: table`"
    if "unexpected end of stream" in stray.note:
        return "close what is opened here: a quote or a bracket"
    if "no `field: value`" in stray.note:
        return "write lines of `field: value`; a whole sentence goes into one: `story: As a …`"
    if "control character" in stray.note:
        return "remove the character that cannot be seen"
    if "'\\t'" in stray.note or "\t" in block.source.line(stray.phrase.span.line):
        return "indent with spaces; YAML allows no tabs there"
    return "put a value that begins with a special character, or holds one, in quotes"


@rule("ST112", Severity.ERROR)
def refused_yaml(block: Story | View, _backlog: Backlog) -> Iterator[Finding]:
    """A block uses anchors, aliases, tags or deep nesting, which stories have no use for.

    They make a block hard to read, and a small one very large. A value that begins with `&`, `*` or `!` only has to be
    quoted.

    Example:
        ```story
        id: US-1
        as a: &who reader
        I want: to see discounts
        so that: I pay less
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        ```
    """
    for stray in of_gap(block, Gap.REFUSED_YAML):
        if stray.note.startswith("the "):
            message = f"{stray.note} is not allowed"
            help_ = "put a value that begins with `&`, `*` or `!` in quotes"
        else:
            message, help_ = f"it is {stray.note}", "write lines of `field: value`; no field needs lists in lists"
        yield Finding(stray.phrase.span, f"the block cannot be read: {message}", help_, "here")


@rule("ST113", Severity.ERROR)
def unknown_field(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """A block has a field that there is none of.

    What is written there would be lost. Sites may declare fields of their own, with the option `fields`.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        prioritty: high
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        priority: high
        ```
    """
    for count, stray in enumerate(of_gap(block, Gap.UNKNOWN_KEY)):
        if count >= _MANY:  # text that is no story: a search for what was meant would take longer than all the rest
            message = f"there is no field `{stray.phrase}`"
            yield Finding(stray.phrase.span, message, "remove it, or put it below a line `---`", "not a field")
            continue
        if isinstance(block, Story) and not stray.note:
            names, known = _writable(block.type, backlog.language), backlog.language.names(block.type)
            owner = f"{block.type.label}s" if block.type is StoryType.EPIC else f"{block.type.value} stories"
        else:
            names, owner = (CRITERION_FIELDS, "criteria") if stray.note else (VIEW_FIELDS, "views")
            known = names
        yield Finding(
            stray.phrase.span,
            f"{owner} have no field `{stray.phrase}`"
            if stray.phrase
            else "the name of a field is a word or some words",
            meant(stray.phrase.text, names, f"there are {listed(known)}"),
            "not a field",
        )


_MANY = 100


def _own_field(typed: Phrase, misplaced: Field, story_type: StoryType, language: Language) -> str:
    """What to write in the place of another type's field: the one that shares a name with it, else the nearest."""
    names = {misplaced.name, *misplaced.aliases}
    for field in language.fields:
        if story_type in field.types and names & {field.name, *field.aliases}:
            return f"did you mean `{field.name}`?"
    return meant(typed.text, _writable(story_type, language), "leave it out, or change the block's word")


def _writable(story_type: StoryType, language: Language) -> tuple[str, ...]:
    """Every name that a field of a type may be given by."""
    own = [field for field in language.fields if story_type in field.types]
    return tuple(dict.fromkeys(name for field in own for name in (field.name, *field.aliases)))


@rule("ST114", Severity.ERROR)
def misplaced_field(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """A field belongs to another type of story.

    A technical story supports user stories; a user story has a role, not a component.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        kind: upgrade
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: price service
        should: use the supported version of its driver
        so that: known gaps are closed
        kind: upgrade
        ```
    """
    for stray in of_gap(block, Gap.MISPLACED_KEY):
        field = next((field for field in backlog.language.fields if field.name == stray.note), None)
        if field is None or isinstance(block, View):
            continue
        types = " and ".join(one.label for one in StoryType if one in field.types)
        yield Finding(
            stray.phrase.span,
            f"`{stray.phrase}` is no field of {with_article(block.type.label)}",
            f"it is one of {with_article(types)}; " + _own_field(stray.phrase, field, block.type, backlog.language),
            "belongs elsewhere",
        )


@rule("ST115", Severity.ERROR)
def repeated_field(block: Story | View, _backlog: Backlog) -> Iterator[Finding]:
    """A field is given twice, also under another of its names.

    Only the first one counts, and the second would be lost.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        tags: [price]
        labels: [shop]
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        tags: [price, shop]
        ```
    """
    for stray in of_gap(block, Gap.REPEATED_KEY):
        first = (Related(block.source, stray.first, "first given here"),) if stray.first else ()
        same = "" if stray.phrase.text == stray.note else f", which is another name of `{stray.note}`,"
        yield Finding(
            stray.phrase.span,
            f"the field `{stray.phrase}`{same} is given twice",
            "put both values into one field, or remove one",
            "given before",
            first,
        )


@rule("ST116", Severity.ERROR)
def invalid_value(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A value is not what its field can have.

    Statuses, priorities and kinds are those of the site; estimates and business values are numbers, 0 or more; dates
    are written like 2026-01-31; a list is a list.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        estimate: three
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        estimate: 3
        ```
    """
    for stray in of_gap(story, Gap.WRONG_SHAPE):
        name, _, expected = stray.note.partition(": ")
        yield Finding(stray.phrase.span, f"`{name}` needs {expected}", f"write {expected}", wanted(expected))
    for kind in LINK_KINDS:
        for surplus in story.targets(kind)[1:] if kind.is_single else ():
            yield Finding(
                *(surplus.span, f"`{kind.name}` names one story, not several"),
                *("keep the one that fits best; `relates to` may name the others", "one too many"),
            )
    for field in backlog.language.fields:
        if field.value in _PLAIN:
            continue
        for phrase in story.values(field):
            yield from _value_findings(field, phrase, backlog.language)


_PLAIN = (Value.TEXT, Value.LIST, Value.IDS, Value.CRITERIA, Value.ALLOWANCES)


def _value_findings(field: Field, phrase: Phrase, language: Language) -> Iterator[Finding]:
    if field.value is Value.CHOICE:
        if language.choice(field, phrase) is None:
            choices = language.choices(field)
            otherwise = f"use one of {listed(choices)}"
            message = f"there is no {field.name} `{phrase}`"
            yield Finding(phrase.span, message, meant(phrase.text, choices, otherwise), f"no {field.name} of this site")
    elif field.value is Value.NUMBER and number(phrase) is None:
        help_ = "write a number, 0 or more, with a point before decimals"
        yield Finding(phrase.span, f"`{field.name}` is a number, 0 or more, not `{phrase}`", help_, "not such a number")
    elif field.value is Value.DATE and not _is_date(phrase.text):
        yield Finding(
            phrase.span, f"`{field.name}` is a date, not `{phrase}`", "write it like 2026-01-31", "not a date"
        )
    elif (
        field.value is Value.URL
        and not re.match(r"(?i)https?://\S+$|mailto:\S+$", phrase.text)
        and is_safe(phrase.text)
    ):
        help_ = "write the whole address: https://…"
        yield Finding(phrase.span, f"`{field.name}` is an address, not `{phrase}`", help_, "not an address")


def _is_date(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


@rule("ST117", Severity.ERROR)
def unsafe_link(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A link of a story is neither http, https, mailto nor relative.

    Other addresses can run code in the reader's browser. The card shows the words without the link.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: javascript://shop/1
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: https://example.com/shop/1
        ```
    """
    if ":" not in story.body:
        return
    addresses = list(story.issue)
    addresses += [phrase for entry in story.custom if entry.field.value is Value.URL for phrase in entry.values]
    if "](" in story.body or "]:" in story.body:
        addresses += _link_targets(story)
    for phrase in addresses:
        if not is_safe(phrase.text):
            shown = phrase.text if len(phrase.text) < 60 else f"{phrase.text[:60]}…"
            yield Finding(
                phrase.span,
                f"the link `{shown}` is not safe",
                "use an address with https, http or mailto, or a relative one",
                "refused",
            )


def _link_targets(story: Story) -> Iterator[Phrase]:
    for phrase in story.words:
        for found in (found for pattern in _LINK_TARGETS for found in pattern.finditer(phrase.text)):
            yield phrase.cut(found.start(1), found.end(1))
