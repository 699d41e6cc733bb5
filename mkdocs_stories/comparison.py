"""Stories beside each other: which of them are the same, and in which form their sentences are told."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from .link_kinds import REPLACES
from .model import Story
from .story_types import StoryType
from .text import Phrase
from .vocabulary import actor_key

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"a", "an", "the"})
# What leads in the parts of a sentence; what else stands between them makes a difference.
_LEADS = _ARTICLES.union(
    _WORD.findall(
        "as i we d ll want wants wanted need needs would should must shall will can could may like love wish to be "
        "able so that in order because us ts story user"
    )
)


class Twin(NamedTuple):
    """A story that was told before, and whether in the same words; if not, it is the same actor and goal."""

    first: Story
    same_words: bool


def twins(stories: Iterable[Story], rank: Callable[[Story], Any]) -> Mapping[int, Twin]:
    """Of stories that say the same, or want the same, each further one with the first, by the identity of the story.

    Only stories of the same goal are looked at more closely, and each of them once. The first one is that of the lowest
    `rank`.
    """
    by_goal = defaultdict(list)
    for story in stories:
        if story.goal:
            by_goal[_words(story.goal.text.removeprefix("to "))].append(story)
    found = {}
    for group in by_goal.values():
        told: dict[tuple[str, ...], Story] = {}
        wanted: dict[tuple[str, ...], Story] = {}
        for story in sorted(group, key=rank) if len(group) > 1 else ():
            before, after = _around(story)
            want = (actor_key(story.actor.text) if story.actor else "", before)
            same = told.setdefault((*want, after, _words(story.benefit.text) if story.benefit else ""), story)
            near = wanted.setdefault(want, story)
            first = near if same is story else same
            if first is not story and not _goes_on(story, first):
                found[id(story)] = Twin(first, same is not story)
    return found


def _goes_on(story: Story, first: Story) -> bool:
    """Whether one takes the place of the other, or has its id, of which another rule speaks."""
    if story.id and story.anchor == first.anchor:
        return True
    return any(
        target.text == other.name for one, other in ((story, first), (first, story)) for target in one.targets(REPLACES)
    )


def _words(text: str) -> str:
    return " ".join([word for word in _WORD.findall(text.casefold()) if word not in _ARTICLES])


def _around(story: Story) -> tuple[str, str]:
    """What a sentence says besides its parts, before the goal and behind it: "When a page is open, …"."""
    if not story.sentence or not story.goal:
        return "", ""
    before, _, after = story.sentence.text.partition(story.goal.text)
    return _besides(before, story.actor, story.benefit), _besides(after, story.actor, story.benefit)


def _besides(text: str, *parts: Phrase | None) -> str:
    for part in parts:
        if part:
            text = text.replace(part.text, " ", 1)
    return " ".join(word for word in _WORD.findall(text.casefold()) if word not in _LEADS and not word.isdigit())


class Form(Enum):
    """How a sentence is built; the value shows it."""

    ROLE_FIRST = "As a …, I want …, so that …"
    BENEFIT_FIRST = "In order to …, as a …, I want …"
    BARE_WANT = "I want …, so that …"
    THING_FIRST = "The … should …, so that …"
    COMMAND = "Add …, so that …"


_AS = re.compile(r"(?<![^\W_])(?:as|being)(?:\s+(?:an?|the|any|our|my|another|every))?[\s*_`\"<\[(]*$", re.IGNORECASE)


def form(story: Story) -> Form | None:
    """The form of a story's sentence; none where it is told in parts, or cannot be read."""
    if not story.sentence or not story.goal:
        return None
    text = story.sentence.text
    goal = text.find(story.goal.text)
    if story.benefit and 0 <= text.find(story.benefit.text) < goal:
        return Form.BENEFIT_FIRST
    actor = text.find(story.actor.text) if story.actor else -1
    if 0 <= actor < goal:
        return Form.ROLE_FIRST if _AS.search(text[max(0, actor - 24) : actor]) else Form.THING_FIRST
    wanted = re.search(r"\b(?:I|we)\b", text[max(0, goal - 40) : goal], re.IGNORECASE)
    return Form.BARE_WANT if wanted else Form.COMMAND


_ENOUGH = 3


def usual_forms(stories: Iterable[Story]) -> Mapping[StoryType, Form]:
    """The form that more than half of the sentences of a type have, where there are enough of them to say so."""
    counts: dict[StoryType, Counter[Form]] = defaultdict(Counter)
    for story in stories:
        own = form(story)
        if own:
            counts[story.type][own] += 1
    usual = {}
    for story_type, count in counts.items():
        most, times = max(count.items(), key=lambda one: one[1])
        if count.total() >= _ENOUGH and 2 * times > count.total():
            usual[story_type] = most
    return usual
