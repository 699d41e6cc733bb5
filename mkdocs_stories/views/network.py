"""Stories and the links between them, as a drawing and as a list that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from unicodedata import bidirectional, east_asian_width

from ..backlog import Backlog, natural
from ..drawing import Drawing, kind_words, state, status_words
from ..layout import HEIGHT, WIDTH, Point, Way, lay_out, parts
from ..link_kinds import DEPENDS_ON, LINK_KINDS, PART_OF, SUPPORTS, LinkKind
from ..markup import Element, add, element, span
from ..model import Story
from ..story_types import StoryType

_LAYERS = {StoryType.EPIC: 0, StoryType.USER: 1, StoryType.TECHNICAL: 2}
_NODE_CSS = {StoryType.EPIC: "epic", StoryType.USER: "user", StoryType.TECHNICAL: "tech"}
_LINE_CSS = {PART_OF: "solid", SUPPORTS: "solid", DEPENDS_ON: "dashed"}
_BACKWARDS = (PART_OF, SUPPORTS)
"""Kinds that are drawn from their target on: what a story serves stands to the left of it."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A link between two stories, in the direction in which it is drawn."""

    start: int
    end: int
    kind: LinkKind

    @property
    def label(self) -> str:
        """What its end is to its start."""
        return self.kind.inverse if self.kind in _BACKWARDS else self.kind.label


@dataclass(frozen=True)
class Network:
    """Some stories, by type and id, and the links between them, each of which is there once."""

    stories: tuple[Story, ...]
    arcs: tuple[Arc, ...]

    @classmethod
    def of(cls, stories: Iterable[Story], backlog: Backlog) -> Network:
        """The stories and the links between them. Links to what is not among them, or to themselves, are left out."""
        ordered = sorted(
            {id(story): story for story in stories}.values(),
            key=lambda one: (_LAYERS[one.type], natural(one.name), one.source.path, one.span.line),
        )
        places = {id(story): place for place, story in enumerate(ordered)}
        arcs: dict[Arc, None] = {}
        for place, story in enumerate(ordered):
            for link in story.links:
                target = places.get(id(backlog.find(link.target.text)))
                if target is not None and target != place:
                    ends = (target, place) if link.kind in _BACKWARDS else (place, target)
                    arcs[Arc(*ends, link.kind)] = None
        return cls(tuple(ordered), tuple(arcs))

    @cached_property
    def linked(self) -> tuple[int, ...]:
        """The places of the stories that have a link."""
        return tuple(sorted({place for arc in self.arcs for place in (arc.start, arc.end)}))

    @cached_property
    def alone(self) -> tuple[Story, ...]:
        """The stories that have none."""
        linked = set(self.linked)
        return tuple(story for place, story in enumerate(self.stories) if place not in linked)

    def part(self, places: Iterable[int]) -> Network:
        """Some of the stories, with the links that are all among them."""
        numbers = {place: number for number, place in enumerate(places)}
        return Network(
            tuple(self.stories[place] for place in numbers),
            tuple(
                Arc(numbers[arc.start], numbers[arc.end], arc.kind)
                for arc in self.arcs
                if arc.start in numbers and arc.end in numbers
            ),
        )

    def batches(self, size: int) -> Iterator[Network]:
        """The linked stories in networks of about that size. What hangs together stays together."""
        batch: list[int] = []
        for places, lines in parts(len(self.stories), [(arc.start, arc.end) for arc in self.arcs]):
            if batch and len(batch) + len(places) > size:
                yield self.part(sorted(batch))
                batch = []
            if lines:
                batch += places
        if batch:
            yield self.part(sorted(batch))

    @property
    def drawn(self) -> tuple[Arc, ...]:
        """The links that a drawing needs: without those of an epic to what supports one of its stories."""
        epics: dict[int, list[int]] = {}
        for arc in self.arcs:
            if arc.kind is PART_OF:
                epics.setdefault(arc.end, []).append(arc.start)
        shown = {(epic, arc.end) for arc in self.arcs if arc.kind is SUPPORTS for epic in epics.get(arc.start, ())}
        return tuple(arc for arc in self.arcs if arc.kind is not PART_OF or (arc.start, arc.end) not in shown)

    @cached_property
    def leaving(self) -> dict[int, list[Arc]]:
        """The links that lead from each story on."""
        leaving: dict[int, list[Arc]] = {}
        for arc in self.arcs:
            leaving.setdefault(arc.start, []).append(arc)
        return leaving


