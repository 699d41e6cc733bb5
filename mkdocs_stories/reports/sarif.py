"""Diagnostics as SARIF 2.1.0, the standard form of what static checks find: for code scanning and for editors.

It is described at https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the numbers of sections below are
those of that document.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..diagnostics import DOCS, Diagnostic, Severity
from ..rule import Rule
from ..rules import RULES
from ..text import Span
from .json_text import json_text
from .mending import mending
from .report import NAME, Checked, Found, Report, tool_version

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"
_FINGERPRINT = "mkdocsStories/v1"
"""Not GitHub's own `primaryLocationLineHash`, which its upload works out by itself and warns of others."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half characters that do not stand for a byte of a file's name."""
_DRIVE = re.compile(r"[A-Za-z]:/")


def _write(checked: Checked) -> Iterator[str]:
    broken = {one.diagnostic.code: one.diagnostic for one in checked.found}
    codes = sorted(broken)
    places = {code: number for number, code in enumerate(codes)}
    rules = {rule.code: rule for rule in RULES}
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "semanticVersion": tool_version(),
                "informationUri": DOCS,
                "rules": [_rule(broken[code], rules.get(code)) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the command ran in."}}},
        "results": [
            _result(found, places[found.diagnostic.code], fingerprint)
            for found, fingerprint in zip(checked.found, checked.fingerprints, strict=True)
        ],
    }
    yield json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


SARIF = Report("sarif", _write)


def _rule(diagnostic: Diagnostic, rule: Rule | None) -> dict[str, Any]:
    """What is known of a rule (3.49)."""
    told = {"id": diagnostic.code, "name": diagnostic.name, "helpUri": diagnostic.url}
    if rule is None:
        return told
    manual = rule.manual
    example = [part for part in ("Example:", manual.example, "Instead:", manual.instead) if manual.example]
    words = "\n\n".join(filter(None, [manual.why or manual.summary, *example]))
    return {
        **told,
        "shortDescription": {"text": manual.summary},
        "fullDescription": {"text": manual.why or manual.summary},
        "help": {"text": words, "markdown": words},
        "defaultConfiguration": {"enabled": rule.severity is not Severity.OFF, "level": _LEVELS[rule.severity]},
        "properties": {"tags": ["user-stories"], "problem.severity": _PROBLEMS.get(rule.severity, "recommendation")},
    }


def _result(found: Found, rule: int, fingerprint: str) -> dict[str, Any]:
    """One diagnostic (3.27)."""
    diagnostic, finding = found.diagnostic, found.diagnostic.finding
    told: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": _message(f"{_sentence(finding.message)}\n{_sentence(f'Help: {finding.help}')}"),
        "locations": [_location(found.path, finding.span)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    if finding.related:
        told["relatedLocations"] = [
            {"id": number, "message": _message(one.message), **_location(found.path_of(one.source), one.span)}
            for number, one in enumerate(finding.related, 1)
        ]
    if diagnostic.fix:
        replacements = [
            {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in diagnostic.fix
        ]
        change = {"artifactLocation": _artifact(found.path), "replacements": replacements}
        told["fixes"] = [{"description": _message(f"--fix {mending(diagnostic)}"), "artifactChanges": [change]}]
    return told


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _message(words: str) -> dict[str, str]:
    """Words of a message, none of which stand for a link (3.11.6) or for an argument (3.11.5)."""
    return {"text": words.replace("](", r"\](").translate(_BRACES)}


def _location(path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(span)}}


def _artifact(path: str) -> dict[str, str]:
    """The address of a file: below the root, or a whole one of its own (3.4)."""
    if posixpath.isabs(path) or _DRIVE.match(path):
        return {"uri": f"file:///{_quoted(path.lstrip('/'))}"}
    return {"uri": _quoted(path), "uriBaseId": _ROOT}


def _quoted(path: str) -> str:
    return quote(_HALVES.sub("\N{REPLACEMENT CHARACTER}", path), errors="surrogateescape")


def _region(span: Span) -> dict[str, int]:
    """A place; both sides count from 1, and neither counts the end in (3.30)."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
