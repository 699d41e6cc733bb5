"""Run the rules: collect what they find, drop what is excused, say how bad the rest is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .backlog import Backlog
from .baseline import Baseline, Entry
from .diagnostics import Diagnostic
from .language import normal
from .model import Page, Story, View
from .rule import Drawn, Idle, Rule, Subject
from .settings import Excuse, Ruling, Settings
from .text import Phrase, Source, Span

_NOTHING_EXCUSED = Baseline()
_NO_RULINGS: Mapping[str, tuple[Ruling, ...]] = MappingProxyType({})


def check(backlog: Backlog, settings: Settings, baseline: Baseline = _NOTHING_EXCUSED) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a backlog and is not excused, sorted by file and place."""
    judging = _Judging(backlog, settings)
    subjects: list[Subject] = [*backlog.pages, *backlog.stories, *backlog.views]
    everything = [*judging.all(subjects)]
    everything += judging.all(judging.idle())
    found, unneeded = baseline.split(_sorted(everything))
    idle = (Idle(baseline.source, baseline.place(one), _more_than_there_is(one)) for one in unneeded)
    return _sorted([*found, *judging.all(idle)])


def check_drawn(drawn: Iterable[Drawn], backlog: Backlog, settings: Settings) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with how a host drew the pages, sorted by file and place."""
    return _sorted(_Judging(backlog, settings).all(drawn))


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda one: one.order))


@dataclass(frozen=True)
class _Judging:
    """One run of the rules. `used` gathers the excuses that excused something, by what names them."""

    backlog: Backlog
    settings: Settings
    used: set[tuple[str, Span] | Excuse] = field(default_factory=set)

    def all(self, subjects: Iterable[Subject]) -> Iterator[Diagnostic]:
        for subject in subjects:
            for attribute, rulings in self.settings.by_subject.get(type(subject), _NO_RULINGS).items():
                if not attribute or getattr(subject, attribute):
                    yield from self.judge(subject, rulings)

    def judge(self, subject: Subject, rulings: Iterable[Ruling]) -> Iterator[Diagnostic]:
        for ruling in rulings:
            judge, options = ruling.rule.judge, ruling.options
            for finding in judge(subject, self.backlog, **options) if options else judge(subject, self.backlog):
                story = _story_of(subject, finding.span)
                if not self._is_excused(story, _source_of(subject), ruling):
                    rule = ruling.rule
                    source = _source_of(subject)
                    yield Diagnostic(rule.code, rule.name, ruling.severity, source, finding, story)

    def _is_excused(self, story: Story | None, source: Source, ruling: Ruling) -> bool:
        for allowance in story.allow if story else ():
            if _is_named(ruling.rule, allowance.rule):
                self.used.add((source.path, allowance.rule.span))
                return True
        for excuse in self.settings.excuses:
            if excuse.rule is ruling.rule and excuse.covers(source.path):
                self.used.add(excuse)
                return True
        return False

    def idle(self) -> Iterator[Idle]:
        """The excuses that have excused nothing, but for those from rules that speak of drawn pages."""
        rules = {normal(name): ruling.rule for ruling in self.settings.rulings for name in ruling.rule.names}
        for story in self.backlog.stories:
            for allowance in story.allow:
                rule = rules.get(normal(allowance.rule.text))
                if rule and _is_judged(rule) and (story.source.path, allowance.rule.span) not in self.used:
                    yield Idle(story.source, allowance.rule.span, f"`allow: {allowance.rule}` excuses nothing", story)
        if self.settings.origin:
            yield from self._idle_of_paths(self.settings.origin)

    def _idle_of_paths(self, origin: Source) -> Iterator[Idle]:
        for excuse in self.settings.excuses:
            if excuse not in self.used and _is_judged(excuse.rule):
                words = f"`per_path` with `{excuse.rule.name}` for `{excuse.glob}` excuses nothing"
                yield Idle(origin, _place_of(excuse, origin), words)


def _more_than_there_is(entry: Entry) -> str:
    problem = entry.problem
    often = "which is no longer there" if entry.count == 1 else f"{entry.count} times, which is too often"
    return f"the baseline excuses `{problem.rule}` of {problem.story or problem.path}, {often}"


def _is_judged(rule: Rule) -> bool:
    """Whether all that a rule can find has been found before excuses are judged."""
    return not {Drawn, Idle} & set(rule.subjects)


def _is_named(rule: Rule, name: Phrase) -> bool:
    return normal(name.text) in map(normal, rule.names)


def _source_of(subject: Subject) -> Source:
    return subject.page.source if isinstance(subject, Drawn) else subject.source


def _story_of(subject: Subject, span: Span) -> Story | None:
    """The story that a finding is about: the one that is judged, or the one that its words stand in."""
    if isinstance(subject, Story):
        return subject
    if isinstance(subject, Idle):
        return subject.story
    if isinstance(subject, View):
        return None
    page = subject if isinstance(subject, Page) else subject.page
    number = bisect_right(page.stories, span.line, key=_first_line) - 1
    return page.stories[number] if number >= 0 and span.line <= page.stories[number].span.end_line else None


def _first_line(story: Story) -> int:
    return story.span.line


def _place_of(excuse: Excuse, origin: Source) -> Span:
    """Where an option excuses a path: the line that names it, else the first one."""
    for number, line in enumerate(origin.lines, 1):
        at = line.find(excuse.glob)
        if at >= 0:
            return Span(number, at + 1, number, at + len(excuse.glob) + 1)
    return Span(1, 1, 1, len(origin.line(1)) + 1)
