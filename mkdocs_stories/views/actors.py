"""The actors: every human role and every component, with what it asks for: how the system works, as its stories say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..backlog import natural
from ..clauses import goal_clause
from ..drawing import TYPE_CSS, Drawing, draw_status
from ..markup import Element, Inline, add, element, icon, span
from ..model import Story, View
from ..plain_text import as_label
from ..story_types import StoryType
from ..vocabulary import Vocabulary, actor_key
from .drawer import Drawer, draw_title, nothing
from .facts import draw_benefit, draw_link


@dataclass(frozen=True, slots=True)
class Actor:
    """A role or a component, and the stories that name it; without a name, those that name none."""

    name: str
    stories: tuple[Story, ...]


def actors(stories: Iterable[Story], vocabulary: Vocabulary, articles: tuple[str, ...]) -> list[Actor]:
    """The actors of stories: most stories first, then by name, those without a name last.

    "The readers" are the same as "reader". An actor is shown as the site declares it, or else as most of its stories
    write it, without the article: one of English, or of `articles`, which are those of the page.
    """
    article = re.compile(rf"(?:{'|'.join(map(re.escape, articles))})\s+(?=\S)", re.IGNORECASE)
    members: dict[str, list[Story]] = {}
    forms: dict[str, Counter[str]] = {}
    for story in stories:
        typed = vocabulary.actor(story)
        name = article.sub("", typed, count=1) if article.match(typed) else typed
        members.setdefault(actor_key(name), []).append(story)
        forms.setdefault(actor_key(name), Counter())[name] += 1
    found = (
        Actor(min(forms[same], key=lambda form, counts=forms[same]: (-counts[form], form)), tuple(own))  # type: ignore[misc]
        for same, own in members.items()
    )
    return sorted(found, key=lambda one: (not one.name, -len(one.stories), natural(one.name), one.name))


def _draw(_view: View, stories: tuple[Story, ...], drawing: Drawing) -> Element:
    root = element("div", "stories stories-backlog", data_view="actors")
    words = drawing.words
    sections = (
        (StoryType.USER, words.roles, words.no_role),
        (StoryType.TECHNICAL, words.components, words.no_component),
    )
    for story_type, title, unnamed in sections:
        own = actors((one for one in stories if one.type is story_type), drawing.backlog.vocabulary, words.articles)
        if own:
            add(root, draw_title(title, sum(bool(one.name) for one in own), drawing))
            add(root, *(_draw_actor(actor, story_type, unnamed, drawing) for actor in own))
    if not len(root):
        add(root, nothing(drawing))
    return root


ACTORS = Drawer("actors", _draw, frozenset({"sort"}))


def _draw_actor(actor: Actor, story_type: StoryType, unnamed: str, drawing: Drawing) -> Element:
    name = as_label(actor.name) if actor.name else unnamed
    title = draw_title(name, len(actor.stories), drawing, below=1)
    title.set("class", "stories-actor__name" if actor.name else "stories-actor__name stories-none")
    title.text, mark = "", icon()
    mark.tail = f" {name} "
    title.insert(0, mark)
    items = (drawing.settled(_wish(story, drawing)) for story in actor.stories)
    wishes = element("ul", "stories-list", *items, role="list")
    return element("div", f"stories-actor {TYPE_CSS[story_type]}", title, wishes)


def _wish(story: Story, drawing: Drawing) -> Element:
    """What a story asks for, and why. `data-story` is for the host, which leads the links of the words."""
    wish = element("p", "stories-actor__wish", *_goal(story, drawing))
    link = draw_link(story, drawing, span("stories-id", story.name))
    link.set("title", story.heading)
    value = element("p", "stories-actor__value", *draw_benefit(story, drawing))
    css = "stories-list__item stories-actor__story"
    return element("li", css, link, " ", wish, value, draw_status(story, drawing), data_story=story.name)


def _goal(story: Story, drawing: Drawing) -> Iterator[Element | str]:
    clause = goal_clause(story, drawing.words)
    if clause.text:
        yield span("stories-lead", clause.lead)
        yield Inline(f" {clause.text}")
    else:
        yield story.heading
