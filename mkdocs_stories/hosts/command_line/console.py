"""What the commands share: how they end, and how they write."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import TypeAlias

from ...reports import PLAIN, Screen
from ...text import visible

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds its own parser."""

FINE, PROBLEMS, WRONG_USE = 0, 1, 2
EXIT = """\
exit status:
  0  no errors (with --strict: no warnings either)
  1  something is wrong with the stories; with --diff: something can be fixed
  2  the command was used wrongly, or an option is wrong"""
SPACE = "\t\r\n"
"""White space that a terminal may be given as it is."""
INTERRUPTED, CUT_OFF = 128 + 2, 128 + 13
"""What shells show for a command that was interrupted (SIGINT), and for one whose reader has gone away (SIGPIPE)."""


class UsageError(ValueError):
    """A wrong use of the command, said on one line."""


def write(text: str) -> None:
    """Print a text, whatever the terminal can show of it."""
    if sys.stdout is None:  # closed by whoever started the command
        return
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201


def say(words: str) -> None:
    """Say something beside what a command prints."""
    print(visible(words, but=SPACE), file=sys.stderr)  # noqa: T201


def flush() -> None:
    """Hand over what was printed.

    Raises OSError where nobody takes it.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def screen() -> Screen:
    """What standard output shows: as wide as the terminal and in its colours; where it is none, the same everywhere.

    `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` (https://force-color.org) count where they are not empty, the
    first of them before the second; `FORCE_COLOR=0` is no colour, as for many a program.
    """
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if is_terminal else PLAIN.columns
    forced = os.environ.get("FORCE_COLOR")
    if os.environ.get("NO_COLOR"):
        is_coloured = False
    elif forced:
        is_coloured = forced.lower() not in ("0", "false")
    else:
        is_coloured = is_terminal and _knows_colours()
    return Screen(columns, is_coloured, has_links=is_coloured and is_terminal and _knows_colours())


def _knows_colours() -> bool:
    """Whether a terminal understands control sequences. Old ones of Windows do not, and new ones say who they are."""
    if os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "ANSICON", "ConEmuANSI", "TERM"))
