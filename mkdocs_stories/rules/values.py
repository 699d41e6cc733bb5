"""ST1xx: the fields hold what they can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..addresses import is_safe
from ..backlog import Backlog
from ..diagnostics import Finding, Related, Severity
from ..link_kinds import LINK_KINDS
from ..model import Field, Story, Value, number
from ..references import link_targets
from ..rule import rule
from ..strays import Gap
from ..text import Phrase, Source
from ..vocabulary import Vocabulary, normal
from .mending import chosen, without
from .words import listed, of_gap, wanted


@rule("ST116", Severity.ERROR)
def invalid_value(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A value is not what its field can have.

    Statuses, priorities and kinds are those of the site; estimates and business values are numbers, 0 or more; dates
    are written like 2026-01-31; a list is a list. `check --fix` mends a status, priority, kind or choice that is
    misspelt.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        estimate: three
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        estimate: 3
        ```
    """
    for stray in of_gap(story, Gap.WRONG_SHAPE):
        message = f"`{stray.field}` needs {stray.note}"
        yield Finding(stray.phrase.span, message, f"write {stray.note}", wanted(stray.note))
    for kind in LINK_KINDS if len(story.links) > 1 else ():
        for surplus in story.targets(kind)[1:] if kind.is_single else ():
            yield Finding(
                surplus.span,
                f"`{kind.name}` names one story, not several",
                "keep the one that fits best; `relates to` may name the others",
                "one too many",
            )
    for field in backlog.vocabulary.formal_fields:
        for phrase in story.values(field):
            if not _has_form(field, phrase, backlog.vocabulary):
                yield _formless(field, phrase, story.source, backlog.vocabulary)


def _has_form(field: Field, phrase: Phrase, vocabulary: Vocabulary) -> bool:
    """Whether a value is what its field can have. Of an address that is not safe another rule speaks."""
    if field.value is Value.CHOICE:
        return vocabulary.choice(field, phrase) is not None
    if field.value is Value.NUMBER:
        return number(phrase) is not None
    if field.value is Value.DATE:
        return _is_date(phrase.text)
    return bool(_ADDRESS.match(phrase.text)) or not is_safe(phrase.text)


_ADDRESS = re.compile(r"(?i)https?://\S+$|mailto:\S+$")


_WITH_UNIT = re.compile(
    r"(\d+(?:\.\d+)?) ?(?:pt|pts|points?|story points?|sp|d|days?|h|hours?|w|weeks?)", re.IGNORECASE
)


def _formless(field: Field, phrase: Phrase, source: Source, vocabulary: Vocabulary) -> Finding:
    """What is wrong with a value that its field cannot have."""
    if field.value is Value.CHOICE:
        choices = vocabulary.choices(field)
        help_, fix = chosen(field.name, phrase, choices, f"use one of {listed(choices)}", source, vocabulary)
        message = f"there is no {field.name} `{phrase}`"
        return Finding(phrase.span, message, help_, f"no {field.name} of this site", fix=fix)
    if field.value is Value.NUMBER:
        digits = _WITH_UNIT.fullmatch(phrase.text)
        help_ = (
            f"write `{digits[1]}`; the unit is your team's own"
            if digits
            else "write digits, with a point before decimals"
        )
        return Finding(
            phrase.span, f"`{field.name}` is a number, 0 or more, not `{phrase}`", help_, "not such a number"
        )
    if field.value is Value.DATE:
        return Finding(
            phrase.span, f"`{field.name}` is a date, not `{phrase}`", "write it like 2026-01-31", "not a date"
        )
    help_ = "write the whole address: https://…"
    return Finding(phrase.span, f"`{field.name}` is an address, not `{phrase}`", help_, "not an address")


def _is_date(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


@rule("ST117", Severity.ERROR)
def unsafe_link(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A link of a story is neither http, https, mailto nor relative.

    Other addresses can run code in the reader's browser. The card shows the words without the link.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: javascript://shop/1
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: https://example.com/shop/1
        ```
    """
    has_links = "](" in story.body or "]:" in story.body
    if not (has_links or story.issue or story.custom):
        return
    addresses = list(story.issue)
    addresses += [phrase for entry in story.custom if entry.field.value is Value.URL for phrase in entry.values]
    if has_links:
        addresses += (target for words in story.words for target in link_targets(words))
    for phrase in addresses:
        if not is_safe(phrase.text):
            shown = phrase.text if len(phrase.text) < 60 else f"{phrase.text[:60]}…"
            yield Finding(
                phrase.span,
                f"the link `{shown}` is not safe",
                "use an address with https, http or mailto, or a relative one",
                "refused",
            )


@rule("ST123", Severity.WARNING)
def repeated_entry(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A list names the same thing twice: a tag, an issue or another story.

    It says no more than once, and the card shows it twice. `check --fix` removes the second one.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        tags: [price, shop, price]
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        tags: [price, shop]
        ```
    """
    lists = [("tags", story.tags), ("issue", story.issue)]
    lists += [(entry.field.name, entry.values) for entry in story.custom]
    if len(story.links) > 1:
        lists += [(kind.name, story.targets(kind)) for kind in LINK_KINDS]
    for name, entries in lists:
        if len(entries) > 1:
            yield from _repeated(name, entries, story.source)


def _repeated(name: str, entries: tuple[Phrase, ...], source: Source) -> Iterator[Finding]:
    seen: dict[str, Phrase] = {}
    for entry in entries:
        first = seen.setdefault(normal(entry.text), entry)
        if first is not entry:
            yield Finding(
                entry.span,
                f"`{name}` names `{entry}` twice",
                "remove one of both",
                "named before",
                (Related(source, first.span, "first named here"),),
                without(source, entry),
            )
