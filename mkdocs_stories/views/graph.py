"""The graph: epics, user stories and technical stories in layers, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..drawing import Drawing, in_words
from ..link_kinds import PART_OF
from ..markup import Element, add, element, span
from ..model import Story, View
from ..query import Facet, Group, find_facet, group
from ..story_types import StoryType
from ..vocabulary import normal
from .drawer import Drawer, draw_group, draw_key, draw_marks, draw_title, nothing
from .facts import draw_item
from .network import Network, counted, draw_diagram, draw_list

READABLE = 60
"""How many stories one drawing holds; more are drawn by epic."""
_MOST, _MOST_LINKS = 120, 400
"""What may hang together and still be drawn."""
_DRAWN = 1000
"""How many stories a view draws, if by epic; nobody looks through more drawings, and they would weigh megabytes."""


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = element("div", "stories stories-backlog", data_view="graph")
    whole = Network.of(_with_epics(view, stories, drawing), drawing.backlog)
    if not whole.stories:
        add(root, nothing(drawing))
        return root
    facet = find_facet(view.group_by.text if view.group_by else "epic", drawing.backlog.vocabulary)
    if whole.arcs:
        add(root, _key(drawing), draw_marks((whole.stories[place] for place in whole.linked), drawing))
    if whole.arcs and (facet is None or (view.group_by is None and _is_drawn(whole, READABLE))):
        add(root, *_part(whole, whole.stories, drawing, is_drawn=True))
    elif whole.arcs and facet:
        add(root, *_by_group(whole, facet, drawing))
    if whole.alone:
        add(root, draw_title(drawing.words.unlinked, len(whole.alone), drawing))
        items = (draw_item(story, drawing) for story in whole.alone)
        add(root, element("ul", "stories-list stories-links stories-loose__list", *items, role="list"))
    return root


GRAPH = Drawer("graph", _draw, frozenset({"group by"}))


def _with_epics(view: View, stories: Sequence[Story], drawing: Drawing) -> Iterator[Story]:
    """The stories, and the epics that they are part of, unless the view says which types it wants."""
    yield from stories
    if not any(normal(condition.field.text) == "type" for condition in view.where):
        yield from (epic for story in stories for epic in drawing.backlog.targets(story, PART_OF))


def _is_drawn(network: Network, most: int) -> bool:
    return len(network.linked) <= most and len(network.arcs) <= _MOST_LINKS


def _by_group(whole: Network, facet: Facet, drawing: Drawing) -> Iterator[Element]:
    """A drawing for each value of a facet, with the neighbours that its stories have elsewhere.

    Of the stories without a value, those that were somebody's neighbours are drawn already.
    """
    drawn: set[int] = set()
    near: dict[int, list[Story]] = {}
    for arc in whole.arcs:
        start, end = whole.stories[arc.start], whole.stories[arc.end]
        near.setdefault(id(start), []).append(end)
        near.setdefault(id(end), []).append(start)
    linked = (whole.stories[place] for place in whole.linked)
    is_drawn = len(whole.linked) <= _DRAWN
    found = group((story for story in linked if story.type is not StoryType.EPIC), facet)
    for one in found:
        own = [story for story in one.stories if one.value or id(story) not in drawn]
        told = _around(own, near, drawing)
        drawn.update(id(story) for story in told.stories)
        if told.arcs:
            if one.value or len(found) > 1:
                yield draw_group(facet, Group(one.value, tuple(own)), drawing)
            yield from _part(told, own, drawing, is_drawn=is_drawn)


def _around(own: Sequence[Story], near: dict[int, list[Story]], drawing: Drawing) -> Network:
    """The stories of a group with their epics, and with their neighbours in other groups."""
    epics = [one for story in own for one in drawing.backlog.targets(story, PART_OF) if id(one) in near]
    others = [one for story in own for one in near[id(story)] if one.type is not StoryType.EPIC]
    return Network.of((*own, *epics, *others), drawing.backlog)


def _part(told: Network, own: Sequence[Story], drawing: Drawing, *, is_drawn: bool) -> Iterator[Element]:
    """Drawings of what hangs together, and all of it as a list. Where that is too much, neighbours are listed alone."""
    words = drawing.words
    known = {id(story) for story in own}
    places = (place for place, story in enumerate(told.stories) if id(story) in known or story.type is StoryType.EPIC)
    network = told if _is_drawn(told, _MOST) else told.part(places)
    is_one = _is_drawn(network, READABLE) or not is_drawn
    is_whole = network is told
    for part in [network] if is_one and network.arcs else network.batches(READABLE):
        if is_drawn and _is_drawn(part, _MOST):
            region = {"role": "region", "tabindex": "0", "aria_label": words.graph_region}
            yield element("div", "stories-graph", draw_diagram(part, drawing), **region)
        else:
            is_whole = False
            yield element("p", "stories-graph__note", words.crowded.format(**counted(part, drawing)))
    if is_whole:
        yield element("p", "stories-graph__note", words.in_words)
    yield draw_list(told, drawing, linked=not is_whole)


def _key(drawing: Drawing) -> Element:
    words = drawing.words
    samples = {
        "epic": words.key_epic,
        "user": words.key_user,
        "tech": words.key_technical,
        "solid": words.key_solid,
        "dashed": words.key_dashed,
        "dotted": words.key_dotted,
    }
    return in_words(words, draw_key(span("", said, data_sample=sample) for sample, said in samples.items()))
