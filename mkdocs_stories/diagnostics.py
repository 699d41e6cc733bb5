"""What the checks say: a rule's finding, and the diagnostic that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .text import Source, Span


class Severity(Enum):
    """How bad a diagnostic is. Errors fail a build, warnings a strict one."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of."""

    source: Source
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's word: where, what, and what to write instead.

    `label` is said below the underlined words, in a few words.
    """

    span: Span
    message: str
    help: str
    label: str = ""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the rule it comes from, how bad it is, and the source it stands in."""

    code: str
    name: str
    severity: Severity
    source: Source
    finding: Finding

    @property
    def order(self) -> tuple[str, Span, str, str]:
        """Diagnostics are reported by file, then by place."""
        return self.source.path, self.finding.span, self.code, self.finding.message
