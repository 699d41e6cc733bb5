"""References to stories in prose: `[US-1]`, `[US-1][]` and `[the discount story][US-1]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .language import Language
from .model import Story
from .syntax import without_code
from .text import Phrase

_REFERENCE = re.compile(r"\]\[([^\[\]]+)\]|(?<![!\\\]])\[([^\[\]]+)\](?![(\]]|\[[^\]])")
"""The id of a full reference, whose label may begin a line before; or of a short one."""
_DEFINITION = re.compile(r" {0,3}\[([^\[\]]+)\]:")


def references(prose: Iterable[Phrase], stories: Iterable[Story], language: Language) -> Iterator[Phrase]:
    """The ids that a page refers to, in its prose and in the words of its stories, each at its place.

    Left out are those that the page defines as Markdown references of its own.
    """
    lines = list(prose)
    defined = {found[1].casefold() for line in lines if (found := _DEFINITION.match(line.text))}
    told = (words for story in stories if "[" in story.body for words in story.words)
    for phrase in (*(line for line in lines if not _DEFINITION.match(line.text)), *told):
        for target in _targets(phrase) if "[" in phrase.text else ():
            if target.text.casefold() not in defined and language.is_id(target.text):
                yield target


def _targets(phrase: Phrase) -> Iterator[Phrase]:
    for found in _REFERENCE.finditer(without_code(phrase.text)):
        group = 1 if found[1] else 2
        yield phrase.cut(found.start(group), found.end(group))
