"""ST1xx: the story has its parts."""

from __future__ import annotations

from collections.abc import Iterator

from .. import prose
from ..backlog import Backlog
from ..clauses import is_question
from ..diagnostics import Finding, Related, Severity
from ..grammar import SO_THAT
from ..model import Story, number
from ..rule import rule
from ..story_types import StoryType
from ..strays import Gap
from .mending import on_a_line_below
from .words import is_unfilled, left_empty, of_gap, place, subject, tells, with_article


@rule("ST101", Severity.ERROR)
def missing_role(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A user story does not say who wants it.

    A wish without a person behind it cannot be weighed: nobody knows whom to ask, nor whom it helps. If the user is a
    part of the system, the block is a technical story.

    Example:
        ```story
        id: US-1
        I want: to mark discounted books
        so that: they attract more buyers
        ```

    Instead:

        ```story
        id: US-1
        as a: book seller
        I want: to mark discounted books
        so that: they attract more buyers
        ```
    """
    if story.type is StoryType.USER and story.is_readable and not tells(story.role) and not is_unfilled(story, "role"):
        empty = left_empty(story, "role")
        yield Finding(
            place(story, empty, story.role, story.sentence, story.goal, story.id),
            f"{subject(story)} does not say who wants it",
            f"write who after `{empty}:`"
            if empty
            else 'begin with the role: "As a book seller, I want …", or a line `as a: book seller`',
            "no role",
        )


@rule("ST102", Severity.ERROR)
def missing_goal(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A story does not say what is wanted, or an epic what it is for.

    The goal is what the team delivers. Without it there is nothing to estimate and nothing to accept.

    Example:
        ```story
        id: US-1
        as a: book seller
        so that: they attract more buyers
        ```

    Instead:

        ```story
        id: US-1
        as a: book seller
        I want: to mark discounted books
        so that: they attract more buyers
        ```
    """
    if not story.is_readable or tells(story.goal) or is_unfilled(story, "goal", "text"):
        return
    empty = left_empty(story, "goal", "text", "sentence")
    if story.type is not StoryType.EPIC:
        yield Finding(
            place(story, empty, story.goal, story.sentence, story.actor, story.benefit, story.id),
            f"{subject(story)} does not say what is wanted",
            f"write what should be possible after `{empty}:`"
            if empty
            else "say what should be possible: a line `I want: to …`"
            if story.type is StoryType.USER
            else "say how this part of the system should behave: a line `should: …`",
            "no goal",
        )
    elif not (story.text or story.title):
        yield Finding(
            place(story, empty, story.id),
            f"{subject(story)} does not say what it is for",
            f"write it after `{empty}:`" if empty else "add a line `goal: …`",
            "no goal",
        )


@rule("ST103", Severity.ERROR)
def missing_benefit(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A story does not say what it is for: it has no value.

    Stories are compared by their value. One that has none loses against the others, or is done for its own sake. This
    holds for technical stories as much as for user stories: an upgrade is worth what it prevents or enables. A spike
    that asks a question is worth its answer. A number says how much, not what for: it is a `business value`.

    Example:
        ```technical-story
        id: TS-3
        component: video server
        story: Upgrade webrtc server
        ```

    Instead:

        ```technical-story
        id: TS-3
        component: video server
        story: >
          Upgrade webrtc server
          to prevent closed connections from being kept open
        ```
    """
    if story.benefit and story.is_readable and _is_amount(story.benefit.text):
        is_field = number(story.benefit) is not None and not story.business_value
        field = f"did you mean `business value: {story.benefit}`? " if is_field else ""
        yield Finding(
            story.benefit.span,
            f"{subject(story)} does not say what it is for, only how much it is worth",
            f"{field}say in words what it is good for: `so that: …`",
            "a number, not a value in words",
        )
    elif (
        story.type is not StoryType.EPIC
        and story.is_readable
        and not tells(story.benefit)
        and not is_question(story)
        and not is_unfilled(story, "benefit")
    ):
        yield _said_in_goal(story) or _without_benefit(story)


def _without_benefit(story: Story) -> Finding:
    empty = left_empty(story, "benefit")
    is_user = story.type is StoryType.USER
    value = "whom it helps and how" if is_user else "what it prevents, enables or improves"
    example = '"…, so that …"' if is_user else '"…, so that …" or "… to prevent …"'
    return Finding(
        place(story, empty, story.benefit, story.sentence, story.goal, story.actor, story.id),
        f"{subject(story)} does not say what it is for",
        f"write {value} after `{empty}:`" if empty else f"say {value}: {example}",
        "no value follows",
    )


def _said_in_goal(story: Story) -> Finding | None:
    """What is to be said of a benefit that was typed behind the goal, in the field of the goal."""
    goal = story.goal
    words = prose.reading_copy(prose.without_noise(goal.text)) if goal and not story.sentence else ""
    found = SO_THAT.search(words)
    if not goal or not found or not found[0].startswith("so that") or not words[found.end() :].strip():
        return None
    reason = goal.cut(found.start(), len(words))
    benefit = goal.text[found.end() :].strip(" :")
    return Finding(
        reason.span,
        f"{subject(story)} says what it is for in its goal",
        f"put it on a line of its own: `so that: {' '.join(benefit.split())}`",
        "part of the goal",
        fix=on_a_line_below(story.source, goal, found.start(), f"so that: {benefit}"),
    )


def _is_amount(words: str) -> bool:
    return not any(map(str.isalpha, words)) and any(map(str.isdigit, words))


@rule("ST104", Severity.INFO)
def missing_component(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A technical story does not name the part of the system that it is about.

    A named component shows who has to know, and lets the backlog group what belongs together.

    Example:
        ```technical-story
        id: TS-1
        should: accept a reading once
        so that: a retry does not order twice
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: order service
        should: accept a reading once
        so that: a retry does not order twice
        ```
    """
    if (
        story.type is StoryType.TECHNICAL
        and story.is_readable
        and not story.component
        and not is_unfilled(story, "component")
    ):
        empty = left_empty(story, "component")
        yield Finding(
            place(story, empty, story.sentence, story.goal, story.id),
            f"{subject(story)} does not name the part of the system it is about",
            f"write which part after `{empty}:`" if empty else "add a line `component: …`",
            "no component",
        )


@rule("ST105", Severity.ERROR, of="strays")
def sentence_and_parts(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A story is told in one sentence and in parts, which do not have to agree.

    Two wordings of one thing drift apart, and a reader cannot know which one is meant. What the sentence leaves out, a
    line of its own may give: the role or component, or the benefit.

    Example:
        ```story
        id: US-1
        story: As a book seller, I want to mark discounted books so that they attract more buyers
        so that: the stock is sold
        ```

    Instead:

        ```story
        id: US-1
        story: As a book seller, I want to mark discounted books so that they attract more buyers
        ```
    """
    for stray in of_gap(story, Gap.SAID_TWICE):
        yield Finding(
            stray.phrase.span,
            f"{subject(story)} gives its {stray.field} beside a whole sentence",
            f"keep one of both: the line `story: …`, or the parts; the card now shows this {stray.field}",
            "beside a sentence",
        )


@rule("ST118", Severity.ERROR)
def missing_field(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story lacks a field that the site requires of its type.

    The option `fields` says which fields are required, and of which types. By default none is.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        region: north
        ```
    """
    for field in backlog.vocabulary.custom:
        if story.type in field.required and story.is_readable and not story.values(field):
            yield Finding(
                place(story, story.id),
                f"{subject(story)} has no `{field.name}`, which this site requires",
                f"add a line `{field.name}: …`",
                f"no {field.name}",
            )


@rule("ST120", Severity.ERROR)
def missing_id(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story has no id, so that nothing can refer to it.

    The id is the story's address: links, references in prose and the card's anchor are made of it.

    Example:
        ```story
        story: As a reader, I want to see discounts so that I pay less
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    if story.id or not story.is_readable:
        return
    if not any(stray.field == "id" for stray in of_gap(story, Gap.WRONG_SHAPE)):
        free = backlog.free_id(story.type)
        yield Finding(
            place(story),
            f"{with_article(story.type.label)} has no id",
            f"add a line `id: {free}`",
            "a story without id",
        )


@rule("ST121", Severity.ERROR)
def malformed_id(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """An id does not have the form that ids have on this site.

    The form is the option `id_pattern`. Built in, an id is letters and digits, a hyphen and a number: `US-1`.

    Example:
        ```story
        id: first story
        story: As a reader, I want to see discounts so that I pay less
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    if story.id and not backlog.vocabulary.is_id(story.id.text):
        yield Finding(
            story.id.span,
            f"the id `{story.id}` does not have the form of an id",
            f"write one word that matches `{backlog.vocabulary.id_pattern}`: `{backlog.free_id(story.type)}`",
            "not an id",
        )


@rule("ST122", Severity.ERROR)
def duplicate_id(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """Two stories have the same id, so that a link to it could mean both.

    Links lead to the first one. Ids that differ in case only count as the same: their anchors are.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```story
        id: US-1
        story: As a reader, I want to see new books so that I find one to read
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        ```
    """
    if not story.id:
        return
    first = backlog.first_at(story.anchor)
    if first is not None and first is not story and first.id:
        yield Finding(
            story.id.span,
            f"the id `{story.id}` is used twice; first in {first.source.path}:{first.id.span.line}",
            f"give one of both another id, like `{backlog.free_id(story.type)}`",
            "used before",
            (Related(first.source, first.id.span, "first used here"),),
        )
