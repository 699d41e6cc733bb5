"""A story in small: what a reader sees who points at a reference.

A page that refers to all stories would be heavy with previews. They stand in script files that all pages of a site
share, and the script of a page brings in the file of a story when its preview is asked for. Hosts that write no files
of their own put into a page those of the stories that it refers to.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..abbreviations import without_end
from ..clauses import actor_clause, benefit_clause, goal_clause, is_subject
from ..drawing import TYPE_CSS, Drawing, draw_status, type_words
from ..markup import Element, Pen, add, element, span
from ..model import Story
from ..story_types import StoryType
from .index import as_json, plain

TOGETHER = 50
"""About so many previews are in one file: a few kilobytes, compressed."""


def preview_files(drawing: Drawing) -> list[str]:
    """Scripts that each tell the previews of some stories, in the order of their numbers."""
    backlog = drawing.backlog
    stories = [story for story in backlog.stories if backlog.find(story.name) is story]
    many = -(-len(stories) // TOGETHER) or 1
    files: list[list[Story]] = [[] for _ in range(many)]
    for story in stories:
        files[place_of(story.name) % many].append(story)
    return [preview_script(own, drawing) for own in files]


def preview_script(stories: Iterable[Story], drawing: Drawing) -> str:
    """A script that tells the previews of stories. It may stand in HTML as it is."""
    write = Pen().write
    told = [(story.name, "".join(filter(None, map(write, draw_preview(story, drawing))))) for story in stories]
    return f"document.dispatchEvent(new CustomEvent('stories:previews',{{detail:{as_json(told)}}}))\n"


def place_of(name: str) -> int:
    """A number for a story, by which its file is chosen; the script works it out in the same way."""
    place = 0
    for sign in name:
        place = (place * 31 + ord(sign)) % 65521
    return place


def draw_preview(story: Story, drawing: Drawing) -> list[Element]:
    """A story's title, sentence and status, without links: they look the same on every page."""
    css = TYPE_CSS[story.type]
    kind = span("stories-card__type", type_words(story, drawing))
    eyebrow = element("div", f"stories-card__eyebrow {css}", kind, draw_status(story, drawing))
    title = element("p", "stories-pop__title", span("stories-id", story.name), f" {story.heading}")
    return [eyebrow, title, *_sentence(story, drawing, css)]


def _sentence(story: Story, drawing: Drawing, css: str) -> list[Element]:
    if story.type is StoryType.EPIC:
        return [element("p", f"stories-pop__value {css}", plain(story.text))] if story.text else []
    said = element("p", "stories-pop__text")
    clauses = (actor_clause(story, drawing.words), goal_clause(story, drawing.words))
    for clause in (one for one in clauses if one.text):
        comma = "" if clause is clauses[0] and is_subject(*clauses) else ","
        add(said, span("stories-lead", clause.lead), f" {without_end(plain(clause.text), ' ,.;')}{comma} ")
    benefit = benefit_clause(story, drawing.words)
    value = element("p", f"stories-pop__value {css}")
    if benefit.text:
        add(value, span("stories-lead", benefit.lead), f" {plain(benefit.text).rstrip(' ,.;')}.")
    else:
        add(value, span("stories-none", drawing.words.no_value))
    return [said, value]
