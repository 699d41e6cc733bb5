"""The backlog page: the summary, a toolbar, and all views of all stories in one document.

What is drawn is complete without a script. A host that can bring in a script fills the template at the end with the
index, which the script finds, sorts and compares by.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..drawing import Drawing, state
from ..markup import Element, add, element
from ..model import Story, View
from ..query import select
from ..views import VIEWS
from ..views.summary import draw_progress
from . import toolbar
from .index import Index, choices, index
from .preview import draw_preview

__all__ = ["END", "draw_backlog", "draw_preview", "index_of"]

END = "stories-index"
"""The class of the template in which the index belongs; it is the last element of the backlog."""

_ROWS = ("table", "cards", "board")
"""Views that are the rows of the table, laid out in other ways."""
_ORDER = (*_ROWS, "matrix", "graph", "summary", "actors")


def draw_backlog(view: View, drawing: Drawing) -> Iterator[Element]:
    """Everything: the block `view` asks for nothing."""
    stories = tuple(select(view, drawing.backlog))
    facets = choices(stories, drawing)
    language = drawing.backlog.language
    states = {language.status(story).name: state(story, drawing.backlog) for story in stories}
    names = [name for name in _ORDER if name in VIEWS.names or name in _ROWS]
    root = element("div", "stories stories-backlog stories-whole")
    add(root, draw_progress(stories, drawing))
    if stories:
        add(root, toolbar.draw_toolbar(facets, states, names, drawing, drawing.words))
    table = _part("table", view, stories, drawing)
    table.set("class", f"{table.get('class')} stories-results")
    table.set("id", "stories-results")
    table.set("tabindex", "-1")
    add(root, table)
    if stories:
        add(table, *toolbar.more(drawing.words))
        for name in names:
            if name not in _ROWS:
                title = element(f"h{drawing.level}", "stories-pane__title", drawing.words.title(name))
                pane = element("section", "stories-pane", title, _part(name, view, stories, drawing), data_pane=name)
                add(root, pane)
    add(root, toolbar.live())
    yield root
    yield element("template", END)


def _part(name: str, view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    drawer = VIEWS.find(name)
    assert drawer is not None  # noqa: S101
    return drawer.draw(view, stories, drawing)


def index_of(view: View, drawing: Drawing) -> Index:
    """The index of the stories that `draw_backlog` draws, in their order."""
    stories = tuple(select(view, drawing.backlog))
    return index(stories, choices(stories, drawing), drawing, drawing.words)
