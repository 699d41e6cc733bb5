"""Many stories, drawn: one module a view."""

from __future__ import annotations

from collections.abc import Iterator

from ..drawing import Drawing, draw_problems
from ..markup import Element, element
from ..model import View
from ..query import select
from ..registry import collect
from . import actors, board, cards, graph, matrix, summary, table
from .drawer import Drawer

VIEWS = collect(Drawer, table, cards, board, matrix, graph, summary, actors)
"""Every view, by its name, in the order of the tabs of the backlog page."""


def draw_view(view: View, drawing: Drawing) -> Iterator[Element]:
    """A view's elements.

    A block that asks for nothing is the whole backlog: its summary, then the table. A block that is wrong is a box that
    says what is wrong with it.
    """
    if problems := drawing.problems(view):
        yield element("div", "stories stories-box", draw_problems(problems, drawing))
        return
    stories = tuple(select(view, drawing.backlog))
    if not view.body.strip():
        yield summary.draw_progress(stories, drawing)
    drawn = drawer_of(view).draw(view, stories, drawing)
    drawn[:] = map(drawing.settled, drawn)
    yield drawn


def drawer_of(view: View) -> Drawer:
    """What draws a view."""
    return VIEWS.find(view.name.text if view.name else table.TABLE.name) or table.TABLE
