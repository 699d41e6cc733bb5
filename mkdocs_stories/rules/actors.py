"""ST211 and ST212: people want, parts of the system behave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Story
from ..rule import rule
from ..story_types import StoryType
from ..vocabulary import singular
from .words import subject

_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


# Not those that are parts of a system as often: a reader, an editor, an agent, an operator.
_PERSONS = _words(
    "accountant admin administrator analyst approver architect author buyer citizen clerk coach colleague contributor "
    "customer designer dev developer doctor donor employee engineer expert guest hacker hobbyist librarian "
    "maintainer member moderator nurse owner parent passenger patient people person programmer pupil researcher "
    "reviewer scientist seller sre stakeholder student sysadmin teacher technician tester trainer traveller user "
    "visitor volunteer"
)
_JOBS = frozenset(
    re.findall(
        r"\w+ \w+",
        "product manager, project manager, engineering manager, shop manager, shop assistant, store manager, "
        "sales manager, release manager, account manager, sales agent, support agent, support team, support staff, "
        "development team, dev team, platform team, tech lead, technical lead, team lead, site editor, site operator, "
        "network operator, scrum master, qa team, qa engineer, the team, our team",
    )
)
_THINGS = _words(
    "api app application backend bot cache cluster component container controller cronjob crawler daemon "
    "daemonset database db endpoint firmware framework frontend gateway job kernel microservice middleware module "
    "node platform plugin pod printer proxy router scheduler script sdk sensor server service software subsystem "
    "system webhook website workload"
)
_STAFFED = _words(
    "customer emergency social health public police fire ambulance secret civil traffic financial finance "
    "document military support"
)
_PIECES = re.compile(r"\s(?:and|or|and/or)\s|\s?/\s?")
_HEAD_END = re.compile(r"[,(;:<]|\s(?:of|to|for|in|on|with|at|by|who|that|which|whose|from|using|as|when)\s")
_DOING = re.compile(r"\s[a-z]+ing(?:\s|$)")
_LONGEST_ACTOR = 200


def _heads(actor: str) -> Iterator[tuple[str, str]]:
    """The words that may say what an actor is, each with the word before it; it may join some actors."""
    words = actor[:_LONGEST_ACTOR].casefold().replace("`", " ").replace("*", " ")
    end = _HEAD_END.search(words)
    for piece in _PIECES.split(words[: end.start()] if end else words):
        doing = _DOING.search(piece)
        for names in (piece, piece[: doing.start()]) if doing else (piece,):
            name = names.replace("-", " ").strip(" _[]\"'").split()
            if name:
                yield singular(name[-1]), name[-2] if len(name) > 1 else ""


@lru_cache(maxsize=4096)
def _is_person(actor: str) -> bool:
    return any(head in _PERSONS or f"{before} {head}" in _JOBS for head, before in _heads(actor))


@lru_cache(maxsize=4096)
def _is_thing(actor: str) -> bool:
    return any(head in _THINGS and before not in _STAFFED for head, before in _heads(actor)) and not _is_person(actor)


@rule("ST211", Severity.WARNING)
def person_as_component(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """The actor of a technical story is a person.

    What a person wants is a user story, whoever that person is. A technical story speaks of a part of the system, so
    that the backlog shows which part it changes. A name among the option `components` is a component, whatever it
    sounds like.

    Example:
        ```technical-story
        id: TS-1
        as a: developer
        I want: answers from a cache
        so that: pages open at once
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: price service
        should: answer from a cache
        so that: pages open at once
        ```
    """
    component = story.component
    if not component or story.type is not StoryType.TECHNICAL:
        return
    vocabulary, name = backlog.vocabulary, component.text
    is_person = vocabulary.declared_role(name) or (_is_person(name) and not vocabulary.declared_component(name))
    if is_person and story.is_readable:
        yield Finding(
            component.span,
            f"the actor of {subject(story)} is a person, not a part of the system",
            "name the part of the system: `component: price service`; if a person wants it, make the block a `story`",
            "a person",
        )


@rule("ST212", Severity.WARNING)
def component_as_role(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """The role of a user story is a part of the system.

    A system wants nothing. Say which person gains by it; or, where the system's behaviour is what the story is about,
    make it a technical story and name the component. A name among the option `roles` is a role, whatever it sounds
    like.

    Example:
        ```story
        id: US-1
        as the: system
        I want: to send a receipt after each order
        so that: readers know what they paid
        ```

    Instead:

        ```technical-story
        id: TS-1
        the: order system
        should: send a receipt after each order
        so that: readers know what they paid
        ```
    """
    role = story.role
    if not role or story.type is not StoryType.USER:
        return
    vocabulary, name = backlog.vocabulary, role.text
    is_thing = vocabulary.declared_component(name) or (_is_thing(name) and not vocabulary.declared_role(name))
    if is_thing and story.is_readable:
        yield Finding(
            role.span,
            f"the role of {subject(story)} is a part of the system, not a person",
            "name the person who gains by it: `as a: reader`; or make the block a `technical-story`",
            "a part of the system",
        )
