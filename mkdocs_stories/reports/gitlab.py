"""Diagnostics as a Code Quality report of GitLab, which shows them in merge requests.

The format is described at https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Severity
from .json_text import json_text
from .report import Checked, Found, Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def _write(checked: Checked) -> Iterator[str]:
    yield json_text(list(map(_told, checked.found, checked.fingerprints)))


GITLAB = Report("gitlab", _write)


def _told(found: Found, fingerprint: str) -> dict[str, Any]:
    diagnostic = found.diagnostic
    return {
        "description": f"{diagnostic.name}: {diagnostic.finding.message}",
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": found.path, "lines": {"begin": diagnostic.finding.span.line}},
    }
