"""What a block may tell: a user story, a technical story or an epic."""

from __future__ import annotations

from enum import Enum


class StoryType(Enum):
    """What a block tells; the value is what `where: {type: …}` says."""

    USER = "user"
    TECHNICAL = "technical"
    EPIC = "epic"

    __hash__ = object.__hash__  # as good for a member, and no call in Python for each story

    @property
    def label(self) -> str:
        """The type in words, as it stands in a sentence."""
        return "epic" if self is StoryType.EPIC else f"{self.value} story"


USER = frozenset({StoryType.USER})
TECHNICAL = frozenset({StoryType.TECHNICAL})
EPIC = frozenset({StoryType.EPIC})
STORIES = USER | TECHNICAL
EVERY = STORIES | EPIC
