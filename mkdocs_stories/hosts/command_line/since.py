"""`check --since REV`: which problems are in what has changed since a revision of git."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...backlog import Backlog
from ...diagnostics import Diagnostic
from ...model import Page
from ...project import SUFFIXES
from ...syntax import scan
from ...text import Source
from .console import UsageError


@dataclass(frozen=True)
class Since:
    """What is new in a folder since a revision: the stories by page and line, and the lines of each page."""

    stories: frozenset[tuple[str, int]]
    lines: Mapping[str, frozenset[int]]

    @classmethod
    def revision(cls, folder: Path, revision: str, backlog: Backlog) -> Since:
        """What is new since a revision, be it committed or not.

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
        changed = [page for page in backlog.pages if page.source.path in before]
        lines = {page.source.path: _new_lines(page.source, before[page.source.path]) for page in changed}
        return cls(frozenset(_new_stories(changed, before, gone)), lines)

    def is_new(self, diagnostic: Diagnostic) -> bool:
        """Whether the story of a diagnostic is new or not as it was; without a story, whether its line is."""
        path = diagnostic.source.path
        if diagnostic.story:
            return (path, diagnostic.story.line) in self.stories
        return diagnostic.finding.span.line in self.lines.get(path, ())


def _new_stories(
    changed: Iterable[Page], before: Mapping[str, Source], gone: Iterable[Source]
) -> Iterator[tuple[str, int]]:
    """The stories that were nowhere, by page and line. One that was there before, on any page, accounts for one now."""
    left: Counter[str] = Counter()
    unknown = []
    for page in changed:
        own = _bodies(before[page.source.path])
        for story in page.stories:
            if own[story.body]:
                own[story.body] -= 1
            else:
                unknown.append(story)
        left += own
    for source in gone:
        left += _bodies(source)
    for story in unknown:
        if left[story.body]:
            left[story.body] -= 1
        else:
            yield story.source.path, story.span.line


def _bodies(source: Source) -> Counter[str]:
    return Counter(block.text for block in scan(source).blocks)


def _new_lines(now: Source, then: Source) -> frozenset[int]:
    known = Counter(then.lines)
    new = []
    for number, line in enumerate(now.lines, 1):
        if known[line]:
            known[line] -= 1
        else:
            new.append(number)
    return frozenset(new)


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
