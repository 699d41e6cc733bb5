"""ST2xx: the parts say something, and no more than they have to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .. import prose
from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Story
from ..rule import rule
from ..text import Phrase
from .hints import Hints
from .words import subject

# -- asides -----------------------------------------------------------------------------------------------------------

# In brackets, behind a space: "agent(s)" and the target of a link are none.
_ASIDE = re.compile(r"(?<=\s)\(([^()`]*)\)|(?<=\s)\[([^\[\]`]*)\](?![(\[])")
# Examples, and other words for the same, help to read what is wanted.
_EXPLAINS = re.compile(
    r"\s*(?:e\.?\s?g|i\.?\s?e|for example|for instance|such as|like|including|example)\b", re.IGNORECASE
)


@rule("ST205", Severity.INFO)
def asides_in_story(story: Story, _backlog: Backlog, *, words: int = 5) -> Iterator[Finding]:
    """A part of a story holds an aside in brackets, of `words` words or more.

    Whoever reads the story has to decide whether the aside belongs to what is wanted. What does can be said without
    brackets, or is an acceptance criterion; the rest is a note. Short forms, `(API)`, and
    examples, `(e.g. the shelf of maps)`, are let through.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see discounts (they were left out of the last two newsletters by mistake)
        so that: I pay less
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        ---
        They were left out of the last two newsletters by mistake.
        ```
    """
    for part in _parts(story):
        if "(" in part.text or "[" in part.text:
            for aside in _ASIDE.finditer(part.text):
                inside = aside[1] or aside[2] or ""
                count = len(inside.split())
                if count >= words and not _EXPLAINS.match(inside):
                    yield Finding(
                        part.cut(*aside.span()).span,
                        f"{subject(story)} has an aside of {count} words",
                        "say it without brackets if it is wanted; else move it below a line `---`",
                        "wanted, or a note?",
                    )


# -- a second sentence ------------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?][^\w\n]{0,5}\s|\n[ \t]*\n")
_FEW = 3


@rule("ST206", Severity.WARNING)
def extra_sentences(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A second sentence follows the one that tells the story.

    A story is one sentence: who, what, why. What follows it is hard to place: is it wanted as well, is it a test, or
    only good to know? Below a line `---` there is room for notes, and criteria have a list of their own.

    Example:
        ```story
        id: US-1
        story: >
          As a reader, I want to see discounts so that I pay less.
          The old shop showed them on the first page only.
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ---
        The old shop showed them on the first page only.
        ```
    """
    if not story.is_readable or not story.goal:
        return
    if story.sentence:
        last = (story.benefit or story.goal).text
        is_all = story.sentence.text.endswith((last, f"{last}."))
        # Of whatever follows, be it a word, a card shows nothing.
        extra = None if is_all else _behind(story.sentence, _end_of_parts(story, story.sentence), 1)
        found = [extra] if extra else []
    else:
        found = [
            extra for part in _parts(story) if _SENTENCE_END.search(part.text) and (extra := _behind(part, 0, _FEW))
        ]
    for extra in found:
        yield Finding(
            extra.span,
            f"{subject(story)} goes on after its sentence",
            "move this below a line `---`, as a note or a criterion; another wish is another story",
            "a second sentence",
        )


def _end_of_parts(story: Story, sentence: Phrase) -> int:
    """Where in a sentence the last of the parts that were cut out of it ends."""
    ends = [sentence.offset_of(part) + len(part.text) for part in _parts(story) if sentence.holds(part)]
    return max(ends, default=0)


def _behind(phrase: Phrase, start: int, least: int) -> Phrase | None:
    """What follows the sentence which a place stands in, where it has so many words at least."""
    plain = prose.without_noise(phrase.text)
    after = prose.sentence_end(plain, start)[1]
    words = [word for word in plain[after:].split(None, least) if any(map(str.isalnum, word))]
    return phrase.cut(after, len(plain)) if len(words) >= least else None


# -- words without a measure ------------------------------------------------------------------------------------------

_VAGUE = (
    *("easily", "easy to", "easy way", "easier", "simple way", "effortless", "effortlessly", "painless", "intuitive"),
    *(
        "intuitively",
        "user-friendly",
        "user friendly",
        "user experience",
        "seamless",
        "seamlessly",
        "smooth",
        "smoothly",
    ),
    *(
        "fast",
        "faster",
        "quickly",
        "quicker",
        "asap",
        "as soon as possible",
        "as fast as possible",
        "in a timely manner",
    ),
    *("as quickly as possible", "as easily as possible", "as easy as possible", "as simple as possible", "efficiently"),
    *("efficient", "performant", "robust", "better", "nice", "reasonable", "state of the art", "state-of-the-art"),
    *("and so on", "and so forth", "and more", "etc"),
)
_OPEN_ENDED = frozenset(("etc", "and so on", "and so forth", "and more"))
_EXAMPLES = re.compile(r"\b(?:such as|like|e\.?g|for example|for instance|including)\b", re.IGNORECASE)
_COUNT = r"(?:\d|an?\b|one\b|two\b|three\b|four\b|five\b|ten\b)"
_UNITS = (
    "%|percent|ms|msecs?|milliseconds?|s|secs?|seconds?|min|mins|minutes?|h|hours?|days?|weeks?|months?|clicks?|taps?|"
    "steps?|times|x|users?|requests?|visitors?|readers?|orders?|messages?|rows?|files?|items?|[kmgt]i?b|px|pixels?|fps|"
    "points?|pages?|words?|characters?|lines?|per"
)
_MEASURE = re.compile(
    rf"\b(?:\d[\d.,]{{0,15}}|one|two|three|four|five|ten)\s?(?:{_UNITS})(?!\w)"
    r"|\b(?:within|under|below|above|at most|at least|up to|every|exactly|(?:less|fewer|more|faster|longer|later) than)"
    rf"\s+{_COUNT}",
    re.IGNORECASE,
)


@rule("ST208", Severity.INFO)
def vague_words(story: Story, _backlog: Backlog, *, words: tuple[str, ...] = _VAGUE) -> Iterator[Finding]:
    """The goal of a story has a word that everyone measures otherwise: "easily", "fast", "user-friendly".

    Such a wish is never done, and never refused. A measure beside it, or in the acceptance criteria, makes it one that
    can be tested: "within 2 seconds", "in at most 3 clicks". The option `words` is a list that takes the place of the
    built-in one.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to find discounts quickly
        so that: I pay less
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to find discounts quickly
        so that: I pay less
        acceptance:
          - A discounted book is found with at most 2 clicks
        ```
    """
    goal = story.goal
    if not goal or not story.is_readable:
        return
    hints, pattern = _any_of(words)
    vague = pattern.search(goal.text) if hints.in_text(goal.text) else None
    if not vague or _MEASURE.search(goal.text) or _has_measured_criterion(story):
        return
    said = " ".join(vague[0].split())
    is_open = said.lower() in _OPEN_ENDED
    if is_open and _EXAMPLES.search(goal.text):
        return
    yield Finding(
        goal.cut(*vague.span()).span,
        f'{subject(story)} wants something open-ended: "{said}"'
        if is_open
        else f'{subject(story)} has no measure for "{said}"',
        "name the rest, or leave it out"
        if is_open
        else 'say from when on it is: "within 2 seconds", "in at most 3 clicks", here or as an acceptance criterion',
        "what else?" if is_open else "how would you test this?",
    )


@lru_cache(maxsize=16)
def _any_of(words: tuple[str, ...]) -> tuple[Hints, re.Pattern[str]]:
    """Words as they are looked for first, which is cheap, and as whole words, whatever white space is in them."""
    longest_first = sorted(words, key=len, reverse=True)
    forms = (r"\s+".join(map(re.escape, one.split())) for one in longest_first)
    pattern = re.compile(rf"(?<![\w/.-])(?:{'|'.join(forms)})(?![\w/-])", re.IGNORECASE)
    return Hints(words), pattern


def _has_measured_criterion(story: Story) -> bool:
    told = (phrase for one in story.acceptance for phrase in (one.phrase, *(step.phrase for step in one.steps)))
    return any(_MEASURE.search(phrase.text) for phrase in told)


# -- length -----------------------------------------------------------------------------------------------------------


@rule("ST209", Severity.WARNING)
def long_story(story: Story, _backlog: Backlog, *, words: int = 50) -> Iterator[Finding]:
    """A story takes more than `words` words to say who wants what, and why.

    What cannot be said in a breath is more than one story, or holds notes and criteria that have a place of their own.

    Example:
        ```story
        id: US-1
        story: >
          As a reader who comes back to the shop every few weeks to look for something new, I want to see on the first
          page which of the books that I have looked at before are sold at a discount now, together with the old price
          and the day on which the discount ends, so that I can decide whether I buy them at once or wait a little
        ```

    Instead:

        ```story
        id: US-1
        story: As a returning reader, I want to see discounts on books I looked at so that I buy them in time
        acceptance:
          - The old price is shown
          - The last day of the discount is shown
        ```
    """
    parts = _parts(story)
    if sum([len(part.text) for part in parts]) <= 2 * words:
        return
    counts = [len(part.text.split()) for part in parts]
    total = sum(counts)
    if total > words:
        most, longest = max(zip(counts, parts, strict=True), key=lambda one: one[0])
        yield Finding(
            longest.span,
            f"{subject(story)} is {total} words long",
            f"say it in at most {words}: who, what and why; conditions are criteria, the rest goes below a line `---`",
            f"{most} words",
        )


@rule("ST210", Severity.OFF)
def short_story(story: Story, _backlog: Backlog, *, words: int = 3) -> Iterator[Finding]:
    """The goal of a story has fewer than `words` words.

    Two words are a heading, like "manage books": nobody can tell what is to be built, nor when it is done.

    Example:
        ```story
        id: US-1
        as a: book seller
        I want: manage books
        so that: the shop is up to date
        ```

    Instead:

        ```story
        id: US-1
        as a: book seller
        I want: to take books that are sold out off the shelf
        so that: the shop is up to date
        ```
    """
    goal = story.goal
    if goal and story.is_readable:
        count = len(goal.text.removeprefix("to ").split())
        if count < words:
            yield Finding(
                goal.span,
                f"{subject(story)} says what is wanted in {'one word' if count == 1 else f'{count} words'}",
                'say what exactly should be possible: not "manage books", but "take sold-out books off the shelf"',
                "what exactly?",
            )


def _parts(story: Story) -> list[Phrase]:
    """Who, what and why, as far as the story says them."""
    told = (story.role, story.component, story.goal, story.benefit)
    return [part for part in told if part is not None] if story.is_readable else []
