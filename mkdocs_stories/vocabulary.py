"""What the words of a block may be on one site: names of fields, statuses, priorities, kinds and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from functools import cached_property, lru_cache

from .model import FIELDS, Field, Story, Value
from .plain_text import without_markup
from .story_types import StoryType
from .text import Phrase

_SEPARATORS = re.compile(r"[\s_-]+")


@lru_cache(maxsize=4096)  # names come back in every story
def normal(words: str) -> str:
    """A name as it is compared: case does not matter; spaces, hyphens and underscores are the same."""
    return _SEPARATORS.sub(" ", words.strip()).casefold()


def nearest(words: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant, or `None` where none is near."""
    names = {normal(candidate): candidate for candidate in candidates}
    found = get_close_matches(normal(words)[:80], names, n=1, cutoff=0.7)
    return names[found[0]] if found else None


def is_like(words: str, pattern: str) -> bool:
    """Whether words are those of a pattern, in which `*` stands for any characters. Takes linear time."""
    first, *middle = pattern.split("*")
    if not middle:
        return words == pattern
    last = middle.pop()
    end = len(words) - len(last)
    at = len(first)
    if not (words.startswith(first) and words.endswith(last) and at <= end):
        return False
    for piece in middle:
        at = words.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class Stage(Enum):
    """How far a status is, whatever a site calls it. Blocked work is active work that cannot go on."""

    OPEN = "open"
    ACTIVE = "active"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Term:
    """A word for a status, a priority or a kind: as blocks write it, and how it is shown.

    Without a `label` it is shown by its name. `icon` is the name of an icon, or a sign that is one.
    """

    name: str
    label: str = field(default="", kw_only=True)
    icon: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Status(Term):
    """A status of the site's, and the stage that views and rules go by."""

    stage: Stage = Stage.OPEN


@dataclass(frozen=True, slots=True)
class Actor:
    """A role or a component that the site declares, and who or what that is."""

    name: str
    description: str = ""


_NOT_NAMING = frozenset({"a", "an", "the", "any", "every", "each", "our", "my"})
_MARKS = str.maketrans(dict.fromkeys("-_*`~[]", " "))
_SAME_IN_PLURAL = ("ss", "us", "is", "os", "as")


def actor_key(words: str) -> str:
    """An actor as it is compared: articles, case, markup, hyphens and the plural do not matter."""
    names = words.casefold().translate(_MARKS).split()
    return " ".join(singular(name) for name in names if name not in _NOT_NAMING)


def without_article(words: str) -> str:
    """An actor without the article before it, if anything is left then."""
    first, _, rest = words.partition(" ")
    return rest.strip() if first.lower() in _NOT_NAMING and rest.strip() else words


