"""ST3xx: links and references lead to the stories that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..backlog import Backlog, prefix
from ..diagnostics import Edit, Finding, Related, Severity
from ..link_kinds import DEPENDS_ON, PART_OF, SUPPORTS, LinkKind
from ..model import Page, Story
from ..rule import rule
from ..story_types import EVERY, StoryType
from ..text import Phrase, Source
from .mending import instead
from .words import subject, with_article


@rule("ST301", Severity.ERROR, of="links")
def unknown_link(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story refers to one that does not exist.

    The trace ends in nothing: what was to be supported, or waited for, cannot be looked up. `check --fix` mends an id
    in which only case, hyphens or zeros are wrong.

    Example:
        ```technical-story
        id: TS-1
        story: The price service should answer from a cache so that pages open at once
        supports: US-1
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```technical-story
        id: TS-1
        story: The price service should answer from a cache so that pages open at once
        supports: US-1
        ```
    """
    for link in story.links:
        name = link.target.text
        if backlog.find(name) is None:
            yield Finding(
                link.target.span,
                f"{subject(story)} refers to `{name}`, which does not exist",
                _instead_of(name, link.kind, story, backlog),
                "no such story",
                fix=_by_its_id(story.source, link.target, backlog, link.kind.targets, besides=story.name),
            )


def _instead_of(name: str, kind: LinkKind, story: Story, backlog: Backlog) -> str:
    """Help for an id that no story has."""
    several = tuple(dict.fromkeys(one for one in re.split(r"[\s,;&+/]+|\band\b|\bor\b", name) if one))
    if len(several) > 1 and not kind.is_single and all(map(backlog.vocabulary.is_id, several)):
        return f"write a comma between them: `{', '.join(several)}`"
    near = backlog.nearest_id(name, kind.targets, besides=story.name)
    return f"did you mean `{near}`?" if near else "write that story, or remove the link"


def _by_its_id(
    source: Source, typed: Phrase, backlog: Backlog, among: frozenset[StoryType] = EVERY, besides: str = ""
) -> tuple[Edit, ...]:
    """The id of the story that was meant, where only case, hyphens or zeros are wrong."""
    name = backlog.same_id(typed.text)
    found = backlog.find(name) if name and name != besides else None
    return instead(source, typed, found.name) if found and found.type in among else ()


@rule("ST302", Severity.ERROR, of="links")
def wrong_link_type(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A link leads to a story of the wrong type.

    A technical story supports user stories, `epic` names an epic, and only stories can be depended on.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        epic: US-2
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        epic: EP-1
        ```

        ```epic
        id: EP-1
        goal: Readers find a book they can afford
        ```
    """
    for link in story.links:
        target = backlog.find(link.target.text)
        if target is None or target.type in link.kind.targets or target is story:
            continue
        wanted = " or ".join(with_article(one.label) for one in StoryType if one in link.kind.targets)
        help_ = f"name {wanted}, or use `relates to`"
        if target.type is StoryType.EPIC:
            help_ = f"for the epic that it belongs to, write `{PART_OF.name}: {link.target}`"
        elif link.kind is SUPPORTS and target.type is StoryType.TECHNICAL:
            help_ = f"for work that has to come first, use `{DEPENDS_ON.name}`"
        yield Finding(
            link.target.span,
            f"`{link.kind.name}` leads to {wanted}, but {link.target} is {with_article(target.type.label)}",
            help_,
            with_article(target.type.label),
        )


@rule("ST303", Severity.ERROR, of="links")
def self_link(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story refers to itself.

    Such a link says nothing; another id was meant.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        relates to: US-1
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    for link in {(link.kind, link.target.text): link for link in reversed(story.links)}.values():
        if backlog.find(link.target.text) is story:
            yield Finding(
                link.target.span,
                f"{subject(story)} refers to itself",
                "name another story, or remove the link",
                "itself",
            )


@rule("ST304", Severity.ERROR, of="links")
def dependency_cycle(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """Stories depend on each other in a ring, so that none of them can come first.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        depends on: US-2
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        depends on: US-1
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        depends on: US-2
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        ```
    """
    ring = backlog.cycle_from(story)
    if not ring:
        return
    names = [one.name for one in (*ring, story)]
    link = next(link for link in story.links if link.kind is DEPENDS_ON and link.target.text == names[1])
    related = (
        Related(one.source, target.span, f"{one.name} depends on {target}")
        for one, after in zip(ring[1:], names[2:], strict=True)
        for target in one.targets(DEPENDS_ON)
        if target.text == after
    )
    yield Finding(
        link.target.span,
        f"stories depend on each other in a ring: {' → '.join(names)}",
        "remove one of these links: which of the stories can be done without the others?",
        "begins here",
        tuple(related),
    )


@rule("ST309", Severity.WARNING, of="references")
def unknown_reference(page: Page, backlog: Backlog) -> Iterator[Finding]:
    """The words of a page refer to a story that does not exist.

    Words in brackets that look like one of the site's ids are a reference: `[US-1]`. If no story is meant, put them in
    back-ticks, or write a backslash before the bracket. `check --fix` mends an id in which only case, hyphens or zeros
    are wrong.

    Example:
        See [US-7] for the discounts.

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

    Instead:

        See [US-1] for the discounts.

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    for target in page.references:
        if backlog.find(target.text):
            continue
        if prefix(target.text) in backlog.prefixes or backlog.same_id(target.text):
            near = backlog.nearest_id(target.text)
            yield Finding(
                target.span,
                f"there is no story `{target}`",
                f"did you mean `{near}`?" if near else "write the story, or put the words in back-ticks",
                "no such story",
                fix=_by_its_id(page.source, target, backlog),
            )
