"""ST207: the words that open the parts of a story are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ..backlog import Backlog
from ..diagnostics import Edit, Finding, Severity
from ..grammar import VERBS
from ..model import Story
from ..prose import in_small_letters
from ..rule import rule
from ..text import Phrase
from .words import subject

# What begins with the sound of a vowel, and what does not. Words that people say in two ways are in neither.
_VOWEL = r"(?:(?!eu|one\b|once\b)[aeio]\w|un(?!i)|up|ul|honest|hour)"
_CONSONANT = (
    r"(?:[bcdfgjklmnpqrtvwyz](?:[aeiou]|[lrhw][aeiouy])(?-i:[a-z])|s[aeiou](?-i:[a-z])|user|uni[tvq]|usual|euro)"
)
_LETTERS = "AEFHILMNORSX"
"""Said one by one, these begin with the sound of a vowel."""

_ROLE = (
    "(?:user|admin|administrator|analyst|architect|author|buyer|clerk|client|customer|designer|developer|editor|employee|"
    "engineer|guest|maintainer|manager|member|moderator|operator|owner|player|reader|researcher|scientist|seller|"
    "student|subscriber|teacher|tester|visitor)"
)
# Verbs that are no nouns: "I want know", but not "I want help", nor "I want edit rights".
_VERB = (
    "(?:add|apply|avoid|be|become|browse|choose|configure|create|define|delete|edit|ensure|find|get|have|install|keep|"
    "know|learn|make|manage|provide|read|receive|remove|run|see|select|send|specify|submit|understand|use)"
    r"(?!\s+(?:access|buttons?|cases?|forms?|links?|modes?|options?|permissions?|privileges|rights?|times?)\b)"
)
_ANY_VERB = "|".join(sorted(VERBS))
_DETERMINER = "(?:an?|the|any|our|my|your|his|her|their|another|one|every|each|this|that|some|both|either|all)"
_WANTS = r"(?:want|need|would|can|should|must)\b"
_FEW = 4
_NEAR = 5


@dataclass(frozen=True)
class _Slip:
    """Words that are wrong, the group `slip` of an expression; how they are right, as a template; what is said of them.

    `needs` is in every text that has the slip: a look for it is cheap.
    """

    expression: str
    right: str
    label: str
    needs: str = ""
    flags: re.RegexFlag = re.IGNORECASE

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is searched for; most runs come without many of them."""
        return re.compile(self.expression, self.flags)

    def mended(self, found: re.Match[str]) -> str:
        """The right words: the template's groups filled in, `{a}` with the article of the word that comes next."""
        words = found.expand(self.right)
        return words.replace("{a}", _article(found["next"])) if "{a}" in words else words


def _article(word: str) -> str:
    if word[:2].isupper() or not word[1:2]:
        return "an" if word[0] in _LETTERS else "a"
    return "an" if re.match(_VOWEL, word, re.IGNORECASE) else "a"


