"""Acceptance criteria: how a team knows that a story is done."""

from __future__ import annotations

from dataclasses import dataclass

from .text import Phrase


@dataclass(frozen=True, slots=True)
class Step:
    """A `given`, `when`, `then` or `and` of a criterion."""

    keyword: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Criterion:
    """What has to hold. Where steps say all of it, `phrase` is that of the first one."""

    phrase: Phrase
    done: bool = False
    technical: bool = False
    steps: tuple[Step, ...] = ()
