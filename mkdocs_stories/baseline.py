"""The baseline: what was wrong with a backlog when its team began to check it, and is excused until somebody mends it.

The file is in JSON Lines: what it is, then one entry a line, sorted, so that a review shows what a change adds or takes
away, and a line can be removed by hand:

    {"baseline": "mkdocs-stories", "version": 1}
    {"rule": "missing-benefit", "story": "TS-3", "words": "Upgrade webrtc server"}

`page` stands for `story` where the problem is in no story that has an id, and `count` where it is there several times.
No entry holds a line number: an excuse stays with its words wherever they move.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .diagnostics import Diagnostic
from .identity import Identity, identity
from .text import Source, Span

_HEAD = {"baseline": "mkdocs-stories", "version": 1}
_HALF = re.compile("[\ud800-\udfff]")
"""What no file can hold as it is: half a character, which stands for a byte of a file name that is no text."""


class BaselineError(ValueError):
    """A baseline that cannot be read. Shown to the user on one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem that is excused, how often, and the line of the file that says so."""

    problem: Identity
    count: int
    line: int = 0


@dataclass(frozen=True)
class Baseline:
    """What is excused. `source` is the file that says so; empty where there is none."""

    entries: tuple[Entry, ...] = ()
    source: Source = Source("", "")

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> Baseline:
        """The baseline that excuses exactly these."""
        counts = Counter(map(identity, diagnostics))
        return cls(tuple(Entry(problem, count) for problem, count in sorted(counts.items())))

    @classmethod
    def read(cls, source: Source) -> Baseline:
        """The baseline that a file holds.

        Raises BaselineError where it is none, or one of another version.
        """
        rows = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip()]
        if not rows or _loaded(*rows[0]) != _HEAD:
            raise BaselineError("is not a baseline of this version; write it anew with `check --write-baseline`")
        return cls(tuple(_read(number, _loaded(number, line)) for number, line in rows[1:]), source)

    @property
    def text(self) -> str:
        """What the file holds: the same bytes for the same problems."""
        rows = (_HEAD, *map(_told, self.entries))
        return "".join(_HALF.sub(_escaped, json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)

    def split(self, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic], tuple[Entry, ...]]:
        """The diagnostics that are not excused, those that are, and the entries that excuse more than there is."""
        left: Counter[Identity] = Counter()
        for entry in self.entries:
            left[entry.problem] += entry.count
        found, excused = [], []
        for one in diagnostics:
            known = identity(one) if left else None
            if known and left[known] > 0:
                left[known] -= 1
                excused.append(one)
            else:
                found.append(one)
        return found, excused, tuple(entry for entry in self.entries if left[entry.problem] > 0)

    def renamed(self, old: str, new: str) -> Baseline:
        """The baseline after a story was given another id."""
        name = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
        entries = (
            replace(
                entry,
                problem=entry.problem._replace(
                    story=new if entry.problem.story == old else entry.problem.story,
                    words=name.sub(lambda _: new, entry.problem.words),
                ),
            )
            for entry in self.entries
        )
        return replace(self, entries=tuple(sorted(entries, key=lambda entry: entry.problem)))

    def place(self, entry: Entry) -> Span:
        """Where an entry stands in the file."""
        return Span(entry.line, 1, entry.line, len(self.source.line(entry.line)) + 1)


def _escaped(half: re.Match[str]) -> str:
    return f"\\u{ord(half[0]):04x}"


def _told(entry: Entry) -> dict[str, object]:
    problem = entry.problem
    place = {"story": problem.story} if problem.story else {"page": problem.path}
    count = {"count": entry.count} if entry.count > 1 else {}
    return {"rule": problem.rule, **place, "words": problem.words, **count}


def _loaded(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise BaselineError(f"is not a baseline: line {number} is not JSON") from None


def _read(number: int, told: Any) -> Entry:
    words = ("rule", "story", "page", "words")
    if not isinstance(told, dict) or not set(told) <= {*words, "count"} or not told.get("rule"):
        raise BaselineError(f"is not a baseline: line {number} is no entry")
    rule, story, page, said = (told.get(word, "") for word in words)
    count = told.get("count", 1)
    if not all(isinstance(one, str) for one in (rule, story, page, said)) or type(count) is not int or count < 1:
        raise BaselineError(f"is not a baseline: line {number} is no entry")
    return Entry(Identity(rule, story, page, said), count, number)
