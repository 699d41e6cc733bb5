"""One build of a site, whichever host runs it: what was read, what was drawn, and what is wrong with both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from ..checker import check_drawn
from ..diagnostics import Diagnostic, Severity
from ..drawing import Drawing
from ..model import Page, Story, View
from ..project import Project
from ..reports import summary_of, text_of
from ..rule import Drawn
from ..rules import RULES
from ..text import Source
from ..words import ENGLISH, Words
from .passage import Course, Rendering

Problems = Mapping[tuple[str, int], tuple[Diagnostic, ...]]
"""Diagnostics by the block they stand in: its source's path and its first line."""


@dataclass(frozen=True)
class Build:
    """A project while a host draws its pages.

    `words` are the texts of the interface, `root` stands before the paths of pages in messages. `serving` tells whether
    pages are served. `problems` is what cards say of their stories: what would end a build, or while serving a strict
    one. Of views it is what is an error by itself, since they would show other stories than those that were asked for.
    `drawn` gathers what is drawn: of each page, by its path, what became of its blocks. `made` are the paths of pages
    that nobody has written.
    """

    project: Project
    words: Words = ENGLISH
    root: str = ""
    serving: bool = False
    problems: Problems = field(default_factory=dict, repr=False)
    drawn: dict[str, Course] = field(default_factory=dict, repr=False)
    made: frozenset[str] = frozenset()

    def of(self, sources: Iterable[Source]) -> Build:
        """The same build, once it is known which pages there are: they are read and checked."""
        project = replace(self.project, sources=tuple(sources))
        return replace(self, project=project, problems=_by_block(project, serving=self.serving))

    def rendering(self, path: str, edit_url: str = "", *, front_matter: bool = False) -> Rendering:
        """A page that is about to be rendered; `front_matter` tells whether the host has left it in the text."""
        drawing = Drawing(
            self.project.backlog,
            path,
            problems=self._problems_of,
            edit_url=edit_url,
            root=self.root,
            issue_url=self.project.settings.issue_url,
            words=self.words,
            card=self.project.settings.card,
        )
        page = self.project.backlog.page(path)
        return Rendering(drawing, self.project.settings, page, front_matter, self.drawn.setdefault(path, Course()))

    def _problems_of(self, block: Story | View) -> tuple[Diagnostic, ...]:
        return self.problems.get((block.source.path, block.span.line), ())

    def diagnostics(self) -> list[Diagnostic]:
        """Everything that is wrong with what was read and with what was drawn until now, sorted by file and place."""
        return sorted((*self.project.diagnostics, *self.misdrawn(self.drawn)), key=lambda one: one.order)

    def misdrawn(self, courses: Mapping[str, Course]) -> tuple[Diagnostic, ...]:
        """What is wrong with how pages were drawn, by their paths and what became of their blocks."""
        backlog = self.project.backlog
        drawn = (
            Drawn(backlog.page(path) or _unread(path), tuple(course.met), tuple(course.shown))
            for path, course in courses.items()
        )
        return check_drawn(drawn, backlog, self.project.settings)

    def told(self, diagnostic: Diagnostic) -> str:
        """A diagnostic as text."""
        return text_of(diagnostic, self.root)

    def summary(self, diagnostics: list[Diagnostic]) -> str:
        """What was read, in a line, as `check` counts it; empty where there is nothing."""
        backlog = self.project.backlog
        if not backlog.stories and not diagnostics:
            return ""
        written = sum(page.source.path not in self.made for page in backlog.pages)
        excused = sum(page.excused for page in self.project.contents)
        return summary_of(diagnostics, len(backlog.stories), written, excused)


def failure(diagnostics: Iterable[Diagnostic]) -> str:
    """What ends a build, in a few words; empty where nothing does."""
    errors = sum(one.severity is Severity.ERROR for one in diagnostics)
    return f"{errors} {'error' if errors == 1 else 'errors'}" if errors else ""


def whole_backlog(page: Page) -> View | None:
    """The first block of a page that is the whole backlog."""
    return next((view for view in page.views if not view.body.strip()), None)


def _unread(path: str) -> Page:
    return Page(Source(path, ""))


def _by_block(project: Project, *, serving: bool) -> Problems:
    found: dict[tuple[str, int], tuple[Diagnostic, ...]] = {}
    for path, on_page in groupby(project.diagnostics, key=lambda one: one.source.path):
        page = project.backlog.page(path) or _unread(path)
        lines = [block.span.line for block in page.blocks]
        for diagnostic in on_page:
            line = diagnostic.finding.span.line
            at = bisect_right(lines, line) - 1
            block = page.blocks[at] if at >= 0 else None
            if block and line <= block.span.end_line and _is_shown(diagnostic, block, serving=serving):
                key = (path, block.span.line)
                found[key] = (*found.get(key, ()), diagnostic)
    return found


def _is_shown(diagnostic: Diagnostic, block: Story | View, *, serving: bool) -> bool:
    if diagnostic.severity is Severity.WARNING:
        return serving or (isinstance(block, View) and diagnostic.code in _ERRORS)
    return diagnostic.severity is Severity.ERROR


_ERRORS = frozenset(rule.code for rule in RULES if rule.severity is Severity.ERROR)
"""The rules that find errors, where a site does not take them for less."""
