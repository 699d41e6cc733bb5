"""Counts and progress: user and technical stories on one scale, and how many of them say what they are worth."""

from __future__ import annotations

from collections import Counter

from ..drawing import TYPE_CSS, Drawing, state
from ..markup import Element, element, icon, span
from ..model import SUPPORTS, Story, StoryType, View
from .drawer import Drawer

_WORDS = {"done": "done", "doing": "in progress", "blocked": "blocked", "todo": "to do", "dropped": "dropped"}


def _draw(_view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    by_type = {one: tuple(story for story in stories if story.type is one) for one in StoryType}
    scale = max(map(len, by_type.values()))
    shown = (one for one in StoryType if by_type[one] or one is not StoryType.EPIC)
    tallies = (_tally(one, by_type[one], scale, drawing) for one in shown)
    health = element("p", "stories-health", *_health(by_type, drawing))
    summary = element("div", "stories-summary", element("div", "stories-tallies", *tallies), health)
    return element("div", "stories stories-backlog", summary, data_view="summary")


SUMMARY = Drawer("summary", _draw)


def _tally(story_type: StoryType, stories: tuple[Story, ...], scale: int, drawing: Drawing) -> Element:
    counts = Counter(state(story, drawing.backlog) for story in stories)
    said = [f"{counts[one]} {word}" for one, word in _WORDS.items() if counts[one]]
    segments = [
        span("stories-bar__seg", data_state=one, style=f"--n:{counts[one]}", title=f"{counts[one]} {word}")
        for one, word in _WORDS.items()
        if counts[one]
    ]
    if scale > len(stories):
        segments.append(span("stories-bar__rest", style=f"--n:{scale - len(stories)}"))
    head = element(
        *("p", "stories-tally__head", icon(), span("stories-tally__n", str(len(stories))), " "),
        span("stories-tally__word", _plural(story_type, len(stories))),
    )
    bar = element("div", "stories-bar", *segments, role="img", aria_label=", ".join(said) or "none")
    progress = element("p", "stories-tally__pts", _points_done(stories, drawing))
    return element("div", f"stories-tally {TYPE_CSS[story_type]}", head, progress, bar)


def _plural(story_type: StoryType, count: int) -> str:
    word = story_type.label
    if count == 1:
        return word
    return "epics" if story_type is StoryType.EPIC else f"{word.removesuffix('y')}ies"


def _points_done(stories: tuple[Story, ...], drawing: Drawing) -> str:
    total = sum(story.points or 0 for story in stories)
    done = sum(story.points or 0 for story in stories if drawing.backlog.language.is_done(story))
    return f"{done:g} of {total:g} points done" if total else ""


def _health(by_type: dict[StoryType, tuple[Story, ...]], drawing: Drawing) -> list[Element | str]:
    user, technical = by_type[StoryType.USER], by_type[StoryType.TECHNICAL]
    stating = sum(bool(story.benefit) for story in (*user, *technical))
    covered = sum(drawing.backlog.is_covered(story) for story in user)
    alone = sum(bool(story.benefit) and not drawing.backlog.targets(story, SUPPORTS) for story in technical)
    said: list[tuple[str, str]] = []
    if user or technical:
        said.append((f"{stating} of {len(user) + len(technical)}", " state their value"))
    if user:
        said.append((f"{covered} of {len(user)}", " user stories name the technical work they rest on"))
    if technical:
        stand = (
            " technical story stands on its own value" if alone == 1 else " technical stories stand on their own value"
        )
        said.append((str(alone), stand))
    drawn: list[Element | str] = []
    for figure, words in said:
        drawn += [span("", element("b", "", figure), words), " "]
    return drawn
