"""Run the rules: collect what they find, drop what is excused, say how bad the rest is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .backlog import Backlog
from .diagnostics import Diagnostic
from .language import normal
from .model import Story
from .rule import Drawn, Rule, Subject
from .settings import Ruling, Settings


def check(backlog: Backlog, settings: Settings) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a backlog, sorted by file and place."""
    subjects: list[Subject] = [*backlog.pages, *backlog.stories, *backlog.views]
    return _sorted(one for subject in subjects for one in _judge(subject, backlog, settings))


def check_drawn(drawn: Iterable[Drawn], backlog: Backlog, settings: Settings) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with how a host drew the pages, sorted by file and place."""
    return _sorted(one for page in drawn for one in _judge(page, backlog, settings))


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda one: one.order))


def _judge(subject: Subject, backlog: Backlog, settings: Settings) -> Iterator[Diagnostic]:
    for ruling in settings.by_subject.get(type(subject), ()):
        judge, options = ruling.rule.judge, ruling.options
        for finding in judge(subject, backlog, **options) if options else judge(subject, backlog):
            source = subject.page.source if isinstance(subject, Drawn) else subject.source
            if not _is_excused(subject, source.path, ruling, settings):
                story = subject if isinstance(subject, Story) else None
                yield Diagnostic(ruling.rule.code, ruling.rule.name, ruling.severity, source, finding, story)


def _is_excused(subject: Subject, path: str, ruling: Ruling, settings: Settings) -> bool:
    if isinstance(subject, Story) and any(_is_named(ruling.rule, one.rule.text) for one in subject.allow):
        return True
    return any(excuse.rule is ruling.rule and excuse.covers(path) for excuse in settings.excuses)


def _is_named(rule: Rule, name: str) -> bool:
    return normal(name) in map(normal, rule.names)
