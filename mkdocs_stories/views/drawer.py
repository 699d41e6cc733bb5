"""What a view is: a name, a function that draws stories, and what a block may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..drawing import STATES, Drawing, draw_done, in_words, term_title, term_words
from ..link_kinds import PART_OF
from ..markup import Element, add, element, span
from ..model import Story, Value, View
from ..plain_text import as_label, as_number
from ..query import Facet, Group, find_facet, group
from ..text import Phrase
from ..vocabulary import normal

Draw = Callable[[View, tuple[Story, ...], Drawing], Element]


@dataclass(frozen=True)
class Drawer:
    """One way to draw the stories that a view selects.

    `options` are the lines that only some views know what to do with: `group by`, `sort`, `columns`. All views choose
    their stories in the same way. `tells_problems` is for those that say what is wrong with a story.

    The rest is for the backlog page, where each view has a tab. `is_rows` is for those that are the rows of the table
    there, laid out in another way; the page draws the others by themselves. `grows` is for those that get larger with
    every story; of a long backlog they are on pages of their own.
    """

    name: str
    draw: Draw
    options: frozenset[str] = frozenset()
    tells_problems: bool = False
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
    facet = find_facet(view.group_by.text, drawing.backlog.vocabulary) if view.group_by else None
    return group(stories, facet) if facet else [Group("", stories)]


def draw_heading(view: View, of: Group, drawing: Drawing) -> Iterator[Element | str]:
    """What stands over a group of a view; nothing where the view asks for none."""
    facet = find_facet(view.group_by.text, drawing.backlog.vocabulary) if view.group_by else None
    return draw_facet(facet, of, drawing) if facet else iter(())


def facet_words(facet: Facet, drawing: Drawing) -> str:
    """The name of a facet as it stands in a sentence: of the site's own fields the label, where they have one."""
    is_named = drawing.words.has(facet.name) or normal(facet.label) == facet.name
    return drawing.words.term(facet.name) if is_named else facet.label


def draw_facet(facet: Facet, of: Group, drawing: Drawing) -> Iterator[Element | str]:
    """What stands over the stories that have a value of a facet, or none: the value, and how many they are.

    An id leads to the card of its story. Of an epic it is said how much of it is done, whatever the view shows of it.
    """
    backlog, words = drawing.backlog, drawing.words
    is_id = bool(of.value) and facet.value is Value.IDS
    named = backlog.find(of.value) if is_id else None
    if named:
        yield element("a", "", span("stories-id", of.value), f" {named.heading}", href=drawing.href(named))
    elif of.value:
        yield of.value if is_id else _title_of(facet, of.value, drawing)
    else:
        yield words.no_group.format(field=facet_words(facet, drawing))
    yield from (" ", span("stories-n", words.number(len(of.stories))))
    if is_id and not named:
        yield from (" ", span("stories-none", words.no_epic if facet.name == PART_OF.name else words.no_story))
    elif named and (said := draw_done(backlog.referrers(named, PART_OF), drawing)):
        yield from (" ", span("stories-group__done", said))


def _title_of(facet: Facet, value: str, drawing: Drawing) -> str:
    shown = label_value(facet, value, drawing)
    return shown if facet.choices else as_label(shown)


def label_value(facet: Facet, value: str, drawing: Drawing) -> str:
    """A value of a facet as a label: a choice begins with a capital letter, unless the site has words for it."""
    if facet.choices:
        return term_title(drawing.backlog.vocabulary.term(facet.name, value), drawing)
    return show_value(facet, value, drawing)


def show_value(facet: Facet, value: str, drawing: Drawing) -> str:
    """A value of a facet as the language of the site writes it: built-in words, numbers and dates."""
    if facet.choices:
        return term_words(drawing.backlog.vocabulary.term(facet.name, value), drawing)
    if facet.value is Value.DATE:
        return drawing.words.day(value)
    told = as_number(value) if facet.value is Value.NUMBER else None
    return value if told is None else drawing.words.number(told)


def draw_title(words: str, count: int, drawing: Drawing, below: int = 0) -> Element:
    """A heading inside a view, with how many stories follow. It is none that a table of contents would take in."""
    title = _heading(drawing, below)
    add(title, f"{words} ", span("stories-n", drawing.words.number(count)))
    return title


def draw_group(facet: Facet, of: Group, drawing: Drawing) -> Element:
    """A heading of that sort over a group."""
    title = _heading(drawing)
    add(title, *draw_facet(facet, of, drawing))
    return title


def _heading(drawing: Drawing, below: int = 0) -> Element:
    level = str(min(max(drawing.level, 2) + below, 6))
    return element("p", "stories-group", role="heading", aria_level=level)


def draw_marks(stories: Iterable[Story], drawing: Drawing) -> Element:
    """A key to the marks of statuses: those that some stories have."""
    vocabulary = drawing.backlog.vocabulary
    used = {vocabulary.status(story).name for story in stories}
    shown = (status for status in vocabulary.statuses if status.name in used)
    marks = (span("stories-status", term_title(one, drawing), data_state=STATES[one.stage]) for one in shown)
    return draw_key(marks)


def draw_key(samples: Iterable[Element]) -> Element:
    """What signs of a view mean: each of them with its words."""
    return element("p", "stories-key", *(part for sample in samples for part in (sample, " ")))


def nothing(drawing: Drawing) -> Element:
    """What stands where no story matches, or where there is none to match."""
    words = drawing.words.no_match if drawing.backlog.stories else drawing.words.no_stories
    return in_words(drawing.words, element("p", "stories-empty", words))
