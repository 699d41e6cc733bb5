"""`mkdocs-stories explain`: the manual of a rule."""

from __future__ import annotations

import argparse
import re
import textwrap

from ...diagnostics import page_of
from ...manual import manual_of
from ...rule import Rule
from ...rules import RULES
from .console import FINE, Commands, UsageError, screen, write

_WIDTH = 100
"""No line is longer, however wide the terminal is: it would not read well."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "explain",
        help="print the manual of a rule",
        description="Print the manual of a rule: what it finds, why, an example and what to write instead.",
    )
    parser.add_argument("rule", metavar="RULE", nargs="?", help="its name or code; without it all rules are listed")
    parser.set_defaults(run=_explain)


def _explain(parsed: argparse.Namespace) -> int:
    if not parsed.rule:
        for rule in RULES:
            write(f"{rule.code}  {rule.severity.value:7}  {rule.name:22}  {rule.manual.summary}")
        return FINE
    asked = RULES.find(parsed.rule)
    if asked is None:
        near = RULES.nearest(parsed.rule)
        raise UsageError(
            f"there is no rule `{parsed.rule}`; "
            + (f"did you mean `{near}`?" if near else "see `mkdocs-stories explain`")
        )
    write(_told(asked, min(screen().columns, _WIDTH)))
    return FINE


def _told(rule: Rule, width: int) -> str:
    """The manual of a rule as plain text, its lines no longer than `width` where they can be broken."""
    parts = [f"# {rule.code} {rule.name}"]
    for part in manual_of(rule):
        parts += [f"{part.heading}:" if part.heading else "", _wrapped(part.words, width), part.code]
    return "\n\n".join(filter(None, (*parts, f"See {page_of(rule.name)}")))


def _wrapped(words: str, width: int) -> str:
    """Paragraphs in lines of a width. What stands between back-ticks is not broken."""
    filled = (
        textwrap.fill(_SPAN.sub(_bound, " ".join(paragraph.split())), width, break_on_hyphens=False)
        for paragraph in words.split("\n\n")
    )
    return "\n\n".join(filled).replace(_NO_BREAK, " ")


_SPAN = re.compile("`[^`]*`")
_NO_BREAK = "\xa0"


def _bound(code: re.Match[str]) -> str:
    return code[0].replace(" ", _NO_BREAK)
