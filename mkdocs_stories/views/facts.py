"""What views show of a story in small: a link to its card, its value, and how far the stories are that trace it."""

from __future__ import annotations

from ..clauses import benefit_clause
from ..drawing import TYPE_CSS, Drawing, draw_status, type_words
from ..link_kinds import PART_OF, SUPPORTS
from ..markup import Element, Inline, element, hidden, icon, span
from ..model import Story
from ..story_types import StoryType


def draw_link(story: Story, drawing: Drawing, *words: Element | str) -> Element:
    """A link to the story's own card."""
    return element("a", "stories-row__link", *words, href=drawing.href(story))


def draw_name(story: Story, drawing: Drawing) -> Element:
    """A link with the id and the title; screen readers hear the type first."""
    named = (hidden(f"{type_words(story, drawing)} "), span("stories-id", story.name), " ")
    return draw_link(story, drawing, *named, span("stories-row__title", story.heading))


def draw_benefit(story: Story, drawing: Drawing) -> tuple[Element | str, ...]:
    """What a story is worth, or that it does not say so."""
    if story.benefit:
        clause = benefit_clause(story, drawing.words)
        return (span("stories-lead", clause.lead), Inline(f" {clause.text}"))
    if story.type is StoryType.EPIC:
        return (Inline(story.text.text),) if story.text else ()
    return (span("stories-none", icon("stories-i stories-i--alert"), f" {drawing.words.no_value}"),)


def draw_trace(story: Story, drawing: Drawing) -> Element | None:
    """How many of the stories are done that this one rests on or serves; else how many technical criteria it has."""
    backlog, words = drawing.backlog, drawing.words
    if story.type is StoryType.USER:
        linked, css, said = backlog.referrers(story, SUPPORTS), "stories-is-tech", words.technical_done
    elif story.type is StoryType.TECHNICAL:
        linked, css, said = backlog.targets(story, SUPPORTS), "stories-is-user", words.user_done
    else:
        linked, css, said = backlog.referrers(story, PART_OF), "stories-is-epic", words.stories_done
    done, total = backlog.vocabulary.progress(linked)
    if total:
        return span(f"stories-trace {css}", f"{done}/{total}", hidden(f" {said}"), title=said)
    if count := technical_criteria(story):
        said = words.counted(words.technical_criteria, count)
        unnumbered = said.replace(words.number(count), "", 1).strip()
        css = "stories-trace stories-trace--criteria stories-is-tech"
        return span(css, str(count), hidden(f" {unnumbered}"), title=unnumbered)
    return None


def technical_criteria(story: Story) -> int:
    """How many technical criteria a user story has; those of others are technical anyway."""
    return sum(criterion.technical for criterion in story.acceptance) if story.type is StoryType.USER else 0


def draw_item(story: Story, drawing: Drawing, *facts: Element | str) -> Element:
    """A line of a list: the story's type as a mark, its name, some facts about it, and its status."""
    title = span("stories-links__title", story.heading)
    link = element("a", "stories-links__link", span("stories-id", story.name), " ", title, href=drawing.href(story))
    words = span("", link, *facts)
    words.tail = " "
    status = draw_status(story, drawing, "stories-status stories-links__status")
    return drawing.settled(element("li", f"stories-list__item {TYPE_CSS[story.type]}", words, status))


def nil(drawing: Drawing) -> tuple[Element, ...]:
    """A dash where there is nothing to show."""
    return span("stories-nil", "–", aria_hidden="true"), hidden(drawing.words.none)
