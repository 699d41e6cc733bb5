"""What the checks say: a rule's finding, and the diagnostic that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .model import Headline
from .text import Source, Span

DOCS = "https://mkdocs-stories.readthedocs.io/en/latest/"
"""Where the documentation of this project is read."""


def page_of(rule: str) -> str:
    """The page of the documentation that holds the manual of a rule."""
    return f"{DOCS}rules/{rule}/"


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
class Edit:
    """Words to write in the place of others, in the source that a finding stands in."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's word: where, what, and what to write instead.

    `label` is said below the underlined words, in a few words. `fix` is given where there is one right answer: all of
    its edits together mend what was found.
    """

    span: Span
    message: str
    help: str
    label: str = ""
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the rule it comes from, how bad it is, the source it stands in, and the story it is about."""

    code: str
    name: str
    severity: Severity
    source: Source
    finding: Finding
    story: Headline | None = None

    @property
    def fix(self) -> tuple[Edit, ...]:
        """What `check --fix` writes; nothing on a page with bytes that are no text, which it leaves alone."""
        return () if self.source.flaws else self.finding.fix

    @property
    def url(self) -> str:
        """The page of the documentation that holds the rule's manual."""
        return page_of(self.name)

    @property
    def look(self) -> tuple[object, ...]:
        """What decides how it looks on a card."""
        return *self.order, self.finding.help

    @property
    def order(self) -> tuple[str, Span, str, str]:
        """Diagnostics are reported by file, then by place."""
        return self.source.path, self.finding.span, self.code, self.finding.message
