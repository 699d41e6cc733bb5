"""Which stories, in which order and in which groups: the one language of views and of the command line.

A facet is something that one can ask of a story: any field, or one of the four that are worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .backlog import Backlog, natural
from .model import Condition, Field, SortKey, Story, Value, View, number
from .plain_text import as_number, rounded
from .story_types import StoryType
from .vocabulary import Vocabulary, is_like, normal

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to ask of a story.

    `values` gives its words for the facet, none where it has none; `key` what to sort it by, `None` where it has none.
    `choices` are the values there are, where they are known. `meant` gives the value that is meant by words that ask
    for it.
    """

    name: str
    label: str
    values: Callable[[Story], tuple[str, ...]]
    key: Callable[[Story], Key | None]
    choices: tuple[str, ...] = ()
    value: Value = Value.TEXT
    meant: Callable[[str], str] = str


def facets(vocabulary: Vocabulary) -> tuple[Facet, ...]:
    """Everything that can be asked of the stories of a site."""
    worked_out = (_type(), _actor(vocabulary), _stage(vocabulary), _value_per_point())
    names = {facet.name for facet in worked_out}
    return (
        *worked_out,
        *(_of_field(field, vocabulary, field.name) for field in vocabulary.fields if field.name not in names),
    )


def find_facet(name: str, vocabulary: Vocabulary) -> Facet | None:
    """The facet of that name, or of the field that is also read as it."""
    wanted = normal(name)
    for facet in (_type(), _actor(vocabulary), _stage(vocabulary), _value_per_point()):
        if facet.name == wanted:
            return facet
    field = vocabulary.field_of_any(name)
    return _of_field(field, vocabulary, name) if field else None


def select(view: View, backlog: Backlog) -> list[Story]:
    """The stories of a view, in its order: ranked where it names none. Unknown facets select nothing and sort nothing.

    A view that does not ask for types has the user and technical stories.
    """
    chosen = [story for story in _asked(view, backlog) if matches(story, view.where, backlog.vocabulary)]
    if not any(normal(condition.field.text) == "type" for condition in view.where):
        chosen = [story for story in chosen if story.type is not StoryType.EPIC]
    chosen = [
        story
        for story in chosen
        if not any(matches(story, (condition,), backlog.vocabulary) for condition in view.without)
    ]
    ordered = order(chosen, view.sort, backlog)
    limit = number(view.limit)
    return ordered if limit is None else ordered[: int(limit)]


def _asked(view: View, backlog: Backlog) -> Sequence[Story]:
    """The stories that a view is about: all, or those around the one that it names."""
    if view.of is None:
        return backlog.stories
    center = backlog.find(view.of.text)
    return backlog.around(center, depth_of(view)) if center else ()


def depth_of(view: View) -> int:
    """How many links a view goes from the story that it is about."""
    return min(int(number(view.depth) or 1), 99)


def matches(story: Story, conditions: Iterable[Condition], vocabulary: Vocabulary) -> bool:
    """Whether a story meets every condition: has one of the values, in which `*` stands for any characters."""
    for condition in conditions:
        facet = find_facet(condition.field.text, vocabulary)
        if facet is None or not _has_any(facet.values(story), condition, facet.meant):
            return False
    return True


def _has_any(values: Iterable[str], condition: Condition, meant: Callable[[str], str] = str) -> bool:
    own = [normal(value) for value in values]
    asked = (wanted.text if "*" in wanted.text else meant(wanted.text) for wanted in condition.values)
    return any(is_like(one, normal(wanted)) for wanted in asked for one in own)