def singular(word: str) -> str:
    """A word in small letters without the ending of its plural, roughly; the same for both."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(_SAME_IN_PLURAL):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]


STATUSES = (
    Status("to do"),
    Status("ready"),
    Status("in progress", Stage.ACTIVE),
    Status("blocked", Stage.BLOCKED),
    Status("done", Stage.DONE),
    Status("dropped", Stage.DROPPED),
)
PRIORITIES = tuple(map(Term, ("critical", "high", "medium", "low")))
KINDS = tuple(map(Term, ("feature", "refactoring", "upgrade", "debt", "spike")))
ID_PATTERN = r"[A-Za-z][A-Za-z0-9]*-[0-9]+"


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary of one site: what is built in, and what the site declares."""

    statuses: tuple[Status, ...] = STATUSES
    priorities: tuple[Term, ...] = PRIORITIES
    kinds: tuple[Term, ...] = KINDS
    custom: tuple[Field, ...] = ()
    id_pattern: str = ID_PATTERN
    roles: tuple[Actor, ...] = ()
    components: tuple[Actor, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field of this site, the built-in ones first."""
        return (*FIELDS, *self.custom)

    @cached_property
    def formal_fields(self) -> tuple[Field, ...]:
        """The fields whose values have a form: a number, a date, an address, or one of some choices."""
        formal = (Value.NUMBER, Value.DATE, Value.URL, Value.CHOICE)
        return tuple(field for field in self.fields if field.value in formal)

    @cached_property
    def _names(self) -> dict[StoryType, dict[str, Field]]:
        names: dict[StoryType, dict[str, Field]] = {}
        for story_type in StoryType:
            own = [field for field in self.fields if story_type in field.types]
            aliases = {normal(alias): field for field in own for alias in field.aliases}
            names[story_type] = aliases | {normal(field.name): field for field in own}
            for one in own:
                names[story_type] |= {one.name: one} | {
                    alias: one for alias in one.aliases if names[story_type][normal(alias)] is one
                }
        return names

    def names_of(self, story_type: StoryType) -> Mapping[str, Field]:
        """The fields of a type of story, by what they are usually typed as."""
        return self._names[story_type]

    def field(self, name: str, story_type: StoryType) -> Field | None:
        """The field that is read as `name` in a block of that type."""
        names = self._names[story_type]
        return names.get(name) or names.get(normal(name))

    def field_of_any(self, name: str) -> Field | None:
        """The field that is read as `name` in a block of some type."""
        return next(filter(None, (self.field(name, story_type) for story_type in StoryType)), None)

    def names(self, story_type: StoryType) -> tuple[str, ...]:
        """The names of the fields of a type of story."""
        return tuple(field.name for field in self.fields if story_type in field.types)

    def choices(self, field: Field) -> tuple[str, ...]:
        """The values that a field may have; empty where it may have any."""
        return self._choices.get(field.name, field.choices)

    @cached_property
    def _choices(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(terms) for name, terms in self._terms.items()}

    @cached_property
    def _terms(self) -> dict[str, dict[str, Term]]:
        declared = {"status": self.statuses, "priority": self.priorities, "kind": self.kinds}
        return {name: {term.name: term for term in terms} for name, terms in declared.items()}

    def term(self, field: str, name: str) -> Term:
        """The site's word for a value of a field; of fields that have none of their own, the value itself."""
        return self._terms.get(field, {}).get(name) or Term(name)

    def labelled(self, field: str, words: str) -> str | None:
        """The value of a field whose label words are."""
        terms = self._terms.get(field, {}).values()
        return next((term.name for term in terms if normal(term.label) == normal(words)), None)

    def statuses_like(self, words: str) -> tuple[str, ...]:
        """The statuses of the site that are as far as the built-in one that words name; none where they name none."""
        stage = next((status.stage for status in STATUSES if status.name == normal(words)), None)
        return tuple(status.name for status in self.statuses if status.stage is stage)

    def choice(self, field: Field, phrase: Phrase) -> str | None:
        """The one of the field's choices that the phrase says."""
        words = phrase.text
        choices = self.choices(field)
        if words in choices:
            return words
        return next((choice for choice in choices if normal(choice) == normal(words)), None)

    @cached_property
    def _statuses(self) -> dict[str, Status]:
        by_name = {normal(status.name): status for status in self.statuses}
        return by_name | {status.name: status for status in self.statuses}

    def status(self, story: Story) -> Status:
        """The status of a story: the site's first where it says none, or none of the site's."""
        return self._stated(story) or self.statuses[0]

    def _stated(self, story: Story) -> Status | None:
        """The status of a story; `None` where it says none of the site's."""
        if story.status is None:
            return self.statuses[0]
        words = story.status.text
        return self._statuses.get(words) or self._statuses.get(normal(words))

    def is_done(self, story: Story) -> bool:
        """Whether a story's status says that it is finished."""
        return self.status(story).stage is Stage.DONE

    def is_dropped(self, story: Story) -> bool:
        """Whether a story's status says that it is not wanted any more."""
        return self.status(story).stage is Stage.DROPPED

    def is_left(self, story: Story) -> bool:
        """Whether a story's status says that there is still something to do; one that nobody knows says nothing."""
        stated = self._stated(story)
        return stated is not None and stated.stage not in (Stage.DONE, Stage.DROPPED)

    def progress(self, stories: Iterable[Story]) -> tuple[int, int]:
        """How many of some stories are done, and of how many: what was dropped is not waited for."""
        stages = [self.status(story).stage for story in stories]
        return stages.count(Stage.DONE), len(stages) - stages.count(Stage.DROPPED)

    def priority(self, story: Story) -> str | None:
        """The priority of a story, in the site's words."""
        if story.priority is None:
            return None
        return self._priorities.get(normal(story.priority.text))

    @cached_property
    def _priorities(self) -> dict[str, str]:
        return {normal(one.name): one.name for one in self.priorities}

    def urgency(self, story: Story) -> int:
        """The rank of a story's priority: 0 for none, more for a higher one."""
        name = self.priority(story)
        return len(self.priorities) - tuple(self._terms["priority"]).index(name) if name else 0

    def kind(self, story: Story) -> str | None:
        """The kind of a technical story, the site's first where it says none; `None` for others."""
        if story.type is not StoryType.TECHNICAL:
            return None
        return self._kinds.get(normal(story.kind.text) if story.kind else "", self.kinds[0].name)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {normal(one.name): one.name for one in self.kinds}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {actor_key(role.name): role.name for role in self.roles}

    @cached_property
    def _components(self) -> dict[str, str]:
        return {actor_key(component.name): component.name for component in self.components}

    def actor(self, story: Story) -> str:
        """Who wants a story, as the site names them, or as the story does, without the article; empty for nobody.

        It is plain text.
        """
        if story.actor is None:
            return ""
        words = story.actor.text
        declared = self.declared_role(words) if story.role else self.declared_component(words)
        return declared or without_article(without_markup(words))

    def actor_named(self, words: str) -> str:
        """The actor that words ask for: a declared role or component, or else the words without their article."""
        return self.declared_role(words) or self.declared_component(words) or without_article(without_markup(words))

    def declared_role(self, words: str) -> str | None:
        """The name of the declared role that words say."""
        return self._roles.get(actor_key(words)) if self.roles else None

    def declared_component(self, words: str) -> str | None:
        """The name of the declared component that words say."""
        return self._components.get(actor_key(words)) if self.components else None

    @cached_property
    def _id(self) -> re.Pattern[str]:
        return re.compile(self.id_pattern)

    def is_id(self, words: str) -> bool:
        """Whether words have the form of an id of this site."""
        return self._id.fullmatch(words) is not None
