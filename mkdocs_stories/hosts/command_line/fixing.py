"""`check --fix` and `check --diff`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ...diagnostics import Diagnostic
from ...fixes import Mended, mend
from ...reports.text import count
from ...text import Source
from .console import FINE, PROBLEMS, say
from .scopes import Scope
from .writing import OUTSIDE, Change, refusal, show_diff, write_page

Wanted = Callable[[Diagnostic], bool]

_NOTHING = "nothing to fix"
_UNREADABLE = "it holds bytes that are not UTF-8 text"


def fix(scope: Scope, wanted: Wanted) -> Scope:
    """Write the fixes of the diagnostics that are wanted; return the scope with its pages as they are then.

    Raises OSError, before anything is written, where one of the pages cannot be.
    """
    mended = mend(scope.project, wanted)
    changes = [Change(scope.folder, before, after) for before, after in mended.changes]
    files = _by_file(changes)
    refused = {file: refusal(change) for file, change in files.items()}
    written: dict[Path, Change] = {}
    for file, change in files.items():
        if why := refused[file] or write_page(change):
            _say_left(scope, change.path, why)
        else:
            written[file] = change
    _say_unreadable(scope, wanted)
    total = _problems(mended, written.values())
    say(f"{count(total, 'problem')} fixed on {count(len(written), 'page')}" if written else _NOTHING)
    texts = {change.path: written[change.file].after.text for change in changes if change.file in written}
    old = scope.project.sources
    sources = tuple(Source(one.path, texts[one.path]) if one.path in texts else one for one in old)
    return replace(scope, project=replace(scope.project, sources=sources))


def show_fixes(scope: Scope, wanted: Wanted) -> int:
    """Show what `fix` would write, be it write-protected or not; return the exit status."""
    mended = mend(scope.project, wanted)
    shown = []
    for change in _by_file(Change(scope.folder, before, after) for before, after in mended.changes).values():
        if change.is_outside:
            _say_left(scope, change.path, OUTSIDE)
        else:
            show_diff(change, scope.root)
            shown.append(change)
    _say_unreadable(scope, wanted)
    total = _problems(mended, shown)
    say(f"{count(total, 'problem')} to fix on {count(len(shown), 'page')}" if shown else _NOTHING)
    return PROBLEMS if shown else FINE


def _by_file(changes: Iterable[Change]) -> dict[Path, Change]:
    """The files that change, each once: under its own path if symbolic links give it others, else under the first.

    It holds one text, whatever would be mended under the other paths.
    """
    found: dict[Path, Change] = {}
    for change in changes:
        file = change.file
        if file not in found or file == change.folder.resolve() / change.path:
            found[file] = change
    return found


def _problems(mended: Mended, changes: Iterable[Change]) -> int:
    paths = {change.path for change in changes}
    return sum(one.source.path in paths for one in mended.fixes)


def _say_left(scope: Scope, path: str, why: str) -> None:
    say(f"{scope.root}{path}: left alone, since {why}")


def _say_unreadable(scope: Scope, wanted: Wanted) -> None:
    fixable = (one.source for one in scope.project.diagnostics if one.finding.fix and wanted(one))
    for path in dict.fromkeys(source.path for source in fixable if source.flaws):
        _say_left(scope, path, _UNREADABLE)
