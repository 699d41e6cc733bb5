"""What stays of a diagnostic while the lines around it move: by this it is known again in another run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .diagnostics import Diagnostic


class Identity(NamedTuple):
    """A rule's name, what it speaks of, and the words it points to.

    `story` is the id of the story; where there is none, `path` is the page. A story that moves to another page stays
    the same.
    """

    rule: str
    story: str
    path: str
    words: str


def identity(diagnostic: Diagnostic) -> Identity:
    """What a diagnostic is known by. Line breaks and the space between words do not count."""
    story = diagnostic.story
    name = story.id if story else ""
    # Of a block that cannot be read nothing else is checked: it is the same only as long as all of it is.
    words = story.unreadable if story else None
    if words is None:
        words = diagnostic.source.slice(diagnostic.finding.span)
    return Identity(diagnostic.name, name, "" if name else diagnostic.source.path, " ".join(words.split()))


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """A short text for each diagnostic, in their order: different for each, the same in every run.

    Of those with the same identity each has its number, from the first one of the run on.
    """
    seen: Counter[Identity] = Counter()
    for one in diagnostics:
        known = identity(one)
        seen[known] += 1
        yield hashlib.sha256("\0".join((*known, str(seen[known]))).encode("utf-8", "replace")).hexdigest()[:32]
