"""ST1xx: the block can be read, and its fields are those that there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType

from ..backlog import Backlog
from ..diagnostics import Edit, Finding, Related, Severity
from ..link_kinds import DEPENDS_ON, PART_OF
from ..model import Field, Story, View
from ..nodes import NO_COLON, NO_COMMA, NOT_A_MAPPING, TOO_DEEP
from ..query import find_facet
from ..reader import CRITERION_FIELDS
from ..rule import rule
from ..story_types import StoryType
from ..strays import Gap, Stray
from ..text import Phrase
from ..view_reader import VIEW_FIELDS
from ..vocabulary import Vocabulary, normal
from . import tracing, values, viewing
from .mending import instead, misspelt, read_anew, with_edit
from .quoting import readable
from .words import listed, meant, of_gap, with_article


@rule("ST110", Severity.ERROR, of="strays")
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


@rule("ST111", Severity.ERROR, of="strays")
def invalid_yaml(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """A block is not YAML, so that its fields cannot be told apart.

    A block is lines of `field: value`. The most frequent cause is a colon inside a value: such a value needs quotes.
    `check --fix` mends a block that lacks nothing but quotes, spaces after colons, or spaces in the place of tabs.

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
        message, help_ = f"the block cannot be read: {stray.note}", _yaml_help(stray, block)
        fix = () if help_ == _ITEMS else readable(block, backlog.vocabulary)
        yield Finding(stray.phrase.span, message, help_, "here", fix=fix)


def _yaml_help(stray: Stray, block: Story | View) -> str:
    note, number = stray.note, stray.phrase.span.line
    line, above = block.source.line(number), block.source.line(number - 1)
    if "mapping values are not allowed" in note:
        return 'put a value that holds ": " in quotes: `I want: "to see this: the discount"`'
    if re.match(r"\s*-{3,}\s*$", line):
        return "the line above the notes is `---`, at the left margin; a view has no notes"
    if any(re.match(r"\s*[A-Za-z]\w*:\S", one) for one in (above, line)):
        return "write a space after the colon: `id: US-1`"
    is_told = isinstance(block, Story) and block.type is not StoryType.EPIC
    if is_told and (opening := _OPENING.match(line)):
        sentence = f"`story: {opening[1].capitalize()} …`"
        if _WANTED.search(line):
            return f"put the sentence into one field: {sentence}"
        return f"write a colon behind the name of the field: `{opening[1].lower()}: …`; or a sentence: {sentence}"
    if NO_COLON in note:
        return "write `field: value`, or indent a line that continues the one above"
    if re.match(r"\s*[-*+] +\[[ xX]\] ", line):
        return "write `- done: …` for `- [x] …`, and `- …` for `- [ ] …`; or write the task list below a line `---`"
    if NOT_A_MAPPING in note and isinstance(block, View):
        return "write lines of `field: value`, like `view: table`"
    if "\t" in line:
        return _TABS
    return _layout_help(stray, line) or next((help_ for piece, help_ in _HELP.items() if piece in note), _QUOTES)


def _layout_help(stray: Stray, line: str) -> str:
    """Help for what lists are typed with: their items, brackets and indents."""
    first, column = stray.phrase.text[:1], stray.phrase.span.column
    if re.match(r"[\s>]*\* ", line):
        return _ITEMS
    if NO_COMMA in stray.note and first in _CLOSING:
        return f"close the `{first}` of line {stray.phrase.span.line} with `{_CLOSING[first]}`"
    if _LEVEL.search(stray.note) and not line[: column - 1].strip(" >"):
        return f"indent all {'items' if stray.phrase.text == '-' else 'lines that belong together'} alike"
    return ""


