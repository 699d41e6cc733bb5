"""User stories and technical stories in Markdown docs: read, checked, drawn as cards, gathered in a backlog.

`load` reads a docs folder into a `Backlog`, `check` says what is wrong with one. Neither needs a host. The options of a
site come from its configuration by `mkdocs_stories.hosts.site_options.read_site`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .backlog import Backlog
from .checker import check
from .diagnostics import Diagnostic, Finding, Severity
from .model import Page, Story
from .project import Project, every_page
from .settings import Settings, SettingsError
from .text import Phrase, Source, Span

__all__ = [
    "Backlog",
    "Diagnostic",
    "Finding",
    "Page",
    "Phrase",
    "Settings",
    "SettingsError",
    "Severity",
    "Source",
    "Span",
    "Story",
    "check",
    "load",
]


def load(folder: str | Path, settings: Settings | None = None, wanted: Callable[[str], bool] = every_page) -> Backlog:
    """The backlog of the pages below a docs folder.

    `wanted` tells by a page's path, relative and with `/`, whether it counts.

    Raises OSError where the folder, or a page in it, cannot be read.
    """
    return Project.load(Path(folder), settings, wanted).backlog
