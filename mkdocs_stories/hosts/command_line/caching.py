"""`mkdocs-stories cache`: where it is, how large it is, and away with it."""

from __future__ import annotations

import argparse

from ...cache import FOLDER_VARIABLE, Cache, usual_folder
from ...reports.text import count
from ...text import visible
from .console import FINE, Commands, write


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "cache",
        help="say where is kept what was read before, or throw it away",
        description="Say in which folder is kept what was read before, and how large it is. The environment variable "
        f"{FOLDER_VARIABLE} names another folder.",
    )
    parser.add_argument("--clear", action="store_true", help="throw everything away that is in it")
    parser.set_defaults(run=_cache)


def _cache(parsed: argparse.Namespace) -> int:
    cache = Cache(usual_folder())
    if parsed.clear:
        write(f"{count(cache.clear(), 'file')} removed from {visible(str(cache.folder))}")
    else:
        write(f"{visible(str(cache.folder))}: {cache.size / 2**20:.1f} MiB")
    return FINE
