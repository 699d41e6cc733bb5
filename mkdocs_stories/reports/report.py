"""What a report is: a name, and a function that writes what a run of the checks found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Found:
    """A diagnostic, and what stands before the paths of its sources."""

    diagnostic: Diagnostic
    root: str = ""

    @property
    def path(self) -> str:
        """The file that it stands in, as the user names it."""
        return f"{self.root}{self.diagnostic.source.path}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run of the checks found, and what it had read.

    `left_out` was found as well, but is only counted. `seconds` is how long it took. `is_coloured` is for a terminal
    that shows colours.
    """

    found: tuple[Found, ...]
    stories: int
    pages: int
    seconds: float
    left_out: tuple[Found, ...] = ()
    is_coloured: bool = False


@dataclass(frozen=True)
class Report:
    """One form of saying what was found. What it writes are texts, each to be ended by a line end."""

    name: str
    write: Callable[[Checked], Iterator[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """A report is found by its name."""
        return (self.name,)
