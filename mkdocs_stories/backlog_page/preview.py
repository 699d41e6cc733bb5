"""A story in small: what a reader sees who points at a reference."""

from __future__ import annotations

from ..clauses import actor_clause, benefit_clause, goal_clause, is_subject
from ..drawing import TYPE_CSS, Drawing, draw_status, type_words
from ..markup import Element, add, element, span
from ..model import Story, StoryType
from .index import plain


def draw_preview(story: Story, drawing: Drawing) -> Element:
    """A template with a story's title, sentence and status; the script shows it beside references to the story."""
    css = TYPE_CSS[story.type]
    kind = span("stories-card__type", type_words(story, drawing))
    eyebrow = element("div", f"stories-card__eyebrow {css}", kind, draw_status(story, drawing))
    title = element("p", "stories-pop__title", span("stories-id", story.name), f" {story.heading}")
    return element(
        "template", "", eyebrow, title, *_sentence(story, drawing, css), data_preview=story.name, data_search_exclude=""
    )


def _sentence(story: Story, drawing: Drawing, css: str) -> list[Element]:
    if story.type is StoryType.EPIC:
        return [element("p", f"stories-pop__value {css}", plain(story.text))] if story.text else []
    said = element("p", "stories-pop__text")
    clauses = (actor_clause(story, drawing.words), goal_clause(story, drawing.words))
    for clause in (one for one in clauses if one.text):
        comma = "" if clause is clauses[0] and is_subject(*clauses) else ","
        add(said, span("stories-lead", clause.lead), f" {plain(clause.text).rstrip(' ,.;')}{comma} ")
    benefit = benefit_clause(story, drawing.words)
    value = element("p", f"stories-pop__value {css}")
    if benefit.text:
        add(value, span("stories-lead", benefit.lead), f" {plain(benefit.text).rstrip(' ,.;')}.")
    else:
        add(value, span("stories-none", drawing.words.no_value))
    return [said, value]
