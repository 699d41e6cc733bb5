"""What a view is: a name, a function that draws stories, and what a block may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..drawing import Drawing, term_title, term_words
from ..markup import Element, element, span
from ..model import Story, Value, View, as_number
from ..query import Facet, Group, find_facet, group
from ..text import Phrase

Draw = Callable[[View, tuple[Story, ...], Drawing], Element]


@dataclass(frozen=True)
class Drawer:
    """One way to draw the stories that a view selects.

    `options` are the lines that only some views know what to do with: `group by`, `sort`, `columns`. All views choose
    their stories in the same way.

    The rest is for the backlog page, where each view has a tab. `is_rows` is for those that are the rows of the table
    there, laid out in another way; the page draws the others by themselves. `grows` is for those that get larger with
    every story; of a long backlog they are on pages of their own.
    """

    name: str
    draw: Draw
    options: frozenset[str] = frozenset()
    is_rows: bool = False
    grows: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """A view is found by its name."""
        return (self.name,)


def asked_options(view: View) -> dict[str, Phrase]:
    """The lines of a block that only some views know what to do with, each with its first word."""
    asked = {
        "group by": view.group_by,
        "sort": view.sort[0].field if view.sort else None,
        "columns": view.columns[0] if view.columns else None,
    }
    return {name: phrase for name, phrase in asked.items() if phrase}


def groups(view: View, stories: tuple[Story, ...], drawing: Drawing) -> list[Group]:
    """The stories in the groups that the view asks for; one group without a name where it asks for none."""
    facet = find_facet(view.group_by.text, drawing.backlog.language) if view.group_by else None
    return group(stories, facet) if facet else [Group("", stories)]


def group_title(view: View, value: str, drawing: Drawing) -> str:
    """The words over a group: the title of the story that an id names, else the value."""
    if view.group_by is None:
        return ""
    facet = find_facet(view.group_by.text, drawing.backlog.language)
    return facet_title(facet, value, drawing) if facet else value


def facet_title(facet: Facet, value: str, drawing: Drawing) -> str:
    """The words over the stories that have a value of a facet, or none."""
    words = drawing.words
    if not value:
        return words.no_group.format(field=words.term(facet.name))
    named = drawing.backlog.find(value)
    if named:
        return f"{value} {named.heading}"
    if facet.choices:
        return term_title(drawing.backlog.language.term(facet.name, value), drawing)
    shown = show_value(facet, value, drawing)
    return shown[:1].upper() + shown[1:]


def show_value(facet: Facet, value: str, drawing: Drawing) -> str:
    """A value of a facet as the language of the site writes it: built-in words, numbers and dates."""
    if facet.choices:
        return term_words(drawing.backlog.language.term(facet.name, value), drawing)
    if facet.value is Value.DATE:
        return drawing.words.day(value)
    told = as_number(value) if facet.value is Value.NUMBER else None
    return value if told is None else drawing.words.number(told)


def draw_title(words: str, count: int, drawing: Drawing, below: int = 0) -> Element:
    """A heading inside of a view, with how many stories follow. It is none that a table of contents would take in."""
    title = element("p", "stories-group", f"{words} ", span("stories-n", drawing.words.number(count)), role="heading")
    title.set("aria-level", str(min(max(drawing.level, 2) + below, 6)))
    return title


def nothing(drawing: Drawing) -> Element:
    """What stands where no story matches."""
    return element("p", "stories-empty", drawing.words.no_match)
