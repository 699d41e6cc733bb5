"""What the commands share: how they end, and how they write."""

from __future__ import annotations

import argparse
import sys
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds its own parser."""

FINE, PROBLEMS, WRONG_USE = 0, 1, 2


class UsageError(ValueError):
    """A wrong use of the command, said on one line."""


def write(text: str) -> None:
    """Print a text, whatever the terminal can show of it."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201
