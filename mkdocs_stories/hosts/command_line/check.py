"""`mkdocs-stories check`: everything that is wrong with the stories."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ...baseline import Baseline
from ...diagnostics import Diagnostic, Severity
from ...project import read_baseline, relative_to
from ...reports import REPORTS, Checked, Found, Read, path_of
from ...text import Source
from .console import EXIT, FINE, PROBLEMS, Commands, UsageError, screen, write
from .scopes import Scope, add_scopes, scopes, typed_page, whole_site


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        help="report everything that is wrong with the stories",
        description="Report everything that is wrong with the stories: the same diagnostics as `mkdocs build`.",
        epilog=EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_scopes(parser)
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.add_argument("-q", "--quiet", action="store_true", help="leave out what is only information")
    parser.add_argument("--format", choices=REPORTS.names, default="text", help="how to report (default: %(default)s)")
    parser.add_argument(
        "--since", metavar="REV", help="report only on stories that have changed since that revision of git"
    )
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="excuse what that file records (default: the option `baseline`)"
    )
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument("--fix", action="store_true", help="mend what has one right answer, and report what is left")
    writing.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")
    writing.add_argument(
        "--write-baseline",
        type=Path,
        metavar="FILE",
        help="record everything that is wrong today in a file, for the option `baseline`, and report nothing",
    )
    parser.add_argument(
        "--stdin-filename", type=Path, metavar="FILE", help="with the path `-`: the page that standard input holds"
    )
    parser.set_defaults(run=_check)


def _check(parsed: argparse.Namespace) -> int:
    begun = time.perf_counter()
    if parsed.write_baseline:
        return _write_baseline(parsed)
    if parsed.diff and parsed.format != "text":
        raise UsageError("--diff prints a diff, and goes without --format")
    if parsed.diff:
        return max((_show(scope, _wanted(scope, parsed.since)) for scope in _scopes(parsed)), default=FINE)
    found: list[Found] = []
    read: list[Read] = []
    for scope in _scopes(parsed):
        wanted = _wanted(scope, parsed.since)
        scope = _fixed(scope, wanted) if parsed.fix else scope
        project = scope.project
        root = scope.root
        found += (Found(one, root) for one in project.diagnostics if wanted(one))
        shown = (page for page in project.contents if scope.shows(page.path))
        read += (Read(path_of(page.path, root), page.stories, page.excused) for page in shown)
        scope.remember()
    quiet = {Severity.INFO} if parsed.quiet else set()
    checked = Checked(
        tuple(one for one in found if one.diagnostic.severity not in quiet),
        tuple(read),
        time.perf_counter() - begun,
        left_out=tuple(one for one in found if one.diagnostic.severity in quiet),
        failing=frozenset({Severity.ERROR, Severity.WARNING} if parsed.strict else {Severity.ERROR}),
        screen=screen(),
    )
    report = REPORTS.find(parsed.format)
    assert report is not None  # noqa: S101 argparse lets no other through
    if texts := list(report.write(checked)):
        write("\n".join(texts))
    return PROBLEMS if checked.fails else FINE


# What mends and what asks git is loaded where it is needed: most runs do neither.


def _fixed(scope: Scope, wanted: Callable[[Diagnostic], bool]) -> Scope:
    from .fixing import fix

    return fix(scope, wanted)


def _show(scope: Scope, wanted: Callable[[Diagnostic], bool]) -> int:
    from .fixing import show_fixes

    status = show_fixes(scope, wanted)
    scope.remember()
    return status


def _wanted(scope: Scope, revision: str | None) -> Callable[[Diagnostic], bool]:
    """Tells which diagnostics were asked for: those on the pages to show, and of them what is new since a revision."""
    if revision is None:
        return lambda one: scope.shows(one.source.path)
    from .since import Since

    since = Since.revision(scope.folder, revision, scope.project.backlog)
    return lambda one: scope.shows(one.source.path) and since.is_new(one)


def _scopes(parsed: argparse.Namespace) -> Iterator[Scope]:
    """What to check, the paths or standard input, with the baseline that excuses some of it."""
    if Path("-") not in parsed.paths:
        if parsed.stdin_filename:
            raise UsageError("--stdin-filename goes with the path `-`, which is standard input")
        found = scopes(parsed)
    elif len(parsed.paths) > 1:
        raise UsageError("`-` is standard input, and goes without other paths")
    elif parsed.fix:
        raise UsageError("--fix writes files, and goes without the path `-`; --diff shows what it would change")
    else:
        found = iter([typed_page(parsed)])
    for scope in found:
        file = parsed.baseline or scope.baseline
        baseline = read_baseline(file, scope.folder) if file else Baseline()
        yield replace(scope, project=replace(scope.project, baseline=baseline))


def _write_baseline(parsed: argparse.Namespace) -> int:
    file = parsed.write_baseline
    about_reports = (parsed.since is not None, parsed.baseline, parsed.strict, parsed.quiet, parsed.format != "text")
    if any((parsed.paths, parsed.stdin_filename, *about_reports)):
        raise UsageError(
            "--write-baseline records the whole site and reports nothing: "
            "of all other options only --config-file and --no-cache go with it"
        )
    # Whatever else is there was not written by this command, and is left.
    before = read_baseline(file, file.parent).source if file.exists() else None
    scope = whole_site(parsed)
    baseline = Baseline.of(scope.project.diagnostics)
    scope.remember()
    _record(file, before, baseline.text)
    total = sum(entry.count for entry in baseline.entries)
    write(f"{total} {'problem' if total == 1 else 'problems'} recorded in {file}")
    if not scope.project.settings.baseline:
        home = parsed.config_file.parent if parsed.config_file else Path()
        write(f"Excuse them with the option `baseline: {relative_to(home, file)}`, or with --baseline.")
    return FINE


def _record(file: Path, before: Source | None, text: str) -> None:
    """Write a baseline, in the place of the one before if there is one."""
    from .writing import Change, refusal, write_page

    if before is None:
        file.write_text(text, encoding="utf-8", newline="\n")
        return
    change = Change(file.parent, before, Source(before.path, text))
    if why := refusal(change, anywhere=True) or write_page(change):
        raise UsageError(f"{file} was left alone, since {why}")
