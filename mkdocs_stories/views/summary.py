"""Counts and progress: how much there is and how far it is, what states its value, and how much of it is technical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ..backlog import natural
from ..drawing import TYPE_CSS, Drawing, state, term_title
from ..language import Stage, Term
from ..markup import Element, add, element, icon, span
from ..model import PART_OF, SUPPORTS, Story, StoryType, View
from ..words import Counted
from .drawer import Drawer, draw_done, draw_title, nothing

_STATES = {"done": "done", "doing": "in progress", "blocked": "blocked", "todo": "to do", "dropped": "dropped"}
"""The stages in the order of a bar, each with the built-in word for it."""


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = draw_progress(stories, drawing)
    if not stories:
        add(root, nothing(drawing))
        return root
    language, words = drawing.backlog.language, drawing.words
    own = [story for story in stories if story.type is not StoryType.EPIC]
    technical = [story for story in own if story.type is StoryType.TECHNICAL]
    breakdowns = (
        _breakdown(words.by_status, language.statuses, own, lambda story: language.status(story).name, drawing),
        _breakdown(words.by_kind, language.kinds, technical, lambda story: language.kind(story) or "", drawing),
        _by_epic(_epics(view, stories, drawing), drawing),
    )
    add(root, element("div", "stories-breakdowns", *filter(None, breakdowns)))
    return root


SUMMARY = Drawer("summary", _draw, grows=False)


def draw_progress(stories: tuple[Story, ...], drawing: Drawing) -> Element:
    """The head of the summary, which stands over the whole backlog too: a bar for each type, and the health."""
    by_type = {one: tuple(story for story in stories if story.type is one) for one in StoryType}
    scale = max(map(len, by_type.values()))
    shown = (one for one in StoryType if by_type[one] or one is not StoryType.EPIC)
    tallies = (_tally(one, by_type[one], scale, drawing) for one in shown)
    health = (_in_bold(said) for said in _health(by_type, drawing))
    said = element("p", "stories-health", *(part for one in health for part in (one, " ")))
    summary = element("div", "stories-summary", element("div", "stories-tallies", *tallies), said)
    return element("div", "stories stories-backlog", summary, data_view="summary")


def _tally(story_type: StoryType, stories: tuple[Story, ...], scale: int, drawing: Drawing) -> Element:
    words = drawing.words
    counts = Counter(state(story, drawing.backlog) for story in stories)
    said = {one: f"{words.number(counts[one])} {words.term(word)}" for one, word in _STATES.items() if counts[one]}
    segments = [
        span("stories-bar__seg", data_state=one, style=f"--n:{counts[one]}", title=told) for one, told in said.items()
    ]
    if scale > len(stories):
        segments.append(span("stories-bar__rest", style=f"--n:{scale - len(stories)}"))
    noun = {
        StoryType.USER: words.user_stories,
        StoryType.TECHNICAL: words.technical_stories,
        StoryType.EPIC: words.epics,
    }[story_type]
    head = element(
        *("p", "stories-tally__head", icon(), span("stories-tally__n", words.number(len(stories))), " "),
        span("stories-tally__word", words.counted(noun, len(stories))),
    )
    label = words.list_separator.join(said.values()) or words.none
    bar = element("div", "stories-bar", *segments, role="img", aria_label=label)
    progress = element("p", "stories-tally__pts", _points_done(stories, drawing))
    return element("div", f"stories-tally {TYPE_CSS[story_type]}", head, progress, bar)


def _points_done(stories: Sequence[Story], drawing: Drawing) -> str:
    total = _points([story for story in stories if state(story, drawing.backlog) != "dropped"])
    done = _points([story for story in stories if drawing.backlog.language.is_done(story)])
    number = drawing.words.number
    return drawing.words.points_done.format(done=number(done), total=number(total)) if total else ""


def _points(stories: Sequence[Story]) -> float:
    return sum(story.points or 0 for story in stories)


def _health(by_type: dict[StoryType, tuple[Story, ...]], drawing: Drawing) -> Iterator[str]:
    user, technical = by_type[StoryType.USER], by_type[StoryType.TECHNICAL]
    words, backlog = drawing.words, drawing.backlog

    def of(text: Counted, count: int, total: int) -> str:
        return words.counted(text, count, total=words.number(total))

    if user or technical:
        total = len(user) + len(technical)
        yield of(words.stating, sum(bool(story.benefit) for story in (*user, *technical)), total)
    if user:
        yield of(words.covered, sum(backlog.is_covered(story) for story in user), len(user))
    if technical:
        alone = sum(bool(story.benefit) and not backlog.targets(story, SUPPORTS) for story in technical)
        yield of(words.alone, alone, len(technical))
    if without := sum(story.points is None for story in (*user, *technical) if _is_planned(story, drawing)):
        yield of(words.unestimated, without, sum(_is_planned(story, drawing) for story in (*user, *technical)))
    if planned := _points([story for story in (*user, *technical) if _is_planned(story, drawing)]):
        part = _points([story for story in technical if _is_planned(story, drawing)])
        figures = {"part": words.number(part), "total": words.number(planned)}
        yield words.technical_share.format(percent=words.percentage(part, planned), **figures)


def _is_planned(story: Story, drawing: Drawing) -> bool:
    return drawing.backlog.language.status(story).stage not in (Stage.DONE, Stage.DROPPED)


def _in_bold(said: str) -> Element:
    """A text with what stands between stars in bold."""
    parts = said.split("*")
    return span("", *(element("b", "", part) if number % 2 else part for number, part in enumerate(parts) if part))


def _breakdown(
    title: str, terms: tuple[Term, ...], stories: Sequence[Story], name_of: Callable[[Story], str], drawing: Drawing
) -> Element | None:
    """A bar for each term: user and technical stories one after the other, with counts and points beside them."""
    if not stories:
        return None
    members: dict[str, list[Story]] = {term.name: [] for term in terms}
    for story in stories:
        members[name_of(story)].append(story)
    scale = max(map(len, members.values()))
    rows = (_bar_row(term, members[term.name], scale, drawing) for term in terms)
    heading = draw_title(title, len(stories), drawing)
    return element("div", "stories-breakdown", heading, element("ul", "stories-list stories-bars", *rows, role="list"))


def _epics(view: View, stories: Sequence[Story], drawing: Drawing) -> list[tuple[Story, list[Story]]]:
    """The epics that stories are part of, each with these stories; where nothing was asked for, every epic."""
    backlog = drawing.backlog
    is_whole = not (view.where or view.without or view.of or view.limit)
    asked = backlog.stories if is_whole else stories
    members: dict[int, tuple[Story, list[Story]]] = {
        id(epic): (epic, []) for epic in asked if epic.type is StoryType.EPIC and epic.is_readable
    }
    for story in stories:
        for epic in backlog.targets(story, PART_OF):
            members.setdefault(id(epic), (epic, []))[1].append(story)
    return sorted(members.values(), key=lambda one: (natural(one[0].name), one[0].source.path, one[0].span.line))


def _by_epic(epics: Sequence[tuple[Story, Sequence[Story]]], drawing: Drawing) -> Element | None:
    """A bar for each epic, with how far its stories are."""
    if not epics:
        return None
    scale = max(1, *(len(stories) for _, stories in epics))
    rows = (_epic_row(epic, stories, scale, drawing) for epic, stories in epics)
    heading = draw_title(drawing.words.by_epic, len(epics), drawing)
    return element("div", "stories-breakdown", heading, element("ul", "stories-list stories-bars", *rows, role="list"))


def _epic_row(epic: Story, stories: Sequence[Story], scale: int, drawing: Drawing) -> Element:
    counts = Counter(state(story, drawing.backlog) for story in stories)
    parts = [span("stories-bar__seg", data_state=one, style=f"--n:{counts[one]}") for one in _STATES if counts[one]]
    if scale > len(stories):
        parts.append(span("stories-bar__rest", style=f"--n:{scale - len(stories)}"))
    name = element("a", "", span("stories-id", epic.name), f" {epic.heading}", href=drawing.href(epic))
    figures = span("stories-bars__figures", draw_done(stories, drawing) if stories else drawing.words.none)
    bar = span("stories-bar", *parts, aria_hidden="true")
    css = f"stories-list__item {TYPE_CSS[StoryType.EPIC]}"
    return element("li", css, span("stories-bars__name", name), " ", figures, bar)


def _bar_row(term: Term, stories: Sequence[Story], scale: int, drawing: Drawing) -> Element:
    words = drawing.words
    counts = {one: sum(story.type is one for story in stories) for one in (StoryType.USER, StoryType.TECHNICAL)}
    parts = [span(f"stories-bar__seg {TYPE_CSS[one]}", style=f"--n:{count}") for one, count in counts.items() if count]
    if scale > len(stories):
        parts.append(span("stories-bar__rest", style=f"--n:{scale - len(stories)}"))
    said = [words.counted(words.story_count, len(stories))]
    if points := _points(stories):
        said.append(words.counted(words.point_count, points))
    figures = span("stories-bars__figures", words.list_separator.join(said))
    bar = span("stories-bar", *parts, aria_hidden="true")
    return element("li", "stories-list__item", span("stories-bars__name", term_title(term, drawing)), " ", figures, bar)
