"""`check --fix` and `check --diff`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...diagnostics import Diagnostic
from ...fixes import mend
from .console import FINE, PROBLEMS
from .scopes import Scope
from .writing import Change, count, refusal, say, show_diff, write_page

Wanted = Callable[[Diagnostic], bool]

_NOTHING = "nothing to fix"
_UNREADABLE = "it holds bytes that are not UTF-8 text"


def fix(scope: Scope, wanted: Wanted) -> Scope:
    """Write the fixes of the diagnostics that are wanted; return the scope with its pages as they are then.

    Raises OSError, before anything is written, where one of the pages cannot be.
    """
    mended = mend(scope.project, wanted)
    changes = [Change(scope.folder, before, after) for before, after in mended.changes]
    refused = [refusal(change) for change in changes]
    written = {}
    for change, why in zip(changes, refused, strict=True):
        why = why or write_page(change)
        if why:
            say(f"{scope.root}{change.path}: left alone, since {why}")
        else:
            written[change.path] = change.after
    _say_unreadable(scope, wanted)
    total = sum(one.source.path in written for one in mended.fixes)
    say(f"{count(total, 'problem')} fixed on {count(len(written), 'page')}" if written else _NOTHING)
    sources = tuple(written.get(source.path, source) for source in scope.project.sources)
    return replace(scope, project=replace(scope.project, sources=sources))


def show_fixes(scope: Scope, wanted: Wanted) -> int:
    """Show what `fix` would write; return the exit status."""
    mended = mend(scope.project, wanted)
    changes = [Change(scope.folder, before, after) for before, after in mended.changes]
    for change in changes:
        show_diff(change, scope.root)
    _say_unreadable(scope, wanted)
    say(f"{count(len(mended.fixes), 'problem')} to fix on {count(len(changes), 'page')}" if changes else _NOTHING)
    return PROBLEMS if changes else FINE


def _say_unreadable(scope: Scope, wanted: Wanted) -> None:
    fixable = (one.source for one in scope.project.diagnostics if one.finding.fix and wanted(one))
    for path in dict.fromkeys(source.path for source in fixable if source.flaws):
        say(f"{scope.root}{path}: left alone, since {_UNREADABLE}")