_OPENING = re.compile(r"[\s>*_-]*(as an?|as the|I want|in order to|so that)\b[*_]*\s", re.IGNORECASE)
_WANTED = re.compile(r"\b(?:want|need|would like|can|should|must)\b", re.IGNORECASE)
_TABS = "indent with spaces; YAML allows no tabs there"
_LEVEL = re.compile("expected (?:key|'-' indicator|<document start>)")
_ITEMS = "items of a list begin with `-`: `- A discounted book shows its old price`"
_CLOSING = MappingProxyType({"[": "]", "{": "}"})
_QUOTES = "put a value that begins with a special character, or holds one, in quotes"
_HELP = MappingProxyType(
    {
        "unexpected end of stream": "close what is opened here: a quote or a bracket",
        NOT_A_MAPPING: "write lines of `field: value`; a whole sentence goes into one: `story: As a …`",
        "control character": "remove the character that cannot be seen",
        "'\\t'": _TABS,
    }
)
"""Help by what the loader says."""


@rule("ST112", Severity.ERROR, of="strays", is_firm=True)
def refused_yaml(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """A block uses anchors, aliases, tags or deep nesting, which stories have no use for.

    They make a block hard to read, and a small one very large. A value that begins with `&`, `*` or `!` only has to be
    quoted, as `check --fix` does.

    Example:
        ```story
        id: US-1
        as a: &who reader
        I want: to see discounts
        so that: I pay less
        owner: *who
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        owner: reader
        ```
    """
    for stray in of_gap(block, Gap.REFUSED_YAML):
        if stray.note != TOO_DEEP:
            message = f"{stray.note} is not allowed"
            help_ = "put a value that begins with `&`, `*` or `!` in quotes"
        else:
            message, help_ = f"it is {stray.note}", "write lines of `field: value`; no field needs lists in lists"
        message = f"the block cannot be read: {message}"
        yield Finding(stray.phrase.span, message, help_, "here", fix=readable(block, backlog.vocabulary))


@rule("ST113", Severity.ERROR, of="strays")
def unknown_field(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """A block has a field that does not exist.

    What is written there would be lost. Sites may declare fields of their own, with the option `fields`. `check --fix`
    mends a name that is misspelt.

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
        if isinstance(block, Story) and not stray.field:
            names, known = _writable(block.type, backlog.vocabulary), backlog.vocabulary.names(block.type)
            owner = _many(block.type)
        else:
            names, owner = (CRITERION_FIELDS, "criteria") if stray.field else (VIEW_FIELDS, "views")
            known = names
        fix = _respelt(stray, block, names, backlog)
        help_ = (
            _below_where(stray, block, backlog)
            or _elsewhere(stray, block)
            or meant(stray.phrase.text, names, f"there are {listed(known)}", fix)
        )
        yield Finding(
            stray.phrase.span,
            f"{owner} have no field `{stray.phrase}`"
            if stray.phrase.text
            else "the name of a field is a word or some words",
            help_,
            "not a field",
            fix=fix,
        )


def _many(story_type: StoryType) -> str:
    return "epics" if story_type is StoryType.EPIC else f"{story_type.value} stories"


def _below_where(stray: Stray, block: Story | View, backlog: Backlog) -> str:
    """Help where a view chooses stories on a line of its own."""
    if not isinstance(block, View) or find_facet(stray.phrase.text, backlog.vocabulary) is None:
        return ""
    return f"stories are chosen by their {stray.phrase} below `where`"


def _elsewhere(stray: Stray, block: Story | View) -> str:
    """Help for what a story says elsewhere than in a field of that name."""
    if not isinstance(block, Story) or stray.field:
        return ""
    return _ELSEWHERE.get(normal(stray.phrase.text), "").format(name=block.name)


_ELSEWHERE = MappingProxyType(
    {
        "notes": "write notes in Markdown, below a line `---`",
        "parent": f"the epic that a story belongs to is its `{PART_OF.name}`",
        "blocks": f"write `{DEPENDS_ON.name}: {{name}}` in the other story",
        "type": "the word of the fence says it: `story`, `technical-story` or `epic`",
    }
)
_MANY = 100


def _respelt(stray: Stray, block: Story | View, names: tuple[str, ...], backlog: Backlog) -> tuple[Edit, ...]:
    """The name of the one field that was meant, unless the block has that field as well, or its value does not fit."""
    vocabulary = backlog.vocabulary
    found = misspelt(stray.phrase.text, names, shortest=4)
    if isinstance(block, Story) and not stray.field:
        fields = {vocabulary.field(name, block.type) for name in found}
        found = found if not any(field and block.values(field) for field in fields) else ()
        found = found[:1] if len(fields) == 1 else ()
    if len(found) != 1:
        return ()
    name = found[0]
    written = name[0].upper() + name[1:] if stray.phrase.text[0].isupper() else name
    fix = instead(block.source, stray.phrase, written)
    return fix if all(_fits(block, edit, backlog) for edit in fix) else ()


def _fits(block: Story | View, edit: Edit, backlog: Backlog) -> bool:
    """Whether the values of a block are as good as before when an edit is made, or can be mended then."""
    text = with_edit(block, edit)
    if text is None:
        return False
    page = read_anew(block, text, backlog.vocabulary)
    told = Counter(one.message for one in _of_values(block, backlog))
    left = Counter(one.message for other in page.blocks for one in _of_values(other, backlog))
    return left <= told


def _of_values(block: Story | View, backlog: Backlog) -> Iterator[Finding]:
    """What is wrong with the values of a block, and cannot be mended."""
    rules = (values.invalid_value, tracing.unknown_link, tracing.wrong_link_type)
    for one in rules if isinstance(block, Story) else (viewing.invalid_view,):
        yield from (finding for finding in one.judge(block, backlog) if not finding.fix)


def _own_field(typed: Phrase, misplaced: Field, story_type: StoryType, vocabulary: Vocabulary) -> str:
    """What to write in the place of another type's field: the one that shares a name with it, or is a slip away."""
    names = {misplaced.name, *misplaced.aliases}
    for field in vocabulary.fields:
        if story_type in field.types and names & {field.name, *field.aliases}:
            return f"did you mean `{field.name}`?"
    near = misspelt(typed.text, _writable(story_type, vocabulary))
    return f"did you mean `{near[0]}`?" if near else "leave it out, or change the block's word"


def _writable(story_type: StoryType, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every name that a field of a type may be given by."""
    own = [field for field in vocabulary.fields if story_type in field.types]
    return tuple(dict.fromkeys(name for field in own for name in (field.name, *field.aliases)))


@rule("ST114", Severity.ERROR, of="strays")
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
        field = next((field for field in backlog.vocabulary.fields if field.name == stray.field), None)
        if field is None or isinstance(block, View):
            continue
        types = " and ".join(_many(one) for one in StoryType if one in field.types)
        yield Finding(
            stray.phrase.span,
            f"`{stray.phrase}` is no field of {with_article(block.type.label)}",
            f"it is a field of {types}; " + _own_field(stray.phrase, field, block.type, backlog.vocabulary),
            "belongs elsewhere",
        )


@rule("ST115", Severity.ERROR, of="strays")
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
        before = block.source.slice(stray.first) if stray.first else stray.field
        other = "" if normal(before) == normal(stray.phrase.text) else f", the first time as `{before}`"
        yield Finding(
            stray.phrase.span,
            f"the field `{stray.phrase}` is given twice{other}",
            _as_worth(stray, block) or "put both values into one field, or remove one",
            "given before",
            first,
        )


def _as_worth(stray: Stray, block: Story | View) -> str:
    """Help where a benefit in words is there, and a number is meant to say how much it is worth."""
    if stray.field != "benefit" or not isinstance(block, Story) or block.business_value:
        return ""
    span = stray.phrase.span
    number = _NUMBER.match(block.source.line(span.line), span.end_column - 1)
    return f"did you mean `business value: {number[1]}`?" if number else ""


_NUMBER = re.compile(r"""["']?\s*:\s+["']?(\d+(?:\.\d+)?)["']?\s*(?:#.*)?$""")
