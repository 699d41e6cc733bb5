"""Counts and progress: how much there is and how far it is, what states its value, and how much of it is technical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..backlog import natural
from ..drawing import TYPE_CSS, Drawing, draw_done, in_words, state, term_title
from ..link_kinds import PART_OF, SUPPORTS
from ..markup import Element, add, element, icon, span
from ..model import Story, View
from ..story_types import StoryType
from ..vocabulary import Stage, Term
from .drawer import Drawer, draw_key, draw_title, nothing

_STATES = {"done": "done", "doing": "in progress", "blocked": "blocked", "todo": "to do", "dropped": "dropped"}
"""The stages in the order of a bar, each with the built-in word for it."""


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = draw_progress(stories, drawing)
    if not stories:
        add(root, nothing(drawing))
        return root
    vocabulary, words = drawing.backlog.vocabulary, drawing.words
    own = [story for story in stories if story.type is not StoryType.EPIC]
    technical = [story for story in own if story.type is StoryType.TECHNICAL]
    breakdowns = (
        _breakdown(
            words.by_status, "status", vocabulary.statuses, own, lambda story: vocabulary.status(story).name, drawing
        ),
        _breakdown(
            words.by_kind, "kind", vocabulary.kinds, technical, lambda story: vocabulary.kind(story) or "", drawing
        ),
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
    used = {state(story, drawing.backlog) for story in stories}
    samples = (_sample(one, word, drawing) for one, word in _STATES.items() if one in used)
    key = draw_key(samples)
    said = element("p", "stories-health", *(part for one in _health(stories, drawing) for part in (one, " ")))
    summary = element(
        "div",
        "stories-summary",
        element("div", "stories-tallies", *tallies, data_of="type"),
        *((key,) if used else ()),
        said,
    )
    return element("div", "stories stories-backlog", in_words(drawing.words, summary), data_view="summary")


def _sample(own: str, word: str, drawing: Drawing) -> Element:
    """How bars show a stage, and the word for it."""
    return span("", span("stories-bar__seg", data_state=own, aria_hidden="true"), drawing.words.title(word))


def _tally(story_type: StoryType, stories: tuple[Story, ...], scale: int, drawing: Drawing) -> Element:
    words = drawing.words
    counts = Counter(state(story, drawing.backlog) for story in stories)
    said = {one: f"{words.number(counts[one])} {words.term(word)}" for one, word in _STATES.items() if counts[one]}
    segments = [
        span("stories-bar__seg", data_state=one, role="img", style=f"--n:{counts[one]}", title=told)
        for one, told in said.items()
    ]
    noun = {
        StoryType.USER: words.user_stories,
        StoryType.TECHNICAL: words.technical_stories,
        StoryType.EPIC: words.epics,
    }[story_type]
    head = element(
        "p",
        "stories-tally__head",
        icon(),
        span("stories-tally__n", words.number(len(stories))),
        " ",
        span("stories-tally__word", words.counted(noun, len(stories))),
    )
    bar = element("div", "stories-bar", *segments, _rest(scale - len(stories)))
    progress = element("p", "stories-tally__pts", _points_done(stories, drawing))
    css = f"stories-tally {TYPE_CSS[story_type]}"
    return element("div", css, head, progress, bar, data_value=story_type.value)


def _rest(size: int) -> Element:
    """What a bar lacks of the longest one."""
    rest = span("stories-bar__rest", style=f"--n:{size}")
    if not size:
        rest.set("hidden", "hidden")
    return rest


def _points_done(stories: Sequence[Story], drawing: Drawing) -> str:
    total = _points([story for story in stories if state(story, drawing.backlog) != "dropped"])
    done = _points([story for story in stories if drawing.backlog.vocabulary.is_done(story)])
    number = drawing.words.number
    return drawing.words.points_done.format(done=number(done), total=number(total)) if total else ""


def _points(stories: Sequence[Story]) -> float:
    return sum(story.points or 0 for story in stories)


@dataclass(frozen=True)
class Standing:
    """What a story is to the figures of a summary.

    Its stage as style sheets name it, its points, and for each line of `Words.health` whether that is about the story,
    and whether it counts the story.
    """

    state: str
    points: float
    asked: tuple[bool, ...]
    met: tuple[bool, ...]

    @property
    def is_planned(self) -> bool:
        """Whether there is work left to do."""
        return self.asked[-1]


def standing(story: Story, drawing: Drawing) -> Standing:
    """How a user story or a technical story stands; no line is about an epic."""
    backlog, own = drawing.backlog, drawing.backlog.vocabulary.status(story).stage
    is_user, is_technical = story.type is StoryType.USER, story.type is StoryType.TECHNICAL
    is_planned = story.type is not StoryType.EPIC and own not in (Stage.DONE, Stage.DROPPED)
    states_value = bool(story.benefit)
    stands_alone = states_value and not backlog.targets(story, SUPPORTS)
    return Standing(
        state(story, backlog),
        story.points or 0,
        (is_user or is_technical, backlog.wants_cover(story), is_technical, is_planned),
        (states_value, backlog.is_covered(story), stands_alone, story.points is None),
    )


def _health(stories: Sequence[Story], drawing: Drawing) -> Iterator[Element]:
    words = drawing.words
    standings = [standing(story, drawing) for story in stories]
    for line, text in enumerate(words.health):
        total = sum(one.asked[line] for one in standings)
        count = sum(one.asked[line] and one.met[line] for one in standings)
        if count or (total and text is not words.unestimated):
            yield _line(line, words.counted(text, count, total=words.number(total)))
    if planned := sum(one.points for one in standings if one.is_planned):
        part = sum(one.points for one in standings if one.is_planned and one.asked[_TECHNICAL])
        figures = {"part": words.number(part), "total": words.number(planned)}
        yield _line(len(words.health), words.technical_share.format(percent=words.percentage(part, planned), **figures))


_TECHNICAL = 2
"""The line that is about technical stories."""


def _line(number: int, said: str) -> Element:
    """A line with what stands between stars in bold."""
    parts = said.split("*")
    bold = (element("b", "", part) if place % 2 else part for place, part in enumerate(parts) if part)
    return span("", *bold, data_line=str(number))


def _breakdown(
    title: str,
    facet: str,
    terms: tuple[Term, ...],
    stories: Sequence[Story],
    name_of: Callable[[Story], str],
    drawing: Drawing,
) -> Element | None:
    """A bar for each term: user and technical stories one after the other, with counts and points beside them."""
    if not stories:
        return None
    members: dict[str, list[Story]] = {term.name: [] for term in terms}
    for story in stories:
        members[name_of(story)].append(story)
    scale = max(map(len, members.values()))
    rows = [_bar_row(term, members[term.name], scale, drawing) for term in terms]
    box = _box(draw_title(title, len(stories), drawing), rows, facet)
    used = [one for one in (StoryType.USER, StoryType.TECHNICAL) if any(story.type is one for story in stories)]
    if len(used) > 1:
        add(box, draw_key(_type_sample(one, drawing) for one in used))
    return box


def _type_sample(story_type: StoryType, drawing: Drawing) -> Element:
    """How bars show a type, and the word for it."""
    sign = span(f"stories-bar__seg {TYPE_CSS[story_type]}", data_type=story_type.value, aria_hidden="true")
    return span("", sign, drawing.words.title(story_type.label))


def _box(heading: Element, rows: Sequence[Element], facet: str) -> Element:
    """Bars under a heading; `data-of` says which facet they part the stories by, `data-value` of a bar which value."""
    bars = element("ul", "stories-list stories-bars", *rows, role="list", data_of=facet)
    return element("div", "stories-breakdown", heading, bars)


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
    rows = [_epic_row(epic, stories, scale, drawing) for epic, stories in epics]
    return _box(draw_title(drawing.words.by_epic, len(epics), drawing), rows, "epic")


def _epic_row(epic: Story, stories: Sequence[Story], scale: int, drawing: Drawing) -> Element:
    counts = Counter(state(story, drawing.backlog) for story in stories)
    parts = [span("stories-bar__seg", data_state=one, style=f"--n:{counts[one]}") for one in _STATES if counts[one]]
    name = element("a", "", span("stories-id", epic.name), f" {epic.heading}", href=drawing.href(epic))
    figures = span("stories-bars__figures", draw_done(stories, drawing) or drawing.words.none)
    bar = span("stories-bar", *parts, _rest(scale - len(stories)), aria_hidden="true")
    css = f"stories-list__item {TYPE_CSS[StoryType.EPIC]}"
    return element("li", css, span("stories-bars__name", name), " ", figures, bar, data_value=epic.name)


def _bar_row(term: Term, stories: Sequence[Story], scale: int, drawing: Drawing) -> Element:
    words = drawing.words
    counts = {one: sum(story.type is one for story in stories) for one in (StoryType.USER, StoryType.TECHNICAL)}
    parts = [
        span(f"stories-bar__seg {TYPE_CSS[one]}", data_type=one.value, style=f"--n:{count}")
        for one, count in counts.items()
        if count
    ]
    said = [words.counted(words.story_count, len(stories))]
    if points := _points(stories):
        said.append(words.counted(words.point_count, points))
    figures = span("stories-bars__figures", words.list_separator.join(said))
    bar = span("stories-bar", *parts, _rest(scale - len(stories)), aria_hidden="true")
    name = span("stories-bars__name", term_title(term, drawing))
    return element("li", "stories-list__item", name, " ", figures, bar, data_value=term.name)
