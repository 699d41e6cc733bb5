"""What a view is: a name, and a function that draws stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..drawing import Drawing
from ..markup import Element, element
from ..model import Story, View
from ..query import Group, find_facet, group

Draw = Callable[[View, tuple[Story, ...], Drawing], Element]


@dataclass(frozen=True)
class Drawer:
    """One way to draw the stories that a view selects."""

    name: str
    draw: Draw

    @property
    def names(self) -> tuple[str, ...]:
        """A view is found by its name."""
        return (self.name,)


def groups(view: View, stories: tuple[Story, ...], drawing: Drawing) -> list[Group]:
    """The stories in the groups that the view asks for; one group without a name where it asks for none."""
    facet = find_facet(view.group_by.text, drawing.backlog.language) if view.group_by else None
    return group(stories, facet) if facet else [Group("", stories)]


def group_title(view: View, value: str, drawing: Drawing) -> str:
    """The words over a group: the title of the story that an id names, else the value."""
    if not value:
        return f"No {view.group_by.text}" if view.group_by else ""
    named = drawing.backlog.find(value)
    return f"{value} {named.heading}" if named else value[:1].upper() + value[1:]


def nothing() -> Element:
    """What stands where no story matches."""
    return element("p", "stories-empty", "No story matches.")
