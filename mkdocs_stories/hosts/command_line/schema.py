"""`mkdocs-stories schema`: the JSON Schema of a block's YAML, for editors."""

from __future__ import annotations

import argparse
import json

from ...schema import BLOCKS, block_schema
from ...settings import Settings
from .console import FINE, Commands, write
from .scopes import add_config_file, find_site


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "schema",
        help="print the JSON Schema of a block, for editors",
        description="Print the JSON Schema (draft 7) of a block's YAML, with the fields and the words of the site.",
        epilog="example:\n  mkdocs-stories schema technical-story > technical-story.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "block",
        nargs="?",
        choices=tuple(BLOCKS.values()),
        metavar="BLOCK",
        help=f"{', '.join(BLOCKS.values())}; without it, one schema for all of them",
    )
    add_config_file(parser)
    parser.set_defaults(run=_schema)


def _schema(parsed: argparse.Namespace) -> int:
    site = find_site(parsed.config_file)
    vocabulary = (site.settings if site else Settings()).vocabulary
    # Only ASCII: what is redirected into a file is JSON in whatever encoding the terminal has.
    write(json.dumps(block_schema(vocabulary, parsed.block or ""), indent=2))
    return FINE
