"""The board: a column for each status, or for each value of another field, with the stories as small cards."""

from __future__ import annotations

from collections.abc import Iterator

from ..drawing import TYPE_CSS, Drawing, draw_priority, draw_status, state
from ..markup import Element, add, element, icon, span
from ..model import Story, View
from ..query import Group, find_facet, group, open_choices
from .drawer import Drawer, draw_group
from .facts import draw_benefit, draw_name, draw_trace


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    facet = find_facet(view.group_by.text if view.group_by else "status", drawing.backlog.vocabulary)
    root = element("div", "stories stories-backlog", data_view="board")
    if facet is None:
        return root
    found = {one.value: one for one in group(stories, facet)}
    choices = open_choices(facet, view, drawing.backlog.vocabulary)
    empty = (Group(choice, ()) for choice in choices if choice not in found)
    places = {choice: place for place, choice in enumerate(facet.choices)}
    columns = sorted((*found.values(), *empty), key=lambda one: (not one.value, places.get(one.value, len(places))))
    board = element("div", "stories-board", role="region", tabindex="0", aria_label=drawing.words.board_region)
    for column in columns:
        title = draw_group(facet, column, drawing)
        shows_status = facet.name != "status"
        tiles = (drawing.settled(_tile(story, drawing, shows_status=shows_status)) for story in column.stories)
        listed = element("ul", "stories-list stories-board__tiles", *tiles, role="list")
        add(board, element("div", "stories-board__column", title, *((listed,) if column.stories else ())))
    add(root, board)
    return root


BOARD = Drawer("board", _draw, frozenset({"group by", "sort"}), is_rows=True)


def _tile(story: Story, drawing: Drawing, *, shows_status: bool) -> Element:
    """A story in small. It says in `data-story` which one it is, for the host, which leads the links of its value."""
    css = f"stories-list__item stories-tile {TYPE_CSS[story.type]}"
    tile = element("li", css, icon(), draw_name(story, drawing), " ")
    tile.set("data-state", state(story, drawing.backlog))
    tile.set("data-story", story.name)
    if benefit := draw_benefit(story, drawing):
        add(tile, element("p", "stories-tile__value", *benefit))
    if facts := list(_facts(story, drawing, shows_status=shows_status)):
        add(tile, element("p", "stories-tile__facts", *(part for fact in facts for part in (fact, " "))))
    return tile


def _facts(story: Story, drawing: Drawing, *, shows_status: bool) -> Iterator[Element]:
    if shows_status:
        yield draw_status(story, drawing)
    if (priority := draw_priority(story, drawing)) is not None:
        yield priority
    if story.worth is not None:
        yield span("", drawing.words.worth.format(n=drawing.words.number(story.worth)))
    if story.points is not None:
        yield span("", drawing.words.counted(drawing.words.point_count, story.points))
    if (trace := draw_trace(story, drawing)) is not None:
        yield trace
