"""What words of Markdown say to those who read no Markdown: as plain text, as a title, as a number."""

from __future__ import annotations

import re

from .abbreviations import without_end

_MARKUP = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|[*`]+|~~|(?<!\w)_+|_+(?!\w)")

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
    """The words alone, on one line; of a link its label."""
    return " ".join(_MARKUP.sub(lambda mark: mark[1] or "", words).split())


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
    """Words that begin with a capital letter, unless they are written in a way of their own: `iOS`."""
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]


def as_number(words: str) -> float | None:
    """The number that words say, 0 or more; `None` where they say none."""
    digits = words.strip()
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(digits) > 15:
        return None
    return float(digits)
