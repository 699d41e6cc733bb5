"""What a report is: a name, and a function that writes what a run of the checks found."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..diagnostics import Diagnostic, Severity
from ..identity import fingerprints
from ..model import Headline
from ..text import Source

NAME = "mkdocs-stories"
"""Of the package and of its command."""


def tool_version() -> str:
    """The version of this package."""
    from importlib.metadata import version  # slow, and not needed by most reports

    return version(NAME)


@dataclass(frozen=True, slots=True)
class Found:
    """A diagnostic, and what stands before the paths of its sources."""

    diagnostic: Diagnostic
    root: str = ""

    @property
    def path(self) -> str:
        """The file that it stands in, as the user names it."""
        return self.path_of(self.diagnostic.source)

    def path_of(self, source: Source) -> str:
        """A file that it speaks of, as the user names it. Files beside the docs folder have no `..` in it."""
        return path_of(source.path, self.root)


def path_of(path: str, root: str) -> str:
    """A path below a root, without a way in and out again: `../x.yml` below `docs/` is `x.yml`."""
    return posixpath.normpath(f"{root}{path}")


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read, as the user names it, its stories, and how many of its problems a baseline excuses."""

    path: str
    stories: tuple[Headline, ...] = ()
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """What shows a report to people: how many columns of it, and whether it knows colours and links."""

    columns: int = 160
    is_coloured: bool = False
    has_links: bool = False


PLAIN = Screen()
"""A file, a pipe or a log: the same for everybody."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run of the checks found, and the pages that it had read.

    `seconds` is how long it took. `left_out` was found as well, but is only counted. `failing` are the severities that
    fail the run.
    """

    found: tuple[Found, ...]
    read: tuple[Read, ...]
    seconds: float = 0.0
    left_out: tuple[Found, ...] = ()
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    screen: Screen = PLAIN

    @property
    def pages(self) -> int:
        """How many pages were read."""
        return len(self.read)

    @property
    def stories(self) -> int:
        """How many stories were read."""
        return sum(len(page.stories) for page in self.read)

    @property
    def excused(self) -> int:
        """How many problems a baseline excuses."""
        return sum(page.excused for page in self.read)

    @property
    def fails(self) -> bool:
        """Whether anything that was found fails the run."""
        return any(one.severity in self.failing for one in self.all)

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, shown or not."""
        return tuple(one.diagnostic for one in (*self.found, *self.left_out))

    @property
    def counts(self) -> Counter[Severity]:
        """How many there are of each severity, shown or not."""
        return Counter(one.severity for one in self.all)

    @property
    def mendable(self) -> int:
        """How many can be mended by a fix, shown or not."""
        return sum(bool(one.fix) for one in self.all)

    @property
    def fingerprints(self) -> list[str]:
        """By what each of the found is known in another run."""
        return list(fingerprints(one.diagnostic for one in self.found))


@dataclass(frozen=True)
class Report:
    """One form of saying what was found. What it writes are texts, each to be ended by a line end."""

    name: str
    write: Callable[[Checked], Iterator[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """A report is found by its name."""
        return (self.name,)
