"""A docs folder: its sources, its backlog and what is wrong with it. The one place that walks a folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from .backlog import Backlog
from .baseline import Baseline, BaselineError
from .checker import check
from .diagnostics import Diagnostic
from .reader import read_page
from .settings import Settings
from .text import Source

SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""The endings of pages, as MkDocs has them."""


def _all(_path: str) -> bool:
    return True


@dataclass(frozen=True)
class Project:
    """Sources and settings, and what follows from them. Each is worked out once, when it is asked for."""

    sources: tuple[Source, ...]
    settings: Settings = Settings()
    baseline: Baseline = Baseline()

    @classmethod
    def load(cls, folder: Path, settings: Settings | None = None, wanted: Callable[[str], bool] = _all) -> Project:
        """The pages of a docs folder. `wanted` tells by a page's path, relative and with `/`, whether it counts.

        Raises OSError where the folder, or a page in it, cannot be read.
        """
        sources = tuple(Source.decode(path, (folder / path).read_bytes()) for path in walk(folder) if wanted(path))
        return cls(sources, settings or Settings())

    def with_source(self, source: Source) -> Project:
        """The same project where one page says something else, or is there as well."""
        others = tuple(one for one in self.sources if one.path != source.path)
        return replace(self, sources=(*others, source))

    @cached_property
    def backlog(self) -> Backlog:
        """All stories of the sources, in the order of their paths whichever order they were given in."""
        with no_collector():
            ordered = sorted(self.sources, key=lambda source: source.path)
            pages = tuple(read_page(source, self.settings.language) for source in ordered)
        return Backlog(pages, self.settings.language)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong, sorted by file and place."""
        with no_collector():
            return check(self.backlog, self.settings, self.baseline)


def read_baseline(file: Path, folder: Path) -> Baseline:
    """The baseline in a file; its place is told from a docs folder on, as that of pages is.

    Raises BaselineError, which names the file, where it is none or cannot be read.
    """
    try:
        return Baseline.read(Source.decode(relative_to(folder, file), file.read_bytes()))
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

    Raises OSError where the folder cannot be read. Hidden files and folders are left out.
    """

    def fail(error: OSError) -> None:
        raise error

    found: list[str] = []
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, onerror=fail, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [name for name in folders if not name.startswith(".") and real not in seen]
        seen.add(real)
        paths = (Path(place) / name for name in _pages(files))
        found += [path.relative_to(folder).as_posix() for path in paths if path.is_file() or path.is_symlink()]
    yield from sorted(found)


def _pages(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith("."))
