"""Acceptance criteria: how a team knows that a story is done."""

from __future__ import annotations

from typing import NamedTuple

from .text import Phrase


class Step(NamedTuple):
    """A `given`, `when`, `then` or `and` of a criterion."""

    keyword: str
    phrase: Phrase


class Criterion(NamedTuple):
    """What has to hold. Where steps say all of it, `phrase` is that of the first one."""

    phrase: Phrase
    done: bool = False
    technical: bool = False
    steps: tuple[Step, ...] = ()
