"""A docs folder: its sources, its backlog and what is wrong with it. The one place that walks a folder."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from .backlog import Backlog
from .baseline import Baseline, BaselineError
from .checker import Contents, Outcome, judge
from .diagnostics import Diagnostic
from .memory import Memory, Reading
from .settings import Settings
from .text import Source

SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""The endings of pages, as MkDocs has them."""


def every_page(_path: str) -> bool:
    """That each page of a docs folder counts."""
    return True


@dataclass(frozen=True)
class Project:
    """Sources and settings, and what follows from them. Each is worked out once, when it is asked for.

    What `memory` knows from before is not worked out again. It makes no difference but to the time that it takes.
    """

    sources: tuple[Source, ...]
    settings: Settings = Settings()
    baseline: Baseline = Baseline()
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    @classmethod
    def load(
        cls,
        folder: Path,
        settings: Settings | None = None,
        wanted: Callable[[str], bool] = every_page,
        memory: Memory | None = None,
    ) -> Project:
        """The pages of a docs folder. `wanted` tells by a page's path, relative and with `/`, whether it counts.

        Raises OSError where the folder, or a page in it, cannot be read.
        """
        sources = tuple(Source.decode(path, (folder / path).read_bytes()) for path in walk(folder) if wanted(path))
        return cls(sources, settings or Settings(), memory=memory or Memory())

    def with_source(self, source: Source) -> Project:
        """The same project where one page says something else, or is there as well."""
        others = tuple(one for one in self.sources if one.path != source.path)
        return replace(self, sources=(*others, source))

    @cached_property
    def backlog(self) -> Backlog:
        """All stories of the sources, in the order of their paths whichever order they were given in."""
        return Backlog(tuple(reading.page for reading in self._readings), self.settings.vocabulary)

    @cached_property
    def _readings(self) -> tuple[Reading, ...]:
        with no_collector():
            return self.memory.read(sorted(self.sources, key=lambda source: source.path), self.settings)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong, sorted by file and place."""
        return self._outcome.diagnostics

    @property
    def contents(self) -> tuple[Contents, ...]:
        """The pages and their stories by name, in the order of the backlog."""
        return self._outcome.contents

    @cached_property
    def _outcome(self) -> Outcome:
        with no_collector():
            return self.memory.outcome(self.sources, self.settings, self.baseline, self._find)

    def _find(self) -> Outcome:
        backlog = self.backlog
        alone = chain.from_iterable(reading.verdicts for reading in self._readings)
        judged = judge(backlog, self.settings, self.baseline, alone)
        excused = Counter(one.source.path for one in judged.excused)
        told = (
            Contents(page.source.path, tuple(one.headline for one in page.stories), excused[page.source.path])
            for page in backlog.pages
        )
        return Outcome(judged.diagnostics, tuple(told))


def read_baseline(file: Path, folder: Path) -> Baseline:
    """The baseline in a file; its place is told from a docs folder on, as that of pages is.

    Raises BaselineError, which names the file, where it is none or cannot be read.
    """
    try:
        return Baseline.read(Source.decode(relative_to(folder, file), file.read_bytes()))
    except FileNotFoundError:
        made = "`mkdocs-stories check --write-baseline FILE` makes one"
        raise BaselineError(f"{file}: there is no such baseline; {made}") from None
    except OSError as error:
        raise BaselineError(f"{file}: {error.strerror}") from None
    except BaselineError as error:
        raise BaselineError(f"{file}: {error}") from None


def relative_to(folder: Path, file: Path) -> str:
    """The path from a docs folder to a file that need not be in it, with `/`."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()


def shown_root(folder: Path) -> str:
    """What stands before the paths of pages in messages: the docs folder, with `/`, from here where it is below."""
    relative = relative_to(Path(), folder)
    shown = folder.as_posix() if relative.startswith("..") else relative
    return "" if shown == "." else f"{shown}/"


@contextmanager
def no_collector() -> Iterator[None]:
    """Without Python's collector of cycles: stories are many objects without cycles, which it would look at in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def walk(folder: Path) -> Iterator[str]:
    """The paths of the pages below a folder, in an order that is the same everywhere.

    Links to folders are followed, as MkDocs does it, but not round and round.

    Raises OSError where the folder cannot be read. Hidden files and folders are left out.
    """

    def fail(error: OSError) -> None:
        raise error

    found: list[str] = []
    around: dict[Path, frozenset[str]] = {}
    for place, folders, files in os.walk(folder, onerror=fail, followlinks=True):
        real = os.path.realpath(place)
        above = around.get(Path(place).parent, frozenset())
        folders[:] = [name for name in folders if not name.startswith(".") and real not in above]
        around[Path(place)] = above | {real}
        home = Path(place).relative_to(folder).as_posix()
        prefix = "" if home == "." else f"{home}/"
        found += [prefix + name for name in _pages(files) if _is_file(Path(place, name))]
    yield from sorted(found)


def _is_file(path: Path) -> bool:
    """Whether a path is a file, or a link that leads nowhere: that cannot be read, which is said."""
    return path.is_file() or path.is_symlink()


def _pages(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith("."))
