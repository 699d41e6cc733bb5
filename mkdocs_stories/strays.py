"""What stands in a block or a page and could not be placed: the reader records it, and rules speak about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from .text import Phrase, Span


class Gap(Enum):
    """Why something in a block could not be placed."""

    UNCLOSED = "unclosed"
    INVALID_YAML = "invalid yaml"
    REFUSED_YAML = "refused yaml"
    UNKNOWN_KEY = "unknown key"
    MISPLACED_KEY = "misplaced key"
    REPEATED_KEY = "repeated key"
    WRONG_SHAPE = "wrong shape"
    SAID_TWICE = "said twice"
    COMMENT = "comment"
    UNFILLED = "unfilled"
    EMPTY = "empty"


UNREADABLE = frozenset((Gap.INVALID_YAML, Gap.REFUSED_YAML))


@dataclass(frozen=True, slots=True)
class Stray:
    """Words of a block that could not be placed: data for the rules."""

    gap: Gap
    phrase: Phrase
    field: str = ""
    """The name of the field that the words belong to, or are about."""
    note: str = ""
    """What was expected there, or what the parser says."""
    first: Span | None = None
    """Where the same key was given before."""


class Lookalike(NamedTuple):
    """What stands behind a fence that begins no block, and the key that what it holds begins with."""

    typed: Phrase
    key: str
