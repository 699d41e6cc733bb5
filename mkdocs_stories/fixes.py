"""Which fixes to make over a whole project: all that leave it better off, until none is left.

A rule offers a fix, and never sees what comes of it. So fixes are tried: the pages are read and checked again with the
fixes made, and those are kept after which

- what they mend is gone,
- no block and no page has more diagnostics that are as bad, or worse,
- each page has as many blocks as before, and none that could not be read then could not be read before.

What is said of a block that could not be read, and now can, was behind its error before, and is not counted. Each round
so leaves fewer unreadable blocks, or as many and fewer diagnostics of one severity, and no more of those above it: the
rounds come to an end, and making them again changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest
from typing import TypeAlias, TypeVar

from .backlog import Backlog
from .checker import judge
from .diagnostics import Diagnostic, Edit, Severity
from .edits import apply, compatible
from .model import Page, Story, View
from .project import Project, no_collector
from .reader import read_page
from .strays import UNREADABLE
from .text import Source

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)

Place: TypeAlias = tuple[str, int]
"""A page, and the number of a block on it, from 0; -1 for the words between the blocks."""
Fixes: TypeAlias = tuple[Diagnostic, ...]
Items = TypeVar("Items", Fixes, list[Fixes])


@dataclass(frozen=True)
class Mended:
    """A project as it was, how its pages read when everything is mended that can be, and what that mended."""

    project: Project
    backlog: Backlog
    fixes: Fixes

    @property
    def changes(self) -> Iterator[tuple[Source, Source]]:
        """The pages that change: as they were, and as they are to be."""
        for source in self.project.sources:
            page = self.backlog.page(source.path)
            if page and page.source.text != source.text:
                yield source, page.source


def mend(project: Project, wanted: Callable[[Diagnostic], bool]) -> Mended:
    """Make the fixes of all diagnostics that are wanted, the worst ones first.

    Pages with bytes that are no text are left alone.
    """
    with no_collector():
        state = _State(project, project.backlog, project.diagnostics, wanted)
        made: Fixes = ()
        while True:
            offered = map(state.offered, _SEVERITIES)
            steps = (step(state, fixes) for fixes in offered for step in (_together, _with_what_follows))
            kept, state = next((step for step in steps if step[0]), ((), state))
            if not kept:
                return Mended(project, state.backlog, made)
            made += kept


def _together(state: _State, offered: Fixes) -> tuple[Fixes, _State]:
    """The fixes that can be made together, and the state they lead to.

    Where all of them at once leave some places worse off, the fixes of these are tried again half by half, in all of
    them at the same time: many fixes that do not go cost little more than one.
    """

    def add(kept: Fixes, after: _State, groups: list[Fixes]) -> tuple[Fixes, _State]:
        """What goes beside the fixes that are kept already. A group is what is offered in one place."""
        if not groups:
            return kept, after
        fixes = (*kept, *chain(*groups))
        tried = state.after(fixes)
        worse = state.worse_in(tried, fixes)
        if not worse:
            return fixes, tried
        blamed = [group for group in groups if state.place(group[0]) in worse or len(groups) == 1]
        if not blamed:
            first, second = _halves(groups)
            return add(*add(kept, after, first), second)
        kept, after = add(kept, after, [group for group in groups if group not in blamed])
        halves = [_halves(group) for group in blamed if len(group) > 1]
        return add(*add(kept, after, [half for half, _ in halves]), [half for _, half in halves])

    return add((), state, state.by_place(offered))


def _with_what_follows(state: _State, offered: Fixes) -> tuple[Fixes, _State]:
    """Fixes that bring other mistakes of their places to light, with the fixes of these; one of each place at a time.

    A misspelt field may have a misspelt value: mended alone it leaves things as bad as they were, both better.
    """
    for layer in zip_longest(*state.by_place(offered)):
        fixes: Fixes = tuple(filter(None, layer))
        while fixes:
            after = state.after(fixes)
            places = {state.place(one) for one in fixes}
            follow = tuple(one for one in after.offered(fixes[0].severity) if after.place(one) in places)
            last = after.after(follow)
            worse = state.worse_in(last, fixes)
            led = {after.place(one) for one in follow} - worse
            good = tuple(one for one in fixes if state.place(one) in led)
            if good == fixes and not worse:
                return (*fixes, *follow), last
            fixes = good if good != fixes else ()
    return (), state


def _halves(items: Items) -> tuple[Items, Items]:
    half = len(items) // 2
    return items[:half], items[half:]


@dataclass(frozen=True)
class _State:
    """The pages of a project at some point, and what is wrong with them."""

    project: Project
    backlog: Backlog
    diagnostics: tuple[Diagnostic, ...]
    wanted: Callable[[Diagnostic], bool]

    def offered(self, severity: Severity) -> Fixes:
        """The diagnostics of a severity that can be mended, and are wanted to be."""
        return tuple(one for one in self.diagnostics if one.severity is severity and one.fix and self.wanted(one))

    def after(self, fixes: Fixes) -> _State:
        """The state with some fixes made; of those that want to write to the same place, with the first one."""
        groups: dict[str, list[tuple[Edit, ...]]] = {}
        for one in fixes:
            groups.setdefault(one.source.path, []).append(one.finding.fix)
        settings = self.project.settings
        pages = tuple(self._edited(page, groups.get(page.source.path, ())) for page in self.backlog.pages)
        backlog = Backlog(pages, settings.vocabulary)
        return replace(self, backlog=backlog, diagnostics=judge(backlog, settings, self.project.baseline).diagnostics)

    def _edited(self, page: Page, groups: Sequence[tuple[Edit, ...]]) -> Page:
        if not groups:
            return page
        return read_page(apply(page.source, compatible(page.source, groups)), self.backlog.vocabulary)

    def worse_in(self, after: _State, fixes: Fixes) -> set[Place]:
        """The places that some fixes of one severity left worse off, or where these did not mend what they are for."""
        counted = _SEVERITIES[: _SEVERITIES.index(fixes[0].severity) + 1]
        read_now = self._unread - after._unread
        left = self._tally(self.diagnostics, counted, read_now) - self._tally(fixes, counted, read_now)
        more = after._tally(after.diagnostics, counted, read_now) - left
        others = {self.place(one) for one in fixes if self._size(one.source.path) != after._size(one.source.path)}
        return {place for place, _ in more} | (after._unread - self._unread) | others

    def _tally(
        self, diagnostics: Iterable[Diagnostic], counted: Iterable[Severity], besides: frozenset[Place]
    ) -> Counter[tuple[Place, Severity]]:
        """How many diagnostics of each severity that counts there are in each place that counts."""
        placed = ((self.place(one), one.severity) for one in diagnostics if one.severity in counted)
        return Counter(key for key in placed if key[0] not in besides)

    def by_place(self, fixes: Fixes) -> list[Fixes]:
        """Fixes in groups, one for each place."""
        groups: dict[Place, list[Diagnostic]] = {}
        for one in fixes:
            groups.setdefault(self.place(one), []).append(one)
        return [tuple(group) for group in groups.values()]

    def place(self, diagnostic: Diagnostic) -> Place:
        """The page of a diagnostic, and the number of the block it stands in."""
        path, line = diagnostic.source.path, diagnostic.finding.span.line
        blocks = self._blocks.get(path, [])
        number = bisect_right(blocks, line, key=_first_line) - 1
        return path, number if number >= 0 and line <= blocks[number].span.end_line else -1

    def _size(self, path: str) -> int:
        return len(self._blocks.get(path, ()))

    @cached_property
    def _blocks(self) -> dict[str, list[Story | View]]:
        """The blocks of each page, in their order."""
        return {page.source.path: sorted(_blocks_of(page), key=_first_line) for page in self.backlog.pages}

    @cached_property
    def _unread(self) -> frozenset[Place]:
        """The blocks that cannot be read."""
        return frozenset(
            (path, number)
            for path, blocks in self._blocks.items()
            for number, block in enumerate(blocks)
            if any(stray.gap in UNREADABLE for stray in block.strays)
        )


def _blocks_of(page: Page) -> Iterator[Story | View]:
    yield from page.stories
    yield from page.views


def _first_line(block: Story | View) -> int:
    return block.span.line
