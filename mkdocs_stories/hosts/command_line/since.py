"""`check --since REV`: which problems are in what has changed since a revision of git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...diagnostics import Diagnostic
from ...project import SUFFIXES
from ...syntax import scan
from ...text import Source
from .console import UsageError


@dataclass(frozen=True)
class Since:
    """The pages of a folder that have changed, by their paths now, each as it was then; a new page was empty.

    `gone` are pages that are no longer there: a story that was moved from one to another page has not changed.
    """

    before: Mapping[str, Source]
    gone: tuple[Source, ...] = ()

    @classmethod
    def revision(cls, folder: Path, revision: str) -> Since:
        """What has changed in a folder since a revision, be it committed or not.

        Raises UsageError where git is not there, the folder is in no repository, or there is no such revision.
        """
        commit = _commit(folder, revision)
        before: dict[str, Source] = {}
        gone = []
        for status, old, new in _changed(folder, commit):
            if not new.lower().endswith(SUFFIXES):
                continue
            then = b"" if status == "A" else _git(folder, "show", f"{commit}:./{old}")
            if status == "D":
                gone.append(Source.decode(old, then))
            else:
                before[new] = Source.decode(old, then)
        return cls(before, tuple(gone))

    def is_new(self, diagnostic: Diagnostic) -> bool:
        """Whether the story of a diagnostic is not as it was then; without a story, whether its line is not."""
        path = diagnostic.source.path
        if path not in self.before:
            return False
        if diagnostic.story:
            return diagnostic.story.body not in self._bodies
        return diagnostic.source.line(diagnostic.finding.span.line) not in self._lines[path]

    @cached_property
    def _bodies(self) -> frozenset[str]:
        pages = (*self.before.values(), *self.gone)
        return frozenset(block.text for page in pages for block in scan(page).blocks)

    @cached_property
    def _lines(self) -> dict[str, frozenset[str]]:
        return {path: frozenset(page.lines) for path, page in self.before.items()}


def _commit(folder: Path, revision: str) -> str:
    """The name that git itself has for a revision: what the user typed goes no further."""
    _git(folder, "rev-parse", "--git-dir")
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except UsageError:
        raise UsageError(f"--since: there is no revision `{revision}`") from None
    return found.decode("ascii").strip()


def _changed(folder: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """The files that changed: `A` for new, `D` for gone, else another letter; then the path of then and that of now."""
    told = _git(folder, "diff", "--name-status", "--find-renames", "-z", "--relative", commit, "--", ".")
    words = iter(told.decode("utf-8", "surrogateescape").split("\0")[:-1])
    for status in words:
        old = next(words)
        yield status[0], old, next(words) if status[0] in "RC" else old
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    for path in new.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        yield "A", path, path


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints. Raises UsageError with what it says where it fails."""
    try:
        ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise UsageError("--since needs git, which is not installed") from None
    if ran.returncode:
        raise UsageError(f"--since: git: {' '.join(ran.stderr.decode('utf-8', 'replace').split())}")
    return ran.stdout
