"""User stories and technical stories in Markdown docs: read, checked, drawn as cards, gathered in a backlog.

`load` reads a docs folder into a `Backlog`, `check` says what is wrong with one. Neither needs a host.
"""

from __future__ import annotations

from pathlib import Path

from .backlog import Backlog
from .checker import check
from .diagnostics import Diagnostic, Severity
from .model import Story
from .project import Project
from .settings import Settings, SettingsError

__all__ = ["Backlog", "Diagnostic", "Settings", "SettingsError", "Severity", "Story", "check", "load"]


def load(folder: str | Path, settings: Settings | None = None) -> Backlog:
    """The backlog of all pages below a docs folder.

    Raises OSError where the folder, or a page in it, cannot be read.
    """
    return Project.load(Path(folder), settings).backlog
