"""ST4xx: a view can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..link_kinds import LINK_KINDS
from ..model import Condition, Value, View, number
from ..plain_text import as_number
from ..query import Facet, facets, find_facet
from ..rule import rule
from ..story_types import EVERY, StoryType
from ..strays import Gap
from ..text import Phrase, Source
from ..views import VIEWS
from ..views.drawer import asked_options
from ..views.table import OWN, find_column
from ..vocabulary import Vocabulary, normal
from .mending import chosen, misspelt, respelt
from .words import listed, meant, of_gap, wanted


@rule("ST401", Severity.ERROR)
def invalid_view(view: View, backlog: Backlog) -> Iterator[Finding]:
    """A `backlog` block asks for something that does not exist: a view, a field or a value.

    A view that is drawn all the same would show other stories than those that were asked for. `check --fix` mends a
    name or a value that is misspelt.

    Example:
        ```backlog
        view: table
        where:
          statuss: ready
        ```

    Instead:

        ```backlog
        view: table
        where:
          status: ready
        ```
    """
    for stray in of_gap(view, Gap.WRONG_SHAPE):
        message = f"`{stray.field}` needs {stray.note}"
        yield Finding(stray.phrase.span, message, f"write {stray.note}", wanted(stray.note))
    if view.name and VIEWS.find(view.name.text) is None:
        yield _unknown("view", view.name, VIEWS.names, view.source)
    yield from _numbers(view)
    yield from _center(view, backlog)
    yield from _options(view)
    names = tuple(facet.name for facet in facets(backlog.vocabulary))
    asked = [(condition.field, _around(condition)) for condition in view.where]
    asked += [(key.field, _turned(key.field, backlog.vocabulary)) for key in view.sort]
    asked += [(phrase, "") for phrase in (*(one.field for one in view.without), view.group_by) if phrase]
    for phrase, help_ in asked:
        if find_facet(phrase.text, backlog.vocabulary) is None:
            yield _unknown("field", phrase, names, view.source, help_)
    for column in view.columns:
        if find_column(column.text, backlog.vocabulary) is None:
            yield _unknown("column", column, tuple(dict.fromkeys((*OWN, *names))), view.source)
    for condition in (*view.where, *view.without):
        yield from values_that_cannot_be(condition, view.source, backlog)


def _numbers(view: View) -> Iterator[Finding]:
    for name, phrase, what, least in (("limit", view.limit, "stories", 0), ("depth", view.depth, "links", 1)):
        told = number(phrase)
        if phrase and (told is None or "." in phrase.text or told < least):
            message = f"`{name}` is a number of {what}, not `{phrase}`"
            from_one = " from 1 on" if least else ""
            yield Finding(phrase.span, message, f"write a whole number{from_one}", "not a number" + from_one)


def _center(view: View, backlog: Backlog) -> Iterator[Finding]:
    if view.of and backlog.find(view.of.text) is None:
        yield _unknown_story(view.of, backlog, "write the id of the story to look around")
    if view.depth and not view.of:
        yield Finding(view.depth.span, "`depth` goes with `of`", "write `of: ID`, or leave the line out", "of what?")


def _unknown_story(typed: Phrase, backlog: Backlog, otherwise: str, among: frozenset[StoryType] = EVERY) -> Finding:
    near = backlog.nearest_id(typed.text, among)
    help_ = f"did you mean `{near}`?" if near else otherwise
    return Finding(typed.span, f"there is no story `{typed}`", help_, "no such story")


def _options(view: View) -> Iterator[Finding]:
    drawer = VIEWS.find(view.name.text) if view.name else VIEWS.find("table")
    if drawer is None:
        return
    for option, phrase in asked_options(view).items():
        if option not in drawer.options:
            message = f"the view `{drawer.name}` has no `{option}`"
            having = listed(tuple(one.name for one in VIEWS if option in one.options))
            yield Finding(phrase.span, message, f"leave the line out; it goes with {having}", "has no effect")


_INVERSES = frozenset(normal(kind.inverse) for kind in LINK_KINDS if kind.inverse != kind.label)


def _around(condition: Condition) -> str:
    """How to ask for links by the name that they have on the other side; empty for other conditions."""
    if normal(condition.field.text) not in _INVERSES:
        return ""
    center = condition.values[0] if len(condition.values) == 1 else "ID"
    return f"write a line `of: {center}` beside `where`"


_DIRECTED = re.compile(r"(.+?)\s+(asc|desc)(?:ending)?", re.IGNORECASE)


def _turned(key: Phrase, vocabulary: Vocabulary) -> str:
    """How to sort by a field whose direction was typed as a word behind it; empty for other keys."""
    found = _DIRECTED.fullmatch(key.text)
    if not found or find_facet(found[1], vocabulary) is None:
        return ""
    return f"did you mean `{'-' if found[2].lower() == 'desc' else ''}{found[1]}`?"


def _unknown(what: str, phrase: Phrase, names: tuple[str, ...], source: Source, help_: str = "") -> Finding:
    fix = () if help_ else respelt(source, phrase, names)
    help_ = help_ or meant(phrase.text, names, f"there are {listed(names)}", fix)
    return Finding(phrase.span, f"there is no {what} `{phrase}`", help_, f"no such {what}", fix=fix)


def values_that_cannot_be(condition: Condition, source: Source, backlog: Backlog) -> Iterator[Finding]:
    """What is said of values that no story can have, and of those that are a slip away from one that a story has."""
    facet = find_facet(condition.field.text, backlog.vocabulary)
    if facet is None:
        return
    for value in condition.values:
        if "*" in value.text:
            continue
        if facet.choices:
            if normal(value.text) not in map(normal, facet.choices):
                otherwise = f"there are {listed(facet.choices)}"
                help_, fix = chosen(facet.name, value, facet.choices, otherwise, source, backlog.vocabulary)
                message, label = f"there is no {facet.name} `{value}`", f"no such {facet.name}"
                yield Finding(value.span, message, help_, label, fix=fix)
        elif facet.value is Value.NUMBER:
            if as_number(value.text) is None:
                message = f"`{facet.name}` is a number, not `{value}`"
                yield Finding(value.span, message, "write a number, or `*` for any", "not a number")
        elif facet.value is Value.IDS:
            if normal(value.text) not in map(normal, backlog.ids):
                otherwise = f'write the id of a story, or "*" for any {facet.name}'
                yield _unknown_story(value, backlog, otherwise, _TARGETS[facet.name])
        else:
            yield from _unmatched(facet, value, source, backlog)


_TARGETS = {kind.name: kind.targets for kind in LINK_KINDS}


def _unmatched(facet: Facet, value: Phrase, source: Source, backlog: Backlog) -> Iterator[Finding]:
    """A value of free words that no story has, where stories have one that is a slip away from it.

    Others are right: nothing is due in a milestone yet. So are those with a number, which come one after the other.
    """
    if re.search(r"\d", value.text):
        return
    own = {normal(one): one for story in backlog.stories for one in facet.values(story)}
    near = () if normal(facet.meant(value.text)) in own else misspelt(value.text, own.values(), shortest=4)
    if near:
        message, fix = f"no story has the {facet.name} `{value}`", respelt(source, value, near)
        yield Finding(value.span, message, f"did you mean `{near[0]}`?", "no story has it", fix=fix)
