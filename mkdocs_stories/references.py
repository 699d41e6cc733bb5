"""References to stories in prose: `[US-1]`, `[US-1][]` and `[the discount story][US-1]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .model import Story
from .syntax import without_code
from .text import Phrase
from .vocabulary import Vocabulary

_REFERENCE = re.compile(r"\]\[([^\[\]]+)\]|(?<![!\\\]])\[([^\[\]]+)\](?![(\]]|\[[^\]])")
"""The id of a full reference, whose label may begin a line before; or of a short one."""
_BRACKETS = re.compile(r"\[([^\[\]]+)\](?!\()")
"""What could be an id in a reference, and is no link with an address: these are found fast."""
_LINK_TARGETS = (
    re.compile(r"\]\(\s*(?:<([^<>\n]+)>|<?\s*([^\s)>]+))"),
    re.compile(r"^ {0,3}\[[^\[\]]+\]:\s*(?:<([^<>\n]+)>|<?([^\s>]+))", re.MULTILINE),
)
"""The address of a link, and of a definition that links refer to."""
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]+)\]:.*", re.MULTILINE)


def references(prose: Iterable[Phrase], stories: Iterable[Story], vocabulary: Vocabulary) -> Iterator[Phrase]:
    """The ids that a page refers to, in its prose and in the words of its stories, each at its place.

    Left out are those that the page defines as Markdown references of its own.
    """
    paragraphs = list(prose)
    defined = {found[1].casefold() for words in paragraphs for found in _DEFINITION.finditer(words.text)}
    told = (words for story in stories if _may_refer_in_yaml(story.body, vocabulary) for words in _words(story))
    for phrase in (*paragraphs, *told):
        for target in _targets(phrase) if "[" in phrase.text else ():
            if target.text.casefold() not in defined and vocabulary.is_id(target.text):
                yield target


def _words(story: Story) -> Iterator[Phrase]:
    """The words of a story that may refer to others. A title is no Markdown, but its ids have to be right as well."""
    yield from story.words
    if story.title:
        yield story.title


def may_refer(text: str, vocabulary: Vocabulary) -> bool:
    """A quick look at a text: false where it cannot refer to a story."""
    # How a line that is folded goes on is known only when it is read.
    return any("\n" in words or vocabulary.is_id(words.strip()) for words in _BRACKETS.findall(text))


def _may_refer_in_yaml(body: str, vocabulary: Vocabulary) -> bool:
    """Whether a block may refer to a story; what an escape of YAML stands for is known only when it is read."""
    return "\\" in body or may_refer(body, vocabulary)


def _targets(phrase: Phrase) -> Iterator[Phrase]:
    bare = without_code(phrase.text)
    if "]:" in bare:
        bare = _DEFINITION.sub(lambda line: " " * len(line.group()), bare)
    for found in _REFERENCE.finditer(bare):
        group = 1 if found[1] else 2
        yield phrase.cut(found.start(group), found.end(group))


def link_targets(words: Phrase) -> Iterator[Phrase]:
    """The addresses that ordinary links and definitions in some words lead to. Code is not told apart."""
    if "](" in words.text or "]:" in words.text:
        for found in (found for pattern in _LINK_TARGETS for found in pattern.finditer(words.text)):
            yield words.cut(*found.span(1 if found[1] else 2))