def counted(network: Network, drawing: Drawing) -> dict[str, str]:
    """How many stories and links there are, in words."""
    words = drawing.words
    stories = words.counted(words.story_count, len(network.linked))
    return {"stories": stories, "links": words.counted(words.links, len(network.arcs))}


def draw_diagram(network: Network, drawing: Drawing) -> Element:
    """The stories that have links, as boxes in layers, and their links as lines. Each box is a link to its card.

    Hosts resolve its address as that of any link. `xlink:href`, which they put in place of it at last, is what
    Material's instant navigation does not stumble over.
    """
    places = {place: number for number, place in enumerate(network.linked)}
    stories = tuple(network.stories[place] for place in network.linked)
    arcs = sorted(network.drawn, key=lambda arc: -LINK_KINDS.index(arc.kind))
    kinds = {(places[arc.start], places[arc.end]): arc.kind for arc in arcs}
    layout = lay_out([_LAYERS[story.type] for story in stories], sorted(kinds))
    paths = (_line(way, kinds[way.start, way.end]) for way in layout.ways)
    boxes = zip(stories, layout.boxes, strict=True)
    size = {"width": f"{layout.width:.0f}", "height": f"{layout.height:.0f}"}
    svg = element("svg", "stories-graph__svg", viewBox=f"0 0 {size['width']} {size['height']}", role="group", **size)
    svg.set("aria-label", drawing.words.graph_label.format(**counted(network, drawing)))
    add(svg, element("g", "stories-graph__lines", *paths, aria_hidden="true"))
    add(svg, *(_node(story, at, drawing) for story, at in boxes))
    return svg


def _line(way: Way, kind: LinkKind) -> Element:
    css = f"stories-graph__line stories-graph__line--{_LINE_CSS.get(kind, 'dotted')}"
    return element("path", css, d=_path(way.points), data_ends=f"{way.start} {way.end}")


def _path(points: tuple[Point, ...]) -> str:
    """A curve through points that leaves and reaches each one level; one back to the same x swings out to the right."""
    x, y = points[0]
    drawn = [f"M{x:.0f} {y:.0f}"]
    for next_x, next_y in points[1:]:
        if x == next_x:
            drawn.append(f"C{x + 44:.0f} {y:.0f} {x + 44:.0f} {next_y:.0f} {next_x:.0f} {next_y:.0f}")
        elif abs(y - next_y) < 0.5:
            drawn.append(f"H{next_x:.0f}")
        else:
            middle = (x + next_x) / 2
            drawn.append(f"C{middle:.0f} {y:.0f} {middle:.0f} {next_y:.0f} {next_x:.0f} {next_y:.0f}")
        x, y = next_x, next_y
    return "".join(drawn)


_ROUND, _SQUARE = "24", "3"
_MARK, _TEXT, _TITLE = 20, 36, 12.5
"""Where the mark of the status and the words begin, and the size of the title."""


def _node(story: Story, at: Point, drawing: Drawing) -> Element:
    x, y = at
    kind = kind_words(story, drawing)
    head = f"{story.name} · {kind}" if kind else story.name
    lines = list(_wrapped(story.heading))
    top = y + HEIGHT / 2 - 6.5 * len(lines)
    size = {
        "width": f"{WIDTH:.0f}",
        "height": f"{HEIGHT:.0f}",
        "rx": _ROUND if story.type is StoryType.USER else _SQUARE,
    }
    node = element(
        "a",
        f"stories-graph__node stories-graph__node--{_NODE_CSS[story.type]}",
        element("title", "", f"{story.name} {story.heading}"),
        element("rect", "", x=f"{x:.0f}", y=f"{y:.0f}", **size),
        _mark(state(story, drawing.backlog), x + _MARK, y + HEIGHT / 2),
        element("text", "stories-graph__id", f"{head} ", x=f"{x + _TEXT:.0f}", y=f"{top + 2:.1f}"),
        href=drawing.href(story),
        data_ref=story.name,
        aria_label=f"{head} {story.heading}, {status_words(story, drawing)}",
    )
    if story.type is StoryType.EPIC:
        inner = {"x": f"{x + 3:.0f}", "y": f"{y + 3:.0f}", "width": f"{WIDTH - 6:.0f}", "height": f"{HEIGHT - 6:.0f}"}
        node.insert(2, element("rect", "stories-graph__inner", rx="2", **inner))
    for number, line in enumerate(lines):
        place = {"x": f"{x + _TEXT:.0f}", "y": f"{top + 16.5 + 14.5 * number:.1f}", **_run(line)}
        add(node, element("text", "stories-graph__title", f"{line} ", **place))
    return node


