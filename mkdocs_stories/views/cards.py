"""The cards themselves, one after the other, without their notes: those are read where the story is written."""

from __future__ import annotations

from dataclasses import replace

from ..cards import draw_card
from ..drawing import Drawing
from ..markup import Element, add, element
from ..model import Story, View
from .drawer import Drawer, draw_heading, groups, nothing


def _draw(view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = element("div", "stories stories-backlog", data_view="cards")
    if not stories:
        add(root, nothing(drawing))
    # A copy has no heading and no anchor of its own: contents, search and links lead to the story's own card.
    copies = replace(drawing, level=0, is_copy=True)
    for group in groups(view, stories, drawing):
        if view.group_by:
            add(root, element("p", "stories-group", *draw_heading(view, group, drawing)))
        add(root, *(drawing.settled(draw_card(story, copies)) for story in group.stories))
    return root


CARDS = Drawer("cards", _draw, frozenset({"group by", "sort"}), tells_problems=True, is_rows=True)
