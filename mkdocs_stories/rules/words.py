"""How rules word things, and where they point to."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Edit
from ..model import Story, View
from ..strays import Gap, Stray
from ..text import Phrase, Span
from ..vocabulary import nearest


def of_gap(block: Story | View, *gaps: Gap) -> Iterator[Stray]:
    """The strays of a block that are there for one of the reasons."""
    return (stray for stray in block.strays if stray.gap in gaps)


def is_unfilled(story: Story, *parts: str) -> bool:
    """Whether a part was left as a template has it, or the whole sentence was: a rule of its own speaks of that."""
    return any(stray.field in ("sentence", *parts) for stray in of_gap(story, Gap.UNFILLED))


def left_empty(story: Story, *parts: str) -> Phrase | None:
    """The name of a field that is there for a part, without a value."""
    return next((stray.phrase for stray in of_gap(story, Gap.EMPTY) if stray.field in parts), None)


def tells(part: Phrase | None) -> bool:
    """Whether a part says anything: signs alone do not."""
    return part is not None and (part.text[:1].isalpha() or any(map(str.isalnum, part.text)))


def subject(story: Story) -> str:
    """A story as messages name it."""
    return f"{story.type.label} {story.name}"


def place(story: Story, *parts: Phrase | None) -> Span:
    """Where to speak of something that is not there: at the first of the parts that is, else at the fence."""
    return next((part.span for part in parts if part), story.head.span)


def meant(words: str, candidates: tuple[str, ...], otherwise: str, fix: tuple[Edit, ...] = ()) -> str:
    """Help for a word that is not one of the candidates: what a fix writes, or else the nearest of them."""
    near = fix[0].text if fix else nearest(words, candidates)
    return f"did you mean `{near}`?" if near else otherwise


def listed(names: tuple[str, ...]) -> str:
    """Names as help lists them."""
    return ", ".join(f"`{name}`" for name in names)


def with_article(words: str) -> str:
    """Words with `a` or `an` before them."""
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def wanted(expected: str) -> str:
    """What a value is not, in the few words that stand below it."""
    return f"not {expected.partition(',')[0]}"
