"""The matrix: user stories against the technical stories that support them, and in words what is not covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..backlog import Backlog, natural
from ..drawing import TYPE_CSS, Drawing, draw_done, state, status_words
from ..link_kinds import SUPPORTS
from ..markup import Element, add, element, hidden, icon, span
from ..model import Story, View
from ..query import find_facet, group
from ..story_types import StoryType
from .drawer import Drawer, draw_group, draw_marks, draw_title, nothing
from .facts import draw_item, draw_name, technical_criteria

READABLE = 60
"""How many rows or columns are drawn; more are drawn by epic, or listed."""
_PASSES = 6


@dataclass(frozen=True, slots=True)
class Matrix:
    """User stories and the technical stories that support them, sorted so that marks stand together."""

    rows: tuple[Story, ...]
    columns: tuple[Story, ...]
    marks: dict[int, frozenset[int]]
    """For the place of each row, the places of the columns that it has a mark in."""

    @classmethod
    def of(cls, rows: Iterable[Story], among: Iterable[Story], backlog: Backlog) -> Matrix:
        """The rows that have marks, and their marks among some technical stories."""
        known = {id(story) for story in among}
        support = {id(row): [one for one in backlog.referrers(row, SUPPORTS) if id(one) in known] for row in rows}
        marked = sorted((row for row in rows if support[id(row)]), key=_by_name)
        columns = sorted({id(one): one for row in marked for one in support[id(row)]}.values(), key=_by_name)
        places = {id(story): place for place, story in enumerate(columns)}
        crosses = [[places[id(one)] for one in support[id(row)]] for row in marked]
        across, down = _seriated(crosses, len(columns))
        place_of = {column: place for place, column in enumerate(down)}
        return cls(
            tuple(marked[row] for row in across),
            tuple(columns[column] for column in down),
            {place: frozenset(place_of[one] for one in crosses[row]) for place, row in enumerate(across)},
        )

    @property
    def is_readable(self) -> bool:
        """Whether it can be drawn as a table."""
        return len(self.rows) <= READABLE and len(self.columns) <= READABLE


def _by_name(story: Story) -> tuple[object, ...]:
    return natural(story.name), story.source.path, story.span.line


def _seriated(crosses: Sequence[Sequence[int]], width: int) -> tuple[list[int], list[int]]:
    """An order of rows and one of columns in which crosses stand near the diagonal.

    Rows go to the middle of their columns and columns to the middle of their rows, in turn.
    """
    held: list[list[int]] = [[] for _ in range(width)]
    for row, own in enumerate(crosses):
        for column in own:
            held[column].append(row)
    rows, columns = list(range(len(crosses))), list(range(width))
    for _ in range(_PASSES):
        columns.sort(key=_middles(held, rows).__getitem__)
        rows.sort(key=_middles(crosses, columns).__getitem__)
    return rows, columns


def _middles(crosses: Sequence[Sequence[int]], order: Sequence[int]) -> list[tuple[float, int]]:
    places = {one: place for place, one in enumerate(order)}
    return [(sum(places[one] for one in own) / len(own), at) for at, own in enumerate(crosses)]


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = element("div", "stories stories-backlog", data_view="matrix")
    backlog = drawing.backlog
    asked = {id(story) for story in stories}
    users = [story for story in stories if story.type is StoryType.USER]
    technical = [story for story in stories if story.type is StoryType.TECHNICAL]
    if not users and not technical:
        add(root, nothing(drawing))
        return root
    # Whether a story is covered does not depend on what else the view chooses.
    served = [one for story in technical for one in backlog.targets(story, SUPPORTS) if id(one) not in asked]
    supporting = [one for story in users for one in backlog.referrers(story, SUPPORTS)]
    rows = list({id(story): story for story in (*users, *served) if story.type is StoryType.USER}.values())
    whole = Matrix.of(rows, (*technical, *supporting), backlog)
    if whole.rows:
        add(root, draw_marks(whole.columns, drawing))
    facet = find_facet(view.group_by.text if view.group_by else "epic", backlog.vocabulary)
    if facet and (view.group_by or not whole.is_readable):
        found = group(whole.rows, facet)
        for one in found:
            if one.value or len(found) > 1:
                add(root, draw_group(facet, one, drawing))
            add(root, *_drawn(Matrix.of(one.stories, whole.columns, backlog), drawing))
    elif whole.rows:
        add(root, *_drawn(whole, drawing))
    add(root, *_lists(users, technical, drawing))
    return root


MATRIX = Drawer("matrix", _draw, frozenset({"group by"}))


def _drawn(matrix: Matrix, drawing: Drawing) -> Iterator[Element]:
    words = drawing.words
    if matrix.is_readable:
        region = {"role": "region", "tabindex": "0", "aria_label": words.matrix_region}
        yield element("div", "stories-matrix", _table(matrix, drawing), **region)
        return
    figures = {"rows": words.number(len(matrix.rows)), "columns": words.number(len(matrix.columns))}
    yield element("p", "stories-graph__note", words.too_large.format(**figures))
    items = (
        draw_item(row, drawing, " ", span("stories-links__kind", _names(matrix, place, drawing)))
        for place, row in enumerate(matrix.rows)
    )
    yield element("ul", "stories-list stories-links", *items, role="list")


def _names(matrix: Matrix, place: int, drawing: Drawing) -> str:
    """The technical stories that support a row, as a text."""
    names = (matrix.columns[column].name for column in sorted(matrix.marks[place]))
    label = drawing.words.title(SUPPORTS.inverse)
    return drawing.words.joined.format(what=label, which=drawing.words.list_separator.join(names))


def _table(matrix: Matrix, drawing: Drawing) -> Element:
    words = drawing.words
    head = element("tr", "", element("th", "", words.title("user story"), scope="col"))
    add(head, *(_column(story, drawing) for story in matrix.columns))
    add(head, element("th", "stories-matrix__sum", words.support, scope="col"))
    body = (drawing.settled(_row(place, matrix, drawing)) for place in range(len(matrix.rows)))
    caption = element("caption", "stories-vh", words.matrix_caption)
    table = element("table", "stories-matrix__table", caption, element("thead", "", head), element("tbody", "", *body))
    table.set("style", f"--n:{len(matrix.columns)}")  # on paper it is as small as its columns ask for
    return table


def _column(story: Story, drawing: Drawing) -> Element:
    link = element("a", "stories-matrix__column", span("stories-id", story.name), href=drawing.href(story))
    link.set("title", f"{story.heading} ({status_words(story, drawing)})")
    add(link, hidden(f" {story.heading}"))
    return element("th", "", link, scope="col")


def _row(place: int, matrix: Matrix, drawing: Drawing) -> Element:
    story, marks = matrix.rows[place], matrix.marks[place]
    head = element("th", TYPE_CSS[story.type], icon(), draw_name(story, drawing), scope="row")
    row = element("tr", "", head, data_story=story.name)
    for column, supporting in enumerate(matrix.columns):
        add(row, _mark(supporting, drawing) if column in marks else element("td"))
    said = draw_done([matrix.columns[column] for column in marks], drawing) or drawing.words.none
    add(row, element("td", "stories-matrix__sum", said))
    return row


def _mark(story: Story, drawing: Drawing) -> Element:
    said = hidden(f"{story.name}{drawing.words.list_separator}{status_words(story, drawing)}")
    return element("td", "stories-matrix__mark", said, data_state=state(story, drawing.backlog))


def _lists(users: Sequence[Story], technical: Sequence[Story], drawing: Drawing) -> Iterator[Element]:
    """What has no mark: user stories with nothing or with criteria alone, and technical stories that stand alone."""
    words, backlog = drawing.words, drawing.backlog
    unmarked = [story for story in users if not backlog.referrers(story, SUPPORTS)]
    alone = [story for story in technical if not backlog.targets(story, SUPPORTS)]
    sections = (
        (words.uncovered, [one for one in unmarked if backlog.wants_cover(one) and not backlog.is_covered(one)]),
        (words.by_criteria, [story for story in unmarked if technical_criteria(story)]),
        (words.standing_alone, alone),
    )
    drawn = [
        element(
            "div",
            "",
            draw_title(title, len(own), drawing),
            element("ul", "stories-list stories-links", *(_loose(story, drawing) for story in own), role="list"),
        )
        for title, own in sections
        if own
    ]
    if drawn:
        yield element("div", "stories-loose", *drawn)


def _loose(story: Story, drawing: Drawing) -> Element:
    words = drawing.words
    if count := technical_criteria(story):
        fact = span("stories-links__kind", words.counted(words.technical_criteria, count))
    elif story.type is StoryType.TECHNICAL and not story.benefit:
        fact = span("stories-none", icon("stories-i stories-i--alert"), f" {words.no_value}")
    else:
        return draw_item(story, drawing)
    return draw_item(story, drawing, " ", fact)
