"""What the browser knows of the stories of the backlog: the values of their facets, their sentences and their links.

Which values a story has for a facet is what `where` goes by too: both ask `query`. The order of a sort is worked out
here, so that the browser compares numbers only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..backlog import natural
from ..drawing import Drawing
from ..link_kinds import DEPENDS_ON, PART_OF, SUPPORTS
from ..model import Story
from ..plain_text import without_markup
from ..query import Facet, find_facet
from ..text import Phrase
from ..views.drawer import facet_words, label_value
from ..views.summary import standing
from ..vocabulary import normal
from ..words import Counted, Words

FACETS = ("type", "status", "epic", "kind", "priority", "actor", "owner", "tags", "milestone")
SORTS = ("id", "title", "status", "priority", "estimate", "business value", "value per point")
_HIGHEST_FIRST = ("priority", "business value", "value per point")
_RESERVED = ("text", "view", "sort", "desc", "group", "compare", "q", "h")
_LONGEST = 40
"""A value of more signs than this is prose, and nothing to choose by."""


@dataclass(frozen=True)
class Choice:
    """A facet to choose by: its name in addresses, its label, its values with their labels, and who has them.

    `words` is the label as it stands in a sentence.
    `held` gives for each story the places of its values in `values`.
    """

    param: str
    name: str
    label: str
    words: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    held: tuple[tuple[int, ...], ...]

    @property
    def parts_stories(self) -> bool:
        """Whether it is something to choose by: no prose, and not a value of its own for every story."""
        shared = len({place for held in self.held for place in held}) < sum(map(len, self.held))
        return shared and max(map(len, self.values)) <= _LONGEST

    def count(self, place: int) -> int:
        """How many stories have a value."""
        return sum(place in held for held in self.held)


def choices(stories: Sequence[Story], drawing: Drawing) -> tuple[Choice, ...]:
    """The facets by which one can choose among these stories: those of which a story has a value.

    Their values are those that a story has, but for statuses: there are all of the site's.
    """
    vocabulary = drawing.backlog.vocabulary
    own = (field.name for field in vocabulary.custom)
    facets = (find_facet(name, vocabulary) for name in (*FACETS, *own))
    found = (_choice(facet, stories, drawing) for facet in facets if facet)
    return tuple(one for one in found if one.values and (one.name in FACETS or one.parts_stories))


def _choice(facet: Facet, stories: Sequence[Story], drawing: Drawing) -> Choice:
    told = [facet.values(story) for story in stories]
    spelled: dict[str, str] = {}
    for values in told:
        for value in values:
            spelled.setdefault(normal(value), value)
    if facet.name == "status":  # a board has a column for each
        spelled = {normal(value): value for value in facet.choices} | spelled
    places = {normal(value): place for place, value in enumerate(facet.choices)}
    known = sorted(spelled, key=lambda one: (places.get(one, len(places)), natural(one)))
    place = {one: at for at, one in enumerate(known)}
    name = param(facet.name)
    return Choice(
        f"field-{name}" if name in _RESERVED else name,
        facet.name,
        drawing.words.title(facet.name) if facet.name in FACETS else facet.label,
        facet_words(facet, drawing),
        tuple(spelled[one] for one in known),
        tuple(label(facet, spelled[one], drawing) for one in known),
        tuple(tuple(dict.fromkeys(place[normal(value)] for value in values)) for values in told),
    )


def label(facet: Facet, value: str, drawing: Drawing) -> str:
    """A value as it is shown: an epic by its title."""
    if facet.name == PART_OF.name:
        epic = drawing.backlog.find(value)
        return epic.heading if epic else value
    return label_value(facet, value, drawing)


@dataclass(frozen=True)
class Index:
    """What the browser knows, as JSON: what holds for all stories, and each story. It may stand in HTML as it is."""

    head: str
    stories: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Everything in one."""
        return f"[{self.head},[{','.join(self.stories)}]]"