_BEFORE_OPENER = re.compile(r"(?:\A|[\n:.,\]>*_])[ \t*_]{0,4}\Z")
"""Where an "as" can begin a story: at the start, on a new line, behind a label or a reason."""
_OPENER = re.compile(r"as\s")
_USUAL = re.compile(r"as\s+(?:a\s+[b-df-gj-np-tv-z]|an\s+(?:[io]|a(?!n?\s)|e(?!u))|the\s)", re.IGNORECASE)
"""How most stories open: without a slip."""
_AS = r"(?P<slip>(?P<as>as)\s+"
_AT_OPENER = (
    _Slip(rf"{_AS}as)\s+(?P<next>(?!(?:an?|the|well|soon|long|far|much|many)\b)\w+)", r"\g<as> {a}", "`as` twice"),
    _Slip(rf"{_AS}as)(?=\s+(?:an?|the)\s)", r"\g<as>", "`as` twice"),
    _Slip(rf"{_AS}I)\s+(?P<next>{_ROLE})\b", r"\g<as> {a}", "`I` for an article"),
    _Slip(rf"{_AS}an?\s+an?)\s+(?P<next>\w+)", r"\g<as> {a}", "two articles"),
    _Slip(rf"{_AS}a)\s+(?P<next>{_VOWEL})", r"\g<as> an", "`an` before a vowel"),
    _Slip(rf"{_AS}an)\s+(?P<next>{_CONSONANT})", r"\g<as> a", "`a` before a consonant"),
    _Slip(
        rf"{_AS}(?P<next>(?!{_DETERMINER}\b)(?:[\w-]{{1,30}}\s+){{0,2}}{_ROLE})),?\s+I\s+{_WANTS}",
        r"\g<as> {a} \g<next>",
        "no article",
    ),
)
_ANYWHERE = (
    # A capital, as most are: such a letter is found fast.
    _Slip(
        rf"I(?<!\w.)\s+(?P<slip>(?P<wish>want|need|wish|would like)\s+(?P<verb>{_VERB}))(?=\s+\w)",
        r"\g<wish> to \g<verb>",
        "no `to`",
        "i ",
        re.RegexFlag(0),
    ),
    _Slip(rf"\b(?P<slip>be\s+able\s+(?P<verb>{_ANY_VERB}))\b", r"be able to \g<verb>", "no `to`", "be able"),
    _Slip(r"\b(?:want|need|like|have)\s+(?P<slip>to\s+able\s+to)\b", "to be able to", "no `be`", "to able"),
    _Slip(r"\b(?:want|need|like|have|able|order)\s+(?P<slip>to\s+to)\b", "to", "`to` twice", "to to "),
    _Slip(
        r"\bso\s+(?P<slip>that\s+that)\s+(?:I|we|you|he|she|it|they|the|my|our)\b", "that", "`that` twice", "that that"
    ),
    _Slip(rf"\b(?P<slip>I\s+I)\s+{_WANTS}", "I", "`I` twice", "i i "),
)

# What the name of a field says already.
_SAID_BY_FIELD = {
    "role": _Slip(r"(?P<slip>as\s+(?:an?|the))\s+", "", "the field says it"),
    "goal": _Slip(r"(?P<slip>(?:I|we)\s+(?:want|need|would like)|should|must)\s+", "", "the field says it"),
    "benefit": _Slip(r"(?P<slip>so(?:\s+that)?)\s+", "", "the field says it"),
}


@rule("ST207", Severity.WARNING)
def opener_slip(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """The words that open a part of a story have a slip: "As as reader", "As a admin", "I want know".

    Such words are typed so often that nobody reads them any more; on a card, everybody does.

    Example:
        ```story
        id: US-1
        story: As a editor, I want to see discounts so that I pay less
        ```

    Instead:

        ```story
        id: US-1
        story: As an editor, I want to see discounts so that I pay less
        ```
    """
    if not story.is_readable:
        return
    for phrase, slip, found in _slips(story):
        wrong, right = phrase.cut(*found.span("slip")), slip.mended(found)
        place = wrong.span
        if not right:  # the white space behind the words goes with them
            after = phrase.cut(found.end(), len(phrase.text)).span
            place = wrong.span._replace(end_line=after.line, end_column=after.column)
        is_as_typed = story.source.slice(wrong.span) == wrong.text
        yield Finding(
            wrong.span,
            f'{subject(story)} has a slip: "{_plain(wrong.text)}"',
            f'write "{_plain(right)}"' if right else f'leave out "{_plain(wrong.text)}"',
            slip.label,
            fix=(Edit(place, right),) if is_as_typed else (),
        )


def _slips(story: Story) -> Iterator[tuple[Phrase, _Slip, re.Match[str]]]:
    """The slips of a sentence, or of parts that begin with what their field says."""
    sentence = story.sentence
    if sentence is None:
        for name, slip in _SAID_BY_FIELD.items():
            part: Phrase | None = getattr(story, name)
            if part and (found := slip.pattern.match(part.text)):
                yield part, slip, found
        return
    text = sentence.text
    lower = in_small_letters(text)
    for start in islice(_openers(lower), _FEW):
        for slip in _AT_OPENER if not _USUAL.match(text, start) else ():
            if found := slip.pattern.match(text, start):
                yield sentence, slip, found
                break
    for slip in _ANYWHERE:
        if slip.needs in lower and (found := slip.pattern.search(text)):
            yield sentence, slip, found


def _openers(lower: str) -> Iterator[int]:
    """Where an "as" may begin a story. In small letters it is found faster than without regard to case."""
    for found in _OPENER.finditer(lower):
        at = found.start()
        if _BEFORE_OPENER.search(lower, max(0, at - _NEAR), at):
            yield at


def _plain(words: str) -> str:
    return " ".join(words.split())
