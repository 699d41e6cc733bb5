"""ST2xx: stories beside each other: what is told twice, who speaks in them, and in which form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from ..backlog import Backlog
from ..comparison import form
from ..diagnostics import Finding, Related, Severity
from ..model import Story
from ..rule import rule
from ..story_types import StoryType
from ..text import Phrase
from ..vocabulary import actor_key
from .words import is_unfilled, place, subject


@rule("ST215", Severity.ERROR)
def same_story(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story is told twice, in the same words.

    Both would be estimated, ranked and done; sooner or later one of the two is changed and the other is not. Case,
    articles and punctuation do not make a story another one. A dropped story does not count, nor one that `replaces`
    the other.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```story
        id: US-2
        story: As a reader, I want to see discounts, so that I pay less.
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    twin = backlog.twin(story)
    if twin and twin.same_words and story.is_readable:
        yield Finding(
            place(story, story.sentence, story.goal),
            f"{subject(story)} says the same as {twin.first.name}",
            f"keep one of both; if this one means something else than {twin.first.name}, say what",
            f"also told in {twin.first.name}",
            _told_there(twin.first, twin.first.sentence or twin.first.goal),
        )


@rule("ST216", Severity.WARNING)
def same_goal(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """Two stories of the same actor have the same goal, for different reasons.

    What is built for the one fulfils the other. One story with both benefits is worth more than each of the two, and
    ranks where it belongs. A dropped story does not count, nor one that `replaces` the other.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```story
        id: US-2
        story: As a reader, I want to see discounts so that I find books I did not know
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less and find books I did not know
        ```
    """
    twin = backlog.twin(story)
    if twin and not twin.same_words and story.is_readable:
        first = twin.first
        actor = f"the {story.actor}" if story.actor and len(story.actor.text) <= _SHORT else "the actor"
        yield Finding(
            place(story, story.goal),
            f"{subject(story)} has the same goal as {first.name}" + (f", for {actor}" if story.actor else ""),
            f"make one story of both, with the benefits of both; or say what this one wants besides {first.name}",
            f"also told in {first.name}",
            _told_there(first, first.goal),
        )


_SHORT = 40


def _told_there(story: Story, phrase: Phrase | None) -> tuple[Related, ...]:
    return (Related(story.source, place(story, phrase), f"told in {story.name}"),)


# -- declared actors --------------------------------------------------------------------------------------------------


@rule("ST218", Severity.WARNING)
def undeclared_role(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """The role of a user story is none of those that the site declares, with the option `roles`.

    Two names of one role part what belongs together: views, counts, and whom to ask. Plural, case and articles do not
    matter, nor what follows the name: "a reader who pays by invoice" is a reader. Without the option nothing is said.

    Example:
        ```story
        id: US-1
        as a: buyer
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
    vocabulary = backlog.vocabulary
    if vocabulary.roles and story.role and story.type is StoryType.USER and story.is_readable:
        names = tuple(role.name for role in vocabulary.roles)
        for unknown in _undeclared(story.role, vocabulary.declared_role):
            if not vocabulary.declared_component(unknown.text):
                yield _undeclared_actor(story, unknown, names, "role")


@rule("ST219", Severity.WARNING)
def undeclared_component(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """The component of a technical story is none of those that the site declares, with the option `components`.

    Two names of one part of the system hide how much is planned for it. Plural, case and articles do not matter, nor
    what follows the name: "the price service of the shop" is the price service. Without the option nothing is said.

    Example:
        ```technical-story
        id: TS-1
        the: catalogue
        should: answer from a cache
        so that: pages open at once
        ```

    Instead:

        ```technical-story
        id: TS-1
        the: price service
        should: answer from a cache
        so that: pages open at once
        ```
    """
    vocabulary = backlog.vocabulary
    if vocabulary.components and story.component and story.type is StoryType.TECHNICAL and story.is_readable:
        names = tuple(component.name for component in vocabulary.components)
        for unknown in _undeclared(story.component, vocabulary.declared_component):
            if not vocabulary.declared_role(unknown.text):
                yield _undeclared_actor(story, unknown, names, "component")


_NAME_END = re.compile(r"[,(;:]|\s(?:of|to|for|in|on|with|at|by|who|that|which|whose|from|using|when)\s")
_JOINT = re.compile(r"\s(?:and|or|and/or)\s|\s?[/&,]\s?")


def _undeclared(actor: Phrase, declared: Callable[[str], str | None]) -> Iterator[Phrase]:
    """Those of the names in an actor that are not declared; it may join some of them, and say more of them."""
    if declared(actor.text):
        return
    end = _NAME_END.search(actor.text)
    if end and declared(actor.text[: end.start()]):
        return
    pieces = []
    start = 0
    for joint in _JOINT.finditer(actor.text):
        pieces.append(actor.cut(start, joint.start()))
        start = joint.end()
    pieces.append(actor.cut(start, len(actor.text)))
    unknown = [piece for piece in pieces[: _MANY + 1] if piece.text and not _starts_with_declared(piece.text, declared)]
    yield from unknown if len(unknown) < len(pieces) <= _MANY else [actor]


def _starts_with_declared(words: str, declared: Callable[[str], str | None]) -> bool:
    end = _NAME_END.search(words)
    return bool(declared(words) or (end and declared(words[: end.start()])))


def _undeclared_actor(story: Story, actor: Phrase, names: tuple[str, ...], what: str) -> Finding:
    """What to say of it. Nothing is written in its place: `payer` is a word as much as `player`."""
    near, is_slip = _near(actor_key(actor.text[:_LONGEST]), names)
    shown = ", ".join(f"`{name}`" for name in names[:_MANY]) + (" and more" if len(names) > _MANY else "")
    known = f"the nearest declared one is `{near}`" if near else f"declared are {shown}"
    return Finding(
        actor.span,
        f"{subject(story)} has a {what} that is not declared: `{actor.text[:_LONGEST]}`",
        f"did you mean `{near}`?" if is_slip else f"{known}; if it is another one, add it to the option `{what}s`",
        f"not among the {what}s",
    )


_LONGEST, _MANY = 60, 8


@lru_cache(maxsize=1024)
def _near(words: str, names: tuple[str, ...]) -> tuple[str | None, bool]:
    """The name that was probably meant, and whether it only has a slip: no other is near, and few letters differ."""
    keys = {actor_key(name): name for name in names}
    found = get_close_matches(words, keys, n=2, cutoff=0.7)
    if not found:
        return None, False
    return keys[found[0]], len(found) == 1 and _is_slip(words, found[0])


def _is_slip(words: str, name: str) -> bool:
    """Whether a name was meant: it differs in some letters of a word, not in a word."""
    typed, known = words.split(), name.split()
    if len(typed) != len(known):
        return "".join(typed) == "".join(known)
    return all(
        one == other
        or (one[0] == other[0] and (SequenceMatcher(None, one, other).ratio() >= 0.85 or sorted(one) == sorted(other)))
        for one, other in zip(typed, known, strict=True)
    )


# -- forms ------------------------------------------------------------------------------------------------------------


@rule("ST220", Severity.OFF)
def mixed_forms(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """The sentence of a story is built in another form than most of its type.

    A list is read faster where the same thing stands in the same place. Stories that are told in parts have no form,
    and are left out, and so are backlogs in which no form is the usual one.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

        ```story
        id: US-2
        story: In order to find one to read, as a reader, I want to see new books
        ```

        ```story
        id: US-3
        story: As a reader, I want to pay by invoice so that I need no card
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

        ```story
        id: US-3
        story: As a reader, I want to pay by invoice so that I need no card
        ```
    """
    if not story.sentence or not story.is_readable or is_unfilled(story, "role", "component"):
        return
    usual = backlog.usual_forms.get(story.type)
    own = form(story) if usual else None
    if usual and own and own is not usual:
        yield Finding(
            place(story, story.sentence),
            f"{subject(story)} is told in another form than most: {own.value}",
            f"tell it as most {'user' if story.type is StoryType.USER else 'technical'} stories are: {usual.value}",
            "another form",
        )
