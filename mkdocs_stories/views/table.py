"""The table: user and technical stories in one ranked list, the value of each in its own column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..backlog import Backlog
from ..drawing import (
    TYPE_CSS,
    Drawing,
    draw_address,
    draw_issue,
    draw_kind,
    draw_priority,
    draw_status,
    kind_words,
    state,
)
from ..link_kinds import LINK_KINDS, PART_OF
from ..markup import Element, add, element, icon, span
from ..model import Story, Value, View
from ..query import Facet, find_facet
from ..vocabulary import Vocabulary, normal
from .drawer import Drawer, draw_heading, groups, nothing, show_value
from .facts import draw_benefit, draw_link, draw_name, draw_trace, nil

_WORTH = "business value"
_DEFAULT = ("story", "benefit", "status", "priority", _WORTH, "estimate", "trace")
"""The columns where a view names none; how much stories are worth is only there if the backlog says it of some."""
OWN = ("story", "trace")
"""Columns that are no facet: the id and title with what places the story, and the links that trace it."""

_CLEAR = {*OWN, "benefit", "status", "priority", "estimate", "id", "title", "type", "kind"}
"""Columns that need no name beside their values, where rows are narrow."""

_MARKS: Mapping[str, Callable[[Story, Drawing], Element | None]] = MappingProxyType(
    {"status": draw_status, "priority": draw_priority, "kind": draw_kind, "trace": draw_trace}
)
"""Columns whose cells are what is drawn elsewhere, too."""

_LONG = 300
_LINKS = tuple(kind.name for kind in LINK_KINDS)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table: its name, its label, the classes of its cells, and the facet that it shows, if it is one."""

    name: str
    label: str
    css: str
    facet: Facet | None


def _default(backlog: Backlog) -> tuple[str, ...]:
    says_worth = any(story.worth is not None for story in backlog.stories)
    return tuple(column for column in _DEFAULT if says_worth or column != _WORTH)


def find_column(name: str, vocabulary: Vocabulary) -> str | None:
    """The name of the column that is read as `name`."""
    wanted = normal(name)
    if wanted in OWN:
        return wanted
    facet = find_facet(name, vocabulary)
    return facet.name if facet else None


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    vocabulary = drawing.backlog.vocabulary
    asked = (find_column(column.text, vocabulary) for column in view.columns)
    names = dict.fromkeys(column for column in asked if column) or _default(drawing.backlog)
    columns = tuple(_column(name, drawing) for name in names)
    root = element("div", "stories stories-backlog", data_view="table")
    if len(stories) > _LONG:
        root.set("class", "stories stories-backlog stories-is-long")
    if not stories:
        add(root, nothing(drawing))
        return root
    head = element("tr", "", *(element("th", column.css, column.label, scope="col") for column in columns))
    rows = element("tbody")
    grouped = find_facet(view.group_by.text, vocabulary) if view.group_by else None
    for group in groups(view, stories, drawing):
        if view.group_by:
            heading = draw_heading(view, group, drawing)
            header = element("th", "", *heading, colspan=str(len(columns)), scope="rowgroup")
            rows.append(element("tr", "stories-group", header))
        for story in group.stories:
            rows.append(drawing.settled(_row(story, columns, grouped, drawing)))
    paired = columns[0].name == "story" and "benefit" in names
    table = element(
        "table",
        f"stories-table{' stories-is-paired' if paired else ''}",
        element("caption", "stories-vh", drawing.words.backlog),
        element("thead", "", head),
        rows,
    )
    add(root, element("div", "stories-scroll", table))
    return root


TABLE = Drawer("table", _draw, frozenset({"group by", "sort", "columns"}), is_rows=True)


def _column(name: str, drawing: Drawing) -> _Column:
    words = drawing.words
    own = {"story": words.column_story, "trace": words.column_trace}
    short = {"benefit": words.column_benefit, "estimate": words.column_points}
    facet = find_facet(name, drawing.backlog.vocabulary)
    label = own.get(name) or short.get(name) or words.title(facet.label if facet else name)
    css = f"stories-c stories-c-{'-'.join(name.split())}"
    is_number = facet is not None and facet.value is Value.NUMBER
    return _Column(name, label, f"{css} stories-is-number" if is_number else css, facet)