def _run(words: str) -> dict[str, str]:
    """The attributes of words that run from right to left: their end stands where other words begin."""
    strong = next((sign for sign in map(bidirectional, words) if sign in ("L", "R", "AL")), "L")
    return {} if strong == "L" else {"direction": "rtl", "text_anchor": "end"}


_MARKS = {
    "todo": (),
    "doing": (("path", "stories-graph__full", "M0-2.6a2.6 2.6 0 0 1 0 5.2z"),),
    "done": (("path", "stories-graph__cut", "M-2.2.2-.6 1.8 2.4-1.6"),),
    "blocked": (("path", "", "M-3.2-3.2 3.2 3.2"),),
    "dropped": (("path", "", "M-2-2 2 2M-2 2 2-2"),),
}


def _mark(stage: str, x: float, y: float) -> Element:
    """The mark of a status, as style sheets draw it elsewhere."""
    circle = element("circle", "stories-graph__full" if stage == "done" else "", r="4.6")
    signs = (element(tag, css, d=d) for tag, css, d in _MARKS[stage])
    at = f"translate({x:.0f} {y:.0f})"
    return element("g", "stories-graph__mark", circle, *signs, transform=at, data_stage=stage)


def _wrapped(words: str) -> Iterator[str]:
    """Words on at most two lines, by the usual width of letters: that of a text is known to browsers alone."""
    room = (WIDTH - _TEXT - 12) / (_TITLE * 0.53)
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if not line or _length(longer) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
        if len(lines) == 2:
            break
    lines.append(line)
    for number, shown in enumerate(lines[:2]):
        cut = _length(shown) > room or (number == 1 and len(lines) > 2)
        yield f"{_fitting(shown, room - 1)}…" if cut else shown


def _fitting(words: str, room: float) -> str:
    while words and _length(words) > room:
        words = words[:-1]
    return words.rstrip(" ,.")


def _length(words: str) -> float:
    """The length of words in letters of usual width."""
    return sum(1.9 if east_asian_width(sign) in "WF" else 1.25 if sign.isupper() else 1 for sign in words)


def draw_list(network: Network, drawing: Drawing, *, linked: bool) -> Element:
    """Every link once, by the stories that they lead from. A story is named in full where it comes first."""
    named: set[int] = set()

    def name(place: int) -> Iterator[Element | str]:
        story = network.stories[place]
        number = span("stories-id", story.name)
        yield element("a", "stories-links__link", number, href=drawing.href(story)) if linked else number
        if place not in named:
            yield f" {story.heading} ({status_words(story, drawing)})"
        named.add(place)

    items = (_item(place, network, drawing, name) for place in sorted(network.leaving))
    return element("ul", "stories-list stories-graph__list", *items, role="list")


def _item(place: int, network: Network, drawing: Drawing, name: Callable[[int], Iterator[Element | str]]) -> Element:
    item = element("li", "stories-list__item", *name(place))
    told = element("ul", "stories-list", role="list")
    for label in dict.fromkeys(arc.label for arc in network.leaving[place]):
        said = element("li", "stories-list__item", span("stories-lead", drawing.words.title(label)), " ")
        ends = [arc.end for arc in network.leaving[place] if arc.label == label]
        for number, end in enumerate(ends):
            sign = (span("stories-graph__and", drawing.words.list_separator),) if number else ()
            add(said, span("stories-graph__end", *sign, *name(end)))
        add(told, said)
    add(item, told)
    return item
