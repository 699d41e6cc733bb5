"""ST2xx: each part of a story says what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..backlog import Backlog
from ..clauses import benefit_clause
from ..diagnostics import Finding, Related, Severity
from ..grammar import COMMANDS, PLACEHOLDER
from ..model import Story
from ..rule import rule
from ..story_types import StoryType
from ..strays import Gap
from ..text import Phrase
from ..vocabulary import singular
from .words import of_gap, subject

_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


# -- goal and benefit -------------------------------------------------------------------------------------------------

_ADVERB = r"(?:(?:also|just|only|really|then|now|always|still)\s+)?"
_WISH = re.compile(
    rf"(?:I|we)\s+{_ADVERB}(?:want|wish|would\s+{_ADVERB}(?:like|love|prefer))\b|(?:I|we)['’]d\s+{_ADVERB}(?:like|love)\b",
    re.IGNORECASE,
)
_CAUSES = ("because", "since", "as", "due to")


@rule("ST201", Severity.WARNING)
def goal_as_benefit(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """The benefit of a story is a second wish, not a value.

    It says what else is wanted, or what was wanted in the first place, and leaves open what all of it is good for. By
    that a story is ranked.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I want to filter by them
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        ```
    """
    benefit = story.benefit
    wish = _WISH.match(benefit.text) if benefit else None
    if benefit and wish and story.is_readable and benefit_clause(story).lead not in _CAUSES:
        yield Finding(
            benefit.cut(*wish.span()).span,
            f"the benefit of {subject(story)} is a wish",
            "say what is gained by it, as a fact: `so that I pay less`; a second wish is a story of its own",
            "a wish, not a value",
        )


_REASON = re.compile(
    r"(?:to\s+be\s+able\s+to\s+)?(?:so\s+(?:that|I|we|they|the)|in\s+order\s+(?:to|that|for)|because|due\s+to)\b",
    re.IGNORECASE,
)
_LONGEST_VALUE = 60
_OWN = r"(?:(?:my|our|the|some|more|less|much|any)\s+)?"
_VALUE = re.compile(
    r"(?:to\s+)?(?:"
    rf"(?:save|reduce|cut|lower|minimi[sz]e|spend|waste|lose)\s+{_OWN}(?:time|money|costs?|expenses|effort|risks?)"
    rf"|(?:earn|make|gain|increase|raise|maximi[sz]e)\s+{_OWN}(?:money|profits?|revenues?|sales|income|turnover)"
    r"|be\s+(?:more\s+|less\s+)?(?:happy|happier|productive|efficient|confident|satisfied|successful)"
    r"|pay\s+less|sell\s+more|earn\s+more)",
    re.IGNORECASE,
)


@rule("ST202", Severity.WARNING)
def benefit_as_goal(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """The goal of a story is its value, not what should be possible.

    Everybody wants to pay less. What the team can build, and estimate, is what leads there.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to save money
        so that: I can buy more books
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I save money
        ```
    """
    goal = story.goal
    if not goal:
        return
    reason = _REASON.match(goal.text)
    if (reason or (len(goal.text) <= _LONGEST_VALUE and _VALUE.fullmatch(goal.text))) and story.is_readable:
        yield Finding(
            goal.cut(*reason.span()).span if reason else goal.span,
            f"the goal of {subject(story)} is what it is for, not what should be possible",
            "make these words the benefit, and say what leads there: `to see discounts`, `so that I save money`"
            if story.type is StoryType.USER
            else "make these words the benefit, and say how the part of the system should behave to get there",
            "a value, not a goal",
        )


_SAYS_LITTLE = _words(
    "a an the i we you he she it they me us him her them my your our his its their this that these those there to "
    "of in on at by for with from into as and or so can could will would should may might must be am is are was "
    "were been being do does did has had some any all also just able want wants need needs when where what "
    "which who how then properly correctly easily directly always actually accordingly"
)
_SEEING = _words("see view know show shown display read look find")
_HAVING = _words("have get use access make gets has using used having")
_UNLIKE = _words("not no never without cannot nothing nobody none less more only t")
_LONGEST_EMPTY = 40
_EMPTY = re.compile(
    r"(?:(?:I|we|they|it|users?)\s+)?(?:(?:can|could|will|may|am\s+able\s+to|are\s+able\s+to|to)\s+)?"
    r"(?:(?:do|have|get|use|see|access)\s+(?:so|it|this|that|them)|(?:is|are)\s+(?:possible|there|available))",
    re.IGNORECASE,
)


@rule("ST203", Severity.WARNING)
def repeated_goal(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """The benefit of a story only says its goal again.

    That one can do what one wants to do holds for every wish. The value is what comes of it: what is saved, avoided or
    made possible.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see the discounts of this week
        so that: I know this week's discounts
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see the discounts of this week
        so that: I pay less
        ```
    """
    goal, benefit = story.goal, story.benefit
    if goal and benefit and _repeats(benefit.text, goal.text) and story.is_readable:
        yield Finding(
            benefit.span,
            f"the benefit of {subject(story)} only repeats its goal",
            "say what comes of it, for whom: what is saved, avoided or made possible, like `so that I pay less`",
            "said in the goal",
        )


def _repeats(benefit: str, goal: str) -> bool:
    """Whether all that a benefit speaks of is in the goal already."""
    if len(benefit) <= _LONGEST_EMPTY and _EMPTY.fullmatch(benefit):
        return True
    said = goal.casefold()
    told, sees = set(), False
    for found in _WORD.finditer(benefit.casefold()):
        word = found[0]
        if word in _UNLIKE:
            return False
        if word in _SEEING:
            sees = True
        elif len(word) > 1 and word not in _SAYS_LITTLE and word not in _HAVING:
            stem = _stem(word)
            if stem not in said:
                return False
            told.add(stem)
    if not told or (len(told) == 1 and not sees):
        return False
    return {_stem(word) for word in _WORD.findall(said)}.issuperset(told)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without its ending, roughly: `shipped`, `shipping` and `ships` have the same."""
    word = singular(word)
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


# -- two wants --------------------------------------------------------------------------------------------------------

_LIKE = r"(?:want|wish|need|would\s+like)"
_AND_I_WANT = re.compile(
    rf"(?:\sand|;)\s+(?P<second>(?:I|we)\s+(?:(?:also|then)\s+)?{_LIKE}\b)"
    r"(?!\s+(?:it|this|that|them|these|those)\b|\s+to\s+do\s+(?:it|so|this|that)\b)",
    re.IGNORECASE,
)
_AND_TO = re.compile(r"\sand\s+(?P<second>(?:also\s+)?(?:to\s+(?:also\s+)?|be\s+able\s+to\s+)(?P<verb>[a-z]+))\b")
_AND_DO = re.compile(
    r"\sand\s+(?P<second>(?:also\s+)?(?P<verb>[a-z]+))\s+(?:an?|the|my|our|their|its|all|any|some|each|new)\s"
)


@rule("ST204", Severity.WARNING)
def two_wants(story: Story, _backlog: Backlog, *, actions: bool = False) -> Iterator[Finding]:
    """A story wants two things.

    They can be of different value, and be done at different times: as one story they wait for each other. With the
    option `actions`, two actions joined by "and" are two wants as well; many of these belong together, so look at them
    one by one.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see discounts, and I want to pay by invoice
        so that: I order more books
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        ```

        ```story
        id: US-2
        as a: reader
        I want: to pay by invoice
        so that: I need no card
        ```
    """
    second = _second_want(story, story.goal, actions=actions) if story.goal else None
    if second and story.is_readable:
        yield Finding(
            second.span,
            f"{subject(story)} wants two things",
            "make two stories of it, each with the benefit of its own want",
            "a second want",
        )


def _second_want(story: Story, goal: Phrase, *, actions: bool) -> Phrase | None:
    words = goal.text
    if " and " in words or "; " in words:
        found = _AND_I_WANT.search(words) if " I " in words or " we " in words else None
        if found and not _is_state(story, goal):
            return goal.cut(*found.span("second"))
        found = _AND_TO.search(words)
        if found and found["verb"] in COMMANDS and " to " not in words[: found.start()].removeprefix("to "):
            return goal.cut(*found.span("second"))
        found = _AND_DO.search(words) if actions else None
        if found and found["verb"] in COMMANDS:
            return goal.cut(*found.span("second"))
    return None


def _is_state(story: Story, goal: Phrase) -> bool:
    """Whether a goal is how things are, before the want is said: "As a reader, I have a voucher, and I want …"."""
    before = story.sentence.text.partition(goal.text)[0] if story.sentence else ""
    return before.rstrip().lower().endswith((" i", " we"))


# -- templates --------------------------------------------------------------------------------------------------------

_LEFT = re.compile(
    r"(?:(?:i|we|they|it|to|can|will|could|be|am|are|able|that|so)\s+){0,6}"
    rf"(?:{PLACEHOLDER.pattern}|[xyz]|x{{2,}}|y{{2,}}|z{{2,}}|foo|bar|lorem\s+ipsum.*|i|we|they|i\s+can|we\s+can)",
    re.DOTALL,
)
"""What a template left, perhaps behind the words that lead in."""


@rule("ST217", Severity.ERROR)
def template_left(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A part of a story is what its template had there: `<role>`, `[goal]`, `TBD`, dots.

    Such a story looks told and says nothing. Write the words, or leave the part out for now, so that what is missing is
    counted as missing.

    Example:
        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: <some benefit>
        ```

    Instead:

        ```story
        id: US-1
        as a: reader
        I want: to see discounts
        so that: I pay less
        ```
    """
    left = [(stray.field, stray.phrase) for stray in of_gap(story, Gap.UNFILLED)] if story.strays else []
    if story.type is not StoryType.EPIC:
        parts = (("role", story.role), ("component", story.component), ("goal", story.goal), ("benefit", story.benefit))
        left += [(name, part) for name, part in parts if part is not None and _is_left(part.text)]
    if left and story.is_readable:
        names = ["goal" if name == "text" else name for name, _ in left]
        (_, first), *others = left
        told = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        yield Finding(
            first.span,
            f"the {told} of {subject(story)} {'are' if others else 'is'} what a template had there",
            "; ".join(_FILL_IN[name] for name in names),
            "not filled in",
            tuple(Related(story.source, phrase.span, "not filled in either") for _, phrase in others),
        )


_FILL_IN = {
    "role": "write who wants it: `book seller`",
    "component": "write which part of the system it is: `price service`",
    "goal": "write what should be possible: `to see discounts`",
    "benefit": "write what it is good for: `so that I pay less`",
    "sentence": "write the sentence: `As a reader, I want to see discounts so that I pay less`",
}
_LONGEST_LEFT, _LONGEST_PLAIN = 80, 32
_SIGN = re.compile(r"[<\[{%]")


def _is_left(words: str) -> bool:
    if len(words) > _LONGEST_PLAIN and (len(words) > _LONGEST_LEFT or not _SIGN.search(words)):
        return False
    return _is_placeholder(words)


@lru_cache(maxsize=4096)  # of actors there are few
def _is_placeholder(words: str) -> bool:
    return _LEFT.fullmatch(words.casefold().replace("_", " ").replace("*", " ").strip(" .…?\n")) is not None
