"""The command `mkdocs-stories`: check and list stories without building the site. One module a command."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from ...baseline import BaselineError
from ...options import listed, meant
from ...project import no_collector
from ...settings import SettingsError
from ...text import visible
from ...vocabulary import nearest
from ..site_options import SiteError
from .console import CUT_OFF, EXIT, INTERRUPTED, WRONG_USE, Commands, UsageError, flush, say, write

_DESCRIPTION = """\
Check, mend, list and explain the user stories and technical stories of a docs folder,
without building the site.

Options come from `stories` in mkdocs.yml, properdocs.yml or zensical.toml, where there is one."""

_COMMANDS = {
    "check": "check",
    "list": "listing",
    "explain": "explain",
    "rename": "rename",
    "schema": "schema",
    "init": "initialising",
    "cache": "caching",
}
"""The commands, and the module that each is in."""


def run() -> NoReturn:
    """Run the command as it is installed: end the process, and leave it to the system to take its memory back."""
    kept = argparse.Namespace()
    with no_collector():
        os._exit(_status(sys.argv[1:], kept))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    with no_collector():
        return _status(sys.argv[1:] if arguments is None else arguments, argparse.Namespace())


def _parse(arguments: Sequence[str], parsed: argparse.Namespace) -> None:
    first = arguments[0] if arguments else ""
    parser, commands = _parsers(first)
    if not first:
        parser.error(f"say which command: {listed(_COMMANDS)}")
    if not first.startswith("-") and first not in _COMMANDS:
        parser.error(f"there is no command `{visible(first)}`; {visible(meant(first, _COMMANDS))}")
    if first in _COMMANDS:
        parser, arguments = commands.choices[first], arguments[1:]
    # Paths may stand among the options, but argparse loses `--` there.
    is_mixed = first in _COMMANDS and "--" not in arguments
    _, left = (parser.parse_known_intermixed_args if is_mixed else parser.parse_known_args)(arguments, parsed)
    if left:
        _refuse(left, parser)


def _refuse(left: Sequence[str], parser: argparse.ArgumentParser) -> NoReturn:
    """End with what a command does not know, and what was meant by it."""
    name = left[0].partition("=")[0]
    near = nearest(name, re.findall(r"--[a-z-]+", parser.format_usage()))
    parser.error(f"unrecognized arguments: {visible(' '.join(left))}" + (f"; did you mean `{near}`?" if near else ""))


def _status(arguments: Sequence[str], parsed: argparse.Namespace) -> int:
    """Run the command that some arguments name, and take down in `parsed` what they say."""
    try:
        try:
            _parse(arguments, parsed)
            return int(parsed.run(parsed))
        finally:
            flush()
    except KeyboardInterrupt:
        say("mkdocs-stories: interrupted")
        return INTERRUPTED
    except (UsageError, SiteError, SettingsError, BaselineError) as error:
        say(f"mkdocs-stories: {visible(str(error))}")
        return WRONG_USE
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return CUT_OFF
        words = ": ".join(map(str, filter(None, (error.filename, error.strerror or error))))
        say(f"mkdocs-stories: {visible(words)}")
        return WRONG_USE


def _parsers(first: str) -> tuple[argparse.ArgumentParser, Commands]:
    """The parser of all arguments, and those of the command that is named first; of all, where it is none."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("mkdocs-stories", description=_DESCRIPTION, epilog=EXIT, formatter_class=raw)
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (_COMMANDS[first],) if first in _COMMANDS else _COMMANDS.values():
        import_module(f".{module}", __name__).add(commands)
    return parser, commands


class _Version(argparse.Action):
    """Looks the version up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        write(f"{parser.prog} {version('mkdocs-stories')}")
        parser.exit()
