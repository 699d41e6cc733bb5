"""Diagnostics as JSON for programs. `report.schema.json` beside this file says what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Severity
from ..text import Span
from .json_text import json_text
from .report import NAME, Checked, Found, Report, tool_version

VERSION = 1
"""Of the schema. It changes when something that was there is no more, or means something else."""


def _write(checked: Checked) -> Iterator[str]:
    counts = checked.counts
    yield json_text(
        {
            "version": VERSION,
            "tool": {"name": NAME, "version": tool_version()},
            "read": {"stories": checked.stories, "pages": checked.pages},
            "counts": {
                **{one.value: counts[one] for one in (Severity.ERROR, Severity.WARNING, Severity.INFO)},
                "mendable": checked.mendable,
            },
            "diagnostics": list(map(_told, checked.found, checked.fingerprints)),
        }
    )


JSON = Report("json", _write)


def _told(found: Found, fingerprint: str) -> dict[str, Any]:
    diagnostic, finding = found.diagnostic, found.diagnostic.finding
    story = diagnostic.story
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "url": diagnostic.url,
        "path": found.path,
        "story": story.id or None if story else None,
        "span": _place(finding.span),
        "message": finding.message,
        "help": finding.help,
        "label": finding.label,
        "related": [
            {"path": found.path_of(one.source), "span": _place(one.span), "message": one.message}
            for one in finding.related
        ],
        "fix": [{"span": _place(edit.span), "text": edit.text} for edit in diagnostic.fix],
        "fingerprint": fingerprint,
    }


def _place(span: Span) -> dict[str, int]:
    return span._asdict()
