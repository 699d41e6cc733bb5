"""`mkdocs-stories rename`: another id for a story, with everything that names it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...project import read_baseline
from ...renaming import RenameError, rename
from ...reports.text import count
from ...text import LINE_END, Source
from .console import FINE, PROBLEMS, Commands, UsageError, say
from .scopes import add_site, whole_site
from .writing import Change, has_changed, refusal, show_diff, write_page


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "rename",
        help="give a story another id, everywhere",
        description="Give a story another id: in its block, and in all links, references, views and addresses of cards "
        "that name it. What changes is shown first; on a terminal you are asked then.",
    )
    parser.add_argument("old", metavar="OLD", help="the id that the story has")
    parser.add_argument("new", metavar="NEW", help="the id that it is to have")
    add_site(parser)
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument("-y", "--yes", action="store_true", help="write without asking")
    writing.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    parser.set_defaults(run=_rename)


def _rename(parsed: argparse.Namespace) -> int:
    scope = whole_site(parsed)
    try:
        renamed = rename(scope.project, parsed.old, parsed.new)
    except RenameError as error:
        raise UsageError(str(error)) from None
    changes = [Change(scope.folder, before, after) for before, after in renamed.changes]
    for change in changes:
        if why := refusal(change):
            raise UsageError(f"{scope.root}{change.path} cannot be changed, since {why}")
    for change in changes:
        show_diff(change, scope.root)
    excused = _in_baseline(scope.baseline, parsed.old, parsed.new)
    for change in excused:
        show_diff(change, f"{change.folder.as_posix()}/")
    if renamed.joined:
        say(f"{parsed.new} is named in {count(renamed.joined, 'place')} already; from now on that is this story")
    if parsed.diff:
        return FINE
    if not parsed.yes and not _is_agreed():
        say("nothing was written" + ("" if sys.stdin.isatty() else "; --yes writes without asking"))
        return PROBLEMS
    status = _write(changes, scope.root, f"{count(renamed.places, 'place')} changed on {count(len(changes), 'page')}")
    return status or _write(excused, "", "the baseline knows the new id")


def _in_baseline(file: Path | None, old: str, new: str) -> list[Change]:
    """What changes in the file that excuses problems of the story, if anything does.

    Raises BaselineError where the site names a file that is none.
    """
    if file is None:
        return []
    baseline = read_baseline(file, file.parent)
    before = baseline.source
    text = baseline.renamed(old, new).text
    if text == baseline.text:
        return []
    end = LINE_END.search(before.text)
    return [Change(file.parent, before, Source(before.path, text.replace("\n", end[0] if end else "\n")))]


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    try:
        return input("Write? [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        return False


def _write(changes: list[Change], root: str, done: str) -> int:
    """Write all pages or none; what still changes while they are written is said."""
    for change in changes:
        if has_changed(change):
            raise UsageError(f"{root}{change.path} has changed meanwhile; nothing was written")
    left = [(change, why) for change in changes if (why := write_page(change))]
    for change, why in left:
        say(f"{root}{change.path}: left alone, since {why}")
    if changes and not left:
        say(done)
    return PROBLEMS if left else FINE
