"""What a rule is: a function that says where and what, with its manual in its docstring."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, get_args

from .backlog import Backlog
from .diagnostics import Finding, Severity
from .model import Page, Story, View
from .text import Source, Span

Judge = Callable[..., Iterator[Finding]]
Option = bool | int | float | str | tuple[str, ...]
"""A value of a rule's option. A tuple is written as a list."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a host drew it.

    `met` are the blocks of the text that was rendered, which other plugins may have changed; `shown` are those of them
    that became cards and views. Both are in order.
    """

    page: Page
    met: tuple[Story | View, ...]
    shown: tuple[Story | View, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """An excuse that excuses nothing: where it is given, that in words, the story that gives it, and what to do.

    `label` is what stands below its own words.
    """

    source: Source
    span: Span
    words: str
    story: Story | None = None
    remedy: str = "remove it"
    label: str = "not needed"


Subject = Story | View | Page | Drawn | Idle
"""What a rule speaks about."""


@dataclass(frozen=True, slots=True)
class Manual:
    """What a rule's docstring says: what it finds, why that matters, an example of it, and what to write instead."""

    summary: str
    why: str
    example: str
    instead: str

    @classmethod
    def read(cls, docstring: str) -> Manual:
        """The parts of a docstring: a summary line, the reason, then what follows `Example:` and `Instead:`."""
        text = inspect.cleandoc(docstring)
        words, _, rest = text.partition("\nExample:\n")
        example, _, instead = rest.partition("\nInstead:\n")
        summary, _, why = words.partition("\n")
        return cls(summary.strip(), why.strip(), *(textwrap.dedent(part).strip("\n") for part in (example, instead)))


@dataclass(frozen=True, eq=False)
class Rule:
    """One check. It says where and what is wrong; settings say how bad that is. Each is one of its kind.

    `of` is the attribute of a subject that it speaks of, such as its links: a subject without any is not judged. It is
    empty where the rule speaks of more than one, or of what is missing. `is_alone` is one that has no use for the
    backlog, and calls the parameter `_backlog`: what it says of a page stays the same while that page does. `is_firm`
    is one that no story may allow itself to break.
    """

    code: str
    severity: Severity
    judge: Judge
    of: str = ""
    is_firm: bool = False
    name: str = field(init=False)
    subjects: tuple[type, ...] = field(init=False)
    options: Mapping[str, Option] = field(init=False)
    is_alone: bool = field(init=False)

    def __post_init__(self) -> None:
        signature = inspect.signature(self.judge, eval_str=True)
        parameters = tuple(signature.parameters.values())
        subject = parameters[0].annotation
        options = {one.name: one.default for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}
        set_once = {
            "name": self.judge.__name__.replace("_", "-"),
            "subjects": get_args(subject) or (subject,),
            "options": MappingProxyType(options),
            "is_alone": parameters[1].name == "_backlog",
        }
        for name, value in set_once.items():
            object.__setattr__(self, name, value)

    @cached_property
    def manual(self) -> Manual:
        """What its docstring says; most runs do without."""
        return Manual.read(self.judge.__doc__ or "")

    @property
    def can_be_allowed(self) -> bool:
        """Whether a story may allow itself to break it: not one about views alone."""
        return not self.is_firm and set(self.subjects) != {View}

    @property
    def names(self) -> tuple[str, ...]:
        """A rule is found by its name and by its code."""
        return self.name, self.code

    def __call__(self, subject: Subject, backlog: Backlog, **options: Any) -> Iterator[Finding]:
        """What the rule has to say about a subject."""
        return self.judge(subject, backlog, **options)


def rule(code: str, severity: Severity, of: str = "", *, is_firm: bool = False) -> Callable[[Judge], Rule]:
    """Make a rule of a function; `of` is the attribute that a subject must have for it to be judged.

    Its name is the rule's, its docstring the manual, the annotation of its first parameter what it judges, and its
    keyword-only parameters the options with their defaults.
    """

    def make(judge: Judge) -> Rule:
        return Rule(code, severity, judge, of, is_firm)

    return make
