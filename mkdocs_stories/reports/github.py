"""Diagnostics as workflow commands of GitHub Actions, which shows them at their lines.

The commands are described at
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, what has to be escaped in
`packages/core/src/command.ts` of https://github.com/actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Severity
from ..text import visible
from .report import Checked, Found, Report
from .text import closing

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def _write(checked: Checked) -> Iterator[str]:
    yield from map(_command, checked.found)
    yield closing(checked)


GITHUB = Report("github", _write)


def _command(found: Found) -> str:
    diagnostic = found.diagnostic
    finding, span = diagnostic.finding, diagnostic.finding.span
    properties = {"file": found.path, "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # GitHub takes columns within one line only
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    told = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    message = f"{visible(finding.message)}\nhelp: {visible(finding.help)}"
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{message.translate(_IN_DATA)}"
