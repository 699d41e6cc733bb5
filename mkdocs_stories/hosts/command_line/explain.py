"""`mkdocs-stories explain`: the manual of a rule."""

from __future__ import annotations

import argparse

from ...rule import Rule
from ...rules import RULES
from .console import FINE, Commands, UsageError, write


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        *("explain",),
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
            f"there is no rule `{parsed.rule}`; " + (f"did you mean `{near}`?" if near else "see `explain`")
        )
    write(manual_of(asked))
    return FINE


def manual_of(rule: Rule) -> str:
    """The manual of a rule, as plain Markdown."""
    manual = rule.manual
    parts = [
        f"# {rule.code} {rule.name}",
        manual.summary,
        f"Severity: {rule.severity.value}, unless the site sets another.",
    ]
    if rule.options:
        parts.append(
            "Options: " + ", ".join(f"`{name}` (default {default!r})" for name, default in rule.options.items())
        )
    parts.append(manual.why)
    if manual.example:
        parts += ["Example:", manual.example, "Instead:", manual.instead]
    return "\n\n".join(filter(None, parts))
