"""The ways in which one story refers to another: a new one is declared here, and named in `LINK_KINDS`."""

from __future__ import annotations

from dataclasses import dataclass

from .story_types import EPIC, EVERY, STORIES, TECHNICAL, USER, StoryType


@dataclass(frozen=True, slots=True, eq=False)
class LinkKind:
    """A way in which one story refers to another. Each is one of its kind.

    `name`, `aliases` and `meaning` are the field's; `types` may have it, `targets` are what it leads to. `label` heads
    the list of targets on a card, `inverse` the list of those that refer to it. `is_single` is for a kind of which a
    story has one link.
    """

    name: str
    aliases: tuple[str, ...]
    types: frozenset[StoryType]
    targets: frozenset[StoryType]
    label: str
    inverse: str
    meaning: str
    is_single: bool = False


PART_OF = LinkKind(
    "epic", ("part of",), STORIES, EPIC, "Part of", "Stories", "The epic that the story belongs to.", is_single=True
)
SUPPORTS = LinkKind(
    "supports",
    ("enables", "complements"),
    TECHNICAL,
    USER,
    "Supports",
    "Supported by",
    "The user stories that it serves.",
)
DEPENDS_ON = LinkKind(
    "depends on",
    ("blocked by", "needs"),
    STORIES,
    STORIES,
    "Depends on",
    "Needed by",
    "The stories that have to be done before.",
)
RELATES_TO = LinkKind(
    "relates to", ("see also",), EVERY, EVERY, "Related to", "Related to", "Stories that are good to know."
)
REPLACES = LinkKind(
    "replaces",
    ("supersedes",),
    EVERY,
    EVERY,
    "Replaces",
    "Replaced by",
    "Stories that are no longer needed because of this one.",
)
LINK_KINDS = (PART_OF, SUPPORTS, DEPENDS_ON, RELATES_TO, REPLACES)
