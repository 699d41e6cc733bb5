"""Run the rules: collect what they find, drop what is excused, say how bad the rest is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from .backlog import Backlog
from .baseline import Baseline, Entry
from .diagnostics import Diagnostic, Finding
from .model import Headline, Page, Story, View
from .rule import Drawn, Idle, Rule, Subject
from .settings import BySubject, Excuse, Ruling, Settings
from .text import Phrase, Source, Span
from .vocabulary import is_like, normal

_NOTHING_EXCUSED = Baseline()
_NO_BACKLOG = Backlog()
_NO_RULINGS: Mapping[str, tuple[Ruling, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule found out about a subject, before anything excuses it."""

    subject: Subject
    ruling: Ruling
    finding: Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a backlog: what nothing excuses, and what a baseline does; sorted by file and place."""

    diagnostics: tuple[Diagnostic, ...]
    excused: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A page by its path, its stories by name, and how many of its problems a baseline excuses."""

    path: str
    stories: tuple[Headline, ...]
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a project: everything that is wrong, and what a report tells of the pages besides."""

    diagnostics: tuple[Diagnostic, ...]
    contents: tuple[Contents, ...]


def check(backlog: Backlog, settings: Settings | None = None) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a backlog and is not excused, sorted by file and place.

    Give the settings that it was read with; without any, they are those of a site that sets nothing.
    """
    return judge(backlog, settings or Settings()).diagnostics


def judge(
    backlog: Backlog,
    settings: Settings,
    baseline: Baseline = _NOTHING_EXCUSED,
    alone: Iterable[Verdict] | None = None,
) -> Judgement:
    """What is wrong with a backlog, and what of it a baseline excuses.

    `alone` is what `judge_alone` says of each page, where that is known already.
    """
    judging = _Judging(settings)
    known = chain.from_iterable(judge_alone(page, settings) for page in backlog.pages) if alone is None else alone
    everything = [*judging.diagnostics(known)]
    for page in backlog.pages:
        everything += judging.diagnostics(_verdicts_on(page, backlog, settings.among))
    everything += judging.all(judging.idle(backlog), backlog)
    found, excused, unneeded = baseline.split(_sorted(everything))
    idle = (Idle(baseline.source, baseline.place(one), _more_than_there_is(one)) for one in unneeded)
    return Judgement(_sorted([*found, *judging.all(idle, backlog)]), tuple(excused))


def judge_alone(page: Page, settings: Settings) -> Iterator[Verdict]:
    """What rules say of a page and its blocks that look at nothing else: the same as long as the page is."""
    return _verdicts_on(page, _NO_BACKLOG, settings.alone)


