"""`mkdocs-stories check`: everything that is wrong with the stories."""

from __future__ import annotations

import argparse
import time

from ...diagnostics import Severity
from ...reports import REPORTS, Checked, Found
from .console import FINE, PROBLEMS, Commands, write
from .scopes import add_scopes, scopes

EXIT = """\
exit status:
  0  no errors (with --strict: no warnings either)
  1  something is wrong with the stories
  2  the command was used wrongly, or an option is wrong"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        *("check",),
        help="report everything that is wrong with the stories",
        description="Report everything that is wrong with the stories: the same diagnostics as `mkdocs build`.",
        epilog=EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_scopes(parser)
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.add_argument("-q", "--quiet", action="store_true", help="leave out what is only information")
    parser.add_argument("--format", choices=REPORTS.names, default="text", help="how to report (default: %(default)s)")
    parser.set_defaults(run=_check)


def _check(parsed: argparse.Namespace) -> int:
    begun = time.perf_counter()
    found: list[Found] = []
    stories = pages = 0
    for scope in scopes(parsed):
        project = scope.project
        found += (Found(one, scope.root) for one in project.diagnostics if scope.shows(one.source.path))
        stories += sum(scope.shows(story.source.path) for story in project.backlog.stories)
        pages += sum(scope.shows(source.path) for source in project.sources)
    shown: list[Found] = []
    left_out: list[Found] = []
    for one in found:
        is_left_out = parsed.quiet and one.diagnostic.severity is Severity.INFO
        (left_out if is_left_out else shown).append(one)
    report = REPORTS.find(parsed.format)
    assert report is not None  # noqa: S101 argparse lets no other through
    for text in report.write(Checked(tuple(shown), stories, pages, time.perf_counter() - begun, tuple(left_out))):
        write(text)
    failing = {Severity.ERROR, Severity.WARNING} if parsed.strict else {Severity.ERROR}
    return PROBLEMS if any(one.diagnostic.severity in failing for one in found) else FINE
