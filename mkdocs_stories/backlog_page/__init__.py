"""The backlog page: the summary, a toolbar, and all views of all stories in one document.

What is drawn is complete without a script. A host that can bring in a script gives it the index, by which it finds,
sorts and compares.
"""

from __future__ import annotations

from dataclasses import replace

from ..drawing import Drawing
from ..markup import Element, add, element
from ..model import Story, View
from ..query import select
from ..views import VIEWS
from ..views.drawer import Drawer
from ..views.summary import draw_progress
from ..views.table import TABLE
from . import toolbar
from .index import Index, choices, index

__all__ = ["draw_backlog", "index_of", "is_whole"]

_WHOLE = "stories stories-backlog stories-whole"


def draw_backlog(view: View, drawing: Drawing) -> Element:
    """Everything: the block `view` asks for nothing."""
    stories = tuple(select(view, drawing.backlog))
    root = element("div", _WHOLE, draw_progress(stories, drawing))
    if stories:
        add(root, toolbar.draw_toolbar(choices(stories, drawing), VIEWS.names, drawing, drawing.words))
    table = TABLE.draw(view, stories, drawing)
    table.set("class", f"{table.get('class')} stories-results")
    table.set("id", "stories-results")
    table.set("tabindex", "-1")
    add(root, table)
    if stories:
        add(table, toolbar.draw_more(drawing.words))
        add(root, toolbar.draw_empty(drawing.words))
        add(root, *(_pane(one, view, stories, drawing) for one in VIEWS if not one.is_rows))
    add(root, toolbar.live(drawing.words))
    return root


def is_whole(drawn: Element) -> bool:
    """Whether an element is what `draw_backlog` draws."""
    return drawn.get("class") == _WHOLE


def _pane(drawer: Drawer, view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    """A view that the page draws beside the table. What stands for a story says in `data-id` for which one."""
    pen = drawing.pen and replace(drawing.pen, names_stories=True)
    drawing = replace(drawing, pen=pen)
    title = element(f"h{drawing.level}", "stories-pane__title", drawing.words.title(drawer.name))
    pane = element("section", "stories-pane", title, data_pane=drawer.name)
    drawn = drawing.settled(drawer.draw(view, stories, drawing))
    for one in drawn.iter():
        if name := one.get("data-story"):
            one.set("data-id", name)
    add(pane, drawn)
    return pane


def index_of(view: View, drawing: Drawing) -> Index:
    """The index of the stories that `draw_backlog` draws, in their order."""
    stories = tuple(select(view, drawing.backlog))
    return index(stories, choices(stories, drawing), drawing, drawing.words)