def check_drawn(drawn: Iterable[Drawn], backlog: Backlog, settings: Settings) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with how a host drew the pages, sorted by file and place."""
    return _sorted(_Judging(settings).all(drawn, backlog))


def _verdicts_on(page: Page, backlog: Backlog, rulings: BySubject) -> Iterator[Verdict]:
    """What rules say of a page, its stories and its views."""
    for subjects in ((page,), page.stories, page.views):
        yield from _verdicts(subjects, backlog, rulings)


def _verdicts(subjects: Sequence[Subject], backlog: Backlog, rulings: BySubject) -> Iterator[Verdict]:
    """What rules say of subjects of one type, rule by rule: that is faster than subject by subject."""
    for attribute, asked in rulings.get(type(subjects[0]), _NO_RULINGS).items() if subjects else ():
        concerned = [one for one in subjects if getattr(one, attribute)] if attribute else subjects
        for ruling in asked if concerned else ():
            judge = ruling.judge
            for subject in concerned:
                for finding in judge(subject, backlog):
                    yield Verdict(subject, ruling, finding)


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda one: one.order))


@dataclass(frozen=True)
class _Judging:
    """One run of the rules. `used` gathers the excuses that excused something, by what names them."""

    settings: Settings
    used: set[tuple[str, Span] | Excuse] = field(default_factory=set)

    def all(self, subjects: Iterable[Subject], backlog: Backlog) -> Iterator[Diagnostic]:
        for subject in subjects:
            for rulings in (self.settings.alone, self.settings.among):
                yield from self.diagnostics(_verdicts((subject,), backlog, rulings))

    def diagnostics(self, verdicts: Iterable[Verdict]) -> Iterator[Diagnostic]:
        """What of the verdicts is not excused."""
        for verdict in verdicts:
            ruling, finding, source = verdict.ruling, verdict.finding, _source_of(verdict.subject)
            story = _story_of(verdict.subject, finding.span)
            if not self._is_excused(story, source, ruling):
                about = story.headline if story else None
                yield Diagnostic(ruling.rule.code, ruling.rule.name, ruling.severity, source, finding, about)

    def _is_excused(self, story: Story | None, source: Source, ruling: Ruling) -> bool:
        for allowance in story.allow if story and ruling.rule.can_be_allowed else ():
            if _is_named(ruling.rule, allowance.rule):
                self.used.add((source.path, allowance.rule.span))
                return True
        for excuse in self.settings.excuses:
            if excuse.rule is ruling.rule and excuse.covers(source.path):
                self.used.add(excuse)
                return True
        return False

    def idle(self, backlog: Backlog) -> Iterator[Idle]:
        """The excuses that have excused nothing, but for those from rules that speak of drawn pages.

        Of one without a reason, or that cannot be, a rule of its own speaks.
        """
        rules = {normal(name): ruling.rule for ruling in self.settings.rulings for name in ruling.rule.names}
        for story in backlog.stories:
            for allowance in story.allow:
                rule = rules.get(normal(allowance.rule.text))
                if not rule or not rule.can_be_allowed or not allowance.reason or not _is_judged(rule):
                    continue
                if (story.source.path, allowance.rule.span) not in self.used:
                    yield Idle(story.source, allowance.rule.span, f"`allow: {allowance.rule}` excuses nothing", story)
        if self.settings.origin:
            yield from self._idle_of_paths(self.settings.origin, backlog)

    def _is_idle(self, excuse: Excuse) -> bool:
        return excuse not in self.used and _is_judged(excuse.rule)

    def _idle_of_paths(self, origin: Source, backlog: Backlog) -> Iterator[Idle]:
        in_use = {one.glob for one in self.settings.excuses if not self._is_idle(one)}
        for excuse in filter(self._is_idle, self.settings.excuses):
            place = _place_of(excuse, origin)
            words = f"`per_path` with `{excuse.rule.name}` for `{excuse.glob}` excuses nothing"
            if excuse.glob in in_use:
                yield Idle(origin, place, words, remedy="remove this rule, not the path")
            elif meant := _below_docs(excuse.glob, backlog):
                words = f"`per_path` names `{excuse.glob}`, which is no page"
                remedy = f"paths begin below the docs folder: `{meant}`"
                yield Idle(origin, _place_of_path(excuse, origin), words, remedy=remedy, label="no such page")
            else:
                yield Idle(origin, place, words, remedy="remove it, and the path that has no other rule in use")


def _below_docs(glob: str, backlog: Backlog) -> str:
    """What was meant by a path that is no page's, where it is one's without the folders that it begins with."""
    paths = [page.source.path for page in backlog.pages]
    folders = glob.split("/")
    tails = ["/".join(folders[at:]) for at in range(len(folders))]
    matching = (tail for tail in tails if not tail.startswith("*") and any(is_like(path, tail) for path in paths))
    found = next(matching, "")
    return found if found != glob else ""


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
    """Where an option excuses a path from a rule: the rule below the path, else the path, else the first line."""
    for path in _places_of_path(excuse, origin):
        if name := _name_below(excuse, origin, path.line, path.end_column - 1):
            return name
    return _place_of_path(excuse, origin)


def _place_of_path(excuse: Excuse, origin: Source) -> Span:
    return next(_places_of_path(excuse, origin), Span(1, 1, 1, len(origin.line(1)) + 1))


def _places_of_path(excuse: Excuse, origin: Source) -> Iterator[Span]:
    path = re.compile(rf"""(?<![^\s"'\[{{,.]){re.escape(excuse.glob)}(?=["'\s:=\]}}]|$)""")
    found = ((number, path.search(line)) for number, line in enumerate(origin.lines, 1))
    return (Span(number, place.start() + 1, number, place.end() + 1) for number, place in found if place)


def _name_below(excuse: Excuse, origin: Source, first: int, column: int) -> Span | None:
    """The name of an excused rule: behind its path, or on the lines that belong to the path, in YAML or in TOML."""
    names = "|".join(re.escape(name).replace(r"\-", r"[\s_-]") for name in excuse.rule.names)
    key = re.compile(rf"""(?<![\w-])(?:{names})(?=["']?[ \t]*[:=])""", re.IGNORECASE)
    for number in range(first, len(origin.lines) + 1):
        line = origin.line(number)
        if number > first and line.strip() and not _is_below(line, origin.line(first)):
            return None
        if found := key.search(line, column if number == first else 0):
            return Span(number, found.start() + 1, number, found.end() + 1)
    return None


def _is_below(line: str, path: str) -> bool:
    if path.startswith("["):  # the head of a table of TOML
        return not line.startswith("[")
    return len(line) - len(line.lstrip()) > len(path) - len(path.lstrip())