def index(stories: Sequence[Story], facets: Sequence[Choice], drawing: Drawing, texts: Words) -> Index:
    """The index of these stories, in their order."""
    params = [one.param for one in facets]
    head = {
        "facets": [[one.param, one.label, one.values, _others(one.labels, one.values)] for one in facets],
        "sorts": [[param(name), int(name in _HIGHEST_FIRST)] for name in SORTS],
        "actor": params.index("actor") if "actor" in params else -1,
        "many": _MANY,
        "searched": [at for at, one in enumerate(facets) if one.name in _SEARCHED or len(one.values) > _MANY],
        "texts": {name: _forms(getattr(texts, name)) for name in _SHOWN},
    }
    sorts = [_ranks(name, stories, drawing) for name in SORTS]
    number = {story.name: at for at, story in reversed(tuple(enumerate(stories)))}

    def record(at: int, story: Story) -> list[Any]:
        figures = (story.points, story.worth, story.value_per_point)
        return [
            *(story.name, story.heading, plain(story.goal), plain(story.benefit)),
            [_brief(one.held[at]) for one in facets],
            [ranks[at] for ranks in sorts],
            ["" if figure is None else drawing.words.number(figure) for figure in figures],
            [[number[one.name] for one in linked if one.name in number] for linked in _links(story, drawing)],
            _standing(story, drawing),
        ]

    return Index(as_json(head), tuple(as_json(record(at, story)) for at, story in enumerate(stories)))


_MANY = 40
"""How many values a panel shows. Where a facet has more, the search finds them, so that each can be reached."""
_SEARCHED = ("actor", "tags")
_SHOWN = (
    *("more", "all_stories", "some_stories", "unknown", "rarer", "compare", "comparison", "compare_hint"),
    *("compare_full", "remove", "end_compare", "facts", "not_stated", "loading"),
    *("missing", "progress_done", "user_stories", "technical_stories", "story_count", "point_count", "points_done"),
    *("lines", "percent", "none", "list_separator"),
)


def _forms(said: Any) -> Any:
    """A text that goes with a number as both of its forms."""
    if isinstance(said, tuple):
        return [_forms(one) for one in said]
    return [said.one, said.other] if isinstance(said, Counted) else said


def _standing(story: Story, drawing: Drawing) -> list[Any]:
    """What the summary counts of a story; a bit for each line that is about it, and for each in which it counts."""
    own = standing(story, drawing)
    asked = sum(is_asked << line for line, is_asked in enumerate(own.asked))
    return [own.state, own.points, asked, asked & sum(is_met << line for line, is_met in enumerate(own.met))]


def param(name: str) -> str:
    """The name of a facet in an address, and in a class of CSS."""
    return "-".join(name.split())


def plain(phrase: Phrase | str | None) -> str:
    """Words without their markup."""
    return without_markup(str(phrase or ""))


def _others(labels: tuple[str, ...], values: tuple[str, ...]) -> list[str] | int:
    """The labels, or nothing where they are the values."""
    return 0 if labels == values else list(labels)


def _brief(places: tuple[int, ...]) -> int | list[int]:
    """No place is -1, and one is itself: most stories have one value of a facet."""
    return list(places) if len(places) > 1 else places[0] if places else -1


def _ranks(name: str, stories: Sequence[Story], drawing: Drawing) -> list[int]:
    """The place of each story in an order; equal ones share it, and -1 is for what has none."""
    facet = find_facet(name, drawing.backlog.vocabulary)
    keys = [facet.key(story) if facet else None for story in stories]
    told = sorted({key for key in keys if key is not None}, reverse=name in _HIGHEST_FIRST)
    places = {key: place for place, key in enumerate(told)}
    return [-1 if key is None else places[key] for key in keys]


def _links(story: Story, drawing: Drawing) -> tuple[tuple[Story, ...], ...]:
    """What a story supports, what supports it, what it depends on and what it blocks."""
    backlog = drawing.backlog
    return tuple(
        linked
        for kind in (SUPPORTS, DEPENDS_ON)
        for linked in (backlog.targets(story, kind), backlog.referrers(story, kind))
    )


def as_json(value: object) -> str:
    """A value as JSON that may stand in a script: nothing in it can end that."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
