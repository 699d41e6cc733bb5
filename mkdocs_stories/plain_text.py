"""What words of Markdown say to those who read no Markdown: as plain text, as a title, as a number."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .abbreviations import without_end

_HAS_SIGNS = re.compile(r"[\\`*_~\[]").search
# Around code stand three back-ticks at most: so no more than three are looked for in vain, and time is linear.
_AS_TYPED = r"\\(?P<sign>[\\`*_{}\[\]()<>#+.!~-])|(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
_LINK = re.compile(rf"{_AS_TYPED}|!?\[(?P<label>[^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?", re.DOTALL)
_EMPHASIS = re.compile(rf"{_AS_TYPED}|(?P<marks>\*+|_+|~~)", re.DOTALL)

# How something is to be, and not what to do.
_STATE = re.compile(r"(?:to )?((?:(?:always|only) be|be|contain|exist|have|live|not|remain|stay)\b)", re.IGNORECASE)
_MODAL = re.compile(
    r"(?<!\bI\s)(?<!\bwe\s)\b((?:should|must|shall|can|could|may|will|(?:needs?|has|have|ought) to)(?: be able to)?)"
    r"[\s:*_'\"]*\Z",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"\b(?:I|we)\b", re.IGNORECASE)
_NEAR = 60


def without_markup(words: str) -> str:
    """The words alone, on one line: of a link its label, code as it is typed. A sign that makes no pair stays."""
    if _HAS_SIGNS(words):
        words = _without_emphasis(_LINK.sub(lambda one: one[0] if one["label"] is None else one["label"], words))
    return " ".join(words.split())


def _without_emphasis(words: str) -> str:
    pieces: list[str] = []
    opened: dict[str, list[int]] = {}
    end = 0
    for found in _EMPHASIS.finditer(words):
        pieces.append(words[end : found.start()])
        before, end = words[found.start() - 1 : found.start()], found.end()
        marks, after = found["marks"], words[end : end + 1]
        if not marks:
            pieces.append(found["sign"] or found["code"].strip())
            continue
        opens, closes = after.strip() != "", before.strip() != ""
        if marks[0] == "_":  # inside a word it is a letter
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        for at in range(0, len(marks), 2):
            mark = marks[at : at + 2]
            places = opened.setdefault(mark, [])
            if closes and places:
                pieces[places.pop()] = mark = ""
            elif opens:
                places.append(len(pieces))
            pieces.append(mark)
    return "".join((*pieces, words[end:]))


def as_title(words: str) -> str:
    """What somebody wants, as a heading: a capital letter begins it, no sign but that of an abbreviation ends it."""
    return as_label(without_end(without_markup(words).removeprefix("to "), " .,;:"))


def is_state(goal: str) -> bool:
    """Whether a goal is how something is to be: it tells nobody what is meant without its component."""
    return _STATE.match(goal) is not None


def said_of(component: str, before: str, goal: str) -> str:
    """A state as it is said of its component: "Connections should be pooled".

    `before` is what was typed before the goal. What somebody wants ("I want to be told") is said of nothing else.
    """
    near, state = before[-_NEAR:], _STATE.match(goal)
    modal = _MODAL.search(near)
    if not state or (not modal and _SPEAKER.search(near)):
        return goal
    start = state.start(1)
    joint = f" {' '.join(modal[1].lower().split())}" if modal else ":"
    return f"{component}{joint} {goal[start].lower()}{goal[start + 1 :]}"


def as_label(words: str) -> str:
    """Words that begin with a capital letter, unless they are written in a way of their own: `iOS`, `price_service`."""
    is_name = words[1:2].isupper() or "_" in words.partition(" ")[0]
    return words if is_name else words[:1].upper() + words[1:]


def as_number(words: str) -> float | None:
    """The number that words say, 0 or more; `None` where they say none."""
    digits = words.strip()
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > 15:
        return None
    return float(digits)


@lru_cache(maxsize=1024)  # most numbers come back
def rounded(number: float) -> Decimal:
    """A number to two places, half a hundredth up, without the zeros that end it."""
    return Decimal(str(number)).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