def open_choices(facet: Facet, view: View, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The choices of a facet that a view leaves open: those that `where` and `not` do not rule out by themselves."""
    stages = {status.name: status.stage.value for status in vocabulary.statuses}

    def meets(choice: str, condition: Condition, *, unless_told: bool) -> bool:
        asked = find_facet(condition.field.text, vocabulary)
        if asked is not None and asked.name == facet.name:
            return _has_any((choice,), condition)
        if asked is not None and asked.name == "stage" and facet.name == "status":
            return _has_any((stages[choice],), condition)
        return unless_told

    return tuple(
        choice
        for choice in facet.choices
        if all(meets(choice, condition, unless_told=True) for condition in view.where)
        and not any(meets(choice, condition, unless_told=False) for condition in view.without)
    )


def order(stories: Iterable[Story], keys: Iterable[SortKey], backlog: Backlog) -> list[Story]:
    """Stories sorted by keys, the first one first; what has no value for a key comes last, whichever the direction."""
    ordered = backlog.rank(stories)
    for key in reversed(tuple(keys)):
        facet = find_facet(key.field.text, backlog.vocabulary)
        if facet is None:
            continue
        having = [(facet.key(story), story) for story in ordered]
        told = [(value, story) for value, story in having if value is not None]
        told.sort(key=lambda pair: pair[0], reverse=key.descending)
        ordered = [story for _, story in told] + [story for value, story in having if value is None]
    return ordered


@dataclass(frozen=True, slots=True)
class Group:
    """Stories that have a value of a facet in common; `value` is empty for those that have none."""

    value: str
    stories: tuple[Story, ...]


def group(stories: Iterable[Story], facet: Facet) -> list[Group]:
    """Stories by their values of a facet, each in the order given; a story with several values is in several groups.

    Values that differ by case, hyphens or underscores alone are one. Groups are in the order of the facet's choices,
    else of their values; what has none comes last.
    """
    members: dict[str, list[Story]] = {}
    names: dict[str, str] = {}
    for story in stories:
        for same, value in {normal(value): value for value in facet.values(story) or ("",)}.items():
            names[same] = min(names.get(same, value), value)
            members.setdefault(same, []).append(story)
    places = {choice: place for place, choice in enumerate(facet.choices)}

    def key(value: str) -> tuple[bool, int, tuple[tuple[int, str], ...]]:
        return not value, places.get(value, len(places)), natural(value)

    return [Group(value, tuple(members[same])) for same, value in sorted(names.items(), key=lambda one: key(one[1]))]


def _type() -> Facet:
    types = tuple(StoryType)
    names = tuple(one.value for one in types)
    return Facet("type", "Type", lambda story: (story.type.value,), lambda story: (types.index(story.type),), names)


def _actor(vocabulary: Vocabulary) -> Facet:
    def values(story: Story) -> tuple[str, ...]:
        return _if_any(vocabulary.actor(story))

    return Facet("actor", "Actor", values, lambda story: _text_key(values(story)), meant=vocabulary.actor_named)


def _stage(vocabulary: Vocabulary) -> Facet:
    stages = tuple(dict.fromkeys(status.stage.value for status in vocabulary.statuses))

    def values(story: Story) -> tuple[str, ...]:
        return (vocabulary.status(story).stage.value,)

    return Facet("stage", "Stage", values, lambda story: (stages.index(values(story)[0]),), stages)


def _value_per_point() -> Facet:
    def values(story: Story) -> tuple[str, ...]:
        ratio = story.value_per_point
        return () if ratio is None else (f"{rounded(ratio):f}",)

    def key(story: Story) -> Key | None:
        return None if story.value_per_point is None else (story.value_per_point,)

    return Facet("value per point", "Value per point", values, key, value=Value.NUMBER)


_ACTORS = ("role", "component")


def _of_field(field: Field, vocabulary: Vocabulary, name: str) -> Facet:
    label = field.label or field.name.capitalize()
    values = _values_of(field, vocabulary, name)
    key = _key_of(field, vocabulary, values)
    meant = vocabulary.actor_named if field.attribute in _ACTORS else str
    return Facet(field.name, label, values, key, vocabulary.choices(field), field.value, meant)


def _values_of(field: Field, vocabulary: Vocabulary, name: str) -> Callable[[Story], tuple[str, ...]]:
    """What gives the words of a story for a field: of those that the site has chosen, as the site writes them."""
    if field.attribute == "status":
        return lambda story: (vocabulary.status(story).name,)
    if field.attribute == "priority":
        return lambda story: _if_any(vocabulary.priority(story))
    if field.attribute == "kind":
        return lambda story: _if_any(vocabulary.kind(story))
    if field.attribute == "title":
        return lambda story: (story.heading,)
    # One name may be read as one field on a story and as another on an epic: `goal`.
    own_field = {story_type: vocabulary.field(name, story_type) for story_type in StoryType}

    def values(story: Story) -> tuple[str, ...]:
        own = own_field[story.type]
        if own and own.attribute in _ACTORS:
            return _if_any(vocabulary.actor(story))
        return tuple(vocabulary.choice(own, phrase) or phrase.text for phrase in story.values(own)) if own else ()

    return values


def _key_of(
    field: Field, vocabulary: Vocabulary, values: Callable[[Story], tuple[str, ...]]
) -> Callable[[Story], Key | None]:
    """What gives the key to sort a story by: numbers by what they are, choices by their place, words as words."""
    if field.attribute == "priority":  # the first is the highest
        return lambda story: (vocabulary.urgency(story),) if vocabulary.urgency(story) else None
    if field.value is Value.NUMBER:
        return lambda story: _number_key(values(story))
    if choices := vocabulary.choices(field):
        places = {choice: (place,) for place, choice in enumerate(choices)}
        return lambda story: next(map(places.get, values(story)), None)
    return lambda story: _text_key(values(story))


def _if_any(word: str | None) -> tuple[str, ...]:
    return (word,) if word else ()


def _text_key(values: tuple[str, ...]) -> Key | None:
    return natural(" ".join(values)) if values else None


def _number_key(values: tuple[str, ...]) -> Key | None:
    told = as_number(values[0]) if values else None
    return None if told is None else (told,)