def _row(story: Story, columns: Sequence[_Column], grouped: Facet | None, drawing: Drawing) -> Element:
    row = element("tr", f"stories-row {TYPE_CSS[story.type]}", data_state=state(story, drawing.backlog))
    row.set("data-story", story.name)  # for the host, which leads the links of the value to where they lead at home
    names = [column.name for column in columns]
    header = next((name for name in ("story", "title", "id") if name in names), None)
    for column in columns:
        cell = element("th" if column.name == header else "td", column.css)
        if column.name not in _CLEAR:
            cell.set("data-label", column.label)
        if column.name == header:
            cell.set("scope", "row")
        _fill(cell, column, story, grouped, drawing)
        row.append(cell)
    if "id" in names or header == "story":
        return row
    row[names.index("title") if "title" in names else 0].insert(0, icon())
    return row


def _fill(cell: Element, column: _Column, story: Story, grouped: Facet | None, drawing: Drawing) -> None:
    name = column.name
    if name == "story":
        add(cell, draw_name(story, drawing), " ", span("stories-row__meta", _meta(story, grouped, drawing)))
    elif name == "id":
        add(cell, icon(), draw_link(story, drawing, span("stories-id", story.name)))
    elif name == "title":
        add(cell, draw_link(story, drawing, span("stories-row__title", story.heading)))
    elif name == "benefit":
        add(cell, *draw_benefit(story, drawing))
    elif name in _MARKS:
        if (mark := _MARKS[name](story, drawing)) is not None:
            _become(cell, mark)
    elif name == "estimate" and story.points is not None:
        number = drawing.words.number(story.points)
        add(cell, number)
        said = drawing.words.counted(drawing.words.point_count, story.points)
        cell.set(
            "data-unit", said.removeprefix(number) if said.startswith(number) else f" {drawing.words.column_points}"
        )
    elif name in _LINKS:
        add(cell, *_linked(story, name, drawing))
    elif column.facet:
        add(cell, *_values(column.facet, story, drawing))
    if not cell.text and not len(cell):
        add(cell, *nil(drawing))


def _become(cell: Element, drawn: Element) -> None:
    """Make a cell what would fill it: a table of many rows is as heavy as its elements are many."""
    cell.set("class", f"{cell.get('class')} {drawn.get('class')}")
    cell.attrib |= {name: value for name, value in drawn.items() if name != "class"}
    cell.text = drawn.text
    cell.extend(drawn)


def _values(facet: Facet, story: Story, drawing: Drawing) -> Iterator[Element | str]:
    """What a story has for a facet: addresses as links, what is of the language of the site as that writes it."""
    for place, value in enumerate(facet.values(story)):
        if place:
            yield drawing.words.list_separator
        if facet.name == "issue":
            yield draw_issue(value, drawing)
        else:
            yield draw_address(value) if facet.value is Value.URL else show_value(facet, value, drawing)


def _meta(story: Story, grouped: Facet | None, drawing: Drawing) -> str:
    """What places a story, but for what stands above its group: its epic, its kind and its actor."""
    epic = next((epic.heading for epic in drawing.backlog.targets(story, PART_OF)), "")
    told = {
        PART_OF.name: epic,
        "kind": kind_words(story, drawing),
        "actor": drawing.backlog.vocabulary.actor(story),
    }
    return " · ".join(words for name, words in told.items() if words and not (grouped and name == grouped.name))


def _linked(story: Story, kind_name: str, drawing: Drawing) -> list[Element | str]:
    kind = next(kind for kind in LINK_KINDS if kind.name == kind_name)
    drawn: list[Element | str] = []
    for linked in drawing.backlog.targets(story, kind):
        if drawn:
            drawn.append(drawing.words.list_separator)
        drawn.append(element("a", "", span("stories-id", linked.name), href=drawing.href(linked), title=linked.heading))
    return drawn
